"""The program as a whole: light to start, calm in trouble, quick to leave."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from typing import cast

import pytest

from simulator.errors import DeviceError
from simulator.settings import Settings
from simulator.tui import app as app_module
from simulator.tui.app import MockInterviewApp, run
from simulator.tui.page import Page
from tests.tui.conftest import Opening, frame, settle
from tests.tui.rehearsing import shown as seen

HEAVY = {
    "numpy", "yaml", "miniaudio", "sounddevice", "soundfile", "pyttsx3", "speech_recognition", "faster_whisper",
    "onnxruntime", "simulator.interview.conductor", "simulator.questions.load", "simulator.speech.sound",
    "simulator.scoring.scorecard",
}  # fmt: skip


def test_home_imports_nothing_before_it_is_needed() -> None:
    code = (
        "import sys; from simulator.tui.app import screen_class; screen_class('home'); print('\\n'.join(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not set(done.stdout.splitlines()) & HEAVY


async def test_a_long_panel_scrolls_and_its_keys_stay_in_sight(opening: Opening) -> None:
    async with opening() as pilot:
        cast(MockInterviewApp, pilot.app).tell(DeviceError("\n".join(f"Fault {n}." for n in range(60)), "Mend them."))
        page = await seen(pilot, "Fault 0.")
        assert "Mend them." in page
        assert "close" in page
        await pilot.press("end")
        await seen(pilot, "Fault 59.")


async def test_an_error_is_one_calm_panel_with_its_mend_and_no_markup(opening: Opening) -> None:
    async with opening() as pilot:
        app = cast(MockInterviewApp, pilot.app)
        app.tell(DeviceError("The microphone [red]stopped[/red] \x1b[2J at 0:42.", "Plug it in."))
        await settle(pilot)
        shown = frame(pilot)
        assert "Sound is not available" in shown
        assert "[red]stopped[/red] ␛[2J at 0:42." in shown
        assert "Plug it in." in shown
        assert "esc close" in shown
        await pilot.press("enter")
        assert getattr(pilot.app.screen, "NAME", "") == "home"


class Slow(Page[None]):
    """A screen whose devices do not let go."""

    NAME = "slow"
    HOLDS = True
    asked = 0

    async def put_away(self) -> None:
        Slow.asked += 1
        await asyncio.Event().wait()


async def test_leaving_closes_what_is_open_but_does_not_wait_for_what_never_closes(opening: Opening) -> None:
    Slow.asked = 0
    async with opening() as pilot:
        await pilot.app.push_screen(Slow())
        await pilot.press("ctrl+q")
        assert Slow.asked == 1
        assert pilot.app.return_code == 0


async def test_nothing_opens_over_a_screen_that_holds(opening: Opening) -> None:
    async with opening() as pilot:
        app = cast(MockInterviewApp, pilot.app)
        assert any(command.title == "Settings" for command in app.get_system_commands(app.screen))
        await app.push_screen(Slow())
        assert not any(command.title == "Settings" for command in app.get_system_commands(app.screen))
        assert not await app.run_action("go('settings')")
        app.pop_screen()


async def test_going_somewhere_by_name_lies_over_home_alone(opening: Opening) -> None:
    async with opening("sessions") as pilot:
        app = cast(MockInterviewApp, pilot.app)
        await app.run_action("go('banks')")
        await settle(pilot)
        assert [getattr(screen, "NAME", "") for screen in app.screen_stack] == ["home", "banks"]
        await pilot.press("escape")
        assert getattr(app.screen, "NAME", "") == "home"


@pytest.mark.parametrize(
    ("start", "wanted"), [(None, "home"), ("home", "home"), ("practise", "interview"), ("replay", "replay")]
)
def test_run_opens_what_it_is_told(monkeypatch: pytest.MonkeyPatch, start: str | None, wanted: str) -> None:
    made: list[tuple[str, dict[str, object]]] = []

    class Program:
        return_code = 0

        def __init__(self, settings: Settings, start: str, **arguments: object) -> None:
            made.append((start, arguments))

        def run(self) -> None:
            return

    monkeypatch.setattr(app_module, "MockInterviewApp", Program)
    assert run(settings=Settings(), start=start, wish=None) == 0
    assert made == [(wanted, {"wish": None})]


async def test_a_theme_from_the_settings_is_the_theme(opening: Opening) -> None:
    async with opening(settings=Settings(theme="high-contrast")) as pilot:
        assert pilot.app.theme == "high-contrast"
