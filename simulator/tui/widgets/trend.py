"""A small chart: values in the order of time, with a line through them where there is a trend, and no line where there is none."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import groupby
from statistics import fmean
from typing import ClassVar, NamedTuple

from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from simulator.text import plain
from simulator.tui.widgets.bars import TEXT_WIDTH

POINT, OTHER, BOTH, LINE = "●", "○", "◉", "·"

AXIS = 5
"""Columns that the numbers at the side take."""

LEAST_RANGE = 20.0
"""Points that the chart is high at least: a wiggle of two points does not look like a mountain."""

STEP = 10.0
"""Its ends are multiples of it."""

WIDEST_STEP = 6
"""Columns between two points at most."""


class Drawn(NamedTuple):
    """`values` and, where there are two to compare, `others`, one place for each session or week (None: nothing there). `line` has the
    ends of the trend. The chart goes up to `most` at the highest. `title` and what the line of dates below it begins and ends with."""

    title: str = ""
    values: tuple[float | None, ...] = ()
    others: tuple[float | None, ...] = ()
    line: tuple[float, float] | None = None
    most: float = 100.0
    begins: str = ""
    ends: str = ""


class Trend(Widget):
    COMPONENT_CLASSES: ClassVar[set[str]] = {"trend--point", "trend--quiet", "trend--title"}
    DEFAULT_CSS = f"""
    Trend {{
        height: 9;
        max-width: {TEXT_WIDTH};
        & .trend--point {{ color: $accent; text-style: bold; }}
        & .trend--quiet {{ color: $quiet; }}
        & .trend--title {{ color: $foreground; }}
    }}
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.drawn = Drawn()
        self._lines: tuple[object, list[str]] = (None, [])

    def show(self, drawn: Drawn) -> None:
        if drawn != self.drawn:
            self.drawn = drawn
            self.refresh()

    def lines(self) -> list[str]:
        wanted = (self.drawn, self.size)
        if self._lines[0] != wanted:
            self._lines = (wanted, chart(self.drawn, self.size.width, self.size.height))
        return self._lines[1]

    def render_line(self, y: int) -> Strip:
        lines, base = self.lines(), self.rich_style
        text = lines[y] if y < len(lines) else ""
        if y == 0:
            segments = [Segment(text, self.get_component_rich_style("trend--title"))]
        else:
            point, quiet = (self.get_component_rich_style(f"trend--{name}") for name in ("point", "quiet"))
            segments = [
                Segment("".join(signs), point if dot else quiet)
                for dot, signs in groupby(text, key=lambda sign: sign in (POINT, OTHER, BOTH))
            ]
        return Strip(segments).adjust_cell_length(self.size.width, base)


def chart(drawn: Drawn, width: int, height: int) -> list[str]:
    """The title, the chart and its dates, one string a line; the title alone where there is nothing to draw."""
    title = plain(drawn.title)[:width]
    rows, room = height - 2, width - AXIS
    known = [each for each in (*drawn.values, *drawn.others) if each is not None]
    if not known or rows < 2 or room < 2:
        return [title]
    values, others = fitted(drawn.values, room), fitted(drawn.others, room)
    low, high = _ends(known, drawn.line, drawn.most)

    def row(value: float) -> int:
        return min(max(round((high - value) / (high - low) * (rows - 1)), 0), rows - 1)

    count = max(len(values), len(others))
    columns = _columns(count, room)
    grid = [[" "] * room for _ in range(rows)]
    if drawn.line is not None and count > 1:
        first, last = drawn.line
        for column in range(columns[-1] + 1):
            grid[row(first + (last - first) * column / columns[-1])][column] = LINE
    for sign, points in ((OTHER, others), (POINT, values)):
        for column, value in zip(columns, points, strict=False):
            if value is not None:
                at = grid[row(value)]
                at[column] = BOTH if sign == POINT and at[column] == OTHER else sign
    numbers = {row(value): f"{value:>3.0f}" for value in (low, (low + high) / 2, high)}
    lines = [
        f"{numbers.get(place, ''):>3} {'┤' if place in numbers else '│'}{''.join(signs)}"
        for place, signs in enumerate(grid)
    ]
    return [title, *(line.rstrip() for line in lines), _dates(drawn, columns[-1])[:width]]


def _columns(count: int, room: int) -> list[int]:
    if count < 2:
        return [0]
    step = min((room - 1) / (count - 1), WIDEST_STEP)
    return [round(place * step) for place in range(count)]


def _dates(drawn: Drawn, last: int) -> str:
    """The first date below the first point, the last one so that it ends below the last point, if there is room for both."""
    line = " " * AXIS + drawn.begins
    if not drawn.ends or drawn.ends == drawn.begins:
        return line
    start = max(AXIS + last + 1 - len(drawn.ends), len(line) + 3)
    return line.ljust(start) + drawn.ends


def _ends(known: Sequence[float], line: tuple[float, float] | None, most: float) -> tuple[float, float]:
    if most <= STEP:
        return 0.0, most
    low, high = (min(max(end, 0.0), most) for end in (min(known), max(known)))
    if line is not None:
        low, high = min(low, max(min(line), 0.0)), max(high, min(max(line), most))
    low, high = math.floor(low / STEP) * STEP, math.ceil(high / STEP) * STEP
    while high - low < LEAST_RANGE:
        low, high = max(low - STEP, 0.0), min(high + STEP, most)
    return low, high


def fitted(values: Sequence[float | None], room: int) -> list[float | None]:
    """Not more than `room` values: means of neighbours where there are more."""
    if len(values) <= room:
        return list(values)
    return [_mean(part) for part in _parts(values, room)]


def together(count: int, room: int) -> int:
    """How many values one point of the chart stands for."""
    return math.ceil(count / room) if count > room else 1


def _parts(values: Sequence[float | None], room: int) -> Iterator[Sequence[float | None]]:
    each = together(len(values), room)
    for start in range(0, len(values), each):
        yield values[start : start + each]


def _mean(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return fmean(known) if known else None
