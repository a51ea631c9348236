"""One question with the place for its answer: a list, ticks, a line or a text to type, or a scale."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical

from simulator.comeback.asking import Ask, Choice
from simulator.tui.dialogs import Line
from simulator.tui.widgets.answer_box import AnswerBox
from simulator.tui.widgets.choices import Choices, Row
from simulator.tui.widgets.scale import Scale
from simulator.tui.widgets.words import Words

Answer = str | Sequence[str] | int | None
"""A key or a text, the keys that are ticked, a number; None passes."""


class Passable(AnswerBox):
    """Enter is the screen's while nothing stands here."""

    def on_key(self, event: events.Key) -> None:
        if event.key == "enter" and self.empty:
            event.prevent_default()

    @property
    def empty(self) -> bool:
        return not self.text.strip()


class Asking(Vertical):
    """Keys are the screen's: it calls `tick`, moves the scale, and reads `answer`."""

    DEFAULT_CSS = """
    Asking { height: auto; max-height: 1fr; }
    Asking #about { margin-bottom: 1; }
    Asking Choices { height: auto; max-height: 1fr; }
    Asking Passable { height: 8; }
    Asking Line { max-width: 76; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._ask = Ask(text="")
        self._ticked: set[str] = set()

    def compose(self) -> ComposeResult:
        yield Words(id="asks", classes="gap")
        yield Words(id="about", classes="quiet")
        yield Choices()
        yield Scale(0, 10, "calm", "very nervous")
        yield Line()
        yield Passable()

    def show(self, asks: Ask, chosen: str = "") -> None:
        """`chosen`: the key of the choice that is selected, if not the one that the question says."""
        self._ask = asks
        self._ticked = set(asks.ticked or ())
        self.query_one("#asks", Words).say(asks.text)
        about, choices, scale = self.query_one("#about", Words), self.query_one(Choices), self.query_one(Scale)
        line, box = self.query_one(Line), self.query_one(Passable)
        about.say(asks.about)
        about.display = bool(asks.about)
        choices.display = bool(asks.choices)
        scale.display = asks.scale
        line.display = asks.write is not None and not asks.long
        box.display = asks.write is not None and asks.long
        first = asks.choices[0].key if asks.choices else None
        choices.show(self._rows(), chosen or asks.chosen or first)
        scale.value = asks.value
        line.value, line.cursor_position = asks.write or "", len(asks.write or "")
        box.begin()
        box.load_text(asks.write or "")
        box.move_cursor(box.document.end)
        self.screen.set_focus(next((each for each in (choices, line, box) if each.display), None))

    def _rows(self) -> list[Row]:
        return [Row(each.key, f"{self._mark(each)}{each.label}", each.detail) for each in self._ask.choices]

    def _mark(self, choice: Choice) -> str:
        if self._ask.ticked is None:
            return ""
        return "[x] " if choice.key in self._ticked else "[ ] "

    @property
    def selected(self) -> str:
        """The key of the choice that is selected; empty where there is none."""
        row = self.query_one(Choices).selected
        return (row.key or "") if row is not None else ""

    @property
    def answer(self) -> Answer:
        asks = self._ask
        if asks.ticked is not None:
            return sorted(self._ticked)
        if asks.choices:
            return self.selected
        if asks.scale:
            return self.query_one(Scale).value
        if asks.write is not None:
            return self.query_one(Passable).text.strip() if asks.long else self.query_one(Line).value.strip()
        return None

    def write(self, words: str) -> None:
        """Puts words where one writes, behind those that stand there."""
        line, box = self.query_one(Line), self.query_one(Passable)
        if box.display:
            box.load_text(f"{box.text.rstrip()} {words}".lstrip())
            box.move_cursor(box.document.end)
        else:
            line.value = f"{line.value.rstrip()} {words}".lstrip()
            line.cursor_position = len(line.value)

    def tick(self) -> None:
        """Ticks what is selected, or takes the tick back."""
        self._ticked ^= {self.selected}
        self.query_one(Choices).show(self._rows(), self.selected)
