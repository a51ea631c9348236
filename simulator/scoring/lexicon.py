"""The word lists of `lexicons.toml`, `syllables.toml` and `common_words.txt`, and finding their phrases in a row of words."""

from __future__ import annotations

import itertools
import tomllib
from collections.abc import Iterable, Sequence
from importlib import resources
from typing import Any

_Node = dict[str, "_Node"]
_END, _ANY = "", "*"


class Phrases:
    """A list of phrases to be found in running words. `a|b` in a phrase stands for either word, `*` for any."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self._tree: _Node = {}
        for phrase in phrases:
            for words in itertools.product(*(part.split("|") for part in phrase.split())):
                node = self._tree
                for word in words:
                    node = node.setdefault(word, {})
                node[_END] = {}

    def find(self, words: Sequence[str]) -> list[tuple[int, int]]:
        """Where the phrases stand, as ranges of `words` that do not overlap; the longest wins at each place."""
        found: list[tuple[int, int]] = []
        past = 0
        for at, word in enumerate(words):
            if at >= past and word in self._tree and (length := self._length_at(words, at)):
                past = at + length
                found.append((at, past))
        return found

    def _length_at(self, words: Sequence[str], at: int) -> int:
        nodes, length = [self._tree], 0
        for end in range(at, len(words)):
            nodes = [node[key] for node in nodes for key in (words[end], _ANY) if key in node]
            if not nodes:
                break
            if any(_END in node for node in nodes):
                length = end + 1 - at
        return length


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

COMMON = frozenset(
    word
    for line in resources.files("simulator.scoring")
    .joinpath("common_words.txt")
    .read_text(encoding="utf-8")
    .splitlines()
    if not line.startswith("#")
    for word in line.split()
)
"""The common words of English."""
