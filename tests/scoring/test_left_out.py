"""What a person leaves out of their scores: these depend on it no more, and the card says so."""

from __future__ import annotations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from simulator.scoring.card import LEAVES, SET_SO, LeftOut, Scorecard
from simulator.scoring.norms import NORMS, weighted
from simulator.scoring.scorecard import score_answer
from simulator.speech.transcript import Typed
from tests.scoring.speaking import SHORTEST_SILENCE, Piece, spoken
from tests.scoring.test_laws import answers, fillers, latencies, pauses, rates

heard = answers.map(
    lambda answer: [max(piece, SHORTEST_SILENCE) if isinstance(piece, float) else piece for piece in answer]
)
"""With no silence too short to be heard: two of those would be one that can, once what lies between them is left out."""

WITHOUT_LIMIT: tuple[LeftOut, ...] = ("time",)
ASKED = "Tell me about a time you solved a problem."
HALTING = (
    "So um I was I was working, um, in the ware- warehouse and [1.2] delivery came late for the third time. [0.6] So we"
    " rang uh the supplier but nobody answered because their office had moved to Leeds, which took two more days."
)


def card(pieces: str | list[Piece], *left_out: LeftOut, rate: float = 0.2, latency: float | None = None) -> Scorecard:
    answer = spoken(pieces, syllable=rate)
    return score_answer(answer, question=ASKED, latency=latency, allow_short=True, left_out=left_out)


def points(card: Scorecard) -> dict[str, float | None]:
    """Both scores, and those of all dimensions."""
    dimensions = card.fluency.dimensions | card.preparedness.dimensions
    totals = {"fluency": card.fluency.score, "preparedness": card.preparedness.score}
    return totals | {name: each.score for name, each in dimensions.items()}


@given(
    answer=heard, filler=fillers.filter(lambda filler: filler != "er."), rate=rates, latency=latencies, data=st.data()
)
@settings(max_examples=25, deadline=None)
def test_without_fillers_the_score_is_what_it_would_be_had_none_been_said(
    answer: list[Piece], filler: str, rate: float, latency: float | None, data: st.DataObject
) -> None:
    """Where the recogniser ends a sentence with it ("er."), that end stays."""
    at = data.draw(st.integers(0, len(answer)))
    with_one = card([*answer[:at], filler, *answer[at:]], "fillers", rate=rate, latency=latency)
    assert points(with_one) == points(card(answer, "fillers", rate=rate, latency=latency))


@given(answer=heard, rate=rates, latency=latencies, data=st.data())
@settings(max_examples=25, deadline=None)
def test_without_repairs_the_score_is_what_it_would_be_had_each_word_been_said_once(
    answer: list[Piece], rate: float, latency: float | None, data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(answer) - 1))
    word = answer[at]
    assume(isinstance(word, str) and word[-1].isalnum())
    again = card([*answer[: at + 1], word, *answer[at + 1 :]], "repairs", rate=rate, latency=latency)
    assert points(again) == points(card(answer, "repairs", rate=rate, latency=latency))


@given(answer=heard, rate=rates, latency=latencies, silence=pauses, data=st.data())
@settings(max_examples=25, deadline=None)
def test_without_pauses_the_score_is_what_it_would_be_without_one_more(
    answer: list[Piece], rate: float, latency: float | None, silence: float, data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(answer)))
    longer = card([*answer[:at], max(silence, SHORTEST_SILENCE), *answer[at:]], "pauses", rate=rate, latency=latency)
    assert points(longer) == points(card(answer, "pauses", rate=rate, latency=latency))


@pytest.mark.parametrize("part", LEAVES)
def test_what_is_left_out_has_no_score_and_says_why_and_the_rest_shares_its_weight(part: LeftOut) -> None:
    found, whole = card(HALTING, part, latency=4.0), card(HALTING, latency=4.0)
    assert found.left_out == (part,)
    for total, norms in ((found.fluency, NORMS.fluency), (found.preparedness, NORMS.preparedness)):
        rest = {name: each for name, each in total.dimensions.items() if name not in LEAVES[part]}
        assert total.score == weighted(rest, norms)
    for name, each in (found.fluency.dimensions | found.preparedness.dimensions).items():
        gone = name in LEAVES[part]
        assert found.leaves_out(name) is gone
        assert (SET_SO in [evidence.note for evidence in each.evidence]) is gone
        assert not gone or each.score is None
    assert found.worked is None or found.worked.dimension not in LEAVES[part]
    assert found.next is None or found.next.dimension not in LEAVES[part]
    assert (found.pauses, found.fillers) == (whole.pauses, whole.fillers), "what happened stays known"
    assert found.version == whole.version


def test_moments_are_of_nothing_that_is_left_out() -> None:
    def kinds(*left_out: LeftOut) -> set[str]:
        answer = spoken(HALTING)
        found = score_answer(answer, question=ASKED, latency=9.0, window=5.0, allow_short=True, left_out=left_out)
        return {each.kind for each in found.moments}

    assert {"fillers", "repeat", "long pause", "slow start", "over time"} <= kinds()
    assert "fillers" not in kinds("fillers")
    assert "repeat" not in kinds("repairs")
    assert not kinds("pauses") & {"long pause", "slow start"}
    assert not kinds("time") & {"slow start", "over time"}


def test_an_answer_that_halts_gains_by_each_part_that_is_left_out() -> None:
    scores = [card(HALTING, *parts).fluency.score for parts in ((), ("fillers",), ("fillers", "repairs"))]
    assert all(score is not None for score in scores)
    assert scores == sorted(scores, key=lambda score: score or 0.0)
    assert len(set(scores)) == 3


def test_a_typed_answer_has_no_length_where_there_is_no_limit() -> None:
    text = HALTING.replace("[1.2]", "").replace("[0.6]", "")
    found = score_answer(Typed(text=text), question=ASKED, left_out=WITHOUT_LIMIT)
    assert found.preparedness.dimensions["length"].score is None
    assert found.preparedness.score is not None
