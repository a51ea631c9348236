"""Applications, contacts and skills as CSV, for a spreadsheet, and back: what was written is read as it was. The columns are described in
`docs/comeback.md`. Pure."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

import msgspec
import yaml

from simulator.comeback.model import Application, Contact, Record, Skill, free_id
from simulator.documents.checker import shown, suggestion
from simulator.documents.forms import check
from simulator.documents.nodes import TEXT, Document, Finding
from simulator.text import as_cell, from_cell

R = TypeVar("R", bound=Record)

PEOPLE = ("contact", "recruiter")
_PERSON = ("name", "what", "mail")

MOST_ROWS = 2_000

_NEEDED: Mapping[type[Record], tuple[str, ...]] = {
    Application: ("employer", "role"),
    Contact: ("name",),
    Skill: ("name",),
}
_NUMBER = re.compile(r"-?[0-9]{1,9}")
_INTERVIEW = re.compile(
    r"(?P<date>[0-9-]+)(?: (?P<hour>[0-9]{1,2}:[0-9]{2}))?(?: (?P<zone>[A-Za-z][\w+/-]*))?(?: (?P<minutes>[0-9]+) min)?(?:, (?P<place>.+))?"
)


def columns(shape: type[Record]) -> tuple[str, ...]:
    """In their order; any order is read."""
    names: list[str] = []
    for field in shape.__struct_fields__:
        people = shape is Application and field in PEOPLE
        names += [f"{field}_{each}" for each in _PERSON] if people else [field]
    return tuple(names)


def to_csv(shape: type[R], records: Iterable[R]) -> str:
    """A row a record, under the names of the columns. What a spreadsheet would take for a formula gets an apostrophe before it."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(columns(shape))
    for record in records:
        plain = msgspec.to_builtins(record)
        writer.writerow([as_cell(_cell(plain, column)) for column in columns(shape)])
    return out.getvalue()


def _cell(plain: Mapping[str, Any], column: str) -> str:
    """Of a list each entry stands on a line of its own."""
    person, _, what = column.partition("_")
    if person in PEOPLE and what in _PERSON:
        return str((plain[person] or {}).get(what, ""))
    value = plain[column]
    match column:
        case "skills":
            return "\n".join(value)
        case "stages":
            return "\n".join(f"{each['stage']} {each['date']}" for each in value)
        case "interviews":
            return "\n".join(_interview(each) for each in value)
    return str(value)


def _interview(held: Mapping[str, Any]) -> str:
    when = " ".join(filter(None, (held["date"], held["hour"], held["zone"], f"{held['minutes']} min")))
    return f"{when}, {held['place']}" if held["place"] else when


def from_csv(text: str, shape: type[R], what: str, known: Mapping[str, R]) -> tuple[list[R], list[Finding]]:
    """The records of a table, or every fault with its line. The first line names columns, a row is a record. Where its id is known, the columns
    that the table has replace what is there, and the others stay; a row without an id is a new record. Columns are parted by commas, or by
    semicolons where the first line has no comma."""
    first = text.partition("\n")[0]
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=";" if ";" in first and "," not in first else ",", strict=True
    )
    records: dict[str, R] = {}
    faults: list[Finding] = []
    header: list[str] | None = None
    line = 1
    try:
        for cells in reader:
            if header is None:
                header = [cell.strip().casefold() for cell in cells]
                missing = _missing(header, shape)
                faults += [*missing, *_header_faults(header, shape)]
                if missing:  # each row would only say so again
                    break
            elif len(records) + len(faults) > MOST_ROWS:
                faults.append(Finding(line, f"A table has {MOST_ROWS:,} rows at most.", "Split it into several."))
                break
            elif any(cell.strip() for cell in cells):
                if len(cells) > len(header):
                    faults.append(
                        Finding(
                            line, "This row has more cells than there are columns.", "Put cells with commas in quotes."
                        )
                    )
                else:
                    row = {name: from_cell(cell.strip()) for name, cell in zip(header, cells, strict=False)}
                    record = _record(row, line, shape, what, known, records, faults)
                    if record is not None:
                        records[record.id] = record
            line = reader.line_num + 1
    except csv.Error:
        faults.append(
            Finding(
                line, "A quote that opens here, or before, is not closed.", "Close it; write two for a quote in a text."
            )
        )
    if not records and not faults:
        faults.append(
            Finding(1, f"There is no {what} in this table.", "Write one on each line below the names of the columns.")
        )
    return list(records.values()), faults


