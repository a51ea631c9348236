"""The dialogs that screens share. Each resolves `await self.program.push_screen_wait(...)` in a worker, or calls back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Input

from simulator.errors import UserError
from simulator.text import plain
from simulator.tui.actions import bindings
from simulator.tui.page import Dialog
from simulator.tui.widgets.answer_box import AnswerBox
from simulator.tui.widgets.choices import Choices, Row
from simulator.tui.widgets.words import Words

AROUND_A_NOTICE = 12
"""Lines for its frame, title, mend and keys."""


class Notice(Dialog[None]):
    """Something that did not work: what happened, what is safe, what to do."""

    NAME = "notice"
    BINDINGS = bindings(NAME)
    DEFAULT_CSS = """
    Notice VerticalScroll { height: auto; scrollbar-size-vertical: 1; }
    """

    def __init__(self, error: UserError) -> None:
        super().__init__()
        self.error = error

    def body(self) -> ComposeResult:
        yield Words(self.error.title, classes="care gap")
        with VerticalScroll(can_focus=True):
            yield Words(self.error.message)
        if self.error.mend:
            yield Words(f"\n{plain(self.error.mend)}")

    def on_resize(self) -> None:
        self.query_one(VerticalScroll).styles.max_height = max(self.size.height - AROUND_A_NOTICE, 3)

    def action_back(self) -> None:
        self.dismiss()


class Ask(Dialog[bool]):
    """A question before something that cannot be taken back; the answer that changes nothing is the easy one."""

    NAME = "ask"
    BINDINGS = bindings(NAME)

    def __init__(self, question: str) -> None:
        super().__init__()
        self.question = question

    def body(self) -> ComposeResult:
        yield Words(self.question)

    def action_yes(self) -> None:
        self.dismiss(True)

    def action_no(self) -> None:
        self.dismiss(False)


class Line(Input, inherit_bindings=False):
    """Leaves Enter to the dialog."""

    BINDINGS: ClassVar[list[BindingType]] = [
        each for each in Input.BINDINGS if not (isinstance(each, Binding) and each.key == "enter")
    ]


class Write(Dialog[str | None]):
    """One line to type: a note, a folder. None when it was left."""

    NAME = "write"
    BINDINGS = bindings(NAME)

    def __init__(self, question: str, value: str = "") -> None:
        super().__init__()
        self.question = question
        self.value = value

    def body(self) -> ComposeResult:
        yield Words(self.question, classes="gap")
        yield Line(self.value)

    def action_done(self) -> None:
        self.dismiss(self.query_one(Input).value.strip())

    def action_back(self) -> None:
        self.dismiss(None)


NOT_TAKEN = "Ctrl+S takes what you typed. Esc once more leaves without it."


class WriteLong(Dialog[str | None]):
    """Text of several lines. None when it was left; what was typed is left only by a second Esc."""

    NAME = "write_long"
    BINDINGS = bindings(NAME)
    DEFAULT_CSS = """
    WriteLong AnswerBox { height: 10; }
    """

    def __init__(self, question: str, value: str = "") -> None:
        super().__init__()
        self.question = question
        self.value = value
        self._warned = False

    def body(self) -> ComposeResult:
        yield Words(self.question, id="asks", classes="gap")
        yield AnswerBox()

    def on_mount(self) -> None:
        box = self.query_one(AnswerBox)
        box.load_text(self.value)
        box.move_cursor(box.document.end)
        box.focus()

    def action_done(self) -> None:
        self.dismiss(self.query_one(AnswerBox).text.strip())

    def action_back(self) -> None:
        if self._warned or self.query_one(AnswerBox).text.strip() == self.value.strip():
            self.dismiss(None)
        else:
            self._warned = True
            self.query_one("#asks", Words).say(NOT_TAKEN)


class Tick(Dialog[list[str] | None]):
    """Some of several, all ticked at first. None when it was left."""

    NAME = "tick"
    BINDINGS = bindings(NAME)
    DEFAULT_CSS = """
    Tick Choices { max-height: 14; }
    """

    def __init__(self, question: str, texts: Sequence[str]) -> None:
        super().__init__()
        self.question = question
        self.texts = texts
        self.ticked = set(range(len(texts)))

    def body(self) -> ComposeResult:
        yield Words(self.question, classes="gap")
        yield Choices(self._rows(), key="0")

    def _rows(self) -> list[Row]:
        return [
            Row(str(number), f"{'[x]' if number in self.ticked else '[ ]'} {text}")
            for number, text in enumerate(self.texts)
        ]

    def on_choices_chosen(self, event: Choices.Chosen) -> None:
        self.action_done()

    def action_tick_it(self) -> None:
        row = self.query_one(Choices).selected
        if row is not None and row.key is not None:
            self.ticked ^= {int(row.key)}
            self.query_one(Choices).show(self._rows(), row.key)

    def action_done(self) -> None:
        self.dismiss([text for number, text in enumerate(self.texts) if number in self.ticked])

    def action_back(self) -> None:
        self.dismiss(None)


class Pick(Dialog[str | None]):
    """One of several: the key of the row, or None when it was left."""

    NAME = "pick"
    BINDINGS = bindings(NAME)
    DEFAULT_CSS = """
    Pick Choices { max-height: 14; }
    """

    def __init__(self, question: str, rows: Sequence[Row], key: str = "") -> None:
        super().__init__()
        self.question = question
        self.rows = rows
        self.key = key

    def body(self) -> ComposeResult:
        yield Words(self.question, classes="gap")
        yield Choices(self.rows, key=self.key)

    def on_choices_chosen(self, event: Choices.Chosen) -> None:
        self.action_choose()

    def action_choose(self) -> None:
        row = self.query_one(Choices).selected
        self.dismiss(row.key if row else None)

    def action_back(self) -> None:
        self.dismiss(None)
