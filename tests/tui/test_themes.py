"""Every character on every screen can be read in every theme, and nothing depends on colour."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import pytest
from textual.command import CommandPalette
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Input, TextArea

from simulator.comeback.store import APPLICATIONS
from simulator.errors import UserError
from simulator.interview.rehearsal import Wish
from simulator.preparation.files import save_sheet
from simulator.scoring.card import PREPAREDNESS
from simulator.scoring.norms import NORMS
from simulator.sessions.store import open_session
from simulator.tui.actions import EVERYWHERE, LISTS, SCREENS
from simulator.tui.app import MockInterviewApp
from simulator.tui.dialogs import Ask, Notice, Pick, Tick, Write, WriteLong
from simulator.tui.saying import Say
from simulator.tui.screens.behind import Behind
from simulator.tui.screens.dimension import DimensionPanel
from simulator.tui.screens.exporting import Exporting
from simulator.tui.screens.friend import FriendPage
from simulator.tui.screens.setbacks import Rehearse
from simulator.tui.themes import THEMES
from simulator.tui.widgets.choices import Row
from tests.tui import rehearsing, sessions
from tests.tui.conftest import Opening, frame, settle
from tests.tui.contrast import too_faint
from tests.tui.rehearsing import ANSWER, Devices, answer, interview, simple, stage, until
from tests.tui.test_applications import JOB
from tests.tui.test_prep import SHEET

devices = rehearsing.devices

PAGES: tuple[tuple[str, dict[str, Any]], ...] = (
    *((name, {}) for name in ("today", "nerves", "settle", "setbacks", "wins", "debrief", "plan", "choosing", "sessions", "progress")),
    *((name, {}) for name in ("drill", "moments", "banks", "prep", "applications", "contacts", "skills", "settings", "peer", "door")),
    ("device_check", {}),
    ("sheet", {"sheet": "mill"}),
    ("record", {"what": "application", "of": "harbour"}),
    ("letter", {"kind": "thanks", "of": "harbour"}),
)  # fmt: skip
DIALOGS: dict[str, Callable[[], Screen[Any]]] = {
    "notice": lambda: Notice(UserError("It did not work.", "Do this.")),
    "ask": lambda: Ask("Shall it be?"),
    "write": lambda: Write("What is it called?", "a name"),
    "write_long": lambda: WriteLong("What was it?", "a text"),
    "tick": lambda: Tick("Which of these?", ("one", "another")),
    "pick": lambda: Pick("Which one?", [Row("a", "one", "of two"), Row("b", "another")]),
    "say": lambda: Say("Say it aloud."),
    "behind": lambda: Behind("What", "What was said.", "How it is made.", [Row("a", "one")], playable=True, closable=True),
    "rehearse": lambda: Rehearse("Your mind goes blank.", "Let me think."),
    "dimension": lambda: DimensionPanel(PREPAREDNESS[0], NORMS.preparedness[PREPAREDNESS[0]].dimension(50, 1), playable=True),
    "exporting": lambda: Exporting("html", Path(os.devnull), lambda *_: None),
}  # fmt: skip


class Walk:
    """Goes from screen to screen, and looks at each in every theme."""

    def __init__(self, pilot: Pilot[None]) -> None:
        self.pilot = pilot
        self.seen: set[str] = set()
        self.faint: list[str] = []

    async def look(self) -> None:
        name = getattr(self.pilot.app.screen, "NAME", type(self.pilot.app.screen).__name__)
        self.seen.add(name)
        for theme in sorted(THEMES, key=self.pilot.app.theme.__ne__):  # the one at hand first: a change takes a while
            if theme != self.pilot.app.theme:
                self.pilot.app.theme = theme
                await self.pilot.pause()
            self.faint += [f"{name}, {each}" for each in too_faint(self.pilot)]

    async def open(self, name: str, **arguments: Any) -> None:
        cast(MockInterviewApp, self.pilot.app).open(name, **arguments)
        await settle(self.pilot)
        await self.look()

    async def put(self, screen: Screen[Any]) -> None:
        self.pilot.app.push_screen(screen)
        await self.pilot.pause()
        await self.look()
        self.pilot.app.pop_screen()


async def test_text_stands_out_from_what_lies_behind_it(opening: Opening, devices: Devices) -> None:
    """WCAG 2.2 AA, and AAA in high contrast, over every screen as it is drawn."""
    folder = sessions.spoken()
    sessions.spoken(at="2026-11-20T12:00:00+01:00", answers=1, of=3)
    save_sheet(SHEET)
    APPLICATIONS.save(JOB)
    async with opening() as pilot:
        walk = Walk(pilot)
        await walk.look()
        for name, arguments in PAGES:
            await walk.open(name, **arguments)
            pilot.app.pop_screen()
        for dialog in DIALOGS.values():
            await walk.put(dialog())
        await walk.open("takes", session=folder, question=0)
        await walk.open("scorecard", session=folder)
        await walk.open("replay", session=folder)
        await pilot.press("full_stop", "full_stop", "question_mark")
        await settle(pilot)
        await walk.look()
        await pilot.press("escape")
        for theme in THEMES:  # the list of the palette keeps the colours that it was opened with
            pilot.app.theme = theme
            await pilot.press("ctrl+p")
            await until(pilot, lambda: isinstance(pilot.app.screen, CommandPalette))
            await settle(pilot)
            walk.faint += too_faint(pilot)
            await pilot.press("escape")
    rehearsed = {"interview", "friend", "views", "scorecard"}
    assert walk.seen >= {*SCREENS} - {EVERYWHERE, LISTS} - rehearsed
    assert not walk.faint
    assert open_session(folder).finished


@pytest.mark.parametrize("typed", [True, False], ids=["typed", "spoken"])
async def test_it_does_in_an_interview_too(opening: Opening, devices: Devices, typed: bool) -> None:
    wish = Wish(typed=typed, voice=False, friend=True, follow_ups=0, only=simple(1))
    async with opening("interview", wish=wish) as pilot:
        walk = Walk(pilot)
        await stage(pilot, "nerves_before")
        await walk.look()
        await pilot.press("3", "enter")
        await stage(pilot, "answering")
        await walk.look()
        await walk.put(FriendPage(interview(pilot).sitting))
        await pilot.press("escape")
        await until(pilot, lambda: "Paused" in frame(pilot))
        await walk.look()
        await pilot.press("space")
        if typed:
            await answer(pilot, ANSWER)
        else:
            await stage(pilot, "answering")
            await pilot.press("space")
            await stage(pilot, "reviewing")
        await settle(pilot)
        await walk.look()
        assert walk.seen == {"interview", "friend"}
        assert not walk.faint
        if not typed:
            return
        await pilot.press("enter")
        await stage(pilot, "forecast")
        await walk.look()
        await pilot.press("enter")
        await until(pilot, lambda: "more closely" in frame(pilot))
        await walk.look()
        await walk.put(FriendPage(interview(pilot).sitting))
        assert not walk.faint


@pytest.mark.parametrize("start", ["home", "sessions", "settings", "replay"])
async def test_without_colour_the_screen_says_the_same(
    opening: Opening, monkeypatch: pytest.MonkeyPatch, start: str
) -> None:
    folder: Path = sessions.spoken()
    arguments = {"session": folder} if start == "replay" else {}
    async with opening(start, **arguments) as pilot:
        coloured = frame(pilot)
    monkeypatch.setenv("NO_COLOR", "1")
    async with opening(start, **arguments) as pilot:
        assert pilot.app.no_color
        assert frame(pilot) == coloured
        assert start == "replay" or "> " in coloured


@pytest.mark.parametrize("dialog", [Write, WriteLong])
async def test_nor_is_the_cursor_seen_by_colour_alone(
    opening: Opening, monkeypatch: pytest.MonkeyPatch, dialog: type[Screen[Any]]
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with opening() as pilot:
        pilot.app.push_screen(dialog("What is it called?", "a name"))
        await until(pilot, lambda: isinstance(pilot.app.focused, Input | TextArea))
        strips = pilot.app.screen._compositor.render_strips()
        assert any(segment.style is not None and segment.style.reverse for strip in strips for segment in strip)
