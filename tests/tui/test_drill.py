"""The daily drill says what is due and why, starts it, and its schedule can be looked into and reset."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from textual.pilot import Pilot

from simulator import paths
from simulator.cli import main
from simulator.interview.rehearsal import Wish
from simulator.questions.load import load_bank
from simulator.questions.model import Question
from simulator.sessions import record
from simulator.tui.app import MockInterviewApp
from simulator.tui.screens.drill import DrillScreen
from simulator.tui.widgets.choices import Choices
from tests.making import question
from tests.tui import sessions
from tests.tui.conftest import Opening, frame, settle
from tests.tui.learning import learner
from tests.tui.rehearsing import on, shown, until
from tests.tui.test_lists import settle_dialog

NOW = datetime.fromisoformat("2026-11-27T08:00:00+01:00")


@pytest.fixture(autouse=True)
def at_eight(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("simulator.when.now", lambda: NOW)


@pytest.fixture(autouse=True)
def one_bank(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading all of them takes longer than everything else here."""
    general = load_bank(paths.shipped_banks() / "general.yaml")
    monkeypatch.setattr(MockInterviewApp, "banks", lambda _: {"general": general})


def known(count: int) -> tuple[Question, ...]:
    """Questions that a bank holds."""
    return load_bank(paths.shipped_banks() / "general.yaml").questions[:count]


def practised() -> None:
    """Three questions that are due, and three that are not yet."""
    learner(4, questions=known(3))
    learner(1, questions=known(6)[3:], first=NOW - timedelta(days=1), base=70.0)


def started(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, dict[str, Any]]]:
    asked: list[tuple[str, dict[str, Any]]] = []
    monkeypatch.setattr(MockInterviewApp, "open", lambda _, name, **arguments: asked.append((name, arguments)))
    return asked


def drill(pilot: Pilot[None]) -> DrillScreen:
    screen = next(each for each in pilot.app.screen_stack if isinstance(each, DrillScreen))
    assert screen.schedule is not None
    return screen


