"""The plan after an interview, kept: made from what is on disk, closed by what practice shows, and handed to the drill."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path

from simulator.comeback import plan as planning
from simulator.comeback.findings import findings
from simulator.comeback.model import Application, Date, Debrief, PracticePlan
from simulator.comeback.store import APPLICATIONS, DEBRIEFS, PLANS
from simulator.documents.files import told
from simulator.errors import ComebackError
from simulator.preparation.files import load_sheets
from simulator.preparation.readiness import readiness
from simulator.questions.model import Bank, Question
from simulator.questions.own import ASKED
from simulator.sessions.index import Index
from simulator.sessions.people import Whose
from simulator.sessions.practised import answers, parts

DAYS = 14
"""Over so many days a plan is spread where no interview is coming."""


def make(debrief: Debrief, banks: dict[str, Bank], whose: Whose, today: date) -> PracticePlan:
    """The plan of a debrief, made or made again, and saved. Takes as long as opening a few sessions. Raises ComebackError."""
    others = DEBRIEFS.load().records.values()
    practice = {part: shown.standing for part, shown in parts(whose).items()}
    plans = PLANS.load().records
    plan = planning.make(
        debrief,
        findings(debrief, others, practice),
        days(today),
        asked_refs(banks),
        plans.get(debrief.id) or planning.in_force(plans.values()),
    )
    PLANS.save(plan)
    return plan


def days(today: date) -> list[Date]:
    """Those from today up to the day before the next interview; in a hurry only today."""
    coming = [
        each.date
        for job in APPLICATIONS.load().records.values()
        if job.open
        for each in job.interviews
        if each.date > today.isoformat()
    ]
    last = date.fromisoformat(min(coming)) if coming else today + timedelta(days=DAYS)
    count = min(max((last - today).days, 1), DAYS)
    return [(today + timedelta(days=number)).isoformat() for number in range(count)]


def asked_refs(banks: dict[str, Bank]) -> dict[str, str]:
    """By its text, where each question that was really asked stands."""
    bank = banks.get(ASKED)
    return {each.text: each.ref for each in bank.questions} if bank is not None else {}


def current(index: Index, questions: Sequence[Question], today: date) -> PracticePlan | None:
    """The plan that counts, with what practice shows by now; saved where that closed an item. `index` is up to date. Raises
    ComebackError, also where plans cannot be read."""
    loaded = PLANS.load()
    if loaded.faults:
        raise ComebackError(*told(Path(loaded.faults[0].file), loaded.faults))
    plan = planning.in_force(loaded.records.values())
    if plan is None:
        return None
    debrief = DEBRIEFS.load().records.get(plan.id)
    practised, ready = answers(index, questions), _ready(debrief, today)

    def closed(plan: PracticePlan) -> PracticePlan:
        return planning.closed(plan, practised, ready, debrief, today.isoformat())

    # Looking takes a while, in which the person may have changed it.
    return PLANS.change(plan.id, closed) if closed(plan) != plan else plan


def ahead(job: Application | None, jobs: Iterable[Application], today: date) -> Application | None:
    """The job that a plan prepares for: the one that it came of, or where that is over the one whose interview comes next; if none does, all the same
    the one that it came of."""
    if job is not None and job.open:
        return job
    coming = [
        (held.date, held.hour, each)
        for each in jobs
        if each.open
        for held in each.interviews
        if held.date >= today.isoformat()
    ]
    return min(coming, key=lambda one: (*one[:2], one[2].id))[2] if coming else job


def _ready(debrief: Debrief | None, today: date) -> frozenset[str]:
    """The fields that lack nothing, of the prep sheet of the job that is ahead."""
    jobs = APPLICATIONS.load().records
    job = ahead(jobs.get(debrief.application), jobs.values(), today) if debrief is not None else None
    sheet = load_sheets().sheets.get(job.sheet) if job is not None else None
    if sheet is None:
        return frozenset()
    needs = readiness(sheet)
    return frozenset(need.field for need in needs) - {need.field for need in needs if not need.ready}


def planned() -> tuple[str, ...]:
    """The refs of the questions that the plan still names, for the drill; none where the plan cannot be read."""
    with suppress(ComebackError):
        plan = planning.in_force(PLANS.load().records.values())
        if plan is not None:
            return tuple(item.ref for item in planning.shown_first(plan) if item.kind == "question" and item.ref)
    return ()
