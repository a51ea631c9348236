"""Question banks from files: read, checked, and gathered from the folders where they lie.

The file format is described in `question_banks/README.md`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

import msgspec

from simulator import paths
from simulator.documents.files import Fault, contents, files, told
from simulator.documents.nodes import Finding, read
from simulator.errors import BankError
from simulator.questions.check import check
from simulator.questions.model import Bank, Question


class LoadedBanks(msgspec.Struct, frozen=True):
    """The banks by id, the shipped ones first, and what was wrong with those that were left out."""

    banks: dict[str, Bank]
    faults: list[Fault]


def load_bank(path: Path) -> Bank:
    """Raises BankError that lists every fault of the file."""
    bank, faults = _read(path)
    if bank is None:
        raise BankError(*told(path, faults))
    return bank


def lint(path: Path) -> list[Fault]:
    """Every fault of the file, in the order of its lines; none if it is a good bank."""
    return _read(path)[1]


def load_banks(folders: Sequence[Path] | None = None) -> LoadedBanks:
    """The banks of all folders: those that ship, then the person's own unless folders are given. A later folder
    overrides an earlier one by bank id; a bank with faults is left out and overrides nothing."""
    banks: dict[str, Bank] = {}
    faults: list[Fault] = []
    for folder in (paths.shipped_banks(), paths.own_banks()) if folders is None else folders:
        here: dict[str, str] = {}
        for file in files(folder, faults):
            bank, found = _read(file)
            faults += found
            if bank is None:
                continue
            if bank.id in here:
                message = f'The bank id "{bank.id}" is taken by {here[bank.id]} in the same folder.'
                faults.append(Fault(str(file), 1, message, "Give one of them another id."))
                continue
            here[bank.id] = file.name
            banks[bank.id] = bank
    return LoadedBanks(banks, faults)


def all_questions() -> list[Question]:
    """Of all banks that have no faults."""
    return [question for bank in load_banks().banks.values() for question in bank.questions]


def find_question(banks: Mapping[str, Bank], ref: str) -> Question | None:
    """The question that `bank/id` names, or an id that one bank alone has, or a question's own text."""
    text = " ".join(ref.split()).casefold()
    questions = [question for bank in banks.values() for question in bank.questions]
    found = [
        question for question in questions if ref in (question.ref, question.id) or text == question.text.casefold()
    ]
    return found[0] if len(found) == 1 else None


def _read(path: Path) -> tuple[Bank | None, list[Fault]]:
    data, fault = contents(path, "Name the bank's YAML file.")
    if data is None:
        return None, [fault] if fault else []
    bank, findings = _checked(data)
    return bank, [Fault(str(path), *finding) for finding in findings]


@lru_cache(maxsize=64)
def _checked(data: bytes) -> tuple[Bank | None, tuple[Finding, ...]]:
    """The same bytes are read once: all banks that ship take a quarter of a second."""
    bank, findings = check(read(data, "bank", "questions"))
    return bank, tuple(findings)
