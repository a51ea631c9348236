"""Practising in turns on the screen."""

from __future__ import annotations

from simulator import when
from simulator.interview.rehearsal import Wish
from simulator.sessions import library
from tests.interview.test_turns import sat
from tests.making import question
from tests.tui import rehearsing
from tests.tui.conftest import Opening, frame, settle
from tests.tui.rehearsing import Devices, interview, shown, stage, state

devices = rehearsing.devices


async def test_two_of_one_name_are_told_and_nothing_begins(opening: Opening) -> None:
    async with opening("peer", wish=Wish(candidate_name="Ada", friend_name="ada")) as pilot:
        await settle(pilot)
        assert "Both of you are called ada" in " ".join(frame(pilot).split())
        await pilot.press("escape")
        await settle(pilot)
        assert "Practise in turns" not in frame(pilot)


BOTH = Wish(candidate_name="Ada", friend_name="Ben", questions=1, typed=True, voice=False, nerves=False)


async def test_who_comes_back_goes_on_with_the_second_round_and_is_asked_nothing_twice(
    opening: Opening, devices: Devices
) -> None:
    sat("Ada", "Ben", 0, began=when.now())
    async with opening("peer", wish=BOTH) as pilot:
        await shown(pilot, "Your practice of today is not at its end yet.")
        assert "Round 2 of 2: Ben answers, Ada interviews." in " ".join(frame(pilot).split())
        await pilot.press("enter")
        await stage(pilot, "answering")
        assert interview(pilot).wish.without == {question().ref}
        session = state(pilot).session
        assert session is not None
        assert session.people == {"candidate": "Ben", "friend": "Ada"}


async def test_who_comes_back_goes_on_with_the_round_that_was_left(opening: Opening, devices: Devices) -> None:
    sat("Ada", "Ben", 0, ended=False, began=when.now())
    async with opening("peer", wish=BOTH) as pilot:
        await shown(pilot, "It goes on where it was.")
        await pilot.press("enter")
        await stage(pilot, "answering")
        assert interview(pilot).folder == next(library.folders())


async def test_who_comes_back_may_begin_anew(opening: Opening) -> None:
    sat("Ada", "Ben", 0, began=when.now())
    async with opening("peer", wish=BOTH) as pilot:
        await shown(pilot, "Round 2 of 2")
        await pilot.press("n")
        assert "begin anew" not in await shown(pilot, "Round 1 of 2: Ada answers")
