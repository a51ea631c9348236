"""A friend at the same table, on the same keyboard: what they can do, as commands among those of the candidate."""

from __future__ import annotations

from simulator.cli.plain.lines import say, whole
from simulator.interview.conductor import Conductor
from simulator.interview.standing import main_take, name_of
from simulator.interview.state import State

HINT = "For your friend: type /sheet for what to listen for and what to ask next, /help for the rest."
TURN = "Thank you. Now hand over: {name}, how did they do, over all answers?"

WHICH_POINT = "That is none of the points. Type /heard and the number of one; /sheet says them."
WHAT_TO_ASK = "Type /ask and a number, or words of your own; /sheet says what there is to ask."

ADVICE = "What to listen for is put as advice to {name}."

HELP = (
    "For your friend. /sheet: says what to listen for, and the follow-ups to ask.",
    "/heard and a number: ticks a point as heard, or takes the tick back.",
    "/ask and a number, or words of their own: asks a follow-up, after an answer.",
    "/strong, /unclear, /filler: marks this moment of the answer.",
    "/friend and what they noticed: keeps their note. /calm: tells you to take your time.",
)

COMMANDS = ("/sheet", "/heard", "/ask", "/strong", "/unclear", "/filler", "/friend", "/calm")


async def do(conductor: Conductor, command: str, rest: str) -> bool:
    """Whether it could be done now. Every event that begins here has the friend as its author."""
    state = conductor.state
    match command:
        case "/sheet":
            _say_sheet(state)
            return True
        case "/heard":
            return _tick(conductor, state, rest)
        case "/ask" if not rest:
            say(WHAT_TO_ASK)
            return True
        case "/ask":
            return _ask(conductor, state, rest)
        case "/strong":
            return conductor.mark("strong")
        case "/unclear":
            return conductor.mark("unclear")
        case "/filler":
            return conductor.mark("filler")
        case "/friend":
            return bool(rest) and conductor.note(rest, by="friend")
        case _:
            return conductor.reassure()


def _say_sheet(state: State) -> None:
    question = state.current
    if question is None:
        return
    ticked = main_take(state, state.take).ticked if state.take is not None else frozenset()
    if question.listen_for:
        say(ADVICE.format(name=name_of(state, "candidate")))
    for number, point in enumerate(question.listen_for, start=1):
        say(f"Listen for {number}: {point.point}{' Heard.' if point.id in ticked else ''}")
    for number, each in enumerate(question.follow_ups, start=1):
        say(f"Ask {number}: {each.text}")


def _tick(conductor: Conductor, state: State, rest: str) -> bool:
    question, take = state.current, state.take
    number = whole(rest, 1, len(question.listen_for)) if question is not None else None
    if question is None or take is None:
        return False
    if number is None:
        say(WHICH_POINT)
        return True
    answer, point = main_take(state, take), question.listen_for[number - 1]
    on = point.id not in answer.ticked
    say(f"{'Heard' if on else 'Not heard after all'}: {point.point}")
    return conductor.tick(answer.name, point.id, on, by="friend")


def _ask(conductor: Conductor, state: State, rest: str) -> bool:
    offered = state.current.follow_ups if state.current is not None else ()
    number = whole(rest, 1, len(offered))
    text = offered[number - 1].text if number is not None else rest
    return bool(text) and conductor.follow_up(text, by="friend")
