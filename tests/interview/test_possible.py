"""What can be done at each stage, and what is said about takes, each as a whole: nothing more comes of it than what is asked for."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from msgspec.structs import replace

from simulator.interview import events as ev
from simulator.interview import followups, machine, state
from simulator.questions.model import FollowUp
from simulator.speech.transcript import FillerMark
from tests.making import plan, question, started

ASKED = (ev.QuestionAsked(t=1, question=0, take=1, text="?"), ev.QuestionSpoken(t=3))
SPEAKING = ev.AnswerStarted(t=3, audio="takes/q01-t1.pcm")
DONE = ev.AnswerEnded(t=40, why="key", seconds=37)
HEARD = ev.AnswerHeard(t=42, take="q01-t1", lacks=("no_result",))


def after(*events: ev.Event, **options: object) -> state.State:
    return machine.fold([started(2, **options), *events])


@pytest.mark.parametrize(
    ("made", "actions"),
    [
        (state.State, ""),
        (lambda: after(nerves=True), "pause go_on"),
        (after, "pause start think ask_again skip"),
        (lambda: after(*ASKED), "pause start think ask_again skip"),
        (lambda: after(*ASKED, ev.ThinkingStarted(t=4, seconds=20)), "pause think_done ask_again skip"),
        (lambda: after(*ASKED, listening="space"), "pause start think ask_again skip"),
        (lambda: after(*ASKED, SPEAKING), "pause done think ask_again skip"),
        (lambda: after(*ASKED, SPEAKING, DONE), "pause go_on take_again follow_up"),
        (lambda: after(*ASKED, SPEAKING, DONE, ev.Paused(t=41)), "resume"),
        (lambda: after(*ASKED, SPEAKING, DONE, ev.SessionLeft(t=41)), ""),
        (lambda: after(*ASKED, SPEAKING, DONE, ev.WentOn(t=41), ev.QuestionSkipped(t=42)), "pause go_on"),
        (lambda: after(*ASKED, SPEAKING, DONE, ev.WentOn(t=41), ev.QuestionSkipped(t=42), ev.SessionEnded(t=43)), ""),
    ],
)  # fmt: skip
def test_at_each_stage_only_what_works_is_offered(made: Callable[[], state.State], actions: str) -> None:
    assert state.possible(made()) == frozenset(actions.split())


def test_a_correction_a_mark_a_rating_and_a_tick_change_their_take_alone() -> None:
    before = after(*ASKED, SPEAKING, DONE, ev.QuestionAsked(t=50, question=0, take=2, text="?"))
    first, second = before.takes

    def about(event: ev.Event, on: state.State = before) -> state.Take:
        now, effects = machine.step(on, event)
        assert effects == ()
        assert now == replace(on, t=60, takes=(now.takes[0], second))
        return now.takes[0]

    assert about(ev.TranscriptCorrected(t=60, take="q01-t1", text="I rang")) == replace(first, corrected="I rang")
    assert about(ev.AnswerRated(t=60, by="friend", take="q01-t1", value=4)) == replace(first, ratings={"friend": 4})
    ticked = about(ev.PointTicked(t=60, take="q01-t1", point="result", on=True))
    assert ticked == replace(first, ticked=frozenset({"result"}))
    on = replace(before, takes=(ticked, second))
    assert about(ev.PointTicked(t=60, take="q01-t1", point="other", on=True), on).ticked == {"result", "other"}
    assert about(ev.PointTicked(t=60, take="q01-t1", point="result", on=False), on) == first
    marked = about(ev.FillerMarked(t=60, take="q01-t1", at=2.0, filler=True))
    assert marked == replace(first, marks=(FillerMark(at=2.0, filler=True),))
    on = replace(before, takes=(marked, second))
    assert about(ev.FillerMarked(t=60, take="q01-t1", at=2.0, filler=False), on).marks == (
        FillerMark(at=2.0, filler=False),
    )
    both = about(ev.FillerMarked(t=60, take="q01-t1", at=1.0, filler=True), on)
    assert both.marks == (FillerMark(at=2.0, filler=True), FillerMark(at=1.0, filler=True))


def test_a_follow_up_that_was_asked_of_one_answer_may_be_asked_of_another() -> None:
    asks = question(follow_ups=(FollowUp(when="no_result", text="What came of it?"),))
    same = replace(plan(2), items=tuple(replace(item, question=asks) for item in plan(2).items))
    once = (
        *ASKED,
        SPEAKING,
        DONE,
        HEARD,
        ev.QuestionAsked(t=43, question=0, take=1, text="What came of it?", follow_up=1),
    )
    answered = (ev.QuestionSpoken(t=44), ev.AnswerStarted(t=45), replace(DONE, t=60), ev.WentOn(t=61))
    second = [replace(event, t=event.t + 100) for event in (*ASKED, SPEAKING, DONE, HEARD)]
    second[0] = replace(second[0], question=1)
    second[-1] = replace(second[-1], take="q02-t1")
    now = machine.fold([replace(started(), plan=same), *once, *answered, *second[:-1]])
    _, effects = machine.step(now, second[-1])
    assert effects == (state.Ask(question=1, take=1, text="What came of it?", follow_up=1),)


def test_a_point_that_was_missed_has_the_follow_up_of_that_point() -> None:
    missed = FollowUp(when="missed", point="result", text="And then?")
    asks = question(follow_ups=(FollowUp(when="missed", point="other", text="Who else?"), missed))
    assert followups.choose(asks, ["missed:result"]) == missed
    assert followups.choose(asks, ["missed:result"], ["Why?"]) is None, "too small a gap for a second one"
    assert followups.choose(asks, ["no_number", "missed:result"]) == missed, "the gap that hurts most comes first"


def test_after_an_interruption_only_what_is_recorded_goes_on_being_recorded() -> None:
    broken = ev.BrokenInto(t=9, take="q01-t1", text="Wait.", at=6.0, aloud=True)
    typed = after(*ASKED, ev.AnswerStarted(t=3), broken)
    assert machine.step(typed, ev.FloorReturned(t=12))[1] == ()
    spoken = after(*ASKED, SPEAKING, broken)
    now, effects = machine.step(spoken, ev.FloorReturned(t=12))
    assert effects == (state.Record(take="q01-t1", again=True),)
    assert now.takes == (replace(spoken.takes[0], running_since=12),)


def test_a_question_is_asked_again_under_its_number_until_it_was_answered() -> None:
    for now in (after(*ASKED), after(*ASKED, listening="space"), after(*ASKED, ev.ThinkingStarted(t=4, seconds=20))):
        assert machine.asked_again(now) == state.Ask(question=0, take=1, text="?")
    assert machine.asked_again(after()) == state.Ask(question=0, take=1, text=question(1).text)
    assert machine.asked_again(after(*ASKED, SPEAKING, DONE)) == state.Ask(question=0, take=2, text=question(1).text)


def test_going_on_takes_everything_back_that_leaving_meant() -> None:
    before = after(*ASKED, SPEAKING, DONE, ev.Trouble(t=41, what="microphone", sentence="gone"))
    left, effects = machine.step(before, ev.SessionLeft(t=42))
    assert (left, effects) == (replace(before, t=42, left=True), (state.Hush(),))
    back, effects = machine.step(left, ev.SessionContinued(t=42, at=""))
    assert back == replace(left, left=False, trouble="")
    assert (back.left, back.paused) == (False, False)
    assert effects == (state.Hear(take="q01-t1"),)


@pytest.mark.parametrize(("kind", "name"), [(ev.AnswerEnded, "answer_ended"), (ev.Paused, "paused")])
def test_a_kind_of_event_has_its_name_in_the_journal(kind: type[ev.Event], name: str) -> None:
    assert ev._snake(kind.__name__) == kind.__struct_config__.tag == name
