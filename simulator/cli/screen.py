"""Opens the terminal program, or says in one sentence why it cannot."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from simulator import settings
from simulator.errors import UserError


def home(_: argparse.Namespace) -> int:
    return show("home")


LINE_BY_LINE = {"debrief": "debrief --plan", "setbacks": "setback --list"}
"""What can be read without a screen, by the screen that was asked for."""


def show(start: str, **arguments: Any) -> int:
    """Opens the screen called `start`."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        command = LINE_BY_LINE.get(start, "practise --plain")
        raise UserError(
            "The screen needs a terminal, and this is none.", f"`mock-interview {command}` works line by line."
        )
    from simulator.tui.app import run

    return run(settings=settings.load(), start=start, **arguments)
