"""The time of a spoken answer: where the words go on and where they stop.

Everything is reckoned from the first sound of speech and rounded to the microsecond, so that a shift of all times
changes nothing.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence

import msgspec

from simulator.scoring.disfluency import Disfluencies
from simulator.scoring.lexicon import WORDS
from simulator.scoring.words import NO_STOP, Token, syllables
from simulator.speech.transcript import Heard

PAUSE_SECONDS = 0.25
"""Shortest silence that is called a pause (de Jong & Bosker 2013)."""

Stretch = tuple[float, float]


class Stop(msgspec.Struct, frozen=True):
    """A place where the words do not go on: silence, or fillers, repeats and broken words, or both.
    `before` is the number of words that went before it; `seconds` is all of that together."""

    before: int
    start: float
    end: float
    seconds: float
    inside_clause: bool
    silent: bool


class Timeline(msgspec.Struct, frozen=True):
    """Seconds from `origin`. `silences` come with whether they lie inside a clause. `speaking` is the time with
    voice in which the words go on. `onset` is where the first word that is no filler begins."""

    origin: float
    seconds: float
    words: int
    syllables: int
    speaking: float
    onset: float
    silences: tuple[tuple[Stretch, bool], ...]
    stops: tuple[Stop, ...]


def measure(heard: Heard, tokens: Sequence[Token], found: Disfluencies) -> Timeline:
    """Lays words and sound on one line. Without words every silence counts as between clauses."""
    speech = [(span.start, span.end) for span in heard.speech]
    said = [(_number(token.start), _number(token.end)) for token in tokens]
    everything = speech or said
    origin = min((start for start, _ in everything), default=0.0)
    last = max((end for _, end in everything), default=0.0)

    def from_origin(stretch: Stretch) -> Stretch:
        return round(stretch[0] - origin, 6), round(stretch[1] - origin, 6)

    words = [from_origin(stretch) for stretch in said]
    going_on = set(found.going_on)
    not_new = [stretch for at, stretch in enumerate(words) if at not in going_on]
    voiced = _without([from_origin(stretch) for stretch in speech], not_new)
    middles = [sum(words[at]) / 2 for at in found.going_on]
    gaps = [from_origin((span.start, span.end)) for span in heard.silences]
    placed = [(gap, bisect_left(middles, sum(gap) / 2)) for gap in gaps]
    silences = tuple((gap, _inside(tokens, found, words, before, gap)) for gap, before in placed)
    return Timeline(
        origin=origin,
        seconds=round(last - origin, 6),
        words=len(found.going_on),
        syllables=sum(syllables(tokens[at].norm) for at in found.going_on),
        speaking=round(sum(end - start for start, end in voiced), 6),
        onset=_onset(voiced, words, found),
        silences=silences,
        stops=_stops(
            words,
            found,
            tokens,
            [(gap, before, inside) for (gap, before), (_, inside) in zip(placed, silences, strict=True)],
        ),
    )


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


def _stops(
    words: Sequence[Stretch],
    found: Disfluencies,
    tokens: Sequence[Token],
    silences: Sequence[tuple[Stretch, int, bool]],
) -> tuple[Stop, ...]:
    """One for each place between two words that go on. Silences there are added up with what is said there."""
    places: dict[int, list[tuple[Stretch, bool, bool]]] = {}
    for number, (gap, before, inside) in enumerate(silences):
        places.setdefault(before if found.going_on else number, []).append((gap, inside, True))
    for at in sorted(found.halting):
        before = bisect_left(found.going_on, at)
        places.setdefault(before, []).append((words[at], _mid_clause(tokens, found, before), False))
    stops: list[Stop] = []
    for before, pieces in sorted(places.items()):
        seconds = round(sum(end - start for (start, end), _, _ in pieces), 6)
        silent = any(is_silence for *_, is_silence in pieces)
        halted = any(not is_silence for *_, is_silence in pieces)
        if halted or seconds >= PAUSE_SECONDS:
            stops.append(
                Stop(
                    before=before,
                    start=min(start for (start, _), _, _ in pieces),
                    end=max(end for (_, end), _, _ in pieces),
                    seconds=seconds,
                    inside_clause=any(inside for _, inside, _ in pieces),
                    silent=silent,
                )
            )
    return tuple(stops)
