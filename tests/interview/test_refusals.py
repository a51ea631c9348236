"""What does not fit is refused, with the reason, and nothing has changed."""

from __future__ import annotations

import msgspec
import pytest

from simulator.interview import events as ev
from simulator.interview import machine, state
from tests.making import plan, started

BEGUN = (started(),)
ASKED = (*BEGUN, ev.QuestionAsked(t=1, question=0, take=1, text="?"), ev.QuestionSpoken(t=3))
ANSWERING = (*ASKED, ev.AnswerStarted(t=3, audio="takes/q01-t1.pcm"))
ANSWERED = (*ANSWERING, ev.AnswerEnded(t=40, why="key", seconds=37))
PAUSED = (*ANSWERED, ev.Paused(t=41))
LEFT = (*ANSWERED, ev.SessionLeft(t=41))
FORECAST = (*ANSWERED, ev.WentOn(t=41), ev.QuestionSkipped(t=42))
ENDED = (*FORECAST, ev.SessionEnded(t=43))
BROKEN = (*ANSWERING, ev.BrokenInto(t=9, take="q01-t1", text="Wait.", at=6.0, aloud=False))
EMPTY = msgspec.structs.replace(started(), plan=msgspec.structs.replace(plan(1), items=()))


@pytest.mark.parametrize(
    ("before", "event", "why"),
    [
        ((), ev.WentOn(t=1), "A session starts once, and first."),
        (BEGUN, started(), "A session starts once, and first."),
        ((), EMPTY, "The plan is empty."),
        (LEFT, ev.WentOn(t=50), "The session was left."),
        (LEFT, ev.SessionRated(t=50, by="candidate", fluency=1, preparedness=1), "The session was left."),
        (PAUSED, ev.WentOn(t=50), "Not while paused."),
        (ANSWERING, ev.WentOn(t=50), "Not while answering."),
        (ASKED, ev.ThinkingEnded(t=5), "Not while asking."),
        (ASKED, ev.DraftTyped(t=5, text="I"), "Not while asking."),
        (ASKED, ev.QuestionSpoken(t=5), "It has been said already."),
        (ASKED, ev.QuestionAsked(t=5, question=1, take=1, text="?"), "Another question is at hand."),
        (ASKED, ev.AnswerEnded(t=5, why="key", seconds=1), "Nobody is answering."),
        (BEGUN, ev.AnswerStarted(t=5), "There is no such take."),
        (ANSWERED, ev.AnswerRated(t=50, take="q02-t1", value=3), "There is no such take."),
        (ANSWERED, ev.MomentMarked(t=50, kind="strong", take="q07-t1", at=1.0), "There is no such take."),
        (ANSWERED, ev.AnswerHeard(t=50, take="q02-t1"), "There is no such take."),
        (ANSWERED, ev.AnswerStarted(t=50), "Not while reviewing."),
        (ANSWERED, ev.SessionEnded(t=50), "Not while reviewing."),
        (FORECAST, ev.ScoresShown(t=50), "Not while forecast."),
        (FORECAST, ev.NervesRated(t=50, when="after", value=3), "Not while forecast."),
        (FORECAST, ev.Settled(t=50, way="breathing", seconds=20), "Not while forecast."),
        (FORECAST, ev.Reassured(t=50, by="friend"), "Not while forecast."),
        (FORECAST, ev.TriedAgain(t=50, question=0, answers="typed"), "Not while forecast."),
        (ENDED, ev.TriedAgain(t=50, question=2, answers="typed"), "There is no such question."),
        (ENDED, ev.TriedAgain(t=50, question=-1, answers="typed"), "There is no such question."),
        (ENDED, ev.Paused(t=50), "There is nothing to pause."),
        (PAUSED, ev.Paused(t=50), "There is nothing to pause."),
        (ANSWERED, ev.Resumed(t=50), "It is not paused."),
        (ANSWERING, ev.FloorReturned(t=50), "Nobody broke in."),
        (BROKEN, ev.BrokenInto(t=50, take="q01-t1", text="Wait.", at=9.0, aloud=False),
         "That answer is not at hand, or was broken into already."),
        (ANSWERING, ev.BrokenInto(t=50, take="q02-t1", text="Wait.", at=9.0, aloud=False),
         "That answer is not at hand, or was broken into already."),
        (ANSWERING, ev.SessionContinued(t=50, at=""), "The answer that was cut off has to be ended first."),
        (FORECAST, ev.SessionRated(t=50, by="friend", fluency=1, preparedness=1, author="Ann", id="1"), "Not while forecast."),
        (FORECAST, ev.SessionRated(t=50, by="candidate", fluency=1, preparedness=1, scales={"charm": 3}),
         "There is no scale 'charm'."),
        (BEGUN, ev.Event(t=1), "Event is not an event of this version."),
    ],
)  # fmt: skip
def test_each_refusal_says_why_and_changes_nothing(before: tuple[ev.Event, ...], event: ev.Event, why: str) -> None:
    now = machine.fold(before)
    with pytest.raises(state.NotNow) as refused:
        machine.step(now, event)
    assert str(refused.value) == why
    assert now == machine.fold(before)


def test_an_answer_that_is_over_is_not_begun_again() -> None:
    """Only a journal that was written by hand can come to this: the question is at hand, and its take has ended."""
    now = machine.fold(ANSWERED)
    asking = msgspec.structs.replace(now, stage="asking")
    with pytest.raises(state.NotNow) as refused:
        machine.step(asking, ev.AnswerStarted(t=50))
    assert str(refused.value) == "That answer is over; the question has to be asked again first."


@pytest.mark.parametrize("before", [BEGUN, ANSWERING, FORECAST])
def test_a_question_is_asked_again_or_followed_up_only_at_its_time(before: tuple[ev.Event, ...]) -> None:
    now = machine.fold(before)
    with pytest.raises(state.NotNow):
        machine.asked_follow_up(now, "Why?")
    if before is not BEGUN:
        with pytest.raises(state.NotNow):
            machine.asked_again(now)


def test_time_never_runs_backwards_and_the_state_at_a_time_has_what_came_until_then() -> None:
    events = [*ANSWERED, ev.WentOn(t=41)]
    assert machine.state_at(events, 3) == machine.fold(ANSWERING)
    assert machine.state_at(events, 2.9) == machine.fold(ANSWERED[:2])
    assert machine.fold([*events, ev.SessionNamed(t=5, name="mine")]).t == 41
