"""The search for a job on the screen: applications, what is due, letters, contacts and skills."""

from __future__ import annotations

import os
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from textual import events
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from simulator import paths
from simulator.comeback import drafts
from simulator.comeback.letters import from_text
from simulator.comeback.model import Application, Appointment, Contact, Debrief, Person, Reached, Record, Skill
from simulator.comeback.store import APPLICATIONS, CONTACTS, DEBRIEFS, KINDS, SKILLS, Kept
from simulator.preparation.files import load_sheets, save_sheet
from simulator.preparation.model import Interview, Sheet
from simulator.settings import Settings
from simulator.tui.screens.applications import Applications
from simulator.tui.screens.gathered import Contacts, Skills
from simulator.tui.screens.home import Home
from simulator.tui.screens.letter import LetterScreen
from simulator.tui.screens.record import FIELDS, RecordScreen
from simulator.tui.screens.sheet import SheetScreen
from simulator.tui.widgets.choices import Choices
from simulator.tui.widgets.words import Words
from tests.tui.conftest import Opening, frame, settle
from tests.tui.rehearsing import on, shown, until

TODAY = date.today()  # noqa: DTZ011  # the day as the screen sees it
YESTERDAY = (TODAY - timedelta(days=1)).isoformat()
JOB = Application(
    id="harbour",
    employer="Harbour Foods",
    role="Warehouse clerk",
    contact=Person(name="Ms Okafor", mail="okafor@harbour.example"),
    stages=(Reached(stage="interview", date=YESTERDAY),),
    interviews=(Appointment(date=YESTERDAY, hour="10:00"),),
)


TABLES: dict[str, tuple[Kept[Any], Record]] = {
    "applications": (APPLICATIONS, JOB),
    "skills": (SKILLS, Skill(id="lift", name="Forklift licence", way="certificate", cost=250)),
}


def select(pilot: Pilot[None], key: str) -> None:
    choices = pilot.app.screen.query_one(Choices)
    choices.show(choices.rows, key)


async def write(pilot: Pilot[None], text: str) -> None:
    await until(pilot, lambda: isinstance(pilot.app.screen.focused, Input))
    pilot.app.screen.query_one(Input).value = text
    await pilot.press("enter")
    await pilot.pause()


async def choose(pilot: Pilot[None], question: str, key: str) -> None:
    await shown(pilot, question)
    select(pilot, key)
    await pilot.press("enter")
    await pilot.pause()


def fresh() -> Application:
    return APPLICATIONS.load().records["harbour"]


@pytest.fixture
def job() -> Application:
    APPLICATIONS.save(JOB)
    return JOB


def test_every_field_of_a_record_is_on_its_screen() -> None:
    for what in ("application", "contact", "skill"):
        for field in KINDS[what].shape.__struct_fields__:
            assert field == "id" or field in FIELDS


async def test_an_application_is_begun_and_opened(opening: Opening, size: tuple[int, int]) -> None:
    async with opening("applications", size=size) as pilot:
        assert "n begins one" in frame(pilot)
        await pilot.press("n")
        await write(pilot, "Harbour Foods")
        await write(pilot, "Clerk")
        await until(pilot, lambda: on(pilot, RecordScreen))
        assert "Clerk, Harbour Foods" in await shown(pilot, "No required skills yet")
    (made,) = APPLICATIONS.load().records.values()
    assert (made.id, made.employer, made.role) == ("harbour-foods-clerk", "Harbour Foods", "Clerk")


