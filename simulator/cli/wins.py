"""`mock-interview wins`: what went well, printed, added to, or written as a page."""

from __future__ import annotations

import argparse
from datetime import datetime
from pathlib import Path

from simulator import settings
from simulator.comeback.wins import lines
from simulator.errors import UserError
from simulator.exports import formats
from simulator.sessions import wins
from simulator.sessions.index import Index
from simulator.sessions.people import owner
from simulator.text import plain


def run(arguments: argparse.Namespace) -> int:
    now = datetime.now().astimezone()
    if arguments.add is not None:
        text = " ".join(arguments.add.split())
        if not text:
            raise UserError("There is nothing to keep: the text is empty.", "Put the words behind --add.")
        wins.keep(text, now.date(), arguments.by.strip())
        print("Kept. `mock-interview wins` brings it back.")
        return 0
    with Index(whose=owner(settings.load().name)) as index:
        found = wins.gathered(index, now.date())
    if arguments.to:
        from simulator.exports.writing import export_wins, where

        place = Path(arguments.to).expanduser()
        name = formats.file_name(formats.wins_called(now.date()), "html")
        to = formats.free(place / name) if place.is_dir() else place
        export_wins(found, to, now)
        print(plain(where(to)))
        return 0
    for line in lines(found):
        print(plain(line))
    return 0
