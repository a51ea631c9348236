"""The room of meaning, with the model that ships."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from simulator import paths
from simulator.errors import ModelError
from simulator.meaning import mind, minilm
from simulator.meaning.known import Known
from simulator.meaning.minilm import MiniLM, Reading
from simulator.meaning.vectors import Memory, Tokens, Vector, Vectors
from simulator.scoring.meanings import Wanted
from tests.tools.make_meanings import close_texts, texts

LATE = ["the", "train", "was", "two", "hours", "late", "and", "i", "missed", "the", "meeting"]
COOKED = ["then", "i", "cooked", "a", "soup", "of", "pumpkins", "for", "forty", "guests"]


@pytest.fixture(scope="module")
def model() -> MiniLM:
    return MiniLM(threads=1)


class Counting:
    """A model that counts what it is asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def read(self, texts: Sequence[str]) -> list[Reading]:
        self.asked += texts
        return [
            Reading(
                np.eye(384, dtype=np.float32)[len(text) % 384], np.array([len(text)]), np.ones((1, 384), np.float32)
            )
            for text in texts
        ]

    def stretches(self, words: Sequence[str], ranges: Sequence[range]) -> list[Reading]:
        return self.read([" ".join(words[each.start : each.stop]) for each in ranges])


def vectors(model: MiniLM, texts: Sequence[str]) -> list[Vector]:
    return [each.vector for each in model.read(texts)]


def tokens(*states: Sequence[float], weighs: Sequence[float] | None = None) -> Tokens:
    return Tokens(np.array(states, np.float32), np.array(weighs or [1.0] * len(states), np.float32))


def test_what_means_the_same_in_other_words_is_nearer(model: MiniLM) -> None:
    asked, own, other = vectors(
        model,
        [
            "Why do you want to leave your job?",
            "My contract ends in June, and I'd like to move on to a bigger kitchen.",
            "I checked the fuses, and then I called the electrician.",
        ],
    )
    assert asked @ own > asked @ other + 0.1
    assert np.linalg.norm(own) == pytest.approx(1, abs=1e-5)


def test_a_stretch_is_understood_as_it_stands_and_the_rest_beside_it(model: MiniLM) -> None:
    words = [*LATE, *COOKED]
    late, cooked = (each.vector for each in model.stretches(words, [range(len(LATE)), range(len(LATE), len(words))]))
    train, kitchen = vectors(model, ["a delay on the railway", "cooking soup for guests"])
    assert late @ train > cooked @ train + 0.1
    assert cooked @ kitchen > late @ kitchen + 0.1


def test_long_texts_are_read_to_their_end(model: MiniLM) -> None:
    long = [*LATE * 40, *COOKED * 4]
    ranges = [range(len(LATE)), range(len(LATE) * 40, len(long))]
    begin, end = (each.vector for each in model.stretches(long, ranges))
    (kitchen,) = vectors(model, ["cooking soup for guests"])
    assert end @ kitchen > begin @ kitchen + 0.1


def test_the_same_text_has_the_same_vector_alone_and_among_others(model: MiniLM) -> None:
    alone = vectors(model, [" ".join(LATE)])[0]
    among = vectors(model, [" ".join(COOKED * 3), " ".join(LATE), "Why?"])[1]
    assert alone @ among > 0.99


def test_nothing_said_has_no_vector(model: MiniLM) -> None:
    assert model.stretches([], []) == []


def test_a_missing_model_is_said_once_and_words_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(minilm, "PACKAGE", "no_such_package")
    monkeypatch.setattr(mind, "_memory", None)
    monkeypatch.setattr(mind, "_trouble", "")
    assert mind.meanings(Wanted(words=("yes",), stretches=((0, 1),), texts=())) is None
    assert mind.trouble().startswith("The model of sentence meaning is not installed.")


def test_a_changed_model_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "model.onnx").write_bytes(b"something else")
    monkeypatch.setattr(minilm, "model_file", lambda: tmp_path / "model.onnx")
    with pytest.raises(ModelError, match="not the file that was published"):
        MiniLM()


def test_a_memory_asks_only_for_what_is_new() -> None:
    model = Counting()
    memory = Memory(Known(model))
    memory.vectors(["one", "two"])
    found = memory.vectors(["two", "three", "three", " "])
    assert model.asked == ["one", "two", "three"]
    assert set(found) == {"two", "three"}
    memory.tokens(["one"])
    memory.tokens(["one"])
    assert model.asked == ["one", "two", "three", "one"]


def test_likeness_is_a_cosine_and_what_is_unknown_is_like_nothing() -> None:
    vectors = Vectors({"east": np.array([1, 0], np.float32), "north": np.array([0, 1], np.float32)})
    assert vectors.alike(("east",), [("east",), ("north",), ("never seen",)]) == [1, 0, 0]
    assert vectors.alike(("east",), [("east", "north")]) == [pytest.approx(0.7071, abs=1e-4)]
    assert vectors.alike(("never seen",), [("east",)]) == [0]
    assert vectors.alike(("east",), []) == []


def test_what_is_asked_is_met_by_the_nearest_words_and_rare_ones_count_more() -> None:
    east, north, between = (1.0, 0.0), (0.0, 1.0), (0.6, 0.8)
    vectors = Vectors(
        {},
        {
            "both": tokens(east, north, weighs=[3, 1]),
            "east": tokens(east),
            "between": tokens(between, east),
            "silent": Tokens(np.zeros((0, 2), np.float32), np.zeros(0, np.float32)),
        },
    )
    assert vectors.met(["both", "never seen"], ["east", "between", "silent"]) == [
        [pytest.approx(0.75), pytest.approx((3 + 0.8) / 4), 0],
        [0, 0, 0],
    ]
    assert vectors.met([], ["east"]) == []


def test_a_question_is_met_word_by_word_where_it_is_answered(model: MiniLM) -> None:
    known = Known(model)
    asked, own, other = (
        "What do you do when a train makes you late?",
        "I rang ahead from the platform, because my train was delayed by two hours.",
        "I cooked a soup of pumpkins for forty guests.",
    )
    found = Vectors({}, dict(zip((asked, own, other), known.tokens([asked, own, other]), strict=True)))
    ((near, far),) = found.met([asked], [own, other])
    assert near > far + 0.1


def test_the_shipped_banks_are_known_beforehand() -> None:
    """If this fails, a bank was changed: run `python -m tests.tools.make_meanings`."""
    model = Counting()
    Known(model).vectors(texts())
    Known(model).tokens(close_texts())
    assert model.asked == []


def test_what_is_known_is_what_the_model_says(model: MiniLM) -> None:
    some = texts()[::97]
    for known, said in zip(Known(Counting()).vectors(some), vectors(model, some), strict=True):
        assert known @ said > 0.99
    for text in close_texts()[::97]:
        (known_tokens,) = Known(Counting()).tokens([text])
        assert Vectors({}, {text: known_tokens, "anew": _anew(model, text)}).met([text], ["anew"])[0][0] > 0.99


def _anew(model: MiniLM, text: str) -> Tokens:
    words = text.split()
    return Known(model).stretches(words, [range(len(words))])[0][1]


def test_the_licence_of_the_tokenizer_is_told() -> None:
    assert paths.shipped_banks().is_dir()
    assert "Apache-2.0" in (minilm.__doc__ or "")
