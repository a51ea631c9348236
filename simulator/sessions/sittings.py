"""A session as it was on its day, for progress: the means of what its answers scored."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from msgspec import structs

from simulator.interview.state import last_scored
from simulator.progress.sitting import Sitting
from simulator.scoring.card import VERSION
from simulator.sessions.indexed import Indexed, IndexedTake

EVENING = timedelta(hours=3)
"""What is answered so soon after the session began belongs to its day, past midnight too."""


def sitting(session: Indexed, takes: Sequence[IndexedTake]) -> Sitting | None:
    """`takes` in the order of time. A question that was tried again on another day counts there, not here; answers with scores of an
    older scorer count without these, and so do those with something else left out than the last one. Of a session that came with the program only what the person tried again counts: what was felt
    and expected is another's."""
    at = datetime.fromisoformat(session.created)
    own = [take for take in takes if take.own]
    answers = [take for take in own if not take.follow_up and on_its_day(datetime.fromisoformat(take.at), at)]
    if not answers:
        return None
    last = last_scored(answers, lambda take: take.name.partition("-")[0], lambda take: take.scored)
    known = [take for take in last if take.version is None or take.version >= VERSION]
    left_out = known[-1].left_out if known else ()
    counted = [take for take in known if take.left_out == left_out]
    found = Sitting(
        at=at,
        id=session.folder,
        fluency=_mean(take.fluency for take in counted),
        preparedness=_mean(take.preparedness for take in counted),
        dimensions=_means(take.dimensions for take in counted),
        values=_means(take.values for take in counted),
        left_out=left_out,
    )
    if len(own) < len(takes):
        return found
    return structs.replace(
        found,
        nerves_before=session.nerves_before,
        nerves_after=session.nerves_after,
        said_fluency=session.said_fluency,
        said_preparedness=session.said_preparedness,
        friends=_means(session.ratings.values()),
        step=session.step,
    )


def on_its_day(answered: datetime, began: datetime) -> bool:
    return answered.date() == began.date() or answered - began < EVENING


def _mean(scores: Iterable[float | None]) -> float | None:
    known = [score for score in scores if score is not None]
    return sum(known) / len(known) if known else None


def _means(parts: Iterable[Mapping[str, float]]) -> dict[str, float]:
    found: dict[str, list[float]] = {}
    for part in parts:
        for name, value in part.items():
            found.setdefault(name, []).append(value)
    return {name: sum(values) / len(values) for name, values in found.items()}
