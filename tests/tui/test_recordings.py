"""Importing from the sessions screen, with an import that the test holds in its hands."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from textual.pilot import Pilot

from simulator import paths
from simulator.errors import AudioError
from simulator.recordings.told import Made, Outcome, Progress
from simulator.sessions.store import HEADER
from simulator.tui.screens import sessions as screen
from tests.tui.conftest import Opening, a_long_walk, frame, settle
from tests.tui.sessions import spoken

HOW_FAR = Progress(name="why [us].m4a", number=1, of=2, done=30, seconds=60, share=0.25, left=95)


class FakeImport:
    """Tells how far it is, then waits for `go`."""

    def __init__(self) -> None:
        self.places: list[Path] = []
        self.go = asyncio.Event()
        self.stopped = False
        self.outcome: Outcome | Exception = Outcome()

    async def __call__(
        self, places: Sequence[Path], *, tell: Callable[[Progress], None], told: Callable[[Made], None]
    ) -> Outcome:
        self.places += places
        tell(HOW_FAR)
        try:
            await self.go.wait()
        except asyncio.CancelledError:
            self.stopped = True
            raise
        if isinstance(self.outcome, Exception):
            raise self.outcome
        for made in self.outcome.made:
            told(made)
        return self.outcome


@pytest.fixture
def importing(monkeypatch: pytest.MonkeyPatch) -> FakeImport:
    fake = FakeImport()
    monkeypatch.setattr(screen, "import_recordings", fake)
    return fake


async def begin(pilot: Pilot[None]) -> None:
    await pilot.press("i")
    await pilot.pause()
    await pilot.press(*"/old", "enter")
    await pilot.pause()
    await pilot.pause()


@a_long_walk
async def test_the_list_follows_while_the_screen_can_be_used(
    opening: Opening, importing: FakeImport, size: tuple[int, int], tmp_path: Path
) -> None:
    before = spoken()
    later = spoken(at="2026-11-25T10:00:00+01:00")
    hidden = shutil.move(later, tmp_path / later.name)
    async with opening("sessions", size=size) as pilot:
        await begin(pilot)
        assert importing.places == [Path("/old")]
        assert "Importing 1 of 2  [######----" in frame(pilot)
        assert "about 2 min left" in frame(pilot)
        assert "stop importing" in frame(pilot)
        await pilot.press("slash", *"general", "escape")  # the list can be searched meanwhile
        shutil.move(hidden, later)
        importing.outcome = Outcome(
            made=(Made(folder=later.name, name="why [us]", answers=2),), known=1, failed=("a [b].wav is empty.",)
        )
        importing.go.set()
        await settle(pilot)
        assert "Some recordings were not imported" in frame(pilot)
        assert "a [b].wav is empty." in frame(pilot)
        await pilot.press("escape")
        assert "2 recordings imported, in 1 session; 1 was here already" in frame(pilot)
        assert "2 sessions" in frame(pilot)
        assert before.exists()
        await pilot.press("escape")
        await pilot.pause()
        assert not isinstance(pilot.app.screen, screen.Sessions)


async def test_esc_stops_it_and_only_then_goes_back(opening: Opening, importing: FakeImport) -> None:
    async with opening("sessions") as pilot:
        await begin(pilot)
        await pilot.press("escape")
        await settle(pilot)
        assert importing.stopped
        assert isinstance(pilot.app.screen, screen.Sessions)
        assert "Stopped. What is imported stays" in frame(pilot)
        assert "esc back" in frame(pilot)


async def test_what_keeps_all_from_being_imported_is_told(opening: Opening, importing: FakeImport) -> None:
    importing.outcome = AudioError("/old is not there.", "Name a folder of recordings, or recordings.")
    importing.go.set()
    async with opening("sessions") as pilot:
        await begin(pilot)
        await settle(pilot)
        assert "/old is not there." in frame(pilot)
        await pilot.press("escape")
        assert "Importing" not in frame(pilot)


async def test_quitting_ends_it(opening: Opening, importing: FakeImport) -> None:
    async with opening("sessions") as pilot:
        await begin(pilot)
        await pilot.press("ctrl+q")
        await pilot.pause()
        assert importing.stopped


async def test_a_folder_that_is_being_imported_is_no_session(opening: Opening) -> None:
    half = paths.sessions() / ".importing" / "2026-11-25-100000-recording"
    half.mkdir(parents=True)
    (half / HEADER).write_text("{}")
    async with opening("sessions") as pilot:
        assert "0 sessions" in frame(pilot)
