"""Words that are said instead of typed: with the real microphone and recogniser, and without a microphone."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Input

from simulator import paths
from simulator.comeback import flow
from simulator.comeback.model import Debrief
from simulator.comeback.store import DEBRIEFS
from simulator.settings import Settings
from simulator.speech import voice
from simulator.tui.app import MockInterviewApp
from simulator.tui.saying import NO_WORDS, NOW, Say
from simulator.tui.screens.debrief import DebriefScreen
from tests.tui.conftest import Opening
from tests.tui.rehearsing import on, shown, until
from tests.tui.test_debrief import applied, day, only, step
from tests.virtual_microphone import SoundServer

QUESTION = "Why do you want to leave your present job?"


async def test_without_a_microphone_it_says_so_and_one_types(opening: Opening, size: tuple[int, int]) -> None:
    async with opening(size=size) as pilot:
        given: list[str | None] = []
        await pilot.app.push_screen(Say("What did they ask?"), given.append)
        page = await shown(pilot, "No microphone was found")
        assert "Press Esc and type it." in " ".join(page.split())
        assert "enter said" not in page
        await pilot.press("enter", "space")
        assert given == []
        await pilot.press("escape")
        await until(pilot, lambda: given == [None])


@pytest.mark.microphone
async def test_a_question_is_said_corrected_and_taken(
    sound_server: SoundServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("MOCK_INTERVIEW_SOUND")
    spoken = await voice.render(QUESTION, tmp_path / "said.wav")
    job = applied()
    DEBRIEFS.save(Debrief(id="first", application=job.id, date=day(1), left_at=flow.ASKED))
    app = MockInterviewApp(Settings(), "debrief", debrief="first")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: step(pilot) == flow.ASKED)
        await pilot.press("ctrl+r")
        await shown(pilot, NOW[:20])
        await pilot.press("enter")
        await shown(pilot, NO_WORDS[:20])
        sound_server.say(spoken).wait()
        await pilot.press("enter")
        await until(pilot, lambda: on(pilot, DebriefScreen))
        line = pilot.app.screen.query_one(Input)
        await until(pilot, lambda: bool(line.value))
        await pilot.press("enter")
        await until(pilot, lambda: step(pilot) == flow.COMPETENCY)
    (asked,) = only().questions
    said, wanted = (set(text.casefold().rstrip("?.").split()) for text in (asked.text, QUESTION))
    assert len(said & wanted) >= 7, "of nine words, of which the recogniser may mishear two"
    assert asked.text[0] == "W"
    kept = [path for path in paths.home().rglob("*") if path.is_file()]
    assert not [path for path in kept if path.suffix in (".pcm", ".flac", ".wav")]