async def test_what_is_due_is_named_with_its_reason_and_enter_starts_it(
    opening: Opening, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    practised()
    async with opening("drill", size=size) as pilot:
        page = " ".join((await shown(pilot, "3 questions are due today.")).split())
        assert "This drill asks" in page
        assert f"> {known(1)[0].text[:30]}" in page
        assert "Hard" in page
        assert "Answered 4 times, last on 9 November" in page
        today = drill(pilot).today
        assert {each.ref for each in known(3)} <= {each.ref for each in today}
        asked = started(monkeypatch)
        await pilot.press("enter")
        assert asked == [("interview", {"wish": Wish(only=tuple(today), nerves=False)})]


async def test_after_a_break_a_drill_is_no_longer_than_ever_and_counts_out_no_debt(
    opening: Opening, size: tuple[int, int]
) -> None:
    learner(1, questions=known(12))
    async with opening("drill", size=size) as pilot:
        page = " ".join((await shown(pilot, "More is due than one day needs")).split())
        assert f"This drill asks {len(drill(pilot).today)} questions" in page
        assert "That is enough for today." in page
        assert "12 questions" not in page
        assert " due, last " in page


async def test_minutes_can_be_changed_and_typed_answers_asked_for(
    opening: Opening, monkeypatch: pytest.MonkeyPatch
) -> None:
    practised()
    async with opening("drill") as pilot:
        await shown(pilot, "10 minutes")
        ten = len(drill(pilot).today)
        await pilot.press("right", "right")
        await shown(pilot, "20 minutes")
        assert len(drill(pilot).today) > ten
        await pilot.press(*["left"] * 9)
        await shown(pilot, "5 minutes")
        assert len(drill(pilot).today) < ten
        today = drill(pilot).today
        asked = started(monkeypatch)
        await pilot.press("T")
        assert asked == [("interview", {"wish": Wish(only=tuple(today), nerves=False, typed=True)})]


async def test_what_is_weak_comes_between_what_is_due(opening: Opening) -> None:
    practised()
    async with opening("drill") as pilot:
        await pilot.press(*["right"] * 4)
        await shown(pilot, "30 minutes")
        today = drill(pilot).today
        assert len(today) > 3
        assert f"answers on {today[2].competency}: " in frame(pilot)


async def test_the_schedule_says_how_it_is_made(opening: Opening, size: tuple[int, int]) -> None:
    practised()
    async with opening("drill", size=size) as pilot:
        await shown(pilot, "are due today")
        await pilot.press("w")
        await settle_dialog(pilot, "behind")
        text = " ".join(str(words.render()) for words in pilot.app.screen.query("Words"))
        for words in (
            "Again below 40, Hard 40 to 60, Good 60 to 80, Easy 80 and above",
            "FSRS",
            "newest 30",
            "60 days",
        ):
            assert words in text
        assert "Answered 4 times" in text


async def test_resetting_asks_once_and_answering_brings_back(opening: Opening) -> None:
    practised()
    async with opening("drill") as pilot:
        await shown(pilot, "6 in the schedule")
        await pilot.press("r")
        await settle_dialog(pilot, "ask")
        assert "answering it brings it back" in " ".join(frame(pilot).split())
        await pilot.press("enter")
        await shown(pilot, "6 in the schedule")
        assert record.resets() == {}
        ref = drill(pilot).chosen
        await pilot.press("r")
        await settle_dialog(pilot, "ask")
        await pilot.press("y")
        await shown(pilot, "5 in the schedule")
        assert set(record.resets()) == {ref}
        assert drill(pilot).chosen == ref, "it is of a weak competency"
        await shown(pilot, "Not in the schedule yet. Your answers on")  # not unanswered, as it was once
        await pilot.press("R")
        await settle_dialog(pilot, "ask")
        await pilot.press("y")
        await shown(pilot, "Nothing is due yet")
        assert set(record.resets()) == {each.ref for each in known(6)}
        await pilot.press("enter", "r", "slash")
        assert on(pilot, DrillScreen)
        learner(1, questions=known(1), first=NOW.replace(hour=9))
        await pilot.press("question_mark")
        await settle(pilot)
        await pilot.press("escape")
        await shown(pilot, "1 in the schedule")


async def test_the_first_esc_shows_the_whole_list_and_the_second_goes_back(opening: Opening) -> None:
    practised()
    async with opening("drill") as pilot:
        await shown(pilot, "3 questions are due today.")
        choices = pilot.app.screen.query_one(Choices)
        before = len(choices.rows)
        await pilot.press("slash", *"tomorrow", "enter")
        await shown(pilot, "esc whole list")
        assert len(choices.rows) < before
        await pilot.press("escape")
        await shown(pilot, "esc back")
        assert len(choices.rows) == before
        await pilot.press("escape")
        await until(pilot, lambda: not on(pilot, DrillScreen))


async def test_nothing_answered_yet_is_said_so(opening: Opening, size: tuple[int, int]) -> None:
    async with opening("drill", size=size) as pilot:
        await shown(pilot, "Nothing is due yet: questions come here once you have answered them.")
        await pilot.press("enter", "right", "r")
        assert on(pilot, DrillScreen)


async def test_a_question_that_no_bank_holds_any_more_is_not_asked_but_can_be_taken_out(opening: Opening) -> None:
    learner(2, questions=[question(1, text="[red]Why[/red]?")])
    async with opening("drill") as pilot:
        page = await shown(pilot, "test/question-1 (no bank")
        assert "enter start" not in page
        pilot.app.screen.query_one(Choices).select("later:test/question-1")
        await pilot.press("r")
        await settle_dialog(pilot, "ask")
        await pilot.press("y")
        await shown(pilot, "Nothing is due yet")


async def test_a_damaged_file_of_resets_is_told_and_kept(opening: Opening) -> None:
    practised()
    paths.drills_file().write_text("{")
    async with opening("drill") as pilot:
        await settle_dialog(pilot, "notice")
        assert "cannot be read" in " ".join(frame(pilot).split())
        await pilot.press("escape")
        await until(pilot, lambda: on(pilot, DrillScreen))
    assert paths.drills_file().read_text() == "{"


async def test_a_spoken_session_of_today_is_not_asked_again_the_same_day(opening: Opening) -> None:
    sessions.spoken(at="2026-11-27T07:00:00+01:00")
    async with opening("drill") as pilot:
        await shown(pilot, "2 in the schedule")
        assert drill(pilot).today == []


def test_the_list_on_the_command_line_names_each_question_by_its_words(capsys: pytest.CaptureFixture[str]) -> None:
    practised()
    assert main(["drill", "--list"]) == 0
    listed = capsys.readouterr().out
    for each in known(6):
        assert f"{each.text}\n  due " in listed
        assert f"; {each.ref}\n" in listed
    assert "--reset" in listed
