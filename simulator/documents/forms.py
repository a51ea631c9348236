"""Reading a YAML file as a type, from the type itself: its fields are the keys, and every fault is told with its line.

A field that may be left out may be left empty too, so that a form can be filled in bit by bit. Texts may say more of themselves by
`Meta(extra={"is": ...})`: date, hour, zone, id, or lines (prose whose line breaks say something).
"""

from __future__ import annotations

import re
from calendar import monthrange
from typing import Any, TypeVar

import msgspec
import yaml
from msgspec import inspect as types

from simulator.documents.checker import Checker, Field, Reader, shown
from simulator.documents.nodes import Document, Finding

S = TypeVar("S", bound=msgspec.Struct)

_DATE = re.compile(r"([12][0-9]{3})-([0-9]{2})-([0-9]{2})")
_NULL = "tag:yaml.org,2002:null"
_HOUR = re.compile(r"([01]?[0-9]|2[0-3]):[0-5][0-9]")


def check(document: Document, shape: type[S], what: str) -> tuple[S | None, list[Finding]]:
    """The value, or None and all faults in the order of their lines."""
    form = Form()
    value = None
    if document.top is not None:
        value = form.struct(shape, what, document.top)
    elif not document.findings:
        form.fault(1, "This file is empty.", f"A {what} has {', '.join(_needed(shape))} at least.")
    findings = sorted(document.findings + form.findings, key=lambda finding: finding.line)
    return (None if findings else value), findings


def _needed(shape: type[msgspec.Struct]) -> list[str]:
    return [field.name for field in msgspec.structs.fields(shape) if field.required]


class Form(Checker):
    """Walks a file by types."""

    def struct(self, shape: type[S], what: str, node: yaml.Node) -> S | None:
        before = len(self.findings)
        info = types.type_info(shape)
        assert isinstance(info, types.StructType)
        readers = {field.encode_name: self._reader(field) for field in info.fields}
        values = self.values(node, shape, what, readers)
        return None if len(self.findings) > before else shape(**values)

    def _reader(self, of: types.Field) -> Reader:
        read = self.reader(of.type, of.name)
        if of.required:
            return read
        default = None if of.default is msgspec.NODEFAULT else of.default

        def optional(field: Field) -> Any:
            return default if self.is_empty(field) else read(field)

        return optional

    def reader(self, of: types.Type, name: str) -> Reader:
        """What reads a value of a type; `name` is what one of it is called."""
        match of:
            case types.Metadata(type=inner, extra=extra):
                return self._special(str((extra or {}).get("is", ""))) or self.reader(inner, name)
            case types.StructType(cls=shape):
                return lambda field: self.struct(shape, _one(name), field.node)
            case types.VarTupleType(item_type=item):
                read = self.reader(item, name)
                return lambda field: tuple(read(each) for each in self.items(field))
            case types.LiteralType(values=options):
                return lambda field: self.choice(field, [str(each) for each in options])
            case types.UnionType(types=kinds):
                literals = [
                    str(value) for kind in kinds if isinstance(kind, types.LiteralType) for value in kind.values
                ]
                if literals:
                    return lambda field: self.choice(field, literals)
                return self.reader(next(kind for kind in kinds if not isinstance(kind, types.NoneType)), name)
            case types.IntType(ge=least, le=most):
                return lambda field: self.number(field, least or 0, most if most is not None else 10**9)
            case types.BoolType():
                return self.yes_or_no
            case types.StrType():
                return self.text
        raise TypeError(f"no form can hold {of}")

    def _special(self, kind: str) -> Reader | None:
        readers: dict[str, Reader] = {
            "date": self.date,
            "hour": self.hour,
            "zone": self.zone,
            "id": self.identifier,
            "lines": self.lines,
        }
        return readers.get(kind)

    # Single values

    def is_empty(self, field: Field) -> bool:
        node = field.node
        return isinstance(node, yaml.ScalarNode) and (node.tag == _NULL or not node.value.strip())

    def lines(self, field: Field) -> str | None:
        text = self.text(field)
        if not text or not isinstance(field.node, yaml.ScalarNode):
            return text
        return "\n".join(" ".join(line.split()) for line in field.node.value.strip().splitlines())

    def yes_or_no(self, field: Field) -> bool | None:
        said = field.node.value.lower() if isinstance(field.node, yaml.ScalarNode) else ""
        if said in ("yes", "true", "no", "false"):
            return said in ("yes", "true")
        self.fault(field.line, f"`{field.name}` cannot be {shown(said)}.", "Write yes or no.")
        return None

    def date(self, field: Field) -> str | None:
        """With quotes or without; YAML tells dates by themselves."""
        said = field.node.value if isinstance(field.node, yaml.ScalarNode) else ""
        found = _DATE.fullmatch(said)
        if found and 1 <= int(found[2]) <= 12 and 1 <= int(found[3]) <= monthrange(int(found[1]), int(found[2]))[1]:
            return said
        mend = "Write year, month and day, such as 2027-03-09."
        self.fault(field.line, f"`{field.name}` is not a date: {shown(said)}.", mend)
        return None

    def hour(self, field: Field) -> str | None:
        said = field.node.value if isinstance(field.node, yaml.ScalarNode) else ""
        if not _HOUR.fullmatch(said):
            self.fault(field.line, f"`{field.name}` is not an hour: {shown(said)}.", "Write it such as 09:45.")
            return None
        return said.rjust(5, "0")

    def zone(self, field: Field) -> str | None:
        """A name of the time zone database."""
        from zoneinfo import ZoneInfo  # only for those who travel

        said = self.text(field) or ""
        try:
            return ZoneInfo(said).key
        except (ValueError, OSError, LookupError):
            mend = "Write a name such as Europe/London, or leave it empty for the zone of this machine."
            self.fault(field.line, f"`{field.name}` is not a time zone: {shown(said)}.", mend)
            return None


def _one(name: str) -> str:
    """What one of a list is called, by the name of the list."""
    return name.removesuffix("s").replace("_", " ")
