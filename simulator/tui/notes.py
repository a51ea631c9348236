"""Writing a note while the interview goes on."""

from __future__ import annotations

from simulator.interview import events as ev
from simulator.tui.dialogs import Write
from simulator.tui.page import Page
from simulator.tui.sitting import Sitting
from simulator.tui.widgets.bars import clock_text


class NoteBox(Write):
    """At the bottom, so that the question stays in sight."""

    def on_mount(self) -> None:
        self.styles.align_vertical = "bottom"
        self.styles.background = "transparent"


async def write_note(page: Page[None], sitting: Sitting, by: ev.Author) -> None:
    """Asks for a note and keeps it; it belongs to the moment when it was begun."""
    moment = sitting.conductor.moment()
    at = f" at {clock_text(moment[1])}" if moment[1] is not None else ""
    text = await page.app.push_screen_wait(NoteBox(f"A note{at}"))
    if text and sitting.open_now:
        sitting.conductor.note(text, by=by, moment=moment)
