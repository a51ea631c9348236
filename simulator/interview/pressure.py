"""How an interviewer presses: when they break in on an answer, with which line, and who of a panel asks. Pure: chance is the seed of the plan."""

from __future__ import annotations

from random import Random

from simulator.interview.events import Options

EARLIEST, LATEST = 0.4, 0.7
"""They break in between these parts of the recommended length of an answer."""

OFTEN = 0.7
"""So many of the long answers are broken into: it can be none, which is what makes one wait for it."""

LINES: tuple[str, ...] = (
    "Let me stop you there. What was your own part in it?",
    "Sorry, I have to break in: what came of it?",
    "I am not sure that answers the question. Please come to the point.",
    "Wait. How do you know that it was you who made the difference?",
    "We have little time. In one sentence, please.",
)


def second_asks(options: Options, question: int) -> bool:
    """Whether the second interviewer of a panel puts the question of this number (from 0): every other one."""
    return options.panel and question % 2 == 1


def patience(seed: int, question: int, answer_seconds: float) -> float | None:
    """After so many seconds of the answer to a question the interviewer breaks in; None where they let it go."""
    chance = Random(f"{seed}/{question}")
    if chance.random() >= OFTEN:
        return None
    return round(answer_seconds * chance.uniform(EARLIEST, LATEST), 1)


def line(seed: int, question: int) -> str:
    """What they say then; of two questions in a row never the same."""
    return LINES[(seed + question) % len(LINES)]
