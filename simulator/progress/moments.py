"""Which moments to learn from: the places that cost most in the newest answer to each question, and what is mended since. Pure.

Of each question the newest answer counts that was spoken and scored. Its costliest place is there to learn from. A place that was the
costliest of an earlier answer is mended if the newest answer loses nothing any more by places of its kind; it has been so
since the first answer after the last one that did. What was the costliest earlier and still costs something is not named a second time.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Protocol

import msgspec

from simulator.scoring.card import Moment

LEAST_POINTS = 1.0
"""A place that cost less is not worth an evening."""

NEWEST = 10
"""So many answers to a question, the newest, are looked at: what is longer ago is not what happens now."""

MOST = 20
"""So many places are enough to walk through; the costliest are taken."""

MOST_MENDED = 5


class Answered(Protocol):
    """What is needed of an answer (`sessions.index.IndexedTake` has it). `at` is ISO 8601; `costs` has the points of places by their kind;
    `fluency` is None for one that was typed or not scored."""

    @property
    def ref(self) -> str: ...
    @property
    def at(self) -> str: ...
    @property
    def question(self) -> str: ...
    @property
    def competency(self) -> str: ...
    @property
    def folder(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def fluency(self) -> float | None: ...
    @property
    def moment(self) -> Moment | None: ...
    @property
    def costs(self) -> dict[str, float]: ...


class Lesson(msgspec.Struct, frozen=True, kw_only=True):
    """A place to learn from, in the take `take` of the session in `folder`. `mended`: when the question was answered without it."""

    ref: str
    question: str
    competency: str
    folder: str
    take: str
    at: datetime
    moment: Moment
    mended: datetime | None = None


def lessons(answers: Iterable[Answered]) -> list[Lesson]:
    """The costliest first, then what is mended, the latest first."""
    by_question: dict[str, list[Answered]] = {}
    for answer in answers:
        if answer.fluency is not None:
            by_question.setdefault(answer.ref, []).append(answer)
    waiting: list[Lesson] = []
    mended: list[Lesson] = []
    for each in by_question.values():
        takes = sorted(each, key=lambda answer: datetime.fromisoformat(answer.at))
        newest = takes[-1]
        if newest.moment is not None and newest.moment.points <= -LEAST_POINTS:
            waiting.append(_lesson(newest, newest.moment))
        mended += _mended(takes)
    waiting.sort(key=lambda lesson: (lesson.moment.points, -lesson.at.timestamp()))
    mended.sort(key=lambda lesson: lesson.mended or lesson.at, reverse=True)
    return [*waiting[:MOST], *mended[:MOST_MENDED]]


def _mended(takes: Sequence[Answered]) -> Iterable[Lesson]:
    """Of each kind the last place that was the costliest of its answer."""
    last = {
        take.moment.kind: (number, take.moment)
        for number, take in enumerate(takes)
        if take.moment is not None and take.moment.points <= -LEAST_POINTS
    }
    for kind, (number, moment) in last.items():
        if kind not in takes[-1].costs:
            since = max(place for place, take in enumerate(takes) if kind in take.costs) + 1
            yield _lesson(takes[number], moment, datetime.fromisoformat(takes[since].at))


def _lesson(take: Answered, moment: Moment, mended: datetime | None = None) -> Lesson:
    return Lesson(
        ref=take.ref,
        question=take.question,
        competency=take.competency,
        folder=take.folder,
        take=take.name,
        at=datetime.fromisoformat(take.at),
        moment=moment,
        mended=mended,
    )
