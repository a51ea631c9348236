"""What the day of an interview shows, read from where it lies. Takes a moment where there are thousands of answers: call it from a thread while a
screen is up."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import date

from simulator.comeback import day as morning
from simulator.comeback.machine import begins
from simulator.comeback.store import APPLICATIONS, IF_THENS, WINS
from simulator.errors import SheetError
from simulator.preparation.files import active_sheet, load_sheets
from simulator.preparation.model import Sheet
from simulator.sessions.index import Index
from simulator.settings import Settings

NEWEST = 1_000
"""So many of the newest answers are looked at for the strongest."""


def day(settings: Settings, today: date) -> morning.Day:
    """The interview of the day, by what the applications and the active sheet say of it: quick, for home."""
    return morning.day(
        today.isoformat(),
        active=_active(settings),
        sheets={},
        applications=APPLICATIONS.load().records.values(),
        begins=begins,
    )


def whole_day(index: Index, settings: Settings, today: date, stop: Callable[[], bool] = lambda: False) -> morning.Day:
    """The same with if-then plans and the strongest answers."""
    index.sync(stop=stop)
    return morning.day(
        today.isoformat(),
        active=_active(settings),
        sheets=load_sheets().sheets,
        applications=APPLICATIONS.load().records.values(),
        plans=IF_THENS.load().records.values(),
        takes=index.takes(newest=NEWEST),
        wins=WINS.load().records.values(),
        begins=begins,
    )


def _active(settings: Settings) -> Sheet | None:
    """A sheet with faults is told of where it is opened; this day goes on without."""
    with suppress(SheetError):
        return active_sheet(settings)
    return None
