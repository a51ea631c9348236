"""The laws of fluency: what makes an answer halt never raises its score, and time has no origin."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from simulator.scoring.card import Score, Scorecard
from simulator.scoring.disfluency import LONGEST_REPEAT
from simulator.scoring.scorecard import score_answer
from simulator.speech.transcript import Heard, Span
from tests.scoring.speaking import Piece, spoken

TOLERANCE = 0.05 + 1e-9
"""Scores are rounded to one decimal; a rounding is no rise."""

TEXT = """
I was working in the warehouse, and delivery came late for the third time. So we rang supplier but nobody answered
because their office had moved to Leeds, which took two more days. My manager asked me what would help, though she
knew already that 40 boxes were missing in July. That that very really enjoyable Excel spreadsheet colleague, when
finished everybody went home happy. you know like mean it is what I do
"""

words = st.sampled_from(TEXT.split())
pauses = st.integers(min_value=5, max_value=300).map(lambda hundredths: hundredths / 100)
answers = st.lists(st.one_of(words, words, words, pauses), min_size=12, max_size=60).filter(
    lambda answer: sum(isinstance(piece, str) for piece in answer) >= 8
)
rates = st.sampled_from([0.08, 0.12, 0.16, 0.2, 0.3])
latencies = st.one_of(st.none(), st.integers(0, 80).map(lambda tenths: tenths / 10))
fillers = st.sampled_from(["um,", "Um", "uh", "uh...", "er.", "hmm,"])


def fluency(heard: Heard, latency: float | None = None) -> Score:
    return score_answer(heard, question=None, latency=latency, allow_short=True).fluency


def assert_no_rise(before: Score, after: Score) -> None:
    for name, dimension in before.dimensions.items():
        later = after.dimensions[name].score
        assert (dimension.score is None) == (later is None), name
        assert dimension.score is None or later is None or later <= dimension.score + TOLERANCE, name
    assert before.score is not None
    assert after.score is not None
    assert after.score <= before.score + TOLERANCE


@given(answer=answers, filler=fillers, rate=rates, latency=latencies, data=st.data())
@settings(max_examples=100, deadline=None)
def test_a_filler_never_raises_fluency(
    answer: list[Piece], filler: str, rate: float, latency: float | None, data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(answer)))
    longer = spoken([*answer[:at], filler, *answer[at:]], syllable=rate)
    assert_no_rise(fluency(spoken(answer, syllable=rate), latency), fluency(longer, latency))


@given(answer=answers, filler=fillers, rate=rates, data=st.data())
@settings(max_examples=100, deadline=None)
def test_a_filler_within_a_pause_never_raises_fluency(
    answer: list[Piece], filler: str, rate: float, data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(answer)))
    silence = data.draw(pauses)
    share = data.draw(st.floats(0.05, 0.95))
    split = [*answer[:at], silence * share, filler, silence * (1 - share), *answer[at:]]
    assert_no_rise(
        fluency(spoken([*answer[:at], silence, *answer[at:]], syllable=rate)), fluency(spoken(split, syllable=rate))
    )


@given(answer=answers, rate=rates, latency=latencies, data=st.data())
@settings(max_examples=100, deadline=None)
def test_saying_words_again_never_raises_fluency(
    answer: list[Piece], rate: float, latency: float | None, data: st.DataObject
) -> None:
    length = data.draw(st.integers(1, LONGEST_REPEAT))
    at = data.draw(st.integers(0, len(answer) - length))
    again = answer[at : at + length]
    assume(any(isinstance(piece, str) for piece in again))
    longer = spoken([*answer[: at + length], *again, *answer[at + length :]], syllable=rate)
    assert_no_rise(fluency(spoken(answer, syllable=rate), latency), fluency(longer, latency))


@given(answer=answers, rate=rates, latency=latencies, longer=pauses, data=st.data())
@settings(max_examples=100, deadline=None)
def test_a_longer_pause_inside_a_clause_never_raises_fluency(
    answer: list[Piece], rate: float, latency: float | None, longer: float, data: st.DataObject
) -> None:
    at = data.draw(st.integers(1, len(answer) - 1))
    before = spoken([*answer[:at], 0.3, *answer[at:]], syllable=rate)
    card = score_answer(before, question=None, latency=latency, allow_short=True)
    place = sum(word.end for word in before.words[: sum(isinstance(piece, str) for piece in answer[:at])][-1:])
    assume(any(pause.inside_clause and pause.start <= place + 0.001 <= pause.end + 0.001 for pause in card.pauses))
    after = fluency(spoken([*answer[:at], 0.3 + longer, *answer[at:]], syllable=rate), latency)
    assert_no_rise(card.fluency, after)


@given(answer=answers, shift=st.floats(0, 1000), rate=rates)
@settings(max_examples=100, deadline=None)
def test_a_shift_of_all_times_changes_nothing(answer: list[Piece], shift: float, rate: float) -> None:
    heard = spoken(answer, syllable=rate)
    moved = msgspec.structs.replace(
        heard,
        seconds=heard.seconds + shift,
        words=tuple(
            msgspec.structs.replace(word, start=word.start + shift, end=word.end + shift) for word in heard.words
        ),
        speech=shifted(heard.speech, shift),
        silences=shifted(heard.silences, shift),
    )
    assert summary(score_answer(heard, question="Why us?")) == summary(score_answer(moved, question="Why us?"))


def shifted(spans: Sequence[Span], shift: float) -> tuple[Span, ...]:
    return tuple(Span(start=span.start + shift, end=span.end + shift) for span in spans)


def summary(card: Scorecard) -> object:
    """Everything of a card that has no place in time."""
    values = [
        (name, dimension.score, dimension.value, dimension.formula, [evidence.text for evidence in dimension.evidence])
        for score in (card.fluency, card.preparedness)
        for name, dimension in score.dimensions.items()
    ]
    remarks = [remark and remark.text for remark in (card.worked, card.next)]
    moments = [(moment.kind, moment.text) for moment in card.moments]
    return card.fluency.score, card.preparedness.score, values, remarks, moments, card.labels, card.lacks
