"""`mock-interview banks`: list, show, lint, and plain lists in and out."""

from __future__ import annotations

import argparse
from pathlib import Path

from simulator.cli import faults
from simulator.errors import BankError
from simulator.questions.lists import Listed, to_csv, to_markdown
from simulator.questions.load import lint, load_banks
from simulator.questions.model import Bank
from simulator.questions.own import ASKED, add, read_list
from simulator.text import plain


def run(arguments: argparse.Namespace) -> int:
    match arguments.banks_command:
        case "lint":
            return faults.lint(map(Path, arguments.files), lint)
        case "show":
            return _show(arguments.bank)
        case "export":
            return _export(arguments.bank, arguments.csv)
        case "import":
            return _import(Path(arguments.file), arguments.into)
        case "add":
            return _add([Listed(text=arguments.question)], ASKED)
        case _:
            return _list()


def _list() -> int:
    loaded = load_banks()
    for bank in loaded.banks.values():
        print(f"{bank.id:<24} {len(bank.questions):>3} questions  {plain(bank.title)}")
        print(f"{'':<24}      {plain(bank.for_whom)}")
    return faults.report(loaded.faults)


def _bank(bank_id: str) -> Bank:
    loaded = load_banks()
    bank = loaded.banks.get(bank_id)
    if bank is None:
        raise BankError(f"There is no bank called {bank_id!r}.", f"There are: {', '.join(loaded.banks)}.")
    return bank


def _export(bank_id: str, as_csv: bool) -> int:
    bank = _bank(bank_id)
    print(to_csv(bank) if as_csv else to_markdown(bank), end="")
    return 0


def _import(file: Path, into: str) -> int:
    return _add(read_list(file), into)


def _add(questions: list[Listed], into: str) -> int:
    from simulator.scoring.scorecard import question_from_text

    path, added = add(into, questions, lambda text: question_from_text(text).kind)
    print(f"{added} {'question' if added == 1 else 'questions'} added to {plain(str(path))}.")
    return 0


def _show(bank_id: str) -> int:
    bank = _bank(bank_id)
    print(f"{plain(bank.title)} ({bank.id}, {bank.language})")
    for question in bank.questions:
        print(f"{question.ref}  [{question.kind}, {plain(question.competency)}]")
        print(f"    {plain(question.text)}")
    return 0
