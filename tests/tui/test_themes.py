"""Every character on every screen can be read in every theme, and nothing depends on colour."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.color import Color
from textual.pilot import Pilot

from simulator.settings import Settings
from simulator.tui.themes import THEMES
from tests.tui import sessions
from tests.tui.conftest import Opening, frame, settle

LINES = set("─━│╭╮╰╯▁▂▃▄▅▆▇█▔▊▎·")
"""Drawn, not read."""


def ratio(one: Color, other: Color) -> float:
    """Contrast by WCAG 2.2: https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio."""

    def luminance(color: Color) -> float:
        parts = [channel / 255 for channel in (color.r, color.g, color.b)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def worst(pilot: Pilot[None]) -> tuple[float, str]:
    """The lowest contrast of any text on screen, and that text."""
    found = []
    for strip in pilot.app.screen._compositor.render_strips():
        for segment in strip:
            text, style = segment.text.strip(), segment.style
            if not text or set(text) <= LINES or style is None or style.color is None or style.bgcolor is None:
                continue
            colors = [Color.from_rich_color(each) for each in (style.color, style.bgcolor)]
            found.append((ratio(*colors), text))
    assert found
    return min(found)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("start", ["home", "debrief", "sessions", "banks", "settings", "replay", "device_check"])
async def test_text_stands_out_from_what_lies_behind_it(opening: Opening, theme: str, start: str) -> None:
    folder = sessions.spoken()
    sessions.spoken(at="2026-11-20T12:00:00+01:00", answers=1, of=3)
    arguments = {"session": folder} if start == "replay" else {}
    settings = Settings(theme=theme)  # type: ignore[arg-type]
    async with opening(start, settings=settings, **arguments) as pilot:
        if start == "replay":
            await pilot.press("full_stop", "full_stop")
            await settle(pilot)
        least = 7.0 if theme == "high-contrast" else 4.5
        contrast, text = worst(pilot)
        assert contrast >= least, f"{text!r} at {contrast:.2f} : 1"
        await pilot.press("question_mark")
        await settle(pilot)
        for words in pilot.app.screen.query("Words"):
            style = words.rich_style
            assert style.color is not None
            assert style.bgcolor is not None
            assert ratio(Color.from_rich_color(style.color), Color.from_rich_color(style.bgcolor)) >= least


@pytest.mark.parametrize("start", ["home", "sessions", "settings", "replay"])
async def test_without_colour_the_screen_says_the_same(
    opening: Opening, monkeypatch: pytest.MonkeyPatch, start: str
) -> None:
    folder: Path = sessions.spoken()
    arguments = {"session": folder} if start == "replay" else {}
    async with opening(start, **arguments) as pilot:
        coloured = frame(pilot)
    monkeypatch.setenv("NO_COLOR", "1")
    async with opening(start, **arguments) as pilot:
        assert pilot.app.no_color
        assert frame(pilot) == coloured
        assert start == "replay" or "> " in coloured
