"""The timeline of an answer: how loud it was, how far it is, and where its moments, fillers, pauses and parts are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from textual import events
from textual.message import Message

from simulator.sessions.answers import Mark, mark_line
from simulator.speech.waveform import PER_SECOND
from simulator.tui.widgets.bars import clock_text
from simulator.tui.widgets.live import Following

WAVE = " ▁▂▃▄▅▆▇█"
QUIET, LOUD = 40, 80
"""The levels (speech.waveform) that are drawn as nothing and as the highest column."""


class Shown(NamedTuple):
    """What the timeline follows: seconds, the length of the answer, its marks, and the mark at hand, if there is one. `fillers`, and
    `pauses` from a second on, are stretches; `limit` is the recommended length; `parts` are where those of the answer begin;
    `levels` as in speech.waveform, empty while they are not known. `loop` is the passage that is played again and again."""

    position: float
    length: float
    marks: tuple[Mark, ...] = ()
    at: Mark | None = None
    fillers: tuple[float, ...] = ()
    pauses: tuple[tuple[float, float], ...] = ()
    limit: float = 0.0
    parts: tuple[tuple[float, str], ...] = ()
    levels: bytes = b""
    loop: tuple[float, float | None] | None = None


class Timeline(Following):
    """Four lines: the waveform; the bar with its signs (x to work on, * good, n a note, ! where they broke in, + and ? what a person marked as
    strong or unclear, ~ a filler, a gap where there is a pause, | the recommended length, ( and ) the ends of a loop); the parts of the answer; and what stands at the sign at hand."""

    DEFAULT_CSS = """
    Timeline { height: 4; color: $accent; }
    """

    class Wanted(Message):
        """A place was clicked on `timeline`: go there, in seconds."""

        def __init__(self, timeline: Timeline, seconds: float) -> None:
            super().__init__()
            self.timeline = timeline
            self.seconds = seconds

    def __init__(self, source: Callable[[], Shown], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._source = source
        self._drawn: tuple[object, ...] = ()
        self._text = ""

    def text(self, width: int) -> str:
        """Looked at often, and made anew only where something in it has changed."""
        shown = self._source()
        left, right = f"{clock_text(shown.position):>5}  ", f"  {clock_text(shown.length)}"
        room = max(width - len(left) - len(right), 1)
        drawn = (left, width, _column(shown.position, shown.length, room), *shown[1:])
        if drawn != self._drawn:
            self._drawn = drawn
            indent = " " * len(left)
            self._text = "\n".join(
                (
                    f"{indent}{wave(shown.levels, shown.length, room)}",
                    f"{left}{bar(shown, room)}{right}",
                    f"{indent}{part_line(shown, room)}",
                    _caption(shown, len(left), room, width),
                )
            )
        return self._text

    def on_click(self, event: events.Click) -> None:
        length = self._source().length
        room = max(self.size.width - 7 - 2 - len(clock_text(length)), 1)
        self.post_message(self.Wanted(self, min(max((event.x - 7) / room, 0.0), 1.0) * length))


def _column(seconds: float, length: float, room: int) -> int:
    return min(max(int(room * seconds / length), 0), room) if length else 0


@lru_cache(maxsize=8)
def wave(levels: bytes, length: float, room: int) -> str:
    """How loud each column is: its loudest tenth of a second, or where it stands for more than a second, what a quarter of them reach."""
    if not levels or length <= 0:
        return ""
    columns = []
    for place in range(room):
        start = int(place * length / room * PER_SECOND)
        end = max(int((place + 1) * length / room * PER_SECOND), start + 1)
        within = sorted(levels[start:end], reverse=True) or [0]
        share = (within[len(within) // 4 if len(within) > PER_SECOND else 0] - QUIET) / (LOUD - QUIET)
        columns.append(WAVE[min(max(round(share * (len(WAVE) - 1)), 0), len(WAVE) - 1)])
    return "".join(columns)


def bar(shown: Shown, room: int) -> str:
    """The bar with its signs; what matters more covers what matters less."""
    played = _column(shown.position, shown.length, room)
    line = ["━" if place < played else "─" for place in range(room)]

    def at(seconds: float) -> int:
        return _column(seconds, shown.length, room - 1)

    for start, end in shown.pauses:
        for place in range(at(start) + 1, at(end)):
            line[place] = "·" if place < played else " "
    for place in _telling(Counter(map(at, shown.fillers)), room):
        line[place] = "~"
    if 0 < shown.limit < shown.length:
        line[at(shown.limit)] = "|"
    for mark in shown.marks:
        line[at(mark.start)] = mark.sign
    if shown.loop is not None:
        start, until = shown.loop
        line[at(start)] = "("
        if until is not None:
            line[at(until)] = ")"
    return "".join(line)


def _telling(counts: Counter[int], room: int) -> list[int]:
    """The columns to mark: all that hold a filler, and in a long answer, where hardly one would be free, those that hold most."""
    least = sum(counts.values()) / room if len(counts) > room / 2 else 0.0
    return [place for place, count in counts.items() if count > 1.5 * least]


def part_line(shown: Shown, room: int) -> str:
    """`situation ······ task ··· action ·····`, each where it begins; where there is no room for a name its first letter."""
    line = [" "] * room
    for number, (start, name) in enumerate(shown.parts):
        column = _column(start, shown.length, room - 1)
        last = number + 1 == len(shown.parts)
        until = room if last else _column(shown.parts[number + 1][0], shown.length, room - 1)
        space = max(until - column - 1, 0)
        drawn = (f"{name} " if len(name) < space else name[0].upper()).ljust(space, "·")[: max(space, 1)]
        line[column : column + len(drawn)] = drawn
    return "".join(line)[:room]


def _caption(shown: Shown, left: int, room: int, width: int) -> str:
    if shown.at is None:
        return ""
    column = left + _column(shown.at.start, shown.length, room - 1)
    words = mark_line(shown.at)
    behind, before = max(width - column - 2, 0), max(column - 1, 0)
    if len(words) <= behind:
        return f"{' ' * column}^ {words}"
    if len(words) <= before:
        return f"{words:>{before}} ^"
    cut = words if len(words) <= width else f"{words[: width - 1]}…"
    return f"{' ' * min(column, width - len(cut))}{cut}"
