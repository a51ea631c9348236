"""The interview as a pure state machine: `step(state, event) -> (state, effects)`.

No clock, no device, no randomness and no I/O: an event carries its time, and what has to be done in the
world comes back as effects, which the conductor performs and answers with further events. Folding a
journal gives the state at its end, or at any time (`state_at`).

    nerves_before -> asking -> (thinking) -> (ready) -> answering -> reviewing -> asking ...
                                                              -> forecast -> nerves_after -> ended
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import takewhile
from typing import TypeVar

import msgspec

from simulator.interview import events as ev
from simulator.interview import followups, pressure, scales
from simulator.interview.state import (
    THINK_SECONDS,
    Ask,
    BreakIn,
    Close,
    Effect,
    GoOn,
    Hear,
    Hush,
    NotNow,
    Record,
    Say,
    Stage,
    State,
    StopRecording,
    Take,
    Think,
    Timer,
)
from simulator.speech.transcript import FillerMark

Step = tuple[State, tuple[Effect, ...]]

T = TypeVar("T")


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
    if (state.session is None) != (type(event) is ev.SessionStarted):
        raise NotNow("A session starts once, and first.")
    if state.left and not isinstance(event, _AFTER_LEAVING):
        raise NotNow("The session was left.")
    after, effects = _step(state, event)
    return _but(after, t=max(state.t, event.t)), effects


def _but(state: State, **changes: object) -> State:
    return msgspec.structs.replace(state, **changes)


def _with_take(state: State, take: Take | None = None, /, **changes: object) -> State:
    """The state with one of its takes (the newest, if none is named) changed."""
    old = take or _need(state.take)
    new = msgspec.structs.replace(old, **changes)
    if old is state.takes[-1]:  # nearly always
        return _but(state, takes=(*state.takes[:-1], new))
    return _but(state, takes=tuple(new if each is old else each for each in state.takes))


def _need(value: T | None) -> T:
    if value is None:
        raise NotNow("There is no such take.")
    return value


def _only(state: State, *stages: Stage) -> None:
    if state.stage not in stages or state.paused:
        raise NotNow(f"Not while {'paused' if state.paused else state.stage}.")


_AFTER_LEAVING = (
    ev.SessionContinued, ev.Adjusted, ev.SessionNamed, ev.SessionTagged, ev.SessionRated, ev.Noted, ev.MomentMarked, ev.PointTicked,
    ev.TranscriptCorrected, ev.FillerMarked,
)  # fmt: skip
"""What is said about a session that was left, by post or in replay, and going on with it."""

_OF_A_QUESTION = frozenset(
    {
        ev.QuestionAsked, ev.QuestionSpoken, ev.ThinkingStarted, ev.ThinkingEnded, ev.AnswerStarted, ev.DraftTyped,
        ev.AnswerEnded, ev.AnswerHeard,
    }
)  # fmt: skip
"""Most events are of these kinds. They are told by a look-up: a match against one class after another takes longer than the step."""


def _step(state: State, event: ev.Event) -> Step:
    if type(event) in _OF_A_QUESTION:
        return _in_question(state, event)
    match event:
        case ev.WentOn():
            return _go_on(state)
        case ev.PointTicked() | ev.AnswerRated() | ev.TranscriptCorrected() | ev.FillerMarked():
            return _about_take(state, event), ()
        case ev.Noted():
            return state, ()
        case ev.MomentMarked():
            _need(state.named(event.take))
            return state, ()
        case ev.Reassured():
            _only(state, "asking", "thinking", "ready", "answering", "reviewing")
            return _with_take(state, reassured=True), ()
        case ev.SessionStarted():
            return _begin(_but(state, session=event))
        case ev.SessionContinued():
            return _continue(state)
        case ev.TriedAgain():
            return _try_again(state, event)
        case ev.Adjusted():
            began = _need(state.session)
            options = msgspec.structs.replace(began.options, untimed=event.untimed, left_out=event.left_out)
            return _but(state, session=msgspec.structs.replace(began, options=options)), ()
        case ev.SessionNamed():
            return _but(state, name=event.name), ()
        case ev.SessionTagged():
            return _but(state, tags=frozenset(event.tags)), ()
        case ev.SessionLeft() if state.trying_again:
            return _but(state, left=True, stage="ended", trying_again=""), (Hush(),)
        case ev.SessionLeft():
            return _but(state, left=True), (Hush(),)
        case ev.SessionEnded():
            _only(state, "nerves_after", "forecast", "ended")
            return _but(state, stage="ended"), ()
        case ev.ScoresShown():
            _only(state, "ended")
            return _but(state, scores_shown=True), ()
        case ev.Paused():
            return _pause(state, event.t)
        case ev.Resumed():
            return _resume(state, event.t)
        case ev.Trouble():
            told = _but(state, trouble=event.sentence)
            lost = event.what == "microphone" and state.stage == "answering" and not state.paused
            return _pause(told, event.t) if lost and state.options.answers == "spoken" else (told, ())
        case ev.BrokenInto():
            return _broken_into(state, event)
        case ev.FloorReturned():
            return _floor_returned(state, event.t)
        case ev.NervesRated():
            return _nerves(state, event)
        case ev.Settled():
            _only(state, "nerves_before")
            return state, ()
        case ev.SessionRated():
            return _estimate(state, event)
        case ev.QuestionSkipped():
            return _skip(state)
        case _:
            raise NotNow(f"{type(event).__name__} is not an event of this version.")


def _in_question(state: State, event: ev.Event) -> Step:
    match event:
        case ev.QuestionAsked():
            return _asked(state, event)
        case ev.QuestionSpoken():
            return _spoken(state, event)
        case ev.ThinkingStarted():
            _only(state, "asking", "thinking", "ready")
            thinking = _but(_with_take(state, thought=True), stage="thinking")
            timer = (Timer(what="thinking", seconds=event.seconds),) if event.seconds else ()
            return thinking, (Hush(), *timer)
        case ev.ThinkingEnded():
            _only(state, "thinking")
            return _your_turn(state)
        case ev.AnswerStarted():
            _only(state, "asking", "thinking", "ready")
            if _need(state.take).ended is not None:
                raise NotNow("That answer is over; the question has to be asked again first.")
            running = _with_take(state, started=event.t, running_since=event.t, audio=event.audio)
            return _but(running, stage="answering"), (*_answer_timer(running), *_patience(running))
        case ev.DraftTyped():
            _only(state, "answering")
            return _with_take(state, draft=event), ()
        case ev.AnswerEnded():
            return _ended(state, event)
        case _:
            assert isinstance(event, ev.AnswerHeard)
            return _heard(state, event)


def _begin(state: State) -> Step:
    if not state.plan:
        raise NotNow("The plan is empty.")
    if state.options.nerves:
        return _but(state, stage="nerves_before"), ()
    return _to_question(state, 0)


def _ask(state: State, number: int) -> Ask:
    second = pressure.second_asks(state.options, state.question)
    return Ask(question=state.question, take=number, text=_need(state.current).text, second=second)


def _next_number(state: State) -> int:
    """A take that was never answered is asked again under its own number."""
    last = next((take for take in reversed(state.takes) if take.question == state.question), None)
    if last is None:
        return 1
    return last.number + (1 if last.started is not None or last.follow_up else 0)


def _to_question(state: State, question: int) -> Step:
    if question >= len(state.plan):
        return _to_forecast(state)
    asking = _but(state, question=question, stage="asking")
    return asking, (_ask(asking, _next_number(asking)),)


def _asked(state: State, event: ev.QuestionAsked) -> Step:
    _only(state, "asking", "thinking", "ready", "reviewing")
    if event.question != state.question:
        raise NotNow("Another question is at hand.")
    take = Take(
        question=event.question,
        number=event.take,
        text=event.text,
        follow_up=event.follow_up,
        asked=event.t,
        aloud=event.aloud,
        second=event.second,
    )
    place = (take.question, take.number, take.follow_up)
    kept = tuple(each for each in state.takes if (each.question, each.number, each.follow_up) != place)
    return _but(state, stage="asking", takes=(*kept, take)), (
        Hush(),
        Say(text=event.text, aloud=event.aloud, second=event.second),
    )


def _spoken(state: State, event: ev.QuestionSpoken) -> Step:
    _only(state, "asking")
    if _need(state.take).spoken is not None:
        raise NotNow("It has been said already.")
    spoken = _with_take(state, spoken=event.t)
    if state.options.thinking == "always" and not _need(state.take).follow_up:
        return spoken, (Think(),)
    return _your_turn(spoken)


def think_seconds(state: State) -> float:
    """How long one may think about the question at hand; 0: as long as one likes."""
    if state.options.untimed:
        return 0.0
    return float(_need(state.current).think_seconds or THINK_SECONDS)


def _your_turn(state: State) -> Step:
    if state.options.answers == "spoken" and state.options.listening == "space":
        return _but(_with_take(state, thought=True), stage="ready"), ()
    return state, (Record(take=_need(state.take).name),)


def _answer_timer(state: State) -> tuple[Effect, ...]:
    take = _need(state.take)
    if state.options.ends != "time":
        return ()
    return (Timer(what="answer", seconds=max(0.0, _need(state.current).answer_seconds - take.clock)),)


def _patience(state: State) -> tuple[Effect, ...]:
    """When the interviewer breaks in on the answer just begun, if it lasts that long."""
    take, question = _need(state.take), _need(state.current)
    if not state.options.interruptions or take.follow_up or state.session is None:
        return ()
    seconds = pressure.patience(state.session.plan.seed, state.question, question.answer_seconds)
    return () if seconds is None else (Timer(what="patience", seconds=seconds),)


def _broken_into(state: State, event: ev.BrokenInto) -> Step:
    _only(state, "answering")
    take = _need(state.take)
    if take.name != event.take or take.broken_into:
        raise NotNow("That answer is not at hand, or was broken into already.")
    broken = _with_take(state, broken_into=event.text)
    if not event.aloud:
        return broken, ()
    held = _with_take(broken, clock=take.seconds(event.t), running_since=None)
    stop = (StopRecording(take=take.name),) if take.audio else ()
    return held, (*stop, BreakIn(text=event.text, second=take.second))


def _floor_returned(state: State, t: float) -> Step:
    _only(state, "answering")
    take = _need(state.take)
    if take.running_since is not None:
        raise NotNow("Nobody broke in.")
    record = (Record(take=take.name, again=True),) if take.audio else ()
    going = _with_take(state, running_since=t)
    return going, (*record, *_answer_timer(going))


def _ended(state: State, event: ev.AnswerEnded) -> Step:
    if state.stage != "answering":
        raise NotNow("Nobody is answering.")
    take = _need(state.take)
    done = _with_take(state, clock=event.seconds, running_since=None, ended=event.why)
    if event.why in ("asked again", "think first"):
        again = Ask(
            question=take.question,
            take=take.number + 1,
            text=take.text,
            follow_up=take.follow_up,
            second=take.second,
        )
        return _but(done, stage="asking", paused=False), (again,)
    if event.why == "skipped":
        return _but(done, stage="reviewing", paused=False), ()
    return _but(done, stage="reviewing", paused=False, trouble=""), (Hear(take=take.name),)


def _heard(state: State, event: ev.AnswerHeard) -> Step:
    take = _need(state.named(event.take))
    heard = _with_take(state, take, heard=True, lacks=event.lacks)
    at_hand = state.stage == "reviewing" and not state.paused and state.take is take
    if not at_hand or state.options.friend or take.ended in ("left", "cut off"):
        return heard, ()
    if event.reply:
        return heard, (_follow_up(state, take, event.reply),)
    if (text := _wanted(state, take, event.lacks)) is not None:
        return heard, (_follow_up(state, take, text),)
    return heard, (GoOn(),) if state.options.poker_face else ()


def _wanted(state: State, take: Take, lacks: tuple[str, ...]) -> str | None:
    """The follow-up that an answer calls for, if any."""
    if take.follow_up >= state.options.follow_ups or (take.follow_up and _is_yours(state)):
        return None
    asked = [each.text for each in state.takes if _belongs(each, take)]
    follow_up = followups.choose(_need(state.current), lacks, asked)
    if follow_up is not None:
        return follow_up.text
    presses = state.options.pressing and not take.follow_up and not _is_yours(state)
    return followups.pressing(state.question) if presses else None


def _is_yours(state: State) -> bool:
    return state.plan[state.question].part == "yours"


def _belongs(other: Take, take: Take) -> bool:
    """Whether one is a follow-up to the same answer as the other."""
    return bool(other.follow_up) and (other.question, other.number) == (take.question, take.number)


def _follow_up(state: State, take: Take, text: str) -> Ask:
    """On a panel by the other one, who did not ask what was answered just now."""
    return Ask(
        question=take.question,
        take=take.number,
        text=text,
        follow_up=take.follow_up + 1,
        second=state.options.panel and not take.second,
    )


def asked_follow_up(state: State, text: str) -> Ask:
    """A friend's own follow-up to the answer just given, in their words."""
    _only(state, "reviewing")
    return _follow_up(state, _need(state.take), text)


