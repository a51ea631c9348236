"""Whatever stands in a text, no screen shows what a terminal would obey, and none takes it for markup."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from rich.style import Style
from textual.pilot import Pilot

from simulator import settings
from simulator.interview.rehearsal import Wish
from simulator.text import plain
from simulator.tui.app import SCREENS, MockInterviewApp
from tests import hostile_home
from tests.tui import rehearsing
from tests.tui.conftest import Opening, settle
from tests.tui.rehearsing import Devices, stage

devices = rehearsing.devices


ALONE = (
    "today nerves setbacks wins plan choosing peer sessions progress drill moments banks prep applications contacts skills settings settle"
    " device_check door"
)
"""Screens that are opened without being told what to show."""


def opened(folder: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every screen with what it is opened with, but for home, help and the interview."""
    yield from ((name, {}) for name in ALONE.split())
    hostile = next(each for each in folder.parent.iterdir() if each.name.startswith("2026-11-25 "))
    for session in (folder, hostile, folder.with_name("2026-11-28-extreme")):
        yield from ((name, {"session": session}) for name in ("scorecard", "replay"))
    yield "takes", {"session": folder, "question": 0}
    yield "debrief", {"debrief": "mean"}
    yield "sheet", {"sheet": "mean"}
    for what, of in (("application", "mean"), ("contact", "lead"), ("skill", "mean")):
        yield "record", {"what": what, "of": of}
    for kind in ("thanks", "feedback", "reply"):
        yield "letter", {"kind": kind, "of": "mean"}


def shown(pilot: Pilot[None]) -> tuple[str, set[str]]:
    """The text on screen, and what of its looks no text of ours asked for."""
    text, found = [], set()
    for strip in pilot.app.screen._compositor.render_strips():
        for segment in strip:
            text.append(segment.text)
            style = segment.style or Style.null()
            if style.color is not None and style.color.triplet == hostile_home.COLOUR:
                found.add("a colour")
            if "evil" in f"{style.link} {style.meta}":
                found.add("a link or an action")
        text.append("\n")
    return "".join(text), found


def faults(pilot: Pilot[None]) -> set[str]:
    text, found = shown(pilot)
    return found | {ascii(each) for each in text if each != plain(each)}


@pytest.fixture
def folder(home: Path) -> Path:
    return hostile_home.fill()


async def test_no_screen_obeys_a_text(folder: Path, opening: Opening) -> None:
    names = set()
    bad: dict[str, set[str]] = {}
    quoted = 0
    async with opening(settings=settings.load(), size=(100, 40)) as pilot:
        assert isinstance(pilot.app, MockInterviewApp)
        for name, arguments in opened(folder):
            pilot.app.open(name, **arguments)
            await settle(pilot)
            for key in ("", "down", "end"):
                await pilot.press(*filter(None, [key]))
                await pilot.pause()
                if found := faults(pilot):
                    bad.setdefault(f"{name} {arguments} {key}", found)
            quoted += "[#010203]" in shown(pilot)[0]
            names.add(name)
            pilot.app._go_home()
        assert pilot.app.is_running
        if found := faults(pilot):
            bad["home"] = found
    assert bad == {}
    assert quoted > 15, "most of them show such a text"
    assert names == set(SCREENS) - {"home", "help", "interview"}


async def test_an_interview_obeys_no_text(folder: Path, opening: Opening, devices: Devices) -> None:
    wish = Wish(banks=("mean",), questions=1, typed=True, friend=True, nerves=False, seed=1)
    async with opening("interview", settings=settings.load(), wish=wish, size=(100, 40)) as pilot:
        await stage(pilot, "answering")
        assert faults(pilot) == set()
        assert "[#010203]" in shown(pilot)[0]
