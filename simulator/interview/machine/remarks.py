"""The steps of what is said about a session and its answers, then or later: they move nothing on. Pure."""

from __future__ import annotations

from simulator.interview import events as ev
from simulator.interview.machine.changes import Step, but, need, with_take
from simulator.interview.state import State
from simulator.speech.transcript import FillerMark


def named(state: State, event: ev.SessionNamed) -> Step:
    return but(state, name=" ".join(event.name.split())), ()


def tagged(state: State, event: ev.SessionTagged) -> Step:
    return but(state, tags=frozenset("-".join(each.split()) for each in event.tags) - {""}), ()


def noted(state: State, event: ev.Noted) -> Step:
    return state, ()


def marked(state: State, event: ev.MomentMarked) -> Step:
    need(state.named(event.take))
    return state, ()


def ticked(state: State, event: ev.PointTicked) -> Step:
    take = need(state.named(event.take))
    points = take.ticked | {event.point} if event.on else take.ticked - {event.point}
    return with_take(state, take, ticked=points), ()


def answer_rated(state: State, event: ev.AnswerRated) -> Step:
    take = need(state.named(event.take))
    return with_take(state, take, ratings={**take.ratings, event.by: event.value}), ()


def corrected(state: State, event: ev.TranscriptCorrected) -> Step:
    return with_take(state, need(state.named(event.take)), corrected=event.text), ()


def filler_marked(state: State, event: ev.FillerMarked) -> Step:
    take = need(state.named(event.take))
    kept = tuple(mark for mark in take.marks if mark.at != event.at)
    return with_take(state, take, marks=(*kept, FillerMark(at=event.at, filler=event.filler))), ()
