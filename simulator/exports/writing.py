"""Exports as files. Nothing is overwritten.

Everything here reads and writes files, and a page of an hour of sound takes a minute: call it from a thread while a screen is up.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from simulator.comeback.store import Kept
from simulator.comeback.tables import to_csv
from simulator.comeback.wins import Good
from simulator.errors import ExportError, NothingToExport, SessionError
from simulator.exports import tables, texts
from simulator.exports.formats import OF_PROGRESS, Format
from simulator.exports.gather import Session, gather
from simulator.exports.pages import Tell, progress_page, session_page, share_page, wins_page
from simulator.exports.sound import ENDING, Stop, going, mp3
from simulator.files import new_file, private_folder
from simulator.progress.report import Report
from simulator.questions.load import all_questions
from simulator.sessions.bundle import export_bundle
from simulator.text import size_text


def export_session(session: Path, kind: Format, to: Path, tell: Tell | None = None, stop: Stop = going) -> None:
    """Writes one session. `tell` hears how far it is, and `stop` ends it, by Stopped, with nothing written. Raises SessionError, and
    ExportError where it cannot be written."""
    match kind:
        case "bundle":
            export_bundle(session, to)
        case "html":
            _write(to, session_page(gather(session), tell, stop))
        case "markdown":
            _write(to, texts.markdown(gather(session)).encode())
        case "json":
            _write(to, tables.session_json(gather(session)))
        case "csv":
            export_table([session], to)
        case "subtitles":
            _write_subtitles(gather(session), to, tell, stop)


def share_session(session: Path, to: Path, *, words: bool, tell: Tell | None = None, stop: Stop = going) -> None:
    """Writes one session as a page for a friend to write on, with its `words` or without. Otherwise as `export_session`."""
    _write(to, share_page(gather(session), words, tell, stop))


def export_table(
    sessions: Sequence[Path], to: Path, failed: Callable[[Path, SessionError], None] | None = None
) -> None:
    """One table of the answers of several sessions. `failed` is told of one that cannot be read, and the rest goes on; without it that is
    raised."""
    background = all_questions()

    def readable() -> Iterator[Session]:
        for session in sessions:
            try:
                yield gather(session, background)
            except SessionError as error:
                if failed is None:
                    raise
                failed(session, error)

    _write(to, tables.answers_csv(readable()).encode("utf-8-sig"))


def export_progress(report: Report, kind: Format, to: Path, now: datetime) -> None:
    match kind:
        case "html":
            _write(to, progress_page(report, now))
        case "markdown":
            _write(to, texts.progress_markdown(report).encode())
        case "csv":
            _write(to, tables.weeks_csv(report).encode("utf-8-sig"))
        case "json":
            _write(to, tables.progress_json(report))
        case _:
            raise ExportError(f"Progress cannot be exported as {kind}.", f"Choose one of: {', '.join(OF_PROGRESS)}.")


def export_wins(found: Sequence[Good], to: Path, now: datetime) -> None:
    """Writes what went well as a page."""
    _write(to, wins_page(found, now))


def export_records(kept: Kept[Any], to: Path) -> None:
    """Writes applications, contacts or skills as a table that is taken in again."""
    _write(to, to_csv(kept.shape, kept.load().records.values()).encode("utf-8-sig"))


def _write_subtitles(session: Session, to: Path, tell: Tell | None, stop: Stop) -> None:
    """The sound of each answer, and its words beside it under the same name, as players look for them."""
    spoken = [
        answer
        for answer in session.answers
        if answer.shown.audio is not None and answer.card is not None and answer.card.transcript.words
    ]
    if not spoken:
        raise NothingToExport(f"{session.id} has no spoken words, so it has no subtitles.", "Choose another format.")
    if to.exists():
        raise _taken(to)
    try:
        for number, answer in enumerate(spoken):
            assert answer.shown.audio is not None
            for ending, data in ((ENDING, mp3(answer.shown.audio, stop)), (".vtt", texts.subtitles(answer).encode())):
                _write(private_folder(to) / f"{answer.name}{ending}", data)
            if tell is not None:
                tell(number + 1, len(spoken))
    except BaseException:
        shutil.rmtree(to, ignore_errors=True)
        raise


def _write(to: Path, data: bytes) -> None:
    try:
        with new_file(to) as file:
            file.write(data)
    except FileExistsError as error:
        raise _taken(to) from error
    except OSError as error:
        raise ExportError(f"{to} cannot be written: {error.strerror}.", "Choose another place.") from error


def _taken(to: Path) -> ExportError:
    return ExportError(f"{to} is there already, and stays as it is.", "Choose another name.")


def where(to: Path) -> str:
    """Where an export lies, in a sentence."""
    size = sum(path.stat().st_size for path in to.iterdir()) if to.is_dir() else to.stat().st_size
    return f"The export lies in {to} ({size_text(size)})."
