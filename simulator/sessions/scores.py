"""From a take to its scorecard: what the scorer is told about it, and the cards of a whole session."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from simulator.interview.state import State, Take
from simulator.meaning.mind import meanings
from simulator.questions.model import Question
from simulator.scoring.card import VERSION, Scorecard
from simulator.scoring.scorecard import score_answer, wanted
from simulator.sessions.store import SavedSession
from simulator.speech.transcript import Heard, Typed

FOLLOW_UP_SECONDS = 45
"""The window for the answer to a follow-up."""


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


def score_take(state: State, take: Take, answer: Heard | Typed, background: Sequence[Question]) -> Scorecard:
    """`background` are the questions that the answer's fit is compared with: those of all banks. Takes a tenth of a second,
    and asks the model of meaning: call it from a thread while a screen is up."""
    question = question_of(state, take)
    sheet = state.session.sheet if state.session else None
    return score_answer(
        answer,
        question=question,
        sheet=sheet,
        meanings=meanings(wanted(answer, question=question, background=background, sheet=sheet)),
        file=f"takes/{take.name}.flac" if take.audio else "",
        latency=take.latency,
        window=float(question.answer_seconds),
        background=background,
        ticked=take.ticked,
    )


def card_of(saved: SavedSession, take: Take, background: Sequence[Question]) -> Scorecard | None:
    """The saved card if this scorer made it, otherwise a new one; None while the take has not been heard."""
    card = saved.card(take)
    if card is not None and card.version == VERSION:
        return card
    answer = saved.answer(take)
    return score_take(saved.state, take, answer, background) if answer is not None else None