def asked_again(state: State) -> Ask:
    """The same question once more: the same take while it is asked or thought about, a new one after an answer."""
    _only(state, "asking", "thinking", "ready", "reviewing")
    take = state.take
    if state.stage == "reviewing" or take is None:
        return _ask(state, _next_number(state))
    return Ask(question=take.question, take=take.number, text=take.text, follow_up=take.follow_up, second=take.second)


def _go_on(state: State) -> Step:
    _only(state, "reviewing", "forecast", "nerves_before", "nerves_after")
    match state.stage:
        case "nerves_before":
            return _to_question(state, 0)
        case "reviewing" if state.trying_again:
            return _tried_again(state)
        case "reviewing":
            return _to_question(state, state.question + 1)
        case "forecast":
            return _to_nerves_after(state)
        case _:
            return state, (Close(),)


def _skip(state: State) -> Step:
    _only(state, "asking", "thinking", "ready", "reviewing")
    if state.trying_again:
        return _tried_again(state)
    passed = _but(state, skipped=state.skipped | {state.question})
    after, effects = _to_question(passed, state.question + 1)
    return after, (Hush(), *effects)


def _try_again(state: State, event: ev.TriedAgain) -> Step:
    _only(state, "ended")
    if not 0 <= event.question < len(state.plan):
        raise NotNow("There is no such question.")
    return _to_question(_but(state, trying_again=event.answers), event.question)


