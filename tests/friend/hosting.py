"""A host with a real interview behind it, typed and silent, and a guest without a page."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Origin

from simulator.friend.host import SOCKET, Host
from simulator.interview import events as ev
from simulator.interview.conductor import Conductor
from simulator.interview.state import State
from simulator.questions.model import Plan
from simulator.sessions.store import SessionWriter
from tests.making import plan

AT = "2026-11-24T19:40:12+01:00"


class Table:
    """The interview and its host. `until` waits for the state of the one, `happens` for anything."""

    def __init__(self, host: Host, writer: SessionWriter, asked: Plan) -> None:
        self.host = host
        self.plan = asked
        self.conductor = Conductor(writer, background=(), reader=self._read)

    def _read(self, event: ev.Event, state: State) -> None:
        self.host.feed.take_in(event, state)
        pulse()

    @property
    def state(self) -> State:
        return self.conductor.state

    def begin(self, **options: Any) -> None:
        """The first question is put, and the box for the answer is open."""
        self.host.feed.attach(self.conductor)
        chosen = ev.Options(friend=True, answers="typed", voice=False, nerves=False, follow_ups=0, **options)
        self.conductor.begin(self.plan, chosen, {"candidate": "Ada", "friend": self.host.guest})

    async def until(self, condition: Callable[[State], bool]) -> None:
        await happens(lambda: condition(self.state))

    @property
    def journal(self) -> tuple[ev.AnyEvent, ...]:
        """As it is on disk."""
        return self.conductor.writer.saved().events


_waiting: list[asyncio.Future[None]] = []


def pulse(*_: object) -> None:
    """Something happened: whoever waits looks again."""
    for each in _waiting:
        if not each.done():
            each.set_result(None)
    _waiting.clear()


async def happens(condition: Callable[[], bool]) -> None:
    """Lets everything go on until it is so; looks whenever something came or changed."""
    async with asyncio.timeout(20):
        while not condition():
            _waiting.append(asyncio.get_running_loop().create_future())
            await _waiting[-1]


class Guest:
    """One connection of a guest; what comes is kept."""

    def __init__(self, connection: ClientConnection) -> None:
        self.connection = connection
        self.came: list[dict[str, Any]] = []
        self.closed = ""
        self.code = 0
        """With which the host closed the connection; 0 where it did not."""
        self._reading = asyncio.create_task(self._read())

    async def _read(self) -> None:
        try:
            async for message in self.connection:
                self.came.append(json.loads(message))
                pulse()
        except ConnectionClosed as closed:
            self.code = closed.rcvd.code if closed.rcvd is not None else 0
            self.closed = closed.rcvd.reason if closed.rcvd is not None else "lost"
        else:
            self.code = self.connection.close_code or 0
            self.closed = "closed"
        pulse()

    async def say(self, **message: object) -> None:
        await self.connection.send(json.dumps(message))

    async def wish(self, kind: str, id: str, **fields: object) -> str:
        """Sends a wish and waits for its answer: why it was not granted, empty where it was."""
        await self.say(type=kind, id=id, **fields)
        await happens(lambda: any(each["id"] == id for each in self.got("done")) or bool(self.closed))
        return next(str(each["why"]) for each in self.got("done") if each["id"] == id)

    def got(self, kind: str) -> list[dict[str, Any]]:
        return [each for each in self.came if each["type"] == kind]

    async def gets(self, kind: str) -> dict[str, Any]:
        """The newest message of a kind, once there is one."""
        await happens(lambda: bool(self.got(kind)))
        return self.got(kind)[-1]

    @property
    def view(self) -> dict[str, Any]:
        views = self.got("showing")
        return dict(views[-1]["view"]) if views else {}

    async def leave(self) -> None:
        await self.connection.close()
        await self._reading


def connected(host: Host, **options: Any) -> AbstractAsyncContextManager[Guest]:
    """A connection that has said nothing yet."""
    return connected_to(host.url, **options)


@asynccontextmanager
async def connected_to(url: str, **options: Any) -> AsyncIterator[Guest]:
    where = url.removeprefix("http://").rstrip("/")
    options.setdefault("origin", Origin(f"http://{where}"))
    async with connect(f"ws://{where}{SOCKET}", compression=None, **options) as connection:
        guest = Guest(connection)
        try:
            yield guest
        finally:
            with contextlib.suppress(ConnectionClosed):
                await guest.leave()


@asynccontextmanager
async def hosting(folder: Path, questions: int = 2, **options: Any) -> AsyncIterator[Table]:
    host = await Host.open(pulse, **options)
    writer = SessionWriter.create(folder, at=AT, title="test")
    table = Table(host, writer, plan(questions))
    try:
        yield table
    finally:
        await host.close()
        await table.conductor.close()


async def let_in(host: Host, guest: Guest, name: str = "Sam") -> str:
    """The token of a guest who knocked and was let in."""
    await guest.say(type="knock", code=host.door.code, name=name)
    await happens(lambda: bool(host.door.at_door))
    host.admit()
    return str((await guest.gets("admitted"))["token"])
