"""The interviewer's side of the candidate's own questions: what they asked is answered from the bank's stock."""

from __future__ import annotations

import math
from collections.abc import Sequence

from simulator.interview.state import State, Take
from simulator.meaning.mind import meanings
from simulator.questions.model import Reply
from simulator.scoring.card import Scorecard
from simulator.scoring.meanings import Wanted
from simulator.scoring.relevance import terms
from simulator.scoring.words import tokens_of_text

MOST = 2
"""How often the interviewer replies; after the last time the candidate may say one more thing."""

ALIKE = 0.4
"""Cosine from which a question counts as the one that the stock has a reply to."""

UNKNOWN = "I can't tell you that today, but I will ask, and write to you."
"""Where the stock has nothing."""

GOES_ON = ("What else would you like to know?", "Is there a last thing you would like to ask or say?")


def reply_to(state: State, take: Take, card: Scorecard) -> str:
    """What the interviewer says to what was asked in this take, and an invitation to go on. Empty where the candidate was not
    to ask, or asked nothing, or enough was replied. Asks the model of meaning: call it from a thread while a screen is up."""
    if state.plan[take.question].part != "yours" or take.follow_up >= MOST:
        return ""
    structure = card.preparedness.dimensions["structure"]
    asked = [each.text for each in structure.evidence if each.text]
    if not asked:
        return ""
    said = " ".join(each.text for each in state.takes if each.question == take.question)
    stock = [each for each in state.plan[take.question].question.replies if each.text not in said]
    found = dict.fromkeys(_nearest(text, stock) for text in asked)
    known = [text for text in found if text]
    return " ".join([*(known or [UNKNOWN]), GOES_ON[take.follow_up]])


def _nearest(asked: str, stock: Sequence[Reply]) -> str:
    """The reply to the most alike question; empty where none is alike."""
    pairs = [(asks, each.text) for each in stock for asks in each.asks]
    vectors = meanings(Wanted(words=(), stretches=(), texts=(asked, *(asks for asks, _ in pairs))))
    alike = (
        vectors.alike((asked,), [(asks,) for asks, _ in pairs])
        if vectors is not None
        else [_shared(asked, asks) for asks, _ in pairs]
    )
    likeness, text = max(zip(alike, (text for _, text in pairs), strict=True), default=(0.0, ""))
    return text if likeness >= ALIKE else ""


def _shared(one: str, other: str) -> float:
    """The share of words that carry meaning which two texts have in common (a cosine without weights)."""
    first, second = (set(terms(token.norm for token in tokens_of_text(text))) for text in (one, other))
    return len(first & second) / math.sqrt(len(first) * len(second)) if first and second else 0.0
