"""Prep sheets from files and to files. The file format is described in `docs/prep-sheets.md`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import yaml

from simulator import paths
from simulator.documents.files import SUFFIXES, Fault, contents, files, keep_comments, told
from simulator.documents.nodes import read
from simulator.errors import SheetError
from simulator.files import write_atomically
from simulator.preparation.check import check
from simulator.preparation.model import Sheet
from simulator.settings import Settings

WIDTH = 100
"""Characters of a line that we write."""


class LoadedSheets(msgspec.Struct, frozen=True):
    """The sheets by id, and what was wrong with the files that were left out."""

    sheets: dict[str, Sheet]
    faults: list[Fault]


def load_sheet(path: Path) -> Sheet:
    """Raises SheetError that lists every fault of the file."""
    sheet, faults = _read(path)
    if sheet is None:
        raise SheetError(*told(path, faults))
    return sheet


def lint(path: Path) -> list[Fault]:
    """Every fault of the file, in the order of its lines; none if it is a good sheet."""
    return _read(path)[1]


def load_sheets(folder: Path | None = None) -> LoadedSheets:
    """The sheets of the person's folder."""
    sheets: dict[str, Sheet] = {}
    faults: list[Fault] = []
    where: dict[str, str] = {}
    for file in files(folder or paths.sheets(), faults):
        sheet, found = _read(file)
        faults += found
        if sheet is None:
            continue
        if sheet.id in sheets:
            message = f'The id "{sheet.id}" is taken by {where[sheet.id]}.'
            faults.append(Fault(str(file), 1, message, "Give one of them another id."))
            continue
        sheets[sheet.id], where[sheet.id] = sheet, file.name
    return LoadedSheets(sheets, faults)


def active_sheet(settings: Settings, folder: Path | None = None) -> Sheet | None:
    """The sheet that the settings name, or None if they name none. Raises SheetError where it is missing or has faults."""
    if not settings.sheet:
        return None
    loaded = load_sheets(folder)
    if settings.sheet in loaded.sheets:
        return loaded.sheets[settings.sheet]
    file = (folder or paths.sheets()) / f"{settings.sheet}{SUFFIXES[0]}"
    if faults := [fault for fault in loaded.faults if fault.file == str(file)]:
        raise SheetError(*told(file, faults))
    raise SheetError(
        f'There is no prep sheet called "{settings.sheet}".',
        "`mock-interview prep list` names those there are, `mock-interview prep use ID` chooses one.",
    )


def find_sheet(name: str) -> Sheet:
    """By its id, or the path of its file. Raises SheetError."""
    sheets = load_sheets().sheets
    return sheets[name] if name in sheets else load_sheet(Path(name))


def save_sheet(sheet: Sheet, folder: Path | None = None) -> Path:
    """Writes the sheet as the file that a person would write. Raises SheetError where a file that has faults, and so could
    not be read, would be overwritten, where the sheet itself has one, or the disk refuses. A file with comments, which the new
    one has not, is kept beside it under its name with a ~."""
    folder = folder or paths.sheets()
    path = next((file for file in files(folder, []) if _id(file) == sheet.id), folder / f"{sheet.id}{SUFFIXES[0]}")
    if path.exists() and _read(path)[0] is None:
        raise SheetError(*told(path, _read(path)[1]))
    written = as_yaml(sheet)
    _, findings = check(read(written.encode(), "prep sheet", "stories"))
    if findings:
        raise SheetError(*told(path, [Fault(str(path), *finding) for finding in findings]))
    try:
        keep_comments(path)
        write_atomically(path, written.encode())
    except OSError as error:
        raise SheetError(f"{path} cannot be saved: {error.strerror}.", "Check its permissions.") from error
    return path


def delete_sheet(sheet_id: str, folder: Path | None = None) -> None:
    """Raises SheetError where the disk refuses."""
    path = next((file for file in files(folder or paths.sheets(), []) if _id(file) == sheet_id), None)
    try:
        if path is not None:
            path.unlink(missing_ok=True)
    except OSError as error:
        raise SheetError(f"{path} cannot be deleted: {error.strerror}.", "Check its permissions.") from error


def as_yaml(sheet: Sheet) -> str:
    """Every key, the empty ones too: a form to fill in."""
    plain: dict[str, Any] = msgspec.to_builtins(sheet)
    return yaml.dump(plain, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=WIDTH)


class _Dumper(yaml.SafeDumper):
    """Writes a text of several lines as several lines."""


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Dumper.add_representer(str, _text)


def _id(path: Path) -> str:
    sheet, _ = _read(path)
    return sheet.id if sheet is not None else path.stem


def _read(path: Path) -> tuple[Sheet | None, list[Fault]]:
    data, fault = contents(path, "Name the prep sheet's YAML file.")
    if data is None:
        return None, [fault] if fault else []
    sheet, findings = check(read(data, "prep sheet", "stories"))
    return sheet, [Fault(str(path), *finding) for finding in findings]
