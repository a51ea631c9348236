"""The scales of people: five steps, the program's dimensions where they lie on them, and what no rating may be."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.interview.scales import BY_KEY, HIGHEST, LOWEST, SCALES, faults, on_scale, on_scales

DIMENSIONS = sorted({name for scale in SCALES for name in scale.dimensions})


@pytest.mark.parametrize(
    ("ratings", "said"),
    [
        ({}, ""),
        ({"flow": 1, "push": 5}, ""),
        ({"flow": 3, "charm": 3}, "There is no scale 'charm'."),
        ({"flow": 0}, "Flow and pace goes from 1 to 5, not to 0."),
        ({"warmth": 4, "clean": 6}, "Ums and false starts goes from 1 to 5, not to 6."),
    ],
)
def test_what_is_wrong_with_a_rating_is_one_sentence(ratings: dict[str, int], said: str) -> None:
    assert faults(ratings) == said


@pytest.mark.parametrize(("score", "step"), [(0, 1.0), (25, 2.0), (50, 3.0), (90, 4.6), (100, 5.0)])
def test_a_score_lies_where_it_should_on_a_scale(score: float, step: float) -> None:
    assert on_scale(score) == pytest.approx(step)


def test_a_scale_of_two_dimensions_is_their_mean_and_of_none_is_left_out() -> None:
    assert on_scales({"pace": 100, "flow": 0, "length": 33.3}) == {"flow": 3.0, "length": 2.33}
    assert on_scales({"fillers": 50}) == {"clean": 3.0}
    assert on_scales({"no such dimension": 50}) == {}


@given(st.dictionaries(st.sampled_from(DIMENSIONS), st.floats(0, 100)))
def test_every_scale_of_the_program_is_within_its_ends(scores: dict[str, float]) -> None:
    found = on_scales(scores)
    assert set(found) == {scale.key for scale in SCALES if set(scale.dimensions) & set(scores)}
    assert all(LOWEST <= value <= HIGHEST for value in found.values())
    assert not any(BY_KEY[key].middle_is_best for key in found), "too much of something is no score"
