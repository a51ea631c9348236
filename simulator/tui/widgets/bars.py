"""Small drawings in text."""

from __future__ import annotations


def clock_text(seconds: float) -> str:
    """`75.2` becomes `1:15`."""
    return f"{int(seconds) // 60}:{int(seconds) % 60:02}"


def score_bar(score: float | None, width: int = 14) -> str:
    """A score from 0 to 100 as a bar; dots alone where there is none."""
    filled = 0 if score is None else round(min(max(score, 0.0), 100.0) / 100 * width)
    return "█" * filled + "·" * (width - filled)


def score_text(score: float | None) -> str:
    return "not scored" if score is None else f"{score:.0f}"
