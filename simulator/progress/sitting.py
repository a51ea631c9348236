"""What progress is reckoned from: sessions, and the answers in them."""

from __future__ import annotations

from datetime import datetime
from statistics import fmean
from typing import NamedTuple

import msgspec

from simulator.scoring.card import LeftOut


class Compared(NamedTuple):
    """What was said beforehand and what came of it, 0 to 100."""

    forecast: float
    score: float


class Sitting(msgspec.Struct, frozen=True, kw_only=True):
    """One session: when it was, its scores (0 to 100), those of its dimensions, what was measured for these, how nervous the person was
    (0 to 10) and what they said beforehand. `friends` are the means of what friends rated afterwards, 1 to 5, by the keys of
    `interview.scales`. `id` names it."""

    at: datetime
    id: str = ""
    fluency: float | None = None
    preparedness: float | None = None
    dimensions: dict[str, float] = {}
    values: dict[str, float] = {}
    nerves_before: int | None = None
    nerves_after: int | None = None
    said_fluency: int | None = None
    said_preparedness: int | None = None
    friends: dict[str, float] = {}
    step: int = 0
    """Of the nerves ladder, 0 for none."""
    left_out: tuple[LeftOut, ...] = ()
    """What is left out of its scores."""

    @property
    def scored(self) -> bool:
        return self.fluency is not None or self.preparedness is not None

    @property
    def compared(self) -> Compared | None:
        """The means of fluency and preparedness as far as they were forecast and scored; None where neither was."""
        pairs = ((self.said_fluency, self.fluency), (self.said_preparedness, self.preparedness))
        both = [(said, score) for said, score in pairs if said is not None and score is not None]
        return Compared(*map(fmean, zip(*both, strict=True))) if both else None


class Answered(msgspec.Struct, frozen=True, kw_only=True):
    """One answer that counts: when, to which question (its ref) of which competency, and its scores."""

    at: datetime
    ref: str
    competency: str
    question: str = ""
    session: str = ""
    take: str = ""
    fluency: float | None = None
    preparedness: float | None = None
    left_out: tuple[LeftOut, ...] = ()
