"""The seven-part audit: what to ask oneself about a real interview, with steps that say in words what was seen, and what it means when practice
shows the same part otherwise. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import msgspec

from simulator.comeback.model import Part, Step
from simulator.text import short_line

Standing = Literal["fine", "weak", "unknown"]
"""How a part went in recent practice."""

WEAK: Step = 2
"""Up to this step a part fell short."""

SETTING_HAS_NO_PART: frozenset[Part] = frozenset({"documents"})
"""What lies ready does not depend on nerves."""


class Audit(msgspec.Struct, frozen=True, kw_only=True):
    """One part: the questions to ask oneself, and the steps 1, 3 and 5 in words."""

    part: Part
    asks: tuple[str, ...]
    steps: tuple[str, str, str]

    def said(self, step: Step) -> str:
        """The step in words; 2 and 4 lie between their neighbours."""
        low, middle, high = self.steps
        between = {1: low, 2: "between 1 and 3", 3: middle, 4: "between 3 and 5", 5: high}
        return between[step]


AUDIT: tuple[Audit, ...] = (
    Audit(
        part="homework",
        asks=(
            "Did you know the organisation: what they do, for whom, what is new there?",
            "Did you know the job, and could you say your strengths, a weakness, and why you fit?",
        ),
        steps=(
            "They asked, and you had to pass or guess",
            "You knew the main things; some answers stayed general",
            "You used facts about them, and your own case was ready",
        ),
    ),
    Audit(
        part="first impression",
        asks=(
            "Were you there on time, and dressed as people there are?",
            "Did you greet them by the right name, and did the first minutes feel easy?",
        ),
        steps=(
            "Late, hurried, or a name or the clothes went wrong",
            "On time and in order; the beginning was stiff",
            "Early, calm, a greeting by name and an easy start",
        ),
    ),
    Audit(
        part="listening and answering",
        asks=(
            "Did you understand what was asked, and answer that: in order, and fluently?",
            "Were the questions those you expected, or did they surprise you?",
        ),
        steps=(
            "You lost the thread, or answered something else",
            "Most answers fitted; some wandered or came as a surprise",
            "You answered what was asked, in order, with examples",
        ),
    ),
    Audit(
        part="enthusiasm",
        asks=(
            "Did they hear that you want this job, and why?",
            "Were you positive about people and the past, sure of yourself, and not pushy?",
        ),
        steps=(
            "It did not show, or it came out as pressure or complaint",
            "It showed when they asked",
            "You said it yourself, with your own reason, and stayed easy",
        ),
    ),
    Audit(
        part="your questions",
        asks=(
            "Did you ask good questions, and enough of them?",
            "Did they come from what you had prepared, and not from the front page?",
        ),
        steps=(
            "You asked nothing, or what their front page tells",
            "A question or two that anyone could ask",
            "Questions out of your preparation, and they led to a talk",
        ),
    ),
    Audit(
        part="documents",
        asks=(
            "Did you have with you what they wanted: references, samples of your work?",
            "Were there enough copies of the CV, and were they in order?",
        ),
        steps=(
            "Something that they asked for was missing",
            "All there, with some searching",
            "Everything at hand, with copies for all",
        ),
    ),
    Audit(
        part="close and follow-up",
        asks=(
            "Did you ask whether a concern is left, say again that you want the job, and thank them?",
            "Did a letter of thanks go out within 24 hours?",
        ),
        steps=(
            "It just ended, and nothing was sent",
            "Thanks were said; concerns or the letter were left out",
            "Concerns met, interest restated, thanks said and sent",
        ),
    ),
)


def setting_suspected(part: Part, standing: Standing) -> bool:
    """Whether nerves or the setting are the suspect for a part that fell short: in practice it was fine."""
    return standing == "fine" and part not in SETTING_HAS_NO_PART


def beside(part: Part, step: Step, practice: Mapping[Part, Standing]) -> str:
    """What a part in the interview and the same part in practice say together."""
    standing = practice.get(part, "unknown")
    fell_short = step <= WEAK
    if standing == "unknown":
        return "Practice shows nothing of this yet."
    if setting_suspected(part, standing) and fell_short:
        return "Fine in practice, not in the interview: nerves or the setting are the suspect."
    if standing == "fine":
        return "It lies ready by now; on the day it fell short." if fell_short else "Fine in practice too."
    return "Weak in practice too: a drill helps." if fell_short else "Weaker in practice than in the interview."


def laid_beside(part: Part, step: str, practice: Mapping[Part, Standing], seen: str) -> str:
    """What was `seen` of a part in recent practice, and what that says where the part is put at a step (a key: 1 to 5, or another for none)."""
    observed = f"In practice: {short_line(seen, 140)}" if seen else ""
    said = beside(part, int(step), practice) if step.isdigit() else ""
    return "\n".join(filter(None, (observed, said)))
