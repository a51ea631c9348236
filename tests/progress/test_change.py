"""A change is called one only where it exceeds what sessions vary by."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.progress.change import ALPHA, LEAST, change, changes, difference, tail

SESSIONS = 10
LEARNERS = 2_000


@pytest.mark.parametrize(
    ("freedom", "t", "above"),
    [  # Student's t: the usual table
        (1, 6.314, 0.05), (2, 2.920, 0.05), (3, 2.353, 0.05), (8, 1.860, 0.05), (8, 2.896, 0.01),
        (9, 3.250, 0.005), (30, 1.697, 0.05), (120, 2.617, 0.005), (4, 0.0, 0.5),
    ],
)  # fmt: skip
def test_students_t_is_that_of_the_tables(freedom: int, t: float, above: float) -> None:
    assert tail(t, freedom) == pytest.approx(above, rel=0.002)


def claims(gain: float, noise: float, *, seed: int, kind: str = "normal") -> float:
    """The share of learners of whom it is said that they improved; `gain` is that from the first session to the last."""
    draw = random.Random(seed)

    def spread() -> float:
        return draw.gauss(0, noise) if kind == "normal" else noise * (draw.expovariate(1) - 1)

    said = 0
    for _ in range(LEARNERS):
        values = [55 + gain * at / (SESSIONS - 1) + spread() for at in range(SESSIONS)]
        said += change(values).verdict == "up"
    return said / LEARNERS


@pytest.mark.parametrize("kind", ["normal", "uneven"])
@pytest.mark.parametrize("noise", [2.0, 6.0, 15.0])
def test_one_who_only_varies_is_hardly_ever_called_better(noise: float, kind: str) -> None:
    assert claims(0.0, noise, seed=1, kind=kind) <= 0.05


@pytest.mark.parametrize(("gain", "noise"), [(10.0, 3.0), (15.0, 4.5), (20.0, 6.0), (30.0, 9.0)])
def test_one_who_improves_is_called_better_after_ten_sessions(gain: float, noise: float) -> None:
    assert claims(gain, noise, seed=2) >= 0.9


def test_one_who_gets_worse_is_not_called_better() -> None:
    assert claims(-15.0, 4.5, seed=3) == 0.0


def test_among_eleven_dimensions_that_only_vary_none_is_called_changed_more_often_than_promised() -> None:
    draw = random.Random(4)
    said = 0
    for _ in range(LEARNERS):
        found = changes({str(name): [draw.gauss(50, 8) for _ in range(SESSIONS)] for name in range(11)})
        said += any(each.verdict == "up" for each in found.values())
    assert said / LEARNERS <= 0.05


@given(st.lists(st.floats(0, 100), max_size=LEAST - 1))
def test_too_few_sessions_are_too_few_to_say(values: list[float]) -> None:
    assert change(values).verdict == "too few"


@given(st.lists(st.integers(0, 100), min_size=LEAST, max_size=40), st.integers(-50, 50), st.integers(1, 5))
def test_the_verdict_does_not_depend_on_where_zero_is_nor_on_the_unit(values: list[int], zero: int, unit: int) -> None:
    plain = change(values)
    other = change([zero + unit * value for value in values])
    assert other.p == pytest.approx(plain.p, abs=1e-6)
    assert other.by == pytest.approx(unit * plain.by, abs=1e-6)
    turned = change([-value for value in values])
    assert turned.p == pytest.approx(plain.p, abs=1e-6)
    assert {plain.verdict, turned.verdict} in ({"up", "down"}, {"no change"})


def test_a_straight_line_is_a_change_and_a_flat_one_is_none() -> None:
    up = change([50, 52, 54, 56, 58])
    assert (up.verdict, up.first, up.last, up.spread) == ("up", 50, 58, 0)
    assert change([60.0] * 12).verdict == "no change"


def test_means_of_equal_scores_are_no_change_however_they_were_added_up() -> None:
    means = [sum([99.9] * answers) / answers for answers in (1, 1, 2, 7, 2)]
    assert len(set(means)) > 1
    assert change(means).verdict == "no change"
    assert changes({"start": means})["start"].verdict == "no change"
    assert difference([each - 99.9 for each in means]).verdict == "no change"
    assert difference([each - 99 for each in means]).verdict == "up"


def test_a_forecast_that_is_always_too_low_is_told_from_one_that_is_now_high_now_low() -> None:
    assert difference([12, 9, 15, 11, 8, 14]).verdict == "up"
    assert difference([-12, -9, -15, -11, -8]).verdict == "down"
    assert difference([12, -9, 15, -11, 3, -6]).verdict == "no change"
    assert difference([12, 9]).verdict == "too few"
    assert difference([0, 0, 0, 0, 0]).verdict == "no change"


def test_the_promise_leaves_room() -> None:
    assert ALPHA < 0.05
