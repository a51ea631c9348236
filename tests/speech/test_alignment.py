"""Words that a person wrote, laid over what was heard: examples, and laws."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from msgspec.structs import replace

from simulator.speech.alignment import aligned, corrected
from simulator.speech.mending import mended
from simulator.speech.transcript import Heard, Span, Word
from tests.speech.test_mending import spans, word, words

SPEECH = (Span(start=0.5, end=2.0), Span(start=2.6, end=3.1), Span(start=3.6, end=5.0))


def heard(*said: Word, speech: tuple[Span, ...] = SPEECH, hums: tuple[Span, ...] = ()) -> Heard:
    return Heard(seconds=6.0, engine="test", words=said, speech=speech, hums=hums)


def times(words: tuple[Word, ...]) -> list[tuple[str, float, float]]:
    return [(each.text, each.start, each.end) for each in words]


SAID = (word("So", 0.5, 0.9), word("we", 0.9, 1.2), word("counted,", 1.2, 2.0), word("then", 3.6, 5.0))


def test_words_that_the_recogniser_wrote_too_keep_their_times() -> None:
    after = aligned("SO we, counted Then.", heard(*SAID))
    assert [(each.start, each.end) for each in after] == [(each.start, each.end) for each in SAID]
    assert [each.text for each in after] == ["SO", "we,", "counted", "Then."]
    assert {each.confidence for each in after} == {1.0}


def test_a_corrected_word_has_the_time_of_the_wrong_one() -> None:
    assert times(aligned("So, he counted um then.", heard(*SAID)))[1] == ("he", 0.9, 1.2)


def test_fewer_words_share_the_time_of_those_that_they_correct() -> None:
    said = heard(word("So", 0.5, 0.9), word("a", 0.9, 1.0), word("liner.", 1.0, 1.4), word("then", 3.6, 5.0))
    assert times(aligned("so aligner then", said))[1] == ("aligner.", 0.9, 1.4)


def test_words_share_the_voice_in_proportion_to_their_letters() -> None:
    said = heard(word("So", 0.5, 0.9), word("then", 1.8, 2.0))
    assert times(aligned("So, three we then.", said))[1:3] == [
        ("three", 0.9, pytest.approx(0.9 + 0.9 * 5 / 7, abs=1e-6)),
        ("we", pytest.approx(0.9 + 0.9 * 5 / 7, abs=1e-6), 1.8),
    ]


def test_no_shared_word_goes_on_across_a_silence() -> None:
    said = heard(word("So", 0.5, 1.5), word("then", 3.6, 5.0))
    assert times(aligned("So, abcde abcde then.", said))[1:3] == [("abcde", 1.5, 2.0), ("abcde", 2.6, 3.1)]


def test_a_filler_that_the_recogniser_dropped_lies_on_voice_without_a_word() -> None:
    assert times(aligned("So we counted, um, then.", heard(*SAID)))[3] == ("um,", 2.6, 3.1)


def test_a_filler_lies_on_a_hum_rather_than_on_longer_voice() -> None:
    speech = (Span(start=0.5, end=2.0), Span(start=2.2, end=2.4), Span(start=2.6, end=3.4), Span(start=3.6, end=5.0))
    after = aligned("So we counted, um, then.", heard(*SAID, speech=speech, hums=speech[1:2]))
    assert times(after)[3] == ("um,", 2.2, 2.4)


def test_a_filler_that_a_word_has_swallowed_gets_its_voice_back() -> None:
    said = heard(word("So", 0.5, 2.0), word("then", 3.6, 5.0), speech=(SPEECH[0], SPEECH[2]))
    assert times(aligned("So, um, then.", said))[:2] == [("So,", 0.5, 1.2), ("um,", 1.2, 2.0)]


def test_a_word_for_which_there_is_no_room_shares_the_time_of_its_longer_neighbour() -> None:
    after = aligned("So we have counted, then.", heard(*SAID))
    assert times(after)[1] == ("we", 0.9, 1.2)
    assert (after[2].start, after[3].end) == (1.2, 2.0)
    assert after[2].end == after[3].start


def test_where_nothing_was_heard_the_words_spread_over_the_speech_or_else_over_the_answer() -> None:
    assert times(aligned("abc def", heard(speech=(SPEECH[0],)))) == [("abc", 0.5, 1.25), ("def", 1.25, 2.0)]
    assert times(aligned("abc def", heard(speech=()))) == [("abc", 0.0, 3.0), ("def", 3.0, 6.0)]


def test_no_word_is_put_into_a_sliver_of_speech() -> None:
    said, sliver = heard(word("So", 0.5, 0.9), word("we", 0.9, 1.2)), (Span(start=0.5, end=0.5 + 2e-16),)
    assert times(aligned("Sower", replace(said, speech=sliver))) == [("Sower", 0.5, 1.2)]


def test_a_text_without_punctuation_takes_over_the_recognisers() -> None:
    assert [each.text for each in aligned("so we counted um then", heard(*SAID))] == [
        "so", "we", "counted,", "um", "then",
    ]  # fmt: skip
    assert aligned("so we counted um then.", heard(*SAID))[2].text == "counted"


def test_a_dash_that_stands_alone_stays_with_its_word() -> None:
    assert [each.text for each in aligned("So we — counted", heard(*SAID))] == ["So", "we —", "counted"]
    assert aligned(" — … \n", heard(*SAID)) == ()


def test_a_hum_counts_only_as_what_the_person_wrote() -> None:
    before = heard(*SAID, hums=SPEECH[1:2])
    assert corrected(before, "So we counted, then.").hums == ()
    after = corrected(before, "So we counted, um, then.")
    assert after.hums == ()
    assert after.words == aligned("So we counted, um, then.", before)


texts = st.lists(
    st.sampled_from(["so", "um", "uh,", "I", "worked.", "Extraordinarily", "hm", "mon-", "—", "it's"]), max_size=30
).map(" ".join)
answers = st.builds(
    lambda said, speech, hums: Heard(
        seconds=20.0, words=mended(said, speech, 20.0), speech=tuple(speech), hums=tuple(speech[:hums])
    ),
    words,
    spans,
    st.integers(0, 2),
)


@given(texts, answers)
def test_all_words_come_in_order_each_with_a_length_within_the_answer(text: str, answer: Heard) -> None:
    after = aligned(text, answer)
    assert all(0 <= each.start < each.end <= 20 for each in after)
    assert all(a.end <= b.start for a, b in pairwise(after))


@given(texts, answers)
def test_the_words_of_the_text_come_out_exactly_and_all(text: str, answer: Heard) -> None:
    after = " ".join(each.text for each in aligned(f"yes. {text}", answer))
    assert after == f"yes. {text}".rstrip()
    bare = " ".join(each.text.rstrip("-.,") for each in aligned(text.replace("—", "").replace(".", ""), answer))
    assert bare.split() == [each.rstrip("-.,") for each in text.replace("—", "").split()]


@given(answers)
def test_what_was_heard_is_aligned_with_itself(answer: Heard) -> None:
    assume(all(each.end > each.start for each in answer.words))
    assert times(aligned(answer.text, answer)) == times(answer.words)


@given(answers)
def test_no_text_no_words(answer: Heard) -> None:
    assert aligned(" \n", answer) == ()
