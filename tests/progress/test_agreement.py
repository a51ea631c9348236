"""Friends and the program: what is said of how they agree covers the truth as often as it promises."""

from __future__ import annotations

import math
import random
import re
from datetime import UTC, datetime, timedelta
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from simulator.interview.scales import on_scales
from simulator.progress.agreement import (
    LEAST,
    Agreement,
    Interval,
    agreement,
    agreements,
    mean_interval,
    rank_interval,
    ranks,
    said,
    sentence,
)
from simulator.progress.report import report
from simulator.progress.sitting import Sitting
from simulator.tui.agreeing import behind, rows

FIRST = datetime(2026, 11, 3, 19, tzinfo=UTC)

FRIENDS = 1_500
"""Simulated for each case."""

Pairs = list[tuple[float, float]]


def rated(draw: random.Random, sessions: int, alike: float, kinder: float) -> Pairs:
    """What a friend says of so many sessions, in whole steps, and what the program does. `alike` is how far both go by the same thing (-1 to 1)
    and `kinder` by how many steps the friend rates higher; the rest is noise that is known."""
    found: Pairs = []
    for _ in range(sessions):
        seen, own = draw.gauss(0, 1), draw.gauss(0, 1)
        friend = 3 + kinder + 0.8 * (alike * seen + math.sqrt(1 - alike**2) * own)
        found.append((min(max(round(friend), 1), 5), min(max(3 + 0.8 * seen, 1.0), 5.0)))
    return found


@cache
def truth(alike: float, kinder: float) -> tuple[float, float]:
    """The mean difference and the rank correlation, from so many sessions that they are as good as known."""
    many = rated(random.Random(0), 60_000, alike, kinder)
    order = rank_interval([friend for friend, _ in many], [seen for _, seen in many])
    assert order is not None
    return sum(friend - seen for friend, seen in many) / len(many), order.found


@pytest.mark.parametrize("sessions", [10, 25])
@pytest.mark.parametrize(
    ("alike", "kinder"), [(0.9, 0.0), (0.6, 0.7), (0.0, 0.0), (-0.6, 0.0)],
    ids=["agrees", "agrees, kinder", "looks elsewhere", "contrary"],
)  # fmt: skip
def test_the_intervals_cover_the_truth_in_about_95_of_100_cases(alike: float, kinder: float, sessions: int) -> None:
    draw = random.Random(1)
    mean, order = truth(alike, kinder)
    by_mean = by_order = 0
    for _ in range(FRIENDS):
        found = agreement(rated(draw, sessions, alike, kinder))
        assert found.difference is not None
        by_mean += found.difference.low <= mean <= found.difference.high
        by_order += found.order is not None and found.order.low <= order <= found.order.high
    assert 0.93 <= by_mean / FRIENDS <= 0.97
    assert 0.93 <= by_order / FRIENDS <= 0.99, "in whole steps ranks vary a little less than the formula reckons"


def test_those_who_agree_are_told_so_and_those_who_do_not_are_not() -> None:
    draw = random.Random(2)
    told = dict.fromkeys((0.9, 0.0), 0)
    for alike in told:
        for _ in range(300):
            told[alike] += "like order" in sentence("structure", agreement(rated(draw, 15, alike, 0.0)))
    assert told[0.9] >= 285
    assert told[0.0] <= 300 * 0.05


def test_a_friend_who_is_kinder_by_a_step_is_named_one() -> None:
    draw = random.Random(3)
    found = [sentence("structure", agreement(rated(draw, 12, 0.8, 1.0))) for _ in range(100)]
    assert sum("above the program" in each for each in found) >= 90


# Golden numbers

PAIRS: Pairs = [
    (1, 1.5), (2, 2.5), (3, 2.0), (4, 4.5), (5, 4.0), (2, 1.0), (3, 3.5), (4, 3.0), (5, 5.0), (1, 2.2),
]  # fmt: skip


def test_ten_sessions_by_hand() -> None:
    found = agreement(PAIRS)
    assert found.count == 10
    assert found.difference is not None
    assert found.order is not None
    assert found.difference.found == pytest.approx(0.08)
    assert found.difference.high - found.difference.found == pytest.approx(
        2.262157 * math.sqrt(6.376 / 9) / math.sqrt(10), rel=1e-4
    )
    assert found.order.found == pytest.approx(66 / math.sqrt(80 * 82.5))
    assert math.atanh(found.order.high) - math.atanh(found.order.found) == pytest.approx(
        1.959964 * math.sqrt((1 + (66**2 / (80 * 82.5)) / 2) / 7), rel=1e-4
    )


