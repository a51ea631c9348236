"""From YAML nodes to a prep sheet: every key and value is looked at, and every fault is told with its line."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import msgspec
import yaml

from simulator.documents.checker import Field, Reader
from simulator.documents.forms import Form
from simulator.documents.nodes import Document, Finding, Piece
from simulator.preparation.model import Concern, Interview, Paper, Sheet, Story, Transfer


def check(document: Document) -> tuple[Sheet | None, list[Finding]]:
    """The sheet, or None and all faults in the order of their lines."""
    checker = _Checker()
    sheet = None
    if document.top is not None:
        sheet = checker.sheet(document.top, document.items)
    elif document.items is not None:
        checker.stories(document.items)
    elif not document.findings:
        checker.fault(1, "This file is empty.", "A prep sheet has id, employer and role at least.")
    findings = sorted(document.findings + checker.findings, key=lambda finding: finding.line)
    return (None if findings else sheet), findings


class _Checker(Form):
    """Walks one sheet. A list or a text that was left empty counts as left out, so that a form can be filled in bit by bit."""

    def __init__(self) -> None:
        super().__init__()
        self.story_ids: dict[str, int] = {}

    def sheet(self, node: yaml.Node, pieces: Sequence[Piece] | None) -> Sheet | None:
        def stories(field: Field) -> tuple[Story | None, ...]:
            return self.stories([Piece(item.node, 0) for item in self.list_of(field)])

        readers: dict[str, Reader] = {
            "id": self.identifier,
            "employer": self.text,
            "role": self.text,
            "interview": self.interview,
            "company": self.texts,
            "posting": self.lines,
            "tasks": self.texts,
            "skills": self.texts,
            "strengths": self.texts,
            "weaknesses": self.texts,
            "selling_points": self.texts,
            "why_role": self.prose,
            "why_leaving": self.prose,
            "concerns": self.each(Concern, "concern", {"concern": self.text, "answer": self.prose}),
            "transfers": self.each(Transfer, "transfer", {"requirement": self.text, "experience": self.prose}),
            "interviewers": self.texts,
            "documents": self.each(Paper, "document", {"name": self.text, "ready": self.yes_or_no}),
            "questions": self.texts,
            "stories": stories,
        }
        values = self.values(node, Sheet, "prep sheet", readers)
        if pieces is not None:
            values["stories"] = self.stories(pieces)
        return None if self.findings else Sheet(**values)

    def interview(self, field: Field) -> Interview | None:
        if self.is_empty(field):
            return Interview()
        readers: dict[str, Reader] = {
            "date": self.date,
            "hour": self.hour,
            "place": self.prose,
            "format": self.prose,
            "way": self.prose,
            "arrive": self.hour,
            "dress": self.prose,
        }
        before = len(self.findings)
        values = self.values(field.node, Interview, "interview", readers)
        return None if len(self.findings) > before else Interview(**values)

    def stories(self, pieces: Sequence[Piece]) -> tuple[Story | None, ...]:
        readers: dict[str, Reader] = {
            "id": lambda field: self.unique(self.story_ids, field, self.identifier(field), "story id"),
            "title": self.text,
            "competencies": self.texts,
            "situation": self.prose,
            "task": self.prose,
            "action": self.prose,
            "result": self.prose,
            "points": self.texts,
        }
        read: list[Story | None] = []
        for piece in pieces:
            self.above = piece.above
            read.append(self.one(Story, "story", readers, piece.node))
        self.above = 0
        return tuple(read)

    # Shapes that may be left empty

    def each(
        self, shape: type[msgspec.Struct], what: str, readers: Mapping[str, Reader]
    ) -> Callable[[Field], tuple[Any, ...]]:
        return lambda field: tuple(self.one(shape, what, readers, item.node) for item in self.list_of(field))

    def one(self, shape: type[msgspec.Struct], what: str, readers: Mapping[str, Reader], node: yaml.Node) -> Any:
        before = len(self.findings)
        values = self.values(node, shape, what, readers)
        return None if len(self.findings) > before else shape(**values)

    def list_of(self, field: Field) -> list[Field]:
        return [] if self.is_empty(field) else self.items(field)

    def texts(self, field: Field) -> tuple[str | None, ...]:
        return tuple(self.text(item) for item in self.list_of(field))

    def prose(self, field: Field) -> str | None:
        return "" if self.is_empty(field) else self.text(field)

    def lines(self, field: Field) -> str | None:
        return "" if self.is_empty(field) else super().lines(field)

    def yes_or_no(self, field: Field) -> bool | None:
        return False if self.is_empty(field) else super().yes_or_no(field)

    def date(self, field: Field) -> str | None:
        return "" if self.is_empty(field) else super().date(field)

    def hour(self, field: Field) -> str | None:
        return "" if self.is_empty(field) else super().hour(field)
