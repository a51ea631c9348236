"""Where an interview stands, in words: the candidate's screen and the friend's page say the same."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import pytest

from simulator.interview import events as ev
from simulator.interview import machine, standing
from simulator.interview.state import State
from tests.making import started

ASKED = ev.QuestionAsked(t=1, question=0, take=1, text="?", aloud=True)
SPOKEN = ev.QuestionSpoken(t=3)
THINKING = ev.ThinkingStarted(t=4, seconds=20)
SPEAKING = ev.AnswerStarted(t=5, audio="takes/q01-t1.pcm")
TYPING = ev.AnswerStarted(t=5)
DONE = ev.AnswerEnded(t=40, why="key", seconds=35)
FOLLOW_UP = ev.QuestionAsked(t=50, question=0, take=1, text="And?", follow_up=1)


def after(*events: ev.Event, **options: object) -> State:
    return machine.fold([started(2, **options), *events])


@pytest.mark.parametrize(
    ("made", "word"),
    [
        (after, "asking"),
        (lambda: after(ASKED), "asking"),
        (lambda: after(ASKED, SPOKEN, THINKING), "think"),
        (lambda: after(ASKED, SPOKEN, listening="space"), "your turn"),
        (lambda: after(ASKED, SPOKEN, SPEAKING), "listening"),
        (lambda: after(ASKED, SPOKEN, TYPING), "typing"),
        (lambda: after(ASKED, SPOKEN, SPEAKING, DONE), "answered"),
        (lambda: after(ASKED, SPOKEN, SPEAKING, ev.Paused(t=9)), "paused"),
        (lambda: after(nerves=True), "asking"),
    ],
    ids=lambda each: each if isinstance(each, str) else "",
)
def test_one_word_for_each_stage(made: Callable[[], State], word: str) -> None:
    assert standing.state_word(made()) == word


def test_an_answer_is_typed_where_nothing_is_recorded_of_it() -> None:
    assert standing.typed(after(ASKED, SPOKEN, TYPING))
    assert not standing.typed(after(ASKED, SPOKEN, SPEAKING))
    assert not standing.typed(after(ASKED, SPOKEN)), "nobody answers yet"


def test_the_place_names_the_question_the_follow_up_and_the_take() -> None:
    answered = (ASKED, SPOKEN, SPEAKING, DONE)
    assert standing.place(after()) == "Question 1 of 2"
    assert standing.place(after(*answered, ev.WentOn(t=45))) == "Question 2 of 2"
    assert standing.place(after(*answered, FOLLOW_UP)) == "Question 1 of 2, a follow-up"
    again = msgspec.structs.replace(ASKED, t=50, take=2)
    assert standing.place(after(*answered, again)) == "Question 1 of 2, take 2"
    followed = (again, SPOKEN, SPEAKING, DONE, msgspec.structs.replace(FOLLOW_UP, take=2))
    assert standing.place(after(*answered, *followed)) == "Question 1 of 2, a follow-up, take 2"


def test_people_are_called_by_their_names_or_by_what_they_are() -> None:
    named = machine.fold([msgspec.structs.replace(started(), people={"candidate": "Ada", "friend": "Sam"})])
    assert [standing.name_of(named, each) for each in ("candidate", "friend", "program")] == ["Ada", "Sam", "program"]
    assert [standing.page_of(named, each) for each in ("candidate", "friend")] == ["Ada's page", "Sam's page"]
    for nobody in (after(), State()):
        assert standing.name_of(nobody, "candidate") == "the candidate"
        assert standing.name_of(nobody, "friend") == "your friend"
        assert standing.page_of(nobody, "friend") == "The friend's page"


def test_the_answer_to_a_follow_up_belongs_to_the_answer_before_it() -> None:
    state = after(ASKED, SPOKEN, SPEAKING, DONE, FOLLOW_UP)
    main, follow_up = state.takes
    assert standing.main_take(state, follow_up) == main
    assert standing.main_take(state, main) == main
    alone = msgspec.structs.replace(follow_up, number=7)
    assert standing.main_take(state, alone) == alone
