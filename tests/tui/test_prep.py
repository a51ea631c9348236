"""Prep sheets on the screen: begun, filled in, made active, and never lost."""

from __future__ import annotations

from datetime import datetime

import pytest
from msgspec.structs import replace
from textual import events
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from simulator import paths
from simulator.preparation.files import load_sheet, load_sheets, save_sheet
from simulator.preparation.model import Interview, Paper, Sheet
from simulator.settings import Settings, load
from simulator.tui.screens.home import Home
from simulator.tui.screens.prep import PrepSheets
from simulator.tui.screens.sheet import FIELDS, GROUPS, SheetScreen
from simulator.tui.widgets.choices import Choices
from tests.tui.conftest import Opening, frame, settle
from tests.tui.learning import learner
from tests.tui.rehearsing import shown, until

SHEET = Sheet(
    id="mill",
    employer="Mill Road Dental",
    role="Receptionist",
    interview=Interview(date="2099-03-09", hour="10:00"),
    documents=(Paper(name="Copies of the CV"),),
)
POSTING = "Your tasks:\n- Book appointments\nWhat you bring\n- A clear voice\n- Patience\n"


def fresh() -> Sheet:
    return load_sheets().sheets["mill"]


def select(pilot: Pilot[None], key: str) -> None:
    choices = pilot.app.screen.query_one(Choices)
    choices.show(choices.rows, key)


async def write(pilot: Pilot[None], text: str) -> None:
    """Into the dialog that comes up."""
    await until(pilot, lambda: isinstance(pilot.app.screen.focused, Input))
    pilot.app.screen.query_one(Input).value = text
    await pilot.press("enter")
    await settle_down(pilot)


async def settle_down(pilot: Pilot[None]) -> None:
    await pilot.pause()
    await pilot.pause()


@pytest.fixture
def sheet() -> Sheet:
    save_sheet(SHEET)
    return SHEET


def test_every_field_of_a_sheet_is_on_the_screen() -> None:
    assert {field for fields in GROUPS.values() for field in fields} == set(Sheet.__struct_fields__) - {"id"}
    for field in Sheet.__struct_fields__:
        assert field == "id" or field in FIELDS


async def test_a_sheet_is_begun_made_active_and_opened(opening: Opening, size: tuple[int, int]) -> None:
    async with opening("prep", size=size) as pilot:
        assert "n begins it" in frame(pilot)
        await pilot.press("n")
        await write(pilot, "Mill Road Dental")
        await write(pilot, "Receptionist")
        await until(pilot, lambda: isinstance(pilot.app.screen, SheetScreen))
        text = await shown(pilot, "Still missing")
        assert "Receptionist, Mill Road Dental" in text
    assert load().sheet == "mill-road-dental"
    assert load_sheets().sheets["mill-road-dental"].role == "Receptionist"


async def test_a_text_a_list_and_a_story_are_written_at_once(opening: Opening, sheet: Sheet) -> None:
    async with opening("sheet", sheet="mill") as pilot:
        await shown(pilot, "Practice up to the interview")
        select(pilot, "field:employer")
        await pilot.press("enter")
        await write(pilot, "Mill Road Dentists")
        assert fresh().employer == "Mill Road Dentists"
        select(pilot, "field:company")
        await pilot.press("enter", "a")
        await write(pilot, "Four dentists.")
        assert fresh().company == ("Four dentists.",)
        await pilot.press("escape")
        select(pilot, "field:stories")
        await pilot.press("enter", "a")
        await write(pilot, "The double booking")
        select(pilot, "field:result")
        await pilot.press("enter")
        await until(pilot, lambda: bool(pilot.app.screen.query(TextArea)))
        pilot.app.post_message(events.Paste("Both were seen.\nNobody shouted."))
        await until(pilot, lambda: "shouted" in pilot.app.screen.query_one(TextArea).text)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: bool(fresh().stories[0].result))
        assert fresh().stories[0].result == "Both were seen. Nobody shouted."
        assert fresh().stories[0].id == "the-double-booking"


async def test_a_posting_proposes_and_the_person_confirms(opening: Opening, sheet: Sheet) -> None:
    async with opening("sheet", sheet="mill") as pilot:
        await shown(pilot, "Still missing")
        select(pilot, "field:posting")
        await pilot.press("enter")
        await until(pilot, lambda: bool(pilot.app.screen.query(TextArea)))
        pilot.app.post_message(events.Paste(POSTING))
        await until(pilot, lambda: "Patience" in pilot.app.screen.query_one(TextArea).text)
        await pilot.press("ctrl+s")
        proposed = await shown(pilot, "names these skills")
        assert "[x] clear voice" in proposed
        await pilot.press("space", "enter")
        await shown(pilot, "names these tasks")
        await pilot.press("enter")
        await until(pilot, lambda: bool(fresh().tasks))
    assert fresh().skills == ("Patience",), "what was not ticked is not taken over"
    assert fresh().tasks == ("Book appointments",)


async def test_documents_are_ticked_and_entries_taken_out(opening: Opening, sheet: Sheet) -> None:
    async with opening("sheet", sheet="mill") as pilot:
        await shown(pilot, "Still missing")
        select(pilot, "field:documents")
        await pilot.press("enter", "space")
        await until(pilot, lambda: fresh().documents[0].ready)
        assert "ready" in frame(pilot)
        await pilot.press("d")
        await until(pilot, lambda: not fresh().documents)


