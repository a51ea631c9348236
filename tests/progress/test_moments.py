"""What one learns from is what still costs points in the newest answers; what no longer does is mended."""

from __future__ import annotations

from datetime import datetime

from hypothesis import given
from hypothesis import strategies as st

from simulator.progress.moments import LEAST_POINTS, MOST, MOST_MENDED, Lesson, lessons
from simulator.scoring.card import Moment
from simulator.sessions.indexed import IndexedTake

KINDS = ("long pause", "fillers", "repeat", "rush")


def answer(day: int, costs: dict[str, float], ref: str = "b/q", fluency: float | None = 60.0) -> IndexedTake:
    """An answer on a day of November that lost points by places of these kinds."""
    kind = min(costs, key=lambda each: costs[each], default=None)
    return IndexedTake(
        name=f"q01-t{day}",
        at=f"2026-11-{day:02}T19:00:00+01:00",
        ref=ref,
        competency="teamwork",
        question="Why?",
        answer="",
        last=True,
        fluency=fluency,
        moment=Moment(kind=kind, start=1.0, end=2.0, text="", points=costs[kind]) if kind is not None else None,
        costs=costs,
        folder=f"s{day}",
    )


def told(found: list[Lesson]) -> list[tuple[str, str, float, int | None]]:
    return [
        (each.take, each.moment.kind, each.moment.points, each.mended.day if each.mended else None) for each in found
    ]


def test_the_newest_answer_to_a_question_is_what_one_learns_from() -> None:
    given = [answer(3, {"long pause": -9.0}), answer(5, {"long pause": -4.0, "fillers": -2.0})]
    assert told(lessons(given)) == [("q01-t5", "long pause", -4.0, None)]
    assert told(lessons(reversed(given))) == told(lessons(given))


def test_what_the_newest_answer_no_longer_loses_by_is_mended_since_the_first_answer_without_it() -> None:
    given = [
        answer(3, {"long pause": -9.0}),
        answer(5, {"rush": -6.0, "long pause": -1.5}),
        answer(8, {"fillers": -4.0}),
        answer(9, {"fillers": -3.0}),
    ]
    assert told(lessons(given)) == [
        ("q01-t9", "fillers", -3.0, None),
        ("q01-t3", "long pause", -9.0, 8),
        ("q01-t5", "rush", -6.0, 8),
    ]


def test_what_came_back_is_not_mended() -> None:
    given = [answer(3, {"long pause": -9.0}), answer(5, {}), answer(8, {"long pause": -2.0})]
    assert told(lessons(given)) == [("q01-t8", "long pause", -2.0, None)]


def test_a_typed_or_unscored_answer_mends_nothing_and_is_no_place_to_learn_from() -> None:
    given = [answer(3, {"long pause": -9.0}), answer(5, {}, fluency=None)]
    assert told(lessons(given)) == [("q01-t3", "long pause", -9.0, None)]


def test_each_question_stands_for_itself_the_costliest_first() -> None:
    given = [answer(3, {"rush": -2.0}, "b/a"), answer(4, {"repeat": -5.0}, "b/b"), answer(5, {"rush": -0.9}, "b/c")]
    assert [each.ref for each in lessons(given)] == ["b/b", "b/a"]


COSTS = st.dictionaries(st.sampled_from(KINDS), st.floats(-20, -0.1), max_size=3)


@given(st.lists(st.tuples(st.sampled_from("abc"), COSTS), max_size=28))
def test_laws(given: list[tuple[str, dict[str, float]]]) -> None:
    answers = [answer(day + 1, costs, ref) for day, (ref, costs) in enumerate(given)]
    newest = {each.ref: each for each in answers}
    found = lessons(answers)
    waiting = [each for each in found if each.mended is None]
    mended = [each for each in found if each.mended is not None]
    assert found == [*waiting, *mended]
    assert len(waiting) <= MOST
    assert len(mended) <= MOST_MENDED
    assert {each.ref for each in waiting} == {
        ref for ref, each in newest.items() if each.moment is not None and each.moment.points <= -LEAST_POINTS
    }
    for each in mended:
        assert each.moment.kind not in newest[each.ref].costs
        assert each.mended is not None
        assert each.at < each.mended <= datetime.fromisoformat(newest[each.ref].at)