def _missing(header: list[str], shape: type[Record]) -> list[Finding]:
    """The columns without which there is no record; where ids are given, the records may be known."""
    mend = f"Begin with: {','.join(columns(shape))}"
    return [
        Finding(1, f"The first line names no column `{name}`.", mend)
        for name in _NEEDED[shape]
        if name not in header and "id" not in header
    ]


def _header_faults(header: list[str], shape: type[Record]) -> list[Finding]:
    from difflib import get_close_matches

    faults = []
    for name in dict.fromkeys(header):
        if name not in columns(shape):
            close = suggestion(next(iter(get_close_matches(name[:60], columns(shape), n=1)), None))
            faults.append(
                Finding(1, f"There is no column {shown(name)} here.", close or "Call it `note`, or take it away.")
            )
        elif header.count(name) > 1:
            faults.append(Finding(1, f"The column `{name}` stands here twice.", "Keep one of them."))
    return faults


def _record(
    row: Mapping[str, str],
    line: int,
    shape: type[R],
    what: str,
    known: Mapping[str, R],
    before: Mapping[str, R],
    faults: list[Finding],
) -> R | None:
    id = row.get("id", "")
    if id in before:
        faults.append(Finding(line, f'The id "{id}" stands here twice.', "Give one of them another id, or none."))
        return None
    plain: dict[str, Any] = msgspec.to_builtins(known[id]) if id in known else {}
    people: dict[str, dict[str, str]] = {name: dict(plain.get(name) or {}) for name in PEOPLE}
    for column, text in row.items():
        person, _, part = column.partition("_")
        if shape is Application and person in PEOPLE and part in _PERSON:
            people[person][part] = text
        elif column in shape.__struct_fields__:
            value = _value(column, text, line, faults)
            if value is None:
                plain.pop(column, None)
            else:
                plain[column] = value
    if shape is Application:
        for name, person_of in people.items():
            said = {part: text for part, text in person_of.items() if text}
            plain[name] = said or None
    if not id:
        words = " ".join(str(plain.get(name, "")) for name in _NEEDED[shape])
        plain["id"] = free_id(words, [*known, *before])
    record, findings = check(Document(_node(plain, line), None, []), shape, what)
    faults += findings
    return record


def _value(column: str, text: str, line: int, faults: list[Finding]) -> Any:
    """A cell as the file of a record would say it; None where it is empty."""
    if not text:
        return None
    entries = [" ".join(each.split()) for each in text.splitlines() if each.strip()]
    match column:
        case "skills":
            return entries
        case "stages":
            return [dict(zip(("stage", "date"), each.rsplit(" ", 1), strict=False)) for each in entries]
        case "interviews":
            held = []
            for each in entries:
                found = _INTERVIEW.fullmatch(each)
                if found is None:
                    mend = "Write one a line, such as: 2027-03-09 10:00 Europe/London 60 min, 1 Mill Road"
                    faults.append(Finding(line, f"`interviews` cannot be read: {shown(each)}.", mend))
                    continue
                said = {name: value for name, value in found.groupdict().items() if value}
                held.append(said | ({"minutes": int(said["minutes"])} if "minutes" in said else {}))
            return held
        case "cost" | "progress":
            return int(text) if _NUMBER.fullmatch(text) else text
    return text


def _node(value: Any, line: int) -> yaml.Node:
    """As if it stood on that line of a file, so that the form tells its faults there."""
    mark: Any = yaml.Mark("", 0, line - 1, 0, None, 0)
    match value:
        case dict():
            pairs = [(_node(name, line), _node(each, line)) for name, each in value.items()]
            return yaml.MappingNode("", pairs, mark)
        case list() | tuple():
            return yaml.SequenceNode("", [_node(each, line) for each in value], mark)
        case None:
            return yaml.ScalarNode("tag:yaml.org,2002:null", "", mark)
        case int():
            return yaml.ScalarNode("tag:yaml.org,2002:int", str(value), mark)
    return yaml.ScalarNode(TEXT, str(value), mark)
