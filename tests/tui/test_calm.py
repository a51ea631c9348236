"""Less motion; no clock where there is no limit; and whatever is said aloud stands on the screen."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any, cast

import pytest
from textual.widgets import Input

from simulator.comeback import settling
from simulator.interview.rehearsal import Wish
from simulator.settings import Settings
from simulator.speech import check
from simulator.tui.app import MockInterviewApp
from simulator.tui.dialogs import Write
from simulator.tui.screens.settle import Settle
from simulator.tui.screens.today import Today
from simulator.tui.widgets.breath import LOOKS_PER_SECOND, calm_rows, rows
from simulator.tui.widgets.live import ClockBar, LevelMeter
from simulator.tui.widgets.transcript import Transcript
from tests.fakes import FakePlayback
from tests.tui import rehearsing, sessions
from tests.tui.conftest import Opening, frame, settle
from tests.tui.rehearsing import Devices, answer, interview, shown, simple, stage, until

devices = rehearsing.devices

CALM = Settings(calm=True)
SPOKEN = Wish(nerves=False, follow_ups=1, only=simple(1))


def drawings(draw: Any) -> int:
    """How many different pictures a breath of ten seconds has."""
    return len({draw(at / LOOKS_PER_SECOND, 44)[:-1] for at in range(10 * LOOKS_PER_SECOND)})


def test_the_breathing_guide_becomes_words_and_a_count_that_change_once_a_second() -> None:
    assert drawings(calm_rows) == 10
    assert drawings(rows) > 20
    said = [" ".join("".join(calm_rows(second + 0.5, 44)[:-1]).split()) for second in range(10)]
    assert said == [*(f"breathe in: {each}" for each in range(1, 5)), *(f"breathe out: {each}" for each in range(1, 7))]


async def test_with_less_motion_the_guide_is_words_and_nothing_glides_or_blinks(opening: Opening) -> None:
    async with opening("settle", settings=CALM) as pilot:
        assert pilot.app.animation_level == "none"
        await pilot.press("enter")
        page = await shown(pilot, "breathe in: ")
        assert settling.BREATHING_CALM.split(",")[0] in page
        assert "•" not in page
        assert isinstance(pilot.app.screen, Settle)
        pilot.app.push_screen(Write("What is it called?"))
        await until(pilot, lambda: isinstance(pilot.app.focused, Input))
        assert not pilot.app.screen.query_one(Input).cursor_blink


async def test_meter_and_clock_stand_still(opening: Opening, devices: Devices) -> None:
    devices.sound.level = -70.0
    async with opening("interview", wish=SPOKEN, settings=CALM) as pilot:
        await stage(pilot, "answering")
        meter, clock = (interview(pilot).query_one(kind) for kind in (LevelMeter, ClockBar))
        assert meter.text(12) == "quiet so far"
        devices.sound.level = -20.0
        assert meter.text(12) == "heard"
        devices.sound.level = -70.0
        assert meter.text(12) == "heard", "it does not flicker"
        assert clock.text(60).strip().endswith("of 1:30")
        assert "━" not in clock.text(60)


async def test_the_lit_word_steps_once_a_second(opening: Opening, monkeypatch: pytest.MonkeyPatch) -> None:
    async with opening("replay", session=sessions.spoken(), settings=CALM) as pilot:
        page: Any = pilot.app.screen
        monkeypatch.setattr(type(page.player), "position", property(lambda _: 3.7))
        assert page.shown_at == 3.7
        monkeypatch.setattr(page.player, "playing", True)
        assert page.shown_at == 3.0
        page.look()
        lit = page.query_one("#heard", Transcript).lit
        assert lit is not None
        assert lit.start <= 3.0


async def test_without_a_limit_no_clock_is_there_and_no_time_is_told(opening: Opening, devices: Devices) -> None:
    wish = Wish(typed=True, voice=False, nerves=False, follow_ups=0, untimed=True, only=simple(1))
    async with opening("interview", wish=wish) as pilot:
        await stage(pilot, "answering")
        assert interview(pilot).query_one(ClockBar).text(60) == ""
        assert "1:30" not in frame(pilot)
        await pilot.press("tab", "w")
        await stage(pilot, "thinking")
        await pilot.pause()
        assert interview(pilot).query_one(ClockBar).text(60) == ""
        await pilot.press("space")
        await answer(pilot, rehearsing.ANSWER)
        assert "That was your answer." in await shown(pilot, "Worked")


# Subtitles


def one_line(text: str) -> str:
    return " ".join(text.split())


async def test_what_an_interviewer_says_stands_on_the_screen_while_it_is_said(
    opening: Opening, devices: Devices, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The question, a follow-up, the line with which they break in, and the second interviewer of a panel."""
    monkeypatch.setattr("simulator.interview.pressure.patience", lambda *_: 0.01)
    wish = Wish(nerves=False, follow_ups=1, only=simple(2), step=7)
    async with opening("interview", wish=wish) as pilot:
        spoken: list[tuple[str, str]] = []
        play = devices.sound.play

        async def looked(path: Path) -> FakePlayback:
            devices.sound.speaking.clear()
            spoken.append((path.read_text().removeprefix("(second) "), ""))
            return await play(path)

        monkeypatch.setattr(devices.sound, "play", looked)
        await stage(pilot, "nerves_before")
        await pilot.press("enter")
        for count in range(1, 4):
            await until(pilot, lambda count=count: len(spoken) >= count)  # type: ignore[misc]
            await settle(pilot)
            spoken[-1] = (spoken[-1][0], frame(pilot))
            devices.sound.speaking.set()
            if count == 2:
                await until(pilot, lambda: bool(interview(pilot).sitting.state.takes[-1].running_since))
                await pilot.press("space")
    kinds = [text for text, _ in spoken[:3]]
    assert len(set(kinds)) == 3
    for text, screen in spoken[:3]:
        assert one_line(text) in one_line(screen), text


async def test_the_device_check_shows_what_it_says(opening: Opening, monkeypatch: pytest.MonkeyPatch) -> None:
    said = asyncio.Event()

    async def speaking(*_: object, **__: object) -> tuple[check.Finding, None]:
        await said.wait()
        return check.Finding(ok=True, sentence="It was spoken."), None

    monkeypatch.setattr("simulator.tui.screens.device_check.check_voice", speaking)
    async with opening() as pilot:
        cast(MockInterviewApp, pilot.app).open("device_check")
        await until(pilot, lambda: check.SENTENCE in one_line(frame(pilot)))
        said.set()


async def test_an_answer_that_is_played_has_its_words_beneath(opening: Opening) -> None:
    sessions.spoken()
    async with opening("today") as pilot:
        await shown(pilot, "> Tell me about time number")
        await pilot.press("space")
        today = pilot.app.screen
        assert isinstance(today, Today)
        await until(pilot, lambda: "I was working in the warehouse" in one_line(frame(pilot)))
        assert today.player.playing


def test_whatever_speaks_is_known_here() -> None:
    """Sound is played by what performs an interview, the device check and the player; another caller needs its subtitles looked at."""
    root = Path(check.__file__).parents[1]
    callers = {
        str(path.relative_to(root))
        for path in root.rglob("*.py")
        if any(call in path.read_text(encoding="utf-8") for call in ("sound.play(", "_sound.play("))
    }
    assert callers == {"interview/performing.py", "speech/check.py", "sessions/player.py"}
