"""The interview as a pure state machine: `step(state, event) -> (state, effects)`.

No clock, no device, no randomness and no I/O: an event carries its time, and what has to be done in the
world comes back as effects, which the conductor performs and answers with further events. Folding a
journal gives the state at its end, or at any time (`state_at`).

    nerves_before -> asking -> (thinking) -> (ready) -> answering -> reviewing -> asking ...
                                                              -> forecast -> nerves_after -> ended
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import takewhile
from typing import Any

from simulator.interview import events as ev
from simulator.interview.machine import answering, asking, course, remarks
from simulator.interview.machine.asking import asked_again, asked_follow_up, think_seconds
from simulator.interview.machine.changes import Step, but
from simulator.interview.state import NotNow, State

__all__ = ["Step", "asked_again", "asked_follow_up", "fold", "state_at", "step", "think_seconds"]

_STEPS: Mapping[type[ev.Event], Callable[[State, Any], Step]] = {
    ev.SessionStarted: course.begun,
    ev.SessionContinued: course.continued,
    ev.SessionLeft: course.left,
    ev.SessionEnded: course.ended,
    ev.Adjusted: course.adjusted,
    ev.TriedAgain: course.try_again,
    ev.WentOn: course.went_on,
    ev.QuestionSkipped: course.skipped,
    ev.NervesRated: course.nerves_rated,
    ev.Settled: course.settled,
    ev.SessionRated: course.rated,
    ev.ScoresShown: course.scores_shown,
    ev.QuestionAsked: asking.asked,
    ev.QuestionSpoken: asking.spoken,
    ev.ThinkingStarted: asking.thinking,
    ev.ThinkingEnded: asking.thought,
    ev.Reassured: asking.reassured,
    ev.AnswerStarted: answering.started,
    ev.DraftTyped: answering.drafted,
    ev.AnswerEnded: answering.ended,
    ev.AnswerHeard: answering.heard,
    ev.BrokenInto: answering.broken_into,
    ev.FloorReturned: answering.floor_returned,
    ev.Paused: answering.paused,
    ev.Resumed: answering.resumed,
    ev.Trouble: answering.trouble,
    ev.SessionNamed: remarks.named,
    ev.SessionTagged: remarks.tagged,
    ev.Noted: remarks.noted,
    ev.MomentMarked: remarks.marked,
    ev.PointTicked: remarks.ticked,
    ev.AnswerRated: remarks.answer_rated,
    ev.TranscriptCorrected: remarks.corrected,
    ev.FillerMarked: remarks.filler_marked,
}
"""For each kind of event its step: the next state, and what has to be done."""

_AFTER_LEAVING = frozenset(
    {
        ev.SessionContinued, ev.Adjusted, ev.SessionNamed, ev.SessionTagged, ev.SessionRated, ev.Noted, ev.MomentMarked, ev.PointTicked,
        ev.TranscriptCorrected, ev.FillerMarked,
    }
)  # fmt: skip
"""What is said about a session that was left, by post or in replay, and going on with it."""


def fold(events: Iterable[ev.Event]) -> State:
    """The state after these events. Raises NotNow where the stream is not one that `step` could have taken."""
    state = State()
    for event in events:
        state, _ = step(state, event)
    return state


def state_at(events: Iterable[ev.Event], t: float) -> State:
    """The state at `t` seconds of the session: after the events up to the first one that is later."""
    return fold(takewhile(lambda event: event.t <= t, events))


def step(state: State, event: ev.Event) -> Step:
    """The next state, and what has to be done. Raises NotNow if the event does not fit."""
    kind = type(event)
    if (state.session is None) != (kind is ev.SessionStarted):
        raise NotNow("A session starts once, and first.")
    if state.left and kind not in _AFTER_LEAVING:
        raise NotNow("The session was left.")
    taken = _STEPS.get(kind)
    if taken is None:
        raise NotNow(f"{kind.__name__} is not an event of this version.")
    after, effects = taken(state, event)
    return but(after, t=max(state.t, event.t)), effects
