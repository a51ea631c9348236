"""From YAML nodes to a bank: every key and value is looked at, and every fault is told with its line."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import yaml

from simulator.documents.checker import Checker, Field, Reader, one_of, shown, suggestion
from simulator.documents.nodes import Document, Finding, Piece
from simulator.questions.model import (
    CONDITIONS,
    KINDS,
    QUESTIONS_TO_ASK,
    REASONS,
    Bank,
    FollowUp,
    ListenFor,
    Question,
    Reply,
)

DIFFICULTY = (1, 3)
THINK_SECONDS = (0, 300)
ANSWER_SECONDS = (10, 600)

_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def check(document: Document) -> tuple[Bank | None, list[Finding]]:
    """The bank, or None and all faults in the order of their lines."""
    checker = _Checker()
    bank = None
    if document.top is not None:
        bank = checker.bank(document.top, document.items)
    elif document.items is not None:
        checker.questions(document.items)
    elif not document.findings:
        checker.fault(1, "This file is empty.", "A bank has id, title, language, for_whom and questions.")
    findings = sorted(document.findings + checker.findings, key=lambda finding: finding.line)
    return (None if findings else bank), findings


class _Checker(Checker):
    """Walks one bank. A reader returns the value as far as it can be told, so that later checks can use it."""

    def __init__(self) -> None:
        super().__init__()
        self.bank_id = ""
        self.question_ids: dict[str, int] = {}
        self.question_texts: dict[str, int] = {}

    # The shapes, from the outside in

    def bank(self, node: yaml.Node, pieces: Sequence[Piece] | None) -> Bank | None:
        def questions(field: Field) -> tuple[Question | None, ...]:
            if pieces is None:
                return self.questions([Piece(item.node, 0) for item in self.items(field, at_least_one=True)])
            return self.questions(pieces)

        def bank_id(field: Field) -> str | None:
            self.bank_id = self.identifier(field) or ""
            return self.bank_id

        readers: dict[str, Reader] = {
            "id": bank_id,
            "title": self.text,
            "language": self.language,
            "for_whom": self.text,
            "questions": questions,
        }
        values = self.values(node, Bank, "bank", readers)
        return None if self.findings else Bank(**values)

    def questions(self, pieces: Sequence[Piece]) -> tuple[Question | None, ...]:
        read = []
        for piece in pieces:
            self.above = piece.above
            read.append(self.question(piece.node))
        self.above = 0
        return tuple(read)

    def question(self, node: yaml.Node) -> Question | None:
        before = len(self.findings)
        points: dict[str, int] = {}
        point_texts: dict[str, int] = {}
        asked: dict[str, int] = {}
        readers: dict[str, Reader] = {
            "id": lambda field: self.unique(self.question_ids, field, self.identifier(field), "question id"),
            "text": lambda field: self.unique(self.question_texts, field, self.text(field), "question"),
            "competency": self.text,
            "kind": lambda field: self.choice(field, KINDS),
            "listen_for": lambda field: tuple(
                self.listen_for(item.node, points, point_texts) for item in self.items(field)
            ),
            "follow_ups": lambda field: tuple(self.follow_up(item.node, points) for item in self.items(field)),
            "replies": lambda field: tuple(self.reply(item.node, asked) for item in self.items(field)),
            "rehearses": lambda field: self.choice(field, REASONS),
            "example": self.text,
            "difficulty": lambda field: self.number(field, *DIFFICULTY),
            "think_seconds": lambda field: self.number(field, *THINK_SECONDS),
            "answer_seconds": lambda field: self.number(field, *ANSWER_SECONDS),
        }
        values = self.values(node, Question, "question", readers)
        if values.get("replies") and values.get("competency") not in (QUESTIONS_TO_ASK, None):
            message = f"Only a question of the competency {shown(QUESTIONS_TO_ASK)} has `replies`."
            self.fault(self.line(node), message, "Take `replies` away, or mend its `competency`.")
        return None if len(self.findings) > before else Question(**values, bank=self.bank_id)

    def listen_for(self, node: yaml.Node, points: dict[str, int], texts: dict[str, int]) -> ListenFor | None:
        before = len(self.findings)
        seen: dict[str, int] = {}

        def cues(field: Field) -> tuple[str | None, ...]:
            items = self.items(field, at_least_one=True)
            return tuple(self.unique(seen, item, self.text(item), "cue") for item in items)

        readers: dict[str, Reader] = {
            "id": lambda field: self.unique(points, field, self.identifier(field), "listen-for id"),
            "point": lambda field: self.unique(texts, field, self.text(field), "point"),
            "cues": cues,
        }
        values = self.values(node, ListenFor, "listen-for point", readers)
        return None if len(self.findings) > before else ListenFor(**values)

    def follow_up(self, node: yaml.Node, points: Mapping[str, int]) -> FollowUp | None:
        before = len(self.findings)
        readers: dict[str, Reader] = {
            "when": lambda field: self.choice(field, CONDITIONS),
            "text": self.text,
            "point": lambda field: (field.line, self.text(field)),
        }
        values = self.values(node, FollowUp, "follow-up", readers)
        when = values.get("when")
        line, point = values.pop("point", (self.line(node), None))
        if when == "missed" and point is None:
            self.fault(line, "A follow-up for `missed` names no `point`.", f"Add `point:`{one_of(points)}.")
        elif when not in ("missed", None) and point is not None:
            mend = "Take `point` away, or write `when: missed`."
            self.fault(line, "`point` stands only beside `when: missed`.", mend)
        elif point is not None and point not in points:
            message = f"This question has no listen-for point {shown(point)}."
            self.fault(line, message, suggestion(self.closest(point, points)) or f"Name a point of it{one_of(points)}.")
        return None if len(self.findings) > before else FollowUp(**values, point=point or "")

    def reply(self, node: yaml.Node, asked: dict[str, int]) -> Reply | None:
        before = len(self.findings)
        readers: dict[str, Reader] = {
            "asks": lambda field: tuple(
                self.unique(asked, item, self.text(item), "question of the candidate")
                for item in self.items(field, at_least_one=True)
            ),
            "text": self.text,
        }
        values = self.values(node, Reply, "reply", readers)
        return None if len(self.findings) > before else Reply(**values)

    def language(self, field: Field) -> str | None:
        before = len(self.findings)
        value = self.text(field)
        if value is not None and len(self.findings) == before and not _LANGUAGE.fullmatch(value):
            self.fault(field.line, f"{shown(value)} is not a language code.", "Write a code such as en, de or pt-BR.")
        return value
