"""What the scorer wants to know about the meaning of texts. It is given vectors, and knows no model."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import msgspec


class Wanted(msgspec.Struct, frozen=True):
    """What a model has to read before an answer can be scored: the answer's words, the stretches of them (positions),
    other texts, and texts that are looked at word by word. An answer without words has no stretch."""

    words: tuple[str, ...]
    stretches: tuple[tuple[int, int], ...]
    texts: tuple[str, ...]
    close: tuple[str, ...] = ()

    def text(self, stretch: tuple[int, int]) -> str:
        return " ".join(self.words[slice(*stretch)])


class Meanings(Protocol):
    """The meanings of all that `Wanted` names, each known by its text."""

    def alike(self, one: tuple[str, ...], others: Sequence[tuple[str, ...]]) -> list[float]:
        """The cosines (-1 to 1) of one with others. Each is some texts, whose vectors are added."""
        ...

    def met(self, asked: Sequence[str], said: Sequence[str]) -> list[list[float]]:
        """How far (-1 to 1) each text of `asked` is met, word by word, in each stretch of `said`; rare words count more."""
        ...
