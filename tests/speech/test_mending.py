"""Words brought into agreement with the sound: examples that recognisers gave, and laws."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from simulator.speech.mending import is_filler, mended, runs_away, unwritten
from simulator.speech.transcript import Span, Word


def word(text: str, start: float, end: float, confidence: float = 0.9) -> Word:
    return Word(text=text, start=start, end=end, confidence=confidence)


def texts(words: tuple[Word, ...]) -> list[str]:
    return [each.text for each in words]


def test_words_far_from_any_voice_were_never_said() -> None:
    said = [word("Yes.", 1.0, 1.4), word("Thank", 6.0, 6.3), word("you.", 6.3, 6.5)]
    assert texts(mended(said, [Span(start=0.9, end=1.5)], 10.0)) == ["Yes."]


def test_a_filler_without_length_is_put_where_there_is_voice() -> None:
    said = [word("cares.", 7.2, 7.6), word("Um,", 8.64, 8.66, 0.2), word("this", 8.66, 8.9)]
    speech = [Span(start=6.0, end=7.6), Span(start=8.06, end=11.0)]
    um = mended(said, speech, 12.0)[1]
    assert (um.start, um.end) == (8.06, 8.66)


def test_a_row_of_fillers_is_cut_to_what_the_voice_can_hold() -> None:
    row = [word("Uh,", 0.0, 0.0, 0.0), word("uh,", 0.32, 0.34, 0.03), word("uh,", 0.34, 0.34, 0.4)]
    five = word("five.", 0.4, 0.9)
    assert texts(mended([*row, five], [Span(start=0.3, end=0.9)], 1.0)) == ["five."]
    kept = mended([*row, word("five.", 1.0, 1.4)], [Span(start=0.3, end=1.4)], 2.0)
    assert texts(kept) == ["uh,", "five."]
    assert kept[0].confidence == 0.4


def in_a_row(*phrases: str, seconds: float) -> list[Word]:
    """Words that last so long each."""
    return [word(text, at * seconds, (at + 1) * seconds) for at, text in enumerate(" ".join(phrases).split())]


def test_a_phrase_repeated_beyond_what_people_say_or_the_sound_can_hold_has_run_away() -> None:
    assert runs_away(in_a_row("Hey,", *["p-"] * 8, seconds=0.3))
    assert runs_away(in_a_row("I", *["was in the,"] * 6, seconds=0.3))
    assert runs_away(in_a_row("so", *["yes,"] * 4, seconds=0.1))
    assert runs_away([word("Royal", 1.0, 1.3), word("-".join(["I"] * 50) + "-", 1.3, 16.0)])


def test_a_word_that_somebody_did_say_five_times_has_not() -> None:
    assert not runs_away(in_a_row("some", *["word"] * 5, seconds=0.3))
    assert not runs_away(in_a_row("that I had had, had had, had", seconds=0.2))
    assert not runs_away([word("I-I-I-", 1.0, 1.6), word("was", 1.6, 1.9), word("well-to-do,", 1.9, 2.4)])
    assert not runs_away([])


def test_fillers_with_a_time_of_their_own_stay() -> None:
    said = [word("the", 1.0, 1.2), word("uh,", 1.3, 1.6), word("uh,", 1.7, 2.0), word("end.", 2.1, 2.5)]
    assert mended(said, [Span(start=0.9, end=2.6)], 3.0) == tuple(said)


spans = st.lists(st.floats(0, 20), min_size=2, max_size=8, unique=True).map(
    lambda edges: [Span(start=a, end=b) for a, b in list(pairwise(sorted(edges)))[::2]]
)
words = st.lists(
    st.builds(
        lambda text, start, length, confidence: word(text, start, start + length, confidence),
        st.sampled_from(["so", "um,", "uh", "I", "worked", "hm."]),
        st.floats(0, 20),
        st.sampled_from([0.0, 0.02, 0.3, 1.5]),
        st.floats(0, 1),
    ),
    max_size=10,
).map(lambda said: sorted(said, key=lambda each: each.start))


@given(words, spans)
def test_words_come_in_order_within_the_answer(said: list[Word], speech: list[Span]) -> None:
    after = mended(said, speech, 20.0)
    assert all(0 <= each.start <= each.end <= 20 for each in after)
    assert all(a.start <= b.start and a.end <= b.start + 0.001 for a, b in pairwise(after))


@given(words, spans)
def test_nothing_is_made_up_and_only_fillers_are_lost_where_there_is_voice(
    said: list[Word], speech: list[Span]
) -> None:
    after = texts(mended(said, speech, 20.0))
    left = [each.text for each in said]
    for text in after:
        left.remove(text)
    everywhere = [Span(start=0.0, end=20.0)]
    lost = list(said)
    for each in mended(said, everywhere, 20.0):
        lost.remove(next(other for other in lost if other.text == each.text))
    assert all(is_filler(each) for each in lost)


@given(words)
def test_without_voice_there_are_no_words(said: list[Word]) -> None:
    assert mended(said, [], 20.0) == ()


def test_a_short_stretch_of_speech_without_a_word_is_told() -> None:
    speech = [Span(start=0.5, end=2.0), Span(start=2.6, end=3.1), Span(start=3.6, end=5.0)]
    words = [word("So", 0.5, 1.9), word("then", 3.05, 4.0), word("we", 4.0, 4.9)]
    assert list(unwritten(words, speech)) == [speech[1]]
    assert list(unwritten([*words, word("um", 2.6, 3.0)], speech)) == []
    assert list(unwritten([], speech)) == [speech[1]]
