"""`mock-interview progress`: words first, then weeks and competencies."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from datetime import datetime

import msgspec

from simulator import settings
from simulator.cli import show
from simulator.errors import SessionError
from simulator.progress import agreement
from simulator.progress.report import Report
from simulator.sessions import record
from simulator.sessions.index import Index
from simulator.sessions.people import folded, owner, person
from simulator.text import counted, json_text, plain


def run(arguments: argparse.Namespace) -> int:
    name = settings.load().name
    with Index(whose=person(arguments.of, name)) as index:
        index.sync()
        if arguments.of and folded(arguments.of) not in {*owner(name), *map(folded, index.people())}:
            raise SessionError(f"There is no session of {arguments.of!r}.", _known(index.people()))
        found = record.report(index, datetime.now().astimezone().date())
    if arguments.json:
        print(json_text(msgspec.json.encode(found)))
        return 0
    if arguments.of:
        print(f"Progress of {plain(arguments.of)}")
    for line in lines(found):
        print(plain(line))
    return 0


def _known(names: list[str]) -> str:
    if not names:
        return "All sessions here are yours; without --of it is your progress."
    return f"There are sessions of: {', '.join(names)}. Without --of it is your progress."


def lines(found: Report) -> Iterator[str]:
    yield from found.sentences
    if not found.sessions:
        return
    of_seven = f"You practised on {found.days} of the last 7 days" if found.days else "No practice in the last 7 days"
    yield f"{of_seven}; your longest run is {found.run} day{'' if found.run == 1 else 's'}."
    yield ""
    for week in found.weeks:
        both = f"fluency {show.number(week.fluency)}, preparedness {show.number(week.preparedness)}"
        yield f"Week of {week.monday}: {counted(week.sessions, 'session')}, {both}"
    if found.bests:
        yield ""
        yield "Best so far:"
    for best in found.bests:
        what = f"in the answer to “{plain(best.question)}”" if best.question else "over a session"
        yield f"  {best.what} {show.number(best.score)} {what}, {best.at:%Y-%m-%d}"
    if agreed := agreement.said(found.agreement):
        yield ""
        yield "Friends and the program:"
        yield from (f"  {sentence}" for sentence in agreed)
    if found.map:
        yield ""
        yield "Preparedness by competency, first week and last:"
        for competency, weeks in found.map.items():
            scores = list(weeks.values())
            until = f" to {show.number(scores[-1])}" if len(scores) > 1 else ""
            yield f"  {plain(competency)}: {show.number(scores[0])}{until}"
