"""Question banks from files: read, checked, and gathered from the folders where they lie.

The file format is described in `question_banks/README.md`.
"""

from __future__ import annotations

import stat
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from simulator import paths
from simulator.errors import BankError
from simulator.questions.check import check
from simulator.questions.model import Bank, Question
from simulator.questions.nodes import MAX_BYTES, read
from simulator.text import plain

SUFFIXES = (".yaml", ".yml")


class Fault(msgspec.Struct, frozen=True):
    """One thing wrong with a file: where (lines count from 1), what, and what to do about it."""

    file: str
    line: int
    message: str
    mend: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message} {self.mend}".rstrip()


class LoadedBanks(msgspec.Struct, frozen=True):
    """The banks by id, the shipped ones first, and what was wrong with those that were left out."""

    banks: dict[str, Bank]
    faults: list[Fault]


def load_bank(path: Path) -> Bank:
    """Raises BankError that lists every fault of the file."""
    bank, faults = _read(path)
    if bank is None:
        count = "a fault" if len(faults) == 1 else f"{len(faults)} faults"
        listed = "\n".join(plain(str(fault)) for fault in faults)
        raise BankError(f"{plain(str(path))} has {count}, and is left as it is.\n{listed}", "Mend them and try again.")
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
        for file in _files(folder, faults):
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


def find_question(banks: Mapping[str, Bank], ref: str) -> Question | None:
    """The question that `bank/id` names, or an id that one bank alone has."""
    found = [question for bank in banks.values() for question in bank.questions if ref in (question.ref, question.id)]
    return found[0] if len(found) == 1 else None


def _files(folder: Path, faults: list[Fault]) -> list[Path]:
    """The bank files of a folder by name. A folder that is not there has none."""
    try:
        names = [path for path in folder.iterdir() if path.suffix.lower() in SUFFIXES and path.name[0] != "."]
    except FileNotFoundError:
        return []
    except OSError as error:
        message = f"This folder cannot be read: {error.strerror}."
        faults.append(Fault(str(folder), 1, message, "Check what it is and its permissions."))
        return []
    return sorted(names)


def _read(path: Path) -> tuple[Bank | None, list[Fault]]:
    try:
        if not stat.S_ISREG(path.stat().st_mode):  # a pipe would keep the reader waiting
            return None, [Fault(str(path), 1, "This is not a file.", "Name the bank's YAML file.")]
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        return None, [Fault(str(path), 1, "There is no such file.", "Check the name.")]
    except (OSError, ValueError) as error:  # ValueError: a name with a null character
        reason = getattr(error, "strerror", None) or error
        return None, [Fault(str(path), 1, f"This file cannot be read: {reason}.", "Check its name and permissions.")]
    bank, findings = check(read(data))
    return bank, [Fault(str(path), *finding) for finding in findings]
