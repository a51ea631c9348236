"""Settling before an interview, the ladder, and setbacks rehearsed, on screen."""

from __future__ import annotations

import pytest

from simulator import when
from simulator.comeback.model import IfThen
from simulator.comeback.setbacks import BY_ID
from simulator.comeback.store import IF_THENS
from simulator.interview import events as ev
from simulator.interview.rehearsal import Wish
from simulator.tui.app import MockInterviewApp
from simulator.tui.screens.nerves import Nerves
from simulator.tui.screens.settle import Settle
from simulator.tui.widgets.choices import Choices
from tests.tui import learning, rehearsing
from tests.tui.conftest import Opening, frame, settle
from tests.tui.rehearsing import Devices, answer, on, saved, shown, simple, stage, state, until

devices = rehearsing.devices

FELT = Wish(typed=True, voice=False, follow_ups=0, only=simple(1))


def settled() -> list[ev.Settled]:
    return [event for event in saved().events if isinstance(event, ev.Settled)]


# Settling


async def test_who_is_very_nervous_may_settle_first(opening: Opening, devices: Devices, size: tuple[int, int]) -> None:
    async with opening("interview", size=size, wish=FELT) as pilot:
        await shown(pilot, "How nervous")
        await pilot.press("6", "enter")
        offered = await shown(pilot, "Go straight on")
        assert "> Breathe slowly" in offered
        assert state(pilot).stage == "nerves_before", "the first question waits"
        await pilot.press("enter")
        breathing = await shown(pilot, "breathe in")
        assert "••••" in breathing
        assert "Laborde" in breathing
        assert "1:5" in breathing or "2:00" in breathing
        await pilot.press("space")
        await stage(pilot, "answering")
        assert state(pilot).nerves == {"before": 6}
    (done,) = settled()
    assert done.way == "breathing"
    assert 0 <= done.seconds < 60


async def test_going_straight_on_is_one_key_and_calm_people_are_not_asked(opening: Opening, devices: Devices) -> None:
    async with opening("interview", wish=FELT) as pilot:
        await shown(pilot, "How nervous")
        await pilot.press("9", "enter")
        await shown(pilot, "9 is a lot to carry")
        await pilot.press("escape")
        await stage(pilot, "answering")
        assert state(pilot).nerves == {"before": 9}
        assert settled() == []
    async with opening("interview", wish=FELT) as pilot:
        await shown(pilot, "How nervous")
        await pilot.press("5", "enter")
        await stage(pilot, "answering")
        assert not on(pilot, Settle)


async def test_saying_it_aloud_has_its_source(opening: Opening) -> None:
    async with opening("settle") as pilot:
        assert "Go straight on" not in frame(pilot), "nothing waits behind it"
        await pilot.press("down", "enter")
        said = await shown(pilot, "I am excited")
        assert "Brooks 2014" in said
        await pilot.press("enter")
        await until(pilot, lambda: not on(pilot, Settle))


