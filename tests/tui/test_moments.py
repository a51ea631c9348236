"""The places that cost most, one at a time: seen, heard, tried again, and mended."""

from __future__ import annotations

import re
from pathlib import Path
from typing import cast

import pytest
from textual.pilot import Pilot

from simulator.interview.rehearsal import Again
from simulator.progress import learning as room
from simulator.progress.learning import WHY
from simulator.scoring.card import FLUENCY, PREPAREDNESS
from simulator.sessions.answers import landing
from simulator.sessions.player import Player
from simulator.sessions.seeking import STAY_SECONDS
from simulator.tui.app import MockInterviewApp
from simulator.tui.screens.moments import Moments
from simulator.tui.screens.replay import Replay
from tests.tui import sessions
from tests.tui.conftest import Opening, frame, settle
from tests.tui.learning import learner
from tests.tui.rehearsing import on, shown, until

FLUENT = (
    "Last winter we were short of people on the night shift, so I counted the stock with a colleague and wrote a list of"
    " 40 shelves, and in the end we were done an hour early."
)


def screen(pilot: Pilot[None]) -> Moments:
    return next(each for each in pilot.app.screen_stack if isinstance(each, Moments))


async def loaded(pilot: Pilot[None]) -> Moments:
    await until(pilot, lambda: screen(pilot).answer is not None)
    await settle(pilot)
    return screen(pilot)


async def test_the_costliest_place_comes_first_with_its_words_and_what_it_cost(
    opening: Opening, size: tuple[int, int]
) -> None:
    learner(2, sound=True)
    async with opening("moments", size=size) as pilot:
        page = await loaded(pilot)
        lesson = page.lesson
        assert lesson is not None
        text = " ".join(frame(pilot).split())
        assert lesson.moment.points == min(each.moment.points for each in page.lessons)
        assert lesson.question in text
        assert f"It cost {-lesson.moment.points:.1f} points of fluency, by flow." in text
        assert "the first Sunday" in text
        assert WHY["long pause"][1] in text
        assert "1 of 2" in text
        for line in frame(pilot).splitlines():
            assert len(line.rstrip()) <= 78 or size[0] > 80


async def test_full_stop_and_comma_walk_through_them_and_enter_opens_replay_there(opening: Opening) -> None:
    folders = learner(2, sound=True)
    async with opening("moments") as pilot:
        first = (await loaded(pilot)).lesson
        await pilot.press("comma")
        assert screen(pilot).lesson == first
        await pilot.press("full_stop")
        await until(pilot, lambda: screen(pilot).number == 1)
        await loaded(pilot)
        await shown(pilot, "2 of 2")
        await pilot.press("full_stop", "comma")
        page = await loaded(pilot)
        assert page.lesson == first
        assert first is not None
        await pilot.press("enter")
        await until(pilot, lambda: on(pilot, Replay))
        replay = cast(Replay, pilot.app.screen)
        await until(pilot, lambda: replay.answer is not None)
        assert replay.session == folders[-1]
        assert replay.answer is not None
        assert replay.answer.take.name == first.take
        assert replay.player.position == pytest.approx(landing(first.moment.start))


async def test_space_plays_from_a_little_before_and_stops_a_little_after(
    opening: Opening, monkeypatch: pytest.MonkeyPatch
) -> None:
    learner(1, sound=True)
    now = [100.0]
    monkeypatch.setattr("simulator.tui.playing.Player", lambda: Player(lambda: now[0]))
    async with opening("moments") as pilot:
        page = await loaded(pilot)
        lesson = page.lesson
        assert lesson is not None
        for _ in range(2):
            await pilot.press("space")
            assert page.player.playing
            assert page.player.position == pytest.approx(landing(lesson.moment.start))
            now[0] += lesson.moment.end - landing(lesson.moment.start) + STAY_SECONDS - 0.1
            page._tick()
            assert page.player.playing
            now[0] += 0.2
            page._tick()
            assert not page.player.playing


async def test_t_tries_that_very_answer_again(opening: Opening, monkeypatch: pytest.MonkeyPatch) -> None:
    learner(2, sound=True)
    async with opening("moments") as pilot:
        page = await loaded(pilot)
        asked: list[tuple[str, dict[str, object]]] = []
        monkeypatch.setattr(MockInterviewApp, "open", lambda _, name, **more: asked.append((name, more)))
        lesson = page.lesson
        assert lesson is not None
        number = int(lesson.take[1:3]) - 1
        await pilot.press("t", "T")
        assert [more["again"] for _, more in asked] == [Again(number, typed=False), Again(number, typed=True)]


async def test_a_place_that_the_newest_answer_has_no_more_is_shown_as_mended(opening: Opening) -> None:
    folder = sessions.spoken()
    async with opening("moments") as pilot:
        before = await loaded(pilot)
        assert [each.mended for each in before.lessons] == [None, None]
        kind = before.lessons[0].moment.kind
        await pilot.press("question_mark")
        await settle(pilot)
        for number in (0, 1):
            sessions.again(folder, FLUENT, number)
        await pilot.press("escape")
        await until(pilot, lambda: any(each.mended for each in screen(pilot).lessons))
        await loaded(pilot)
        page = screen(pilot)
        place = next(number for number, each in enumerate(page.lessons) if each.mended and each.moment.kind == kind)
        while page.number != place:
            await pilot.press("full_stop" if page.number < place else "comma")
            await settle(pilot)
        text = " ".join((await shown(pilot, "* Mended")).split())
        assert "since then your answers to this question lose nothing by it" in text
        assert "mended" in frame(pilot).splitlines()[1]


async def test_no_place_yet_is_said_so(opening: Opening, size: tuple[int, int]) -> None:
    sessions.typed()
    async with opening("moments", size=size) as pilot:
        await shown(pilot, "No place to learn from yet")
        await pilot.press("space", "full_stop", "t", "enter")
        assert on(pilot, Moments)


async def test_hostile_words_stay_words(opening: Opening) -> None:
    sessions.spoken(said=sessions.SAID.replace("rang the supplier", "rang the [b]supplier[/b] [/]"))
    async with opening("moments") as pilot:
        await loaded(pilot)
        assert "[b]supplier[/b]" in frame(pilot)


def test_every_kind_of_place_that_costs_is_explained() -> None:
    page = (Path(__file__).parents[2] / "docs" / "scorecard.md").read_text(encoding="utf-8")
    row = next(line for line in page.splitlines() if line.startswith("| `kind` | `long pause`"))
    assert set(re.findall(r"`([a-z ]+)`", row)) - {"kind", "best"} == set(WHY)
    assert {dimension for dimension, *_ in WHY.values()} <= {*FLUENCY, *PREPAREDNESS}
    assert {each for each in {dimension for dimension, *_ in WHY.values()} if each in PREPAREDNESS} == set(
        room.ABOUT_WORDS
    )
