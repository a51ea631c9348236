"""The setbacks that people fear, rehearsed: each with what happens and a line to say, kept as an if-then plan of the person's own. Pure.

A plan of the form "if this happens, then I say that" is carried out more reliably than a good intention (Gollwitzer and Sheeran 2006, Advances in
Experimental Social Psychology 38:69).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import msgspec

from simulator.comeback.model import IfThen


class Setback(msgspec.Struct, frozen=True, kw_only=True):
    """`when` is the beginning of the plan, `scene` what happens in the rehearsal, `line` a proposal of what to say, and `why` why that helps."""

    id: str
    name: str
    when: str
    scene: str
    line: str
    why: str


SETBACKS: tuple[Setback, ...] = (
    Setback(
        id="blank-mind",
        name="My mind goes blank",
        when="If my mind goes blank",
        scene="“Tell me about a time when you had to change your mind.” You open your mouth, and nothing is there. They wait.",
        line="Let me think about that for a moment.",
        why="A pause that you name is thinking; ten seconds are short for those who listen.",
    ),
    Setback(
        id="no-answer",
        name="I cannot answer a question",
        when="If I cannot answer a question",
        scene="“How would you set up the accounts of a branch abroad?” You have never done that, and you do not know.",
        line="I have not done that yet. What comes closest is this, and this is how I would find out.",
        why="They see how you deal with not knowing, which is most of what a job asks.",
    ),
    Setback(
        id="cold-interviewer",
        name="The interviewer is cold",
        when="If the interviewer is cold",
        scene="You end your answer. No nod, no smile; they look at the paper. “Right. Next.”",
        line="I am glad to say more about that. Otherwise let us go on.",
        why="A face that says nothing says nothing about you: many are told to keep one.",
    ),
)

_I = r"I\b"
"""A word that keeps its capital."""

BY_ID: Mapping[str, Setback] = {each.id: each for each in SETBACKS}


def plan_of(setback: Setback, line: str, day: str) -> IfThen:
    """The person's own plan, rehearsed on that day (empty: not yet)."""
    return IfThen(id=setback.id, when=setback.when, then=line, practised=day)


def begins(plan: IfThen) -> str:
    """`If my mind goes blank`, however it was written down."""
    when = plan.when.rstrip(" ,:.")
    if when.casefold().startswith(("if ", "when ")):
        return when
    return f"If {when if re.match(_I, when) else f'{when[:1].lower()}{when[1:]}'}"


def sentence(plan: IfThen) -> str:
    """`If my mind goes blank: “Let me think.”`"""
    return f"{begins(plan)}: “{plan.then.strip()}”"


def happens(plan: IfThen) -> str:
    """`It happens: my mind goes blank.`"""
    return f"It happens: {begins(plan).partition(' ')[2]}."


def in_order(plans: Iterable[IfThen]) -> list[IfThen]:
    """Those of the known setbacks first, in their order, then the person's others."""
    known = list(BY_ID)
    return sorted(plans, key=lambda plan: (known.index(plan.id) if plan.id in BY_ID else len(known), plan.when))
