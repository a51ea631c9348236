"""Interviews, events and follow-ups as an iCalendar file (RFC 5545) that any calendar takes in. Pure: zone and time are given.

Reminders are durations of exact hours and minutes before the beginning, reckoned in UTC, so that they ring at the local minute that is meant even
where the clocks change in between; so is how long something takes. Interviews on a day without an hour, and events, are whole days."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Event, Timezone, vDuration

from simulator.comeback.due import called
from simulator.comeback.model import Application, Appointment, Contact

EVENING = time(19, 0)
"""The evening before an interview: what to lay out, and to bed."""

BEFORE = timedelta(hours=2)
MORNING = time(9, 0)
"""Of a follow-up."""

FOLLOW_UP = timedelta(minutes=15)

_DOMAIN = "mock-interview"


class _Exact(vDuration):
    """A duration without days: calendars take a day for the same hour of another day, which is not always 24 hours away."""

    def to_ical(self) -> bytes:
        minutes = round(abs(self.td.total_seconds()) / 60)
        sign = "-" if self.td < timedelta() else ""
        hours, rest = divmod(minutes, 60)
        parts = (f"{hours}H" if hours else "") + (f"{rest}M" if rest or not hours else "")
        return f"{sign}PT{parts}".encode()


def calendar(
    applications: Mapping[str, Application], contacts: Mapping[str, Contact], here: ZoneInfo | None, now: datetime
) -> bytes:
    """Everything with a date, of open applications and of contacts. `here` is the zone of this machine; None where it is not known, and then what
    names no zone is written in local time without one. `now` (UTC) stamps the file. A UID stays the same as long as its thing does, so that a
    calendar that takes the file in again moves what is there."""
    made = Calendar()
    made.add("prodid", "-//mock-interview//calendar//EN")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", "PUBLISH")
    events = [*_of_applications(applications, here), *_of_contacts(contacts, here)]
    for zone, first, last in _zones(events):
        made.add_component(Timezone.from_tzinfo(zone, zone.key, first, last))
    for event in events:
        event.add("dtstamp", now.astimezone(UTC).replace(microsecond=0))
        made.add_component(event)
    written: bytes = made.to_ical()
    return written


def _of_applications(applications: Mapping[str, Application], here: ZoneInfo | None) -> Iterator[Event]:
    for each in applications.values():
        if not each.open:
            continue
        for number, held in enumerate(each.interviews, start=1):
            yield _interview(each, held, number, here)
        if each.due and each.next_action:
            yield _follow_up(f"{each.id}-next", each.due, f"{each.next_action}: {called(each)}", each.note, here)


def _of_contacts(contacts: Mapping[str, Contact], here: ZoneInfo | None) -> Iterator[Event]:
    for each in contacts.values():
        if each.kind == "event" and each.date:
            event = _event(f"contact-{each.id}-event", each.name, each.note)
            _whole_day(event, date.fromisoformat(each.date))
            yield event
        if each.due and each.next_action:
            yield _follow_up(f"contact-{each.id}-next", each.due, f"{each.next_action}: {each.name}", each.note, here)


def _interview(of: Application, held: Appointment, number: int, here: ZoneInfo | None) -> Event:
    event = _event(f"{of.id}-interview-{number}", f"Interview: {called(of)}", of.note)
    if held.place:
        event.add("location", held.place)
    day = date.fromisoformat(held.date)
    if not held.hour:
        _whole_day(event, day)
        return event
    zone = ZoneInfo(held.zone) if held.zone else here
    start = datetime.combine(day, time.fromisoformat(held.hour), zone)
    event.add("dtstart", start)
    event.add("duration", _Exact(timedelta(minutes=held.minutes)))
    evening = datetime.combine(day - timedelta(days=1), EVENING, zone)
    _remind(event, _between(start, evening), "Tomorrow: lay everything out, look at the way there, and rest.")
    _remind(event, -BEFORE, f"Interview in two hours{f': {held.place}' if held.place else ''}")
    return event


def _follow_up(uid: str, day: str, title: str, note: str, here: ZoneInfo | None) -> Event:
    event = _event(uid, title, note)
    start = datetime.combine(date.fromisoformat(day), MORNING, here)
    event.add("dtstart", start)
    event.add("duration", _Exact(FOLLOW_UP))
    event.add("transp", "TRANSPARENT")
    _remind(event, timedelta(), title)
    return event


def _event(uid: str, title: str, note: str) -> Event:
    event = Event()
    event.add("uid", f"{uid}@{_DOMAIN}")
    event.add("summary", title)
    if note:
        event.add("description", note)
    return event


def _whole_day(event: Event, day: date) -> None:
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    _remind(event, datetime.combine(day - timedelta(days=1), EVENING) - datetime.combine(day, time()), "Tomorrow")


def _remind(event: Event, before: timedelta, text: str) -> None:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", text)
    alarm.add("trigger", _Exact(before))
    event.add_component(alarm)


def _between(start: datetime, then: datetime) -> timedelta:
    """Exact, whatever the clocks do in between; below 0 where `then` is before the start."""
    if start.tzinfo is None:
        return then - start
    return then.astimezone(UTC) - start.astimezone(UTC)


def _zones(events: list[Event]) -> Iterator[tuple[ZoneInfo, date, date]]:
    """The zones that are named, each once, with days before the first event and after the last one there."""
    starts: dict[str, list[datetime]] = {}
    for event in events:
        if zone := event["dtstart"].params.get("TZID"):
            starts.setdefault(zone, []).append(event.decoded("dtstart"))
    around = timedelta(days=400)
    for key, times in sorted(starts.items()):
        yield ZoneInfo(key), (min(times) - around).date(), (max(times) + around).date()
