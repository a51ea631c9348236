"""`mock-interview drill`: what is due, practised, listed or reset."""

from __future__ import annotations

import argparse
from datetime import datetime

import msgspec

from simulator import settings
from simulator.cli.practise import hold
from simulator.errors import UserError
from simulator.interview.rehearsal import Wish
from simulator.progress.drills import Drill, rating
from simulator.questions.load import all_questions
from simulator.sessions import planning, record
from simulator.sessions.index import Index
from simulator.sessions.people import owner
from simulator.text import plain

ALL = "all"


def run(arguments: argparse.Namespace) -> int:
    now = datetime.now().astimezone()
    if arguments.reset or arguments.list:
        with Index(whose=owner(settings.load().name)) as index:
            index.sync()
            schedule = record.schedule(index)
        return _reset(schedule, arguments.reset, now) if arguments.reset else _list(schedule, now)
    wish = due(arguments.minutes)
    if wish is None:
        return 0
    wish = msgspec.structs.replace(
        wish,
        typed=arguments.typed,
        voice=False if arguments.no_voice else None,
        untimed=arguments.untimed or None,
    )
    return hold(wish, plain=arguments.plain)


def due(minutes: float) -> Wish | None:
    """The drill of so many minutes; None where nothing is due, which is said."""
    now = datetime.now().astimezone()
    with Index(whose=owner(settings.load().name)) as index:
        index.sync()
        chosen = record.daily_drill(index, all_questions(), now, minutes, planning.planned())
    if not chosen:
        print("Nothing is due yet: questions come here once you have answered them. `mock-interview practise` begins.")
        return None
    return Wish(only=tuple(chosen), nerves=False)


def _list(drills: dict[str, Drill], now: datetime) -> int:
    """Each question with when it is due and why; what it is called by comes last."""
    if not drills:
        print("The schedule is empty: questions come into it once you have answered them.")
        return 0
    texts = {question.ref: question.text for question in all_questions()}
    for each in sorted(drills.values(), key=lambda each: (each.due, each.ref)):
        days = (each.due.astimezone(now.tzinfo).date() - now.date()).days
        due = "due today" if days <= 0 else "due tomorrow" if days == 1 else f"due in {days} days"
        print(plain(texts.get(each.ref, "A question that is in no bank any more")))
        print(
            f"  {due}; last {each.last.astimezone(now.tzinfo):%Y-%m-%d}: {each.merit:.0f}, {rating(each.merit).name}; "
            f"stable for {each.stability:.1f} days; {plain(each.ref)}"
        )
    print("The name at the end of each is for `--reset`, which takes the question out of the schedule.")
    return 0


def _reset(drills: dict[str, Drill], wanted: list[str], now: datetime) -> int:
    unknown = [ref for ref in wanted if ref != ALL and ref not in drills]
    if unknown:
        raise UserError(f"{unknown[0]!r} is not in the schedule.", "`mock-interview drill --list` names what is in it.")
    refs = list(drills) if ALL in wanted else wanted
    record.reset([drills[ref] for ref in refs], now)
    print(f"{len(refs)} question{'' if len(refs) == 1 else 's'} taken out of the schedule.")
    return 0
