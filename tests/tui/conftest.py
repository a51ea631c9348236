"""Every test of a screen runs without sound, in an empty home."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from simulator import paths
from simulator.settings import Settings
from simulator.tui import app
from simulator.tui.app import MockInterviewApp

Opening = Callable[..., AbstractAsyncContextManager[Pilot[None]]]


@pytest.fixture(autouse=True)
def no_sound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOCK_INTERVIEW_SOUND", "none")


@pytest.fixture(autouse=True)
def patient_goodbye(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where the machine is busy nothing of a test is still being closed in the next one."""
    monkeypatch.setattr(app, "GOODBYE_SECONDS", 30.0)


@pytest.fixture(autouse=True)
def no_sample(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The sample session that ships is shown only where a test asks for it."""
    monkeypatch.setattr(paths, "sample_session", lambda: tmp_path / "no sample")


@pytest.fixture
def sample(no_sample: None, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The sample session that ships."""
    folder = Path(__file__).parents[2] / "sessions" / "sample"
    monkeypatch.setattr(paths, "sample_session", lambda: folder)
    return folder


@pytest.fixture(params=[(80, 24), (100, 30)], ids=["80x24", "100x30"])
def size(request: pytest.FixtureRequest) -> tuple[int, int]:
    pair: tuple[int, int] = request.param
    return pair


a_long_walk = pytest.mark.parametrize("size", [(80, 24)], ids=["80x24"])
"""For tests that go through many screens: once, on the smaller one, where less has room."""


@pytest.fixture
def opening(home: Path) -> Opening:
    """Opens the program on a screen and waits until it has read what it shows."""

    @asynccontextmanager
    async def open_program(
        start: str = "home", *, size: tuple[int, int] = (80, 24), settings: Settings | None = None, **arguments: Any
    ) -> AsyncIterator[Pilot[None]]:
        program = MockInterviewApp(settings or Settings(), start, **arguments)
        async with program.run_test(size=size) as pilot:
            await settle(pilot)
            yield pilot

    return open_program


async def settle(pilot: Pilot[None]) -> None:
    """Waits for every worker, those that another screen begins when it comes up too, and for the screen to be drawn: until it
    looks the same twice, or for ten rounds where something on it moves."""
    for _ in range(3):
        await pilot.pause()
        await pilot.app.workers.wait_for_complete()
    before = ""
    for _ in range(10):
        await pilot.pause()
        if before == (before := frame(pilot)):
            return


def frame(pilot: Pilot[None]) -> str:
    """What is on screen, as text."""
    strips = pilot.app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip) for strip in strips)
