"""What is behind a number or a date of progress and drills: a sentence, how it was found, and what it was found in."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import VerticalScroll

from simulator.tui.actions import bindings
from simulator.tui.page import Dialog
from simulator.tui.widgets.choices import Choices, Row
from simulator.tui.widgets.words import Words

DONE = "done"
ROWS = 5

FRAME_HEIGHT = 8
"""Lines that the panel needs around its text and rows."""


class Behind(Dialog[str | None]):
    """What is behind a number, or a thing to do; gives the key of the session or answer that is wanted, DONE for what is `closable`, or None."""

    NAME = "behind"
    BINDINGS = bindings(NAME)
    DEFAULT_CSS = """
    Behind VerticalScroll { height: auto; margin: 1 0; scrollbar-size-vertical: 1; }
    Behind Choices { max-height: 5; background: $surface; }
    """

    def __init__(
        self,
        name: str,
        said: str,
        how: str,
        rows: list[Row] | None = None,
        *,
        playable: bool = False,
        closable: bool = False,
    ) -> None:
        super().__init__()
        self.heading, self.said, self.how = name, said, how
        self.rows = rows or []
        self.playable = playable
        self.closable = closable

    def body(self) -> ComposeResult:
        yield Words(f"{self.heading[:1].upper()}{self.heading[1:]}", classes="heading")
        with VerticalScroll(can_focus=True):
            yield Words(self.said)
            if self.how:
                yield Words(f"\n{self.how}", classes="quiet")
        if self.rows:
            yield Choices(self.rows, key=self.rows[0].key)

    def on_mount(self) -> None:
        self.query_one(Choices if self.rows else VerticalScroll).focus()

    def on_resize(self) -> None:
        rows = min(len(self.rows), ROWS)
        self.query_one(VerticalScroll).styles.max_height = max(self.size.height - FRAME_HEIGHT - rows, 3)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        match action:
            case "hear":
                return self.playable and bool(self.rows)
            case "done":
                return self.closable
        return True

    def on_choices_chosen(self, event: Choices.Chosen) -> None:
        if self.playable:
            self.action_hear()

    def action_hear(self) -> None:
        row = self.query_one(Choices).selected
        self.dismiss(row.key if row is not None else None)

    def action_done(self) -> None:
        self.dismiss(DONE)

    def action_back(self) -> None:
        self.dismiss(None)
