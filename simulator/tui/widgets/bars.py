"""Small drawings in text."""

from __future__ import annotations

from textwrap import fill

from simulator.scoring.card import Remark
from simulator.text import clock_text as clock_text
from simulator.text import plain
from simulator.text import score_text as score_text

TEXT_WIDTH = 76
"""A text column is at most so wide."""


def score_bar(score: float | None, width: int = 14) -> str:
    """A score from 0 to 100 as a bar; dots alone where there is none."""
    filled = 0 if score is None else round(min(max(score, 0.0), 100.0) / 100 * width)
    return "█" * filled + "·" * (width - filled)


def remark_text(name: str, remark: Remark | None, where: str = "") -> str:
    """`Worked   You said what you did.   0:18`, its further lines set in; empty without a remark."""
    if remark is None:
        return ""
    at = [part for part in (where, clock_text(remark.start) if remark.start is not None else "") if part]
    place = f"   {', '.join(at)}" if at else ""
    return fill(f"{name:<9}{plain(remark.text)}{place}", TEXT_WIDTH, subsequent_indent=" " * 9)
