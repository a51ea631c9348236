"""The meanings of the shipped banks' texts, made beforehand (`tests/tools/make_meanings.py`), so that the first answer does
not wait until hundreds of texts have been read; and what was learnt from them: which tokens are rare, and which directions
tokens differ in."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from importlib import resources
from typing import Protocol

import numpy as np
import numpy.typing as npt

from simulator.meaning.minilm import Reading
from simulator.meaning.vectors import Tokens, Vector

FILE = "known.npz"
"""`keys`: digests of texts (uint64); `vectors`: theirs (texts, 384), half precision. `token_keys`: digests of the texts whose tokens
are known, `token_ends`: where those of each end among all, `token_ids`, and `token_states` (tokens, WIDTH) in steps of 1/127. `basis`
(384, WIDTH): onto the directions in which tokens differ most. `counts`: in how many of `documents` texts each token is."""

WIDTH = 128
"""Numbers of a token's state that are kept: word by word alone these tell 199 answers from answers to other questions with an AUC of .908, all
384 with .911."""


class Reader(Protocol):
    def read(self, texts: Sequence[str]) -> list[Reading]: ...
    def stretches(self, words: Sequence[str], ranges: Sequence[range]) -> list[Reading]: ...


class Known:
    """A model that looks into the table first."""

    def __init__(self, model: Reader) -> None:
        self._model = model
        with resources.files("simulator.meaning").joinpath(FILE).open("rb") as file, np.load(file) as table:
            keys, vectors = table["keys"].tolist(), table["vectors"].astype(np.float32)
            self._basis = table["basis"].astype(np.float32)
            self._weighs = rarity(table["counts"], int(table["documents"]))
            states = _unit(table["token_states"].astype(np.float32))
            weighs = self._weighs[table["token_ids"]]
            ends = table["token_ends"][:-1]
            token_keys = table["token_keys"].tolist()
        self._vectors = dict(zip(keys, vectors, strict=True))
        self._tokens = dict(zip(token_keys, map(Tokens, np.split(states, ends), np.split(weighs, ends)), strict=True))

    def vectors(self, texts: Sequence[str]) -> list[Vector]:
        keys = [digest(text) for text in texts]
        new = [text for key, text in zip(keys, texts, strict=True) if key not in self._vectors]
        found = iter(self._model.read(new) if new else ())
        return [self._vectors[key] if key in self._vectors else next(found).vector for key in keys]

    def tokens(self, texts: Sequence[str]) -> list[Tokens]:
        keys = [digest(text) for text in texts]
        new = [text for key, text in zip(keys, texts, strict=True) if key not in self._tokens]
        found = iter(self._model.read(new) if new else ())
        return [self._tokens[key] if key in self._tokens else self._of(next(found)) for key in keys]

    def stretches(self, words: Sequence[str], ranges: Sequence[range]) -> list[tuple[Vector, Tokens]]:
        return [(each.vector, self._of(each)) for each in self._model.stretches(words, ranges)]

    def _of(self, reading: Reading) -> Tokens:
        return Tokens(_unit(reading.states @ self._basis), self._weighs[reading.ids])


def rarity(counts: npt.NDArray[np.integer], documents: int) -> npt.NDArray[np.float32]:
    """What each token weighs: the logarithm of how many texts there are to one that has it."""
    return np.log((1 + documents) / (1 + counts)).astype(np.float32)


def _unit(states: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    lengths = np.linalg.norm(states, axis=1, keepdims=True)
    unit: npt.NDArray[np.float32] = states / np.maximum(lengths, 1e-9)
    return unit


def digest(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest())
