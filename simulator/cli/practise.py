"""`mock-interview practise`: on the screen, or line by line."""

from __future__ import annotations

import argparse
import asyncio
import sys

from simulator import settings
from simulator.interview.rehearsal import Wish
from simulator.sessions import library


def run(arguments: argparse.Namespace) -> int:
    wish = Wish(
        questions=arguments.questions,
        banks=tuple(arguments.bank),
        reason=arguments.reason,
        friend=arguments.friend,
        typed=arguments.typed,
        voice=False if arguments.no_voice else None,
        seed=arguments.seed,
    )
    go_on = library.find(arguments.go_on) if arguments.go_on else None
    if not arguments.plain and sys.stdin.isatty() and sys.stdout.isatty():
        from simulator.cli import screen

        return screen.show("practise", wish=wish, session=go_on)
    from simulator.cli.plain import practise

    return asyncio.run(practise(wish, settings.load(), go_on))
