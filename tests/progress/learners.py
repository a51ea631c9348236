"""Simulated learners: what each session would score if nothing disturbed it is known, and so is by how much answers vary."""

from __future__ import annotations

import math
import random
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from simulator.progress.sitting import Sitting
from simulator.scoring.card import FLUENCY, PREPAREDNESS
from simulator.scoring.norms import NORMS

FIRST = datetime(2026, 11, 3, 19, tzinfo=UTC)

ANSWERS = 5
"""Of each session; it scores their mean."""

ANSWERS_VARY = 15.0
"""Points by which a dimension of single answers varies (standard deviation) around what the learner can."""


def learner(
    draw: random.Random, gains: Mapping[str, float], sessions: int = 10, *, bad_days: float = 2.0
) -> list[Sitting]:
    """`gains`: by how many points the learner gets better in a dimension, from the first session to the last. `bad_days`: points by which
    whole sessions vary besides, in all dimensions together."""
    return [
        _sitting(draw, gains, number, number / (sessions - 1), draw.gauss(0, bad_days)) for number in range(sessions)
    ]


def _sitting(draw: random.Random, gains: Mapping[str, float], number: int, part: float, day: float) -> Sitting:
    dimensions = {
        name: draw.gauss(55 + gains.get(name, 0.0) * part + day, ANSWERS_VARY / math.sqrt(ANSWERS))
        for name in (*FLUENCY, *PREPAREDNESS)
    }
    return Sitting(
        at=FIRST + timedelta(days=2 * number),
        id=f"s{number}",
        fluency=_total(dimensions, FLUENCY),
        preparedness=_total(dimensions, PREPAREDNESS),
        dimensions=dimensions,
        nerves_before=min(max(round(draw.gauss(6, 1.5)), 0), 10),
        nerves_after=min(max(round(draw.gauss(6, 1.5)), 0), 10),
        said_fluency=round(55 + draw.gauss(0, 10)),
        said_preparedness=round(55 + draw.gauss(0, 10)),
    )


def _total(dimensions: Mapping[str, float], names: tuple[str, ...]) -> float:
    weights = {name: (NORMS.fluency.get(name) or NORMS.preparedness[name]).weight for name in names}
    return sum(weights[name] * dimensions[name] for name in names) / sum(weights.values())
