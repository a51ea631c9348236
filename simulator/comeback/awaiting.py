"""Which real interviews are over and wait to be looked back on. Pure: the day and hour are passed in."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import msgspec

from simulator.comeback.model import Application, Appointment, Date, Debrief, Hour, as_it_stands
from simulator.preparation.model import Sheet

LATEST = "23:59"


class Awaited(msgspec.Struct, frozen=True, kw_only=True):
    """An interview of a day that is over; `application` and `sheet` are ids, and one of them may be empty."""

    date: Date
    employer: str
    role: str
    application: str = ""
    sheet: str = ""


def over(
    applications: Iterable[Application],
    sheets: Iterable[Sheet],
    today: Date,
    hour: Hour,
    begins: Callable[[Appointment], tuple[Date, Hour]] = as_it_stands,
) -> list[Awaited]:
    """Interviews that began before this hour, the last one first; one that stands on an application and its prep sheet, once. `begins` gives the
    day and hour of an interview by the clock by which it is now `hour`."""
    known = list(applications)
    found = [
        Awaited(date=each.date, employer=job.employer, role=job.role, application=job.id, sheet=job.sheet)
        for job in known
        for each in job.interviews
        if _late(*begins(each)) < (today, hour)
    ]
    days = {(each.sheet, each.date) for each in found}
    by_sheet = {job.sheet: job.id for job in known if job.sheet}
    for sheet in sheets:
        date = sheet.interview.date
        if date and _late(date, sheet.interview.hour) < (today, hour) and (sheet.id, date) not in days:
            job = by_sheet.get(sheet.id, "")
            found.append(Awaited(date=date, employer=sheet.employer, role=sheet.role, application=job, sheet=sheet.id))
    return sorted(found, key=lambda each: (each.date, each.employer), reverse=True)


def _late(date: Date, hour: Hour) -> tuple[Date, Hour]:
    """An interview without an hour is over when its day is."""
    return date, hour or LATEST


def waiting(awaited: Iterable[Awaited], debriefs: Iterable[Debrief], since: Date) -> list[Awaited]:
    """Those since a day that nobody has looked back on yet."""
    done = {(each.application, each.date) for each in debriefs if each.begun}
    return [each for each in awaited if each.date >= since and (each.application, each.date) not in done]


def to_go_on(debriefs: Iterable[Debrief], today: Date) -> Debrief | None:
    """The debrief to be taken up: left before its end, and rested until today at the latest; the newest."""
    left = (each for each in debriefs if each.left_at and each.rest_until <= today)
    return max(left, key=lambda each: (each.date, each.id), default=None)
