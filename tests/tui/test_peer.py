"""Practising in turns on the screen."""

from __future__ import annotations

from simulator.interview.rehearsal import Wish
from tests.tui.conftest import Opening, frame, settle


async def test_two_of_one_name_are_told_and_nothing_begins(opening: Opening) -> None:
    async with opening("peer", wish=Wish(candidate_name="Ada", friend_name="ada")) as pilot:
        await settle(pilot)
        assert "Both of you are called ada" in " ".join(frame(pilot).split())
        await pilot.press("escape")
        await settle(pilot)
        assert "Practise in turns" not in frame(pilot)
