"""Two takes of one question lie one under the other, and the best is marked."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from msgspec import structs

from simulator import paths
from simulator.interview.rehearsal import Again
from simulator.sessions.answers import Replayable
from simulator.sessions.comparing import best_take, difference
from simulator.settings import Settings
from simulator.tui.app import MockInterviewApp
from simulator.tui.screens.interview import Interview
from simulator.tui.screens.replay import Replay
from simulator.tui.screens.takes import Takes, score_lines
from tests.tui import rehearsing, sessions
from tests.tui.conftest import Opening, a_long_walk, frame, settle
from tests.tui.rehearsing import Devices, answer, devices, on, shown, until

__all__ = ["devices"]


def with_scores(take: Replayable, fluency: float | None, preparedness: float | None) -> Replayable:
    assert take.card is not None
    scores = {"fluency": fluency, "preparedness": preparedness}
    changed = {name: structs.replace(getattr(take.card, name), score=score) for name, score in scores.items()}
    return replace(take, card=structs.replace(take.card, **changed))


@a_long_walk
async def test_takes_with_sound_lie_under_one_another_with_scores_and_differences(
    opening: Opening, size: tuple[int, int]
) -> None:
    folder = sessions.again(sessions.spoken(), f"{sessions.SAID} We still work with them.")
    async with opening("takes", session=folder, question=0, size=size) as pilot:
        page = await shown(pilot, "> Take 2")
        lines = page.splitlines()
        first = next(number for number, line in enumerate(lines) if "Take 1, 0:31" in line)
        second = next(number for number, line in enumerate(lines) if "> Take 2, 0:33" in line)
        for at in (first, second):
            assert "▃" in lines[at + 1] or "▄" in lines[at + 1]
            assert "0:00" in lines[at + 2]
            assert "action" in lines[at + 3]
        assert page.count("* the best so far") == 1
        screen = pilot.app.screen
        assert isinstance(screen, Takes)
        one, other = screen.takes
        assert other.card is not None
        unlike = replace(other, card=structs.replace(other.card, left_out=("pauses",)))
        assert best_take((one, other)) is not None
        assert best_take((one, unlike)) is None
        typed = with_scores(other, None, (other.card.preparedness.score or 0.0) + 1)
        assert best_take((one, other, typed)) is typed, "what it has no score for is no fault of it"
        better = with_scores(one, 40.0, 80.0)
        assert best_take((better, with_scores(other, None, 62.0))) is better
        assert best_take((fluent := with_scores(one, 90.0, 60.0), with_scores(other, 60.0, 70.0))) is fluent
        assert best_take((with_scores(one, 90.0, None), with_scores(other, None, 60.0))) is None
        assert "left out of one than of the other" in next(score_lines(one, unlike))
        await pilot.press("tab")
        await settle(pilot)
        assert "> Take 1" in frame(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: on(pilot, Replay))
        await shown(pilot, "question 1 of 2, take 1")


async def test_a_click_on_a_timeline_goes_there_in_the_take_that_it_is_of(opening: Opening) -> None:
    folder = sessions.again(sessions.spoken(), f"{sessions.SAID} We still work with them.")
    async with opening("takes", session=folder, question=0) as pilot:
        await shown(pilot, "> Take 2")
        screen = pilot.app.screen
        assert isinstance(screen, Takes)
        await pilot.press("space")
        for name, take in (("#upper", "> Take 1"), ("#lower", "> Take 2"), ("#lower", "> Take 2")):
            width = screen.query_one(name).size.width
            await pilot.click(name, offset=(7 + (width - 13) // 2, 1))
            await shown(pilot, take)
            chosen = screen.chosen
            assert chosen is not None
            assert screen.player.clock.length == chosen.seconds
            assert screen.player.position == pytest.approx(chosen.seconds / 2, abs=3.0)
            assert screen.player.playing


async def test_of_three_takes_any_two_can_be_compared(opening: Opening) -> None:
    folder = sessions.spoken()
    for more in ("One more time.", "And once more."):
        sessions.again(folder, f"{sessions.SAID} {more}")
    async with opening("takes", session=folder, question=0) as pilot:
        assert "Take 2" in frame(pilot)
        assert "> Take 3" in frame(pilot)
        await pilot.press("right")
        await settle(pilot)
        assert "> Take 1" in frame(pilot)
        assert "Take 3" not in frame(pilot)


async def test_replay_leads_to_the_comparison_where_there_is_one(opening: Opening) -> None:
    folder = sessions.spoken()
    async with opening("replay", session=folder) as pilot:
        await pilot.press("c")
        assert on(pilot, Replay)
    sessions.again(folder, sessions.SAID)
    async with opening("replay", session=folder) as pilot:
        await pilot.press("c")
        await until(pilot, lambda: on(pilot, Takes))
        await shown(pilot, "Take 2")


async def test_an_answer_of_the_sample_is_tried_again_in_a_copy_and_the_sample_stays_as_it_is(
    opening: Opening, sample: Path, devices: Devices
) -> None:
    before = {path.name: path.read_bytes() for path in sample.rglob("*") if path.is_file()}
    async with opening("replay", session=sample, settings=Settings(follow_ups=0)) as pilot:
        await pilot.press("pagedown", "T")
        await until(pilot, lambda: on(pilot, Interview))
        await answer(pilot, rehearsing.ANSWER)
        await pilot.press("enter")
        await until(pilot, lambda: on(pilot, Takes))
        page = await shown(pilot, "> Take 2, typed")
        assert "Take 1, 0:33" in page
        assert "fillers                   78       –" in page
    after = {path.name: path.read_bytes() for path in sample.rglob("*") if path.is_file() and path.suffix != ".levels"}
    assert after == {name: data for name, data in before.items() if not name.endswith(".levels")}
    copy = rehearsing.saved()
    assert copy.folder.parent == paths.sessions()
    assert copy.state.name == "the sample, tried again"
    assert [take.name for take in copy.state.last_takes()] == ["q01-t1", "q02-t2", "q03-t1"]


async def test_a_try_that_is_left_leaves_the_session_as_it_was(opening: Opening, devices: Devices) -> None:
    folder = sessions.spoken()
    async with opening("interview", session=folder, again=Again(1, typed=True)) as pilot:
        await rehearsing.stage(pilot, "answering", 2)
        await pilot.press("escape")
        await shown(pilot, "Leave")
        screen = rehearsing.interview(pilot)
        await screen.put_away()
    state = rehearsing.saved().state
    assert state.stage == "ended"
    assert [take.name for take in state.last_takes()] == ["q01-t1", "q02-t1"]


async def test_a_folder_that_cannot_be_written_is_said(
    opening: Opening, sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("simulator.sessions.library.shutil.copytree", refuse)
    async with opening("replay", session=sample) as pilot:
        app = pilot.app
        assert isinstance(app, MockInterviewApp)
        app.try_again(sample, 0, typed=True)
        await shown(pilot, "cannot be written:")


def test_differences_show_what_was_left_out_and_put_in() -> None:
    assert difference("the same", "the same") == ""
    found = difference("Um, I rang them on Monday.", "I rang them myself on Monday, twice.")
    assert found == "[-Um,-] I rang them {+myself+} on Monday, {+twice.+}"
    long = " ".join(f"word{number}" for number in range(40))
    assert " … " in difference(f"{long} end", f"{long} stop")
