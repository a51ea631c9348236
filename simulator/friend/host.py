"""The host: inside the program, for as long as a friend is wanted, it serves one page and one socket to one guest.

It listens on one address, loopback unless told otherwise. Whoever comes may read the page; everything else needs the code and the
candidate's consent (`door`). What the guest does becomes events in the journal like anybody's; what happens goes to the guest event by event, each
with its number (`feed`), so that a page that lost its connection catches up where it was.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import signal
import socket
import time
from collections.abc import Callable, Coroutine
from http import HTTPStatus
from typing import Any, ClassVar

from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.exceptions import ConnectionClosed
from websockets.frames import CloseCode
from websockets.http11 import Request, Response
from websockets.protocol import Event, State
from websockets.typing import Origin

from simulator import contacted
from simulator.errors import FriendError
from simulator.friend import page, wire
from simulator.friend.door import Door
from simulator.friend.feed import Feed

LOOPBACK = "127.0.0.1"

SOCKET = "/socket"

OPEN_SECONDS, FIRST_SECONDS = 5.0, 10.0
"""In which a connection has to have asked for something, and a socket to have said who it is: a page says it at once."""

ADMIT_SECONDS = 300.0
"""In which the candidate lets in who is at the door."""

GOODBYE_SECONDS = 0.8
"""In which pages are told that it is over, where the program is ended by a signal."""

MOST_CONNECTIONS = 64
"""Of strangers at a time; a guest needs one, and its browser a few more for a moment."""

AT_ONCE = 8
"""Connections that are taken in before something else has its turn: two hundred of them must not hold up a key."""

MOST_AT_ONCE, A_SECOND = 40, 20
"""Messages that may come at once, and go on to come a second. Nobody taps faster."""

PIECE = 1024
"""Bytes that are looked at before it is counted what was in them."""

MOST_REASON = 123
"""Bytes of the reason for which a socket is closed (RFC 6455, 5.5)."""

WRONG = "This code opens nothing. Ask for the one on the screen."
SHUT = "Too many wrong codes. The door is shut for a minute."
AWAY = "You were not let in. Ask for a new code."
ELSEWHERE = "This page was opened elsewhere, and goes on there."
STRANGER = "This page is from another session. Ask for a new code."
TOO_MUCH = "Too much came at once."

_quiet = logging.Logger("simulator.friend", logging.CRITICAL + 1)


class Bucket:
    """How many messages may still come: so many at once, so many more a second."""

    def __init__(self, now: float) -> None:
        self._left = float(MOST_AT_ONCE)
        self._at = now

    def take(self, now: float) -> bool:
        self._left = min(float(MOST_AT_ONCE), self._left + (now - self._at) * A_SECOND)
        self._at = now
        if self._left < 1:
            return False
        self._left -= 1
        return True


class _Connection(ServerConnection):
    """Counted before it has said anything, and so is each frame that it sends: pings and parts of messages too, which nobody else would
    count, and of which thousands come in one read."""

    all: ClassVar[dict[ServerConnection, bool]] = {}
    """In the order in which they came, and whether each is known: the guest's, or that of who is at the door. Of too many strangers the oldest
    goes: it had its time to say who it is, and whoever comes back finds a place however many are held open."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        self._bucket = Bucket(self.loop.time())
        self.all[self] = False
        strangers = [
            each
            for each, known in self.all.items()
            if each.server is self.server and not known and not each.transport.is_closing()
        ]
        if len(strangers) > MOST_CONNECTIONS:
            strangers[0].transport.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        self.all.pop(self, None)

    def data_received(self, data: bytes) -> None:
        for at in range(0, len(data), PIECE):
            if self.protocol.eof_sent:  # what comes after the last word is not listened to
                return
            super().data_received(data[at : at + PIECE])

    def process_event(self, event: Event) -> None:
        super().process_event(event)
        if not self.protocol.eof_sent and not self._bucket.take(self.loop.time()):
            self.protocol.fail(CloseCode.POLICY_VIOLATION, TOO_MUCH)
            self.send_data()