async def test_thanks_are_due_drafted_changed_and_marked_as_sent(
    opening: Opening, job: Application, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.delenv("EDITOR", raising=False)
    async with opening("applications", size=size, settings=Settings(name="Ada")) as pilot:
        page = await shown(pilot, "Due today")
        assert "thank-you note" in page
        await pilot.press("enter")
        await until(pilot, lambda: on(pilot, LetterScreen))
        page = frame(pilot)
        assert "To: okafor@harbour.example" in page
        assert "Dear Ms Okafor," in page
        assert "within 24 hours" in page
        await pilot.press("e")
        await until(pilot, lambda: bool(pilot.app.screen.query(TextArea)))
        pilot.app.post_message(events.Paste("\nPS. Thank you for the coffee."))
        await until(pilot, lambda: "coffee" in pilot.app.screen.query_one(TextArea).text)
        await pilot.press("ctrl+s")
        await shown(pilot, "your draft")
        kept = drafts.load("thanks", "harbour")
        assert kept is not None
        assert "coffee" in kept.body
        assert drafts.path("thanks", "harbour").stat().st_mode & 0o077 == 0
        await pilot.press("s")
        await shown(pilot, "Sent today")
        await pilot.press("escape")
        await until(pilot, lambda: on(pilot, Applications))
        assert "Due today" not in frame(pilot)
    (debrief,) = DEBRIEFS.load().records.values()
    assert (debrief.application, debrief.date, debrief.thanked) == ("harbour", YESTERDAY, TODAY.isoformat())


async def test_a_letter_is_copied_and_opened_in_mail_only_by_its_key(
    opening: Opening, job: Application, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = tmp_path / "asked"
    program = tmp_path / "bin" / "xdg-open"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nprintf %s "$1" > {asked}.new && mv {asked}.new {asked}\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setattr("sys.platform", "linux")
    async with opening("letter", kind="thanks", of="harbour") as pilot:
        await pilot.press("c")
        await shown(pilot, "clipboard")
        assert pilot.app.clipboard.startswith("Dear Ms Okafor,")
        assert not asked.exists()
        await pilot.press("m")
        await until(pilot, asked.exists)
        assert asked.read_text().startswith("mailto:okafor@harbour.example?subject=Thank%20you")
        assert "where you send it" in frame(pilot)
    assert not DEBRIEFS.load().records, "opened is not sent"


async def test_a_draft_is_written_anew_after_a_question(opening: Opening, job: Application) -> None:
    drafts.save("thanks", "harbour", from_text("To: x@y.z\nSubject: Hi\n\nMine.\n"))
    async with opening("letter", kind="thanks", of="harbour") as pilot:
        assert "Mine." in frame(pilot)
        await pilot.press("w")
        await shown(pilot, "Write it anew")
        await pilot.press("y")
        await shown(pilot, "Dear Ms Okafor,")
    assert drafts.load("thanks", "harbour") is None


async def test_a_stage_is_set_and_a_rejection_offers_the_request_for_feedback_first(
    opening: Opening, job: Application
) -> None:
    DEBRIEFS.save(Debrief(id="d", application="harbour", date=YESTERDAY, thanked=YESTERDAY))
    async with opening("applications") as pilot:
        select(pilot, "application:harbour")
        await pilot.press("s")
        await choose(pilot, "How far has it come?", "rejected")
        await until(pilot, lambda: fresh().stage == "rejected")
        page = await shown(pilot, "ask for feedback")
        assert page.index("ask for feedback") < page.index("keep the door open")
        select(pilot, "due:0")
        await pilot.press("enter")
        assert "What fell short in my interview?" in await shown(pilot, "Most requests for feedback are not answered")
        await pilot.press("s")
        await shown(pilot, "Sent today")
    assert DEBRIEFS.load().records["d"].asked_for_feedback == TODAY.isoformat()


async def test_fields_dates_people_and_stages_are_written_at_once(opening: Opening, job: Application) -> None:
    async with opening("record", what="application", of="harbour") as pilot:
        await shown(pilot, "How it fits")
        select(pilot, "field:next_action")
        await pilot.press("enter")
        await write(pilot, "ring them")
        select(pilot, "field:due")
        await pilot.press("enter")
        await write(pilot, "tomorrow")
        await shown(pilot, "Nothing was saved")
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen.focused, Input))
        assert pilot.app.screen.query_one(Input).value == "tomorrow", "what was refused is not lost"
        await write(pilot, "2027-03-09")
        assert (fresh().next_action, fresh().due) == ("ring them", "2027-03-09")
        select(pilot, "field:recruiter")
        await pilot.press("enter")
        await write(pilot, "Lena Brandt")
        await until(pilot, lambda: fresh().recruiter is not None)
        select(pilot, "field:mail")
        await pilot.press("enter")
        await write(pilot, "lena@agency.example")
        assert fresh().recruiter == Person(name="Lena Brandt", mail="lena@agency.example")
        await pilot.press("escape")
        select(pilot, "field:interviews")
        await pilot.press("enter", "a")
        await write(pilot, "2027-03-12")
        await shown(pilot, "Minutes")
        select(pilot, "field:hour")
        await pilot.press("enter")
        await write(pilot, "9:30")
        select(pilot, "field:zone")
        await pilot.press("enter")
        await write(pilot, "Europe/Nowhere")
        await shown(pilot, "Nothing was saved")
        await pilot.press("escape", "escape")
        select(pilot, "field:minutes")
        await pilot.press("enter")
        await write(pilot, "an hour")
        await shown(pilot, "is not a whole number")
        await pilot.press("escape")
        await write(pilot, "90")
    held = APPLICATIONS.load().records["harbour"].interviews[1]
    assert (held.hour, held.minutes) == ("09:30", 90)