async def test_after_two_minutes_it_says_so_and_waits(opening: Opening, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("simulator.comeback.settling.SECONDS", 0.2)
    async with opening("settle") as pilot:
        await pilot.press("enter")
        assert "breathe" not in (await shown(pilot, "That was two minutes")).casefold().replace("breathing", "")
        assert on(pilot, Settle)


# The ladder


async def test_the_ladder_says_where_one_stands_and_starts_there(
    opening: Opening, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    learning.learner(3, nerves=(3, 2, 2), step=1)
    opened: list[tuple[str, dict[str, object]]] = []
    async with opening("nerves", size=size) as pilot:
        there = await shown(pilot, "Your last ratings here are calm: 3, 2, 2.")
        assert "> 1  Typed, no clock" in there
        assert "you are here; nerves 3, 2, 2" in there
        assert "on offer" in there.split("2  Typed, with the clock")[1].splitlines()[0]
        assert "7  A tough panel" in there
        monkeypatch.setattr(MockInterviewApp, "open", lambda _, name, **given: opened.append((name, given)))
        await pilot.press("down", "enter", "home", "enter", "down", "enter")
    assert opened == [("interview", {"wish": Wish(step=2)}), ("settle", {}), ("setbacks", {})]


async def test_home_says_when_a_step_is_offered(opening: Opening) -> None:
    learning.learner(3, nerves=(3, 2, 2), step=1)
    async with opening() as pilot:
        await shown(pilot, "step 2 is there, if you like")


async def test_without_sessions_the_ladder_begins_where_it_is_easy(opening: Opening) -> None:
    async with opening("home") as pilot:
        pilot.app.screen.query_one(Choices).select("nerves")
        await pilot.pause()
        assert "> Nerves" in frame(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: on(pilot, Nerves))
        assert "> 1  Typed, no clock" in await shown(pilot, "Begin where it is easy")


async def test_the_first_step_shows_no_clock_and_the_second_does(opening: Opening, devices: Devices) -> None:
    for number, wanted in ((1, False), (2, True)):
        async with opening("interview", wish=Wish(step=number, only=simple(1))) as pilot:
            await shown(pilot, "How nervous")
            await pilot.press("enter")
            await stage(pilot, "answering")
            await pilot.pause()
            assert ("1:30" in frame(pilot)) is wanted
            assert state(pilot).options.step == number
            await answer(pilot, rehearsing.ANSWER)
            assert "That took" in await shown(pilot, "Worked")
        assert devices.asked[-1]["spoken"] is False


async def test_a_poker_face_shows_nothing_between_the_questions(opening: Opening, devices: Devices) -> None:
    devices.ears.gate.clear()
    async with opening("interview", wish=Wish(step=7, only=simple(2))) as pilot:
        await shown(pilot, "How nervous")
        await pilot.press("enter")
        await stage(pilot, "answering")
        await pilot.press("space")
        silent = await shown(pilot, "They write something down.")
        assert "That took" not in silent
        assert "1 to 5" not in silent
        devices.ears.gate.set()
        assert "follow-up" in await shown(pilot, "The second interviewer asks:")
        await pilot.press("space")
        await stage(pilot, "answering", 2)
        assert "Worked" not in frame(pilot)


# Setbacks


async def test_a_setback_is_rehearsed_with_a_line_of_ones_own(opening: Opening, size: tuple[int, int]) -> None:
    async with opening("setbacks", size=size) as pilot:
        assert "> My mind goes blank" in frame(pilot)
        assert "no line yet" in frame(pilot)
        await pilot.press("enter")
        asked = await shown(pilot, "Make it yours")
        assert BY_ID["blank-mind"].line in asked
        await pilot.press("ctrl+u", *"Hm", "enter")
        assert "“Hm”" in await shown(pilot, "say your line aloud")
        assert not IF_THENS.find("blank-mind").practised
        await pilot.press("enter")
        assert "If my mind goes blank: “Hm”" in await shown(pilot, "rehearsed today")
    kept = IF_THENS.find("blank-mind")
    assert (kept.then, kept.practised) == ("Hm", when.now().date().isoformat())


async def test_a_fear_of_ones_own_is_typed_and_deleted(opening: Opening) -> None:
    async with opening("setbacks") as pilot:
        await pilot.press("a")
        await shown(pilot, "What do you fear")
        await pilot.press(*"Rain", "enter")
        await shown(pilot, "And then")
        await pilot.press(*"Go", "enter")
        await shown(pilot, "say your line aloud")
        await pilot.press("w")
        await until(pilot, lambda: "say your line aloud" not in frame(pilot))
        await pilot.press(*"Go", "enter")
        await shown(pilot, "rehearsed today")
        assert IF_THENS.find("rain") == IfThen(
            id="rain", when="Rain", then="Go", practised=when.now().date().isoformat()
        )
        await pilot.press("end", "d")
        await shown(pilot, "Delete this plan?")
        await pilot.press("y")
        await settle(pilot)
        assert "Rain" not in frame(pilot)
        assert not IF_THENS.load().records


async def test_a_fear_that_another_program_names_in_the_same_moment_is_not_written_over(
    opening: Opening, monkeypatch: pytest.MonkeyPatch
) -> None:
    free = IF_THENS.new_id

    def then_another_program(*words: str) -> str:
        id = free(*words)
        if not IF_THENS.load().records:
            IF_THENS.save(IfThen(id=id, when="Rain", then="Run"))
        return id

    monkeypatch.setattr(IF_THENS, "new_id", then_another_program)
    async with opening("setbacks") as pilot:
        await pilot.press("a")
        await shown(pilot, "What do you fear")
        await pilot.press(*"Rain", "enter")
        await shown(pilot, "And then")
        await pilot.press(*"Go", "enter")
        await shown(pilot, "say your line aloud")
    assert {each.then for each in IF_THENS.load().records.values()} == {"Go", "Run"}
