"""Meanings of texts: read by a model, remembered, compared."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Generic, NamedTuple, Protocol, TypeVar

import numpy as np
import numpy.typing as npt

T = TypeVar("T")

Vector = npt.NDArray[np.float32]
"""Of unit length."""

KEPT = 20_000
"""Texts whose vectors are remembered: about 30 MB. As many tokens' would take ten times that, so a tenth of them are."""


class Tokens(NamedTuple):
    """The tokens of a text as they are meant there: `states` (tokens, width), each of unit length, and what each `weighs`: the rarer
    it is, the more."""

    states: npt.NDArray[np.float32]
    weighs: npt.NDArray[np.float32]


class Model(Protocol):
    """Gives a text its vector and its tokens. The same text gets the same."""

    def vectors(self, texts: Sequence[str]) -> list[Vector]: ...

    def tokens(self, texts: Sequence[str]) -> list[Tokens]: ...

    def stretches(self, words: Sequence[str], ranges: Sequence[range]) -> list[tuple[Vector, Tokens]]:
        """The vectors and tokens of stretches of one text, each as it is meant among the rest."""
        ...


class Vectors:
    """The meanings of texts, by their text. A text that has none is like no other, and meets none."""

    def __init__(self, known: Mapping[str, Vector], tokens: Mapping[str, Tokens] | None = None) -> None:
        self._known = known
        self._tokens = tokens or {}
        self._nothing = np.zeros_like(next(iter(known.values()), np.zeros(1, np.float32)))

    def alike(self, one: tuple[str, ...], others: Sequence[tuple[str, ...]]) -> list[float]:
        """The cosines (-1 to 1) of one with others. Each is some texts, whose vectors are added."""
        if not others:
            return []
        found: list[float] = (np.stack([self._of(each) for each in others]) @ self._of(one)).tolist()
        return found

    def met(self, asked: Sequence[str], said: Sequence[str]) -> list[list[float]]:
        """How far each text of `asked` is met in each of `said`: the mean over its tokens, by what they weigh, of the best cosine
        with a token there (late interaction: Khattab & Zaharia 2020)."""
        rows, columns = (
            [number for number, text in enumerate(texts) if text in self._tokens and len(self._tokens[text].weighs)]
            for texts in (asked, said)
        )
        met = np.zeros((len(asked), len(said)))
        if rows and columns:
            wanted = [self._tokens[asked[row]] for row in rows]
            found = [self._tokens[said[column]] for column in columns]
            cosines = (
                np.concatenate([each.states for each in wanted]) @ np.concatenate([each.states for each in found]).T
            )
            weighs = np.concatenate([each.weighs for each in wanted])
            best = np.maximum.reduceat(cosines, _starts(found), axis=1) * weighs[:, None]
            totals = np.maximum(np.add.reduceat(weighs, _starts(wanted)), 1e-6)
            met[np.ix_(rows, columns)] = np.add.reduceat(best, _starts(wanted), axis=0) / totals[:, None]
        answer: list[list[float]] = met.tolist()
        return answer

    def _of(self, texts: tuple[str, ...]) -> Vector:
        if len(texts) == 1:
            return self._known.get(texts[0], self._nothing)
        total = sum((self._known.get(text, self._nothing) for text in texts), self._nothing)
        length = float(np.linalg.norm(total))
        return total / length if length else total


def _starts(tokens: Sequence[Tokens]) -> list[int]:
    """Where each begins among the tokens of all."""
    return np.cumsum([0, *(len(each.weighs) for each in tokens[:-1])]).tolist()  # type: ignore[no-any-return]


class Memory:
    """Asks a model for what it has not been asked before."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self._vectors = _Kept(model.vectors, KEPT)
        self._tokens = _Kept(model.tokens, KEPT // 10)

    def vectors(self, texts: Iterable[str]) -> dict[str, Vector]:
        return self._vectors.of(texts)

    def tokens(self, texts: Iterable[str]) -> dict[str, Tokens]:
        return self._tokens.of(texts)


class _Kept(Generic[T]):
    """What a model said of texts."""

    def __init__(self, ask: Callable[[Sequence[str]], list[T]], most: int) -> None:
        self._ask = ask
        self._most = most
        self._kept: OrderedDict[str, T] = OrderedDict()

    def of(self, texts: Iterable[str]) -> dict[str, T]:
        """Forgets the oldest texts beyond `most`, but none of these."""
        wanted = [text for text in dict.fromkeys(texts) if text.strip()]
        new = [text for text in wanted if text not in self._kept]
        self._kept.update(zip(new, self._ask(new), strict=True) if new else ())
        found = {text: self._kept[text] for text in wanted}
        while len(self._kept) > max(self._most, len(wanted)):
            self._kept.popitem(last=False)
        return found
