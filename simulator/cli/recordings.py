"""`mock-interview recordings`: old recordings become sessions, with a line that says how far it is."""

from __future__ import annotations

import argparse
import asyncio
import shutil
import sys
from pathlib import Path

from simulator.cli import live
from simulator.cli.scoring import check_name
from simulator.recordings.client import import_recordings
from simulator.recordings.told import Made, Progress, how_far
from simulator.text import plain

_CLEAR = "\r\x1b[2K"


def run(arguments: argparse.Namespace) -> int:
    for place in arguments.places:
        check_name(place)
    places = [Path(place) for place in arguments.places]
    line = _Line()
    try:
        outcome = asyncio.run(
            import_recordings(places, arguments.question, tell=line.tell, told=line.told, failed=line.failed)
        )
    except KeyboardInterrupt:
        line.clear()
        print("Stopped. What is imported stays, and the same command goes on from here.", file=sys.stderr)
        raise
    finally:
        line.clear()
    print(outcome)
    return 1 if outcome.failed else 0


class _Line:
    """The last line of a terminal, drawn over again and again; a pipe gets only what is done."""

    def __init__(self) -> None:
        self._live = live.may()

    def tell(self, progress: Progress) -> None:
        if self._live:
            width = shutil.get_terminal_size().columns - 1
            print(f"{_CLEAR}{plain(how_far(progress, width))}", end="", file=sys.stderr, flush=True)

    def told(self, made: Made) -> None:
        self.clear()
        answers = "" if made.answers == 1 else f", {made.answers} answers"
        print(f"{made.folder}  {plain(made.name)}{answers}", flush=True)

    def failed(self, sentence: str) -> None:
        self.clear()
        print(plain(sentence), file=sys.stderr, flush=True)

    def clear(self) -> None:
        if self._live:
            print(_CLEAR, end="", file=sys.stderr, flush=True)
