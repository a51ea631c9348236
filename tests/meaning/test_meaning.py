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
from simulator.meaning.minilm import MiniLM
from simulator.meaning.vectors import Memory, Vector, Vectors
from simulator.scoring.meanings import Wanted
from tests.tools.make_meanings import texts

LATE = ["the", "train", "was", "two", "hours", "late", "and", "i", "missed", "the", "meeting"]
COOKED = ["then", "i", "cooked", "a", "soup", "of", "pumpkins", "for", "forty", "guests"]


@pytest.fixture(scope="module")
def model() -> MiniLM:
    return MiniLM(threads=1)


class Counting:
    """A model that counts what it is asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def vectors(self, texts: Sequence[str]) -> list[Vector]:
        self.asked += texts
        return [np.array([len(text), 1.0], np.float32) / np.float32(np.hypot(len(text), 1.0)) for text in texts]

    def stretches(self, words: Sequence[str], ranges: Sequence[range]) -> list[Vector]:
        return self.vectors([" ".join(words[each.start : each.stop]) for each in ranges])


def test_what_means_the_same_in_other_words_is_nearer(model: MiniLM) -> None:
    asked, own, other = model.vectors(
        [
            "Why do you want to leave your job?",
            "My contract ends in June, and I'd like to move on to a bigger kitchen.",
            "I checked the fuses, and then I called the electrician.",
        ]
    )
    assert asked @ own > asked @ other + 0.1
    assert np.linalg.norm(own) == pytest.approx(1, abs=1e-5)


def test_a_stretch_is_understood_as_it_stands_and_the_rest_beside_it(model: MiniLM) -> None:
    words = [*LATE, *COOKED]
    late, cooked = model.stretches(words, [range(len(LATE)), range(len(LATE), len(words))])
    train, kitchen = model.vectors(["a delay on the railway", "cooking soup for guests"])
    assert late @ train > cooked @ train + 0.1
    assert cooked @ kitchen > late @ kitchen + 0.1


def test_long_texts_are_read_to_their_end(model: MiniLM) -> None:
    long = [*LATE * 40, *COOKED * 4]
    begin, end = model.stretches(long, [range(len(LATE)), range(len(LATE) * 40, len(long))])
    (kitchen,) = model.vectors(["cooking soup for guests"])
    assert end @ kitchen > begin @ kitchen + 0.1


def test_the_same_text_has_the_same_vector_alone_and_among_others(model: MiniLM) -> None:
    alone = model.vectors([" ".join(LATE)])[0]
    among = model.vectors([" ".join(COOKED * 3), " ".join(LATE), "Why?"])[1]
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
    memory = Memory(model)
    memory.of(["one", "two"])
    found = memory.of(["two", "three", "three", " "])
    assert model.asked == ["one", "two", "three"]
    assert set(found) == {"two", "three"}


def test_likeness_is_a_cosine_and_what_is_unknown_is_like_nothing() -> None:
    vectors = Vectors({"east": np.array([1, 0], np.float32), "north": np.array([0, 1], np.float32)})
    assert vectors.alike(("east",), [("east",), ("north",), ("never seen",)]) == [1, 0, 0]
    assert vectors.alike(("east",), [("east", "north")]) == [pytest.approx(0.7071, abs=1e-4)]
    assert vectors.alike(("never seen",), [("east",)]) == [0]
    assert vectors.alike(("east",), []) == []


def test_the_shipped_banks_are_known_beforehand() -> None:
    """If this fails, a bank was changed: run `python -m tests.tools.make_meanings`."""
    model = Counting()
    Known(model).vectors(texts())
    assert model.asked == []


def test_what_is_known_is_what_the_model_says(model: MiniLM) -> None:
    some = texts()[::97]
    for known, said in zip(Known(Counting()).vectors(some), model.vectors(some), strict=True):
        assert known @ said > 0.99


def test_the_licence_of_the_tokenizer_is_told() -> None:
    assert paths.shipped_banks().is_dir()
    assert "Apache-2.0" in (minilm.__doc__ or "")
