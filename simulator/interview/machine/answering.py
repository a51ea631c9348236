"""The steps of an answer, from its first second until it has been heard, and of what comes between: a pause, an interviewer who breaks in. Pure."""

from __future__ import annotations

from simulator.interview import events as ev
from simulator.interview import pressure
from simulator.interview.machine.asking import asked_again, follow_up, wanted
from simulator.interview.machine.changes import Step, but, need, only, with_take
from simulator.interview.state import (
    Ask,
    BreakIn,
    Effect,
    GoOn,
    Hear,
    Hush,
    NotNow,
    Record,
    State,
    StopRecording,
    Timer,
)


def started(state: State, event: ev.AnswerStarted) -> Step:
    only(state, "asking", "thinking", "ready")
    if need(state.take).ended is not None:
        raise NotNow("That answer is over; the question has to be asked again first.")
    running = with_take(state, started=event.t, running_since=event.t, audio=event.audio)
    return but(running, stage="answering"), (*_timer(running), *_patience(running))


def drafted(state: State, event: ev.DraftTyped) -> Step:
    only(state, "answering")
    return with_take(state, draft=event), ()


def _timer(state: State) -> tuple[Effect, ...]:
    take = need(state.take)
    if state.options.ends != "time":
        return ()
    return (Timer(what="answer", seconds=max(0.0, need(state.current).answer_seconds - take.clock)),)


def ended(state: State, event: ev.AnswerEnded) -> Step:
    if state.stage != "answering":
        raise NotNow("Nobody is answering.")
    take = need(state.take)
    done = with_take(state, clock=event.seconds, running_since=None, ended=event.why)
    if event.why in ("asked again", "think first"):
        again = Ask(
            question=take.question,
            take=take.number + 1,
            text=take.text,
            follow_up=take.follow_up,
            second=take.second,
        )
        return but(done, stage="asking", paused=False), (again,)
    if event.why == "skipped":
        return but(done, stage="reviewing", paused=False), ()
    return but(done, stage="reviewing", paused=False, trouble=""), (Hear(take=take.name),)


def heard(state: State, event: ev.AnswerHeard) -> Step:
    take = need(state.named(event.take))
    after = with_take(state, take, heard=True, lacks=event.lacks)
    at_hand = state.stage == "reviewing" and not state.paused and state.take is take
    if not at_hand or state.options.friend or take.ended in ("left", "cut off"):
        return after, ()
    if event.reply:
        return after, (follow_up(state, take, event.reply),)
    if (text := wanted(state, take, event.lacks)) is not None:
        return after, (follow_up(state, take, text),)
    return after, (GoOn(),) if state.options.poker_face else ()


# The interviewer breaks in


def _patience(state: State) -> tuple[Effect, ...]:
    """When the interviewer breaks in on the answer just begun, if it lasts that long."""
    take, question = need(state.take), need(state.current)
    if not state.options.interruptions or take.follow_up or state.session is None:
        return ()
    seconds = pressure.patience(state.session.plan.seed, state.question, question.answer_seconds)
    return () if seconds is None else (Timer(what="patience", seconds=seconds),)


def broken_into(state: State, event: ev.BrokenInto) -> Step:
    only(state, "answering")
    take = need(state.take)
    if take.name != event.take or take.broken_into:
        raise NotNow("That answer is not at hand, or was broken into already.")
    broken = with_take(state, broken_into=event.text)
    if not event.aloud:
        return broken, ()
    held = with_take(broken, clock=take.seconds(event.t), running_since=None)
    stop = (StopRecording(take=take.name),) if take.audio else ()
    return held, (*stop, BreakIn(text=event.text, second=take.second))


def floor_returned(state: State, event: ev.FloorReturned) -> Step:
    only(state, "answering")
    if need(state.take).running_since is not None:
        raise NotNow("Nobody broke in.")
    return _goes_on(state, event.t)


def _goes_on(state: State, t: float) -> Step:
    take = need(state.take)
    record = (Record(take=take.name, again=True),) if take.audio else ()
    going = with_take(state, running_since=t)
    return going, (*record, *_timer(going))


# The pause


def paused(state: State, event: ev.Paused) -> Step:
    return _pause(state, event.t)


def resumed(state: State, event: ev.Resumed) -> Step:
    if not state.paused:
        raise NotNow("It is not paused.")
    going = but(state, paused=False, trouble="")
    if going.stage == "answering" and going.take is not None:
        return _goes_on(going, event.t)
    if going.stage in ("asking", "thinking", "ready"):
        return going, (asked_again(going),)
    return going, ()


def trouble(state: State, event: ev.Trouble) -> Step:
    """A microphone that is lost during an answer pauses it."""
    told = but(state, trouble=event.sentence)
    lost = event.what == "microphone" and state.stage == "answering" and not state.paused
    return _pause(told, event.t) if lost and state.options.answers == "spoken" else (told, ())


def _pause(state: State, t: float) -> Step:
    if state.paused or state.stage == "ended":
        raise NotNow("There is nothing to pause.")
    take = state.take
    if state.stage != "answering" or take is None:
        return but(state, paused=True), (Hush(),)
    stopped = with_take(state, clock=take.seconds(t), running_since=None, interrupted=True)
    return but(stopped, paused=True), (StopRecording(take=take.name),) if take.audio else ()
