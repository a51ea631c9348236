"""A friend on their phone, as the candidate sees it: the code, who is at the door, and what the friend does on their page."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from textual.pilot import Pilot
from websockets.asyncio.client import ClientConnection, connect

from simulator.friend.host import Host
from simulator.interview import events as ev
from simulator.interview.rehearsal import Wish
from simulator.tui.screens.door import DoorScreen
from simulator.tui.screens.interview import Interview
from simulator.tui.screens.scorecard import ScorecardScreen
from simulator.tui.widgets.qr import lines
from tests.tui import rehearsing
from tests.tui.conftest import Opening, a_long_walk, frame
from tests.tui.rehearsing import ANSWER, Devices, answer, on, saved, shown, simple, stage, state, until

devices = rehearsing.devices

TYPED = Wish(typed=True, voice=False, nerves=False, only=simple(2), candidate_name="Ada")


def host(pilot: Pilot[None]) -> Host:
    screen = next(each for each in pilot.app.screen_stack if isinstance(each, DoorScreen))
    assert screen.host is not None
    return screen.host


class Guest:
    """What a page does, without the page."""

    def __init__(self, connection: ClientConnection) -> None:
        self.connection = connection
        self.came: list[dict[str, Any]] = []
        self._reading = asyncio.create_task(self._read())

    async def _read(self) -> None:
        async for message in self.connection:
            self.came.append(json.loads(message))

    async def say(self, **message: object) -> None:
        await self.connection.send(json.dumps(message))

    def got(self, kind: str) -> list[dict[str, Any]]:
        return [each for each in self.came if each["type"] == kind]

    @property
    def view(self) -> dict[str, Any]:
        views = self.got("showing")
        return dict(views[-1]["view"]) if views else {}


@asynccontextmanager
async def guest(pilot: Pilot[None]) -> AsyncIterator[Guest]:
    where = host(pilot).url.removeprefix("http://").rstrip("/")
    async with connect(f"ws://{where}/socket", origin=f"http://{where}", compression=None) as connection:  # type: ignore[arg-type]
        yield Guest(connection)


@a_long_walk
async def test_a_friend_comes_in_asks_and_rates(opening: Opening, devices: Devices, size: tuple[int, int]) -> None:
    async with opening("door", size=size, wish=TYPED) as pilot:
        page = await shown(pilot, "Nobody is at the door yet.")
        assert host(pilot).url in page
        assert "Only this computer can open it" in page
        async with guest(pilot) as sam:
            await sam.say(type="knock", code=host(pilot).door.code, name="Sam [b]x[/b]")
            await shown(pilot, "Sam [b]x[/b] is at the door.")
            assert not sam.got("admitted")
            await pilot.press("enter")
            await shown(pilot, "Sam [b]x[/b] is here")
            await until(pilot, lambda: bool(sam.got("admitted")))
            await pilot.press("enter")
            await answer(pilot, ANSWER)
            await until(pilot, lambda: "follow_up" in sam.view.get("can", ()))
            assert sam.view["candidate"] == "Ada"
            await sam.say(type="note", id="n1", text="clear", take="q01-t1", at=0.0)
            await sam.say(type="follow_up", id="f1", text="And [red]what[/red] came of it?")
            await shown(pilot, "And [red]what[/red] came of it?")
            await answer(pilot, ANSWER)
            assert "said" not in sam.view or not sam.view["said"], "the words are the candidate's"
            await pilot.press("v")
            await shown(pilot, "sees the words of your answers")
            await until(pilot, lambda: sam.view["said"] == ANSWER)
            await sam.say(type="next", id="g1")
            await stage(pilot, "answering", 2)
            await sam.say(type="take_your_time", id="g2")
            await until(pilot, lambda: state(pilot).take is not None and state(pilot).takes[-1].reassured)
            await answer(pilot, ANSWER)
            await sam.say(type="next", id="g3")
            await stage(pilot, "forecast")
            await shown(pilot, "Before the numbers")
            await pilot.press("enter")
            await shown(pilot, "And more closely")
            await pilot.press("enter")
            page = await shown(pilot, "says what they think on their page.")
            assert "press f" not in page
            assert "Preparedness" not in page
            await sam.say(type="rate", id="r1", scales={"flow": 4, "warmth": 5}, remark="Well done.")
            await until(pilot, lambda: on(pilot, ScorecardScreen))
            assert not sam.got("done")[-1]["why"]
    events = saved().events
    assert [each.text for each in events if isinstance(each, ev.Noted) and each.by == "friend"] == ["clear"]
    (rating,) = (each for each in events if isinstance(each, ev.SessionRated) and each.by == "friend")
    assert rating.scales == {"flow": 4, "warmth": 5}
    assert rating.remark == "Well done."


async def test_who_leaves_for_good_holds_up_nothing_and_another_page_may_come(
    opening: Opening, devices: Devices
) -> None:
    async with opening("door", wish=TYPED) as pilot:
        await shown(pilot, "Nobody is at the door yet.")
        async with guest(pilot) as sam:
            await sam.say(type="knock", code=host(pilot).door.code, name="Sam")
            await shown(pilot, "Sam is at the door.")
            await pilot.press("enter")
            await shown(pilot, "Sam is here")
            await pilot.press("enter")
            await answer(pilot, ANSWER)
            page = await shown(pilot, "It is saved.")
            assert "the door" not in page
        await shown(pilot, "Sam's page is away for the moment.")
        await pilot.press("d")
        code = host(pilot).door.code
        way = f"Another page comes in at {host(pilot).url} with the code {code[:3]} {code[3:]}."
        await until(pilot, lambda: way in " ".join(frame(pilot).split()))
        async with guest(pilot) as eve:
            await eve.say(type="knock", code=code, name="Eve")
            await shown(pilot, "Eve is at the door: d lets them in, x sends them away.")
            await pilot.press("x")
            await until(pilot, lambda: bool(eve.got("refused")))
        await shown(pilot, "Another page comes in")
        assert host(pilot).door.code != code
        async with guest(pilot) as sam:
            await sam.say(type="knock", code=host(pilot).door.code, name="Sam")
            await shown(pilot, "Sam is at the door")
            assert not sam.got("happened"), "nothing is told at the door"
            await pilot.press("d")
            await until(pilot, lambda: "follow_up" in sam.view.get("can", ()))
            await sam.say(type="next", id="a")
            await stage(pilot, "answering", 2)
            await answer(pilot, ANSWER)
            await sam.say(type="next", id="b")
            await stage(pilot, "forecast")
            await shown(pilot, "Before the numbers")
            await pilot.press("enter")
            await shown(pilot, "And more closely")
            await pilot.press("enter")
            page = await shown(pilot, "Now Sam says what they think on their page.")
            await pilot.press("enter")
            assert state(pilot).stage == "forecast", "the friend is there, and is waited for"
        await shown(pilot, "page is away for the moment")
        await pilot.press("enter")
        await until(pilot, lambda: on(pilot, ScorecardScreen))
    assert saved().finished


async def test_a_trouble_hides_nothing_of_the_door(opening: Opening, devices: Devices) -> None:
    trouble = "No microphone was found. Plug one in, or type your answers."
    async with opening("door", wish=TYPED, size=(80, 24)) as pilot:
        await shown(pilot, "Nobody is at the door yet.")
        name = "Wolfeschlegelsteinhausenbergerdorff Joh"
        async with guest(pilot) as sam:
            await sam.say(type="knock", code=host(pilot).door.code, name=name)
            await shown(pilot, "is at the door.")
            await pilot.press("enter")
            await shown(pilot, "begins.")
            await pilot.press("enter")
            await stage(pilot, "answering", 1)
            interview = pilot.app.screen
            assert isinstance(interview, Interview)
            interview.sitting.rehearsal.troubles = (trouble,)
        await until(pilot, lambda: f"{name}'s page is away" in " ".join(frame(pilot).split()))
        assert trouble in " ".join(frame(pilot).split())
        await pilot.press("tab", "d")
        code = host(pilot).door.code
        await until(pilot, lambda: f"with the code {code[:3]} {code[3:]}." in " ".join(frame(pilot).split()))
        assert trouble in " ".join(frame(pilot).split())


async def test_who_is_not_wanted_is_sent_away_and_the_code_is_a_new_one(opening: Opening, devices: Devices) -> None:
    async with opening("door", wish=TYPED) as pilot:
        await shown(pilot, "Nobody is at the door yet.")
        code = host(pilot).door.code
        async with guest(pilot) as stranger:
            await stranger.say(type="knock", code=code, name="Eve")
            await shown(pilot, "Eve is at the door.")
            await pilot.press("x")
            await until(pilot, lambda: bool(stranger.got("refused")))
        await shown(pilot, "Nobody is at the door yet.")
        assert host(pilot).door.code != code
        await pilot.press("n")
        async with guest(pilot) as late:
            await late.say(type="knock", code=code, name="Eve")
            await until(pilot, lambda: bool(late.got("refused")))


async def test_nothing_listens_after_the_door_is_closed(opening: Opening, devices: Devices) -> None:
    async with opening("door", wish=TYPED) as pilot:
        await shown(pilot, "Nobody is at the door yet.")
        where = host(pilot).url.removeprefix("http://").rstrip("/")
        name, _, port = where.partition(":")
        _, writer = await asyncio.open_connection(name, int(port))
        writer.close()
        await pilot.press("escape")
        await until(pilot, lambda: not on(pilot, DoorScreen))
        await pilot.app.workers.wait_for_complete()
        await asyncio.gather(*pilot.app._being_closed)  # type: ignore[attr-defined]
        with pytest.raises(ConnectionRefusedError):
            await asyncio.open_connection(name, int(port))


async def test_the_network_is_let_in_by_a_key_and_the_code_can_be_scanned(opening: Opening, devices: Devices) -> None:
    async with opening("door", size=(80, 24), wish=TYPED) as pilot:
        await shown(pilot, "Nobody is at the door yet.")
        await pilot.press("l")
        page = await shown(pilot, "could read along")
        assert "127.0.0.1" not in page
        drawn = lines(f"{host(pilot).url}#{host(pilot).door.code}")
        for line in drawn:
            assert line in page
