from __future__ import annotations

import pytest

from simulator.scoring.words import (
    CLAUSE_STOP,
    NO_STOP,
    SENTENCE_STOP,
    is_number,
    stem,
    syllables,
    tokens_of_text,
    tokens_of_words,
)
from simulator.speech.transcript import Word

KNOWN = """
a 1 the 1 I 1 asked 1 worked 1 called 1 moved 1 helped 1 planned 1 changed 1 times 1 makes 1 clothes 1 strengths 1
wanted 2 decided 3 started 2 needed 2 created 3 handled 2 boxes 2 changes 2 tables 2 table 2 little 2 people 2 couple 2
because 2 before 2 something 2 someone 2 sometimes 2 homework 2 warehouse 2 deadline 2 teamwork 2 customer 3 manager 3
manager's 3 boss's 2 company 3 project 2 interview 3 experience 4 situation 4 responsibility 6 communication 5
university 5 organisation 5 education 4 question 2 answer 2 colleague 2 team 1 leadership 3 supplier 3 business 2
employer 3 employee 3 playing 2 studying 3 being 2 doing 2 idea 3 area 3 science 2 quiet 2 society 4 create 2 reality 4
couldn't 2 don't 1 didn't 2 wasn't 2 haven't 2 I'm 1 you've 1 they'll 1 completely 3 movement 2 careful 2 technique 2
usually 4 various 3 previous 3 serious 3 million 2 opinion 3 hundred 2 eleven 3 seven 2 seventeen 3 ninety 2
rhythm 2 enthusiasm 5 criticism 4 metre 2 centre 2 well-known 2 twenty-five 3
"""


def test_syllables_of_known_words() -> None:
    pairs = KNOWN.split()
    wrong = {
        word: syllables(word.lower())
        for word, count in zip(pairs[::2], pairs[1::2], strict=True)
        if syllables(word.lower()) != int(count)
    }
    assert not wrong


@pytest.mark.parametrize(
    ("digits", "count"),
    [
        *[("7", 2), ("20", 2), ("25", 3), ("100", 3), ("110", 4), ("1,000", 3), ("2019", 4), ("2005", 4), ("1999", 5)],
        *[("25%", 5), ("$400", 5), ("3.5", 3), ("3rd", 1), ("5pm", 3), ("0", 2)],
    ],
)
def test_digits_have_the_syllables_they_are_read_with(digits: str, count: int) -> None:
    assert syllables(digits) == count


@pytest.mark.parametrize("word", ["", "你好", "ﬁ", "x" * 500, "a" * 500, "٣٤", "²", "9" * 400, "-", "'", "ß"])
def test_every_word_has_at_least_one_syllable(word: str) -> None:
    assert syllables(word) >= 1


def test_a_word_is_freed_of_its_punctuation_and_the_punctuation_is_kept_as_a_stop() -> None:
    tokens = tokens_of_text("“Well,” she said (twice): no. Mr. Jones waited... Then — at 5pm — why?")
    assert [token.norm for token in tokens][:6] == ["well", "she", "said", "twice", "no", "mr"]
    stops = {token.norm: token.stop for token in tokens}
    assert stops["well"] == stops["twice"] == stops["then"] == CLAUSE_STOP
    assert stops["no"] == stops["why"] == SENTENCE_STOP
    assert stops["mr"] == stops["waited"] == stops["she"] == NO_STOP


def test_words_begun_several_times_come_apart_and_share_their_time() -> None:
    tokens = tokens_of_words(
        [Word(text="I-I-I", start=1.0, end=1.6, confidence=1), Word(text="th-that", start=2, end=3, confidence=1)]
    )
    assert [(token.norm, token.cut) for token in tokens] == [
        ("i", True),
        ("i", True),
        ("i", False),
        ("th", True),
        ("that", False),
    ]
    assert [token.start for token in tokens] == pytest.approx([1.0, 1.2, 1.4, 2.0, 2.5])


@pytest.mark.parametrize("word", ["well-known", "so-so", "uh-uh", "twenty-five", "x-ray"])
def test_words_with_a_hyphen_stay_whole(word: str) -> None:
    assert [token.norm for token in tokens_of_text(word)] == [word]


def test_control_characters_and_overrides_are_dropped() -> None:
    assert [token.text for token in tokens_of_text("a\x1b[31mb \u202ec \x00 d")] == ["a[31mb", "c", "d"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("disagreed", "disagreement"),
        ("organise", "organising"),
        ("studies", "studied"),
        ("manager's", "managers"),
        ("stopped", "stop"),
    ],
)
def test_forms_of_a_word_share_their_stem(one: str, other: str) -> None:
    assert stem(one) == stem(other)


@pytest.mark.parametrize("word", ["his", "this", "focus", "less", "red", "sing"])
def test_short_words_and_false_endings_stay(word: str) -> None:
    assert stem(word) == word


def test_numbers_in_digits() -> None:
    assert all(is_number(word) for word in ("20", "$1,000", "3rd", "25%", "5pm", "10:30"))
    assert not any(is_number(word) for word in ("x2", "twenty", "b2b", ""))
