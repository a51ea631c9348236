"""Which follow-up an answer calls for. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from simulator.questions.model import Condition, FollowUp, Question

_ORDER: tuple[Condition, ...] = ("short", "no_result", "no_own_part", "no_example", "missed", "no_number")
"""What is asked about first where an answer lacks several things: the gap that hurts most."""

_AGAIN: frozenset[Condition] = frozenset({"short", "no_result", "no_own_part", "no_example"})
"""What is worth a second follow-up."""

_WORDED: Mapping[Condition, str] = {
    "short": "Can you tell me a little more about that?",
    "no_result": "What came of it in the end?",
    "no_own_part": "What was your own part in that?",
    "no_example": "Can you give me an example from your own experience?",
    "no_number": "How much was that, roughly, or how many?",
}
"""What is asked where the bank has no words for it."""

_PRESSING: tuple[str, ...] = (
    "What makes you sure of that?",
    "And what would you do differently today?",
    "What did the others think of it?",
    "What was the hardest part of it?",
    "Why did you do it that way and no other?",
)
"""What is asked after an answer that lacked nothing, where every answer has a follow-up."""


def pressing(question: int) -> str:
    """For the question of this number (from 0), one after the other."""
    return _PRESSING[question % len(_PRESSING)]


def choose(question: Question, lacks: Collection[str], asked: Collection[str] = ()) -> FollowUp | None:
    """The follow-up for the first gap: of the bank, or where it has none, by kind. `lacks` as in `AnswerHeard`; `asked` are
    the follow-ups that were asked after this answer already: none of them comes again, nor one more for a small gap. None
    if nothing fits."""
    if not lacks:
        return None

    def holds(follow_up: FollowUp) -> bool:
        wanted = f"missed:{follow_up.point}" if follow_up.when == "missed" else follow_up.when
        return wanted in lacks and (not asked or follow_up.when in _AGAIN) and follow_up.text not in asked

    provided = {follow_up.when for follow_up in question.follow_ups}
    by_kind = [FollowUp(when=when, text=text) for when, text in _WORDED.items() if when not in provided]
    fitting = [follow_up for follow_up in (*question.follow_ups, *by_kind) if holds(follow_up)]
    return min(fitting, key=lambda follow_up: _ORDER.index(follow_up.when), default=None)
