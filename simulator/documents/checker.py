"""Looking at every key and value of a YAML file: each fault is told with its line, and all of them in one go."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from functools import cache
from typing import Any, NamedTuple

import msgspec
import yaml

from simulator.documents.nodes import Finding, code_point, refused
from simulator.text import plain

MAX_GUESSES = 200
MAX_OPTIONS = 30

_LETTER_OR_DIGIT = re.compile(r"[^\W_]")
_ID = re.compile(r"[a-z0-9-]+")
_WHOLE_NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,8})")
_YAML = "tag:yaml.org,2002:"
_READ_AS = {"int": "a number", "float": "a number", "bool": "yes or no", "timestamp": "a date"}


class Field(NamedTuple):
    """A value, the key that it stands under (or the list), and its line in the file."""

    name: str
    node: yaml.Node
    line: int


class Checker:
    """A reader returns the value as far as it can be told, so that later checks can use it."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []
        self.above = 0

    def fault(self, line: int, message: str, mend: str) -> None:
        self.findings.append(Finding(line, message, mend))

    # A mapping, a list

    def values(
        self, node: yaml.Node, shape: type[msgspec.Struct], what: str, readers: Mapping[str, Reader]
    ) -> dict[str, Any]:
        """What the readers make of the mapping's values, read in the order of the shape's fields."""
        if not isinstance(node, yaml.MappingNode):
            keys = ", ".join(readers)
            self.fault(self.line(node), f"{_a(what)} stands here as something else than keys.", f"Its keys are {keys}.")
            return {}
        fields: dict[str, Field] = {}
        guessed: set[str | None] = set()
        for key, value in node.value:
            name = key.value if isinstance(key, yaml.ScalarNode) else ""
            line = self.line(key)
            if name in fields:
                self.fault(line, f"`{name}` stands here twice, first on line {fields[name].line}.", "Keep one of them.")
            elif name in readers:
                fields[name] = Field(name, value, line)
            else:
                guess = self.closest(name, readers)
                guessed.add(guess)
                mend = suggestion(guess) or f"Its keys are {', '.join(readers)}."
                self.fault(line, f"{_a(what)} has no key {shown(name)}.", mend)
        for name in _needed(shape):
            if name not in fields and name not in guessed:
                self.fault(self.line(node), f"This {what} has no `{name}`.", f"Add `{name}:` to it.")
        return {name: readers[name](fields[name]) for name in readers if name in fields}

    def items(self, field: Field, *, at_least_one: bool = False) -> list[Field]:
        node = field.node
        if not isinstance(node, yaml.SequenceNode):
            mend = "Write each on a line of its own, with a dash before it."
            self.fault(field.line, f"`{field.name}` is not a list.", mend)
            return []
        if at_least_one and not node.value:
            self.fault(field.line, f"`{field.name}` is empty.", "Give one at least.")
        return [Field(field.name, item, self.line(item)) for item in node.value]

    # A single value

    def text(self, field: Field) -> str | None:
        """Prose: line breaks and runs of spaces count as one space."""
        node = field.node
        if not isinstance(node, yaml.ScalarNode):
            mend = "Write it as text; if it begins with a bracket, put it in quotes."
            self.fault(field.line, f"`{field.name}` is not a text.", mend)
            return None
        kind = node.tag.removeprefix(_YAML)
        if kind in _READ_AS:
            message = f"`{field.name}` is not a text: YAML reads {shown(node.value)} as {_READ_AS[kind]}."
            self.fault(field.line, message, "Put it in quotes.")
        elif kind == "null" or not _LETTER_OR_DIGIT.search(node.value):
            self.fault(field.line, f"`{field.name}` has no words in it.", "Write them, or take the line away.")
        elif found := refused(node.value):
            message = f"`{field.name}` holds a character that cannot be shown ({code_point(found)})."
            self.fault(field.line, message, "Take it out.")
        return " ".join(node.value.split())

    def identifier(self, field: Field) -> str | None:
        before = len(self.findings)
        value = self.text(field)
        if value is not None and len(self.findings) == before and not _ID.fullmatch(value):
            mend = "Use small letters a to z, digits and hyphens only."
            self.fault(field.line, f"{shown(value)} cannot be an id.", mend)
        return value

    def choice(self, field: Field, options: Collection[str]) -> str | None:
        """One of the options; None, with a fault, for anything else."""
        value = field.node.value if isinstance(field.node, yaml.ScalarNode) else ""
        if value in options:
            return str(value)
        mend = suggestion(self.closest(value, options)) or f"Write one of {', '.join(options)}."
        self.fault(field.line, f"`{field.name}` cannot be {shown(value)}.", mend)
        return None

    def number(self, field: Field, least: int, most: int) -> int | None:
        node = field.node
        if node.tag != f"{_YAML}int" or not _WHOLE_NUMBER.fullmatch(node.value):
            mend = f"Write {least} to {most}, in digits and without quotes."
            self.fault(field.line, f"`{field.name}` is not a whole number.", mend)
            return None
        value = int(node.value)
        if not least <= value <= most:
            self.fault(field.line, f"`{field.name}` is {value}.", f"Write {least} to {most}.")
        return value

    def unique(self, seen: dict[str, int], field: Field, value: str | None, what: str) -> str | None:
        """The value; a fault if it was there before, letter case and the mark at its end aside."""
        key = (value or "").casefold().rstrip(" .?!…")
        if key in seen:
            message = f"The {what} {shown(value or '')} is on line {seen[key]} already."
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


Reader = Callable[[Field], Any]


@cache
def _needed(shape: type[msgspec.Struct]) -> tuple[str, ...]:
    return tuple(field.name for field in msgspec.structs.fields(shape) if field.required)


def _a(what: str) -> str:
    return f"{'An' if what[0] in 'aeiou' else 'A'} {what}"


def shown(value: str) -> str:
    """A value of the file within a message: short, on one line, harmless."""
    words = plain(" ".join(value.split()))
    return f'"{words if len(words) <= 40 else words[:39] + "…"}"'


def suggestion(closest: str | None) -> str:
    return f"Did you mean {plain(closest)}?" if closest else ""


def one_of(options: Collection[str]) -> str:
    return f", one of {plain(', '.join(list(options)[:MAX_OPTIONS]))}" if options else ""
