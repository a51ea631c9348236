"""Filled pauses, repetitions and words broken off, found in a row of words; what is left is the answer itself."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import msgspec

from simulator.scoring.lexicon import PHRASES, WORDS
from simulator.scoring.words import CLAUSE_STOP, NO_STOP, SENTENCE_STOP, Token, is_number

LONGEST_REPEAT = 4
"""Words. Exact repeats of 1 to 4 words are what people mark most surely in transcripts (precision .91)."""

_DOUBLED = re.compile(r"(.)\1+")


class Repeat(msgspec.Struct, frozen=True):
    """Words said again at once, from the token that begins the first time to the one after the last time."""

    first: int
    end: int
    times: int


class Disfluencies(msgspec.Struct, frozen=True):
    """Token numbers. `going_on` are the words that carry the answer on: neither fillers nor words said a second
    time nor words broken off. Rates are taken per 100 of them, so that no disfluency dilutes another."""

    fillers: tuple[tuple[int, int], ...]
    repeats: tuple[Repeat, ...]
    cut_offs: tuple[int, ...]
    corrections: tuple[tuple[int, int], ...]
    going_on: tuple[int, ...]
    filled: frozenset[int]
    halting: frozenset[int]
    """Fillers, repeats and cut-offs: the words do not go on while these are said."""


def find(tokens: Sequence[Token], marked: Mapping[int, bool] | None = None) -> Disfluencies:
    """`marked`: tokens of which a person says that they are fillers, or are none."""
    marked = marked or {}
    norms = [token.norm for token in tokens]
    fillers = [(at, at + 1) for at, token in enumerate(tokens) if _is_filler(tokens, at, token)]
    hums = {at for at, _ in fillers}
    fillers += [found for found in PHRASES["discourse_markers"].find(norms) if _stands_apart(tokens, *found, hums)]
    fillers = [(start, end) for start, end in fillers if all(marked.get(at, True) for at in range(start, end))]
    known = {at for start, end in fillers for at in range(start, end)}
    fillers += [(at, at + 1) for at, filler in marked.items() if filler and at not in known]
    filled = {at for start, end in fillers for at in range(start, end)}
    cut_offs = {at for at, token in enumerate(tokens) if token.cut and at not in filled and _broken_off(tokens, at)}
    gone = filled | cut_offs
    repeats, going_on, again = _repeats(tokens, gone)
    return Disfluencies(
        fillers=tuple(sorted(fillers)),
        repeats=tuple(repeats),
        cut_offs=tuple(sorted(cut_offs)),
        corrections=tuple(PHRASES["corrections"].find(norms)),
        going_on=tuple(going_on),
        filled=frozenset(filled),
        halting=frozenset(filled | cut_offs | again),
    )


def _is_filler(tokens: Sequence[Token], at: int, token: Token) -> bool:
    folded = _DOUBLED.sub(r"\1", token.norm)
    if folded == "m" and len(token.norm) > 1:  # "mmm" hums; "5 mm" measures
        return at == 0 or not is_number(tokens[at - 1].norm)
    return folded in WORDS["fillers"] or token.norm in ("y'know", "yknow")


def _stands_apart(tokens: Sequence[Token], start: int, end: int, hums: set[int]) -> bool:
    """Set off by punctuation on both sides: only there is it sure that "like" or "you know" does no work."""
    before = next((at for at in range(start - 1, -1, -1) if at not in hums), None)
    opened = before is None or tokens[before].stop != NO_STOP
    closed = tokens[end - 1].stop == CLAUSE_STOP
    return opened and closed


def _broken_off(tokens: Sequence[Token], at: int) -> bool:
    """`mon- montreal`, but not the hanging hyphen of `two- and three-year`."""
    return not (at + 1 < len(tokens) and tokens[at + 1].norm in ("and", "or", "to"))


def _repeats(tokens: Sequence[Token], gone: set[int]) -> tuple[list[Repeat], list[int], set[int]]:
    """Whatever is said twice in a row is kept once; the first time stays. A repeat across the end of a sentence,
    of a number, or of a word that is doubled on purpose leaves the row too, but is not called a repeat."""
    kept: list[int] = []
    repeats: list[Repeat] = []
    again: set[int] = set()
    for at in (at for at in range(len(tokens)) if at not in gone):
        kept.append(at)
        for length in range(1, LONGEST_REPEAT + 1):
            first, second = kept[-2 * length : -length], kept[-length:]
            if [tokens[each].norm for each in first] == [tokens[each].norm for each in second]:
                if _is_slip(tokens, first, halted=second[0] - 1 in gone):
                    before = repeats.pop() if repeats and repeats[-1].first == first[0] else Repeat(first[0], 0, 0)
                    repeats.append(Repeat(first[0], second[-1] + 1, before.times + 1))
                    again.update(second)
                del kept[-length:]
                break
    return repeats, kept, again


def _is_slip(tokens: Sequence[Token], words: Sequence[int], *, halted: bool) -> bool:
    """`halted`: a filler or a broken word comes right before the second time, and nobody doubles a word on purpose like that."""
    if tokens[words[-1]].stop == SENTENCE_STOP:
        return False
    on_purpose = WORDS["number_words"] | WORDS["doubled_on_purpose"]
    return halted or not all(is_number(tokens[at].norm) or tokens[at].norm in on_purpose for at in words)