class Host:
    """Opened by `await Host.open(...)`, closed by `await host.close()`. `changed` is called when somebody is at the door, comes or goes."""

    def __init__(self, address: str, changed: Callable[[], object], clock: Callable[[], float]) -> None:
        self.door = Door(clock())
        self.guest = ""
        """The name of the guest who was let in."""
        self.feed = Feed()
        """The interview, as the guest is told of it."""
        self._address = address
        self._changed = changed
        self._clock = clock
        self._port = 0
        self._server: Server | None = None
        self._here: ServerConnection | None = None
        self._let_in: asyncio.Future[str] | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._heeded: list[int] = []
        """Signals before which the door is closed."""
        self._ending: asyncio.Task[None] | None = None

    @classmethod
    async def open(
        cls,
        changed: Callable[[], object] = lambda: None,
        *,
        address: str = LOOPBACK,
        port: int = 0,
        clock: Callable[[], float] = time.monotonic,
    ) -> Host:
        """Listens on `address` and nowhere else; on a free port unless one is named. Raises FriendError."""
        host = cls(address, changed, clock)
        try:
            family = socket.AF_INET6 if ":" in address else socket.AF_INET
            listening = socket.create_server((address, port), family=family, backlog=MOST_CONNECTIONS)
        except OSError as error:
            raise FriendError(
                f"Nobody can be let in on {address}{f':{port}' if port else ''}: {os.strerror(error.errno or 0)}.",
                "Name another with --port, or practise at the same table: `mock-interview practise --friend`.",
            ) from error
        host._port = listening.getsockname()[1]
        with contextlib.suppress(OSError):  # a disk that cannot be written keeps no friend away
            contacted.note(host._names()[0], "offered a friend a page here")
        host._server = await serve(
            host._serve,
            sock=listening,
            origins=[Origin(f"http://{name}") for name in host._names()],
            compression=None,
            process_request=host._request,
            process_response=_safely,
            server_header=None,
            open_timeout=OPEN_SECONDS,
            ping_interval=10,
            ping_timeout=10,
            close_timeout=2,
            max_size=wire.MOST_BYTES,
            logger=_quiet,
            create_connection=_Connection,
            backlog=AT_ONCE,
        )
        host._heed_signals()
        return host

    def _heed_signals(self) -> None:
        """Where the program is told to end, or its terminal is closed, it ends as without a door, but pages get a goodbye before: they would try
        to come back for ever."""
        for number in (getattr(signal, name, None) for name in ("SIGTERM", "SIGHUP")):
            if number is not None and signal.getsignal(number) is signal.SIG_DFL:
                with contextlib.suppress(NotImplementedError, RuntimeError, ValueError):  # Windows; not the main thread
                    asyncio.get_running_loop().add_signal_handler(number, self._end, number)
                    self._heeded.append(number)

    def _end(self, number: int) -> None:
        self._ending = asyncio.get_running_loop().create_task(self._end_after_goodbye(number))

    async def _end_after_goodbye(self, number: int) -> None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self.close(), GOODBYE_SECONDS)
        signal.raise_signal(number)

    async def close(self) -> None:
        """Nothing listens afterwards. Again is harmless."""
        while self._heeded:
            asyncio.get_running_loop().remove_signal_handler(self._heeded.pop())
        server, self._server = self._server, None
        if server is not None:
            for task in list(self._tasks):
                task.cancel()
            server.close()
            for each in _Connection.all:  # who has asked for nothing yet holds up nobody
                if each.server is server and each.protocol.state is State.CONNECTING:
                    each.transport.abort()
            await server.wait_closed()

    @property
    def url(self) -> str:
        return f"http://{self._names()[0]}/"

    @property
    def here(self) -> bool:
        """Whether the guest's page is connected now."""
        return self._here is not None

    @property
    def connections(self) -> int:
        """How many there are, those that have said nothing yet among them."""
        return len(self._server.handler_tasks) if self._server is not None else 0

    @property
    def now(self) -> float:
        """The time by the clock of the door."""
        return self._clock()

    # What the candidate decides

    def renew(self) -> None:
        """A new code, for the first guest or for another page than the one that went; the old one opens nothing any more."""
        self.door.renew(self._clock())

    def admit(self) -> None:
        """Lets in who is at the door."""
        if self._let_in is not None and not self._let_in.done():
            self.guest = self.door.at_door
            self._let_in.set_result(self.door.admit())

    def refuse(self) -> None:
        """Sends away who is at the door. The code on the screen is a new one."""
        self.door.refuse(self._clock())
        if self._let_in is not None and not self._let_in.done():
            self._let_in.set_result("")

    # HTTP

    def _names(self) -> tuple[str, ...]:
        """What the host may be called, each with its port."""
        address = f"[{self._address}]" if ":" in self._address else self._address
        names = (address, "localhost") if address == LOOPBACK else (address,)
        return tuple(f"{name}:{self._port}" for name in names)

    def _request(self, connection: ServerConnection, request: Request) -> Response | None:
        """The page, the way to the socket, or a refusal. A name that is not ours is a trick of another site (DNS rebinding)."""
        if request.headers.get_all("Host") not in [[name] for name in self._names()]:
            return _plainly(connection, HTTPStatus.FORBIDDEN)
        if getattr(request, "method", "GET") != "GET":  # older versions of the library refuse it themselves
            return _plainly(connection, HTTPStatus.METHOD_NOT_ALLOWED)
        if request.path == "/":
            return Response(HTTPStatus.OK.value, "OK", page.headers(), page.body())
        if request.path == SOCKET and request.headers.get_all("Origin"):
            return None
        return _plainly(connection, HTTPStatus.FORBIDDEN if request.path == SOCKET else HTTPStatus.NOT_FOUND)

    # The socket

    async def _serve(self, connection: ServerConnection) -> None:
        try:
            await self._receive(connection)
        except ConnectionClosed:
            return
        except wire.Fault as fault:
            with contextlib.suppress(ConnectionClosed):
                await connection.close(
                    CloseCode.POLICY_VIOLATION, str(fault).encode()[:MOST_REASON].decode(errors="ignore")
                )

    async def _receive(self, connection: ServerConnection) -> None:
        try:
            async with asyncio.timeout(FIRST_SECONDS):
                first = _decoded(await connection.recv())
        except TimeoutError:
            return
        match first:
            case wire.Knock():
                seen = 0
                token = await self._at_door(connection, first)
            case wire.ComeBack():
                token = first.token if self.door.comes_back(first.token) else ""
                seen = first.seen if first.session == self.feed.session else 0
                if not token:
                    await _refuse(connection, STRANGER)
            case _:
                raise wire.Fault("First a page says who it is.")
        if token:
            await self._with_guest(connection, token, seen)

    async def _at_door(self, connection: ServerConnection, knock: wire.Knock) -> str:
        """The token of a guest who was let in; empty for one who was not."""
        name = wire.name(knock.name)
        answer = self.door.knock(knock.code, name, self._clock(), knock.page)
        if answer in ("wrong", "shut"):
            await _refuse(connection, SHUT if answer == "shut" else WRONG)
            return ""
        if answer == "in":
            return self.door.token
        _know(connection)
        before, let_in = self._let_in, asyncio.get_running_loop().create_future()
        self._let_in = let_in
        if before is not None:  # the same page, whose connection was lost
            before.cancel()
        self._changed()
        gone = asyncio.ensure_future(connection.wait_closed())
        try:
            with contextlib.suppress(ConnectionClosed):
                await connection.send(wire.encode(wire.AtDoor()))
            await asyncio.wait({let_in, gone}, timeout=ADMIT_SECONDS, return_when=asyncio.FIRST_COMPLETED)
        finally:
            gone.cancel()
            _know(connection, False)
        if let_in.cancelled():
            return ""
        self._let_in = None
        token = let_in.result() if let_in.done() else None
        if token is None:
            self.door.went_away()
        if not token:
            await _refuse(connection, AWAY)
        self._changed()
        return token or ""

    async def _with_guest(self, connection: ServerConnection, token: str, seen: int) -> None:
        _know(connection)
        before, self._here = self._here, connection
        if before is not None:
            _know(before, False)
            self._spawn(_refuse(before, ELSEWHERE))
        self._changed()
        telling = asyncio.create_task(self.feed.tell(connection.send, seen))
        try:
            await connection.send(wire.encode(wire.Admitted(token=token)))
            async for data in connection:
                wish = _decoded(data)
                if isinstance(wish, wire.Knock | wire.ComeBack):
                    raise wire.Fault("A page says who it is once.")
                await connection.send(wire.encode(await self.feed.do(wish)))
        finally:
            telling.cancel()
            with contextlib.suppress(asyncio.CancelledError, ConnectionClosed):
                await telling
            if self._here is connection:
                self._here = None
                self._changed()

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _know(connection: ServerConnection, known: bool = True) -> None:
    if connection in _Connection.all:
        _Connection.all[connection] = known


def _decoded(data: str | bytes) -> wire.Incoming:
    if not isinstance(data, str):
        raise wire.Fault("Messages are texts.")
    return wire.decode(data)


async def _refuse(connection: ServerConnection, why: str) -> None:
    with contextlib.suppress(ConnectionClosed):
        await connection.send(wire.encode(wire.Refused(why=why)))
        await connection.close()


def _plainly(connection: ServerConnection, status: HTTPStatus) -> Response:
    return connection.respond(status, f"{status.phrase}\n")


def _safely(connection: ServerConnection, request: Request, response: Response) -> None:
    """Whoever made the answer: what the library itself refuses, such as a foreign origin, has the headers too."""
    response.headers.update(page.SAFE)
