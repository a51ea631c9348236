"""A shape that breathes: it widens while one breathes in, and narrows while one breathes out."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from simulator.comeback.settling import SECONDS, count, fullness, word
from simulator.tui.widgets.bars import clock_text
from simulator.tui.widgets.live import is_calm

LOOKS_PER_SECOND = 10
"""Slow enough to cost next to nothing, quick enough that the shape glides."""

ROWS = 7
WIDEST, NARROWEST = 44, 8
"""Cells of the middle row."""

_SHARES = tuple((1 - ((row - ROWS // 2) / (ROWS / 2)) ** 2) ** 0.5 for row in range(ROWS))
"""How wide each row is, as a part of the middle one: an ellipse."""


def rows(seconds: float, width: int) -> tuple[str, ...]:
    """The shape after so many seconds, a word beneath it and how much time is left; each row `width` cells at most."""
    widest = min(WIDEST, width)
    middle = NARROWEST + fullness(seconds) * (widest - NARROWEST)
    left = clock_text(max(SECONDS - seconds, 0.0))
    shape = (("•" * max(round(middle * share), 1)).center(widest).rstrip() for share in _SHARES)
    return (*shape, "", word(seconds).center(widest).rstrip(), left.center(widest).rstrip())


def calm_rows(seconds: float, width: int) -> tuple[str, ...]:
    """The same in words and a count, which change once a second."""
    widest = min(WIDEST, width)
    left = clock_text(max(SECONDS - seconds, 0.0))
    lines = ("",) * (ROWS // 2) + (f"{word(seconds)}: {count(seconds)}",) + ("",) * (ROWS // 2) + ("", "", left)
    return tuple(line.center(widest).rstrip() for line in lines)


class Breath(Widget):
    """`elapsed` gives the seconds of the exercise so far, None while it stands still."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"breath--shape", "breath--word"}
    DEFAULT_CSS = """
    Breath {
        height: 10;
        max-width: 76;
        & .breath--shape { color: $accent; }
        & .breath--word { color: $foreground; }
    }
    """

    def __init__(self, elapsed: Callable[[], float | None]) -> None:
        super().__init__()
        self._elapsed = elapsed
        self._rows: tuple[str, ...] = ()

    def on_mount(self) -> None:
        self.set_interval(1 / LOOKS_PER_SECOND, self.look)

    def look(self) -> None:
        """Draws only when a cell has changed."""
        seconds = self._elapsed()
        draw = calm_rows if is_calm(self) else rows
        now = draw(seconds, self.size.width) if seconds is not None and self.display else ()
        if now != self._rows:
            self._rows = now
            self.refresh()

    def render_line(self, y: int) -> Strip:
        text = self._rows[y] if y < len(self._rows) else ""
        style = self.get_component_rich_style("breath--shape" if y < ROWS else "breath--word")
        return Strip([Segment(text, style)]).adjust_cell_length(self.size.width, self.rich_style)