async def test_a_date_that_is_none_is_told_and_not_written(opening: Opening, sheet: Sheet) -> None:
    path = save_sheet(SHEET)
    before = path.read_bytes()
    async with opening("sheet", sheet="mill") as pilot:
        await shown(pilot, "Still missing")
        select(pilot, "field:interview")
        await pilot.press("enter", "enter")
        await write(pilot, "next Tuesday")
        await shown(pilot, "is not a date")
        await pilot.press("escape")
    assert path.read_bytes() == before


async def test_what_an_editor_wrote_meanwhile_is_kept(opening: Opening, sheet: Sheet) -> None:
    async with opening("sheet", sheet="mill") as pilot:
        await shown(pilot, "Still missing")
        path = paths.sheets() / "mill.yaml"
        path.write_text(path.read_text().replace("Receptionist", "Receptionist, evenings"))
        select(pilot, "field:why_leaving")
        select(pilot, "field:employer")
        await pilot.press("enter")
        await write(pilot, "Mill Road")
    kept = load_sheet(path)
    assert (kept.employer, kept.role) == ("Mill Road", "Receptionist, evenings")


async def test_what_an_editor_wrote_into_a_list_meanwhile_is_neither_taken_out_nor_written_over(
    opening: Opening, sheet: Sheet
) -> None:
    """The list is the one that was shown: its entries stand elsewhere by now, and its end too."""
    path = paths.sheets() / "mill.yaml"

    def skills() -> tuple[str, ...]:
        return load_sheet(path).skills

    save_sheet(replace(load_sheet(path), skills=("telephone", "spreadsheets")))
    async with opening("sheet", sheet="mill") as pilot:
        await shown(pilot, "Still missing")
        select(pilot, "field:skills")
        await pilot.press("enter")
        save_sheet(replace(load_sheet(path), skills=("first aid", "telephone", "spreadsheets")))
        select(pilot, "entry:1")
        await pilot.press("d")
        await until(pilot, lambda: skills() == ("first aid", "telephone"))
        select(pilot, "entry:1")
        await pilot.press("enter")
        await until(pilot, lambda: bool(pilot.app.screen.query(Input)))
        save_sheet(replace(load_sheet(path), skills=("welding", "first aid", "telephone")))
        await write(pilot, "telephone at night")
        await until(pilot, lambda: skills() == ("welding", "first aid", "telephone at night"))
        await until(pilot, lambda: isinstance(pilot.app.screen, SheetScreen))
        await settle_down(pilot)
        await pilot.press("a")
        await until(pilot, lambda: bool(pilot.app.screen.query(Input)))
        save_sheet(replace(load_sheet(path), skills=(*skills(), "driving")))
        await write(pilot, "patience")
        await until(pilot, lambda: skills()[-1] == "patience")
    assert skills() == ("welding", "first aid", "telephone at night", "driving", "patience")


async def test_practice_starts_from_the_sheet(opening: Opening, sheet: Sheet, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[tuple[str, object]] = []
    async with opening("sheet", sheet="mill") as pilot:
        await shown(pilot, "Still missing")
        monkeypatch.setattr(pilot.app, "open", lambda name, **given: opened.append((name, given["wish"])))
        select(pilot, "practise:research")
        await pilot.press("enter")
    name, wish = opened[0]
    assert name == "interview"
    assert (wish.reason, wish.sheet, wish.minutes) == ("research", "mill", 10)  # type: ignore[attr-defined]


async def test_a_sheet_is_made_active_and_deleted_after_a_question(opening: Opening, sheet: Sheet) -> None:
    async with opening("prep") as pilot:
        await shown(pilot, "Receptionist, Mill Road Dental")
        await pilot.press("u")
        assert load().sheet == "mill"
        assert "active" in frame(pilot)
        await pilot.press("d")
        await shown(pilot, "Delete the prep sheet")
        await pilot.press("n")
        assert load_sheets().sheets
        await pilot.press("d")
        await shown(pilot, "Delete the prep sheet")
        await pilot.press("y")
        await until(pilot, lambda: not load_sheets().sheets)
        await shown(pilot, "No prep sheet yet")
    assert load().sheet == ""


async def test_home_leads_to_the_interview_that_is_coming(opening: Opening, sheet: Sheet) -> None:
    async with opening("home", settings=Settings(sheet="mill")) as pilot:
        text = frame(pilot)
        assert "Prepare for Mill Road Dental" in text
        assert isinstance(pilot.app.screen, Home)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, SheetScreen))


async def test_beside_it_every_offer_is_told_whole_even_a_replay_of_another_year(
    opening: Opening, sheet: Sheet
) -> None:
    learner(1, first=datetime.fromisoformat("2025-09-24T19:00:00+01:00"), base=200.0)
    async with opening("home", size=(80, 24), settings=Settings(sheet="mill")) as pilot:
        page = await shown(pilot, "Prepare for Mill Road Dental")
        assert "24 Sep 2025: fluency 100, preparedness 100" in page
        assert "at the same table, or on their phone" in page
        assert "homework, a sheet for each application" in page


async def test_a_sheet_with_a_fault_is_told_and_left_as_it_is(opening: Opening) -> None:
    paths.sheets().mkdir(parents=True, exist_ok=True)
    file = paths.sheets() / "bad.yaml"
    file.write_text("id: bad\nemployer: [\n")
    async with opening("prep") as pilot:
        await shown(pilot, "bad.yaml")
        await pilot.press("escape")
        await settle(pilot)
        assert isinstance(pilot.app.screen, PrepSheets)
    assert file.read_text() == "id: bad\nemployer: [\n"
