"""What a moment to learn from cost, why it did, and what to try, in sentences."""

from __future__ import annotations

from datetime import datetime

from simulator import when
from simulator.progress.moments import Lesson
from simulator.text import clock_text

WHY = {
    "long pause": (
        "flow",
        "The words stop where a listener waits for the next one.",
        "Finish the clause first, then breathe.",
    ),
    "fillers": (
        "fillers",
        "Several fillers stand close together.",
        "Let the gap be silent: silence sounds like thought.",
    ),
    "repeat": (
        "repairs",
        "Words are said again, or begun anew.",
        "Say the sentence to its end, even if there is a better one.",
    ),
    "rush": ("pace", "These words come faster than they can be followed.", "Take one breath after each full stop."),
    "slow start": ("start", "The first word comes late.", "Have a first sentence ready: when it was, and where."),
    "over time": ("length", "The answer goes on past its window.", "Say what came of it, then stop."),
}
"""By kind: the dimension that a place costs points in, why it does, and what to try."""

ABOUT_WORDS = ("length",)
"""Dimensions of preparedness; the others make up fluency."""


def cost(lesson: Lesson) -> str:
    """`0:52 long pause, 1.8 s after “so I”: 2.3 points of fluency, by flow.`"""
    moment = lesson.moment
    dimension = WHY.get(moment.kind, ("", "", ""))[0]
    total = "preparedness" if dimension in ABOUT_WORDS else "fluency"
    what = f", {moment.text}" if moment.text else ""
    by = f", by {dimension}" if dimension else ""
    verb = "It cost" if lesson.mended is None else "It cost then"
    return f"{clock_text(moment.start)} {moment.kind}{what}. {verb} {-moment.points:.1f} points of {total}{by}."


def advice(lesson: Lesson, now: datetime) -> str:
    """Why such a place costs points, and what to try; or since when it is mended, seen from `now`."""
    if lesson.mended is not None:
        on = when.day_of(lesson.mended.date().toordinal(), now)
        return f"* Mended {on if on == 'today' else f'on {on}'}: since then your answers to this question lose nothing by it."
    _, why, tip = WHY.get(lesson.moment.kind, ("", "", ""))
    return f"{why} Try: {tip[:1].lower()}{tip[1:]}" if why else ""
