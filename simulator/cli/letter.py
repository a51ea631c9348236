"""`mock-interview letter` and `mock-interview calendar`: what goes out, and is never sent by the program."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from pathlib import Path

from simulator import settings
from simulator.cli import faults
from simulator.cli.applications import today
from simulator.comeback import drafts, machine
from simulator.comeback.gather import gather, letter, letter_for, mark_sent, write_calendar
from simulator.comeback.letters import CALLED, EXPECT, Kind, as_text, mailto
from simulator.text import plain


def run(arguments: argparse.Namespace) -> int:
    kind: Kind = arguments.kind
    search = gather()
    id = letter_for(kind, arguments.of or "", search)
    if arguments.sent:
        where = mark_sent(kind, id, search, today())
        print(f"{CALLED[kind]}, {id}: sent today{f', and written down in its {where}' if where else ''}.")
        return 0
    if arguments.again:
        drafts.forget(kind, id)
    me = settings.load().name
    written, _ = letter(kind, id, search, me, today())
    if arguments.edit:
        file = drafts.save(kind, id, written)
        machine.edit(file)
        written, changed = letter(kind, id, search, me, today())
        print(f"The draft is kept in {plain(str(file))}." if changed else "Nothing was changed.")
    if arguments.mail:
        machine.open_mail(mailto(written))
        print("Your mail program has it, where you send it, or not.")
    if not (arguments.edit or arguments.mail):
        print(plain(as_text(written)))
    print(f"({EXPECT[kind]})")
    return faults.report(search.faults)


def calendar(arguments: argparse.Namespace) -> int:
    search = gather()
    code = faults.report(search.faults)
    to = Path(arguments.to).expanduser() if arguments.to else None
    file = write_calendar(search, datetime.now(UTC), to)
    print(
        f"{plain(str(file))} is for your calendar. After a change, write it and take it in again: nothing stands there twice."
    )
    return code