@pytest.mark.parametrize("beside", [-0.004, -0.0, 0.0, 0.004])
def test_what_is_as_good_as_nothing_has_no_sign(beside: float) -> None:
    near = Interval(found=beside, low=beside, high=0.6)
    each = Agreement(count=12, difference=near, order=near)
    (row,) = (
        row.detail
        for row in rows(structs.replace(report([], [], FIRST.date()), agreement={"structure": each}))
        if row.key
    )
    for told in (sentence("structure", each), row, behind(each)):
        assert not re.search(r"[+-]0\.0+\b", told)
        assert re.search(r"\b0\.00? to \+0\.6", told)
    assert "(0.00, 0.00 to 0.60)" in sentence("structure", each)


def test_equal_values_share_the_mean_of_their_ranks() -> None:
    assert ranks([30, 10, 20, 10]) == [4.0, 1.5, 3.0, 1.5]
    assert ranks([7, 7, 7]) == [2.0, 2.0, 2.0]


def test_the_same_order_is_one_and_still_has_an_interval() -> None:
    found = rank_interval(range(10), [each**3 for each in range(10)])
    assert found is not None
    assert found.found == found.high == pytest.approx(1.0)
    assert 0.9 < found.low < 1.0
    opposite = rank_interval(range(10), range(10, 0, -1))
    assert opposite is not None
    assert opposite.found == pytest.approx(-1.0)
    assert opposite.high == pytest.approx(-found.low)


def test_who_gives_everything_the_same_has_no_order() -> None:
    found = agreement([(4, 2.0 + number / 10) for number in range(12)])
    assert found.order is None
    assert found.difference is not None
    assert "no order to compare" in sentence("warmth", found)


@given(st.lists(st.tuples(st.integers(1, 5), st.floats(1, 5)), min_size=LEAST, max_size=40))
def test_an_interval_holds_what_was_found_and_turns_round_with_its_values(pairs: list[tuple[int, float]]) -> None:
    found = agreement(pairs)
    assert found.difference is not None
    assert found.difference.low <= found.difference.found <= found.difference.high
    other = mean_interval([seen - friend for friend, seen in pairs])
    assert other.found == pytest.approx(-found.difference.found, abs=1e-9)
    if found.order is not None:
        assert -1 <= found.order.low <= found.order.found <= found.order.high <= 1
        turned = rank_interval([-friend for friend, _ in pairs], [seen for _, seen in pairs])
        assert turned is not None
        assert turned.found == pytest.approx(-found.order.found, abs=1e-9)


# Over sessions


def sittings(count: int, **changes: object) -> list[Sitting]:
    return [
        Sitting(
            at=FIRST + timedelta(days=number),
            id=f"s{number}",
            preparedness=50.0,
            dimensions={"structure": 10.0 * number % 100, "pace": 40.0, "flow": 60.0},
            friends={"structure": 1.0 + number % 5, "flow": 4.0, "warmth": 5.0},
        )
        for number in range(count)
    ]


def test_below_ten_nothing_is_said_but_how_many_there_are() -> None:
    found = agreements(sittings(LEAST - 1))
    assert set(found) == {"flow", "structure"}, "no program sees warmth"
    assert found["structure"] == Agreement(count=9)
    assert said(found) == [
        "Friends have rated 9 sessions: too few to say how far they and the program agree. From 10 on it can be told."
    ]
    assert said({}) == []


def test_from_ten_on_each_scale_has_a_sentence() -> None:
    found = report(sittings(LEAST), [], FIRST.date()).agreement
    assert found["structure"].difference is not None
    flow, structure = said(found)
    assert flow.startswith("Flow and pace: friends rate 1.0 steps above the program (+1.0 to +1.0).")
    assert structure.startswith("Structure: friends rate about as the program does (")


def test_sessions_that_no_friend_rated_or_the_program_did_not_see_count_for_nothing() -> None:
    whole = sittings(12)
    alone = [Sitting(at=FIRST, dimensions={"structure": 50.0}), Sitting(at=FIRST, friends={"structure": 5.0})]
    assert agreements([*whole, *alone]) == agreements(whole)


def test_a_scale_is_the_mean_of_what_the_program_sees_of_it() -> None:
    assert on_scales({"pace": 40.0, "flow": 60.0, "structure": 100.0, "start": 0.0}) == {"flow": 3.0, "structure": 5.0}
    assert on_scales({"pace": 0.0}) == {"flow": 1.0}
