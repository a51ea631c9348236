"""Vectors of texts: made by a model, remembered, compared."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt

Vector = npt.NDArray[np.float32]
"""Of unit length."""

KEPT = 20_000
"""Texts whose vectors are remembered: about 30 MB."""


class Model(Protocol):
    """Gives a text its vector. The same text gets the same vector."""

    def vectors(self, texts: Sequence[str]) -> list[Vector]: ...

    def stretches(self, words: Sequence[str], ranges: Sequence[range]) -> list[Vector]:
        """The vectors of stretches of one text, each as it is meant among the rest."""
        ...


class Vectors:
    """The vectors of texts, by their text. A text that has none is like no other."""

    def __init__(self, known: Mapping[str, Vector]) -> None:
        self._known = known
        self._nothing = np.zeros_like(next(iter(known.values()), np.zeros(1, np.float32)))

    def alike(self, one: tuple[str, ...], others: Sequence[tuple[str, ...]]) -> list[float]:
        """The cosines (-1 to 1) of one with others. Each is some texts, whose vectors are added."""
        if not others:
            return []
        found: list[float] = (np.stack([self._of(each) for each in others]) @ self._of(one)).tolist()
        return found

    def _of(self, texts: tuple[str, ...]) -> Vector:
        if len(texts) == 1:
            return self._known.get(texts[0], self._nothing)
        total = sum((self._known.get(text, self._nothing) for text in texts), self._nothing)
        length = float(np.linalg.norm(total))
        return total / length if length else total


class Memory:
    """Asks a model for what it has not been asked before."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self._kept: OrderedDict[str, Vector] = OrderedDict()

    def of(self, texts: Iterable[str]) -> dict[str, Vector]:
        """Forgets the oldest texts beyond `KEPT`, but none of these."""
        wanted = [text for text in dict.fromkeys(texts) if text.strip()]
        new = [text for text in wanted if text not in self._kept]
        self._kept.update(zip(new, self.model.vectors(new), strict=True) if new else ())
        found = {text: self._kept[text] for text in wanted}
        while len(self._kept) > max(KEPT, len(wanted)):
            self._kept.popitem(last=False)
        return found
