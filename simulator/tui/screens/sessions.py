"""The sessions there are, newest first."""

from __future__ import annotations

import asyncio
from datetime import datetime
from pathlib import Path

from textual import work
from textual.app import ComposeResult

from simulator import paths
from simulator.sessions import library
from simulator.sessions.library import Listed
from simulator.sessions.store import HEADER, delete
from simulator.tui import when
from simulator.tui.actions import bindings
from simulator.tui.dialogs import Ask
from simulator.tui.page import Page
from simulator.tui.widgets.choices import Choices, Row
from simulator.tui.widgets.search import Search
from simulator.tui.widgets.words import Words

FIRST_SHOWN = 20
"""So many sessions are read before the list is drawn; it is drawn again whenever there are twice as many."""

NONE_YET = "No sessions yet. The first one you practise will be here."


class Sessions(Page[None]):
    NAME = "sessions"
    BINDINGS = bindings(NAME)
    title_left = "Sessions"
    DEFAULT_CSS = """
    Sessions Choices { height: 1fr; }
    Sessions #about { height: 2; margin-top: 1; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, Listed] = {}
        self.all_read = False

    def body(self) -> ComposeResult:
        choices = Choices()
        yield Search(choices)
        yield choices
        yield Words(id="about", classes="quiet")

    def on_mount(self) -> None:
        self.query_one(Choices).focus()

    def on_screen_resume(self) -> None:
        self.read()

    @work(group="reading", exclusive=True)
    async def read(self) -> None:
        """Reads the sessions anew, one at a time, so that the screen stays quick with thousands."""
        folders = list(library.folders())
        sample = paths.sample_session()
        if (sample / HEADER).exists():
            folders.append(sample)
        self.found = {}
        show_at = FIRST_SHOWN
        for folder in folders:
            self.found[str(folder)] = library.listed(folder)
            if len(self.found) == show_at:
                self._show()
                show_at *= 2
            await asyncio.sleep(0)
        self.all_read = True
        self._show()

    def _show(self) -> None:
        today = when.now()
        self.query_one(Choices).show([_row(each, today) for each in self.found.values()])
        count = len(self.found)
        self.say_title("Sessions", f"{count} session{'' if count == 1 else 's'}")
        self._say_about()

    @property
    def chosen(self) -> Listed | None:
        row = self.query_one(Choices).selected
        return self.found.get(row.key) if row is not None and row.key is not None else None

    def on_choices_moved(self) -> None:
        self._say_about()
        self.refresh_bindings()

    def _say_about(self) -> None:
        """What is wrong with the chosen session, or where it lies."""
        if self.chosen is not None:
            about = self.chosen.trouble or str(self.chosen.folder)
        else:
            about = NONE_YET if self.all_read and not self.found else ""
        self.query_one("#about", Words).say(about)

    def on_choices_chosen(self, event: Choices.Chosen) -> None:
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action not in ("open", "replay", "continue", "delete") or not self.is_mounted:
            return True
        chosen = self.chosen
        if chosen is None:
            return False
        match action:
            case "continue":
                return chosen.asked > 0 and not chosen.finished and not _is_sample(chosen)
            case "delete":
                return not _is_sample(chosen)
            case _:
                return chosen.answered > 0

    def action_open(self) -> None:
        if self.chosen is not None:
            self.program.open("scorecard", session=self.chosen.folder)

    def action_replay(self) -> None:
        if self.chosen is not None:
            self.program.open("replay", session=self.chosen.folder)

    def action_continue(self) -> None:
        if self.chosen is not None:
            self.program.open("interview", session=self.chosen.folder)

    def action_search(self) -> None:
        self.query_one(Search).open()

    def action_delete(self) -> None:
        chosen = self.chosen
        if chosen is not None:
            self._delete(chosen.folder, when.ago(chosen.created, when.now()))

    @work
    async def _delete(self, folder: Path, at: str) -> None:
        question = f"Delete the session of {at or folder.name} with all its recordings? It cannot be brought back."
        if await self.program.push_screen_wait(Ask(question)):
            with self.telling():
                delete(folder)
            await self.read().wait()


def _is_sample(listed: Listed) -> bool:
    return listed.folder == paths.sample_session()


def _row(listed: Listed, today: datetime) -> Row:
    if _is_sample(listed):
        return Row(str(listed.folder), "A sample to look at", f"{listed.answered} of {listed.asked} answered")
    label = when.ago(listed.created, today) or listed.id
    if listed.asked:
        state = "" if listed.finished else ", unfinished"
        detail = f"{listed.title}, {listed.answered} of {listed.asked} answered{state}"
    else:
        detail = "cannot be opened"
    return Row(str(listed.folder), label, detail)