async def test_a_long_text_is_not_lost_by_one_key(opening: Opening, job: Application) -> None:
    async with opening("record", what="application", of="harbour") as pilot:
        for keys, written in ((("escape", "escape"), ""), (("escape", "ctrl+s"), "Nights, too.")):
            select(pilot, "field:note")
            await pilot.press("enter")
            await until(pilot, lambda: bool(pilot.app.screen.query(TextArea)))
            pilot.app.screen.query_one(TextArea).load_text("Nights, too.")
            await pilot.press(keys[0])
            await shown(pilot, "Esc once more")
            await pilot.press(keys[1])
            await until(pilot, lambda: on(pilot, RecordScreen))
            assert fresh().note == written


async def test_an_interview_stands_in_the_order_of_time_and_moves_the_stage(opening: Opening) -> None:
    APPLICATIONS.save(replace(JOB, stages=(), interviews=(Appointment(date="2027-05-05"),)))
    async with opening("record", what="application", of="harbour") as pilot:
        await shown(pilot, "How it fits")
        select(pilot, "field:interviews")
        await pilot.press("enter", "a")
        await write(pilot, "2027-03-12")
        await shown(pilot, "Minutes")
        select(pilot, "field:hour")
        await pilot.press("enter")
        await write(pilot, "11:00")
    assert [(each.date, each.hour) for each in fresh().interviews] == [("2027-03-12", "11:00"), ("2027-05-05", "")]
    assert fresh().stage == "interview"


async def test_a_prep_sheet_is_chosen_and_begun(opening: Opening, job: Application) -> None:
    save_sheet(Sheet(id="s", employer="Quay", role="Clerk"))
    async with opening("record", what="application", of="harbour") as pilot:
        select(pilot, "field:sheet")
        await pilot.press("enter")
        await choose(pilot, "Clerk, Quay", "s")
        await until(pilot, lambda: fresh().sheet == "s")
        await pilot.press("enter")
        await choose(pilot, "Begin one for this job", "begin:")
        await until(pilot, lambda: on(pilot, SheetScreen))
        begun = load_sheets().sheets["harbour-foods"]
        assert (fresh().sheet, begun.role) == ("harbour-foods", "Warehouse clerk")
        assert begun.interview == Interview(date=YESTERDAY, hour="10:00"), (
            "what the application knows is not asked for again"
        )
        await pilot.press("escape", "enter")
        await choose(pilot, "Begin one for this job", "none:")
        await until(pilot, lambda: fresh().sheet == "")


async def test_what_an_editor_took_out_meanwhile_is_told_and_nothing_else_is_taken_out(
    opening: Opening, job: Application
) -> None:
    async with opening("record", what="application", of="harbour") as pilot:
        await shown(pilot, "How it fits")
        select(pilot, "field:interviews")
        await pilot.press("enter", "enter")
        select(pilot, "field:place")
        APPLICATIONS.save(replace(JOB, interviews=()))
        await pilot.press("enter")
        await write(pilot, "Pier 3")
        await shown(pilot, "It was changed elsewhere")
        await pilot.press("escape", "escape")
        await until(pilot, lambda: on(pilot, RecordScreen))
        await shown(pilot, "Required skills")
    assert fresh() == replace(JOB, interviews=())


