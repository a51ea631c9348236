"""Moments: where an answer lost or won points, how many, and in what order."""

from __future__ import annotations

from itertools import pairwise

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.scoring.card import FLUENCY, Moment, Scorecard
from simulator.scoring.moments import MOST
from simulator.scoring.norms import NORMS, parts
from simulator.scoring.scorecard import score_answer
from simulator.speech.transcript import Heard, Span
from tests.scoring.speaking import Piece, pieces, spoken
from tests.scoring.test_laws import answers, latencies, rates

ASKED = "Tell me about a time you solved a problem."
CALM = (
    "When I was in my second year at the garden centre, [0.4] the spring order came a week early. [0.5] I had to find room "
    "for all the plants, [0.3] so I rang the school next door and asked for their yard. [0.5] In the end we sold them all."
)
HURRIED = "and then we put it on the van and we took it to the yard and we got it done before the men had come back in"
DIMENSION = {
    "long pause": "flow",
    "fillers": "fillers",
    "repeat": "repairs",
    "rush": "pace",
    "slow start": "start",
    "over time": "length",
}


def card(answer: str | Heard, latency: float | None = None, window: float | None = 60.0) -> Scorecard:
    heard = answer if isinstance(answer, Heard) else spoken(answer)
    return score_answer(heard, question=ASKED, latency=latency, window=window)


def of_kind(card: Scorecard, kind: str) -> list[Moment]:
    return [moment for moment in card.moments if moment.kind == kind]


def part(card: Scorecard, name: str) -> float:
    score, norms = (card.fluency, NORMS.fluency) if name in FLUENCY else (card.preparedness, NORMS.preparedness)
    return parts(score.dimensions, norms)[name]


def lost(card: Scorecard, name: str) -> float:
    score = {**card.fluency.dimensions, **card.preparedness.dimensions}[name].score
    return 0.0 if score is None else part(card, name) * (100 - score)


def told_at(*paces: tuple[str, float]) -> Heard:
    """Texts one after the other, half a second apart, each with its seconds for a syllable."""
    told: list[Heard] = []
    for text, syllable in paces:
        told.append(spoken(text, start=told[-1].seconds if told else 0.5, syllable=syllable))
    speech = tuple(span for each in told for span in each.speech)
    return msgspec.structs.replace(
        told[-1],
        words=tuple(word for each in told for word in each.words),
        speech=speech,
        silences=tuple(Span(start=before.end, end=after.start) for before, after in pairwise(speech)),
    )


def test_a_rush_in_a_calm_answer_is_found_where_it_is() -> None:
    heard = told_at((CALM, 0.22), (HURRIED, 0.1), (CALM, 0.22))
    (rush,) = of_kind(card(heard), "rush")
    calm = len(pieces(CALM)) - CALM.count("[")
    hurried = heard.words[calm : calm + len(HURRIED.split())]
    assert rush.start == pytest.approx(hurried[0].start, abs=0.5)
    assert rush.end == pytest.approx(hurried[-1].end, abs=0.5)
    assert "from “and then we put" in rush.text


@pytest.mark.parametrize("syllable", [0.2, 0.24, 0.3])
def test_a_steady_answer_has_no_rush(syllable: float) -> None:
    assert not of_kind(card(told_at((CALM, syllable), (CALM, syllable))), "rush")


def test_a_rush_costs_what_pace_lost_by_being_too_fast_and_else_nothing() -> None:
    hasty = card(told_at((HURRIED, 0.1), (HURRIED, 0.1), (CALM, 0.2)))
    cost = sum(moment.points for moment in of_kind(hasty, "rush"))
    assert -lost(hasty, "pace") - 0.1 <= cost < -1
    calm = card(told_at(*[(CALM, 0.27)] * 3, (HURRIED, 0.1)))
    assert [moment.points for moment in of_kind(calm, "rush")] == [0.0]


