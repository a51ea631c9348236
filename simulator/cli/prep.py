"""`mock-interview prep`: list, show, begin and check prep sheets."""

from __future__ import annotations

import argparse
from datetime import date, datetime
from pathlib import Path

from msgspec.structs import replace

from simulator import paths, settings
from simulator.cli import faults
from simulator.errors import SheetError
from simulator.preparation.files import active_sheet, find_sheet, lint, load_sheets, save_sheet
from simulator.preparation.model import Sheet
from simulator.preparation.readiness import readiness
from simulator.preparation.schedule import SAID, spread
from simulator.sessions.people import owner
from simulator.sessions.wanted import rehearsed
from simulator.text import plain


def run(arguments: argparse.Namespace) -> int:
    match arguments.prep_command:
        case "lint":
            return faults.lint(map(Path, arguments.files), lint)
        case "new":
            return _new(arguments.id, arguments.employer, arguments.role)
        case "show":
            return _show(find_sheet(arguments.id))
        case "use":
            return _use(arguments.id)
        case _:
            return _list()


def _list() -> int:
    loaded, active = load_sheets(), settings.load().sheet
    for sheet in loaded.sheets.values():
        when = " ".join(filter(None, (sheet.interview.date, sheet.interview.hour)))
        print(
            f"{sheet.id}  {plain(sheet.role)}, {plain(sheet.employer)}{f'  {when}' if when else ''}{'  active' if sheet.id == active else ''}"
        )
    if not loaded.sheets and not loaded.faults:
        print("No prep sheet yet. `mock-interview prep new ID --employer NAME --role JOB` begins one.")
    return faults.report(loaded.faults)


def _new(sheet_id: str, employer: str, role: str) -> int:
    if sheet_id in load_sheets().sheets or (paths.sheets() / f"{sheet_id}.yaml").exists():
        raise SheetError(f'There is a prep sheet called "{sheet_id}" already.', "Choose another id.")
    print(f"{plain(str(save_sheet(Sheet(id=sheet_id, employer=employer, role=role))))} is yours to fill in.")
    return 0


def _show(sheet: Sheet) -> int:
    needs = readiness(sheet)
    print(f"{plain(sheet.role)}, {plain(sheet.employer)}: {sum(need.ready for need in needs)} of {len(needs)} ready")
    for need in needs:
        print(
            f"  {'ready  ' if need.ready else 'missing'}  {plain(need.name)}{f': {plain(need.missing)}' if need.missing else ''}"
        )
    today = datetime.now().astimezone().date()
    day = date.fromisoformat(sheet.interview.date) if sheet.interview.date else today
    done = rehearsed(sheet.id, owner(settings.load().name))
    for sitting in spread(today.toordinal(), day.toordinal(), done):
        print(f"  {date.fromordinal(sitting.day)}  practise {SAID[sitting.theme]}")
    return 0


def _use(sheet_id: str) -> int:
    chosen = replace(settings.load(), sheet="" if sheet_id == "none" else sheet_id)
    sheet = active_sheet(chosen)
    settings.change(lambda kept: replace(kept, sheet=chosen.sheet))
    print(f"Homework is scored from {sheet.id} now." if sheet else "No prep sheet is active now.")
    return 0
