"""Takes of one question beside each other: which is best, by how much their dimensions differ, and where their words do. Pure."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence

from simulator.scoring.card import Score, Scorecard
from simulator.sessions.answers import Replayable
from simulator.text import score_text

SAME = 6
"""Of a longer stretch of words that both takes share only the ends are shown."""


def takes_of(answers: Sequence[Replayable], question: int) -> tuple[Replayable, ...]:
    """Those of one question (from 0), without follow-ups."""
    return tuple(each for each in answers if each.take.question == question and not each.take.follow_up)


def said(take: Replayable) -> str:
    return take.card.transcript.text if take.card is not None else take.text


def best_take(takes: tuple[Replayable, ...]) -> Replayable | None:
    """The one with the highest mean of fluency and preparedness, the first of equals: of those that all of them have, for a typed take has
    no fluency. None where no take has scores, they share none, or something else is left out of some."""
    scored = [(take.card, take) for take in takes if take.card is not None and take.card.scored]
    shared = [name for name in ("fluency", "preparedness") if all(_score(card, name) is not None for card, _ in scored)]
    if not scored or not shared or len({card.left_out for card, _ in scored}) > 1:
        return None
    return max(scored, key=lambda each: sum(_score(each[0], name) or 0.0 for name in shared))[1]


def _score(card: Scorecard, name: str) -> float | None:
    score: Score = getattr(card, name)
    return score.score


def unlike(first: Replayable, second: Replayable) -> str:
    """Why their scores are not compared; empty where they can be."""
    if first.card is not None and second.card is not None and first.card.left_out != second.card.left_out:
        return "Something else is left out of one than of the other: compare what they said, not their points."
    return ""


def totals(card: Scorecard | None) -> str:
    if card is None:
        return "not scored yet"
    return f"fluency {score_text(card.fluency.score)}   preparedness {score_text(card.preparedness.score)}"


def dimensions(first: Replayable, second: Replayable) -> Iterator[tuple[str, float | None, float | None]]:
    """The name of each dimension that either take has a score of, and both scores; none where they are not compared."""
    if first is second or first.card is None or second.card is None or unlike(first, second):
        return
    one = {**first.card.fluency.dimensions, **first.card.preparedness.dimensions}
    other = {**second.card.fluency.dimensions, **second.card.preparedness.dimensions}
    for name, dimension in one.items():
        now = other[name].score if name in other else None
        if dimension.score is not None or now is not None:
            yield name.replace("_", " "), dimension.score, now


def points_between(before: float | None, now: float | None) -> int | None:
    """By how many points, as they are read, the later one differs; None where one is not scored."""
    return None if before is None or now is None else round(now) - round(before)


def difference(before: str, after: str) -> str:
    """What the later text says instead: `[-left out-]` and `{+put in+}`; long stretches that both share are shortened."""
    one, other = before.split(), after.split()
    if one == other:
        return ""
    parts = []
    for kind, start, end, begin, until in _matched(one, other):
        if kind == "equal":
            words = other[begin:until]
            parts.append(" ".join(words if len(words) <= 2 * SAME else [*words[:SAME], "…", *words[-SAME:]]))
            continue
        if end > start:
            parts.append(f"[-{' '.join(one[start:end])}-]")
        if until > begin:
            parts.append(f"{{+{' '.join(other[begin:until])}+}}")
    return " ".join(parts)


def changes(before: str, after: str) -> Iterator[tuple[str, str]]:
    """In their order, what the later text leaves out and what it puts in its place; either may be empty."""
    one, other = before.split(), after.split()
    for kind, start, end, begin, until in _matched(one, other):
        if kind != "equal":
            yield " ".join(one[start:end]), " ".join(other[begin:until])


def _matched(one: Sequence[str], other: Sequence[str]) -> list[tuple[str, int, int, int, int]]:
    before, after = ([_bare(word) for word in words] for words in (one, other))
    return list(difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes())


def _bare(word: str) -> str:
    return word.casefold().strip(".,;:!?\"'“”’")
