"""Against nerves: settling, rehearsed setbacks, and the ladder."""

from __future__ import annotations

import asyncio

from textual import work
from textual.app import ComposeResult

from simulator.comeback.ladder import STEPS, Ladder, said
from simulator.interview.rehearsal import Wish
from simulator.sessions import record
from simulator.tui.actions import bindings
from simulator.tui.page import Page
from simulator.tui.widgets.choices import Choices, Row
from simulator.tui.widgets.words import Words

READING = "Reading your sessions."


class Nerves(Page[None]):
    NAME = "nerves"
    BINDINGS = bindings(NAME)
    title_left = "Nerves"

    def __init__(self) -> None:
        super().__init__()
        self.ladder: Ladder | None = None

    def body(self) -> ComposeResult:
        yield Words(READING, id="said", classes="gap")
        yield Choices()

    def on_screen_resume(self) -> None:
        self.read()

    @work(exclusive=True)
    async def read(self) -> None:
        index = self.program.index()

        def look() -> Ladder:
            index.sync(stop=self.gone)
            return record.ladder(index)

        self.ladder = await asyncio.to_thread(look)
        if not self.was_left():
            self._show(self.ladder)

    def _show(self, found: Ladder) -> None:
        self.query_one("#said", Words).say(said(found))
        choices = self.query_one(Choices)
        known = bool(choices.rows)
        choices.show(rows(found), None if known else f"step:{found.step}")

    def on_choices_chosen(self, event: Choices.Chosen) -> None:
        self.action_open()

    def action_open(self) -> None:
        row = self.query_one(Choices).selected
        kind, _, number = ((row.key if row else None) or "").partition(":")
        if kind == "step":
            self.program.open("interview", wish=Wish(step=int(number)))
        elif kind:
            self.program.open(kind)


def rows(found: Ladder) -> list[Row]:
    begun = any(found.ratings)
    steps = []
    for number, (each, ratings) in enumerate(zip(STEPS, found.ratings, strict=True), start=1):
        place = "you are here" if begun and number == found.step else "on offer" if number == found.offered else ""
        felt = f"nerves {', '.join(map(str, ratings[-6:]))}" if ratings else ""
        detail = "; ".join(part for part in (place, felt) if part) or each.about
        steps.append(Row(f"step:{number}", f"{number}  {each.name}", detail))
    return [
        Row("settle", "Settle", "two minutes: breathe, or say it aloud"),
        Row("setbacks", "Rehearse a setback", "a blank mind, a hard question, a cold face"),
        Row(),
        Row(None, "The ladder, at your pace"),
        *steps,
    ]
