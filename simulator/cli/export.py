"""`mock-interview export` and `import`."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from simulator import settings
from simulator.cli import live
from simulator.errors import BundleError, ExportError, NothingToExport, SessionError, UserError
from simulator.exports import formats, writing
from simulator.exports.formats import Format
from simulator.sessions import library, record
from simulator.sessions.bundle import import_bundle
from simulator.sessions.index import Index
from simulator.sessions.people import owner
from simulator.text import plain

ALL = "all"


def run(arguments: argparse.Namespace) -> int:
    kind: Format = arguments.format
    to = Path(arguments.to).expanduser() if arguments.to else None
    folder = to is not None and (to.is_dir() or arguments.to.endswith(os.sep))
    if arguments.everything:
        from simulator.belongings import export_everything

        say_where(export_everything(place_for("mock-interview-everything.zip", to, folder)))
        return 0
    if arguments.progress:
        _export_progress(kind, to, folder)
        return 0
    sessions = _sessions(arguments.sessions or ["last"])
    unwritten: list[Path] = []

    def failed(session: Path, error: UserError) -> None:
        """Of several, one that cannot be written is named, and the rest goes on."""
        unwritten.append(session)
        print(plain(f"{session.name}: {error}"), file=sys.stderr)

    if kind == "csv" and len(sessions) > 1:
        target = place_for(formats.file_name(formats.TABLE, kind), to, folder)
        writing.export_table(sessions, target, failed)
        say_where(target)
        return int(bool(unwritten))
    if len(sessions) > 1 and to is not None and not folder:
        if to.exists():
            raise ExportError(f"{to} is a file, and several are to be written.", "Name a folder.")
        folder = True
    for session in sessions:
        target = place_for(formats.file_name(formats.called(session), kind), to, folder)
        try:
            writing.export_session(session, kind, target, tell)
        except (SessionError, NothingToExport) as error:
            if len(sessions) == 1:
                raise
            failed(session, error)
        else:
            say_where(target)
    return int(bool(unwritten))


def _sessions(names: Sequence[str]) -> list[Path]:
    found = list(library.folders()) if ALL in names else [library.find(name) for name in names]
    if not found:
        raise ExportError("There are no sessions yet.", "`mock-interview export sample` exports the sample.")
    return list(dict.fromkeys(found))


def place_for(name: str, to: Path | None, folder: bool) -> Path:
    if to is None:
        return formats.default_place(name)
    return formats.free(to / name) if folder else to


def _export_progress(kind: Format, to: Path | None, folder: bool) -> None:
    now = datetime.now().astimezone()
    with Index(whose=owner(settings.load().name)) as index:
        index.sync()
        report = record.report(index, now.date())
    target = place_for(formats.file_name(formats.progress_called(now.date()), kind), to, folder)
    writing.export_progress(report, kind, target, now)
    say_where(target)


def tell(done: int, of: int) -> None:
    """How far it is, to a terminal only."""
    if live.may():
        print(f"\r{done} of {of} answers" if done < of else "\r" + " " * 30 + "\r", end="", file=sys.stderr)


def say_where(target: Path) -> None:
    print(plain(writing.where(target)))


def take_in(arguments: argparse.Namespace) -> int:
    """Every bundle that can be imported; one that cannot is named, and the rest goes on."""
    code = 0
    for name in arguments.bundles:
        try:
            done = import_bundle(Path(name))
        except BundleError as error:
            print(plain(str(error)), file=sys.stderr)
            code = 1
        else:
            print(f"{plain(done.folder.name)} {'is there already' if done.already else 'is imported'}.")
    return code
