"""A session and an answer as the index holds them: all that lists, search and progress need, without opening the session."""

from __future__ import annotations

import msgspec

from simulator.scoring.card import LeftOut, Moment


class Indexed(msgspec.Struct, frozen=True, kw_only=True):
    """A session in a list. `name` is what the person calls it, `title` what the program does. `bytes`: on disk. `said_…` is what
    the candidate forecast, and `ratings` what friends rated afterwards, 1 to 5 by scale, by who. `candidate` is the name of whoever answers, empty
    for the owner of this machine (a copy of the sample is theirs). `step`: of the nerves ladder. `trouble` is why it cannot be opened or read to its end, and empty for a good one."""

    key: int
    folder: str
    id: str
    created: str = ""
    title: str = ""
    name: str = ""
    tags: str = ""
    asked: int = 0
    answered: int = 0
    finished: bool = False
    shown: bool = False
    bytes: int = 0
    trouble: str = ""
    fluency: float | None = None
    preparedness: float | None = None
    nerves_before: int | None = None
    nerves_after: int | None = None
    said_fluency: int | None = None
    said_preparedness: int | None = None
    candidate: str = ""
    ratings: dict[str, dict[str, int]] = {}
    step: int = 0


class IndexedTake(msgspec.Struct, frozen=True, kw_only=True):
    """An answer. `at` is the time it was asked for (ISO 8601), `ref` its question's; `last`: the session is scored by it.
    `own`: the person gave it, it did not come with the program. `dimensions` holds the scores by name, `values` what was measured for them, in the unit of each. `moment` is the place that cost most, and `costs` are the points that places of each
    kind cost together (below 0). `left_out`: what is left out of its scores."""

    name: str
    at: str
    ref: str
    competency: str
    question: str
    answer: str
    last: bool = False
    own: bool = True
    follow_up: int = 0
    version: int | None = None
    fluency: float | None = None
    preparedness: float | None = None
    dimensions: dict[str, float] = {}
    values: dict[str, float] = {}
    rating: int | None = None
    moment: Moment | None = None
    costs: dict[str, float] = {}
    left_out: tuple[LeftOut, ...] = ()
    folder: str = ""

    @property
    def scored(self) -> bool:
        return self.fluency is not None or self.preparedness is not None
