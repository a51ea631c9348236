"""`mock-interview practise`: on the screen, or line by line."""

from __future__ import annotations

import argparse
import asyncio
from pathlib import Path

from simulator import settings
from simulator.errors import SheetError
from simulator.interview.rehearsal import Wish
from simulator.sessions import library


def run(arguments: argparse.Namespace) -> int:
    wish = Wish(
        questions=arguments.questions,
        banks=tuple(arguments.bank),
        minutes=arguments.minutes,
        reason=arguments.reason,
        competencies=tuple(arguments.competency),
        weak_spots=arguments.weak_spots,
        posting=posting(arguments.posting) if arguments.posting else "",
        for_sheet=bool(arguments.prep),
        friend=arguments.friend,
        typed=arguments.typed,
        voice=False if arguments.no_voice else None,
        untimed=arguments.untimed or None,
        seed=arguments.seed,
        step=arguments.step,
        sheet=arguments.prep,
    )
    go_on = library.find(arguments.go_on) if arguments.go_on else None
    return hold(wish, go_on, plain=arguments.plain)


def hold(wish: Wish, go_on: Path | None = None, *, plain: bool) -> int:
    """Holds a rehearsal on the screen, or line by line where there is none or it is not wanted."""
    from simulator.cli import screen

    if not plain and screen.is_there():
        return screen.show("practise", wish=wish, session=go_on)
    from simulator.cli.plain.practise import practise

    return asyncio.run(practise(wish, settings.load(), go_on))


MOST_POSTING = 200_000
"""Bytes of a job posting."""


def posting(name: str) -> str:
    """The text of a job posting in a file. Raises SheetError."""
    try:
        with Path(name).open("rb") as file:
            raw = file.read(MOST_POSTING + 1)
        text = raw.decode("utf-8-sig")
    except OSError as error:
        raise SheetError(f"{name} cannot be read: {error.strerror}.", "Check the name and its permissions.") from error
    except UnicodeDecodeError as error:
        raise SheetError(f"{name} is not UTF-8 text (byte {error.start}).", "Save it as UTF-8.") from error
    if len(raw) > MOST_POSTING or not text.strip():
        raise SheetError(f"{name} is empty, or longer than a posting is.", "Put the text of the job posting into it.")
    return text
