"""From YAML nodes to a bank: every key and value is looked at, and every fault is told with its line."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

import msgspec
import yaml

from simulator.questions.model import CONDITIONS, KINDS, REASONS, Bank, FollowUp, ListenFor, Question
from simulator.questions.nodes import Document, Finding, Piece, code_point, refused
from simulator.text import plain

DIFFICULTY = (1, 3)
THINK_SECONDS = (0, 300)
ANSWER_SECONDS = (10, 600)
MAX_GUESSES = 200
MAX_OPTIONS = 30

_LETTER_OR_DIGIT = re.compile(r"[^\W_]")
_ID = re.compile(r"[a-z0-9-]+")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_WHOLE_NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,8})")
_YAML = "tag:yaml.org,2002:"
_READ_AS = {"int": "a number", "float": "a number", "bool": "yes or no", "timestamp": "a date"}


class _Field(NamedTuple):
    """A value, the key that it stands under (or the list), and its line in the file."""

    name: str
    node: yaml.Node
    line: int


def check(document: Document) -> tuple[Bank | None, list[Finding]]:
    """The bank, or None and all faults in the order of their lines."""
    checker = _Checker()
    bank = None
    if document.top is not None:
        bank = checker.bank(document.top, document.questions)
    elif document.questions is not None:
        checker.questions(document.questions)
    elif not document.findings:
        checker.fault(1, "This file is empty.", "A bank has id, title, language, for_whom and questions.")
    findings = sorted(document.findings + checker.findings, key=lambda finding: finding.line)
    return (None if findings else bank), findings


class _Checker:
    """Walks one bank. A reader returns the value as far as it can be told, so that later checks can use it."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []
        self.above = 0
        self.bank_id = ""
        self.question_ids: dict[str, int] = {}
        self.question_texts: dict[str, int] = {}

    def fault(self, line: int, message: str, mend: str) -> None:
        self.findings.append(Finding(line, message, mend))

    # The shapes, from the outside in

    def bank(self, node: yaml.Node, pieces: Sequence[Piece] | None) -> Bank | None:
        def questions(field: _Field) -> tuple[Question | None, ...]:
            if pieces is None:
                return self.questions([Piece(item.node, 0) for item in self.items(field, at_least_one=True)])
            return self.questions(pieces)

        def bank_id(field: _Field) -> str | None:
            self.bank_id = self.identifier(field) or ""
            return self.bank_id

        readers: dict[str, _Reader] = {
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
        readers: dict[str, _Reader] = {
            "id": lambda field: self.unique(self.question_ids, field, self.identifier(field), "question id"),
            "text": lambda field: self.unique(self.question_texts, field, self.text(field), "question"),
            "competency": self.text,
            "kind": lambda field: self.choice(field, KINDS),
            "listen_for": lambda field: tuple(
                self.listen_for(item.node, points, point_texts) for item in self.items(field)
            ),
            "follow_ups": lambda field: tuple(self.follow_up(item.node, points) for item in self.items(field)),
            "rehearses": lambda field: self.choice(field, REASONS),
            "example": self.text,
            "difficulty": lambda field: self.number(field, *DIFFICULTY),
            "think_seconds": lambda field: self.number(field, *THINK_SECONDS),
            "answer_seconds": lambda field: self.number(field, *ANSWER_SECONDS),
        }
        values = self.values(node, Question, "question", readers)
        return None if len(self.findings) > before else Question(**values, bank=self.bank_id)

    def listen_for(self, node: yaml.Node, points: dict[str, int], texts: dict[str, int]) -> ListenFor | None:
        before = len(self.findings)
        seen: dict[str, int] = {}

        def cues(field: _Field) -> tuple[str | None, ...]:
            items = self.items(field, at_least_one=True)
            return tuple(self.unique(seen, item, self.text(item), "cue") for item in items)

        readers: dict[str, _Reader] = {
            "id": lambda field: self.unique(points, field, self.identifier(field), "listen-for id"),
            "point": lambda field: self.unique(texts, field, self.text(field), "point"),
            "cues": cues,
        }
        values = self.values(node, ListenFor, "listen-for point", readers)
        return None if len(self.findings) > before else ListenFor(**values)

    def follow_up(self, node: yaml.Node, points: Mapping[str, int]) -> FollowUp | None:
        before = len(self.findings)
        readers: dict[str, _Reader] = {
            "when": lambda field: self.choice(field, CONDITIONS),
            "text": self.text,
            "point": lambda field: (field.line, self.text(field)),
        }
        values = self.values(node, FollowUp, "follow-up", readers)
        when = values.get("when")
        line, point = values.pop("point", (self.line(node), None))
        if when == "missed" and point is None:
            self.fault(line, "A follow-up for `missed` names no `point`.", f"Add `point:`{_one_of(points)}.")
        elif when not in ("missed", None) and point is not None:
            mend = "Take `point` away, or write `when: missed`."
            self.fault(line, "`point` stands only beside `when: missed`.", mend)
        elif point is not None and point not in points:
            message = f"This question has no listen-for point {_shown(point)}."
            self.fault(
                line, message, _suggestion(self.closest(point, points)) or f"Name a point of it{_one_of(points)}."
            )
        return None if len(self.findings) > before else FollowUp(**values, point=point or "")

    # A mapping, a list

    def values(
        self, node: yaml.Node, shape: type[msgspec.Struct], what: str, readers: Mapping[str, _Reader]
    ) -> dict[str, Any]:
        """What the readers make of the mapping's values, read in the order of the shape's fields."""
        if not isinstance(node, yaml.MappingNode):
            keys = ", ".join(readers)
            self.fault(self.line(node), f"A {what} stands here as something else than keys.", f"Its keys are {keys}.")
            return {}
        fields: dict[str, _Field] = {}
        guessed: set[str | None] = set()
        for key, value in node.value:
            name = key.value if isinstance(key, yaml.ScalarNode) else ""
            line = self.line(key)
            if name in fields:
                self.fault(line, f"`{name}` stands here twice, first on line {fields[name].line}.", "Keep one of them.")
            elif name in readers:
                fields[name] = _Field(name, value, line)
            else:
                guess = self.closest(name, readers)
                guessed.add(guess)
                mend = _suggestion(guess) or f"Its keys are {', '.join(readers)}."
                self.fault(line, f"A {what} has no key {_shown(name)}.", mend)
        for name in _needed(shape):
            if name not in fields and name not in guessed:
                self.fault(self.line(node), f"This {what} has no `{name}`.", f"Add `{name}:` to it.")
        return {name: readers[name](fields[name]) for name in readers if name in fields}

    def items(self, field: _Field, *, at_least_one: bool = False) -> list[_Field]:
        node = field.node
        if not isinstance(node, yaml.SequenceNode):
            mend = "Write each on a line of its own, with a dash before it."
            self.fault(field.line, f"`{field.name}` is not a list.", mend)
            return []
        if at_least_one and not node.value:
            self.fault(field.line, f"`{field.name}` is empty.", "Give one at least.")
        return [_Field(field.name, item, self.line(item)) for item in node.value]

    # A single value

    def text(self, field: _Field) -> str | None:
        """Prose: line breaks and runs of spaces count as one space."""
        node = field.node
        if not isinstance(node, yaml.ScalarNode):
            mend = "Write it as text; if it begins with a bracket, put it in quotes."
            self.fault(field.line, f"`{field.name}` is not a text.", mend)
            return None
        kind = node.tag.removeprefix(_YAML)
        if kind in _READ_AS:
            message = f"`{field.name}` is not a text: YAML reads {_shown(node.value)} as {_READ_AS[kind]}."
            self.fault(field.line, message, "Put it in quotes.")
        elif kind == "null" or not _LETTER_OR_DIGIT.search(node.value):
            self.fault(field.line, f"`{field.name}` has no words in it.", "Write them, or take the line away.")
        elif found := refused(node.value):
            message = f"`{field.name}` holds a character that cannot be shown ({code_point(found)})."
            self.fault(field.line, message, "Take it out.")
        return " ".join(node.value.split())

    def identifier(self, field: _Field) -> str | None:
        before = len(self.findings)
        value = self.text(field)
        if value is not None and len(self.findings) == before and not _ID.fullmatch(value):
            mend = "Use small letters a to z, digits and hyphens only."
            self.fault(field.line, f"{_shown(value)} cannot be an id.", mend)
        return value

    def language(self, field: _Field) -> str | None:
        before = len(self.findings)
        value = self.text(field)
        if value is not None and len(self.findings) == before and not _LANGUAGE.fullmatch(value):
            self.fault(field.line, f"{_shown(value)} is not a language code.", "Write a code such as en, de or pt-BR.")
        return value

    def choice(self, field: _Field, options: Collection[str]) -> str | None:
        """One of the options; None, with a fault, for anything else."""
        value = field.node.value if isinstance(field.node, yaml.ScalarNode) else ""
        if value in options:
            return str(value)
        mend = _suggestion(self.closest(value, options)) or f"Write one of {', '.join(options)}."
        self.fault(field.line, f"`{field.name}` cannot be {_shown(value)}.", mend)
        return None

    def number(self, field: _Field, least: int, most: int) -> int | None:
        node = field.node
        if node.tag != f"{_YAML}int" or not _WHOLE_NUMBER.fullmatch(node.value):
            mend = f"Write {least} to {most}, in digits and without quotes."
            self.fault(field.line, f"`{field.name}` is not a whole number.", mend)
            return None
        value = int(node.value)
        if not least <= value <= most:
            self.fault(field.line, f"`{field.name}` is {value}.", f"Write {least} to {most}.")
        return value

    def unique(self, seen: dict[str, int], field: _Field, value: str | None, what: str) -> str | None:
        """The value; a fault if it was there before, letter case and the mark at its end aside."""
        key = (value or "").casefold().rstrip(" .?!…")
        if key in seen:
            message = f"The {what} {_shown(value or '')} is on line {seen[key]} already."
            self.fault(field.line, message, "Change it, or take one of them away.")
        elif key:
            seen[key] = field.line
        return value

    def closest(self, value: str, options: Collection[str]) -> str | None:
        """What was meant, probably. Not looked for in a file with very many faults, which it would take minutes to read."""
        from difflib import get_close_matches  # 5 ms that a bank without faults does not need

        if len(self.findings) > MAX_GUESSES or len(options) > MAX_OPTIONS:
            return None
        return next(iter(get_close_matches(value[:60], options, n=1)), None)

    def line(self, node: yaml.Node) -> int:
        return node.start_mark.line + 1 + self.above


_Reader = Callable[[_Field], Any]


@cache
def _needed(shape: type[msgspec.Struct]) -> tuple[str, ...]:
    return tuple(field.name for field in msgspec.structs.fields(shape) if field.required)


def _shown(value: str) -> str:
    """A value of the file within a message: short, on one line, harmless."""
    words = plain(" ".join(value.split()))
    return f'"{words if len(words) <= 40 else words[:39] + "…"}"'


def _suggestion(closest: str | None) -> str:
    return f"Did you mean {plain(closest)}?" if closest else ""


def _one_of(options: Collection[str]) -> str:
    return f", one of {plain(', '.join(list(options)[:MAX_OPTIONS]))}" if options else ""
