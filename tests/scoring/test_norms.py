from __future__ import annotations

from itertools import pairwise

import pytest

from simulator.scoring.card import FLUENCY, PREPAREDNESS, Dimension, measured_text
from simulator.scoring.norms import NORMS, Norm, read, weighted

NORM_OF: dict[str, Norm] = {**NORMS.fluency, **NORMS.preparedness}
CURVES = [(name, curve) for name, norm in NORM_OF.items() for curve in norm.curves]


def dimension(score: float | None) -> Dimension:
    return Dimension(score=score, value=1.0, unit="", band="", formula="")


def test_the_dimensions_come_in_the_order_of_the_card_and_weigh_one_together() -> None:
    for names, norms in ((FLUENCY, NORMS.fluency), (PREPAREDNESS, NORMS.preparedness)):
        assert tuple(norms) == names
        assert sum(norm.weight for norm in norms.values()) == pytest.approx(1)


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [
        (1.04, "deviations better", "1 deviation better"),
        (1.0, "facts used", "1 fact used"),
        (1.0, "parts", "1 part"),
        (1.0, "words/min", "1 word/min"),
        (1.0, "s", "1 s"),
        (1.0, "per 100 words", "1 per 100 words"),
        (1.1, "deviations better", "1.1 deviations better"),
        (0.0, "parts", "0 parts"),
        (None, "parts", ""),
    ],
)
def test_one_of_a_unit_is_said_as_one(value: float | None, unit: str, said: str) -> None:
    of = Dimension(score=None, value=value, unit=unit, band="", formula="")
    assert measured_text(of, digits=1) == said


@pytest.mark.parametrize(("name", "curve"), CURVES)
def test_curves_run_over_rising_values_and_stay_within_the_scale(name: str, curve: str) -> None:
    points = NORM_OF[name].curves[curve]
    assert all(left < right for (left, _), (right, _) in pairwise(points))
    assert all(0 <= score <= 100 for _, score in points)


@pytest.mark.parametrize(
    ("name", "curve", "value", "score", "words"),
    [
        ("pace", "slow", 3.8, 100, "100 from 3.8 up"),
        ("pace", "slow", 2.2, 55, "55 at 2.2"),
        ("pace", "fast", 5.6, 100, "100 up to 5.6"),
        ("pace", "fast", 6.3, 80, "80 at 6.3"),
        ("pace", "fast", 7.2, 40, "40 at 7.2"),
        ("pace", "fast_words", 250, 100, "100 up to 250"),
        ("pace", "fast_words", 290, 75, "75 at 290"),
        ("pace", "fast_words", 330, 40, "40 at 330"),
        ("flow", "stops", 10, 72, "72 at 10"),
        ("flow", "stops", 14, 45, "45 at 14"),
        ("flow", "longest", 2, 60, "60 at 2 s"),
        ("flow", "longest", 4, 20, "20 at 4 s"),
        ("flow", "speaking", 0.82, 100, "100 from 0.82"),
        ("flow", "speaking", 0.68, 72, "72 at 0.68"),
        ("fillers", "rate", 1, 92, "92 at 1"),
        ("fillers", "rate", 3.3, 72, "72 at 3.3"),
        ("fillers", "rate", 8, 45, "45 at 8"),
        ("fillers", "rate", 14, 15, "15 at 14"),
        ("repairs", "rate", 0.8, 85, "85 at 0.8"),
        ("repairs", "rate", 2.5, 60, "60 at 2.5"),
        ("repairs", "rate", 6, 25, "25 at 6"),
        ("start", "latency", 2.5, 100, "100 up to 2.5"),
        ("start", "latency", 5, 80, "80 at 5"),
        ("start", "latency", 10, 45, "45 at 10"),
        ("on_the_question", "better", 1, 88, "88 at 1"),
        ("on_the_question", "better", 0.5, 72, "72 at 0.5"),
        ("on_the_question", "better", -0.1, 15, "15 at -0.1"),
        ("on_the_question", "cosine", 0.3, 100, "100 from 0.3"),
        ("on_the_question", "cosine", 0.15, 70, "70 at 0.15"),
        ("on_the_question", "points", 66.7, 90, "90 at two thirds"),
        ("on_the_question", "points", 33.3, 70, "70 at one third"),
        ("on_the_question", "points", 0, 30, "30 at none"),
        ("specifics", "rate", -7, 0, "0 at -7"),
        ("specifics", "rate", 0, 38, "38 at 0"),
        ("specifics", "rate", 5, 65, "65 at 5"),
        ("specifics", "rate", 10, 88, "88 at 10"),
        ("specifics", "rate", 16, 100, "100 from 16"),
        ("homework", "share", 1, 100, "100 for one story or for two facts"),
        ("homework", "share", 0.5, 65, "65 for one fact of two"),
        ("homework", "share", 0, 10, "10 for none"),
        ("length", "share", 2 / 5, 100, "100 from two fifths"),
        ("length", "share", 4 / 3, 100, "to four thirds of it"),
        ("length", "share", 1 / 5, 50, "50 at a fifth"),
        ("length", "share", 2, 50, "and at twice"),
        ("length", "share", 4, 0, "0 at none and at four times"),
        ("length", "little", 0.06, 1, "less 1 for each hundredth of the window, beyond five"),
        ("conviction", "rate", 0.5, 100, "100 up to 0.5"),
        ("conviction", "rate", 2, 75, "75 at 2"),
        ("conviction", "rate", 5, 40, "40 at 5"),
        ("conviction", "rate", 10, 0, "0 at 10"),
    ],
)
def test_the_formula_says_what_the_curve_does(name: str, curve: str, value: float, score: float, words: str) -> None:
    norm = NORM_OF[name]
    assert norm.score(curve, value) == pytest.approx(score, abs=0.2)
    assert words in norm.formula


def test_between_points_lines_are_drawn_and_beyond_them_it_is_flat() -> None:
    curve = ((1.0, 100.0), (3.0, 50.0))
    assert [read(curve, value) for value in (0, 1, 2, 3, 4)] == [100, 100, 75, 50, 50]


def test_a_dimension_without_a_score_leaves_the_mean_and_the_rest_is_renormalised() -> None:
    norms = NORMS.fluency
    assert weighted({"pace": dimension(80), "flow": dimension(50)}, norms) == pytest.approx(
        (0.25 * 80 + 0.35 * 50) / 0.6, abs=0.05
    )
    assert weighted({"pace": dimension(80), "flow": dimension(None)}, norms) == 80
    assert weighted({"pace": dimension(None)}, norms) is None
