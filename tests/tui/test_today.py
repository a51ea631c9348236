"""The day of an interview on one page, and home that offers it first."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace

from simulator import when
from simulator.comeback.model import Application, Appointment, IfThen
from simulator.comeback.store import APPLICATIONS, IF_THENS
from simulator.interview.rehearsal import Wish
from simulator.preparation.files import find_sheet, save_sheet
from simulator.preparation.model import Interview, Paper, Sheet
from simulator.sessions.wins import keep
from simulator.settings import Settings
from simulator.tui.app import MockInterviewApp
from simulator.tui.screens.home import Home
from simulator.tui.screens.replay import Replay
from simulator.tui.screens.today import Today
from tests.tui import sessions
from tests.tui.conftest import Opening, frame
from tests.tui.rehearsing import on, shown, until

ACTIVE = Settings(sheet="harbour")


def sheet(days: int = 0, hour: str = "") -> Sheet:
    made = Sheet(
        id="harbour",
        employer="Harbour Foods",
        role="Buyer",
        interview=Interview(
            date=(when.now().date() + timedelta(days=days)).isoformat(), hour=hour, place="Pier [3]", way="Tram 4", arrive="09:45", dress="Shirt"
        ),
        interviewers=("Maria Lopez",),
        documents=(Paper(name="CV, three copies"), Paper(name="References")),
        questions=("Who would I work with?",),
    )  # fmt: skip
    save_sheet(made)
    return made


async def test_everything_known_stands_on_one_page(opening: Opening, size: tuple[int, int]) -> None:
    sheet()
    sessions.spoken()
    IF_THENS.save(IfThen(id="blank-mind", when="If my mind goes blank", then="Let me think."))
    async with opening("today", size=size, settings=ACTIVE) as pilot:
        page = await shown(pilot, "Today: Harbour Foods, Buyer.")
        for known in ("09:45", "Pier [3]", "Tram 4", "Shirt", "Maria Lopez", "[ ] CV, three copies", "If it happens"):
            assert known in page
        await pilot.press("space")
        await shown(pilot, "[x] CV, three copies")
        assert [paper.ready for paper in find_sheet("harbour").documents] == [True, False]
        await pilot.press("end")
        for wanted in ("Your strongest answers", "Settle", "One warm-up question", "Prep sheet"):
            assert wanted in frame(pilot)


async def test_the_strongest_answers_are_played_and_opened(opening: Opening) -> None:
    folder = sessions.spoken()
    async with opening("today") as pilot:
        page = await shown(pilot, "> Tell me about time number")
        today = pilot.app.screen
        assert isinstance(today, Today)
        assert "No interview is noted for today" in page
        await pilot.press("space")
        await until(pilot, lambda: today.player.playing)
        assert today.player.clock.length > 10
        await until(pilot, lambda: today.player.position > 0)
        await pilot.press("space")
        assert not today.player.playing
        await pilot.press("enter")
        await until(pilot, lambda: on(pilot, Replay))
        replay = pilot.app.screen
        assert isinstance(replay, Replay)
        assert replay.session == folder


async def test_without_any_fact_it_warms_up_all_the_same(
    opening: Opening, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    opened: list[tuple[str, dict[str, object]]] = []
    async with opening("today", size=size) as pilot:
        page = await shown(pilot, "Before you go")
        assert "To bring" not in page
        assert "strongest" not in page
        monkeypatch.setattr(MockInterviewApp, "open", lambda _, name, **given: opened.append((name, given)))
        for _ in range(5):
            await pilot.press("enter", "down")
    assert opened == [
        ("settle", {}),
        ("interview", {"wish": Wish(questions=1, nerves=False, follow_ups=0, warm_up=True)}),
        ("setbacks", {}),
        ("prep", {}),
        ("applications", {}),
    ]


async def test_what_went_well_is_a_key_away_where_something_was_kept(opening: Opening) -> None:
    keep("They asked for the checklist.", when.now().date())
    async with opening("today") as pilot:
        await shown(pilot, "Your wins")
        await pilot.press("down", "down", "down", "enter")
        await shown(pilot, "They asked for the checklist.")


async def test_whom_one_meets_is_there_however_long_the_way_is(opening: Opening) -> None:
    long = replace(
        sheet().interview,
        place="1 Mill Road, second floor, ask for Ms Okafor at the desk by the stairs",
        format="two people, then a tour",
        way="Tram 4 to the market, then eight minutes on foot along the canal; the bridge is closed until March",
        dress="Dark trousers, a plain shirt, closed shoes; the stores are cold, so a pullover in the bag",
    )
    save_sheet(replace(sheet(), interview=long))
    async with opening("today", settings=ACTIVE) as pilot:
        page = await shown(pilot, "To bring")
        assert "You meet" in page
        assert "Maria Lopez" in page
        assert "> [ ] CV" in page


async def test_home_offers_the_day_first_until_its_hour(opening: Opening) -> None:
    sheet(hour="23:59")
    sessions.spoken(answers=1, of=2)
    async with opening(settings=ACTIVE) as pilot:
        assert "> Today: Harbour Foods, 23:59" in frame(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: on(pilot, Today))
    sheet(hour="00:00")
    async with opening(settings=ACTIVE) as pilot:
        assert "> Today" not in frame(pilot)
    sheet(days=1)
    async with opening(settings=ACTIVE) as pilot:
        assert "Today:" not in frame(pilot)
        day = when.now().date().isoformat()
        APPLICATIONS.save(
            Application(id="a", employer="Mill & Sons", role="Buyer", interviews=(Appointment(date=day),))
        )
    async with opening() as pilot:
        assert "> Today: Mill & Sons" in frame(pilot)


@pytest.mark.parametrize("start", ["home", "today"])
async def test_how_long_it_is_until_then_is_said_and_shrinks(
    opening: Opening, monkeypatch: pytest.MonkeyPatch, start: str, size: tuple[int, int]
) -> None:
    sheet(hour="14:00")
    now = when.now().replace(hour=11, minute=50, second=40)
    monkeypatch.setattr(when, "now", lambda: now)
    async with opening(start, size=size, settings=ACTIVE) as pilot:
        assert "14:00" in await shown(pilot, "in 2 h 10 min")
        page = pilot.app.screen
        assert isinstance(page, Home | Today)
        now = now.replace(hour=13)
        page._time_passes()
        assert "14:00" in await shown(pilot, "in 10 min")
        now += timedelta(days=1)
        page._time_passes()
        await until(pilot, lambda: "14:00" not in frame(pilot))


async def test_an_interview_elsewhere_is_today_until_its_hour_here(opening: Opening) -> None:
    here = when.now().replace(hour=23, minute=30)
    there = here.astimezone(ZoneInfo("Asia/Kolkata"))
    held = Appointment(date=there.date().isoformat(), hour=f"{there:%H:%M}", zone="Asia/Kolkata")
    APPLICATIONS.save(Application(id="a", employer="Mill & Sons", role="Buyer", interviews=(held,)))
    async with opening() as pilot:
        page = await shown(pilot, "Mill & Sons")
        assert "> Today: Mill & Sons, 23:30" in page
        assert "Look back" not in page
        await pilot.press("enter")
        await shown(pilot, f"23:30 here, {when.ahead('23:30', when.now())}")
