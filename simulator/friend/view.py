"""What the friend's page shows at one moment: made from the state of the interview, and from nothing that is not the friend's to see. Pure."""

from __future__ import annotations

import msgspec

from simulator.interview import scales
from simulator.interview.standing import main_take, name_of, place, question_of, state_word
from simulator.interview.state import State, possible


class Point(msgspec.Struct, frozen=True, kw_only=True):
    """A listen-for point, and whether somebody has heard it in the answer at hand."""

    id: str
    text: str
    ticked: bool


class Clock(msgspec.Struct, frozen=True, kw_only=True):
    """Seconds of answering `take` so far, and recommended (0: there is no limit, and no clock is shown); `running`: it goes on by
    itself until the next view."""

    take: str
    seconds: float
    window: float
    running: bool


class Anchored(msgspec.Struct, frozen=True, kw_only=True):
    """A scale as the page puts it."""

    key: str
    name: str
    low: str
    middle: str
    high: str


class View(msgspec.Struct, frozen=True, kw_only=True):
    """`moment` names the one that this is, and is a move's own (`wire`). `candidate` is empty where they gave no name. `can` are the wishes that would be granted now, by their types. `take` is the answer to which points belong. `said` is empty
    unless the candidate shares their words. `rating`: it is time for the scales, which are there until they are `rated`. `ended`: nothing more
    comes, at least for now."""

    session: str
    moment: str
    candidate: str
    friend: str
    standing: str
    place: str
    question: str
    competency: str
    points: tuple[Point, ...]
    follow_ups: tuple[str, ...]
    take: str
    can: tuple[str, ...]
    clock: Clock | None
    paused: bool
    trouble: str
    said: str
    rating: bool
    rated: bool
    ended: bool
    scales: tuple[Anchored, ...]


_WISHES = {
    "next": {"go_on", "skip"},
    "repeat": {"ask_again", "take_again"},
    "over": {"done"},
    "pause": {"pause", "resume"},
    "ask": {"follow_up"},
    "follow_up": {"follow_up"},
}
"""Each wish, and the actions of an interview any of which grants it."""

_AT_THE_QUESTION = ("asking", "thinking", "ready", "answering", "reviewing")


def view(session: str, state: State, now: float, said: str = "") -> View:
    """`session` is its id; `now` the second of the session; `said` the words of the answer at hand, where the candidate shares them."""
    take, question = state.take, state.current
    answer = main_take(state, take) if take is not None else None
    at_question = state.stage in _AT_THE_QUESTION
    rated = "friend" in state.estimates
    ticked = answer.ticked if answer is not None else frozenset()
    return View(
        session=session,
        moment=moment(state),
        candidate=state.session.people.get("candidate", "") if state.session else "",
        friend=name_of(state, "friend"),
        standing=state_word(state),
        place=place(state) if at_question else "",
        question=take.text if take is not None else question.text if question is not None else "",
        competency=question.competency if question is not None else "",
        points=tuple(
            Point(id=each.id, text=each.point, ticked=each.id in ticked)
            for each in (question.listen_for if question is not None else ())
        ),
        follow_ups=tuple(each.text for each in question.follow_ups) if question is not None else (),
        take=answer.name if answer is not None else "",
        can=_can(state),
        clock=Clock(
            take=take.name,
            seconds=round(take.seconds(now), 1),
            window=0.0 if state.options.untimed else float(question_of(state, take).answer_seconds),
            running=state.stage == "answering" and not state.paused,
        )
        if take is not None and question is not None and take.started is not None
        else None,
        paused=state.paused,
        trouble=state.trouble,
        said=said,
        rating=state.stage == "forecast",
        rated=rated,
        ended=state.stage == "ended" or state.left,
        scales=_scales() if state.stage == "forecast" and not rated else (),
    )


def moment(state: State) -> str:
    """What a move is meant for: another question, take or standing is another moment."""
    return f"{state.take.name if state.take is not None else ''} {place(state)}, {state_word(state)}"


def _can(state: State) -> tuple[str, ...]:
    able = possible(state)
    at_question = state.stage in _AT_THE_QUESTION and not state.left
    found = [wish for wish, actions in _WISHES.items() if actions & able and (at_question or wish == "pause")]
    if at_question:
        found.append("note")
        if state.take is not None:
            found.append("tick")
            if state.take.started is not None:
                found.append("mark")
            if not state.paused:
                found.append("take_your_time")
    if state.stage == "forecast" and not state.paused and "friend" not in state.estimates:
        found.append("rate")
    return tuple(found)


def _scales() -> tuple[Anchored, ...]:
    return tuple(
        Anchored(key=each.key, name=each.name, low=each.low, middle=each.middle, high=each.high)
        for each in scales.SCALES
    )
