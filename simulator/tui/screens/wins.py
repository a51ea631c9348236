"""What went well, one key away: moments that can be heard, kind words, what has become better."""

from __future__ import annotations

import asyncio
from itertools import groupby

from textual import work
from textual.app import ComposeResult

from simulator import paths, when
from simulator.comeback.store import WINS
from simulator.comeback.wins import HEADINGS, NOTHING, Good, line
from simulator.errors import UserError
from simulator.sessions import wins
from simulator.sessions.answers import landing
from simulator.tui.actions import bindings
from simulator.tui.app import MockInterviewApp
from simulator.tui.choice_page import ChoicePage
from simulator.tui.dialogs import Ask, Write
from simulator.tui.widgets.choices import Choices, Row
from simulator.tui.widgets.words import Words

READING = "Gathering what went well."
ABOUT = "All of this happened."
WHAT = "What went well, or what did somebody say?"
BY = "Who said it? It may stay empty."


class WinsScreen(ChoicePage):
    NAME = "wins"
    BINDINGS = bindings(NAME)
    title_left = "Your wins"
    DEFAULT_CSS = """
    WinsScreen Choices { height: 1fr; }
    WinsScreen #about { height: 4; margin-top: 1; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.found: list[Good] | None = None

    def body(self) -> ComposeResult:
        yield Words(READING, id="said", classes="gap")
        yield from super().body()

    def on_screen_resume(self) -> None:
        self.read()

    @work(exclusive=True, group="reading")
    async def read(self) -> None:
        index, today = self.program.index(), when.now().date()
        with self.telling():
            self.found = await asyncio.to_thread(wins.gathered, index, today, self.gone)
        if self.found is not None and not self.was_left():
            self._show(self.found)

    def _show(self, found: list[Good]) -> None:
        self.query_one("#said", Words).say(ABOUT if found else NOTHING)
        rows: list[Row] = []
        number = 0
        for kind, goods in groupby(found, key=lambda good: good.kind):
            rows += [*([Row()] if rows else []), Row(None, HEADINGS[kind])]
            for each in goods:
                rows.append(Row(str(number), each.text, _detail(each)))
                number += 1
        choices = self.query_one(Choices)
        choices.show(rows)
        choices.display = bool(rows)
        choices.focus()
        self.say_about()

    @property
    def chosen(self) -> Good | None:
        return self.found[int(self.key)] if self.found and self.key else None

    def about(self) -> str:
        return line(self.chosen) if self.chosen is not None else ""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        good = self.chosen
        match action:
            case "open":
                return good is not None and bool(good.folder)
            case "delete":
                return good is not None and bool(good.id)
            case "export":
                return bool(self.found)
            case _:
                return True

    def action_open(self) -> None:
        good = self.chosen
        if good is not None and good.folder:
            self.program.open("replay", session=paths.sessions() / good.folder, take=good.take, at=landing(good.at))

    @work
    async def action_add(self) -> None:
        if await keep(self.program, "", by=True):
            self.read()

    @work
    async def action_delete(self) -> None:
        good = self.chosen
        if good is not None and await self.program.push_screen_wait(Ask(f"Take this out? {line(good)}")):
            with self.telling():
                WINS.delete(good.id)
            self.read()

    @work
    async def action_export(self) -> None:
        from simulator.tui.screens.exporting import export_wins

        if self.found:
            await export_wins(self.program, self.found, when.now())


def _detail(good: Good) -> str:
    day = when.day_ago(good.date, when.now()) if good.date else ""
    return ", ".join(part for part in (good.by, day) if part)


async def keep(program: MockInterviewApp, text: str, *, by: bool = False) -> bool:
    """Asks what to keep, beginning with `text`, and keeps it; `by`: who said it is asked too. Runs in a worker of a screen."""
    written = await program.push_screen_wait(Write(WHAT, text))
    if not written:
        return False
    name = await program.push_screen_wait(Write(BY)) if by else ""
    if name is None:
        return False
    try:
        wins.keep(written, when.now().date(), name)
    except UserError as error:
        program.tell(error)
        return False
    return True
