"""Where an interview stands, in the words that its screens and the friend's page share. Pure."""

from __future__ import annotations

import msgspec

from simulator.interview import events as ev
from simulator.interview.state import State, Take
from simulator.questions.model import Question

FOLLOW_UP_SECONDS = 45
"""The window for the answer to a follow-up."""


def state_word(state: State) -> str:
    """Where the interview stands, in one word or two."""
    if state.paused:
        return "paused"
    match state.stage:
        case "thinking":
            return "think"
        case "ready":
            return "your turn"
        case "answering":
            return "typing" if typed(state) else "listening"
        case "reviewing":
            return "answered"
        case _:
            return "asking"


def typed(state: State) -> bool:
    """Whether the answer being given is typed: the session is, or there is no microphone."""
    return state.stage == "answering" and state.take is not None and not state.take.audio


def place(state: State) -> str:
    """`Question 2 of 5, take 2`."""
    words = f"Question {state.question + 1} of {len(state.plan)}"
    take = state.take
    if take is not None and take.follow_up:
        words += ", a follow-up"
    if take is not None and take.number > 1:
        words += f", take {take.number}"
    return words


def name_of(state: State, author: ev.Author) -> str:
    """What a person is called: their name, or what they are."""
    people = state.session.people if state.session else {}
    return people.get(author) or {"candidate": "the candidate", "friend": "your friend"}.get(author, author)


def page_of(state: State, author: ev.Author) -> str:
    """`Sam's page`, or `The friend's page`."""
    people = state.session.people if state.session else {}
    return f"{people.get(author) or f'The {author}'}'s page"


def main_take(state: State, take: Take) -> Take:
    """The answer to the question itself, where `take` answers a follow-up to it."""
    return state.named(ev.take_name(take.question, take.number)) or take


def question_of(state: State, take: Take) -> Question:
    """What the take answers: the planned question, or its follow-up as a question of its own."""
    question = state.plan[take.question].question
    if not take.follow_up:
        return question
    return msgspec.structs.replace(
        question,
        id=f"{question.id}-follow-up",
        text=take.text,
        listen_for=(),
        follow_ups=(),
        example="",
        answer_seconds=FOLLOW_UP_SECONDS,
    )
