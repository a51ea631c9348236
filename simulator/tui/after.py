"""What home, the debrief and its plan share: which interviews wait to be looked back on, and where a thing to do can be done."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from simulator import paths, when
from simulator.tui.widgets.choices import Row

if TYPE_CHECKING:
    from simulator.preparation.model import Sheet
    from simulator.tui.app import MockInterviewApp


def offers(now: datetime) -> tuple[list[Row], list[Row]]:
    """What home offers first, a debrief to go on with or to begin (keys `debrief:ID` and `awaited`), and the plan while something in it is open. Reads
    files, ten milliseconds each: call it from a thread."""
    return _looking_back(now), _plan()


def _looking_back(now: datetime) -> list[Row]:
    if not paths.comeback().exists() and not paths.sheets().exists():
        return []
    from simulator.comeback.awaiting import to_go_on
    from simulator.comeback.gather import waits
    from simulator.comeback.store import DEBRIEFS

    left = to_go_on(DEBRIEFS.load().records.values(), now.date().isoformat())
    if left is not None:
        detail = "you rested; it waits where it was" if left.rest_until else "it waits where you left it"
        return [Row(f"debrief:{left.id}", "Look back on the interview", detail)]
    return [
        Row("awaited", f"Look back: {each.employer}", f"interview {when.day(each.date, now)}; how was it?")
        for each in waits(now)[:1]
    ]


def _plan() -> list[Row]:
    if not paths.comeback().exists():
        return []
    from simulator.comeback.plan import in_force
    from simulator.comeback.store import PLANS

    plan = in_force(PLANS.load().records.values())
    if plan is None or not plan.open_items:
        return []
    return [Row("plan", "Your plan", f"{len(plan.open_items)} of {len(plan.items)} to do, one at a time")]


def letters(program: MockInterviewApp, kind: str, application: str) -> None:
    """`kind`: feedback or thanks."""
    program.open("letter", kind=kind, of=application)


def begin_sheet(program: MockInterviewApp, sheet: Sheet) -> str:
    """Saves a new prep sheet under a free id, which it gives; it is the active one from here. Raises SheetError or SettingsError."""
    from msgspec.structs import replace

    from simulator.preparation.editing import identifier
    from simulator.preparation.files import load_sheets, save_sheet

    taken = {*load_sheets().sheets, *(file.stem for file in paths.sheets().glob("*"))}
    id = identifier(sheet.employer, taken)
    save_sheet(replace(sheet, id=id))
    program.change(replace(program.settings, sheet=id))
    return id
