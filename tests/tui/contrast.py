"""What is on screen, as it is seen: each text with its colour and what lies behind it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from rich.style import Style
from textual.color import Color
from textual.geometry import Region
from textual.pilot import Pilot

from simulator.tui.page import Dialog

TEXT, DRAWN = 4.5, 3.0
"""The least contrast of text and of what is drawn (WCAG 2.2, 1.4.3 and 1.4.11). Nothing is taken as disabled: no screen shows what cannot be done."""

TEXT_AAA = 7.0
"""The least contrast of text in high contrast (1.4.6)."""

_DIM = 0.66
"""How much of its colour is left of dim text, as Textual itself reckons where a terminal cannot dim."""

_DRAWN = (
    "BOX DRAWINGS",
    "FULL BLOCK",
    "LOWER ",
    "UPPER ",
    "LEFT ",
    "RIGHT ",
    "MIDDLE DOT",
    "BULLET",
    "QUADRANT",
    "BRAILLE",
)


class Seen(NamedTuple):
    text: str
    ratio: float
    drawn: bool
    """A frame, a bar, a meter: no character of it is to be read."""


def ratio(one: Color, other: Color) -> float:
    """Contrast by WCAG 2.2: https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio."""

    def luminance(color: Color) -> float:
        parts = [channel / 255 for channel in (color.r, color.g, color.b)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def colors(style: Style) -> tuple[Color, Color]:
    """Of what is read, and behind it."""
    assert style.color is not None
    assert style.bgcolor is not None
    text, behind = Color.from_rich_color(style.color), Color.from_rich_color(style.bgcolor)
    if style.reverse:
        text, behind = behind, text
    return (behind.blend(text, _DIM) if style.dim else text), behind


def seen(pilot: Pilot[None]) -> Iterator[Seen]:
    """Every stretch of the screen that is not blank; of a dialog its panel, for what lies behind that is dimmed because it is inactive."""
    screen = pilot.app.screen
    own = ".panel" if isinstance(screen, Dialog) else "#--input, CommandList" if screen.is_modal else ""
    x, y, width, height = Region.from_union([each.region for each in screen.query(own)]) if own else screen.region
    for strip in screen._compositor.render_strips()[y : y + height]:
        for segment in strip.crop(x, x + width):
            text = segment.text.strip()
            if text and segment.style is not None and segment.style.color is not None:
                yield Seen(text, ratio(*colors(segment.style)), all(map(_is_drawn, text)))


def too_faint(pilot: Pilot[None]) -> Iterator[str]:
    """What cannot be told from what lies behind it."""
    text = TEXT_AAA if pilot.app.theme == "high-contrast" else TEXT
    for each in seen(pilot):
        if each.ratio < (DRAWN if each.drawn else text):
            yield f"{pilot.app.theme}: {each.text!r} at {each.ratio:.2f} : 1"


def _is_drawn(character: str) -> bool:
    return (
        character.isspace() or unicodedata.name(character, "").startswith(_DRAWN) or 0x2580 <= ord(character) < 0x25A0
    )
