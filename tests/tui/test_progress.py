"""Progress: a sentence, a chart, the numbers; every number can be opened, and too few say nothing."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import cast

import pytest
from textual.pilot import Pilot

from simulator.progress.report import report
from simulator.scoring.card import FLUENCY
from simulator.tui import trends
from simulator.tui.screens.progress import Progress
from simulator.tui.screens.replay import Replay
from simulator.tui.widgets.choices import Choices
from simulator.tui.widgets.trend import AXIS, BOTH, LINE, OTHER, POINT, Drawn, Trend, chart, fitted
from tests.making import question
from tests.tui import sessions
from tests.tui.conftest import Opening, settle
from tests.tui.learning import learner
from tests.tui.rehearsing import on, shown, until

BETTER = dict.fromkeys(FLUENCY, 25.0)


def pressed(pilot: Pilot[None], key: str) -> None:
    """Selects the line with that key."""
    pilot.app.screen.query_one(Choices).select(key)


def drawing(pilot: Pilot[None]) -> str:
    return "\n".join(pilot.app.screen.query_one(Trend).lines())


async def test_first_a_sentence_then_a_chart_then_the_numbers(opening: Opening, size: tuple[int, int]) -> None:
    learner(10, BETTER)
    async with opening("progress", size=size) as pilot:
        lines = (await shown(pilot, "> In words")).splitlines()
        at = [
            next(number for number, line in enumerate(lines) if words in line)
            for words in (
                "Your fluency has gone up from about",
                "Fluency and preparedness by session",
                POINT,
                "> In words",
            )
        ]
        assert at == sorted(at)
        assert "10 sessions since 3 November" in lines[1]
        assert max(len(line.rstrip()) for line in lines[2:10]) <= 78
        assert drawing(pilot).count(LINE) == 0


async def test_the_chart_and_the_sentence_are_those_of_the_line_that_is_selected(opening: Opening) -> None:
    learner(10, BETTER)
    async with opening("progress") as pilot:
        await shown(pilot, "> In words")
        pressed(pilot, "change:flow")
        page = await shown(pilot, "Flow by session")
        assert "Your words flow better: from about" in page
        assert LINE in drawing(pilot)
        pressed(pilot, "change:forecast")
        page = await shown(pilot, "● score, ○ forecast")
        assert "You do better than you expect" in " ".join(page.split())
        assert OTHER in drawing(pilot)
        pressed(pilot, "change:calmer")
        await shown(pilot, "You leave a rehearsal calmer than you come")
        await pilot.press("w")
        await shown(pilot, "Nerves by week")
        await pilot.press("w")
        await shown(pilot, "Nerves by session")


async def test_with_few_sessions_no_line_pretends_a_trend(opening: Opening, size: tuple[int, int]) -> None:
    learner(4, BETTER)
    async with opening("progress", size=size) as pilot:
        await shown(pilot, "4 sessions so far: too few to say")
        pressed(pilot, "change:fluency")
        page = await shown(pilot, "Fluency by session")
        assert "too few to say" in page
        assert POINT in drawing(pilot)
        assert LINE not in drawing(pilot)
        await pilot.press("enter")
        await shown(pilot, "4 sessions with this number so far")


async def test_a_number_opens_to_its_figures_and_every_session_behind_it(
    opening: Opening, size: tuple[int, int]
) -> None:
    folders = learner(10, BETTER, sound=True)
    async with opening("progress", size=size) as pilot:
        await shown(pilot, "> In words")
        pressed(pilot, "change:fluency")
        await pilot.press("enter")
        page = " ".join((await shown(pilot, "10 sessions. A straight line")).split())
        assert "Your fluency has gone up from about" in page
        assert "> Saturday 19:00" in page or "> 21 November" in page
        text = " ".join(str(words.render()) for words in pilot.app.screen.query("Words"))
        for words in ("least squares", "Student's t with 8 degrees of freedom", "Holm 1979", "p = 0.0"):
            assert words in text
        await pilot.press("down", "enter")
        await until(pilot, lambda: on(pilot, Replay))
        assert cast(Replay, pilot.app.screen).session == folders[-2]


async def test_personal_bests_are_brought_back(opening: Opening) -> None:
    folders = learner(6, BETTER, sound=True)
    async with opening("progress") as pilot:
        await shown(pilot, "> In words")
        pressed(pilot, "best:1")
        page = " ".join((await shown(pilot, "Your best fluency so far")).split())
        assert "in the answer to" in page
        await pilot.press("enter")
        await until(pilot, lambda: on(pilot, Replay))
        replay = cast(Replay, pilot.app.screen)
        assert replay.session in folders
        await until(pilot, lambda: replay.answer is not None)
        best = cast(Progress, pilot.app.screen_stack[1]).report
        assert best is not None
        assert replay.answer is not None
        assert replay.answer.take.name == best.bests[1].take


async def test_competencies_stand_beside_weeks_and_the_numbers_under_their_week(
    opening: Opening, size: tuple[int, int]
) -> None:
    learner(10, BETTER, days=3)
    async with opening("progress", size=size) as pilot:
        await shown(pilot, "> In words")
        await pilot.press("end")
        page = await shown(pilot, "Preparedness by competency, week by week")
        lines = page.splitlines()
        head = next(line for line in lines if "9 Nov" in line)
        for line in lines:
            if "competency 1" in line and "▒" in line:
                assert line[head.index("9 Nov")] in trends.SHADES
                assert line[head.index("9 Nov") + 2].isdigit()
                break
        else:
            raise AssertionError(page)
        assert "The mean preparedness" in page
        await pilot.press("enter")
        lines = (await shown(pilot, "Week of 30 November 2026: ")).splitlines()
        week = next(number for number, line in enumerate(lines) if "Week of 30" in line)
        assert "> 30 November" in lines[week + 1]
        assert "“" in lines[week + 1]


async def test_each_answer_behind_a_week_of_a_competency_is_brought_back(opening: Opening) -> None:
    folders = learner(10, BETTER, days=3, sound=True)
    async with opening("progress") as pilot:
        await shown(pilot, "> In words")
        pressed(pilot, "competency:competency 2")
        await pilot.press("enter")
        await shown(pilot, "enter replay")
        await pilot.press("down", "enter")
        await until(pilot, lambda: on(pilot, Replay))
        replay = cast(Replay, pilot.app.screen)
        assert replay.session == folders[-2]
        await until(pilot, lambda: replay.answer is not None)
        assert replay.answer is not None
        assert replay.answer.take.name == "q02-t1"


async def test_an_empty_library_and_sessions_without_scores_are_said_so(
    opening: Opening, size: tuple[int, int]
) -> None:
    async with opening("progress", size=size) as pilot:
        await shown(pilot, "Nothing to compare yet")
        await pilot.press("enter", "w", "down")
        assert on(pilot, Progress)


async def test_hostile_text_stays_text(opening: Opening) -> None:
    learner(6, BETTER, questions=[question(1, competency="[red]bold[/] \x1b[31m", text="[b]Why[/b]?")])
    sessions.typed()
    async with opening("progress") as pilot:
        await shown(pilot, "> In words")
        await pilot.press("end")
        page = await shown(pilot, "[red]bold[/]")
        assert "\x1b" not in page
        pressed(pilot, "best:1")
        assert "“[b]Why[/b]?”" in " ".join((await shown(pilot, "[b]Why[/b]?")).split())


async def test_a_session_that_came_since_is_counted_when_one_comes_back(opening: Opening) -> None:
    learner(5, BETTER)
    async with opening("progress") as pilot:
        await shown(pilot, "5 sessions since")
        await pilot.press("question_mark")
        await settle(pilot)
        sessions.spoken()
        await pilot.press("escape")
        await shown(pilot, "6 sessions since")


# The chart


def test_a_chart_is_as_wide_and_high_as_it_may_be() -> None:
    for count in (1, 2, 5, 60, 71, 72, 500):
        lines = chart(
            Drawn("Flow", tuple(50.0 + n % 7 for n in range(count)), line=(50, 60), begins="a", ends="b"), 76, 9
        )
        assert len(lines) == 9
        assert all(len(line) <= 76 for line in lines)
        assert "".join(lines).count(POINT) == len(fitted(tuple(range(count)), 76 - AXIS))


def test_what_is_higher_stands_higher_and_what_is_equal_together() -> None:
    lines = chart(Drawn("", (40.0, 60.0, 80.0), (80.0, 60.0, 40.0)), 40, 11)
    places = {sign: [number for number, line in enumerate(lines) if sign in line] for sign in (POINT, OTHER, BOTH)}
    assert len(places[POINT]) == len(places[OTHER]) == 2
    assert len(places[BOTH]) == 1
    assert min(places[POINT]) < places[BOTH][0] < max(places[POINT])


def test_more_values_than_columns_are_means_of_neighbours() -> None:
    assert fitted((1.0, 3.0, 5.0, None, None, 9.0), 3) == [2.0, 5.0, 9.0]
    assert fitted((1.0, None), 3) == [1.0, None]


def test_nothing_is_drawn_of_nothing() -> None:
    assert chart(Drawn("Fluency: not scored yet"), 76, 9) == ["Fluency: not scored yet"]
    assert chart(Drawn("Flow", (None, None)), 76, 9) == ["Flow"]
    assert chart(Drawn("Flow", (50.0,)), 4, 9) == ["Flow"]
    assert len(chart(Drawn("Beyond measure", (-1e9, -1e9)), 40, 9)) == 9


@pytest.mark.parametrize("score", [0.0, 19.4, 19.6, 59.6, 80.0, 100.0])
def test_a_shade_goes_with_the_number_beside_it(score: float) -> None:
    assert trends.shade(score) == trends.SHADES[min(round(score) // 20, 4)]


def test_weeks_without_practice_leave_a_gap(tmp_path: Path) -> None:
    monday = datetime.fromisoformat("2026-11-02T19:00:00+01:00")
    found = report([], [], monday.date())
    assert trends.drawn(found, "", True, monday) == Drawn()


async def test_friends_and_the_program_stand_side_by_side_scale_by_scale(
    opening: Opening, size: tuple[int, int]
) -> None:
    folders = learner(
        12, {"structure": 40.0}, sound=True, friend=lambda number: {"structure": 2 + number // 4, "warmth": 5}
    )
    async with opening("progress", size=size) as pilot:
        await shown(pilot, "> In words")
        pressed(pilot, "agreement:structure")
        page = await shown(pilot, "Structure by session: ● friends, ○ program")
        assert "Friends, less the program" in page
        assert "Structure: friends rate" in page
        assert "Warmth" not in page
        assert "by week" not in page.splitlines()[-1]
        assert "order 0." in next(line for line in page.splitlines() if "> Structure" in line)
        await pilot.press("enter")
        await shown(pilot, "friends 4.0, program")
        text = " ".join(str(words.render()) for words in pilot.app.screen.query("Words"))
        assert "Student's t with 11 degrees of freedom" in text
        assert "Spearman's rank correlation" in text
        assert "steps below the program, on average over 12 sessions" in text
        await pilot.press("enter")
        await until(pilot, lambda: on(pilot, Replay))
        assert cast(Replay, pilot.app.screen).session == folders[-1]


async def test_below_ten_sessions_nothing_is_said_of_how_friends_and_the_program_agree(opening: Opening) -> None:
    learner(6, friend=lambda number: {"structure": 3})
    async with opening("progress") as pilot:
        await shown(pilot, "> In words")
        pressed(pilot, "agreement:structure")
        page = await shown(pilot, "Structure by session")
        assert "6 sessions with both so far, too few to say" in " ".join(page.split())
        assert "> Structure" in page
        await pilot.press("enter")
        await shown(pilot, "From 10 sessions on")
