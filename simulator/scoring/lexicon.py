"""The word lists of `lexicons.toml` and `syllables.toml`, and finding their phrases in a row of words."""

from __future__ import annotations

import itertools
import tomllib
from collections.abc import Iterable, Sequence
from importlib import resources
from typing import Any


class Phrases:
    """A list of phrases to be found in running words. `a|b` in a phrase stands for either word."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self._by_first: dict[str, list[tuple[str, ...]]] = {}
        for phrase in phrases:
            for words in itertools.product(*(part.split("|") for part in phrase.split())):
                self._by_first.setdefault(words[0], []).append(words)
        for known in self._by_first.values():
            known.sort(key=len, reverse=True)

    def find(self, words: Sequence[str]) -> list[tuple[int, int]]:
        """Where the phrases stand, as ranges of `words` that do not overlap; the longest wins at each place."""
        found: list[tuple[int, int]] = []
        at = 0
        while at < len(words):
            length = self._length_at(words, at)
            if length:
                found.append((at, at + length))
            at += max(1, length)
        return found

    def _length_at(self, words: Sequence[str], at: int) -> int:
        for phrase in self._by_first.get(words[at], ()):
            if tuple(words[at : at + len(phrase)]) == phrase:
                return len(phrase)
        return 0


def _table(name: str) -> dict[str, Any]:
    return tomllib.loads(resources.files("simulator.scoring").joinpath(name).read_text(encoding="utf-8"))


_lists = _table("lexicons.toml")

WORDS: dict[str, frozenset[str]] = {name: frozenset(words.split()) for name, words in _lists["words"].items()}
"""Sets of single words in lower case, by name."""

PHRASES: dict[str, Phrases] = {name: Phrases(phrases) for name, phrases in _lists["phrases"].items()}
"""Lists of phrases, by name."""

SYLLABLES: dict[str, int] = {
    word: int(count) for count, words in _table("syllables.toml").items() for word in words.split()
}
"""Words whose syllables the vowel groups do not tell."""
