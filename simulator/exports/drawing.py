"""What pages draw: numbers for SVG, never text from a person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import msgspec

from simulator.exports.gather import Answer
from simulator.progress.report import Report
from simulator.sessions.answers import BROKEN_INTO, SIGNS
from simulator.speech.waveform import FLOOR_DB

WIDTH, HEIGHT = 1000, 80
"""Of a timeline, in its own units; it is stretched to the width of the page."""

COLUMNS = 250
QUIET_DB = 45
"""Of the levels (0 to 90), what is drawn as nothing: the noise of a room."""


class Timeline(msgspec.Struct, frozen=True, kw_only=True):
    """Places along a timeline, in its units: `wave` is the outline of the sound, `pauses` are (start, width), `limit` is where the
    recommended time ends, None beyond the end."""

    wave: str
    pauses: tuple[tuple[float, float], ...]
    fillers: tuple[float, ...]
    marks: tuple[tuple[float, str], ...]
    parts: tuple[float, ...]
    limit: float | None


def timeline(answer: Answer, levels: bytes) -> Timeline:
    shown = answer.shown
    scale = WIDTH / max(shown.seconds, 0.1)

    def x(seconds: float) -> float:
        return round(min(max(seconds * scale, 0.0), WIDTH), 1)

    return Timeline(
        wave=wave(levels),
        pauses=tuple((x(start), round(max(x(end) - x(start), 2.0), 1)) for start, end in shown.pauses),
        fillers=tuple(x(start) for start in shown.fillers),
        marks=tuple((x(mark.start), KINDS[mark.sign]) for mark in shown.marks),
        parts=tuple(x(start) for start, _ in shown.parts if start > 0),
        limit=x(shown.limit) if 0 < shown.limit < shown.seconds else None,
    )


KINDS = {"x": "work", "*": "good", "n": "note", BROKEN_INTO: "note", **dict.fromkeys(SIGNS.values(), "note")}
"""Of the signs of marks, what they are called in a style sheet."""


def wave(levels: bytes) -> str:
    """A closed outline, the same above and below its middle; empty without levels."""
    if not levels:
        return ""
    count = min(COLUMNS, len(levels))
    tops = [max(levels[len(levels) * n // count : len(levels) * (n + 1) // count]) for n in range(count)]
    loudest = max(*tops, QUIET_DB + 20)
    middle = HEIGHT / 2
    heights = [
        max(0.6, (top - QUIET_DB) / (loudest - QUIET_DB) * (middle - 8)) if top > QUIET_DB else 0.6 for top in tops
    ]
    places = [round((n + 0.5) * WIDTH / count, 1) for n in range(count)]
    upper = [f"{x},{middle - height:.1f}" for x, height in zip(places, heights, strict=True)]
    lower = [f"{x},{middle + height:.1f}" for x, height in zip(places, heights, strict=True)]
    return f"M{' L'.join([*upper, *reversed(lower)])}Z"


assert FLOOR_DB == -90, "levels are read as 0 to 90"


# Progress

CHART_WIDTH, CHART_HEIGHT = 360, 190
LEFT, RIGHT, TOP, BOTTOM = 26, 10, 10, 24
NAMED = 5
"""At most so many weeks are named below a chart."""


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One number of each week. `name` is that of the field of a week; `run` joins the `dots` (x, y), empty where there is nothing to join."""

    name: str
    run: str
    dots: tuple[tuple[float, float], ...]


class Chart(msgspec.Struct, frozen=True, kw_only=True):
    """Two numbers week by week. `rules` are (y, number), `names` are (x, week)."""

    lines: tuple[Line, ...]
    rules: tuple[tuple[float, int], ...]
    names: tuple[tuple[float, date], ...]


SCORES, NERVES = (0, 25, 50, 75, 100), (0, 2, 4, 6, 8, 10)
"""Where a chart of each is ruled, from its bottom to its top."""


def chart(report: Report, names: Sequence[str], rules: Sequence[int]) -> Chart:
    """The fields of these `names`, of all weeks with practice, so that charts of one page stand week under week."""
    mondays = [week.monday for week in report.weeks]
    x = _places(mondays)
    lines = []
    for name in names:
        values = ((week.monday, getattr(week, name)) for week in report.weeks)
        dots = tuple((x[monday], _y(value, rules[-1])) for monday, value in values if value is not None)
        run = " ".join(f"{left},{top}" for left, top in dots) if len(dots) > 1 else ""
        lines.append(Line(name=name, run=run, dots=dots))
    step = -(-len(mondays) // NAMED) or 1
    return Chart(
        lines=tuple(lines),
        rules=tuple((_y(number, rules[-1]), number) for number in rules),
        names=tuple((x[monday], monday) for monday in mondays[::step]),
    )


def _places(mondays: Sequence[date]) -> Mapping[date, float]:
    """Where weeks stand, in proportion to time; a single one in the middle."""
    width = CHART_WIDTH - LEFT - RIGHT
    if len(mondays) < 2:
        return dict.fromkeys(mondays, LEFT + width / 2)
    days = (mondays[-1] - mondays[0]).days
    return {monday: round(LEFT + 12 + (width - 24) * (monday - mondays[0]).days / days, 1) for monday in mondays}


def _y(number: float, most: float) -> float:
    return round(TOP + (CHART_HEIGHT - TOP - BOTTOM) * (1 - min(max(number, 0.0), most) / most), 1)


MAP_WEEKS = 26


def weeks_of(report: Report) -> list[date]:
    """The Mondays of a heat map: the newest first, up to half a year back, weeks without an answer among them."""
    known = sorted({monday for weeks in report.map.values() for monday in weeks})
    if not known:
        return []
    count = (known[-1] - known[0]).days // 7 + 1
    mondays = [known[0] + timedelta(weeks=number) for number in range(count)]
    return mondays[::-1][:MAP_WEEKS]
