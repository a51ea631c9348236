"""A list to choose from: one line a row, a sign before the selected one, only what is seen is drawn."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any, ClassVar

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from simulator.text import plain
from simulator.tui.actions import LISTS, bindings

LABEL_WIDTH = 36
"""A first column grows wider, in cells, only where every detail beside it has room."""

_SIGN = 2
_GAP = 3

NO_MATCH = "  Nothing here holds these words."


@dataclass(frozen=True, slots=True)
class Row:
    """A line: `label` in the first column, `detail` behind it, quieter. A row whose `key` is None cannot be selected: a
    heading, with which a part of the list begins, or with no label an empty line."""

    key: str | None = None
    label: str = ""
    detail: str = ""


class Choices(ScrollView, can_focus=True, inherit_bindings=False):
    """Enter and whatever else can be done with a row are actions of the screen; it reads `selected`."""

    BINDINGS = bindings(LISTS)
    COMPONENT_CLASSES: ClassVar[set[str]] = {"choices--row", "choices--detail", "choices--heading"}
    DEFAULT_CSS = """
    Choices {
        height: auto;
        max-height: 1fr;
        max-width: 100;
        overflow-x: hidden;
        scrollbar-size-vertical: 1;
        background: $background;
        & .choices--row { color: $row-foreground; background: $row-background; text-style: bold; }
        & .choices--detail { color: $quiet; }
        & .choices--heading { color: $accent; }
    }
    """

    cursor: reactive[int] = reactive(-1, repaint=False)

    class Chosen(Message):
        """A row was clicked."""

        def __init__(self, choices: Choices, row: Row) -> None:
            super().__init__()
            self.choices = choices
            self.row = row

        @property
        def control(self) -> Choices:
            return self.choices

    class Moved(Message):
        """Another row is selected, or none."""

        def __init__(self, choices: Choices, row: Row | None) -> None:
            super().__init__()
            self.choices = choices
            self.row = row

        @property
        def control(self) -> Choices:
            return self.choices

    def __init__(
        self, rows: Sequence[Row] = (), *, key: str | None = None, id: str | None = None, classes: str | None = None
    ) -> None:
        """`key` names the row that is selected at first."""
        super().__init__(id=id, classes=classes)
        self._all = tuple(rows)
        self._words = ""
        self.rows: tuple[Row, ...] = self._all
        self._lay_out(key)

    @property
    def selected(self) -> Row | None:
        return self.rows[self.cursor] if 0 <= self.cursor < len(self.rows) else None

    def show(self, rows: Sequence[Row], key: str | None = None) -> None:
        """Shows other rows and selects the one with `key`; without one the selection stays where it is, if it can."""
        self._all = tuple(rows)
        self._lay_out(key)

    def find(self, words: str) -> None:
        """Shows only the rows that hold all of these words."""
        self._words = words
        self._lay_out(key=None)

    def select(self, key: str) -> None:
        self.cursor = next((index for index, row in enumerate(self.rows) if row.key == key), self.cursor)

    def _lay_out(self, key: str | None) -> None:
        before, place = self.selected, self.cursor
        words = self._words.casefold().split()
        self.rows = tuple(
            row for row in self._all if all(word in f"{row.label} {row.detail}".casefold() for word in words)
        )
        self._parts = tuple(accumulate(int(row.key is None and bool(row.label)) for row in self.rows))
        self._widest = _widest(self.rows, self._parts)
        self.virtual_size = Size(self.size.width, len(self.rows))
        wanted = key if key is not None else before.key if before else None
        found = next((index for index, row in enumerate(self.rows) if row.key is not None and row.key == wanted), None)
        target = found if found is not None else self._near(max(place, 0))
        if target == self.cursor:
            self.post_message(self.Moved(self, self.selected))
        self.set_reactive(Choices.cursor, -1)
        self.cursor = target
        self.refresh(layout=True)

    def _near(self, index: int) -> int:
        """The selectable row at `index`, or the nearest; -1 where there is none."""
        able = [place for place, row in enumerate(self.rows) if row.key is not None]
        return min(able, key=lambda place: abs(place - index), default=-1)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return max(len(self.rows), 1)

    def watch_cursor(self, before: int, now: int) -> None:
        if self.is_mounted:
            self.refresh()
            if now >= 0:
                top = 0 if now == self._near(0) else now
                self.scroll_to(y=min(max(self.scroll_y, now - self.size.height + 1), top), animate=False, force=True)
        self.post_message(self.Moved(self, self.selected))

    def on_resize(self, event: events.Resize) -> None:
        self.virtual_size = Size(event.size.width, len(self.rows))
        self.watch_cursor(self.cursor, self.cursor)

    def watch_has_focus(self, focus: bool) -> None:
        super().watch_has_focus(focus)
        self.refresh()

    def _label_width(self, index: int, width: int) -> int:
        """Of the first column at a row, in a list of that width: that of the whole list, or where something of its part is cut there, the part's own."""
        room = width - _SIGN - _GAP
        label, detail = self._widest[self._parts[index]]
        shared = _first_column(map(max, zip(*self._widest.values(), strict=True)), room)
        return shared if label <= shared and detail <= room - shared else _first_column((label, detail), room)

    def render_line(self, y: int) -> Strip:
        index, width = y + int(self.scroll_y), self.scrollable_content_region.width
        base = self.rich_style
        if index == 0 and not self.rows and self._words:
            return _strip([Segment(NO_MATCH, self.get_component_rich_style("choices--detail"))], width, base)
        if index >= len(self.rows):
            return Strip.blank(width, base)
        row = self.rows[index]
        if row.key is None:
            style = self.get_component_rich_style("choices--heading")
            return _strip([Segment(plain(row.label), style)], width, base)
        chosen = index == self.cursor
        row_style = self.get_component_rich_style("choices--row") if chosen and self.has_focus else base
        detail_style = row_style if chosen and self.has_focus else self.get_component_rich_style("choices--detail")
        segments = [Segment("> " if chosen else "  ", row_style)]
        if row.detail:
            label_width = self._label_width(index, width)
            label = Segment(_fit(row.label, label_width), row_style)
            segments += Strip([label]).adjust_cell_length(label_width + _GAP, row_style)
            room = width - _SIGN - label_width - _GAP
            segments.append(Segment(_fit(row.detail, room), detail_style))
        else:
            segments.append(Segment(_fit(row.label, width - _SIGN), row_style))
        return _strip(segments, width, row_style)

    # Actions

    def _move(self, to: int, step: int) -> None:
        able = [place for place, row in enumerate(self.rows) if row.key is not None]
        if able:
            reachable = [place for place in able if (place >= to if step > 0 else place <= to)]
            self.cursor = (min(reachable) if step > 0 else max(reachable)) if reachable else able[-1 if step > 0 else 0]

    def action_cursor_up(self) -> None:
        self._move(self.cursor - 1, -1)

    def action_cursor_down(self) -> None:
        self._move(self.cursor + 1, 1)

    def action_page_up(self) -> None:
        self._move(self.cursor - max(self.size.height - 1, 1), -1)

    def action_page_down(self) -> None:
        self._move(self.cursor + max(self.size.height - 1, 1), 1)

    def action_first(self) -> None:
        self._move(0, 1)

    def action_last(self) -> None:
        self._move(len(self.rows) - 1, -1)

    def on_click(self, event: events.Click) -> None:
        index = int(event.y + self.scroll_y)
        if 0 <= index < len(self.rows) and self.rows[index].key is not None:
            self.cursor = index
            self.post_message(self.Chosen(self, self.rows[index]))


def _widest(rows: Sequence[Row], parts: Sequence[int]) -> dict[int, tuple[int, int]]:
    """The widest label and the widest detail of each part, in cells, among the rows that have both."""
    found: dict[int, tuple[int, int]] = dict.fromkeys(parts, (0, 0))
    for row, part in zip(rows, parts, strict=True):
        if row.key is not None and row.detail:
            label, detail = found[part]
            found[part] = max(label, cell_len(plain(row.label))), max(detail, cell_len(plain(row.detail)))
    return found


def _first_column(widest: Iterable[int], room: int) -> int:
    """The width of labels, where labels and details have so much room together."""
    label, detail = widest
    return min(label, max(LABEL_WIDTH, room - detail))


def _fit(text: str, width: int) -> str:
    """On one line, and cut with a sign where it is wider."""
    line = plain(text).replace("\n", " ")
    return line if cell_len(line) <= width else f"{set_cell_size(line, max(width - 1, 0))}…"


def _strip(segments: list[Segment], width: int, style: Any) -> Strip:
    return Strip(segments).adjust_cell_length(width, style)
