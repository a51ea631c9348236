"""Whether something has changed, or only varied.

A straight line is fitted through the values of session after session (ordinary least squares), and its slope is held against its
standard error by Student's t with n - 2 degrees of freedom, one-sided in each direction. What sessions vary by anyway
(other questions, a bad day) is in that error, so a change is called one only where it exceeds it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from statistics import fmean
from typing import Literal

import msgspec

LEAST = 5
"""With fewer sessions nothing is said: two or three points always look like a trend."""

ALPHA = 0.04
"""How often something that only varies may be called better (and as often, worse): below the 5 % that are promised."""

ROUNDING = 1e-9
"""Means of equal scores differ by less than this, by how they were added up: what is below it is nothing."""

Verdict = Literal["up", "down", "no change", "too few"]


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """`first` and `last` are the ends of the fitted line, in the unit of the values; `spread` is by how much single values lie off
    it (residual standard deviation). `p`: how often values that only vary would show such a slope in its direction (0 to 1); it is a
    change where `p` is not above `limit`."""

    verdict: Verdict
    count: int
    first: float = 0.0
    last: float = 0.0
    spread: float = 0.0
    p: float = 1.0
    limit: float = ALPHA

    @property
    def by(self) -> float:
        return self.last - self.first


def change(values: Sequence[float], alpha: float = ALPHA) -> Change:
    """The change over sessions, `values` being theirs in the order of time."""
    count = len(values)
    if count < LEAST:
        return Change(verdict="too few", count=count, limit=alpha)
    middle, mean = (count - 1) / 2, fmean(values)
    width = sum((at - middle) ** 2 for at in range(count))
    slope = sum((at - middle) * (value - mean) for at, value in enumerate(values)) / width
    left = sum((value - mean - slope * (at - middle)) ** 2 for at, value in enumerate(values))
    spread = math.sqrt(left / (count - 2))
    if abs(slope) < ROUNDING:
        p = 0.5
    elif spread < ROUNDING * max(abs(slope), 1.0):
        p = 0.0
    else:
        p = tail(abs(slope) / (spread / math.sqrt(width)), count - 2)
    return Change(
        verdict="no change" if p > alpha else "up" if slope > 0 else "down",
        count=count,
        first=mean - slope * middle,
        last=mean + slope * middle,
        spread=spread,
        p=p,
        limit=alpha,
    )


def changes(series: Mapping[str, Sequence[float]], alpha: float = ALPHA) -> dict[str, Change]:
    """Several at once: the more one looks at, the more would change by chance, so each has to be the clearer (Holm 1979). `alpha`
    is how often any of them may be called better by chance."""
    found = {name: change(values, alpha) for name, values in series.items()}
    tested = sorted((name for name, each in found.items() if each.verdict != "too few"), key=lambda name: found[name].p)
    holds = True
    for place, name in enumerate(tested):
        limit = alpha / (len(tested) - place)
        holds = holds and found[name].p <= limit
        verdict = found[name].verdict if holds else "no change"
        found[name] = msgspec.structs.replace(found[name], verdict=verdict, limit=limit)
    return found


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """Whether differences (score less forecast, nerves after less before) lie above or below nothing. `spread` is by how much single ones
    differ from their mean (standard deviation), `p` and `limit` as in `Change`."""

    verdict: Verdict
    count: int
    mean: float = 0.0
    spread: float = 0.0
    p: float = 1.0
    limit: float = ALPHA


def difference(values: Sequence[float], alpha: float = ALPHA) -> Difference:
    """Student's t of their mean, one-sided in each direction."""
    count = len(values)
    if count < LEAST:
        return Difference(verdict="too few", count=count, mean=fmean(values) if values else 0.0, limit=alpha)
    mean = fmean(values)
    spread = math.sqrt(sum((each - mean) ** 2 for each in values) / (count - 1))
    if abs(mean) < ROUNDING:
        p = 0.5
    elif spread < ROUNDING:
        p = 0.0
    else:
        p = tail(abs(mean) / (spread / math.sqrt(count)), count - 1)
    verdict: Verdict = "no change" if p > alpha else "up" if mean > 0 else "down"
    return Difference(verdict=verdict, count=count, mean=mean, spread=spread, p=p, limit=alpha)


def tail(t: float, freedom: int) -> float:
    """How often Student's t with so many degrees of freedom is above `t` >= 0: the finite sums for whole degrees of
    freedom (Abramowitz & Stegun 1964, 26.7.3 and 26.7.4)."""
    angle = math.atan(t / math.sqrt(freedom))
    cosine = math.cos(angle) ** 2
    odd = freedom % 2
    term = math.cos(angle) if odd else 1.0
    total = term if freedom > 1 else 0.0
    for number in range(2 if odd else 1, freedom - 1, 2):
        term *= cosine * number / (number + 1)
        total += term
    inside = 2 / math.pi * (angle + math.sin(angle) * total) if odd else math.sin(angle) * total
    return (1 - inside) / 2
