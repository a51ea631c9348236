"""Going to a place in an answer: to a word, a sentence, a moment, whoever shows it. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from simulator.scoring.annotated import Token
from simulator.sessions.answers import Mark, Replayable, landing

AGAIN_SECONDS = 1.0
"""Going back from less than this behind the beginning of something that plays goes to what stands before it."""

HERE_SECONDS = 0.05
"""What is nearer than this counts as where one is."""

STAY_SECONDS = 1.5
"""A moment stays named for so long after it."""


def place_after(places: Sequence[float], now: float) -> float | None:
    """The next of these places, in seconds; None behind the last."""
    return next((place for place in places if place > now + HERE_SECONDS), None)


def place_before(places: Sequence[float], now: float, *, playing: bool) -> float:
    """The place before, or the beginning of the answer."""
    back = AGAIN_SECONDS if playing else HERE_SECONDS
    return next((place for place in reversed(places) if place < now - back), 0.0)


def words_of(answer: Replayable | None) -> list[float]:
    """Where its words begin."""
    return [token.start for token in answer.tokens if token.kind != "part"] if answer is not None else []


def landings_of(answer: Replayable | None) -> list[float]:
    """From where its moments are heard."""
    return [landing(mark.start) for mark in (answer.marks if answer is not None else ())]


def mark_at(answer: Replayable | None, now: float) -> Mark | None:
    """The last mark that has begun, or is about to, and is not long over."""
    near = [
        mark
        for mark in (answer.marks if answer is not None else ())
        if landing(mark.start) <= now + HERE_SECONDS and now <= mark.end + STAY_SECONDS
    ]
    return near[-1] if near else None


def word_at(answer: Replayable, now: float) -> Token | None:
    """The word or hum that is being said, or the last one before; before all of them the first."""
    said = [token for token in answer.tokens if token.kind not in ("part", "pause")]
    begun = [token for token in said if token.start <= now]
    return begun[-1] if begun else next(iter(said), None)


def place_of(words: str, tokens: Sequence[Token], after: float) -> float | None:
    """Where these words (the last may be only begun) are said next after so many seconds, or, where they are not said any more, at
    first. Case, punctuation and signs do not matter; None where they are not said at all."""
    wanted = [bare for word in words.split() if (bare := _bare(word))]
    said = [
        (token.start, bare) for token in tokens if token.kind not in ("pause", "part") and (bare := _bare(token.text))
    ]
    if not wanted:
        return None
    places = [
        said[at][0]
        for at in range(len(said) - len(wanted) + 1)
        if [bare for _, bare in said[at : at + len(wanted) - 1]] == wanted[:-1]
        and said[at + len(wanted) - 1][1].startswith(wanted[-1])
    ]
    return next((place for place in places if place > after), places[0] if places else None)


def _bare(word: str) -> str:
    return "".join(character for character in word.casefold() if character.isalnum() or character in "'’-").strip("'’-")
