"""Two minutes to settle, which can be left at any moment."""

from __future__ import annotations

import time
from typing import Any, Literal, NamedTuple

from textual.app import App, ComposeResult

from simulator.comeback import settling
from simulator.comeback.ladder import SETTLE_FROM
from simulator.interview.conductor import Conductor
from simulator.tui.actions import bindings
from simulator.tui.page import Page
from simulator.tui.widgets.breath import Breath
from simulator.tui.widgets.choices import Choices, Row
from simulator.tui.widgets.live import is_calm
from simulator.tui.widgets.words import Words

ALONE = "Two minutes for yourself. Which shall it be?"
BEFORE = "{nerves} is a lot to carry into the first question. Two minutes to settle first? You need not."
DONE = "That was two minutes. Whatever is left of it may come along."

Way = Literal["breathing", "excited"]


class Done(NamedTuple):
    """What somebody did to settle, and for how many seconds."""

    way: Way
    seconds: float


class Settle(Page[Done | None]):
    """`nerves`: how nervous somebody said they are, before an interview that begins when this is left. Gives what was done, None for nothing."""

    NAME = "settle"
    BINDINGS = bindings(NAME)
    title_left = "Settling"
    DEFAULT_CSS = """
    Settle Breath { margin: 1 0; }
    """

    def __init__(self, nerves: int | None = None) -> None:
        super().__init__()
        self.nerves = nerves
        self.way: Way | None = None
        self._since = 0.0

    def body(self) -> ComposeResult:
        yield Words(ALONE if self.nerves is None else BEFORE.format(nerves=self.nerves), id="said", classes="gap")
        rows = [
            Row("breathing", "Breathe slowly", "two minutes, as many of them as you like"),
            Row("excited", "Say it aloud: I am excited", "half a minute"),
        ]
        yield Choices(rows if self.nerves is None else [*rows, Row(), Row("straight", "Go straight on")])
        yield Breath(self.elapsed)
        yield Words(id="source", classes="quiet")

    def on_mount(self) -> None:
        self.query_one(Breath).display = False
        self.set_interval(1.0, self._look)

    def elapsed(self) -> float | None:
        """Seconds of breathing so far; None before it has begun, and once the two minutes are over."""
        seconds = time.monotonic() - self._since
        return seconds if self.way == "breathing" and seconds < settling.SECONDS else None

    def _look(self) -> None:
        breath = self.query_one(Breath)
        if self.way == "breathing" and breath.display and self.elapsed() is None:
            breath.display = False
            self.query_one("#said", Words).say(DONE)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        match action:
            case "open":
                return self.way is None
            case "done":
                return self.way is not None
            case _:
                return True

    def on_choices_chosen(self, event: Choices.Chosen) -> None:
        self.action_open()

    def action_open(self) -> None:
        row = self.query_one(Choices).selected
        match row.key if row else None:
            case "breathing":
                words = settling.BREATHING_CALM if is_calm(self) else settling.BREATHING
                self._begin("breathing", words, settling.BREATHING_SOURCE)
            case "excited":
                self._begin("excited", settling.EXCITED, settling.EXCITED_SOURCE)
            case "straight":
                self.dismiss(None)
            case _:
                pass

    def _begin(self, way: Way, words: str, source: str) -> None:
        self.way, self._since = way, time.monotonic()
        self.query_one("#said", Words).say(words)
        self.query_one("#source", Words).say(source)
        self.query_one(Choices).display = False
        self.query_one(Breath).display = way == "breathing"
        self.refresh_bindings()

    def action_done(self) -> None:
        if self.way is not None:
            self.dismiss(Done(self.way, time.monotonic() - self._since))

    def action_back(self) -> None:
        """Whatever was done until then counts."""
        if self.way is None:
            self.dismiss(None)
        else:
            self.action_done()


def rate_nerves(app: App[Any], conductor: Conductor, value: int | None) -> None:
    """Says how nervous somebody is; one who is very nervous before the first question is offered to settle first."""
    if value is None or value < SETTLE_FROM or conductor.state.stage != "nerves_before":
        conductor.rate_nerves(value)
        return

    def settled(done: Done | None) -> None:
        if done is not None:
            conductor.settled_by(done.way, done.seconds)
        conductor.rate_nerves(value)

    app.push_screen(Settle(value), settled)
