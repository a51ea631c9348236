"""The plan after an interview in lines: what to do, why, and doing it."""

from __future__ import annotations

import asyncio

from simulator import paths, when
from simulator.cli.plain.lines import Choice, ask, choose, say, tell_error
from simulator.cli.plain.offers import edit, letter, rehearse
from simulator.comeback import plan as planning
from simulator.comeback.due import called
from simulator.comeback.fit import required
from simulator.comeback.gather import gaining
from simulator.comeback.model import Application, PlanItem, PracticePlan
from simulator.comeback.store import APPLICATIONS, DEBRIEFS, PLANS
from simulator.errors import ComebackError, UserError
from simulator.interview.rehearsal import Wish, planned
from simulator.preparation.files import load_sheets
from simulator.questions.load import all_questions, find_question, load_banks
from simulator.sessions import planning as kept
from simulator.sessions.index import Index
from simulator.sessions.people import owner
from simulator.settings import Settings

NONE_YET = "There is no plan yet. It comes from looking back on an interview: `mock-interview --plain debrief`."
ALL_DONE = "Everything in it is done or dropped. What you did stays done, whatever they say next."
FIRST = "Your plan. The first is enough for today."
BY_HAND = "This one is done outside of the program."


async def plan(settings: Settings) -> int:
    """Says the plan and changes it, until it is left. Raises ComebackError where it cannot be read."""
    while True:
        found, ahead = await asyncio.to_thread(_current, settings)
        if found is None:
            say(NONE_YET)
            return 0
        items = [*planning.shown_first(found), *(item for item in found.items if not item.open)]
        choices = [Choice(item.key, _line(item)) for item in items]
        asks = FIRST if found.open_items else ALL_DONE
        chosen = await choose(asks, [*choices, Choice("", "Add something of your own")], enter="leaves the plan")
        if chosen is None:
            return 0
        try:
            if not chosen:
                await _add(found)
            else:
                item = next(item for item in items if item.key == chosen)
                await _open(found, item, ahead, settings)
        except UserError as error:
            tell_error(error)


def _current(settings: Settings) -> tuple[PracticePlan | None, Application | None]:
    """The plan, with what practice closed, and the job that it prepares for."""
    today = when.now().date()
    with Index(whose=owner(settings.name)) as index:
        index.sync()
        found = kept.current(index, all_questions(), today)
    debrief = DEBRIEFS.load().records.get(found.id) if found is not None else None
    jobs = APPLICATIONS.load().records
    job = jobs.get(debrief.application) if debrief is not None else None
    return found, kept.ahead(job, jobs.values(), today)


def _line(item: PlanItem) -> str:
    state = "done, " if item.done else "dropped, " if item.dropped else ""
    return f"{item.what} ({state}{when.day(item.day, when.now())})"


async def _add(found: PracticePlan) -> None:
    what = await ask("What do you want to do? One thing.", enter="adds nothing")
    if what:
        PLANS.change(found.id, lambda plan: planning.added(plan, what, when.now().date().isoformat()))


async def _open(found: PracticePlan, item: PlanItem, ahead: Application | None, settings: Settings) -> None:
    """One thing of the plan, and what becomes of it."""
    today = when.now().date().isoformat()
    choices = [
        Choice("do", "Do it now"),
        Choice("done", "It is not done after all" if item.done else "It is done"),
        Choice("dropped", "Take it up again" if item.dropped else "Drop it"),
        Choice("day", "Another day"),
    ]
    match await choose(item.what, choices, about=item.reason or "You added it."):
        case "do":
            await _do(found, item, ahead, settings)
        case "done" | "dropped" as field:
            day = "" if getattr(item, field) else today
            PLANS.change(found.id, lambda plan: planning.changed(plan, item.key, **{field: day}))
        case "day":
            day = await ask("On which day? Year, month and day, such as 2026-11-24.", now=item.day)
            if not when.ordinal(day):
                raise ComebackError(f"“{day}” is not a day.", "Write year, month and day, such as 2026-11-24.")
            PLANS.change(found.id, lambda plan: planning.changed(plan, item.key, day=day))


async def _do(found: PracticePlan, item: PlanItem, ahead: Application | None, settings: Settings) -> None:
    """Where the item can be done."""
    banks = load_banks().banks
    debrief = DEBRIEFS.load().records.get(found.id)
    match item.kind:
        case "ask" | "thank" if debrief is not None and debrief.application:
            await letter("feedback" if item.kind == "ask" else "thanks", debrief.application, settings)
        case "question" if (question := find_question(banks, item.ref or item.what)) is not None:
            await rehearse(Wish(only=(question,), nerves=False), settings)
        case "practise":
            await rehearse(planned(item, ahead.sheet if ahead is not None else "", banks), settings)
        case "nerves":
            say("`mock-interview ladder` says the steps; `mock-interview --plain practise --step N` practises at one.")
        case "sheet" if ahead is not None and ahead.sheet in load_sheets().sheets:
            await edit(paths.sheets() / f"{ahead.sheet}.yaml")
        case "sheet":
            say("`mock-interview prep new ID --employer NAME --role JOB` begins a prep sheet.")
        case "skill":
            await _gain(found, item, ahead)
        case "cv":
            say(BY_HAND, *_its_words(ahead))
        case _:
            say(BY_HAND)


async def _gain(found: PracticePlan, item: PlanItem, ahead: Application | None) -> None:
    name = await ask("Which skill is it?", enter="leaves it open")
    if name:
        skill = gaining(name, f"asked for by {called(ahead)}" if ahead is not None else "")
        PLANS.change(found.id, lambda plan: planning.changed(plan, item.key, ref=skill.id))
        say(f"`mock-interview skills progress {skill.id} PERCENT` says how far it is.")


def _its_words(ahead: Application | None) -> list[str]:
    """What the job that is ahead asks for, in its own words."""
    skills = required(ahead, load_sheets().sheets.get(ahead.sheet)) if ahead is not None else ()
    return [f"{called(ahead)} asks for: {', '.join(skills)}."] if ahead is not None and skills else []
