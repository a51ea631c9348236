"""Where an answer says little: talk of how things are in general, hedges and digressions, with nothing done, named or
explained near by. Who fills the time with that gains nothing by it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from simulator.scoring.lexicon import PHRASES, WORDS
from simulator.scoring.passage import Passage
from simulator.scoring.specifics import Specific
from simulator.scoring.structure import Shape, is_past

AROUND = 12
"""Words to both sides that are weighed with each word."""

EDGE = 4.0
"""The weight by which talk has to outweigh matter around a word for it to say nothing, and matter talk for it to count in full: that of
`AROUND` words to both sides, of fewer in proportion."""

_TALK = {"asides": 1.0, "hedges": 1.0, "digressions": 3.0}
_MATTER = {"situation": 0.5, "task": 0.5, "result": 0.5, "reason": 0.5, "intentions": 1.0}
_WORD = {
    "deed": 1.0,
    "specific": 1.0,
    "uncommon": 0.5,
    "past": 0.3,
    "point": 1.0,
    "talk": -0.5,
    "telling": 0.2,
    "asked": -0.5,
}


def says_little(
    passage: Passage,
    shape: Shape,
    specifics: Sequence[Specific],
    uncommon: Iterable[int],
    points: Iterable[tuple[int, int]],
) -> tuple[float, ...]:
    """How far each word says little (0 to 1): 1 where the talk around it outweighs the matter by `EDGE`, 0 where matter does. A word
    more or less, or one that was misheard, then changes little. `points` are where listen-for points were heard."""
    weights = [_of_word(passage, at) for at in range(len(passage))]
    for names, sign in ((_TALK, -1.0), (_MATTER, 1.0)):
        for name, weight in names.items():
            for start, _ in passage.find(PHRASES[name]):
                weights[start] += sign * weight
    for at in (*shape.own, *shape.joint):
        weights[at] += _WORD["deed"]
    for each in specifics:
        weights[each.start] += _WORD["specific"]
    for at in uncommon:
        weights[at] += _WORD["uncommon"]
    for start, _ in points:
        weights[start] += _WORD["point"]
    return tuple(
        1.0 if at in passage.idle else _little(weights[max(0, at - AROUND) : at + AROUND + 1])
        for at in range(len(passage))
    )


def _little(around: Sequence[float]) -> float:
    edge = EDGE * len(around) / (2 * AROUND + 1)
    return min(max(0.5 - sum(around) / edge / 2, 0.0), 1.0)


def ranges(little: Sequence[float]) -> tuple[tuple[int, int], ...]:
    """Where more is talk than matter, as ranges of positions."""
    mostly = [each > 0.5 for each in little]
    starts = [at for at, each in enumerate(mostly) if each and (at == 0 or not mostly[at - 1])]
    ends = [at + 1 for at, each in enumerate(mostly) if each and (at + 1 == len(mostly) or not mostly[at + 1])]
    return tuple(zip(starts, ends, strict=True))


def _of_word(passage: Passage, at: int) -> float:
    norm = passage.norms[at]
    weight = _WORD["past"] if is_past(norm) else 0.0
    if norm in WORDS["talk"] or norm in WORDS["vague"]:
        weight += _WORD["talk"]
    if norm in WORDS["telling"]:
        weight += _WORD["telling"]
    if norm not in WORDS["function_words"] and passage.stems[at] in passage.asked:
        weight += _WORD["asked"]
    return weight
