"""Times as people say them."""

from __future__ import annotations

from datetime import datetime


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
    days = (today.date() - at.date()).days
    if days == 0:
        return f"today {at:%H:%M}"
    if days == 1:
        return f"yesterday {at:%H:%M}"
    if 1 < days < 7:
        return f"{at:%A} {at:%H:%M}"
    year = "" if at.year == today.year else f" {at.year}"
    return f"{at.day} {at:%B}{year}, {at:%H:%M}"
