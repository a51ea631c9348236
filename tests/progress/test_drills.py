"""A better answer is never due earlier, and what is due is asked."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from fsrs import Rating
from hypothesis import given
from hypothesis import strategies as st

from simulator.progress.drills import MOST_DAYS, Answered, daily, due, merit, rating, schedule

START = datetime(2026, 11, 24, 19, 40, tzinfo=UTC)


def answered(score: float | None, days: float = 0, own: int | None = None, ref: str = "a") -> Answered:
    return Answered(ref=ref, at=START + timedelta(days=days), fluency=score, preparedness=score, rating=own)


def days_until_due(*answers: Answered) -> int:
    (drill,) = schedule(answers).values()
    return (drill.due - drill.last).days


@pytest.mark.parametrize(
    ("score", "own", "expected"),
    [
        (0, None, Rating.Again), (39.9, 3, Rating.Again), (40, None, Rating.Hard), (39, 4, Rating.Hard), (59.9, None, Rating.Hard),
        (60, None, Rating.Good), (61, 2, Rating.Hard), (79.9, None, Rating.Good), (80, None, Rating.Easy), (71, 5, Rating.Easy),
        (100, 5, Rating.Easy), (0, 1, Rating.Again),
    ],
)  # fmt: skip
def test_ratings_come_from_scores_and_the_own_rating(score: float, own: int | None, expected: Rating) -> None:
    value = merit(answered(score, own=own))
    assert value is not None
    assert rating(value) == expected


def test_one_score_of_two_is_enough_and_none_is_not_counted() -> None:
    typed = msgspec.structs.replace(answered(70), fluency=None)
    assert merit(typed) == 70
    assert merit(answered(None)) is None
    assert schedule([answered(None)]) == {}


@pytest.mark.parametrize(
    ("answers", "days"),
    [
        # One answer: the scheduler's first stabilities.
        (((0, 20),), 1), (((0, 50),), 1), (((0, 70),), 2), (((0, 90),), 8),
        # On the day it is due, and again.
        (((0, 70), (2, 70)), 11), (((0, 70), (2, 90)), 19), (((0, 70), (2, 50)), 8), (((0, 70), (2, 20)), 1),
        (((0, 70), (2, 70), (13, 70)), 46),
        # Two takes in one evening.
        (((0, 20), (0.01, 70)), 1), (((0, 90), (0.01, 90)), 13),
        # Never beyond two months.
        (((0, 90), (8, 90), (68, 90)), MOST_DAYS),
    ],
)  # fmt: skip
def test_golden_schedules(answers: tuple[tuple[float, float], ...], days: int) -> None:
    assert days_until_due(*(answered(score, at) for at, score in answers)) == days


HISTORY = st.lists(
    st.tuples(st.floats(0.001, 40), st.floats(0, 100), st.sampled_from([None, 1, 2, 3, 4, 5])), min_size=1, max_size=8
)


@given(HISTORY, st.floats(0, 100), st.sampled_from([0, 1, 2]))
def test_a_better_take_is_never_due_earlier(
    history: list[tuple[float, float, int | None]], more: float, rated_higher: int
) -> None:
    at, answers = 0.0, []
    for gap, score, own in history:
        at += gap
        answers.append(answered(score, at, own))
    last = answers[-1]
    better = msgspec.structs.replace(
        last,
        fluency=min(100.0, (last.fluency or 0) + more),
        preparedness=min(100.0, (last.preparedness or 0) + more),
        rating=min(5, (last.rating or 3) + rated_higher),
    )
    assert days_until_due(*answers[:-1], better) >= days_until_due(*answers)


@given(st.lists(st.floats(0, 100), min_size=2, max_size=20))
def test_ratings_never_fall_with_merit(merits: list[float]) -> None:
    ratings = [rating(each) for each in sorted(merits)]
    assert ratings == sorted(ratings)


def test_what_was_answered_before_a_reset_does_not_count() -> None:
    answers = [answered(90), answered(50, 5), answered(90, ref="b")]
    drills = schedule(answers, {"a": START + timedelta(days=1)})
    assert drills["a"].answers == 1
    assert drills["a"].merit == 50
    assert drills["b"].answers == 1
    assert "a" not in schedule(answers, {"a": START + timedelta(days=5)})


def test_due_today_is_what_falls_due_before_midnight_longest_overdue_first() -> None:
    drills = schedule([answered(20, -3, ref="old"), answered(50, -1, ref="today"), answered(90, -1, ref="later")])
    assert [each.ref for each in due(drills, START - timedelta(hours=10))] == ["old", "today"]
    assert [each.ref for each in due(drills, START + timedelta(days=30))] == ["old", "today", "later"]


def test_the_order_in_which_answers_are_given_does_not_matter() -> None:
    answers = [answered(70, 0), answered(20, 3), answered(90, 9)]
    assert schedule(answers) == schedule(reversed(answers))


def test_what_is_weak_is_asked_also_where_all_that_is_weak_is_due() -> None:
    """As after a break: of many that are due the weakest is not left for the end of the queue."""
    drills = schedule([answered(20, -20 + number, ref=f"due-{number}") for number in range(9)])
    weak = ["due-8", "due-0", "due-7", *(f"due-{number}" for number in range(1, 7))]
    seconds = dict.fromkeys([*drills, "weak-0"], 120.0)
    assert daily(drills, weak, START, seconds, 600) == ["due-0", "due-1", "due-8", "due-2", "due-3"]
    assert daily(drills, [*weak, "weak-0"], START, seconds, 600)[2] == "weak-0"
    assert daily(drills, weak, START, seconds, 720)[-1] == "due-7"
    assert sorted(daily(drills, weak, START, seconds, 10_000)) == sorted(drills)


def test_a_daily_drill_mixes_what_is_due_with_what_is_weak_within_its_time() -> None:
    drills = schedule([answered(20, -9 + number, ref=f"due-{number}") for number in range(5)])
    weak = ["due-1", "weak-1", "weak-2", "weak-3"]
    seconds = dict.fromkeys([*drills, *weak], 120.0)
    assert daily(drills, weak, START, seconds, 600) == ["due-0", "due-1", "weak-1", "due-2", "due-3"]
    assert daily(drills, weak, START, seconds, 1) == ["due-0"]
    assert daily({}, weak, START, seconds, 600) == weak
    assert daily(drills, [], START, seconds, 10_000) == [f"due-{number}" for number in range(5)]
    assert daily(drills, weak, START, {"weak-2": 100.0}, 600) == ["weak-2"]
    assert daily({}, [], START, seconds, 600) == []
