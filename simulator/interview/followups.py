"""Which follow-up an answer calls for. Pure."""

from __future__ import annotations

from collections.abc import Collection

from simulator.questions.model import Condition, FollowUp, Question

MOST = 1
"""Follow-ups that the program asks after one take at most; a friend may ask as many as they like."""

_ORDER: tuple[Condition, ...] = ("short", "no_result", "no_own_part", "no_example", "missed", "no_number")
"""What is asked about first where an answer lacks several things: the gap that hurts most."""


def choose(question: Question, lacks: Collection[str]) -> FollowUp | None:
    """The first follow-up of the bank whose condition holds. `lacks` as in `AnswerHeard`; None if nothing fits."""

    def holds(follow_up: FollowUp) -> bool:
        wanted = f"missed:{follow_up.point}" if follow_up.when == "missed" else follow_up.when
        return wanted in lacks

    fitting = [follow_up for follow_up in question.follow_ups if holds(follow_up)]
    return min(fitting, key=lambda follow_up: _ORDER.index(follow_up.when), default=None)
