"""`mock-interview banks`: list, show, lint."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from simulator.errors import BankError
from simulator.questions.load import LoadedBanks, lint, load_banks
from simulator.text import plain


def run(arguments: argparse.Namespace) -> int:
    match arguments.banks_command:
        case "lint":
            return _lint([Path(name) for name in arguments.files])
        case "show":
            return _show(arguments.bank)
        case _:
            return _list()


def _list() -> int:
    loaded = load_banks()
    for bank in loaded.banks.values():
        print(f"{bank.id:<24} {len(bank.questions):>3} questions  {plain(bank.title)}")
        print(f"{'':<24}      {plain(bank.for_whom)}")
    return _report_faults(loaded)


def _show(bank_id: str) -> int:
    loaded = load_banks()
    bank = loaded.banks.get(bank_id)
    if bank is None:
        raise BankError(f"There is no bank called {bank_id!r}.", f"There are: {', '.join(loaded.banks)}.")
    print(f"{plain(bank.title)} ({bank.id}, {bank.language})")
    for question in bank.questions:
        print(f"{question.ref}  [{question.kind}, {plain(question.competency)}]")
        print(f"    {plain(question.text)}")
    return 0


def _report_faults(loaded: LoadedBanks) -> int:
    for fault in loaded.faults:
        print(plain(str(fault)), file=sys.stderr)
    return 1 if loaded.faults else 0


def _lint(files: list[Path]) -> int:
    faults = [fault for file in files for fault in lint(file)]
    for fault in faults:
        print(plain(str(fault)))
    if not faults:
        print(f"{len(files)} {'file' if len(files) == 1 else 'files'}: no faults.")
    return 1 if faults else 0
