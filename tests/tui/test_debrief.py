"""The debrief and its plan on the screen: a breath first, a way out on each question, nothing lost, and a place to go from each line."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from msgspec.structs import replace
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from simulator import paths
from simulator.comeback import flow
from simulator.comeback import plan as planning
from simulator.comeback.keeping import Keeping
from simulator.comeback.model import PARTS, Application, Appointment, Debrief, PlanItem, PracticePlan, Reached
from simulator.comeback.store import APPLICATIONS, DEBRIEFS, PLANS, SKILLS
from simulator.comeback.topics import HEARD
from simulator.interview.rehearsal import SHORT_MINUTES, Wish
from simulator.preparation.files import load_sheets, save_sheet
from simulator.preparation.model import Interview, Sheet
from simulator.questions.lists import Listed
from simulator.questions.load import load_bank
from simulator.questions.model import REASONS
from simulator.questions.own import ASKED, add
from simulator.tui.app import MockInterviewApp
from simulator.tui.screens.debrief import DebriefScreen
from simulator.tui.screens.home import Home
from simulator.tui.screens.plan import PlanScreen
from simulator.tui.screens.record import RecordScreen
from simulator.tui.screens.sheet import SheetScreen
from simulator.tui.widgets.choices import Choices
from simulator.tui.widgets.words import Words
from tests.tui import sessions
from tests.tui.conftest import Opening, a_long_walk, frame, settle
from tests.tui.rehearsing import on, shown, until, write

Opened = list[tuple[str, dict[str, object]]]


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> Opened:
    """Interviews and sheets that screens asked to open, instead of opening them."""
    asked: Opened = []
    whole = MockInterviewApp.open

    def note(app: MockInterviewApp, name: str, **arguments: object) -> object:
        if name in ("debrief", "plan"):
            return whole(app, name, **arguments)
        asked.append((name, arguments))
        return None

    monkeypatch.setattr(MockInterviewApp, "open", note)
    return asked


def day(ago: int = 0) -> str:
    return (datetime.now().astimezone().date() - timedelta(days=ago)).isoformat()


def applied(ago: int = 1, **changes: object) -> Application:
    job = Application(
        id="harbour-foods", employer="Harbour Foods", role="Packer", interviews=(Appointment(date=day(ago)),)
    )
    job = replace(job, **changes)
    APPLICATIONS.save(job)
    return job


def step(pilot: Pilot[None]) -> str:
    screen = pilot.app.screen
    return screen.step if isinstance(screen, DebriefScreen) else ""


async def at(pilot: Pilot[None], wanted: str) -> None:
    await until(pilot, lambda: step(pilot) == wanted)


async def choose(pilot: Pilot[None], key: str) -> None:
    pilot.app.screen.query_one(Choices).select(key)
    await pilot.press("enter")
    await pilot.pause()


async def typed(pilot: Pilot[None], text: str) -> None:
    await until(pilot, lambda: isinstance(pilot.app.screen.focused, Input))
    await write(pilot, text)
    await pilot.press("enter")
    await pilot.pause()


async def told(pilot: Pilot[None], text: str) -> None:
    """A text of several lines."""
    await until(pilot, lambda: isinstance(pilot.app.screen.focused, TextArea))
    pilot.app.screen.query_one(TextArea).load_text(text)
    await pilot.press("ctrl+s")
    await pilot.pause()


def only() -> Debrief:
    (debrief,) = DEBRIEFS.load().records.values()
    return debrief


@a_long_walk
async def test_from_a_rejection_to_a_plan_with_everything_saved_on_the_way(
    opening: Opening, size: tuple[int, int]
) -> None:
    sessions.spoken()
    async with opening("debrief", turned_down=True, size=size) as pilot:
        page = await shown(pilot, "Being turned down hurts")
        assert "Is today the day" in page
        assert "> Yes, look at it together" in page
        await pilot.press("enter")
        await typed(pilot, "Harbour [b]Foods[/b]")
        await typed(pilot, "Packer")
        await shown(pilot, "When was the interview?")
        await choose(pilot, "yesterday")
        await at(pilot, "round")
        assert only().left_at == "round"
        await choose(pilot, "second")
        await at(pilot, "reason")
        assert "Packer, Harbour [b]Foods[/b]" in frame(pilot)
        await told(pilot, "You knew too little about us.\nKind regards")
        page = await shown(pilot, "What is their reason about?")
        assert "[x] what you knew about them" in page
        await pilot.press("enter")
        await shown(pilot, "What did they ask?")
        await typed(pilot, "Tell me about time number 1 when you helped a colleague.")
        await shown(pilot, "What is that question about?")
        await settle(pilot)
        await pilot.press("enter")
        await shown(pilot, "How did your answer go?")
        await choose(pilot, "2")
        assert only().questions[0].went == 2
        await typed(pilot, "What would you change about [our] packing line?")
        await settle(pilot)
        await pilot.press("enter")
        await at(pilot, "went")
        await choose(pilot, "pass")
        await shown(pilot, "2  What would you change")
        await pilot.press("enter")
        await shown(pilot, "How nervous were you")
        await pilot.press("8", "enter")
        page = await shown(pilot, "you had rehearsed 1")
        assert "of 2 questions" in page.lower()
        await pilot.press("enter")
        for part in PARTS:
            page = await shown(pilot, f"{part.capitalize()} (")
            assert "> Leave it out" in page
            if part == "listening and answering":
                assert "fitted what was asked" in page, "practice stands beside it"
            await choose(pilot, "1" if part == "documents" else "pass")
        await shown(pilot, "Did anyone there say")
        await choose(pilot, "recruiter")
        await told(pilot, "They missed examples.")
        await shown(pilot, "What is it about?")
        await pilot.press("enter")
        await typed(pilot, "Your calm")
        await typed(pilot, "Prepare three stories.")
        await at(pilot, "feedback")
        await choose(pilot, "pass")
        await at(pilot, "guesses")
        await pilot.press("space", "enter")
        await until(pilot, lambda: on(pilot, PlanScreen))
        page = await shown(pilot, "One thing at a time")
        assert "Prepare three stories." in page
        assert "Put the documents ready" in frame(pilot) or "more things come later" in page
    debrief = only()
    assert debrief.left_at == ""
    assert (debrief.date, debrief.outcome, debrief.stage, debrief.nerves) == (day(1), "rejected", "second", 8)
    assert debrief.reason_about == ("research",)
    assert [each.part for each in debrief.audit] == ["documents"]
    assert (debrief.feedback[0].about, debrief.feedback[0].good) == (("listening and answering",), "Your calm")
    assert debrief.guesses == ("leaving",)
    (job,) = APPLICATIONS.load().records.values()
    assert (job.employer, job.stage) == ("Harbour [b]Foods[/b]", "rejected")
    bank = load_bank(paths.own_banks() / f"{ASKED}.yaml")
    assert [each.text for each in bank.questions] == [each.text for each in debrief.questions]
    (plan,) = PLANS.load().records.values()
    assert "asked/tell-me-about-time-number-1" in [item.ref for item in plan.items]


async def test_the_short_way_needs_two_keys_to_practice(
    opening: Opening, opened: Opened, size: tuple[int, int]
) -> None:
    assert set(HEARD) == set(REASONS)
    async with opening("debrief", turned_down=True, size=size) as pilot:
        await choose(pilot, flow.SHORT)
        page = await shown(pilot, "Did they tell you why?")
        for label, practice in HEARD.values():
            assert label in page
            assert practice in page
        await choose(pilot, "research")
        await until(pilot, lambda: bool(opened))
        assert opened == [("interview", {"wish": Wish(minutes=SHORT_MINUTES, reason="research")})]


async def test_not_today_is_an_answer_and_the_debrief_comes_back(
    opening: Opening, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    applied()
    async with opening("home", size=size) as pilot:
        page = await shown(pilot, "> Look back: Harbour Foods")
        assert "interview yesterday" in page
        await pilot.press("enter")
        await shown(pilot, "breathe out once")
        await pilot.press("enter")
        await choose(pilot, "pass")
        await choose(pilot, "rejected")
        await shown(pilot, "Being turned down hurts")
        await choose(pilot, flow.REST)
        await typed(pilot, "Swim with Jo")
        await shown(pilot, "This evening: Swim with Jo.")
        await pilot.press("enter")
        await until(pilot, lambda: on(pilot, Home))
        await settle(pilot)
        assert "Look back" not in frame(pilot), "it rests until tomorrow"
    assert (only().rest_until, only().fun) == (day(-1), "Swim with Jo")
    tomorrow = datetime.now().astimezone() + timedelta(days=1)
    monkeypatch.setattr("simulator.when.now", lambda: tomorrow)
    async with opening("home", size=size) as pilot:
        await shown(pilot, "> Look back on the interview")
        await pilot.press("enter")
        page = await shown(pilot, "Good to see you again")
        assert "> First ask them what fell short" in page
        await choose(pilot, flow.GO)
        await at(pilot, "reason")
    assert only().rest_until == ""


async def test_after_a_rest_the_letter_is_one_key_away(opening: Opening, opened: Opened) -> None:
    applied()
    rested = Debrief(
        id="h", application="harbour-foods", date=day(1), outcome="rejected", rest_until=day(0), left_at=flow.TODAY
    )
    DEBRIEFS.save(rested)
    async with opening("debrief", debrief="h") as pilot:
        await shown(pilot, "> First ask them what fell short")
        await pilot.press("enter")
        await until(pilot, lambda: bool(opened))
        assert opened == [("letter", {"kind": "feedback", "of": "harbour-foods"})]
        assert step(pilot) == flow.TODAY
    assert only() == rested


async def test_leaving_loses_nothing_and_it_goes_on_from_there(opening: Opening) -> None:
    job = applied()
    async with opening("home") as pilot:
        await pilot.press("enter", "enter")
        await at(pilot, "round")
        await choose(pilot, "first")
        await choose(pilot, "waiting")
        await typed(pilot, "Ms Ode, Jo Lee")
        await at(pilot, "talked")
        await pilot.press("enter")
        await at(pilot, "asked")
        await typed(pilot, "Why us?")
        await at(pilot, "competency")
        await pilot.press("escape")
        await until(pilot, lambda: on(pilot, Home))
        await shown(pilot, "it waits where you left it")
        await pilot.press("enter")
        await at(pilot, "competency")
        assert "Why us?" in frame(pilot)
        await pilot.press("ctrl+b")
        assert step(pilot) == "competency", "there is nothing before it in this sitting"
    assert (only().application, only().stage, only().questions[0].text) == (job.id, "first", "Why us?")


async def test_what_comes_later_is_added_to_the_same_debrief(opening: Opening) -> None:
    applied()
    DEBRIEFS.save(Debrief(id="harbour", application="harbour-foods", date=day(1), stage="first"))
    async with opening("debrief", turned_down=True) as pilot:
        await pilot.press("enter")
        page = await shown(pilot, "Which job is it about?")
        assert "looked back on yesterday; what has come since" in page
        await choose(pilot, "application:harbour-foods")
        await at(pilot, "reason")
    assert (only().id, only().outcome) == ("harbour", "rejected")
    assert APPLICATIONS.find("harbour-foods").stage == "rejected"


async def test_a_letter_that_went_out_is_no_look_back(opening: Opening) -> None:
    applied()
    DEBRIEFS.save(Debrief(id="harbour", application="harbour-foods", date=day(1), thanked=day(0)))
    async with opening("home") as pilot:
        await shown(pilot, "> Look back: Harbour Foods")
        await pilot.press("enter", "enter")
        await at(pilot, "round")
        await choose(pilot, "first")
        await until(pilot, lambda: only().stage == "first")
    assert (only().id, only().thanked) == ("harbour", day(0))


async def test_a_note_stands_with_its_part_and_a_question_can_be_gone_back_to(opening: Opening) -> None:
    applied()
    DEBRIEFS.save(Debrief(id="h", application="harbour-foods", date=day(1), left_at="homework"))
    async with opening("debrief", debrief="h") as pilot:
        page = await shown(pilot, "Homework (1 of 7)")
        pilot.app.screen.query_one(Choices).select("pass")
        await pilot.pause()
        await pilot.press("n")
        assert step(pilot) == "homework", "what is left out has no note"
        await pilot.press("2")
        await pilot.press("n")
        await typed(pilot, "Their second site")
        page = await shown(pilot, "Your note: Their second site")
        assert "Practice shows nothing of this yet." in page, "beside the step that is selected"
        await pilot.press("enter")
        await at(pilot, "first impression")
        await pilot.press("ctrl+b")
        await at(pilot, "homework")
    assert [(each.part, each.step, each.note) for each in only().audit] == [("homework", 2, "Their second site")]


async def test_of_another_job_after_all_the_first_is_as_it_was(opening: Opening) -> None:
    first = applied(interviews=())
    second = applied(id="mill-road", employer="Mill Road", interviews=())
    async with opening("debrief") as pilot:
        await pilot.press("enter")
        await choose(pilot, "application:harbour-foods")
        await choose(pilot, "yesterday")
        await at(pilot, "round")
        assert APPLICATIONS.find(first.id).interviews
        await pilot.press("ctrl+b", "ctrl+b")
        await at(pilot, "job")
        await choose(pilot, "application:mill-road")
        await choose(pilot, "today")
        await at(pilot, "round")
    assert APPLICATIONS.find(first.id) == first
    assert [each.date for each in APPLICATIONS.find(second.id).interviews] == [day()]
    assert (only().application, only().date) == (second.id, day())


async def test_what_is_written_elsewhere_while_one_looks_back_stays(opening: Opening) -> None:
    """By a letter that is marked as sent, a command, an editor beside the program."""
    job = applied()
    async with opening("debrief") as pilot:
        await pilot.press("enter")
        await choose(pilot, "awaited:0")
        await at(pilot, "round")
        APPLICATIONS.save(replace(APPLICATIONS.find(job.id), note="Ask for Joan", next_action="ring"))
        DEBRIEFS.save(replace(only(), thanked=day()))
        await pilot.press("enter")
        await until(pilot, lambda: step(pilot) != "round")
        assert only().thanked == day()
    kept = Keeping(only())
    kept.open(only().id)
    DEBRIEFS.save(replace(only(), asked_for_feedback=day()))
    kept.save(replace(kept.debrief, outcome="rejected"), "reason")
    kept.outcome(day())
    assert (only().outcome, only().thanked, only().asked_for_feedback) == ("rejected", day(), day())
    found = APPLICATIONS.find(job.id)
    assert (found.stage, found.note, found.next_action) == ("rejected", "Ask for Joan", "ring")
    APPLICATIONS.delete(job.id)
    kept.outcome(day())
    assert not APPLICATIONS.load().records


async def test_a_first_job_that_was_changed_elsewhere_meanwhile_is_not_put_back(opening: Opening) -> None:
    first = applied(interviews=())
    applied(id="mill-road", employer="Mill Road", interviews=())
    async with opening("debrief") as pilot:
        await pilot.press("enter")
        await choose(pilot, "application:harbour-foods")
        await choose(pilot, "yesterday")
        await at(pilot, "round")
        APPLICATIONS.save(replace(APPLICATIONS.find(first.id), note="Ask for Joan"))
        await pilot.press("ctrl+b", "ctrl+b")
        await at(pilot, "job")
        await choose(pilot, "application:mill-road")
        await choose(pilot, "today")
        await at(pilot, "round")
    assert APPLICATIONS.find(first.id).note == "Ask for Joan"


async def test_a_day_that_is_none_is_told_and_the_question_stays(opening: Opening) -> None:
    applied(interviews=())
    async with opening("debrief") as pilot:
        await pilot.press("enter")
        await choose(pilot, "application:harbour-foods")
        await choose(pilot, "earlier")
        await typed(pilot, "next week")
        await shown(pilot, "is no day up to today")
        await pilot.press("escape")
        await at(pilot, "date")
        pilot.app.screen.query_one(Input).value = day(3)
        await pilot.press("enter")
        await at(pilot, "round")
    assert only().date == day(3)


async def test_a_debrief_with_a_fault_is_told_and_left_as_it_is(opening: Opening) -> None:
    DEBRIEFS.folder.mkdir(parents=True)
    file = DEBRIEFS.folder / "harbour.yaml"
    file.write_text("id: harbour\ndate: soon\n")
    async with opening("debrief", debrief="harbour") as pilot:
        # The path is long, so the sentence is broken between lines anywhere.
        await until(pilot, lambda: "is not a date" in " ".join(frame(pilot).replace("│", " ").split()))
    assert file.read_text() == "id: harbour\ndate: soon\n"


async def test_an_interview_of_a_prep_sheet_is_looked_back_on_too(opening: Opening) -> None:
    save_sheet(Sheet(id="mill", employer="Mill Road", role="Receptionist", interview=Interview(date=day(2))))
    async with opening("home") as pilot:
        await shown(pilot, "> Look back: Mill Road")
        await pilot.press("enter", "enter")
        await at(pilot, "round")
    (job,) = APPLICATIONS.load().records.values()
    assert (job.sheet, job.role, job.stage) == ("mill", "Receptionist", "interview")


# The plan


def planned(*items: PlanItem, sheet: str = "") -> PracticePlan:
    applied(sheet=sheet)
    DEBRIEFS.save(Debrief(id="h", application="harbour-foods", date=day(1), outcome="rejected"))
    plan = PracticePlan(id="h", made=day(0), items=items)
    PLANS.save(plan)
    return plan


def item(kind: str, ref: str = "", what: str = "Do it", ahead: int = 0) -> PlanItem:
    return PlanItem(key=f"{kind}:{ref}", kind=kind, what=what, reason="It is your own guess.", day=day(-ahead), ref=ref)  # type: ignore[arg-type]


async def test_there_is_no_plan_before_there_is_one(opening: Opening) -> None:
    async with opening("plan") as pilot:
        page = await shown(pilot, "There is no plan yet")
        assert "space done" not in page


async def test_each_line_leads_to_the_place_where_it_can_be_done(opening: Opening, opened: Opened) -> None:
    save_sheet(Sheet(id="harbour", employer="Harbour Foods", role="Packer"))
    add(ASKED, [Listed(text="Why us?", competency="motivation")], lambda _: "motivation")
    kinds = [
        item("question", "asked/why-us"), item("practise", "research"), item("practise", "opening"),
        item("practise", "yours"), item("practise", "listening"), item("nerves", "enthusiasm"), item("sheet", "company"),
        item("ask"),
    ]  # fmt: skip
    planned(*kinds, sheet="harbour")
    async with opening("plan") as pilot:
        await shown(pilot, "3 more things come later")
        await pilot.press("v")
        for each in kinds:
            pilot.app.screen.query_one(Choices).select(each.key)
            await pilot.press("enter")
        await until(pilot, lambda: len(opened) == len(kinds))
    wishes = [given["wish"] for name, given in opened if name == "interview"]
    question, research, start, yours, listening = (wish for wish in wishes if isinstance(wish, Wish))
    assert [each.ref for each in question.only] == ["asked/why-us"]
    assert (research.reason, research.sheet) == ("research", "harbour")
    assert start.questions == 1
    assert [each.kind for each in yours.only] == ["closing"]
    assert listening.follow_ups == 2
    assert opened[-3:] == [
        ("nerves", {}),
        ("sheet", {"sheet": "harbour", "field": "company"}),
        ("letter", {"kind": "feedback", "of": "harbour-foods"}),
    ]


async def test_the_plan_is_the_persons_to_edit(opening: Opening, size: tuple[int, int]) -> None:
    planned(item("cv"), item("skill", ahead=3))
    async with opening("plan", size=size) as pilot:
        page = await shown(pilot, "It is your own guess.")
        assert "Packer, Harbour Foods" in page
        await pilot.press("enter")
        await shown(pilot, "is done outside of the program")
        await pilot.press("escape", "space")
        await until(pilot, lambda: PLANS.find("h").items[0].done == day(0))
        pilot.app.screen.query_one(Choices).select("skill:")
        await pilot.press("d")
        await until(pilot, lambda: PLANS.find("h").items[1].dropped == day(0))
        await shown(pilot, "Everything in it is done or dropped")
        await pilot.press("a")
        await typed(pilot, "Ring [my] cousin")
        await shown(pilot, "Ring [my] cousin")
        await pilot.press("m")
        await until(pilot, lambda: isinstance(pilot.app.screen.focused, Input))
        pilot.app.screen.query_one(Input).value = "soon"
        await pilot.press("enter")
        await shown(pilot, "is not a day")
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen.focused, Input))
        assert pilot.app.screen.query_one(Input).value == "soon"
        pilot.app.screen.query_one(Input).value = day(-5)
        await pilot.press("enter")
        await until(pilot, lambda: PLANS.find("h").items[-1].day == day(-5))
        await pilot.press("v")
        await shown(pilot, "dropped")
        pilot.app.screen.query_one(Choices).select("skill:")
        await pilot.press("d")
        await until(pilot, lambda: PLANS.find("h").items[1].open)


async def test_what_another_program_did_with_the_plan_stays(opening: Opening) -> None:
    planned(item("cv"), item("skill", ahead=3))
    async with opening("plan") as pilot:
        await shown(pilot, "It is your own guess.")
        PLANS.save(planning.added(PLANS.find("h"), "Ring my cousin", day(-1)))
        await pilot.press("space")
        await until(pilot, lambda: PLANS.find("h").items[0].done == day(0))
        assert PLANS.find("h").items[-1].what == "Ring my cousin"


async def test_a_skill_is_chosen_out_of_what_the_job_asks_for_and_found_again(opening: Opening) -> None:
    planned(item("skill"))
    APPLICATIONS.save(replace(APPLICATIONS.find("harbour-foods"), skills=("Welding certificate", "Spanish")))
    async with opening("plan") as pilot:
        await shown(pilot, "Do it")
        await pilot.press("enter")
        await shown(pilot, "Another one")
        await pilot.press("down", "enter")
        await until(pilot, lambda: on(pilot, RecordScreen))
        (skill,) = SKILLS.load().records.values()
        assert (skill.name, skill.why) == ("Spanish", "asked for by Packer, Harbour Foods")
        assert PLANS.find("h").items[0].ref == skill.id
        await pilot.press("escape")
        await shown(pilot, "Do it")
        await pilot.press("enter")
        await shown(pilot, "Who asks for it")
    assert list(SKILLS.load().records) == [skill.id]


async def test_a_skill_that_no_posting_names_is_named(opening: Opening) -> None:
    planned(item("skill"))
    async with opening("plan") as pilot:
        await shown(pilot, "Do it")
        await pilot.press("enter")
        await typed(pilot, "First aid")
        await until(pilot, lambda: on(pilot, RecordScreen))
    (skill,) = SKILLS.load().records.values()
    assert (skill.name, skill.why) == ("First aid", "")


async def test_the_cv_is_changed_with_the_words_of_the_posting_and_closed_there(opening: Opening) -> None:
    planned(item("cv"))
    APPLICATIONS.save(replace(APPLICATIONS.find("harbour-foods"), skills=("Rotas", "Welding")))
    async with opening("plan") as pilot:
        await shown(pilot, "Do it")
        await pilot.press("enter")
        await shown(pilot, "in the file of your")
        behind = [str(each.content) for each in pilot.app.screen.query(Words)]
        assert any("asks, in its own words, for: Rotas, Welding." in each for each in behind)
        await pilot.press("space")
        await until(pilot, lambda: PLANS.find("h").items[0].done == day(0))
        await shown(pilot, "Everything in it is done or dropped")


async def test_a_gap_of_the_prep_sheet_begins_the_sheet_of_the_job_that_is_ahead(opening: Opening) -> None:
    planned(item("sheet", "company"))
    lost = APPLICATIONS.find("harbour-foods")
    APPLICATIONS.save(replace(lost, stages=(Reached(stage="rejected", date=day(0)),)))
    coming = Application(id="mill", employer="Mill Road", role="Packer", interviews=(Appointment(date=day(-3)),))
    APPLICATIONS.save(coming)
    async with opening("plan") as pilot:
        await shown(pilot, "after Packer, Harbour Foods")
        await pilot.press("enter")
        await until(pilot, lambda: on(pilot, SheetScreen))
        await shown(pilot, "> Facts about them")
        assert APPLICATIONS.find("mill").sheet == "mill-road"
        assert not APPLICATIONS.find("harbour-foods").sheet
        save_sheet(replace(load_sheets().sheets["mill-road"], company=("One.", "Two.", "Three.")))
        await pilot.press("escape")
        await until(pilot, lambda: PLANS.find("h").items[0].done == day(0))


async def test_home_leads_to_the_plan_while_something_is_open(opening: Opening) -> None:
    planned(item("cv"))
    async with opening("home") as pilot:
        await shown(pilot, "1 of 1 to do")
        pilot.app.screen.query_one(Choices).select("plan")
        await pilot.press("enter")
        await until(pilot, lambda: on(pilot, PlanScreen))
        await shown(pilot, "Do it")
        await pilot.press("space", "escape")
        await until(pilot, lambda: on(pilot, Home))
        assert "Your plan" not in frame(pilot)


async def test_the_drill_asks_what_the_plan_names_first(opening: Opening) -> None:
    add(ASKED, [Listed(text="Why us?", competency="motivation")], lambda _: "motivation")
    planned(item("question", "asked/why-us", "Why us?"))
    async with opening("drill") as pilot:
        page = await shown(pilot, "Your plan comes first.")
        assert "> Why us?" in page
        assert "in your plan" in page


async def test_enter_passes_an_empty_page_and_ends_a_line_of_a_written_one(opening: Opening) -> None:
    job = applied()
    kept = Debrief(id="harbour", date=day(1), outcome="rejected", application=job.id, left_at="reason")
    DEBRIEFS.save(kept)
    async with opening("debrief", debrief=kept.id) as pilot:
        await shown(pilot, "Did they give a reason?")
        assert "enter go on" in frame(pilot)
        await pilot.press("N", "o", "enter", "t")
        assert pilot.app.screen.query_one(TextArea).text == "No\nt"
        assert "enter go on" not in frame(pilot)
        await pilot.press("backspace", "backspace", "backspace", "backspace")
        await shown(pilot, "enter go on")
        await pilot.press("enter")
        await until(pilot, lambda: step(pilot) != "reason")
    assert only().reason_given == ""
