"""The device check: plain results, what is missing with its mend and what works without it, advice on headphones."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from simulator.settings import Settings, save
from simulator.speech import voice
from simulator.speech.check import Echo, Finding
from simulator.tui.app import MockInterviewApp
from simulator.tui.screens.device_check import SAY, WITHOUT, DeviceCheck, Part
from tests.tui.conftest import Opening, frame, settle
from tests.virtual_microphone import SoundServer

PARTS: tuple[Part, ...] = ("voice", "microphone", "recogniser")


def text(shown: str) -> str:
    return " ".join(shown.split())


async def test_what_is_missing_is_said_with_its_mend_and_what_works_without_it(
    opening: Opening, size: tuple[int, int], tmp_path: Path
) -> None:
    nowhere = Settings(model_folder=str(tmp_path / "no model"))
    save(nowhere)
    async with opening("device_check", size=size, settings=nowhere) as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, DeviceCheck)
        shown = text(frame(pilot))
        for part in PARTS:
            finding = screen.line(part).finding
            assert finding is not None
            assert not finding.ok
            # a long path is broken anywhere
            assert finding.sentence.replace(" ", "") in shown.replace(" ", "")
            assert WITHOUT[part] in shown
        assert shown.count(": missing") == 3


async def test_a_voice_that_comes_back_is_met_with_headphones(
    opening: Opening, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def spoken(*_: object, **__: object) -> tuple[Finding, Echo]:
        return Finding(ok=True, sentence="It was spoken."), Echo(
            ok=False, sentence="It comes back.", mend="Wear headphones."
        )

    monkeypatch.setattr("simulator.tui.screens.device_check.check_voice", spoken)
    async with opening("device_check") as pilot:
        shown = text(frame(pilot))
        assert "Voice: needs a look It was spoken. It comes back. Wear headphones." in shown


async def test_a_voice_that_is_turned_off_is_no_fault(opening: Opening) -> None:
    async with opening("device_check", settings=Settings(voice=False)) as pilot:
        assert "Voice: works Turned off in the settings" in text(frame(pilot))


async def test_leaving_in_the_middle_ends_its_processes(opening: Opening) -> None:
    async with opening() as pilot:
        screen = DeviceCheck()
        await pilot.app.push_screen(screen)
        while (process := screen.recogniser_process) is None:
            await pilot.pause()
        await pilot.press("escape")
        await settle(pilot)
        assert screen.recogniser_process is None
        with pytest.raises(ProcessLookupError):
            os.kill(process, 0)


@pytest.mark.microphone
async def test_with_a_microphone_it_hears_the_words(
    opening: Opening, sound_server: SoundServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("MOCK_INTERVIEW_SOUND")
    spoken = await voice.render(SAY, tmp_path / "said.wav")
    app = MockInterviewApp(Settings(), "device_check")
    async with app.run_test(size=(80, 24)) as pilot:
        while "say:" not in frame(pilot):
            await pilot.pause()
        speaking = sound_server.say(spoken)
        await settle(pilot)
        speaking.wait()
        shown = text(frame(pilot))
        assert "Voice: works The question was spoken on VirtualSpeakers." in shown
        assert "Microphone: works" in shown
        assert "ready for this" in shown
        assert "in " in shown
