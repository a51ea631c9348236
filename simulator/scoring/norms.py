"""The table of norms, weights and formulas (`norms.toml`), and reading a score off a curve."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import resources
from itertools import pairwise

import msgspec

from simulator.scoring.card import Dimension, Evidence

Curve = tuple[tuple[float, float], ...]
"""Points (value, score), values rising. Straight lines between them, flat beyond both ends."""


class Norm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How one dimension is scored. `ordinary` is the score that most people reach; `numbers` are the other
    constants of the formula. `better` and `worse` say of somebody's sessions how it has changed; `measure` is what its two values are
    called there (empty: they are not given), and `falls` tells that a smaller value is the better one."""

    weight: float
    ordinary: float
    unit: str
    band: str
    better: str
    worse: str
    formula: str
    source: str
    measure: str = ""
    falls: bool = False
    curves: dict[str, Curve] = {}
    numbers: dict[str, float] = {}

    def score(self, curve: str, value: float) -> float:
        return read(self.curves[curve], value)

    def dimension(
        self,
        score: float | None,
        value: float | None,
        here: str = "",
        evidence: tuple[Evidence, ...] = (),
        band: str = "",
        unit: str = "",
    ) -> Dimension:
        """`here` tells the particulars of this answer, after the formula."""
        return Dimension(
            score=None if score is None else round(min(100.0, max(0.0, score)), 1),
            value=None if value is None else round(value, 2),
            unit=unit or self.unit,
            band=band or self.band,
            formula=f"{self.formula} Here: {here}." if here else self.formula,
            evidence=evidence,
        )


class General(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Limits that hold for the whole card, in seconds, words, dB and shares."""

    shortest_seconds: float
    shortest_words: int
    answer_seconds: float
    quiet_db: float
    clipped: float
    others: float


class Norms(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    general: General
    fluency: dict[str, Norm]
    preparedness: dict[str, Norm]

    def of(self, name: str) -> Norm:
        """The norm of a dimension, of whichever of the two."""
        return self.fluency.get(name) or self.preparedness[name]


NORMS = msgspec.toml.decode(resources.files("simulator.scoring").joinpath("norms.toml").read_bytes(), type=Norms)


def read(curve: Curve, value: float) -> float:
    """The score at `value` on a curve."""
    if value <= curve[0][0]:
        return curve[0][1]
    for (left, low), (right, high) in pairwise(curve):
        if value <= right:
            return low + (high - low) * (value - left) / (right - left)
    return curve[-1][1]


def weighted(dimensions: Mapping[str, Dimension], norms: Mapping[str, Norm]) -> float | None:
    """The weighted mean of the dimensions that have a score, to one decimal; None where none has."""
    scored = [(norms[name].weight, each.score) for name, each in dimensions.items() if each.score is not None]
    total = sum(weight for weight, _ in scored)
    return round(sum(weight * score for weight, score in scored) / total, 1) if total else None


def parts(dimensions: Mapping[str, Dimension], norms: Mapping[str, Norm]) -> dict[str, float]:
    """What each dimension makes up of their weighted mean, 0 to 1; nothing without a score."""
    weights = {name: norms[name].weight if each.score is not None else 0.0 for name, each in dimensions.items()}
    total = sum(weights.values())
    return {name: weight / total if total else 0.0 for name, weight in weights.items()}
