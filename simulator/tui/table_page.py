"""What the lists of applications, contacts and skills have in common: they go out as a table, and a table comes in."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

from textual import work

from simulator.comeback.store import Kept
from simulator.comeback.taking_in import take_in
from simulator.tui.choice_page import ChoicePage

WHICH = "Which table (CSV)? Its first line names columns; all of it is taken in, or nothing."


class TablePage(ChoicePage):
    KEPT: ClassVar[Kept[Any]]

    def read(self, selected: str | None = None) -> None:
        """Shows what is on disk now."""
        raise NotImplementedError

    @work
    async def action_export(self) -> None:
        from simulator.tui.screens.exporting import export_records

        await export_records(self.program, self.KEPT)

    @work
    async def action_take_in(self) -> None:
        taken = await self.ask(WHICH, "", lambda typed: take_in(Path(typed).expanduser(), self.KEPT))
        if taken is not None:
            self.read()
            self.say(taken.sentence)
