"""Choosing an interview: everything is chosen already, and Enter starts."""

from __future__ import annotations

from typing import cast

import pytest
from textual.pilot import Pilot

from simulator import paths
from simulator.comeback.topics import HEARD
from simulator.interview.rehearsal import Wish
from simulator.questions.model import REASONS
from simulator.settings import Settings, load
from simulator.tui.app import MockInterviewApp
from simulator.tui.screens.choosing import Choosing
from simulator.tui.widgets.choices import Choices
from tests.tui import sessions
from tests.tui.conftest import Opening, a_long_walk, frame, settle
from tests.tui.rehearsing import on, shown, until, write


@pytest.fixture
def wishes(monkeypatch: pytest.MonkeyPatch) -> list[Wish]:
    """What the interview was opened with, instead of holding it."""
    asked: list[Wish] = []
    whole = MockInterviewApp.open

    def note(app: MockInterviewApp, name: str, **arguments: object) -> object:
        if name != "interview":
            return whole(app, name, **arguments)
        wish = arguments["wish"]
        assert isinstance(wish, Wish)
        asked.append(wish)
        return None

    monkeypatch.setattr(MockInterviewApp, "open", note)
    return asked


async def test_enter_starts_at_once_with_what_the_settings_say(
    opening: Opening, wishes: list[Wish], size: tuple[int, int]
) -> None:
    settings = Settings(questions=4, voice=False, bank="behavioural")
    async with opening("choosing", size=size, settings=settings) as pilot:
        page = frame(pilot)
        assert "> Start" in page
        assert "4 questions, about" in page
        for label in ("Questions", "From", "For", "Answers", "Voice", "With"):
            assert label in page
        assert "Your friend's name" not in page
        await pilot.press("enter")
        assert not on(pilot, Choosing)
    assert wishes == [Wish(questions=4, banks=("behavioural",), voice=False)]


async def test_everything_can_be_chosen_and_nothing_is_remembered(opening: Opening, wishes: list[Wish]) -> None:
    async with opening("choosing", friend=True) as pilot:
        for key, presses in {
            "questions": ["right", "space", "left", "enter"],
            "bank": ["right"],
            "reason": ["right"],
            "typed": ["space"],
            "voice": ["left"],
        }.items():
            pilot.app.screen.query_one(Choices).select(key)
            await pilot.pause()
            await pilot.press(*presses)
        page = frame(pilot)
        assert "7" in page
        assert HEARD[REASONS[0]][1] in page
        assert "a friend at the same table" in page
        pilot.app.screen.query_one(Choices).select("friend_name")
        await pilot.pause()
        await pilot.press("enter")
        await until(pilot, lambda: not on(pilot, Choosing))
        await write(pilot, "Sam [/b]")
        await pilot.press("enter")
        await shown(pilot, "Sam [/b]")
        await pilot.press("home", "enter")
        (wish,) = wishes
        assert wish.banks != ("general",)
        assert (wish.questions, wish.reason, wish.typed, wish.voice) == (7, REASONS[0], True, False)
        assert (wish.friend, wish.candidate_name, wish.friend_name) == (True, "", "Sam [/b]")
    assert not paths.settings_file().exists()
    async with opening("choosing") as pilot:
        await settle(pilot)
        assert "Sam" not in frame(pilot)


async def test_a_number_stays_within_its_bounds_and_lists_go_round(opening: Opening, wishes: list[Wish]) -> None:
    async with opening("choosing", settings=Settings(questions=1)) as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, Choosing)
        screen.query_one(Choices).select("questions")
        await pilot.pause()
        await pilot.press("left")
        assert screen.questions == 1
        screen.questions = 30
        await pilot.press("right")
        assert screen.questions == 30
        screen.query_one(Choices).select("reason")
        await pilot.pause()
        for reason in (*REASONS, None):
            await pilot.press("right")
            assert screen.reason == reason
        first = screen.bank
        screen.query_one(Choices).select("bank")
        await pilot.pause()
        for _ in range(len(pilot.app.banks()) + 1):  # type: ignore[attr-defined]
            await pilot.press("left")
        assert screen.bank == first
        await pilot.press("escape")
        assert not on(pilot, Choosing)
    assert wishes == []


async def test_a_bank_with_faults_is_told_and_does_not_keep_it_from_opening(opening: Opening) -> None:
    paths.own_banks().mkdir(parents=True)
    (paths.own_banks() / "mine.yaml").write_text("id: mine\nquestions: [", encoding="utf-8")
    async with opening("choosing") as pilot:
        assert "> Start" in frame(pilot)
        pilot.app.screen.query_one(Choices).select("bank")
        await shown(pilot, "has faults and is left out")


async def named(pilot: Pilot[None], name: str) -> None:
    """Says who answers."""
    pilot.app.screen.query_one(Choices).select("candidate_name")
    await pilot.pause()
    await pilot.press("enter")
    await shown(pilot, "Whoever answers")
    await write(pilot, name)
    await pilot.press("enter")


@a_long_walk
async def test_who_gives_their_own_name_is_asked_once_and_keeps_their_history(
    opening: Opening, wishes: list[Wish], size: tuple[int, int]
) -> None:
    sessions.spoken()
    sessions.spoken(at="2026-11-22T12:00:00+01:00", people={"candidate": "Ada"})
    async with opening("choosing", friend=True, size=size) as pilot:
        index = cast(MockInterviewApp, pilot.app).index()
        index.sync()
        assert len(index.sittings()) == 1
        await named(pilot, "Ada")
        await shown(pilot, "Is Ada you?")
        await pilot.press("y")
        await until(pilot, lambda: on(pilot, Choosing))
        assert load().name == "Ada"
        assert len(index.sittings()) == 2
        await named(pilot, "Bob")
        await until(pilot, lambda: on(pilot, Choosing))
        await pilot.press("home", "enter")
        assert wishes[0].candidate_name == "Bob", "and nothing was asked any more"
    async with opening("choosing", friend=True, settings=load()) as pilot:
        await shown(pilot, "Ada")
        pilot.app.screen.query_one(Choices).select("friend")
        await pilot.pause()
        await pilot.press("left", "home", "enter")
        assert wishes[1].candidate_name == "", "alone nobody else is meant"


async def test_somebody_else_is_kept_apart_by_their_name(opening: Opening, wishes: list[Wish]) -> None:
    async with opening("choosing", friend=True) as pilot:
        await named(pilot, "Bob [/b]")
        await shown(pilot, "Is Bob [/b] you?")
        await pilot.press("enter")
        await until(pilot, lambda: on(pilot, Choosing))
        await pilot.press("home", "enter")
        assert wishes[0].candidate_name == "Bob [/b]"
    assert not paths.settings_file().exists()
