"""An answer as it would be without what a person leaves out of their scores: fillers, repairs, pauses. Pure.

Words that are left out are taken away with the time that they took, so that what is reckoned from the rest does not depend on
them. A pause is time alone: it is left out where the time is measured (`timeline.measure`).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import msgspec

from simulator.scoring.card import LEAVES, SET_SO, Evidence, LeftOut, Score
from simulator.scoring.disfluency import Disfluencies, find
from simulator.scoring.norms import Norm, weighted
from simulator.scoring.words import Token
from simulator.speech.transcript import Span


class Kept(msgspec.Struct, frozen=True):
    """What is left of an answer, and in seconds of the recording what was taken away (`cuts`, in order)."""

    tokens: tuple[Token, ...]
    found: Disfluencies
    cuts: tuple[Span, ...] = ()


def keep(
    tokens: Sequence[Token], found: Disfluencies, marked: Mapping[int, bool], left_out: Collection[LeftOut]
) -> Kept:
    """Takes fillers and repairs away, as far as they are left out. What is left is looked at anew: without its filler "very um very" is
    no slip. `marked` as in `disfluency.find`."""
    kept, cuts = list(range(len(tokens))), list[Span]()
    rest, now = tuple(tokens), found
    while gone := _gone(now, len(rest), left_out):
        cuts += [Span(start=rest[at].start or 0.0, end=rest[at].end or 0.0) for at in sorted(gone)]
        kept = [each for at, each in enumerate(kept) if at not in gone]
        rest = tuple(tokens[at] for at in kept)
        now = find(rest, {at: marked[each] for at, each in enumerate(kept) if each in marked})
    if "repairs" in left_out:
        now = msgspec.structs.replace(now, corrections=())
    return Kept(tokens=rest, found=now, cuts=tuple(sorted(cuts, key=lambda cut: cut.start)))


def _gone(found: Disfluencies, tokens: int, left_out: Collection[LeftOut]) -> set[int]:
    fillers = set(found.filled) if "fillers" in left_out else set[int]()
    again = set(range(tokens)) - {*found.going_on} - found.filled if "repairs" in left_out else set[int]()
    return fillers | again


def without(score: Score, norms: Mapping[str, Norm], left_out: Collection[LeftOut]) -> Score:
    """The score without the dimensions that are left out, which say so; their weight is shared among the rest."""
    gone = {name for part in left_out for name in LEAVES[part]}
    if gone.isdisjoint(score.dimensions):
        return score
    why = (Evidence(text="", note=SET_SO),)
    dimensions = {
        name: norms[name].dimension(None, None, evidence=why) if name in gone else each
        for name, each in score.dimensions.items()
    }
    return Score(score=weighted(dimensions, norms), dimensions=dimensions)