def test_wrong_times_of_a_few_words_are_no_rush() -> None:
    heard = spoken(CALM, syllable=0.22)
    squeezed = [
        msgspec.structs.replace(word, start=heard.words[5].start, end=heard.words[5].start + 0.05)
        if 5 <= number < 13
        else word
        for number, word in enumerate(heard.words)
    ]
    assert not of_kind(card(msgspec.structs.replace(heard, words=tuple(squeezed))), "rush")


def test_fillers_bear_their_share_of_what_fillers_lost() -> None:
    found = card(f"Um, I uh started, {CALM} [0.5] Um, that was all.")
    (cluster,) = of_kind(found, "fillers")
    assert cluster.text == "Um, uh"
    assert cluster.points == pytest.approx(-lost(found, "fillers") * 2 / 3, abs=0.06)


def test_a_slow_start_and_too_many_words_cost_all_that_was_lost_by_them() -> None:
    found = card(CALM, latency=6.0, window=8.0)
    (slow,), (over,) = of_kind(found, "slow start"), of_kind(found, "over time")
    assert slow.points == pytest.approx(-lost(found, "start"), abs=0.06)
    assert (
        -lost(found, "length") <= over.points <= -0.8 * lost(found, "length")
    )  # the rest: a few words that say little
    assert not of_kind(card(CALM, latency=1.0), "slow start")


def test_a_start_within_the_band_is_not_called_slow() -> None:
    gentle = card(CALM, latency=2.3)
    start = gentle.fluency.dimensions["start"]
    assert start.value is not None
    assert 2.5 < start.value < 3.0
    assert start.band == "up to 3 s"
    assert not of_kind(gentle, "slow start")


def test_the_longest_pause_inside_a_clause_costs_most() -> None:
    found = of_kind(card(f"{CALM} [0.5] We put the [3.0] plants on the [1.2] lawn of the school."), "long pause")
    assert [moment.text[:3] for moment in found] == ["3.0", "1.2"]
    assert found[0].points < found[1].points < 0


def test_what_went_well_won_points() -> None:
    found = card(CALM.replace("we sold them all", "sales rose by 30 percent"))
    good = [moment for moment in found.moments if moment.good]
    assert len(good) == 2
    assert all(moment.points > 0 for moment in good)
    assert any("30 percent" in moment.text for moment in good)


def test_a_short_answer_has_moments_without_points() -> None:
    found = card("I put the [2.5] list up.")
    assert found.fluency.score is None
    assert of_kind(found, "long pause")
    assert {moment.points for moment in found.moments} == {0.0}


@given(answer=answers, rate=rates, latency=latencies)
@settings(max_examples=100, deadline=None)
def test_the_places_of_a_dimension_never_cost_more_than_it_lost(
    answer: list[Piece], rate: float, latency: float | None
) -> None:
    found = score_answer(spoken(answer, syllable=rate), question=ASKED, latency=latency, window=10.0, allow_short=True)
    assert len(found.moments) <= MOST
    assert list(found.moments) == sorted(found.moments, key=lambda moment: (-abs(moment.points), moment.start))
    for moment in found.moments:
        assert moment.points >= 0 if moment.good else moment.points <= 0
        assert moment.start < moment.end
    for kind, name in DIMENSION.items():
        costs = [moment.points for moment in of_kind(found, kind)]
        assert -sum(costs) <= lost(found, name) + 0.05 * len(costs) + 1e-6, name


@given(answer=answers, rate=rates, seconds=st.integers(1, 500))
@settings(max_examples=50, deadline=None)
def test_time_has_no_origin(answer: list[Piece], rate: float, seconds: int) -> None:
    here, later = (card(spoken(answer, syllable=rate, start=start)).moments for start in (0.5, 0.5 + seconds))
    assert [(each.kind, each.text, each.points) for each in here] == [
        (each.kind, each.text, each.points) for each in later
    ]
    assert [each.end + seconds for each in here] == pytest.approx([each.end for each in later], abs=0.002)
