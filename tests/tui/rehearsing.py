"""A rehearsal in the screens, with stand-ins for the devices."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, cast

import pytest
from textual import events
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import TextArea

from simulator.interview.equipment import Equipment
from simulator.interview.state import State
from simulator.questions.model import Question
from simulator.sessions import library
from simulator.sessions.store import SavedSession, open_session
from simulator.settings import Settings
from simulator.tui.screens.interview import Interview
from tests.fakes import FakeEars, FakeSound, render, render_second
from tests.making import question
from tests.tui.conftest import frame

ANSWER = (
    "Last winter I was on the night shift when a colleague fell ill. I counted the stock with her and I wrote a list of"
    " 40 shelves, because nobody knew where things were. As a result we were done an hour early."
)


class Devices:
    """What `open_equipment` opens in these tests; `asked` is what it was asked for."""

    def __init__(self) -> None:
        self.sound = FakeSound()
        self.ears = FakeEars(ANSWER)
        self.asked: list[dict[str, bool]] = []
        self.troubles: tuple[str, ...] = ()
        self.ready = asyncio.Event()
        self.ready.set()

    async def open(self, settings: Settings, *, spoken: bool, voice: bool, sound: bool = True) -> Equipment:
        self.asked.append({"spoken": spoken, "voice": voice, "sound": sound})
        await self.ready.wait()
        return Equipment(
            sound=cast(Any, self.sound) if sound and (spoken or voice) else None,
            ears=cast(Any, self.ears) if spoken else None,
            render=render if voice else None,
            render_second=render_second if voice else None,
            troubles=self.troubles,
        )


@pytest.fixture
def devices(monkeypatch: pytest.MonkeyPatch) -> Devices:
    made = Devices()
    monkeypatch.setattr("simulator.interview.rehearsal.open_equipment", made.open)
    return made


def simple(count: int, **changes: object) -> tuple[Question, ...]:
    """Questions that no follow-up of the program comes after."""
    return tuple(question(number, follow_ups=(), **changes) for number in range(1, count + 1))


async def until(pilot: Pilot[None], condition: Callable[[], bool]) -> None:
    """Handles what happens until it is so."""
    try:
        async with asyncio.timeout(30):
            while not condition():
                await pilot.pause()
    except TimeoutError:
        raise AssertionError(f"not within half a minute; on screen:\n{frame(pilot)}") from None
    await pilot.pause()


async def shown(pilot: Pilot[None], text: str) -> str:
    await until(pilot, lambda: text in frame(pilot))
    return frame(pilot)


def interview(pilot: Pilot[None]) -> Interview:
    return next(screen for screen in pilot.app.screen_stack if isinstance(screen, Interview))


def on(pilot: Pilot[None], screen: type[Screen[Any]]) -> bool:
    return isinstance(pilot.app.screen, screen)


def state(pilot: Pilot[None]) -> State:
    return interview(pilot).sitting.state


async def stage(pilot: Pilot[None], wanted: str, number: int | None = None) -> None:
    """Until the interview is in that stage, at that question (from 1)."""
    await until(
        pilot,
        lambda: state(pilot).stage == wanted and (number is None or state(pilot).question == number - 1),
    )


async def write(pilot: Pilot[None], text: str) -> None:
    await pilot.press(*("space" if each == " " else each for each in text))


async def answer(pilot: Pilot[None], text: str) -> None:
    """Gives a typed answer, pasted, and ends it."""
    await stage(pilot, "answering")
    box = interview(pilot).query_one(TextArea)
    await until(pilot, lambda: pilot.app.focused is box)
    pilot.app.post_message(events.Paste(text))
    await until(pilot, lambda: box.text == text)
    await pilot.press("ctrl+s")
    await stage(pilot, "reviewing")


def saved() -> SavedSession:
    """The newest session on disk."""
    return open_session(next(library.folders()))
