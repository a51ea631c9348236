"""A short list whose lines may be long: they wrap, and one is selected."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual import events
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.geometry import Region, Size
from textual.message import Message
from textual.widget import Widget

from simulator.text import plain
from simulator.tui.actions import LISTS, bindings


@dataclass(frozen=True, slots=True)
class Line:
    """`mark` stands before the text and does not wrap. Without a `key` it is a heading."""

    key: str | None
    text: str
    mark: str = ""


class _Lines(Widget):
    DEFAULT_CSS = """
    _Lines { height: auto; max-width: 76; }
    """
    lines: tuple[Line, ...] = ()
    cursor = -1

    def laid_out(self, width: int) -> list[tuple[int, Content]]:
        """The rows of the screen, each with the number of the line that it belongs to."""
        rows: list[tuple[int, Content]] = []
        for number, line in enumerate(self.lines):
            if line.key is None:
                rows.append((number, Content(plain(line.text)).stylize("$accent")))
                continue
            mark = f"{'>' if number == self.cursor else ' '} {line.mark}"
            folded = Content(plain(line.text)).wrap(max(width - len(mark), 1)) or [Content("")]
            style = "bold $row-foreground on $row-background" if number == self.cursor else ""
            rows += [
                (number, Content(mark if not nth else " " * len(mark)).append(part.rstrip()).stylize(style))
                for nth, part in enumerate(folded)
            ]
        return rows

    def render(self) -> Content:
        return Content("\n").join(row for _, row in self.laid_out(self.size.width))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self.laid_out(width))


class Sheet(VerticalScroll, can_focus=True, inherit_bindings=False):
    """Keys that do something with the selected line are the screen's; it reads `selected`."""

    BINDINGS = bindings(LISTS)
    DEFAULT_CSS = """
    Sheet { height: 1fr; max-width: 78; scrollbar-size-vertical: 1; background: $background; }
    """

    class Moved(Message):
        """Another line is selected."""

    class Chosen(Message):
        """The selected line was clicked."""

    def compose(self) -> ComposeResult:
        yield _Lines()

    @property
    def _body(self) -> _Lines:
        return self.query_one(_Lines)

    @property
    def selected(self) -> Line | None:
        body = self._body
        return body.lines[body.cursor] if 0 <= body.cursor < len(body.lines) else None

    def show(self, lines: Sequence[Line]) -> None:
        """Shows other lines; the one with the same key stays selected, if it is still there."""
        body, before = self._body, self.selected
        body.lines = tuple(lines)
        able = self._able()
        same = [number for number in able if before is not None and lines[number].key == before.key]
        self._select((same or able or [-1])[0])
        body.refresh(layout=True)
        self._fit()

    def on_resize(self) -> None:
        self._fit()

    def _fit(self) -> None:
        """Takes what room there is, and no more than the lines need: what stands below is not pushed away."""
        if self.size.width:
            self.styles.max_height = max(len(self._body.laid_out(self._body.size.width or self.size.width)), 1)

    def _able(self) -> list[int]:
        return [number for number, line in enumerate(self._body.lines) if line.key is not None]

    def _select(self, number: int) -> None:
        body = self._body
        moved = number != body.cursor
        body.cursor = number
        body.refresh()
        if moved:
            rows = [y for y, (line, _) in enumerate(body.laid_out(max(body.size.width, 1))) if line == number]
            if rows:
                self.scroll_to_region(Region(0, rows[0], 1, len(rows)), animate=False, force=True)
            self.post_message(self.Moved())

    def _step(self, step: int) -> None:
        able = self._able()
        if able:
            place = able.index(self._body.cursor) if self._body.cursor in able else 0
            self._select(able[min(max(place + step, 0), len(able) - 1)])

    def action_cursor_up(self) -> None:
        self._step(-1)

    def action_cursor_down(self) -> None:
        self._step(1)

    def action_page_up(self) -> None:
        self._step(-5)

    def action_page_down(self) -> None:
        self._step(5)

    def action_first(self) -> None:
        self._step(-len(self._body.lines))

    def action_last(self) -> None:
        self._step(len(self._body.lines))

    def on_click(self, event: events.Click) -> None:
        body = self._body
        rows = body.laid_out(max(body.size.width, 1))
        y = int(event.screen_y - body.region.y)
        if 0 <= y < len(rows) and rows[y][0] in self._able():
            self._select(rows[y][0])
            self.post_message(self.Chosen())
