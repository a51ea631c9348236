"""The time of a spoken answer: where the words go on and where they stop.

Everything is reckoned from the first sound of speech and rounded to the microsecond, so that a shift of all times
changes nothing.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import msgspec

from simulator.scoring.disfluency import Disfluencies
from simulator.scoring.lexicon import WORDS
from simulator.scoring.words import NO_STOP, Token, quote, syllables
from simulator.speech.transcript import Heard, Span

PAUSE_SECONDS = 0.25
"""Shortest silence that is called a pause (de Jong & Bosker 2013)."""

Stretch = tuple[float, float]


class Stop(msgspec.Struct, frozen=True):
    """A place where the words do not go on: silence, or fillers, repeats and broken words, or both.
    `before` is the number of words that went before it, `seconds` all of that together; `silent` and `halts` tell
    whether it holds silence, and whether it holds fillers, repeats or broken words."""

    before: int
    start: float
    end: float
    seconds: float
    inside_clause: bool
    silent: bool
    halts: bool


class Timeline(msgspec.Struct, frozen=True):
    """Seconds from `origin`. `silences` come with whether they lie inside a clause. `speaking` is the time with
    voice in which the words go on, and `nuclei` are the syllables that the sound alone shows in it; `syllables` are those
    of the words, and without words the number of nuclei. `onset` is where the first word that is no filler begins."""

    origin: float
    seconds: float
    words: int
    syllables: int
    speaking: float
    nuclei: tuple[float, ...]
    onset: float
    silences: tuple[tuple[Stretch, bool], ...]
    stops: tuple[Stop, ...]
    cut_before: float = 0.0
    """Seconds of what is left out that was said before `onset`."""


def measure(
    heard: Heard, tokens: Sequence[Token], found: Disfluencies, cuts: Sequence[Span] = (), *, pauses: bool = True
) -> Timeline:
    """Lays words and sound on one line. Without words every silence counts as between clauses. `cuts` were said and are left out: their time
    counts nowhere. Without `pauses` neither does that of silences, and only what halts stops the words."""
    holes = [(cut.start, cut.end) for cut in cuts]
    said = [(_number(token.start), _number(token.end)) for token in tokens]
    speech = _without([(span.start, span.end) for span in heard.speech], [*holes, *_outside(said, holes)])
    everything = speech or said
    origin = min((start for start, _ in everything), default=0.0)
    last = max((end for _, end in everything), default=0.0)

    def from_origin(stretch: Stretch) -> Stretch:
        return round(stretch[0] - origin, 6), round(stretch[1] - origin, 6)

    words = [from_origin(stretch) for stretch in said]
    voiced = _without([from_origin(stretch) for stretch in speech], _halts(words, found))
    middles = [sum(words[at]) / 2 for at in found.going_on]
    length = round(last - origin, 6)
    gaps = [from_origin((span.start, span.end)) for span in heard.silences]
    if cuts:  # beside what was cut from an end of the answer nothing was said
        gaps = [gap for gap in gaps if gap[0] >= 0 and gap[1] <= length]
    placed = [(gap, bisect_left(middles, sum(gap) / 2)) for gap in gaps]
    silences = tuple((gap, _inside(tokens, found, words, before, gap)) for gap, before in placed)
    nuclei = tuple(at for at in (round(time - origin, 6) for time in heard.nuclei) if _within(voiced, at))
    holes = [from_origin(hole) for hole in holes]
    onset = _onset(voiced, words, found)
    return Timeline(
        origin=origin,
        seconds=_total(_without([(0.0, length)], holes)) if pauses else _total(map(from_origin, everything)),
        words=len(found.going_on),
        syllables=sum(syllables(tokens[at].norm) for at in found.going_on) if found.going_on else len(nuclei),
        speaking=_total(voiced),
        nuclei=nuclei,
        onset=onset,
        silences=silences,
        stops=_stops(
            tokens,
            found,
            words,
            [(gap, before, inside) for (gap, before), (_, inside) in zip(placed, silences, strict=True) if pauses],
            holes,
        ),
        cut_before=_total((start, min(end, onset)) for start, end in holes if start < onset),
    )


def lead_in(tokens: Sequence[Token], found: Disfluencies, stop: Stop) -> str:
    """The last words before a stop; empty before the first word."""
    if not 0 < stop.before <= len(found.going_on):
        return ""
    last = found.going_on[stop.before - 1]
    return quote(tokens, max(0, last - 3), last + 1)


def _halts(words: Sequence[Stretch], found: Disfluencies) -> list[Stretch]:
    """From the end of one word that goes on to the beginning of the next, wherever something else is said between."""
    edges = [-1, *found.going_on, len(words)]
    return [
        (words[left][1] if left >= 0 else -math.inf, words[right][0] if right < len(words) else math.inf)
        for left, right in pairwise(edges)
        if right - left > 1
    ]


def _outside(words: Sequence[Stretch], holes: Sequence[Stretch]) -> Iterator[Stretch]:
    """What lies beyond the words at an end of the answer from which something was cut."""
    if words and holes:
        if holes[0][0] < words[0][0]:
            yield -math.inf, words[0][0]
        if holes[-1][1] > words[-1][1]:
            yield words[-1][1], math.inf


def _number(time: float | None) -> float:
    return 0.0 if time is None else time


def _without(stretches: Iterable[Stretch], holes: Iterable[Stretch]) -> list[Stretch]:
    """The stretches with the holes cut out."""
    rest: list[Stretch] = []
    cuts = sorted(hole for hole in holes if hole[1] > hole[0])
    for start, end in sorted(stretches):
        at = start
        for hole_start, hole_end in cuts:
            if hole_start >= end:
                break
            if hole_start > at:
                rest.append((at, hole_start))
            at = max(at, min(end, hole_end))
        if end > at:
            rest.append((at, end))
    return rest


def _total(stretches: Iterable[Stretch]) -> float:
    return round(sum(end - start for start, end in stretches), 6)


def _within(stretches: Iterable[Stretch], time: float) -> bool:
    return any(start <= time <= end for start, end in stretches)


def _onset(voiced: Sequence[Stretch], words: Sequence[Stretch], found: Disfluencies) -> float:
    if not found.going_on:
        return voiced[0][0] if voiced else 0.0
    first = words[found.going_on[0]][0]
    return next((start for start, end in voiced if end > first), first)


def _inside(tokens: Sequence[Token], found: Disfluencies, words: Sequence[Stretch], before: int, gap: Stretch) -> bool:
    """Whether a silence after `before` words interrupts a clause: no punctuation ends one there, and no word that
    opens one follows; silence within a repeat does, whatever stands around it. Before the first and after
    the last word nothing is interrupted."""
    if not 0 < before < len(found.going_on):
        return False
    middle = sum(gap) / 2
    for repeat in found.repeats:
        if sum(words[repeat.first]) / 2 < middle < sum(words[repeat.end - 1]) / 2:
            return True
    return _mid_clause(tokens, found, before)


def _mid_clause(tokens: Sequence[Token], found: Disfluencies, before: int) -> bool:
    if not 0 < before < len(found.going_on):
        return False
    left, right = found.going_on[before - 1], found.going_on[before]
    spoken = next(at for at in range(right - 1, left - 1, -1) if at not in found.filled)
    return tokens[spoken].stop == NO_STOP and tokens[right].norm not in WORDS["clause_openers"]


class _Piece(NamedTuple):
    """A silence, or a token that halts."""

    start: float
    end: float
    inside_clause: bool
    silent: bool


def _stops(
    tokens: Sequence[Token],
    found: Disfluencies,
    words: Sequence[Stretch],
    silences: Sequence[tuple[Stretch, int, bool]],
    holes: Sequence[Stretch],
) -> tuple[Stop, ...]:
    """One for each place between two words that go on, with all the silence and all that halts there."""
    places: dict[int, list[_Piece]] = {}
    for number, (gap, before, inside) in enumerate(silences):
        places.setdefault(before if found.going_on else number, []).append(_Piece(*gap, inside, True))
    for at in sorted(found.halting):
        before = bisect_left(found.going_on, at)
        places.setdefault(before, []).append(_Piece(*words[at], _mid_clause(tokens, found, before), False))
    stops = (_stop(before, pieces, words, found, holes) for before, pieces in sorted(places.items()))
    return tuple(stop for stop in stops if stop.halts or stop.seconds >= PAUSE_SECONDS)


def _stop(
    before: int, pieces: Sequence[_Piece], words: Sequence[Stretch], found: Disfluencies, holes: Sequence[Stretch]
) -> Stop:
    """Where something halts, a stop is as long as the way from word to word, or to where the talking ends: silence
    shorter than 0.2 s beside a filler was not observed as such, but it belongs to the stop."""
    start, end = min(piece.start for piece in pieces), max(piece.end for piece in pieces)
    seconds = sum(piece.end - piece.start for piece in pieces)
    halts = any(not piece.silent for piece in pieces)
    if halts:
        left = words[found.going_on[before - 1]][1] if before > 0 else start
        right = words[found.going_on[before]][0] if before < len(found.going_on) else end
        seconds = max(seconds, _total(_without([(left, right)], holes)))
    return Stop(
        before=before,
        start=start,
        end=end,
        seconds=round(seconds, 6),
        inside_clause=any(piece.inside_clause for piece in pieces),
        silent=any(piece.silent for piece in pieces),
        halts=halts,
    )
