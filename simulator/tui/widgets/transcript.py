"""A transcript of any length: wrapped once, drawn line by line, the current word lit.

Fillers are underlined and carry a tilde, pauses stand in the text as `[1.8 s]`, what was repeated or restarted stands between
`‹` and `›`, the parts of a story carry their name, `[Action]`, and words that the recogniser was not sure of are in italics:
nothing is said by colour alone.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from simulator.scoring.annotated import Token
from simulator.tui.actions import LISTS, bindings

WIDTH = 76


class Transcript(ScrollView, can_focus=True, inherit_bindings=False):
    """Follows `light(seconds)`; a click on a word asks to go there."""

    BINDINGS = bindings(LISTS)
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "transcript--word",
        "transcript--lit",
        "transcript--filler",
        "transcript--pause",
        "transcript--unsure",
        "transcript--repair",
        "transcript--part",
    }
    DEFAULT_CSS = """
    Transcript {
        max-width: 78;
        overflow-x: hidden;
        scrollbar-size-vertical: 1;
        background: $background;
        & .transcript--word { color: $foreground; }
        & .transcript--lit { color: $lit-foreground; background: $lit-background; text-style: bold; }
        &:nocolor .transcript--lit { text-style: bold reverse; }
        & .transcript--filler { color: $care; text-style: underline; }
        & .transcript--pause { color: $accent; }
        & .transcript--unsure { color: $foreground; text-style: italic; }
        & .transcript--repair { color: $care; }
        & .transcript--part { color: $good; text-style: bold; }
    }
    """

    class Wanted(Message):
        """A word was clicked: go to its beginning, in seconds."""

        def __init__(self, seconds: float) -> None:
            super().__init__()
            self.seconds = seconds

    def __init__(self, tokens: Sequence[Token] = (), *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._lines: list[list[int]] = []
        self._line_of: list[int] = []
        self._lit = -1
        self._give(tokens)

    def _give(self, tokens: Sequence[Token]) -> None:
        self.tokens = tuple(tokens)
        self._starts = [token.start for token in self.tokens]
        self._lit = -1
        self._wrapped = 0
        """The width that these tokens are wrapped to."""

    def show(self, tokens: Sequence[Token]) -> None:
        """Shows another answer from its beginning."""
        self._give(tokens)
        self._wrap()
        self.scroll_to(y=0, animate=False)

    @property
    def lit(self) -> Token | None:
        return self.tokens[self._lit] if self._lit >= 0 else None

    def light(self, seconds: float) -> None:
        """Lights the word at this time, or the last one before it, and keeps it in view."""
        index = bisect_right(self._starts, seconds) - 1
        if index == self._lit:
            return
        before, self._lit = self._lit, index
        if not self._line_of:
            return
        lines = {self._line_of[each] for each in (before, index) if each >= 0}
        top = int(self.scroll_y)
        for line in lines:
            self.refresh_line(line - top)
        if index >= 0:
            line, height = self._line_of[index], max(self.size.height, 1)
            if not top <= line < top + height:
                self.scroll_to(y=max(line - height // 3, 0), animate=False)

    def refresh_line(self, y: int) -> None:
        if 0 <= y < self.size.height:
            self.refresh(Region(0, y, self.size.width, 1))

    def _wrap(self) -> None:
        width = min(WIDTH, max(self.size.width - 1, 1))
        if width == self._wrapped:
            return
        self._wrapped = width
        lines: list[list[int]] = []
        line_of: list[int] = []
        line: list[int] = []
        used = width
        for index, token in enumerate(self.tokens):
            text = _shown(token)
            cells = len(text) if text.isascii() else cell_len(text)
            used += 1 + cells
            if used > width:
                line, used = [], cells
                lines.append(line)
            line.append(index)
            line_of.append(len(lines) - 1)
        self._lines, self._line_of = lines, line_of
        self.virtual_size = Size(width, len(self._lines))
        self.refresh()

    def on_resize(self, event: events.Resize) -> None:
        self._wrap()

    def render_line(self, y: int) -> Strip:
        line, width = y + int(self.scroll_y), self.size.width
        base = self.get_component_rich_style("transcript--word")
        if line >= len(self._lines):
            return Strip.blank(width, base)
        segments = []
        for index in self._lines[line]:
            token = self.tokens[index]
            kind = "lit" if index == self._lit else token.kind
            segments.append(Segment(_shown(token), self.get_component_rich_style(f"transcript--{kind}")))
            segments.append(Segment(" ", base))
        return Strip(segments).adjust_cell_length(width, base)

    def on_click(self, event: events.Click) -> None:
        line, x = int(event.y + self.scroll_y), event.x
        for index in self._lines[line] if line < len(self._lines) else ():
            x -= cell_len(_shown(self.tokens[index])) + 1
            if x < 0:
                self.post_message(self.Wanted(self.tokens[index].start))
                break

    def action_cursor_up(self) -> None:
        self.scroll_up(animate=False)

    def action_cursor_down(self) -> None:
        self.scroll_down(animate=False)

    def action_page_up(self) -> None:
        self.scroll_page_up(animate=False)

    def action_page_down(self) -> None:
        self.scroll_page_down(animate=False)

    def action_first(self) -> None:
        self.scroll_home(animate=False)

    def action_last(self) -> None:
        self.scroll_end(animate=False)


def _shown(token: Token) -> str:
    return f"~{token.text}" if token.kind == "filler" and not token.text.startswith("(") else token.text
