from __future__ import annotations

import pytest

from simulator.scoring.disfluency import Disfluencies, find
from simulator.scoring.words import Token, tokens_of_text


def look(text: str) -> tuple[tuple[Token, ...], Disfluencies]:
    tokens = tokens_of_text(text)
    return tokens, find(tokens)


def fillers(text: str) -> list[str]:
    tokens, found = look(text)
    return [" ".join(token.norm for token in tokens[start:end]) for start, end in found.fillers]


def going_on(text: str) -> str:
    tokens, found = look(text)
    return " ".join(tokens[at].norm for at in found.going_on)


def test_fillers_as_recognisers_write_them() -> None:
    assert fillers("Um, I uh... was, er, hmm thinking. Ummm mm Erm") == ["um", "uh", "er", "hmm", "ummm", "mm", "erm"]


@pytest.mark.parametrize("text", ["uh-huh", "mm-hmm, yes", "5 mm of steel", "the umbrella", "her hum", "I saw 'em"])
def test_what_only_looks_like_a_filler(text: str) -> None:
    assert fillers(text) == []


def test_markers_count_only_between_commas() -> None:
    assert fillers("It was, like, late and, you know, dark.") == ["like", "you know"]
    assert fillers("I mean, we waited, y'know.") == ["i mean", "y'know"]


@pytest.mark.parametrize(
    "text", ["I like tea, and you know the place.", "you know what I mean", "do you know, Anna", "it looks like rain"]
)
def test_markers_that_do_work_are_no_fillers(text: str) -> None:
    assert fillers(text) == []


@pytest.mark.parametrize(
    ("text", "times", "left"),
    [
        ("the the delivery", 1, "the delivery"),
        ("I I I was", 2, "i was"),
        ("it was, it was fine", 1, "it was fine"),
        ("we went to the we went to the shop", 1, "we went to the shop"),
        ("I I went I went home", 2, "i went home"),
        ("so um so I", 1, "so i"),
        ("one of the of the boxes", 1, "one of the boxes"),
    ],
)
def test_repeats(text: str, times: int, left: str) -> None:
    _, found = look(text)
    assert sum(repeat.times for repeat in found.repeats) == times
    assert going_on(text) == left


@pytest.mark.parametrize(
    "text",
    [
        "very very late",
        "she had had enough",
        "I know that that works",
        "five five seven",
        "no no, go on",
        "He came. Came he did?",
    ],
)
def test_doubling_that_is_no_repeat(text: str) -> None:
    assert look(text)[1].repeats == ()


def test_words_broken_off() -> None:
    tokens, found = look("mon- montreal and I- I went th-that way")
    assert [tokens[at].text for at in found.cut_offs] == ["mon-", "I-", "th-"]
    assert found.repeats == ()
    assert going_on("mon- montreal") == "montreal"


def test_a_hanging_hyphen_breaks_nothing_off() -> None:
    assert look("two- and three-year plans")[1].cut_offs == ()


def test_corrections() -> None:
    tokens, found = look("on Monday, or rather on Tuesday, no wait Friday")
    assert [tokens[start].norm for start, _ in found.corrections] == ["or", "no"]
