"""Times as people say them."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta


def now() -> datetime:
    return datetime.now().astimezone()


def moment(at: datetime) -> str:
    """`Tuesday 24 November, 19:40`."""
    return f"{at:%A} {at.day} {at:%B}, {at:%H:%M}"


def ago(created: str, today: datetime) -> str:
    """When a session was (ISO 8601), seen from today: `today 19:40`, `yesterday 19:40`, `Sunday 19:40`, `3 November, 19:40`.
    What is no time is given back as it is."""
    try:
        at = datetime.fromisoformat(created)
    except ValueError:
        return created
    recent = _recent(at, today)
    year = "" if at.year == today.year else f" {at.year}"
    return f"{recent or f'{at.day} {at:%B}{year},'} {at:%H:%M}"


def day_ago(created: str, today: datetime) -> str:
    """The day alone, for where room is scarce: `today`, `yesterday`, `Sunday`, `3 November`, `24 Sep 2025`."""
    try:
        at = datetime.fromisoformat(created)
    except ValueError:
        return created
    return _recent(at, today) or (f"{at.day} {at:%B}" if at.year == today.year else f"{at.day} {at:%b %Y}")


def _recent(at: datetime, today: datetime) -> str:
    """A day of the last seven by its name; empty for any other."""
    days = (today.date() - at.date()).days
    if days in (0, 1):
        return ("today", "yesterday")[days]
    return f"{at:%A}" if 1 < days < 7 else ""


def ordinal(day: str) -> int:
    """Of a date (YYYY-MM-DD); 0 where there is none."""
    try:
        return date.fromisoformat(day).toordinal()
    except ValueError:
        return 0


def day(text: str, today: datetime) -> str:
    """When a date (YYYY-MM-DD) is, seen from today: `tomorrow`, `Thursday, in 3 days`, `9 March, in 105 days`, `2 days ago`. What is
    no date is given back as it is."""
    number = ordinal(text)
    if not number:
        return text
    days = number - today.date().toordinal()
    if days in (-1, 0, 1):
        return ("yesterday", "today", "tomorrow")[days + 1]
    return f"{-days} days ago" if days < 0 else f"{day_of(number, today)}, in {days} days"


def day_of(number: int, today: datetime) -> str:
    """A day by its ordinal, as people call it: `today`, `Thursday`, `9 March`."""
    at = date.fromordinal(number)
    days = number - today.date().toordinal()
    if days in (0, 1):
        return ("today", "tomorrow")[days]
    if 1 < days < 7:
        return f"{at:%A}"
    return f"{at.day} {at:%B}{'' if at.year == today.year else f' {at.year}'}"


def ahead(hour: str, today: datetime) -> str:
    """How long it is until an hour (HH:MM) of today by the clock of this machine: `in 2 h 10 min`, `now`. Empty where it is over, and for
    what is no hour."""
    try:
        at = datetime.combine(today.date(), time.fromisoformat(hour)).astimezone()
    except ValueError:
        return ""
    minutes = (at - today.replace(second=0, microsecond=0)) // timedelta(minutes=1)
    if minutes <= 0:
        return "" if minutes else "now"
    hours, rest = divmod(minutes, 60)
    return " ".join(["in", *([f"{hours} h"] if hours else []), *([f"{rest} min"] if rest else [])])
