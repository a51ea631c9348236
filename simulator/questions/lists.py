"""Plain lists of questions, Markdown or CSV, from other programs and for them. Pure."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, get_args

import msgspec

from simulator.documents.nodes import Finding
from simulator.questions.model import REASONS, Bank, Kind

if TYPE_CHECKING:
    from _csv import Reader

KINDS: tuple[str, ...] = get_args(Kind)
COLUMNS = ("question", "competency", "kind", "rehearses")
"""Of a CSV file; only the first is needed."""

UNNAMED = "asked"
"""The competency of a question that a list says none for."""

_ITEM = re.compile(r"(?:[-*+]|\d{1,3}[.)])\s+(?:\[[ xX]\]\s+)?(\S.*)")
_HEADING = re.compile(r"#{1,6}\s+(.*)")


class Listed(msgspec.Struct, frozen=True, kw_only=True):
    """A question of a list. Empty is what the list does not say."""

    text: str
    competency: str = ""
    kind: str = ""
    rehearses: str = ""


def from_markdown(text: str) -> tuple[list[Listed], list[Finding]]:
    """Every item of a list is a question, and the heading above it is its competency; other lines are passed over."""
    found: list[Listed] = []
    heading = ""
    for line in text.splitlines():
        if match := _HEADING.match(line):
            heading = match.group(1).rstrip().rstrip("#").rstrip().casefold()
        elif match := _ITEM.match(line.strip()):
            found.append(Listed(text=match.group(1), competency=heading))
    faults = (
        [] if found else [Finding(1, "There is no question in this list.", "Write one on each line, after a dash.")]
    )
    return found, faults


def from_csv(text: str) -> tuple[list[Listed], list[Finding]]:
    """A first line of column names (`COLUMNS`, in any order; others are passed over), then a question a line."""
    reader = csv.reader(io.StringIO(text, newline=""))
    try:
        return _rows(reader)
    except csv.Error:  # a cell of more than 100,000 letters
        mend = "Close it; write two for a quote in a text."
        return [], [Finding(reader.line_num, "A quote that opens here, or before, is not closed.", mend)]


def _rows(reader: Reader) -> tuple[list[Listed], list[Finding]]:
    header = [name.strip().casefold() for name in next(reader, [])]
    if "question" not in header:
        return [], [Finding(1, "The first line names no column `question`.", f"Begin with: {','.join(COLUMNS)}")]
    found: list[Listed] = []
    faults: list[Finding] = []
    for cells in reader:
        row = {name: cell.strip() for name, cell in zip(header, cells, strict=False)}
        if not any(row.values()):
            continue
        if not row.get("question"):
            faults.append(Finding(reader.line_num, "This line has no question.", "Write it, or take the line away."))
        for name, known in (("kind", KINDS), ("rehearses", REASONS)):
            if row.get(name) and row[name] not in known:
                mend = f"There are: {', '.join(known)}."
                faults.append(Finding(reader.line_num, f"`{name}` cannot be “{row[name]}”.", mend))
        found.append(
            Listed(
                text=row.get("question", ""),
                competency=row.get("competency", "").casefold(),
                kind=row.get("kind", ""),
                rehearses=row.get("rehearses", ""),
            )
        )
    if not found:
        faults.append(Finding(1, "There is no question in this list.", "Write one on each line below the first."))
    return found, faults


def to_markdown(bank: Bank) -> str:
    """The questions under their competencies, in the bank's order."""
    return "\n".join(_markdown(bank)) + "\n"


def _markdown(bank: Bank) -> Iterator[str]:
    yield f"# {bank.title}"
    for competency in dict.fromkeys(question.competency for question in bank.questions):
        yield f"\n## {competency.capitalize()}\n"
        yield from (f"- {question.text.strip()}" for question in bank.questions if question.competency == competency)


def to_csv(bank: Bank) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for question in bank.questions:
        writer.writerow((question.text.strip(), question.competency, question.kind, question.rehearses or ""))
    return out.getvalue()
