"""Opens the terminal program, or says in one sentence why it cannot."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from simulator import settings
from simulator.errors import UserError


def home(_: argparse.Namespace) -> int:
    return show("home")


def show(start: str, **arguments: Any) -> int:
    """Opens the screen called `start`."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UserError(
            "The screen needs a terminal, and this is none.", "`mock-interview practise --plain` works line by line."
        )
    from simulator.tui.app import run

    return run(settings=settings.load(), start=start, **arguments)
