"""Going on with a session that was cut off."""

from __future__ import annotations

import asyncio

from simulator.interview import events as ev
from simulator.interview.conductor import Conductor
from simulator.interview.state import State
from simulator.sessions.store import SavedSession, SessionWriter, open_session
from tests.fakes import FakeEars
from tests.reliability.walking import WORDS


class Ending:
    """Goes on with a session that was cut off and brings it to its end: what was asked is passed over, what was said is heard."""

    def __init__(self, saved: SavedSession) -> None:
        self._moved = asyncio.Event()
        self._writer = SessionWriter.reopen(saved)
        ears = FakeEars(" ".join(WORDS))
        self.conductor = Conductor(self._writer, background=(), ears=ears, reader=self._read)
        self._saved = saved

    def _read(self, event: ev.Event, state: State) -> None:
        self._moved.set()

    async def go(self) -> None:
        conductor = self.conductor
        conductor.go_on_from(self._saved)
        async with asyncio.timeout(30):
            while conductor.state.stage != "ended":
                self._moved.clear()
                if self._go_on():
                    await asyncio.sleep(0)
                else:
                    await self._moved.wait()
            await conductor.settled()
        await conductor.close()

    def _go_on(self) -> bool:
        conductor = self.conductor
        match conductor.state.stage:
            case "nerves_before" | "nerves_after":
                return conductor.rate_nerves(None)
            case "forecast":
                said = conductor.rate_session(None, None)
                return conductor.rate_session(None, None, "friend") or said
            case "reviewing":
                return conductor.go_on()
            case _:
                return conductor.skip()


async def to_the_end(saved: SavedSession) -> SavedSession:
    await Ending(saved).go()
    return open_session(saved.folder)
