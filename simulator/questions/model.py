"""What a bank holds, as frozen types. The file format is described in `question_banks/README.md`."""

from __future__ import annotations

from typing import Literal, get_args

import msgspec

from simulator.decoding import Whole

Kind = Literal["opening", "motivation", "behavioural", "situational", "strength", "technical", "closing"]
"""How a question works, which decides how the structure of an answer is judged."""

Reason = Literal["leaving", "role", "research", "commitment", "match"]
"""The five common reasons for rejection: no strong reason for leaving, not grasping the role, not enough
research, uncommitted or unenthusiastic, experience that does not match."""

Condition = Literal["short", "no_example", "no_result", "no_own_part", "no_number", "missed"]
"""What an answer lacked, so that a follow-up is asked. `missed` names a listen-for point of the question."""

KINDS: tuple[Kind, ...] = get_args(Kind)
REASONS: tuple[Reason, ...] = get_args(Reason)
CONDITIONS: tuple[Condition, ...] = get_args(Condition)

QUESTIONS_TO_ASK = "questions to ask"
"""Competency of the closing questions that invite the candidate's own questions."""


class ListenFor(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A point that a good answer has, and the phrases by which it is noticed."""

    id: str
    point: str
    cues: tuple[str, ...]


class FollowUp(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A question asked after an answer that lacked something; `point` only where `when` is `missed`."""

    when: Condition
    text: str
    point: str = ""


class Reply(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the interviewer replies when the candidate asks something like one of `asks`."""

    asks: tuple[str, ...]
    text: str


class Question(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One question. `id` is unique within its bank; `bank/id` names it everywhere else. One without an id is only the name of a
    recording, of which nobody knows what was asked."""

    id: str
    text: str
    competency: str
    kind: Kind
    listen_for: tuple[ListenFor, ...]
    follow_ups: tuple[FollowUp, ...] = ()
    replies: tuple[Reply, ...] = ()
    """Only where the candidate asks: what the interviewer can tell them."""
    rehearses: Reason | None = None
    example: str = ""
    difficulty: Whole = 2
    think_seconds: Whole = 0
    answer_seconds: Whole = 90
    bank: str = ""

    @property
    def ref(self) -> str:
        """`bank/id`, or the bare id of a question that no bank holds."""
        return f"{self.bank}/{self.id}" if self.bank else self.id


class Bank(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A bank of questions in one language for one kind of reader."""

    id: str
    title: str
    language: str
    for_whom: str
    questions: tuple[Question, ...]


Part = Literal["opening", "body", "yours", "close"]
"""Where in the interview a question stands; in `yours` the candidate asks the interviewer."""


class Planned(msgspec.Struct, frozen=True, kw_only=True):
    """A question in its place in the plan."""

    part: Part
    question: Question


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """The questions of one interview, in order. The same banks, wishes and seed give the same plan."""

    items: tuple[Planned, ...]
    seed: int
    reason: Reason | None = None
    banks: tuple[str, ...] = ()
