"""A person's own questions, added to a bank of theirs without touching what is in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import Any

import yaml

from simulator import paths
from simulator.documents.files import Fault, contents, told
from simulator.documents.nodes import MAX_BYTES, read
from simulator.errors import BankError
from simulator.files import alone, write_atomically
from simulator.questions.check import check
from simulator.questions.lists import UNNAMED, Listed, from_csv, from_markdown
from simulator.questions.model import Bank

ASKED = "asked"
"""Id of the bank of questions that one was really asked."""

_TITLES = {ASKED: "Questions I was really asked"}
_NAME = re.compile(r"[a-z0-9]+")


def read_list(file: Path) -> list[Listed]:
    """From a Markdown or CSV file. Raises BankError that lists every fault."""
    data, fault = contents(file, "Name a Markdown or CSV file.")
    if data is None:
        raise BankError(*told(file, [fault] if fault else []))
    if len(data) > MAX_BYTES:
        raise BankError(f"{file} is larger than {MAX_BYTES // 1_000_000} MB.", "Split it into several lists.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BankError(f"{file} is not UTF-8 text (byte {error.start}).", "Save it as UTF-8.") from error
    found, findings = (from_csv if file.suffix.casefold() == ".csv" else from_markdown)(text)
    if findings:
        raise BankError(*told(file, [Fault(str(file), *finding) for finding in findings]))
    return found


def add(
    bank_id: str, questions: Sequence[Listed], kind_of: Callable[[str], str], folder: Path | None = None
) -> tuple[Path, int]:
    """Appends what is not in the bank yet, and begins the bank where there is none; `kind_of` guesses the kind of a question from its
    words. The file, and how many were added. Raises BankError where the bank has faults, or the disk refuses: the file is
    then as it was."""
    path = (folder or paths.own_banks()) / f"{bank_id}.yaml"
    with alone(path.parent):
        return _add(bank_id, questions, kind_of, path)


def _add(bank_id: str, questions: Sequence[Listed], kind_of: Callable[[str], str], path: Path) -> tuple[Path, int]:
    before, known = _kept(path)
    taken = {question.id for question in known.questions} if known else set()
    texts = {question.text.casefold() for question in known.questions} if known else set()
    entries: list[dict[str, Any]] = []
    for each in questions:
        if each.text.casefold() in texts:
            continue
        texts.add(each.text.casefold())
        entry = _entry(each, _identifier(each.text, taken), kind_of)
        taken.add(entry["id"])
        entries.append(entry)
    if not entries:
        return path, 0
    start = before or _dump({"id": bank_id, "title": _TITLES.get(bank_id, bank_id), "language": "en", "for_whom": "Me"})
    if not before:
        start += "questions:\n"
    indent = found.group(1) if (found := re.search(r"(?m)^( *)- id:", before)) else ""
    added = "".join(f"{indent}{line}\n" for line in _dump(entries).splitlines())
    whole = f"{start.rstrip()}\n{added}"
    bank, findings = check(read(whole.encode(), "bank", "questions"))
    if bank is None:
        raise BankError(*told(path, [Fault(str(path), *finding) for finding in findings]))
    try:
        write_atomically(path, whole.encode())
    except OSError as error:
        raise BankError(f"{path} cannot be saved: {error.strerror}.", "Check its permissions.") from error
    return path, len(entries)


def _kept(path: Path) -> tuple[str, Bank | None]:
    """The bank as it lies there; raises BankError where it has faults, and so must not be written to."""
    if not path.exists():
        return "", None
    data, fault = contents(path, "Name the bank's YAML file.")
    bank, findings = check(read(data, "bank", "questions")) if data is not None else (None, [])
    if data is None or bank is None:
        faults = [Fault(str(path), *finding) for finding in findings]
        raise BankError(*told(path, faults or ([fault] if fault else [])))
    return data.decode("utf-8-sig"), bank


def _entry(listed: Listed, identifier: str, kind_of: Callable[[str], str]) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "id": identifier,
        "text": listed.text,
        "competency": listed.competency or UNNAMED,
        "kind": listed.kind or kind_of(listed.text),
    }
    if listed.rehearses:
        entry["rehearses"] = listed.rehearses
    return {**entry, "listen_for": []}


def _identifier(text: str, taken: Collection[str]) -> str:
    base = "-".join(_NAME.findall(text.casefold())[:6])[:48].strip("-") or "question"
    numbered = [base, *(f"{base}-{number}" for number in range(2, len(taken) + 3))]
    return next(each for each in numbered if each not in taken)


def _dump(value: Any) -> str:
    return yaml.safe_dump(value, sort_keys=False, allow_unicode=True, width=100)
