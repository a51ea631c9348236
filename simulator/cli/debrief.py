"""`mock-interview debrief`: looks back on a real interview, or prints the plan that came of it."""

from __future__ import annotations

import argparse
from datetime import datetime

from simulator import settings
from simulator.cli import screen
from simulator.comeback.plan import FIRST_LINES, shown_first
from simulator.questions.load import all_questions
from simulator.sessions import planning
from simulator.sessions.index import Index
from simulator.sessions.people import owner
from simulator.text import counted, plain


def run(arguments: argparse.Namespace) -> int:
    if arguments.plan:
        return _plan()
    if arguments.plain:
        from simulator.cli.plain.debrief import debrief
        from simulator.cli.plain.lines import hold

        return hold(debrief(settings.load(), turned_down=arguments.turned_down))
    return screen.show("debrief", turned_down=arguments.turned_down)


def _plan() -> int:
    questions = all_questions()
    with Index(whose=owner(settings.load().name)) as index:
        index.sync()
        plan = planning.current(index, questions, datetime.now().astimezone().date())
    if plan is None:
        print("There is no plan yet. `mock-interview debrief` looks back on an interview and makes one.")
        return 0
    still = shown_first(plan)
    print(f"{len(plan.items) - len(still)} of {counted(len(plan.items), 'thing')} done.")
    for item in still:
        print(f"{item.day}  {plain(item.what)}")
        if item.reason:
            print(f"            {plain(item.reason)}")
    if len(still) > FIRST_LINES:
        print("The first is enough for today.")
    return 0
