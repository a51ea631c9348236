"""A session, progress, wins or a table as a file of the person's own: which format, where to, and how far it is."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from textual import work
from textual.app import ComposeResult

from simulator.errors import UserError
from simulator.exports import formats
from simulator.exports.formats import FORMATS, OF_PROGRESS, OF_RECORDS, OF_WINS, Format
from simulator.tui.actions import bindings
from simulator.tui.dialogs import Pick, Write
from simulator.tui.page import Dialog
from simulator.tui.widgets.choices import Row
from simulator.tui.widgets.words import Words

if TYPE_CHECKING:
    from simulator.comeback.store import Kept
    from simulator.comeback.wins import Good
    from simulator.exports.pages import Tell
    from simulator.exports.sound import Stop
    from simulator.progress.report import Report
    from simulator.tui.app import MockInterviewApp

    Writing = Callable[[Format, Path, Tell, Stop], None]
    """Writes an export, in a thread: told how far it is, and when to stop. What it needs is imported there."""

QUESTION = "What shall it be?"
WHERE = "Where to? Nothing that is there is overwritten."
NAMES = {"html": "Page", "csv": "Table (CSV)", "json": "JSON"}
"""Of formats that are called otherwise than by a word of their own."""


async def export(program: MockInterviewApp, session: Path) -> None:
    """Asks for the format and the place, and writes: runs in a worker of a screen."""

    def write(kind: Format, to: Path, tell: Tell, stop: Stop) -> None:
        from simulator.exports.writing import export_session

        export_session(session, kind, to, tell, stop)

    await _export(program, FORMATS, formats.called(session), write)


async def export_progress(program: MockInterviewApp, report: Report, now: datetime) -> None:
    """The same of progress, as `report` tells it."""

    def write(kind: Format, to: Path, tell: Tell, stop: Stop) -> None:
        from simulator.exports.writing import export_progress

        export_progress(report, kind, to, now)

    await _export(program, OF_PROGRESS, formats.progress_called(now.date()), write)


async def export_wins(program: MockInterviewApp, found: Sequence[Good], now: datetime) -> None:
    """What went well, as a page."""

    def write(kind: Format, to: Path, tell: Tell, stop: Stop) -> None:
        from simulator.exports.writing import export_wins

        export_wins(found, to, now)

    await _export(program, OF_WINS, formats.wins_called(now.date()), write)


async def export_records(program: MockInterviewApp, kept: Kept[Any]) -> None:
    """Applications, contacts or skills, as a table."""

    def write(kind: Format, to: Path, tell: Tell, stop: Stop) -> None:
        from simulator.exports.writing import export_records

        export_records(kept, to)

    await _export(program, OF_RECORDS, kept.folder.name, write)


async def _export(program: MockInterviewApp, offered: Mapping[Format, str], called: str, write: Writing) -> None:
    """Asks for the format only where there are several."""
    rows = [Row(kind, NAMES.get(kind, kind.capitalize()), about) for kind, about in offered.items()]
    chosen = rows[0].key
    if len(rows) > 1:
        chosen = await program.push_screen_wait(Pick(QUESTION, rows, "html"))
    if chosen is None:
        return
    kind = cast("Format", chosen)
    name = formats.file_name(called, kind)
    to = await program.push_screen_wait(Write(WHERE, str(formats.default_place(name))))
    if to:
        place = Path(to).expanduser()
        target = formats.free(place / name) if place.is_dir() else place
        await program.push_screen_wait(Exporting(kind, target, write))


class Exporting(Dialog[None]):
    """Writes in a thread, says how far it is and in the end where the file lies. Stopping writes nothing."""

    NAME = "exporting"
    BINDINGS = bindings(NAME)

    def __init__(self, kind: Format, to: Path, write: Writing) -> None:
        super().__init__()
        self.kind: Format = kind
        self.to = to
        self.write = write
        self.done = False
        self._stopped = False

    def body(self) -> ComposeResult:
        yield Words("Writing...")

    def on_mount(self) -> None:
        self._write()

    def on_unmount(self) -> None:
        self._stopped = True

    @work
    async def _write(self) -> None:
        try:
            said = await asyncio.to_thread(self._in_thread, asyncio.get_running_loop())
        except UserError as error:
            said = str(error)
        self.done = True
        self.query_one(Words).say(said)
        self.refresh_bindings()

    def _in_thread(self, loop: asyncio.AbstractEventLoop) -> str:
        from simulator.exports.sound import Stopped
        from simulator.exports.writing import where

        def tell(done: int, of: int) -> None:
            loop.call_soon_threadsafe(self._tell, done, of)

        try:
            self.write(self.kind, self.to, tell, lambda: self._stopped)
        except Stopped:
            return "Stopped; nothing was written."
        return where(self.to)

    def _tell(self, done: int, of: int) -> None:
        if self.is_attached and not self.done:
            self.query_one(Words).say(f"Writing... {done} of {of} answers are done.")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return {"stop": not self.done, "back": self.done}.get(action, True)

    def action_stop(self) -> None:
        self._stopped = True

    def action_back(self) -> None:
        self.dismiss()