def _tried_again(state: State) -> Step:
    return _but(state, trying_again="", stage="ended"), (Hush(), Close())


def _to_forecast(state: State) -> Step:
    if not state.last_takes():
        return _to_nerves_after(state)
    return _but(state, stage="forecast"), ()


def _to_nerves_after(state: State) -> Step:
    if state.options.nerves:
        return _but(state, stage="nerves_after"), ()
    return _but(state, stage="forecast"), (Close(),)


def _nerves(state: State, event: ev.NervesRated) -> Step:
    _only(state, "nerves_before" if event.when == "before" else "nerves_after")
    return _go_on(_but(state, nerves={**state.nerves, event.when: event.value}))


def _estimate(state: State, event: ev.SessionRated) -> Step:
    """With a friend both say what they think, and only then is anything shown. A friend's rating that comes by post may come at any time
    after the end, and in any order: their ids are in that of their making, and of two by one author the newer counts."""
    if fault := scales.faults(event.scales):
        raise NotNow(fault)
    if event.author:
        _only(state, "ended")
        key = f"{event.by}:{event.author}"
        known = state.estimates.get(key)
        newer = known is None or known.id <= event.id
        return (_but(state, estimates={**state.estimates, key: event}) if newer else state), ()
    if state.left:
        raise NotNow("The session was left.")
    _only(state, "forecast")
    told = _but(state, estimates={**state.estimates, event.by: event})
    awaited = {"candidate", "friend"} if state.options.friend else {"candidate"}
    return _to_nerves_after(told) if awaited <= set(told.estimates) else (told, ())