async def test_a_posting_proposes_skills_and_the_fit_shows_which_are_met(opening: Opening, job: Application) -> None:
    save_sheet(Sheet(id="s", employer="E", role="R", strengths=("I count the stock every night.",)))
    posting = "What you bring\n- Stock counts at night\n- A welding certificate\n- Patience\n"
    APPLICATIONS.save(replace(JOB, posting=posting))
    async with opening("record", what="application", of="harbour") as pilot:
        await shown(pilot, "How it fits")
        await pilot.press("p")
        await shown(pilot, "Which are right?")
        await pilot.press("enter")
        await until(pilot, lambda: len(fresh().skills) == 3)
        page = await shown(pilot, "missing 2")
        assert "strength: I count the stock every night." in page
        select(pilot, "fit:1")
        await pilot.press("g")
        await until(pilot, lambda: bool(SKILLS.load().records))
        await shown(pilot, "Progress")
        await pilot.press("escape")
        await shown(pilot, "How it fits")
        select(pilot, "fit:1")
        await pilot.press("g")
        await shown(pilot, "Progress")
    (gap,) = SKILLS.load().records.values()
    assert gap.why == "asked for by Warehouse clerk, Harbour Foods"


async def test_contacts_are_added_done_and_written_to(opening: Opening, size: tuple[int, int]) -> None:
    CONTACTS.save(Contact(id="joan", name="Joan Reed", met="at the job fair", next_action="ring", due=YESTERDAY))
    async with opening("contacts", size=size) as pilot:
        assert "ring yesterday" in frame(pilot)
        await pilot.press("space")
        await write(pilot, "")
        await until(pilot, lambda: not CONTACTS.load().records["joan"].next_action)
        await pilot.press("l")
        assert "We met at the job fair." in await shown(pilot, "Dear Joan Reed,")
        await pilot.press("escape", "n")
        await choose(pilot, "What is it?", "lead")
        await write(pilot, "A second shift from spring")
        await until(pilot, lambda: on(pilot, RecordScreen))
        await pilot.press("escape")
        await until(pilot, lambda: on(pilot, Contacts))
        assert "lead" in frame(pilot)


async def test_skills_go_further_by_a_key(opening: Opening) -> None:
    SKILLS.save(Skill(id="lift", name="Forklift licence", way="certificate", cost=250, progress=95))
    async with opening("skills") as pilot:
        assert isinstance(pilot.app.screen, Skills)
        await pilot.press("right")
        assert SKILLS.load().records["lift"].progress == 100
        await pilot.press("left", "left")
        assert SKILLS.load().records["lift"].progress == 80
        assert "80 %, certificate, cost 250" in frame(pilot)
        await pilot.press("d")
        await shown(pilot, "Delete Forklift licence?")
        await pilot.press("n")
        assert SKILLS.load().records


async def test_what_was_written_elsewhere_meanwhile_stays_and_what_was_deleted_is_gone(opening: Opening) -> None:
    CONTACTS.save(Contact(id="joan", name="Joan Reed", next_action="ring"))
    SKILLS.save(Skill(id="lift", name="Forklift licence", progress=50))
    async with opening("contacts") as pilot:
        await pilot.press("space")
        await until(pilot, lambda: isinstance(pilot.app.screen.focused, Input))
        CONTACTS.save(replace(CONTACTS.find("joan"), mail="joan@example.org"))
        await write(pilot, "")
        await until(pilot, lambda: not CONTACTS.load().records["joan"].next_action)
        assert CONTACTS.find("joan").mail == "joan@example.org"
    async with opening("skills") as pilot:
        SKILLS.save(replace(SKILLS.find("lift"), progress=80, cost=250))
        await pilot.press("right")
        assert SKILLS.find("lift") == Skill(id="lift", name="Forklift licence", progress=90, cost=250)
        SKILLS.delete("lift")
        await pilot.press("right")
        await shown(pilot, "There is no skill called")
        assert not SKILLS.load().records


