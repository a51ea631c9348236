"""Calendar files by the word of an independent parser: reminders ring at the local minute that is meant."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import vobject
from dateutil.tz import tzical
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.comeback.dates import calendar
from simulator.comeback.model import Application, Appointment, Contact, Reached
from tests.comeback.making import APPLICATIONS
from tests.comeback.making import CONTACTS as ANY_CONTACT

NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)
LONDON = ZoneInfo("Europe/London")


def read(raw: bytes) -> Any:
    """By vobject, which knows nothing of the library that wrote it; raises where it is not valid."""
    (made,) = list(vobject.readComponents(raw.decode()))
    made.validate(raiseException=True)
    return made


def written(*held: Appointment, here: ZoneInfo | None = LONDON, **more: Any) -> Any:
    job = Application(
        id="harbour",
        employer="Harbour Foods",
        role="Clerk, nights; extra",
        stages=(Reached(stage="interview", date="2026-11-01"),),
        interviews=held,
        **more,
    )
    return read(calendar({"harbour": job}, {}, here, NOW))


def rings(event: Any, zone: ZoneInfo) -> list[datetime]:
    """When its alarms go off, as the clocks there show it."""
    start = event.dtstart.value.astimezone(UTC)
    return sorted((start + alarm.trigger.value).astimezone(zone) for alarm in event.valarm_list)


CHANGES = {
    "Europe/London": ("2027-03-28", "2026-10-25", "2027-10-31"),
    "America/New_York": ("2027-03-14", "2026-11-01", "2027-11-07"),
    "Australia/Lord_Howe": ("2027-04-04", "2026-10-04", "2027-10-03"),
}
"""Days on which the clocks change; at Lord Howe by half an hour."""


@pytest.mark.parametrize("zone", CHANGES)
@pytest.mark.parametrize("days", [-1, 0, 1])
@pytest.mark.parametrize("hour", ["00:30", "03:15", "09:00", "10:00", "23:45"])
def test_reminders_ring_at_the_local_minute_around_every_change_of_the_clocks(zone: str, days: int, hour: str) -> None:
    there = ZoneInfo(zone)
    for change in CHANGES[zone]:
        day = date.fromisoformat(change) + timedelta(days=days)
        event = written(Appointment(date=day.isoformat(), hour=hour, zone=zone)).vevent
        start = datetime.combine(day, time.fromisoformat(hour), there)
        assert event.dtstart.value.astimezone(UTC) == start.astimezone(UTC)
        assert event.duration.value == timedelta(hours=1)
        evening, last = sorted(rings(event, there), key=lambda at: at.astimezone(UTC))
        expected = sorted(
            [
                datetime.combine(day - timedelta(days=1), time(19), there),
                (start.astimezone(UTC) - timedelta(hours=2)).astimezone(there),
            ],
            key=lambda at: at.astimezone(UTC),
        )
        assert [evening.replace(tzinfo=None), last.replace(tzinfo=None)] == [at.replace(tzinfo=None) for at in expected]


@pytest.mark.parametrize("zone", CHANGES)
def test_the_zone_is_described_in_the_file_as_it_is(zone: str) -> None:
    """By dateutil, from nothing but the description, every half hour around each change."""
    there = ZoneInfo(zone)
    for change in CHANGES[zone]:
        raw = calendar({"harbour": _job(Appointment(date=change, hour="10:00", zone=zone))}, {}, None, NOW)
        described = tzical(io.StringIO(raw.decode())).get(zone)
        first = datetime.combine(date.fromisoformat(change), time(), UTC) - timedelta(days=2)
        for half_hours in range(4 * 48):
            at = first + timedelta(minutes=30 * half_hours)
            local = at.astimezone(there).replace(tzinfo=None)
            if local.hour > 3:  # before, an hour may be there twice, or not at all
                assert local.replace(tzinfo=described).utcoffset() == at.astimezone(there).utcoffset(), at


def test_a_night_that_is_an_hour_shorter_is_not_counted_as_a_whole_one() -> None:
    raw = calendar({"harbour": _job(Appointment(date="2027-03-28", hour="10:00", zone="Europe/London"))}, {}, None, NOW)
    assert b"TRIGGER:-PT14H\r\n" in raw, "19:00 GMT to 10:00 BST"
    raw = calendar({"harbour": _job(Appointment(date="2026-10-25", hour="23:00", zone="Europe/London"))}, {}, None, NOW)
    assert b"TRIGGER:-PT29H\r\n" in raw, "hours, never a day, which would be another minute"


@pytest.mark.parametrize("zone", CHANGES)
def test_follow_ups_ring_at_nine_in_the_morning(zone: str) -> None:
    for change in CHANGES[zone]:
        made = written(here=ZoneInfo(zone), next_action="ring them", due=change)
        (at,) = rings(made.vevent, ZoneInfo(zone))
        assert (at.date().isoformat(), at.strftime("%H:%M")) == (change, "09:00")
        assert made.vevent.summary.value == "ring them: Clerk, nights; extra, Harbour Foods"


def test_uids_stay_the_same_when_a_date_moves() -> None:
    before = written(Appointment(date="2027-03-09", hour="10:00"), next_action="ring", due="2027-03-12")
    after = written(Appointment(date="2027-03-10", hour="11:00"), next_action="write", due="2027-03-15")
    uids = [sorted(event.uid.value for event in made.vevent_list) for made in (before, after)]
    assert uids[0] == uids[1]
    assert len(set(uids[0])) == 2


def test_days_without_an_hour_are_whole_days_with_a_reminder_the_evening_before() -> None:
    event = written(Appointment(date="2027-03-09")).vevent
    assert event.dtstart.value == date(2027, 3, 9)
    (alarm,) = event.valarm_list
    assert datetime(2027, 3, 9) + alarm.trigger.value == datetime(2027, 3, 8, 19)  # noqa: DTZ001  # of a whole day


def test_where_the_zone_of_the_machine_is_not_known_the_time_is_that_of_the_place() -> None:
    event = written(Appointment(date="2027-03-09", hour="10:00"), here=None).vevent
    assert event.dtstart.value == datetime(2027, 3, 9, 10)  # noqa: DTZ001  # floating
    assert event.dtstart.value.tzinfo is None


def test_a_named_zone_comes_with_its_definition_once() -> None:
    made = written(
        Appointment(date="2027-03-09", hour="10:00", zone="America/New_York"),
        Appointment(date="2027-07-09", hour="10:00", zone="America/New_York"),
        Appointment(date="2027-07-10", hour="10:00", zone="Europe/London"),
    )
    assert [each.tzid.value for each in made.vtimezone_list] == ["America/New_York", "Europe/London"]


def test_what_is_over_is_not_in_it_and_events_and_leads_are() -> None:
    over = Application(
        id="mill",
        employer="Mill",
        role="Nurse",
        stages=(Reached(stage="rejected", date="2026-11-01"),),
        interviews=(Appointment(date="2027-03-09"),),
    )
    fair = Contact(id="fair", kind="event", name="Job fair", date="2027-04-01", next_action="sign up", due="2027-03-01")
    made = read(calendar({"mill": over}, {"fair": fair}, LONDON, NOW))
    assert sorted(event.summary.value for event in made.vevent_list) == ["Job fair", "sign up: Job fair"]


@settings(max_examples=60)
@given(jobs=st.lists(APPLICATIONS, max_size=3), contact=ANY_CONTACT)
def test_whatever_people_write_the_file_is_valid_and_no_text_becomes_a_line_of_its_own(
    jobs: list[Application], contact: Contact
) -> None:
    hostile = Contact(id="evil", kind="event", name="x\nEND:VEVENT\nBEGIN:VEVENT", date="2027-01-01")
    made = calendar({str(number): job for number, job in enumerate(jobs)}, {"c": contact, "e": hostile}, LONDON, NOW)
    events = getattr(read(made), "vevent_list", [])
    expected = sum(len(job.interviews) + bool(job.due and job.next_action) for job in jobs if job.open)
    expected += bool(contact.due and contact.next_action) + (contact.kind == "event" and bool(contact.date)) + 1
    assert len(events) == expected


def _job(*held: Appointment) -> Application:
    return Application(id="harbour", employer="Harbour Foods", role="Clerk", interviews=held)
