"""The steps from question to question: how an interview begins, goes on, ends, is left and continued. Pure."""

from __future__ import annotations

import msgspec

from simulator.interview import events as ev
from simulator.interview import scales
from simulator.interview.machine.asking import ask, asked_again
from simulator.interview.machine.changes import Step, but, need, only
from simulator.interview.state import Close, Hear, Hush, NotNow, State


def begun(state: State, event: ev.SessionStarted) -> Step:
    begin = but(state, session=event)
    if not begin.plan:
        raise NotNow("The plan is empty.")
    if begin.options.nerves:
        return but(begin, stage="nerves_before"), ()
    return _to_question(begin, 0)


def _to_question(state: State, question: int) -> Step:
    if question >= len(state.plan):
        return _to_forecast(state)
    asking = but(state, question=question, stage="asking")
    return asking, (ask(asking),)


def went_on(state: State, event: ev.WentOn) -> Step:
    return _go_on(state)


def _go_on(state: State) -> Step:
    only(state, "reviewing", "forecast", "nerves_before", "nerves_after")
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


def adjusted(state: State, event: ev.Adjusted) -> Step:
    began = need(state.session)
    options = msgspec.structs.replace(began.options, untimed=event.untimed, left_out=event.left_out)
    return but(state, session=msgspec.structs.replace(began, options=options)), ()


def skipped(state: State, event: ev.QuestionSkipped) -> Step:
    only(state, "asking", "thinking", "ready", "reviewing")
    if state.trying_again:
        return _tried_again(state)
    passed = but(state, skipped=state.skipped | {state.question})
    after, effects = _to_question(passed, state.question + 1)
    return after, (Hush(), *effects)


# The end


def _to_forecast(state: State) -> Step:
    if not state.last_takes():
        return _to_nerves_after(state)
    return but(state, stage="forecast"), ()


def _to_nerves_after(state: State) -> Step:
    if state.options.nerves:
        return but(state, stage="nerves_after"), ()
    return but(state, stage="forecast"), (Close(),)


def nerves_rated(state: State, event: ev.NervesRated) -> Step:
    only(state, "nerves_before" if event.when == "before" else "nerves_after")
    return _go_on(but(state, nerves={**state.nerves, event.when: event.value}))


def settled(state: State, event: ev.Settled) -> Step:
    only(state, "nerves_before")
    return state, ()


def rated(state: State, event: ev.SessionRated) -> Step:
    """With a friend both say what they think, and only then is anything shown. A friend's rating that comes by post may come at any time
    after the end, and in any order: their ids are in that of their making. Of two from one copy of the page the newer counts, whatever
    name is given there, and then of two by one author."""
    if fault := scales.faults(event.scales):
        raise NotNow(fault)
    if event.author:
        only(state, "ended")
        source = event.copy or f"{event.by}:{event.author}"
        known = state.posted.get(source)
        if known is not None and known.id > event.id:
            return state, ()
        posted = {**state.posted, source: event}
        newest = {f"{each.by}:{each.author}": each for each in sorted(posted.values(), key=lambda each: each.id)}
        said = {**state.estimates, **newest}
        return but(
            state,
            posted=posted,
            estimates={who: each for who, each in said.items() if who in newest or not each.author},
        ), ()
    if state.left:
        raise NotNow("The session was left.")
    only(state, "forecast")
    told = but(state, estimates={**state.estimates, event.by: event})
    awaited = {"candidate", "friend"} if state.options.friend else {"candidate"}
    return _to_nerves_after(told) if awaited <= set(told.estimates) else (told, ())


def ended(state: State, event: ev.SessionEnded) -> Step:
    only(state, "nerves_after", "forecast", "ended")
    return but(state, stage="ended"), ()


def scores_shown(state: State, event: ev.ScoresShown) -> Step:
    only(state, "ended")
    return but(state, scores_shown=True), ()


# Left, continued, and tried again


def left(state: State, event: ev.SessionLeft) -> Step:
    gone = but(state, left=True)
    return but(gone, stage="ended", trying_again="") if state.trying_again else gone, (Hush(),)


def continued(state: State, event: ev.SessionContinued) -> Step:
    """A new sitting: what was never transcribed is, and a question that was open is asked again."""
    going = but(state, left=False, paused=False, trouble="")
    unheard = tuple(Hear(take=take.name) for take in going.takes if take.counts and not take.heard)
    if going.stage == "answering":
        raise NotNow("The answer that was cut off has to be ended first.")
    if going.stage in ("asking", "thinking", "ready"):
        return going, (asked_again(going), *unheard)
    return going, unheard


def try_again(state: State, event: ev.TriedAgain) -> Step:
    only(state, "ended")
    if not 0 <= event.question < len(state.plan):
        raise NotNow("There is no such question.")
    return _to_question(but(state, trying_again=event.answers), event.question)


def _tried_again(state: State) -> Step:
    return but(state, trying_again="", stage="ended"), (Hush(), Close())
