"""When a question is due again: the scheduler FSRS (package `fsrs`), fed with scores.

An answer's merit is the mean of its fluency and preparedness (or the one it has), 0 to 100, moved by 5 points for each step of the person's
own rating away from 3. From merit comes one of the scheduler's four ratings:

    below 40  Again       40 to 60  Hard       60 to 80  Good       80 and above  Easy

The mapping never falls, and neither does the time until the question is due: a better answer is never due earlier. All takes count, in
the order of time, of a question that was answered more often the newest `NEWEST`. Whole days only, at least one and at most `MOST_DAYS`: an interview is prepared in weeks.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from statistics import fmean

import msgspec
from fsrs import Card, Rating, Scheduler

HARD, GOOD, EASY = 40.0, 60.0, 80.0
STEP = 5.0
MOST_DAYS = 60

NEWEST = 30

MINUTES = 10
"""Of a daily drill, if nothing else is said."""

MANY = 10
"""More questions that are due are not counted out: after a break the number would only daunt, and a drill takes no longer for it."""

RETENTION = 0.9
"""A question is due when the chance that it goes as well as last time has fallen to this."""

_scheduler = Scheduler(
    desired_retention=RETENTION,
    learning_steps=(),
    relearning_steps=(),
    maximum_interval=MOST_DAYS,
    enable_fuzzing=False,
)


class Answered(msgspec.Struct, frozen=True, kw_only=True):
    """One answer to the question `ref`: when (with its offset from UTC), its scores (0 to 100), the person's rating (1 to 5)."""

    ref: str
    at: datetime
    fluency: float | None = None
    preparedness: float | None = None
    rating: int | None = None


class Drill(msgspec.Struct, frozen=True, kw_only=True):
    """A question in the schedule. `due` and `last` are times; `stability` is the days after which the chance that it goes well is
    nine in ten, `difficulty` 1 to 10."""

    ref: str
    due: datetime
    last: datetime
    answers: int
    merit: float
    stability: float
    difficulty: float


def merit(answer: Answered) -> float | None:
    """0 to 100; None for an answer without scores."""
    scores = [score for score in (answer.fluency, answer.preparedness) if score is not None]
    if not scores:
        return None
    moved = fmean(scores) + STEP * ((answer.rating or 3) - 3)
    return min(max(moved, 0.0), 100.0)


def rating(merit: float) -> Rating:
    if merit < HARD:
        return Rating.Again
    if merit < GOOD:
        return Rating.Hard
    return Rating.Good if merit < EASY else Rating.Easy


def schedule(answers: Iterable[Answered], resets: Mapping[str, datetime] | None = None) -> dict[str, Drill]:
    """By ref, every question that was answered with a score. What was answered before a question's reset does not count."""
    drills: dict[str, Drill] = {}
    cards: dict[str, Card] = {}
    for answer in sorted(answers, key=lambda each: each.at):
        value = merit(answer)
        reset = (resets or {}).get(answer.ref)
        if value is None or (reset is not None and answer.at <= reset):
            continue
        at = answer.at.astimezone(UTC)
        card, _ = _scheduler.review_card(cards.get(answer.ref) or Card(card_id=1), rating(value), at)
        cards[answer.ref] = card
        before = drills.get(answer.ref)
        drills[answer.ref] = Drill(
            ref=answer.ref,
            due=card.due,
            last=at,
            answers=1 + (before.answers if before else 0),
            merit=value,
            stability=card.stability or 0.0,
            difficulty=card.difficulty or 0.0,
        )
    return drills


def due(drills: Mapping[str, Drill], now: datetime) -> list[Drill]:
    """What is due by the end of the day of `now` (in its own zone), what is longest overdue first."""
    tomorrow = (now + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    return sorted((each for each in drills.values() if each.due < tomorrow), key=lambda each: (each.due, each.ref))


def daily(
    drills: Mapping[str, Drill],
    weak: Sequence[str],
    now: datetime,
    seconds: Mapping[str, float],
    budget: float,
    planned: Sequence[str] = (),
) -> list[str]:
    """The refs of a daily drill that fits into `budget` seconds (at least one): first those that a plan names (`planned`), then two that are due,
    one from `weak` (refs of weak competencies, the weakest first, of those that are due as well only where there are no others), and so on. `seconds` is the time each question takes; one that is
    not in it is not asked."""
    first = [ref for ref in dict.fromkeys(planned) if ref in seconds]
    waiting = [each.ref for each in due(drills, now) if each.ref in seconds and each.ref not in first]
    others = [ref for ref in dict.fromkeys(weak) if ref in seconds and ref not in first]
    others.sort(key=waiting.__contains__)  # what is due comes in anyway, later
    chosen: list[str] = []
    turn = 0
    left = budget
    while first or waiting or others:
        if first:
            ref = first.pop(0)
        else:
            from_due = waiting and (turn % 3 != 2 or not others)
            ref = (waiting if from_due else others).pop(0)
        if ref in chosen or (chosen and seconds[ref] > left):
            continue
        turn += ref not in planned
        chosen.append(ref)
        left -= seconds[ref]
    return chosen
