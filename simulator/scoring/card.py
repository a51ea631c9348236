"""The scorecard as data: what `score --json` prints, what sessions store, what every screen reads.

The form is described in `docs/scorecard.md`. Times are seconds from the start of the answer.
"""

from __future__ import annotations

import re
from typing import Annotated, Literal

import msgspec

from simulator.decoding import Number, Whole
from simulator.speech.transcript import Word

VERSION = 6
"""Raised when formulas or norms change, so that an old session can be scored again and both be shown."""

Points = Annotated[float, msgspec.Meta(ge=0, le=100)]
"""A score."""

LeftOut = Literal["fillers", "pauses", "repairs", "time"]
"""What a person may leave out of their scores for good; `time` is whatever a limit of time would be asked for."""

LEAVES: dict[LeftOut, tuple[str, ...]] = {
    "fillers": ("fillers",),
    "pauses": ("flow", "start"),
    "repairs": ("repairs",),
    "time": ("start", "length"),
}
"""The dimensions that have no score then. The rest is reckoned as if what is left out had not been there."""

SET_SO = "left out because you set it so"
"""What stands where such a dimension would have a score."""

FLUENCY = ("pace", "flow", "fillers", "repairs", "start")
PREPAREDNESS = ("on_the_question", "structure", "specifics", "homework", "length", "conviction")


class Evidence(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """The words and seconds behind a number. A typed answer has no seconds; `words` are then what counts."""

    text: str
    start: Number | None = None
    end: Number | None = None
    note: str = ""


class Dimension(msgspec.Struct, frozen=True, kw_only=True):
    """One measured thing: `score` 0 to 100 (None: not scored), `value` in `unit`, the `band` people commonly
    fall in, and the `formula` in words."""

    score: Points | None
    value: Number | None
    unit: str
    band: str
    formula: str
    evidence: tuple[Evidence, ...] = ()


def measured_text(dimension: Dimension, digits: int = 2) -> str:
    """`24.4 pauses/min`, and of one as people say it: `1 fact used`. Empty where nothing was measured."""
    if dimension.value is None:
        return ""
    value = f"{round(dimension.value, digits):g}"
    unit = _PLURAL.sub(r"\1", dimension.unit) if value == "1" else dimension.unit
    return f"{value} {unit}"


_PLURAL = re.compile(r"^(\w+)s\b")
"""What a unit counts; `s` alone are seconds."""


class Score(msgspec.Struct, frozen=True, kw_only=True):
    """A weighted mean of its dimensions; a dimension without a score leaves it, the weights of the rest renormalised."""

    score: Points | None
    dimensions: dict[str, Dimension]


class Pause(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    start: Number
    end: Number
    inside_clause: bool


class Filler(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    text: str
    start: Number
    end: Number
    source: Literal["words", "sound"]


class Moment(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A place worth jumping to. `kind`: long pause, fillers, repeat, rush, slow start, over time, best. `points` of
    fluency or preparedness (0 to 100) are what the place cost, below 0, or won; 0 where these have no score."""

    kind: str
    start: Number
    end: Number
    text: str
    good: bool = False
    points: Number = 0.0


class CardTranscript(msgspec.Struct, frozen=True, kw_only=True):
    text: str
    confirmed: bool
    words: tuple[Word, ...]


class Remark(msgspec.Struct, frozen=True, kw_only=True):
    """One sentence for the person, quoting their own words where there are any, and where to find it."""

    text: str
    dimension: str = ""
    start: Number | None = None


class Typing(msgspec.Struct, frozen=True, kw_only=True):
    """Shown, never scored."""

    seconds: Number | None
    first_key: Number | None
    words_per_minute: Number | None
    corrections: Whole | None


class Scorecard(msgspec.Struct, frozen=True, kw_only=True):
    """One answer's scores. `worked` is one strength and `next` one thing to change, in that order."""

    version: Whole
    file: str
    question: str | None
    typed: bool
    labels: tuple[str, ...]
    engine: str
    seconds: Number | None
    transcript: CardTranscript
    pauses: tuple[Pause, ...]
    fillers: tuple[Filler, ...]
    moments: tuple[Moment, ...]
    fluency: Score
    preparedness: Score
    worked: Remark | None = None
    next: Remark | None = None
    typing: Typing | None = None
    follow_ups: Whole = 0
    """Answers to follow-ups that preparedness takes in."""
    left_out: tuple[LeftOut, ...] = ()
    """What the person leaves out of their scores, in the order of `LEAVES`."""
    lacks: tuple[str, ...] = ()
    """Conditions of follow-ups that hold (`questions.model.Condition`), `missed:<point id>` for points."""

    def leaves_out(self, dimension: str) -> bool:
        """Whether a dimension has no score because the person set it so."""
        return any(dimension in LEAVES[part] for part in self.left_out)

    @property
    def whole(self) -> bool:
        """Whether it has every dimension, as each that a scorer made."""
        return {*FLUENCY} <= {*self.fluency.dimensions} and {*PREPAREDNESS} <= {*self.preparedness.dimensions}

    @property
    def scored(self) -> bool:
        """Whether it has a score at all: an answer that was too short has none."""
        return self.fluency.score is not None or self.preparedness.score is not None
