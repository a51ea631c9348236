"""Which real interviews are over and wait to be looked back on. Pure: the day and hour are passed in."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from simulator.comeback.model import Application, Date, Debrief, Hour
from simulator.preparation.model import Sheet

LATEST = "23:59"


class Awaited(msgspec.Struct, frozen=True, kw_only=True):
    """An interview of a day that is over; `application` and `sheet` are ids, and one of them may be empty."""

    date: Date
    employer: str
    role: str
    application: str = ""
    sheet: str = ""


def over(applications: Iterable[Application], sheets: Iterable[Sheet], today: Date, hour: Hour) -> list[Awaited]:
    """Interviews that began before this hour, the last one first; one that stands on an application and its prep sheet, once."""
    known = list(applications)
    found = [
        Awaited(date=each.date, employer=job.employer, role=job.role, application=job.id, sheet=job.sheet)
        for job in known
        for each in job.interviews
        if (each.date, each.hour or LATEST) < (today, hour)
    ]
    days = {(each.sheet, each.date) for each in found}
    by_sheet = {job.sheet: job.id for job in known if job.sheet}
    for sheet in sheets:
        date, at = sheet.interview.date, sheet.interview.hour or LATEST
        if date and (date, at) < (today, hour) and (sheet.id, date) not in days:
            job = by_sheet.get(sheet.id, "")
            found.append(Awaited(date=date, employer=sheet.employer, role=sheet.role, application=job, sheet=sheet.id))
    return sorted(found, key=lambda each: (each.date, each.employer), reverse=True)


def waiting(awaited: Iterable[Awaited], debriefs: Iterable[Debrief], since: Date) -> list[Awaited]:
    """Those since a day that no debrief is about yet."""
    done = {(each.application, each.date) for each in debriefs if each.application}
    return [each for each in awaited if each.date >= since and (each.application, each.date) not in done]


def to_go_on(debriefs: Iterable[Debrief], today: Date) -> Debrief | None:
    """The debrief to be taken up: left before its end, and rested until today at the latest; the newest."""
    left = (each for each in debriefs if each.left_at and each.rest_until <= today)
    return max(left, key=lambda each: (each.date, each.id), default=None)
