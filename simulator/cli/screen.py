"""Opens the terminal program, or says in one sentence why it cannot."""

from __future__ import annotations

import argparse
import os
import sys
from typing import Any

from simulator import settings
from simulator.errors import UserError


def home(arguments: argparse.Namespace) -> int:
    if arguments.plain:
        from simulator.cli.plain.home import home as in_lines

        return in_lines()
    return show("home")


LINE_BY_LINE = {"home": "", "door": "friend", "setbacks": "setback"}
"""The command that does it in lines, by the screen that was asked for, where it is called otherwise."""


def is_there() -> bool:
    """Whether there is a terminal that can show a screen."""
    return sys.stdin.isatty() and sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


def show(start: str, **arguments: Any) -> int:
    """Opens the screen called `start`."""
    if not is_there():
        command = f"mock-interview --plain {LINE_BY_LINE.get(start, start)}".strip()
        dumb = sys.stdin.isatty() and sys.stdout.isatty()
        what = "this one (TERM=dumb) shows only line after line" if dumb else "this is none"
        raise UserError(f"The screen needs a terminal, and {what}.", f"`{command}` works line by line.")
    from simulator.tui.app import run

    return run(settings=settings.load(), start=start, **arguments)