async def test_home_says_in_a_line_what_is_due_and_leads_there(opening: Opening, job: Application) -> None:
    async with opening("home") as pilot:
        page = await shown(pilot, "Due today")
        assert "thank-you note" in page
        assert isinstance(pilot.app.screen, Home)
        select(pilot, "applications")
        await pilot.press("enter")
        await until(pilot, lambda: on(pilot, Applications))


@pytest.mark.parametrize("start", TABLES)
async def test_a_table_goes_out_and_one_comes_in(opening: Opening, tmp_path: Path, start: str) -> None:
    kept, record = TABLES[start]
    kept.save(record)
    (before,) = kept.load().records.values()
    table = tmp_path / "table.csv"
    async with opening(start) as pilot:
        select(pilot, f"application:{JOB.id}" if start == "applications" else before.id)
        await pilot.press("x")
        await until(pilot, lambda: isinstance(pilot.app.screen.focused, Input))
        assert pilot.app.screen.query_one(Input).value == str(paths.exports() / f"{start}.csv")
        await write(pilot, str(table))
        await shown(pilot, "The export lies in")
        await pilot.press("escape")
        kept.delete(before.id)
        await pilot.press("i")
        await write(pilot, str(tmp_path / "none.csv"))
        await shown(pilot, "There is no such file")
        await pilot.press("escape")
        await write(pilot, str(table))
        await until(pilot, lambda: bool(kept.load().records))
        assert "1 new, 0 changed, 0 as they were." in await shown(pilot, "1 new")
    assert kept.load().records == {before.id: before}


async def test_a_file_with_a_fault_is_told_and_the_rest_is_there(opening: Opening, job: Application) -> None:
    broken = APPLICATIONS.folder / "bad.yaml"
    broken.write_text("id: bad\nemployer: X\n")
    async with opening("applications") as pilot:
        await shown(pilot, "no `role`")
        await pilot.press("escape")
        await shown(pilot, "Warehouse clerk, Harbour Foods")
    assert broken.read_text() == "id: bad\nemployer: X\n"


async def test_a_pattern_of_rejections_is_a_question(opening: Opening) -> None:
    for number in (1, 2, 3):
        stages = (Reached(stage="interview", date="2026-01-01"), Reached(stage="rejected", date="2026-01-02"))
        APPLICATIONS.save(Application(id=f"a{number}", employer="E", role="Clerk", area="retail", stages=stages))
    async with opening("applications") as pilot:
        assert "3 of 3 rejections were in retail." in await shown(pilot, "Worth a thought")


async def test_the_calendar_is_written_by_its_key(opening: Opening, job: Application) -> None:
    APPLICATIONS.save(replace(JOB, next_action="ring them", due="2027-03-09"))
    async with opening("applications") as pilot:
        await pilot.press("c")
        await until(pilot, (paths.exports() / "interviews.ics").exists)
        assert "nothing stands there twice" in str(pilot.app.screen.query_one("#about", Words).content)
    assert b"SUMMARY:ring them" in (paths.exports() / "interviews.ics").read_bytes()


async def test_an_application_is_deleted_after_a_question_and_a_new_one_inherits_nothing(
    opening: Opening, job: Application
) -> None:
    DEBRIEFS.save(Debrief(id="d", application="harbour-foods-clerk", date=YESTERDAY, stage="first"))
    drafts.save("thanks", "harbour", from_text("To:\nSubject: Hi\n\nMine.\n"))
    async with opening("applications") as pilot:
        select(pilot, "application:harbour")
        await pilot.press("d")
        await shown(pilot, "Delete the application")
        await pilot.press("y")
        await until(pilot, lambda: not APPLICATIONS.load().records)
        await settle(pilot)
        assert "n begins one" in frame(pilot)
        assert drafts.load("thanks", "harbour") is None
        await pilot.press("n")
        await write(pilot, "Harbour Foods")
        await write(pilot, "Clerk")
        await until(pilot, lambda: on(pilot, RecordScreen))
    assert list(APPLICATIONS.load().records) == ["harbour-foods-clerk-2"], "the debrief of another one is not its own"