def _pause(state: State, t: float) -> Step:
    if state.paused or state.stage == "ended":
        raise NotNow("There is nothing to pause.")
    take = state.take
    if state.stage != "answering" or take is None:
        return _but(state, paused=True), (Hush(),)
    stopped = _with_take(state, clock=take.seconds(t), running_since=None, interrupted=True)
    return _but(stopped, paused=True), (StopRecording(take=take.name),) if take.audio else ()


def _resume(state: State, t: float) -> Step:
    if not state.paused:
        raise NotNow("It is not paused.")
    going = _but(state, paused=False, trouble="")
    take = going.take
    if going.stage == "answering" and take is not None:
        record = (Record(take=take.name, again=True),) if take.audio else ()
        return _with_take(going, running_since=t), (*record, *_answer_timer(going))
    if going.stage in ("asking", "thinking", "ready"):
        return going, (asked_again(going),)
    return going, ()


def _continue(state: State) -> Step:
    """A new sitting: what was never transcribed is, and a question that was open is asked again."""
    going = _but(state, left=False, paused=False, trouble="")
    unheard = tuple(Hear(take=take.name) for take in going.takes if take.counts and not take.heard)
    if going.stage == "answering":
        raise NotNow("The answer that was cut off has to be ended first.")
    if going.stage in ("asking", "thinking", "ready"):
        return going, (asked_again(going), *unheard)
    return going, unheard


def _about_take(
    state: State, event: ev.PointTicked | ev.AnswerRated | ev.TranscriptCorrected | ev.FillerMarked
) -> State:
    take = _need(state.named(event.take))
    match event:
        case ev.PointTicked():
            return _with_take(
                state, take, ticked=take.ticked | {event.point} if event.on else take.ticked - {event.point}
            )
        case ev.AnswerRated():
            return _with_take(state, take, ratings={**take.ratings, event.by: event.value})
        case ev.TranscriptCorrected():
            return _with_take(state, take, corrected=event.text)
        case ev.FillerMarked():
            kept = tuple(mark for mark in take.marks if mark.at != event.at)
            return _with_take(state, take, marks=(*kept, FillerMark(at=event.at, filler=event.filler)))
