"""The scales on which people rate an interview: five steps, of which the first, the middle and the last say in words what is
seen there (behaviourally anchored: Smith & Kendall 1963), so that two people mean the same by a number.

The same scales are put to the candidate and to the friend; the program's scores stand beside them where it sees the same thing.
"""

from __future__ import annotations

from collections.abc import Mapping
from statistics import fmean

import msgspec

LOWEST, HIGHEST = 1, 5


class Scale(msgspec.Struct, frozen=True, kw_only=True):
    """`low`, `middle` and `high` are what is seen at 1, 3 and 5. `dimensions` are those of the scorecard that look at the same thing; a scale without
    any is about what no program sees. With `middle_is_best` both ends are too much of something."""

    key: str
    name: str
    low: str
    middle: str
    high: str
    dimensions: tuple[str, ...] = ()
    middle_is_best: bool = False


SCALES: tuple[Scale, ...] = (
    Scale(
        key="flow",
        name="Flow and pace",
        low="It stopped and started, or ran so fast that I lost words.",
        middle="Some stops or rushed places; I could follow.",
        high="Steady, with pauses where sentences end.",
        dimensions=("pace", "flow"),
    ),
    Scale(
        key="clean",
        name="Ums and false starts",
        low="They drew my attention away from what was said.",
        middle="I noticed them now and then.",
        high="I noticed next to none.",
        dimensions=("fillers", "repairs"),
    ),
    Scale(
        key="on_the_question",
        name="On the question",
        low="Most answers were about something else than I asked.",
        middle="They came to the question, with detours.",
        high="Each answer met what I asked.",
        dimensions=("on_the_question",),
    ),
    Scale(
        key="structure",
        name="Structure",
        low="I lost the thread.",
        middle="I could follow, but a beginning or a result was missing.",
        high="I could retell it: how it was, what was done, what came of it.",
        dimensions=("structure",),
    ),
    Scale(
        key="specifics",
        name="Specifics",
        low="General words that anyone could say.",
        middle="Some numbers, names or examples.",
        high="I could picture it: who, how many, how long, with what.",
        dimensions=("specifics",),
    ),
    Scale(
        key="homework",
        name="Homework",
        low="Nothing showed that they know this job or employer.",
        middle="One or two facts about the job or the employer.",
        high="What they said could be said to no other employer.",
        dimensions=("homework",),
    ),
    Scale(
        key="length",
        name="Length",
        low="Far too short, or I wanted to stop them.",
        middle="Now and then too short or too long.",
        high="Each answer took the time it needed.",
        dimensions=("length",),
    ),
    Scale(
        key="conviction",
        name="Conviction",
        low="They took back half of what they said.",
        middle="Sure in some places, hedging in others.",
        high="They said it as something they stand by.",
        dimensions=("conviction",),
    ),
    Scale(
        key="greeting",
        name="Greeting and goodbye",
        low="They began and stopped without a word to me.",
        middle="A greeting or a thank-you, not both.",
        high="They greeted me, and thanked me at the end.",
    ),
    Scale(
        key="posture",
        name="Posture and eye contact",
        low="They hardly looked up, or could not sit still.",
        middle="They looked at me when they felt safe.",
        high="Upright and at ease, and they looked at me.",
    ),
    Scale(
        key="warmth",
        name="Warmth",
        low="Cold: I would not know what they like about this work.",
        middle="Friendly, with some reserve.",
        high="Warm: I would like to work with them.",
    ),
    Scale(
        key="push",
        name="Too shy or too pushy",
        low="Too shy: I had to pull every word out.",
        middle="Just right: they took their part and left me mine.",
        high="Too pushy: they talked over me or sold too hard.",
        middle_is_best=True,
    ),
)

BY_KEY: Mapping[str, Scale] = {scale.key: scale for scale in SCALES}


def faults(ratings: Mapping[str, int]) -> str:
    """What is wrong with ratings by the keys of scales, in one sentence; empty where nothing is."""
    for key, value in ratings.items():
        if key not in BY_KEY:
            return f"There is no scale {key!r}."
        if not LOWEST <= value <= HIGHEST:
            return f"{BY_KEY[key].name} goes from {LOWEST} to {HIGHEST}, not to {value}."
    return ""


def on_scale(score: float) -> float:
    """A score of 0 to 100 where it lies on a scale of 1 to 5."""
    return LOWEST + score / 100 * (HIGHEST - LOWEST)


def on_scales(dimensions: Mapping[str, float]) -> dict[str, float]:
    """Scores of dimensions, 0 to 100, as the scales that look at the same thing, 1 to 5; scales of which nothing was measured are left out."""
    found = {}
    for scale in SCALES:
        scores = [dimensions[name] for name in scale.dimensions if name in dimensions]
        if scores:
            found[scale.key] = round(on_scale(fmean(scores)), 2)
    return found
