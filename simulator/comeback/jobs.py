"""Which job a debrief is about, and what its outcome makes of the application. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec.structs import replace

from simulator.comeback.asking import Ask, Choice
from simulator.comeback.awaiting import Awaited
from simulator.comeback.model import Application, Appointment, Date, Debrief, Outcome, Reached, Stage
from simulator.preparation.model import Interview, Sheet

AWAITED, APPLICATION, SHEET, ANOTHER = "awaited", "application", "sheet", "another"
"""Kinds of choices: `kind:number` or `kind:id`."""

EMPLOYER, ROLE, WHEN, DATE = "employer", "role", "when", "date"
YESTERDAY, EARLIER = "yesterday", "earlier"

_STAGES: Mapping[Outcome, Stage] = {"waiting": "interview", "rejected": "rejected", "offer": "offer"}


def which(
    awaited: Sequence[Awaited],
    applications: Iterable[Application],
    sheets: Iterable[Sheet],
    debriefs: Iterable[Debrief],
    days: Mapping[Date, str],
) -> Ask:
    """Interviews that wait for it first; `days` says a date as people do."""
    jobs = list(applications)
    looked_at: dict[str, Date] = {}
    for each in (debrief for debrief in debriefs if debrief.begun):
        looked_at[each.application] = max(each.date, looked_at.get(each.application, ""))
    named = {each.application for each in awaited if each.application}
    known_sheets = {job.sheet for job in jobs} | {each.sheet for each in awaited}
    choices = [
        Choice(f"{AWAITED}:{number}", f"{each.role}, {each.employer}", f"interview {days.get(each.date, each.date)}")
        for number, each in enumerate(awaited)
    ]
    for job in sorted(jobs, key=lambda job: looked_at.get(job.id, ""), reverse=True):
        if job.id not in named:
            seen = looked_at.get(job.id, "")
            detail = f"looked back on {days.get(seen, seen)}; what has come since" if seen else ""
            choices.append(Choice(f"{APPLICATION}:{job.id}", f"{job.role}, {job.employer}", detail))
    choices += [
        Choice(f"{SHEET}:{sheet.id}", f"{sheet.role}, {sheet.employer}", "from its prep sheet")
        for sheet in sheets
        if sheet.id not in known_sheets
    ]
    return Ask(text="Which job is it about?", choices=(*choices, Choice(ANOTHER, "Another one")))


def when() -> Ask:
    choices = (Choice("today", "Today"), Choice(YESTERDAY, "Yesterday"), Choice(EARLIER, "Earlier"))
    return Ask(text="When was the interview?", choices=choices)


def asks(step: str) -> Ask:
    """A text to write about the job."""
    return {
        EMPLOYER: Ask(text="Which employer was it?", write=""),
        ROLE: Ask(text="Which job is it?", write=""),
        DATE: Ask(text="On which day? Year, month and day, such as 2026-11-24.", write=""),
    }[step]


def interviewed(job: Application, date: Date) -> Application:
    """With an interview on that day, and at that stage at least."""
    known = next((each for each in job.interviews if each.date == date), Appointment(date=date))
    return with_interview(job, known, date)


def with_interview(job: Application, held: Appointment, since: Date) -> Application:
    """With this one among its interviews, in the order of time, and at that stage at least, `since` when."""
    others = (each for each in job.interviews if each != held)
    interviews = tuple(sorted((*others, held), key=lambda each: (each.date, each.hour)))
    early = job.stage in ("lead", "applied")
    stages = (*job.stages, Reached(stage="interview", date=since)) if early else job.stages
    return replace(job, interviews=interviews, stages=stages)


def sheet_of(job: Application) -> Sheet:
    """A prep sheet, without an id yet, of what the application knows: the posting, the skills, and when and where the last interview noted is."""
    held = max(job.interviews, key=lambda each: (each.date, each.hour), default=Appointment(date=""))
    here = Interview(date=held.date, hour=held.hour) if not held.zone else Interview()
    interview = replace(here, place=held.place)
    return Sheet(
        id="", employer=job.employer, role=job.role, posting=job.posting, skills=job.skills, interview=interview
    )


def with_outcome(job: Application, outcome: Outcome, today: Date) -> Application:
    """At the stage that the outcome stands for; what a person withdrew or accepted stays as it is."""
    stage = _STAGES[outcome]
    if job.stage in (stage, "withdrawn", "accepted") or (outcome == "waiting" and job.stage == "offer"):
        return job
    return replace(job, stages=(*job.stages, Reached(stage=stage, date=today)))


def last_interview(job: Application, today: Date) -> Date:
    """The day of the last one up to today; empty where none is known."""
    return max((each.date for each in job.interviews if each.date <= today), default="")


def debrief_of(debriefs: Iterable[Debrief], job: str, date: Date) -> Debrief | None:
    """The debrief about that interview, or about a later one of that job."""
    found = [each for each in debriefs if each.application == job and each.date >= date]
    return max(found, key=lambda each: (each.date, each.id), default=None)
