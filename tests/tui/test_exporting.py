"""Exporting by one key: a list of formats, a place, and where it lies, while the screen stays alive."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from simulator import paths, when
from simulator.exports import writing
from simulator.exports.formats import FORMATS, OF_PROGRESS, progress_called
from simulator.exports.pages import Tell
from simulator.exports.sound import Stop, Stopped
from simulator.sessions.bundle import import_bundle
from simulator.tui.dialogs import Pick, Write
from simulator.tui.screens.exporting import Exporting
from simulator.tui.screens.progress import Progress
from simulator.tui.widgets.words import Words
from tests.tui import sessions
from tests.tui.conftest import Opening, frame
from tests.tui.learning import learner
from tests.tui.rehearsing import on, shown, until


def said(pilot: Pilot[None]) -> str:
    """The whole sentence, which may be broken on screen."""
    return str(pilot.app.screen.query_one(Words).content)


@pytest.mark.parametrize("start", ["sessions", "scorecard", "replay"])
async def test_a_page_is_written_from_every_screen_that_shows_a_session(opening: Opening, start: str) -> None:
    folder = sessions.spoken()
    arguments = {} if start == "sessions" else {"session": folder}
    async with opening(start, **arguments) as pilot:
        await until(pilot, lambda: "x" in pilot.app.screen.active_bindings)
        await pilot.press("x")
        await until(pilot, lambda: on(pilot, Pick))
        await shown(pilot, "a page with the sound in it")
        await pilot.press("enter")
        await until(pilot, lambda: on(pilot, Write))
        wanted = paths.exports() / f"{folder.name}.html"
        assert pilot.app.screen.query_one(Input).value == str(wanted)
        await pilot.press("enter")
        await until(pilot, lambda: "lies in" in said(pilot))
        assert said(pilot) == writing.where(wanted)
        assert wanted.read_bytes().startswith(b"<!DOCTYPE html>")
        await pilot.press("enter")
        assert start == pilot.app.screen.NAME  # type: ignore[attr-defined]


async def test_a_bundle_goes_where_the_person_says(opening: Opening, tmp_path: Path) -> None:
    folder = sessions.typed()
    async with opening("scorecard", session=folder) as pilot:
        await pilot.press("x")
        await until(pilot, lambda: on(pilot, Pick))
        await pilot.press("down", "enter")
        await until(pilot, lambda: on(pilot, Write))
        pilot.app.screen.query_one(Input).value = str(tmp_path / "mine.zip")
        await pilot.press("enter")
        await until(pilot, lambda: "lies in" in said(pilot))
    assert import_bundle(tmp_path / "mine.zip").already


async def test_what_is_there_stays_and_that_is_said(opening: Opening, tmp_path: Path) -> None:
    (tmp_path / "mine.html").write_text("mine")
    async with opening("scorecard", session=sessions.typed()) as pilot:
        await pilot.press("x")
        await until(pilot, lambda: on(pilot, Pick))
        await pilot.press("enter")
        await until(pilot, lambda: on(pilot, Write))
        pilot.app.screen.query_one(Input).value = str(tmp_path / "mine.html")
        await pilot.press("enter")
        await until(pilot, lambda: "is there already" in said(pilot))
    assert (tmp_path / "mine.html").read_text() == "mine"


async def test_while_it_writes_the_screen_is_alive_and_escape_stops_it(
    opening: Opening, monkeypatch: pytest.MonkeyPatch
) -> None:
    pressed = threading.Event()

    def slow(session: Path, kind: str, to: Path, tell: Tell, stop: Stop) -> None:
        tell(1, 9)
        if pressed.wait(60) and stop():
            raise Stopped

    monkeypatch.setattr(writing, "export_session", slow)
    async with opening("scorecard", session=sessions.typed()) as pilot:
        await pilot.press("x")
        await until(pilot, lambda: on(pilot, Pick))
        await pilot.press("enter")
        await until(pilot, lambda: on(pilot, Write))
        await pilot.press("enter")
        await shown(pilot, "1 of 9 answers are done")
        await pilot.press("enter")
        assert on(pilot, Exporting)
        await pilot.press("escape")
        pressed.set()
        await shown(pilot, "Stopped; nothing was written.")
        await pilot.press("escape")
        assert "What shall it be" not in frame(pilot)
    assert not paths.exports().exists()


async def test_progress_is_exported_by_the_same_key(opening: Opening) -> None:
    learner(2)
    async with opening("progress") as pilot:
        await shown(pilot, "x export")
        await pilot.press("x")
        await until(pilot, lambda: on(pilot, Pick))
        page = frame(pilot)
        assert "a row a week" in page
        assert "sound" not in page
        await pilot.press("down", "enter")
        await until(pilot, lambda: on(pilot, Write))
        wanted = paths.exports() / f"{progress_called(when.now().date())}.md"
        assert pilot.app.screen.query_one(Input).value == str(wanted)
        await pilot.press("enter")
        await until(pilot, lambda: "lies in" in said(pilot))
        await pilot.press("enter")
        assert on(pilot, Progress)
    assert "2 sessions so far: too few to say what changes." in wanted.read_text(encoding="utf-8")


async def test_progress_of_no_session_is_not_exported(opening: Opening) -> None:
    async with opening("progress") as pilot:
        await shown(pilot, "Nothing to compare yet")
        await pilot.press("x")
        assert on(pilot, Progress)


def test_every_format_is_explained_in_a_line() -> None:
    assert all(len(about) <= 46 for about in (*FORMATS.values(), *OF_PROGRESS.values()))
