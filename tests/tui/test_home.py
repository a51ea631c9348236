"""The first screen offers only what works, and Enter takes the first offer."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from simulator import when
from simulator.comeback.model import Application, Appointment
from simulator.comeback.store import APPLICATIONS
from simulator.interview.rehearsal import Wish
from simulator.scoring.card import FLUENCY
from simulator.settings import Settings
from simulator.tui import after
from simulator.tui.app import MockInterviewApp
from simulator.tui.screens.home import Home
from simulator.tui.widgets.choices import Choices, Row
from tests.making import question
from tests.tui import sessions
from tests.tui.conftest import Opening, frame, settle
from tests.tui.learning import learner
from tests.tui.rehearsing import shown, until


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, dict[str, object]]]:
    """What screens asked to open, instead of opening it."""
    asked: list[tuple[str, dict[str, object]]] = []
    monkeypatch.setattr(MockInterviewApp, "open", lambda _, name, **arguments: asked.append((name, arguments)))
    return asked


async def test_on_the_very_first_start_enter_begins_one_question(
    opening: Opening, opened: list[tuple[str, dict[str, object]]], size: tuple[int, int]
) -> None:
    async with opening(size=size) as pilot:
        shown = frame(pilot)
        assert "> Try one question" in shown
        assert "Check microphone and voice" in shown
        assert "I was just turned down" in shown
        assert "Replay" not in shown
        assert "Continue" not in shown
        await pilot.press("enter")
        assert opened == [("interview", {"wish": Wish(questions=1, nerves=False)})]


async def test_on_the_first_start_the_sample_can_be_replayed(opening: Opening, sample: Path) -> None:
    async with opening() as pilot:
        await pilot.press("down", "down")
        assert "> Look at a finished session" in frame(pilot)
        await pilot.press("enter")
        await settle(pilot)
        assert getattr(pilot.app.screen, "NAME", "") == "replay"
        assert "question 1 of 3, take 1" in frame(pilot)


async def test_what_is_to_be_looked_back_on_is_selected_however_late_it_is_found(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    yesterday = (when.now() - timedelta(days=1)).date().isoformat()
    APPLICATIONS.save(Application(id="a", employer="Mill", role="Clerk", interviews=(Appointment(date=yesterday),)))
    may, find = threading.Event(), after.offers

    def late(now: datetime) -> tuple[list[Row], list[Row]]:
        assert may.wait(30)
        return find(now)

    monkeypatch.setattr(after, "offers", late)
    async with MockInterviewApp(Settings()).run_test(size=(80, 24)) as pilot:
        assert "Look back" not in await shown(pilot, "Due today")
        may.set()
        await shown(pilot, "> Look back: Mill")


async def test_later_it_offers_what_there_is(opening: Opening, size: tuple[int, int]) -> None:
    sessions.spoken()
    async with opening(size=size) as pilot:
        shown = frame(pilot)
        assert "> Practise" in shown
        assert "fluency" in shown
        assert "1 so far" in shown
        assert "Continue" not in shown
        assert "Try one question" not in shown


async def test_a_session_that_was_cut_off_comes_first(
    opening: Opening, opened: list[tuple[str, dict[str, object]]]
) -> None:
    folder = sessions.spoken(answers=1, of=3)
    async with opening() as pilot:
        assert "> Continue" in frame(pilot)
        assert "question 2 of 3" in frame(pilot)
        await pilot.press("enter")
        assert opened == [("interview", {"session": folder})]


async def test_every_offer_leads_somewhere(opening: Opening, opened: list[tuple[str, dict[str, object]]]) -> None:
    sessions.spoken()
    async with opening() as pilot:
        home = pilot.app.screen
        assert isinstance(home, Home)
        choices = home.query_one(Choices)
        keys = [row.key for row in choices.rows if row.key is not None]
        for key in keys:
            choices.select(key)
            home.action_open()
        assert len(opened) == len(keys)
        assert {
            "choosing",
            "replay",
            "sessions",
            "progress",
            "moments",
            "nerves",
            "debrief",
            "applications",
            "banks",
            "prep",
            "settings",
            "device_check",
        } == {name for name, _ in opened} - {"drill"}, "a drill is offered on days when something is due"


async def test_damaged_sessions_do_not_keep_home_from_opening(opening: Opening) -> None:
    folder = sessions.spoken()
    (folder / "journal.jsonl").write_bytes(b'{"type":"session_\x1b[2J')
    async with opening() as pilot:
        assert "> Practise" in frame(pilot)
        assert "Replay last" not in frame(pilot)


async def test_what_is_due_and_what_there_is_to_learn_from_is_offered_on_days_when_there_is_some(
    opening: Opening, opened: list[tuple[str, dict[str, object]]], size: tuple[int, int]
) -> None:
    learner(2, sound=True)
    async with opening(size=size) as pilot:
        page = await shown(pilot, "3 questions are due today")
        assert "2 places are worth another try" in page
        assert "> Practise" in page
        await pilot.press("down", "enter", "down", "enter")
        assert [name for name, _ in opened] == ["drill", "moments"]


async def test_after_a_break_home_counts_out_no_debt(opening: Opening, size: tuple[int, int]) -> None:
    learner(1, questions=[question(number) for number in range(1, 13)])
    async with opening(size=size) as pilot:
        page = await shown(pilot, "10 minutes are enough today")
        assert "due" not in page


async def test_praise_stands_below_only_when_something_is_really_up(opening: Opening, size: tuple[int, int]) -> None:
    learner(6)
    async with opening(size=size) as pilot:
        page = await shown(pilot, "are due today")
        assert "fluency is at about" not in page
    learner(10, dict.fromkeys(FLUENCY, 25.0), calmer=False)
    async with opening(size=size) as pilot:
        page = " ".join((await shown(pilot, "Your fluency has gone up from about")).split())
        assert "over 10 sessions." in page
        assert "Check microphone and voice" in page


async def test_what_is_reckoned_leaves_the_selection_where_it_is(opening: Opening) -> None:
    learner(2)
    async with opening() as pilot:
        await shown(pilot, "are due today")
        home = pilot.app.screen
        assert isinstance(home, Home)
        choices = home.query_one(Choices)
        choices.select("sessions")
        home._offer(more=True)
        await settle(pilot)
        assert choices.selected is not None
        assert choices.selected.key == "sessions"


async def test_home_is_there_before_anything_is_reckoned(opening: Opening, monkeypatch: pytest.MonkeyPatch) -> None:
    """While all sessions are gone through, what home offers without them can be chosen."""
    learner(2)
    waits, go_on = threading.Event(), threading.Event()

    def slow(*_: object) -> None:
        waits.set()
        go_on.wait()

    monkeypatch.setattr("simulator.tui.screens.home._outlook", slow)
    app = MockInterviewApp(Settings(), "home")
    async with app.run_test() as pilot:
        try:
            await until(pilot, waits.is_set)
            page = frame(pilot)
            assert "> Practise" in page
            assert "due today" not in page
            await pilot.press("down")
            assert "> With a friend" in frame(pilot)
        finally:
            go_on.set()
