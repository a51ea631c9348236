"""The timeline of an answer: how far it is, and where its moments are."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from textual import events
from textual.message import Message

from simulator.tui.answers import Mark, mark_line
from simulator.tui.widgets.bars import clock_text
from simulator.tui.widgets.live import Polled


class Shown(NamedTuple):
    """What the timeline follows: seconds, the length of the answer, its marks, and the mark at hand, if there is one."""

    position: float
    length: float
    marks: tuple[Mark, ...]
    at: Mark | None


class Timeline(Polled):
    """Two lines: the bar with its signs (x to work on, * good, n a note), and under it what stands at the sign at hand."""

    DEFAULT_CSS = """
    Timeline { height: 2; color: $accent; }
    """

    class Wanted(Message):
        """A place was clicked: go there, in seconds."""

        def __init__(self, seconds: float) -> None:
            super().__init__()
            self.seconds = seconds

    def __init__(self, source: Callable[[], Shown], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._source = source

    def text(self, width: int) -> str:
        shown = self._source()
        left, right = f"{clock_text(shown.position):>5}  ", f"  {clock_text(shown.length)}"
        room = max(width - len(left) - len(right), 1)
        played = _column(shown.position, shown.length, room)
        bar = ["━" if place < played else "─" for place in range(room)]
        for mark in shown.marks:
            bar[_column(mark.start, shown.length, room - 1)] = mark.sign
        return f"{left}{''.join(bar)}{right}\n{_caption(shown, len(left), room, width)}"

    def on_click(self, event: events.Click) -> None:
        length = self._source().length
        room = max(self.size.width - 7 - 2 - len(clock_text(length)), 1)
        self.post_message(self.Wanted(min(max((event.x - 7) / room, 0.0), 1.0) * length))


def _column(seconds: float, length: float, room: int) -> int:
    return min(int(room * seconds / length), room) if length else 0


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
