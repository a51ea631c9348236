"""The prep sheets: one for each application, one of them active."""

from __future__ import annotations

from msgspec.structs import replace
from textual import work

from simulator import paths, when
from simulator.errors import SheetError
from simulator.preparation.files import LoadedSheets, delete_sheet, load_sheets
from simulator.preparation.model import Sheet
from simulator.preparation.readiness import readiness
from simulator.tui.actions import bindings
from simulator.tui.after import begin_sheet
from simulator.tui.choice_page import ChoicePage
from simulator.tui.dialogs import Ask, Write
from simulator.tui.widgets.choices import Choices, Row

NONE_YET = "No prep sheet yet. One holds the homework for one application: n begins it."
ACTIVE = "What you practise is scored from this sheet."
OTHER = "u makes it the one that what you practise is scored from."


class PrepSheets(ChoicePage):
    NAME = "prep"
    BINDINGS = bindings(NAME)
    title_left = "Prep sheets"
    DEFAULT_CSS = """
    PrepSheets Choices { height: 1fr; }
    PrepSheets #about { height: 2; margin-top: 1; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.loaded = LoadedSheets({}, [])

    def on_screen_resume(self) -> None:
        self._read()
        if self.loaded.faults:
            few = "\n".join(str(fault) for fault in self.loaded.faults[:3])
            mend = "`mock-interview prep lint` with the name of the file lists every fault with its line."
            self.tell_once(SheetError(f"A prep sheet is left out until it is mended.\n\n{few}", mend))

    def _read(self, selected: str | None = None) -> None:
        self.loaded = load_sheets()
        self.say_title("Prep sheets", f"they lie in {paths.sheets()}")
        self.query_one(Choices).show([self._row(sheet) for sheet in self.loaded.sheets.values()], selected)
        self.query_one(Choices).focus()
        self.say_about()

    def _row(self, sheet: Sheet) -> Row:
        needs = readiness(sheet)
        detail = [
            "active" if sheet.id == self.program.settings.sheet else "",
            when.day(sheet.interview.date, when.now()) if sheet.interview.date else "no date yet",
            f"{sum(need.ready for need in needs)} of {len(needs)} ready",
        ]
        return Row(sheet.id, f"{sheet.role}, {sheet.employer}", ", ".join(filter(None, detail)))

    @property
    def chosen(self) -> Sheet | None:
        return self.loaded.sheets.get(self.key)

    def about(self) -> str:
        chosen = self.chosen
        return NONE_YET if chosen is None else ACTIVE if chosen.id == self.program.settings.sheet else OTHER

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in ("open", "use", "delete"):
            return self.chosen is not None
        return True

    def action_open(self) -> None:
        if self.chosen is not None:
            self.program.open("sheet", sheet=self.chosen.id)

    def action_use(self) -> None:
        """Makes the sheet the active one, or none where it is."""
        chosen = self.chosen
        if chosen is not None:
            active = "" if chosen.id == self.program.settings.sheet else chosen.id
            with self.telling():
                self.program.change(replace(self.program.settings, sheet=active))
            self._read(chosen.id)

    @work
    async def action_new(self) -> None:
        """Asks for the employer and the role, and opens the new sheet, which is active from here."""
        employer = await self.program.push_screen_wait(Write("Who is the employer?"))
        role = await self.program.push_screen_wait(Write("Which job is it?")) if employer else None
        if not employer or not role:
            return
        with self.telling():
            self.program.open("sheet", sheet=begin_sheet(self.program, Sheet(id="", employer=employer, role=role)))

    @work
    async def action_delete(self) -> None:
        chosen = self.chosen
        if chosen is None:
            return
        question = (
            f"Delete the prep sheet for {chosen.role}, {chosen.employer}? Sessions keep what they were scored from."
        )
        if await self.program.push_screen_wait(Ask(question)):
            with self.telling():
                delete_sheet(chosen.id)
                if self.program.settings.sheet == chosen.id:
                    self.program.change(replace(self.program.settings, sheet=""))
            self._read()
