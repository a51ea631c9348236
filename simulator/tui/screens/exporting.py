"""A session as a file of the person's own: which format, where to, and how far it is."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, cast

from textual import work
from textual.app import ComposeResult

from simulator.errors import UserError
from simulator.exports import formats
from simulator.exports.formats import FORMATS, Format
from simulator.tui.actions import bindings
from simulator.tui.dialogs import Pick, Write
from simulator.tui.page import Dialog
from simulator.tui.widgets.choices import Row
from simulator.tui.widgets.words import Words

if TYPE_CHECKING:
    from simulator.tui.app import MockInterviewApp

QUESTION = "What shall it be?"
WHERE = "Where to? Nothing that is there is overwritten."
NAMES = {"html": "Page", "csv": "Table (CSV)", "json": "JSON"}
"""Of formats that are called otherwise than by a word of their own."""


async def export(program: MockInterviewApp, session: Path) -> None:
    """Asks for the format and the place, and writes: runs in a worker of a screen."""
    rows = [Row(kind, NAMES.get(kind, kind.capitalize()), about) for kind, about in FORMATS.items()]
    kind = await program.push_screen_wait(Pick(QUESTION, rows, "html"))
    if kind is None:
        return
    chosen = cast(Format, kind)
    place = formats.default_place(formats.file_name(formats.called(session), chosen))
    to = await program.push_screen_wait(Write(WHERE, str(place)))
    if to:
        await program.push_screen_wait(Exporting(session, chosen, Path(to).expanduser()))


class Exporting(Dialog[None]):
    """Writes in a thread, says how far it is and in the end where the file lies. Stopping writes nothing."""

    NAME = "exporting"
    BINDINGS = bindings(NAME)

    def __init__(self, session: Path, kind: Format, to: Path) -> None:
        super().__init__()
        self.session = session
        self.kind: Format = kind
        self.to = to
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
        from simulator.exports.writing import export_session, where

        def tell(done: int, of: int) -> None:
            loop.call_soon_threadsafe(self._tell, done, of)

        target = (
            formats.free(self.to / formats.file_name(formats.called(self.session), self.kind))
            if self.to.is_dir()
            else self.to
        )
        try:
            export_session(self.session, self.kind, target, tell, lambda: self._stopped)
        except Stopped:
            return "Stopped; nothing was written."
        return where(target)

    def _tell(self, done: int, of: int) -> None:
        if self.is_attached and not self.done:
            self.query_one(Words).say(f"Writing... {done} of {of} answers are done.")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return {"stop": not self.done, "back": self.done}.get(action, True)

    def action_stop(self) -> None:
        self._stopped = True

    def action_back(self) -> None:
        self.dismiss()
