"""A whole session's scores: the mean over its questions of the last take that was scored."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from statistics import fmean

import msgspec

from simulator.scoring.card import FLUENCY, PREPAREDNESS, Remark, Scorecard


class SessionScore(msgspec.Struct, frozen=True, kw_only=True):
    """`answers` cards were given, `scored` of them have at least one score. `worked` and `next` are the remarks of
    the cards numbered `worked_in` and `next_in` (from 0)."""

    fluency: float | None
    preparedness: float | None
    fluency_dimensions: dict[str, float | None]
    preparedness_dimensions: dict[str, float | None]
    labels: tuple[str, ...]
    answers: int
    scored: int
    worked: Remark | None = None
    worked_in: int | None = None
    next: Remark | None = None
    next_in: int | None = None


def session_scores(cards: Sequence[Scorecard]) -> SessionScore:
    """`cards` hold one card a question, that of the take it is scored by. What was not scored is left out of the means."""
    spoken = {name: _mean(card.fluency.dimensions[name].score for card in cards) for name in FLUENCY}
    said = {name: _mean(card.preparedness.dimensions[name].score for card in cards) for name in PREPAREDNESS}
    means = {**spoken, **said}
    worked, worked_in = _remark(cards, lambda card: card.worked, means, best=True)
    change, next_in = _remark(cards, lambda card: card.next, means, best=False)
    return SessionScore(
        fluency=_mean(card.fluency.score for card in cards),
        preparedness=_mean(card.preparedness.score for card in cards),
        fluency_dimensions=spoken,
        preparedness_dimensions=said,
        labels=tuple(dict.fromkeys(label for card in cards for label in card.labels)),
        answers=len(cards),
        scored=sum(card.scored for card in cards),
        worked=worked,
        worked_in=worked_in,
        next=change,
        next_in=next_in,
    )


def _mean(scores: Iterable[float | None]) -> float | None:
    known = [score for score in scores if score is not None]
    return round(fmean(known), 1) if known else None


def _remark(
    cards: Sequence[Scorecard],
    remark_of: Callable[[Scorecard], Remark | None],
    means: dict[str, float | None],
    *,
    best: bool,
) -> tuple[Remark | None, int | None]:
    """The remark about the dimension that was best, or worst, over the session, from the first card that has one."""

    def rank(each: tuple[Remark, int]) -> float:
        mean = means.get(each[0].dimension)
        return -1.0 if mean is None else mean if best else 100 - mean

    remarks = [(remark, number) for number, card in enumerate(cards) if (remark := remark_of(card)) is not None]
    return max(remarks, key=rank, default=(None, None))
