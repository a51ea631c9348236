"""The words of a spoken answer with what was found in them: fillers, long pauses, what was repeated or restarted, the parts of
a story, and words that the recogniser was not sure of. Every reader of a transcript shows these."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from operator import attrgetter
from typing import Literal, NamedTuple

import msgspec

from simulator.scoring.card import Score, Scorecard
from simulator.speech.transcript import Word
from simulator.text import plain

LONG_PAUSE = 1.0
"""Silences from this length on, in seconds, are written into the text."""

UNSURE = 0.5
"""Words below this confidence are in italics."""

Kind = Literal["word", "filler", "pause", "unsure", "repair", "part"]


class Token(msgspec.Struct, frozen=True, gc=False):
    """A word, a filler or a pause, with its seconds in the answer."""

    text: str
    start: float
    end: float
    kind: Kind = "word"


def tokens(card: Scorecard) -> tuple[Token, ...]:
    """The words of a spoken answer, its fillers marked, those that only the sound showed put in, and the long pauses."""
    fillers = _Stretches((each.start, each.end) for each in card.fillers if each.source == "words")
    repairs = _Stretches((each.start, each.end) for each in _evidence(card.fluency, "repairs"))
    found = [
        Token(plain(word.text), word.start, word.end, _kind(word, fillers, repairs)) for word in card.transcript.words
    ]
    found = _between_signs(found, repairs)
    found += [Token(f"[{name.capitalize()}]", start, start, "part") for start, name in parts(card)]
    found += [
        Token(f"({plain(each.text)})", each.start, each.end, "filler")
        for each in card.fillers
        if each.source == "sound"
    ]
    found += [
        Token(f"[{pause.end - pause.start:.1f} s]", pause.start, pause.end, "pause")
        for pause in card.pauses
        if pause.end - pause.start >= LONG_PAUSE
    ]
    return tuple(sorted(found, key=attrgetter("start", "end")))


def parts(card: Scorecard) -> tuple[tuple[float, str], ...]:
    """Where the parts of the answer begin that were found in it, in seconds, with their names."""
    found = _evidence(card.preparedness, "structure")
    return tuple(sorted((each.start, each.note.partition(",")[0]) for each in found if each.note))


def _evidence(score: Score, name: str) -> list[_Timed]:
    dimension = score.dimensions.get(name)
    return [
        _Timed(each.start, each.end, each.note)
        for each in (dimension.evidence if dimension is not None else ())
        if each.start is not None and each.end is not None
    ]


class _Timed(NamedTuple):
    start: float
    end: float
    note: str


class _Stretches:
    """Stretches of time that do not overlap, quick to look up."""

    def __init__(self, stretches: Iterable[tuple[float, float]]) -> None:
        self.stretches = sorted(stretches)
        self._starts = [start for start, _ in self.stretches]

    def at(self, seconds: float) -> int | None:
        """Which of them that time lies in."""
        index = bisect_right(self._starts, seconds) - 1
        return index if index >= 0 and seconds <= self.stretches[index][1] else None


def _kind(word: Word, fillers: _Stretches, repairs: _Stretches) -> Kind:
    middle = (word.start + word.end) / 2
    if fillers.at(middle) is not None:
        return "filler"
    if repairs.at(middle) is not None:
        return "repair"
    return "unsure" if word.confidence < UNSURE else "word"


def _between_signs(words: list[Token], repairs: _Stretches) -> list[Token]:
    """The first and the last word of each repair carry its signs."""
    if not repairs.stretches:
        return words
    within = [repairs.at((word.start + word.end) / 2) for word in words]
    return [
        word
        if place is None
        else msgspec.structs.replace(
            word, text=f"{'‹' if place != before else ''}{word.text}{'›' if place != after else ''}"
        )
        for word, place, before, after in zip(words, within, [None, *within[:-1]], [*within[1:], None], strict=True)
    ]
