"""What an answer lacked, so that a follow-up can ask for it."""

from __future__ import annotations

from simulator.questions.model import Question
from simulator.scoring.preparedness import Content

SHORT_SHARE = 1 / 3
"""An answer that fills less than this share of its window is short."""

_WANTS_EXAMPLE = ("behavioural", "strength", "technical")


def lacks(content: Content, question: Question | None, *, short: bool) -> tuple[str, ...]:
    """Conditions of follow-ups (`questions.model.Condition`), `missed:<id>` for listen-for points not heard.

    A result and one's own part can only be missing from a story that was asked for; an example and numbers only
    where the question looks for evidence; nothing is missing from what nobody asked.
    """
    found = ["short"] if short else []
    if question is None:
        return tuple(found)
    shape = content.shape
    if shape.form == "story":
        told = shape.part("action") is not None
        if not told and shape.part("situation") is None:
            found.append("no_example")
        if told and shape.part("result") is None:
            found.append("no_result")
        if not shape.own and (shape.joint or told):
            found.append("no_own_part")
    elif question.kind in _WANTS_EXAMPLE and shape.part("example") is None:
        found.append("no_example")
    if question.kind in _WANTS_EXAMPLE and not any(each.kind == "number" for each in content.specifics):
        found.append("no_number")
    found.extend(f"missed:{point.point.id}" for point in content.points if not point.covered)
    return tuple(found)
