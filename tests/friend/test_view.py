"""What the friend's page shows and offers at each stage, and for how long a code holds."""

from __future__ import annotations

import pytest

from simulator.friend.door import VALID_SECONDS, Door
from simulator.friend.view import view
from simulator.interview import events as ev
from simulator.interview import machine
from simulator.interview.scales import SCALES
from tests.making import started

ASKED = ev.QuestionAsked(t=1, question=0, take=1, text="?")
SPEAKING, DONE = ev.AnswerStarted(t=3, audio="a"), ev.AnswerEnded(t=9, why="key", seconds=5)
LAST = (ASKED, SPEAKING, DONE, ev.WentOn(t=10))
RATED = ev.SessionRated(t=11, by="friend", fluency=60, preparedness=50)


@pytest.mark.parametrize(
    ("events", "can"),
    [
        ((), "next repeat pause note"),
        ((ASKED,), "next repeat pause note tick take_your_time"),
        ((ASKED, SPEAKING), "next repeat over pause note tick mark take_your_time"),
        ((ASKED, SPEAKING, DONE), "next repeat pause ask follow_up note tick mark take_your_time"),
        ((ASKED, SPEAKING, DONE, ev.Paused(t=9)), "pause note tick mark"),
        (LAST, "pause rate"),
        ((*LAST, RATED), "pause"),
        ((*LAST, ev.Paused(t=10)), "pause"),
        ((ASKED, SPEAKING, DONE, ev.SessionLeft(t=9)), ""),
    ],
)
def test_the_friend_may_do_what_fits_the_moment(events: tuple[ev.Event, ...], can: str) -> None:
    state = machine.fold([started(1, friend=True), *events])
    shown = view("session", state, 9.0, "I rang them.")
    assert shown.can == tuple(can.split())
    assert (shown.session, shown.said) == ("session", "I rang them.")
    forecast = events[: len(LAST)] == LAST
    assert (shown.rating, shown.rated) == (forecast, RATED in events)
    assert [each.key for each in shown.scales] == (
        [each.key for each in SCALES] if forecast and RATED not in events else []
    )
    assert shown.ended is any(isinstance(event, ev.SessionLeft) for event in events)


def test_the_clock_of_an_answer_stands_before_it_begins_and_when_it_is_over() -> None:
    clocks = [
        view("s", machine.fold([started(1, friend=True), *events]), 7.04).clock
        for events in ((), (ASKED,), (ASKED, SPEAKING), (ASKED, SPEAKING, DONE))
    ]
    assert clocks[:2] == [None, None]
    assert [(each.take, each.seconds, each.window, each.running) for each in clocks[2:] if each] == [
        ("q01-t1", 4.0, 90.0, True),
        ("q01-t1", 5.0, 90.0, False),
    ]


def test_a_follow_up_has_its_own_time_and_nobody_is_called_the_candidate() -> None:
    again = ev.QuestionAsked(t=10, question=0, take=1, text="Why?", follow_up=1)
    state = machine.fold([started(1, friend=True), ASKED, SPEAKING, DONE, again, ev.AnswerStarted(t=12, audio="b")])
    shown = view("s", state, 13.0)
    assert shown.clock is not None
    assert (shown.clock.take, shown.clock.window) == ("q01-t1-f1", 45.0)
    assert shown.candidate == ""


def test_a_code_holds_for_a_while_and_a_new_one_begins_anew() -> None:
    entrance = Door(0.0)
    assert entrance.left(1.0) == VALID_SECONDS - 1
    assert entrance.left(VALID_SECONDS + 1) == 0.0
    entrance.renew(VALID_SECONDS)
    assert entrance.left(VALID_SECONDS) == VALID_SECONDS
    assert (entrance.token, entrance.taken) == ("", False)
