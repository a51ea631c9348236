"""What sessions have week by week."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from statistics import fmean

import msgspec

from simulator.progress.sitting import Sitting


class Week(msgspec.Struct, frozen=True, kw_only=True):
    """The week that begins on `monday`: sessions, and the means of their scores, of nerves (0 to 10) before and after, and of what was
    forecast (0 to 100) with what that scored."""

    monday: date
    sessions: int
    fluency: float | None
    preparedness: float | None
    nerves_before: float | None
    nerves_after: float | None
    forecast: float | None
    score: float | None


def weeks(sittings: Iterable[Sitting]) -> tuple[Week, ...]:
    """Those with practice, the first first."""
    found: dict[date, list[Sitting]] = {}
    for each in sittings:
        found.setdefault(monday_of(each.at.date()), []).append(each)
    return tuple(_week(monday, found[monday]) for monday in sorted(found))


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _week(monday: date, sittings: Sequence[Sitting]) -> Week:
    compared = [each.compared for each in sittings if each.compared is not None]
    return Week(
        monday=monday,
        sessions=len(sittings),
        fluency=_mean(each.fluency for each in sittings),
        preparedness=_mean(each.preparedness for each in sittings),
        nerves_before=_mean(each.nerves_before for each in sittings),
        nerves_after=_mean(each.nerves_after for each in sittings),
        forecast=_mean(each.forecast for each in compared),
        score=_mean(each.score for each in compared),
    )


def _mean(numbers: Iterable[float | None]) -> float | None:
    known = [number for number in numbers if number is not None]
    return round(fmean(known), 1) if known else None
