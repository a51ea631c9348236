"""How far friends and the program agree on one scale, and how sure that is. Pure.

Two questions, since one does not answer the other: whether a friend rates higher or lower than the program (the mean difference, with the
interval of Student's t), and whether both put the sessions into the same order (Spearman's rank correlation, with the interval of Fisher's z and
the standard error of Bonett & Wright 2000, which holds for ranks and for few of them). Both intervals are there to cover the truth in 95 of 100 cases.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from statistics import NormalDist, fmean, stdev

import msgspec

from simulator.interview.scales import BY_KEY, SCALES, on_scales
from simulator.progress.change import tail
from simulator.progress.sitting import Sitting

LEAST = 10
"""With fewer sessions nothing is said: the interval of a rank correlation would span nearly everything."""

OUTSIDE = 0.025
"""How often the truth may lie beyond each end of an interval."""


class Interval(msgspec.Struct, frozen=True, kw_only=True):
    """What was found, and from where to where the truth lies in 95 of 100 cases."""

    found: float
    low: float
    high: float


class Agreement(msgspec.Struct, frozen=True, kw_only=True):
    """Over `count` sessions that have both: by how many steps friends rate above the program (`difference`), and how alike the order is into
    which both put the sessions (`order`, -1 to 1). None with fewer sessions than LEAST; `order` also where one of them gave all
    sessions the same."""

    count: int
    difference: Interval | None = None
    order: Interval | None = None


def agreements(sittings: Iterable[Sitting]) -> dict[str, Agreement]:
    """By scale, for each that a friend rated and the program sees, over the sessions in which both did."""
    pairs: dict[str, list[tuple[float, float]]] = {}
    for sitting in sittings:
        for key, pair in pairs_of(sitting).items():
            pairs.setdefault(key, []).append(pair)
    return {scale.key: agreement(pairs[scale.key]) for scale in SCALES if scale.key in pairs}


def pairs_of(sitting: Sitting) -> dict[str, tuple[float, float]]:
    """By scale what friends said, and the program, 1 to 5, where both did."""
    program = on_scales(sitting.dimensions) if sitting.friends else {}
    return {key: (said, program[key]) for key, said in sitting.friends.items() if key in program}


def agreement(pairs: Sequence[tuple[float, float]]) -> Agreement:
    """`pairs` of what friends said and what the program did, 1 to 5, one for each session."""
    if len(pairs) < LEAST:
        return Agreement(count=len(pairs))
    friends, program = zip(*pairs, strict=True)
    return Agreement(
        count=len(pairs),
        difference=mean_interval([friend - seen for friend, seen in pairs]),
        order=rank_interval(friends, program),
    )


def mean_interval(values: Sequence[float]) -> Interval:
    """The mean, by Student's t. At least two values."""
    count, mean = len(values), fmean(values)
    margin = _beyond(count - 1) * stdev(values) / math.sqrt(count)
    return Interval(found=mean, low=mean - margin, high=mean + margin)


def _beyond(freedom: int) -> float:
    """The value beyond which Student's t lies as often as OUTSIDE."""
    low, high = 0.0, 20.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if tail(middle, freedom) > OUTSIDE else (low, middle)
    return high


def rank_interval(first: Sequence[float], second: Sequence[float]) -> Interval | None:
    """Spearman's rank correlation of values of the same length, at least four; equal values share the mean of their ranks. None where all
    of one side are equal: they have no order."""
    found = _correlation(ranks(first), ranks(second))
    if found is None:
        return None
    count = len(first)
    # Where the orders are the same, z would have no end: half the smallest step from that is as near as so many ranks can tell.
    most = 1 - 6 / (count * (count**2 - 1))
    z = math.atanh(min(max(found, -most), most))
    margin = NormalDist().inv_cdf(1 - OUTSIDE) * math.sqrt((1 + found**2 / 2) / (count - 3))
    low, high = math.tanh(z - margin), math.tanh(z + margin)
    return Interval(found=found, low=min(low, found), high=max(high, found))


def ranks(values: Sequence[float]) -> list[float]:
    """From 1 on; equal values share the mean of theirs."""
    order = sorted(range(len(values)), key=lambda place: values[place])
    found = [0.0] * len(values)
    start = 0
    for end in range(1, len(order) + 1):
        if end == len(order) or values[order[end]] != values[order[start]]:
            for place in order[start:end]:
                found[place] = (start + 1 + end) / 2
            start = end
    return found


def _correlation(first: Sequence[float], second: Sequence[float]) -> float | None:
    means = fmean(first), fmean(second)
    one = [value - means[0] for value in first]
    other = [value - means[1] for value in second]
    size = math.sqrt(sum(value**2 for value in one) * sum(value**2 for value in other))
    return sum(left * right for left, right in zip(one, other, strict=True)) / size if size else None


# In words


def said(found: Mapping[str, Agreement]) -> list[str]:
    """A few sentences, one for each scale of which something can be said; one for all where it is too early."""
    if not found:
        return []
    told = [sentence(key, each) for key, each in found.items() if each.difference is not None]
    if told:
        return told
    most = max(each.count for each in found.values())
    sessions = "1 session" if most == 1 else f"{most} sessions"
    return [
        f"Friends have rated {sessions}: too few to say how far they and the program agree. From {LEAST} on it can be told."
    ]


def sentence(key: str, each: Agreement) -> str:
    """What can be said of one scale."""
    name = BY_KEY[key].name
    if each.difference is None:
        sessions = "1 session" if each.count == 1 else f"{each.count} sessions"
        return f"{name}: {sessions} with both so far, too few to say how far friends and the program agree."
    return f"{name}: {_level(each.difference)} {_order(each.order)}"


def shown(value: float, form: str) -> str:
    """A number in this format; what rounds to nothing has no sign."""
    text = f"{value:{form}}"
    return text if float(text) else text.lstrip("+-")


def ends(found: Interval, form: str) -> str:
    """From where to where."""
    return f"{shown(found.low, form)} to {shown(found.high, form)}"


def _level(found: Interval) -> str:
    interval = ends(found, "+.1f")
    if found.low <= 0 <= found.high:
        return f"friends rate about as the program does ({shown(found.found, '+.1f')} steps, {interval})."
    return (
        f"friends rate {abs(found.found):.1f} steps {'above' if found.found > 0 else 'below'} the program ({interval})."
    )


def _order(found: Interval | None) -> str:
    if found is None:
        return "One of them gives every session the same, so there is no order to compare."
    interval = f"{shown(found.found, '.2f')}, {ends(found, '.2f')}"
    if found.low > 0:
        return f"Both put your sessions into a like order ({interval})."
    if found.high < 0:
        return f"They put your sessions into opposite orders ({interval})."
    return f"Whether they put them into the same order cannot be told yet ({interval})."
