"""What is due: next actions, interviews and events, thanks within a day, asking for feedback while it is fresh. Pure: the day is given."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

import msgspec

from simulator.comeback.awaiting import LATEST
from simulator.comeback.letters import Kind as LetterKind
from simulator.comeback.letters import newest
from simulator.comeback.model import Application, Contact, Date, Debrief, Hour, Skill

THANKS_DAYS = 3
"""A thank-you note belongs within 24 hours; so many days after the interview it is no longer asked for."""

FEEDBACK_DAYS = 30
REPLY_DAYS = 14
"""So many days after a rejection a request for feedback, and a reply, still make sense."""

QUIET_DAYS = 14
"""An application with no next action that has not moved for so long deserves a question how it stands."""


class Due(msgspec.Struct, frozen=True, kw_only=True):
    """`day` is its date (YYYY-MM-DD). `of` is what it belongs to: an application, contact or skill, by its `id`. `letter` where a letter
    does it."""

    day: str
    of: str
    id: str
    what: str
    whom: str
    letter: LetterKind | None = None
    rank: int = 1
    """What is pressing for other reasons than its date comes first: 0."""


def due(
    applications: Mapping[str, Application],
    debriefs: Mapping[str, Debrief],
    contacts: Mapping[str, Contact],
    skills: Mapping[str, Skill],
    today: date,
    *,
    hour: Hour = LATEST,
    ahead: int = 0,
) -> tuple[Due, ...]:
    """What is due today or has been since, the pressing first, then by date, when it is `hour` (HH:MM); `ahead`: and in so many days from now."""
    last = date.fromordinal(today.toordinal() + ahead).isoformat()
    found: list[Due] = []
    for each in applications.values():
        found += _of_application(each, newest(each.id, debriefs), today, hour)
    for contact in contacts.values():
        found += _of_contact(contact, today)
    for skill in skills.values():
        if skill.by and skill.progress < 100:
            how = f": {skill.how}" if skill.how else ""
            what = f"go on with the {skill.way}{how}"
            found.append(Due(day=skill.by, of="skill", id=skill.id, what=what, whom=skill.name))
    return tuple(
        sorted((each for each in found if each.day <= last), key=lambda each: (each.rank, each.day, each.whom, each.id))
    )


def called(application: Application) -> str:
    """As a list names it."""
    return f"{application.role}, {application.employer}"


def _of_application(each: Application, debrief: Debrief | None, today: date, hour: Hour) -> Iterator[Due]:
    def one(day: str, what: str, letter: LetterKind | None = None, rank: int = 1) -> Due:
        return Due(day=day, of="application", id=each.id, what=what, whom=called(each), letter=letter, rank=rank)

    now = today.isoformat()
    if each.open and each.due and each.next_action:
        yield one(each.due, each.next_action)
    for held in each.interviews:
        if held.date >= now and each.open:
            yield one(
                held.date,
                f"interview{f' at {held.hour}' if held.hour else ''}{f', {held.place}' if held.place else ''}",
            )
    if (held_on := _thanks_for(each, debrief, now, hour)) and _days(held_on, today) <= THANKS_DAYS:
        yield one(held_on, "thank-you note, within 24 hours", "thanks", 0 if held_on < now else 1)
    if (turned_down := _turned_down(each, debrief)) and _days(turned_down, today) >= 0:
        day = max(turned_down, debrief.rest_until if debrief is not None else "")
        asked = debrief is not None and (debrief.asked_for_feedback or debrief.feedback)
        if not asked and _days(day, today) <= FEEDBACK_DAYS:
            yield one(day, "ask for feedback; soon is best", "feedback", 0)
        if not (debrief is not None and debrief.replied) and _days(day, today) <= REPLY_DAYS:
            yield one(day, "reply, and keep the door open", "reply")
    elif each.stage in ("applied", "interview") and not each.next_action and not _coming(each, now):
        last = max([*(reached.date for reached in each.stages), *(held.date for held in each.interviews)], default="")
        if last and _days(last, today) >= QUIET_DAYS:
            yield one(date.fromordinal(_number(last) + QUIET_DAYS).isoformat(), "ask how it stands")


def _of_contact(each: Contact, today: date) -> Iterator[Due]:
    if each.due and each.next_action:
        letter: LetterKind | None = "outreach" if each.kind == "lead" else None
        yield Due(day=each.due, of="contact", id=each.id, what=each.next_action, whom=each.name, letter=letter)
    if each.kind == "event" and each.date >= today.isoformat():
        yield Due(day=each.date, of="contact", id=each.id, what="event", whom=each.name)


def _thanks_for(each: Application, debrief: Debrief | None, now: Date, hour: Hour) -> str:
    """The day of the last interview that has begun, where nobody was thanked for it yet; empty otherwise, and where one was turned down by now."""
    held = [
        appointment.date
        for appointment in each.interviews
        if (appointment.date, appointment.hour or LATEST) <= (now, hour)
    ]
    if debrief is not None:
        held = [day for day in held if day > debrief.date]
        if not held:
            return "" if debrief.thanked or debrief.outcome == "rejected" else debrief.date
    return max(held, default="") if each.open else ""


def _turned_down(each: Application, debrief: Debrief | None) -> str:
    """The day on which it became known; empty where one was not turned down."""
    days = [reached.date for reached in each.stages[-1:] if reached.stage == "rejected"]
    if debrief is not None and debrief.outcome == "rejected":
        days = days or [debrief.date]
    return max(days, default="")


def _coming(each: Application, now: str) -> bool:
    return any(held.date >= now for held in each.interviews)


def _number(day: str) -> int:
    return date.fromisoformat(day).toordinal()


def _days(day: str, today: date) -> int:
    """Since then; below 0 where it is still to come."""
    return today.toordinal() - _number(day)


def in_a_line(found: Sequence[Due]) -> str:
    """The first of them, and how many more; empty where nothing is due."""
    if not found:
        return ""
    return f"{found[0].what}; {len(found) - 1} more" if len(found) > 1 else f"{found[0].what} ({found[0].whom})"
