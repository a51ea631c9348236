"""Every page on which answers are heard opens the loudspeaker for itself, and lets go of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from simulator.errors import DeviceError
from simulator.sessions.player import Player
from simulator.tui.playing import TICKS_PER_SECOND, Playing
from tests.tui import sessions
from tests.tui.conftest import Opening, frame, settle
from tests.tui.rehearsing import until


class Loudspeaker:
    loudspeaker = "headphones"

    def __init__(self) -> None:
        self.closed = 0

    async def close(self) -> None:
        self.closed += 1


@pytest.mark.parametrize(
    ("start", "arguments"),
    [
        ("replay", lambda folder: {"session": folder}),
        ("takes", lambda folder: {"session": folder, "question": 0}),
        ("moments", lambda folder: {}),
    ],
    ids=["replay", "takes", "moments"],
)
async def test_the_loudspeaker_is_opened_once_and_let_go_of_when_the_page_is_left(
    start: str, arguments: Callable[[Path], dict[str, Any]], opening: Opening, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Loudspeaker] = []

    async def open_sound(**_: object) -> Loudspeaker:
        opened.append(Loudspeaker())
        return opened[-1]

    monkeypatch.setattr("simulator.tui.playing.Sound.open", open_sound)
    async with opening(start, **arguments(sessions.spoken())) as pilot:
        page = pilot.app.screen
        assert isinstance(page, Playing)
        await until(pilot, lambda: len(opened) == 1)
        await settle(pilot)
        assert page.player.trouble == ""
        await pilot.press("question_mark", "escape")
        await until(pilot, lambda: pilot.app.screen is page)
        await settle(pilot)
        assert [each.closed for each in opened] == [0], "what is only covered keeps it"
        await pilot.press("escape")
        await until(pilot, lambda: opened[0].closed == 1)
    assert [each.closed for each in opened] == [1]


@pytest.mark.parametrize("start", ["replay", "takes"])
async def test_sound_that_goes_while_it_plays_is_said_at_once(
    start: str, opening: Opening, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Refusing(Loudspeaker):
        async def play(self, *_: object, **__: object) -> None:
            raise DeviceError("The headphones went away.")

        def stop_playing(self) -> None: ...

    async def open_sound(**_: object) -> Refusing:
        return Refusing()

    monkeypatch.setattr("simulator.tui.playing.Sound.open", open_sound)
    more = {"question": 0} if start == "takes" else {}
    async with opening(start, session=sessions.spoken(), **more) as pilot:
        page = pilot.app.screen
        assert isinstance(page, Playing)
        await until(pilot, lambda: page._sound is not None)
        assert "silent" not in frame(pilot)
        await pilot.press("space")
        await until(pilot, lambda: "silent" in frame(pilot))


async def test_nothing_ticks_while_nothing_plays(opening: Opening, monkeypatch: pytest.MonkeyPatch) -> None:
    ticks: list[bool] = []

    class Counted(Player):
        def tick(self) -> None:
            ticks.append(self.playing)
            super().tick()

    monkeypatch.setattr("simulator.tui.playing.Player", Counted)
    async with opening("replay", session=sessions.spoken()) as pilot:
        await pilot.press("space")
        await until(pilot, lambda: ticks.count(True) > 3)
        await pilot.press("space")
        await until(pilot, lambda: not ticks[-1])
        stopped, passed = len(ticks), list[int]()
        pilot.app.set_interval(1 / TICKS_PER_SECOND, lambda: passed.append(1))
        await until(pilot, lambda: len(passed) > 5)
        assert len(ticks) == stopped
