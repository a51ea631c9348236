"""`mock-interview today`, `settle`, `setback`, `ladder`: the screens against nerves, or their words line by line."""

from __future__ import annotations

import argparse
import sys

from simulator import settings, when
from simulator.cli import screen
from simulator.comeback import day as morning
from simulator.comeback.ladder import STEPS, said
from simulator.comeback.setbacks import SETBACKS, in_order, sentence
from simulator.comeback.store import IF_THENS
from simulator.sessions import record
from simulator.sessions.day import whole_day
from simulator.sessions.index import Index
from simulator.sessions.people import owner
from simulator.text import plain


def today(arguments: argparse.Namespace) -> int:
    if not arguments.plain and screen.is_there():
        return screen.show("today")
    kept = settings.load()
    with Index(whose=owner(kept.name)) as index:
        now = when.now()
        found = whole_day(index, kept, now.date())
    for line in morning.lines(found, when.ahead(found.begins, now)):
        print(plain(line))
    return 0


def settle(arguments: argparse.Namespace) -> int:
    if arguments.plain:
        from simulator.cli.plain.lines import hold
        from simulator.cli.plain.settle import alone

        return hold(alone())
    return screen.show("settle")


def setback(arguments: argparse.Namespace) -> int:
    if arguments.plain and not arguments.list:
        from simulator.cli.plain.lines import hold
        from simulator.cli.plain.setbacks import setbacks

        return hold(setbacks())
    if not arguments.list:
        return screen.show("setbacks")
    loaded = IF_THENS.load()
    for fault in loaded.faults:
        print(plain(str(fault)), file=sys.stderr)
    plans = in_order(loaded.records.values())
    if not plans:
        print("You have no lines yet. `mock-interview setback` rehearses these:")
    for line in map(sentence, plans) if plans else (f"  {each.name}" for each in SETBACKS):
        print(plain(line))
    return 0


def ladder(_: argparse.Namespace) -> int:
    with Index(whose=owner(settings.load().name)) as index:
        index.sync()
        found = record.ladder(index)
    print(said(found))
    for number, (each, ratings) in enumerate(zip(STEPS, found.ratings, strict=True), start=1):
        here = ", where you are" if number == found.step and any(found.ratings) else ""
        place = here or (", on offer" if number == found.offered else "")
        felt = f" Nerves so far: {', '.join(map(str, ratings))}." if ratings else ""
        print(f"{number}{place}. {each.name}: {each.about}.{felt}")
    return 0
