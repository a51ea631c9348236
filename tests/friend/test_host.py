"""The host against guests, strangers and floods, over real sockets; behind it a real interview that goes on undisturbed."""

from __future__ import annotations

import asyncio
import contextlib
import random
from pathlib import Path

import pytest
from websockets.exceptions import InvalidStatus
from websockets.frames import Frame, Opcode
from websockets.typing import Origin

from simulator.errors import FriendError
from simulator.friend import host as hosts
from simulator.friend import page, wire
from simulator.friend.door import VALID_SECONDS
from simulator.friend.host import Host
from simulator.friend.wishes import grant
from simulator.interview import events as ev
from tests.friend.hosting import Guest, Table, connected, happens, hosting, let_in, pulse


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


UPGRADE = "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"


async def asked(host: Host, request: str) -> tuple[str, str]:
    """The status line and the rest of what the host says to an HTTP request."""
    address, port = host.url.removeprefix("http://").rstrip("/").split(":")
    reader, writer = await asyncio.open_connection(address, int(port))
    writer.write(request.replace("HERE", f"{address}:{port}").encode())
    status, _, rest = (await reader.read()).decode().partition("\r\n")
    writer.close()
    return status, rest


# The page and the way to the socket


async def test_the_page_comes_with_a_policy_that_lets_it_reach_nothing_else() -> None:
    host = await Host.open(pulse)
    status, rest = await asked(host, "GET / HTTP/1.1\r\nHost: HERE\r\n\r\n")
    await host.close()
    assert status == "HTTP/1.1 200 OK"
    head, _, body = rest.partition("\r\n\r\n")
    assert "default-src 'none'" in head
    assert "script-src 'sha256-" in head
    assert "frame-ancestors 'none'" in head
    for each in ("nosniff", "no-referrer", "no-store", "DENY", "microphone=()"):
        assert head.count(each) == 1
    assert "Server:" not in head
    assert "<title>" in body
    assert "unsafe-inline" not in head


@pytest.mark.parametrize(
    ("request_text", "status"),
    [
        ("GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n", "403"),
        ("GET / HTTP/1.1\r\nHost: HERE\r\nHost: evil.example\r\n\r\n", "403"),
        ("GET / HTTP/1.1\r\n\r\n", "403"),
        ("GET /../../etc/passwd HTTP/1.1\r\nHost: HERE\r\n\r\n", "404"),
        ("GET /sessions HTTP/1.1\r\nHost: HERE\r\n\r\n", "404"),
        ("GET /socket HTTP/1.1\r\nHost: HERE\r\n\r\n", "403"),
        ("GET /socket HTTP/1.1\r\nHost: HERE\r\nOrigin: http://HERE\r\n\r\n", "426"),
        (f"GET /socket HTTP/1.1\r\nHost: HERE\r\nOrigin: http://evil.example\r\n{UPGRADE}\r\n", "403"),
        ("POST / HTTP/1.1\r\nHost: HERE\r\n\r\n", "405"),
        ("HEAD / HTTP/1.1\r\nHost: HERE\r\n\r\n", "405"),
    ],
)
async def test_nothing_else_is_served(request_text: str, status: str) -> None:
    host = await Host.open(pulse)
    line, rest = await asked(host, request_text)
    await host.close()
    assert line.split()[1] == status
    assert "token" not in rest
    for header in page.SAFE.items():
        assert rest.count(": ".join(header)) == 1


@pytest.mark.parametrize(
    "name", ["evil.example", "127.0.0.1", "127.0.0.1.:{port}", "localhost.:{port}", "[::1]:{port}", "127.0.0.1:80", ""]
)
async def test_the_page_is_served_under_its_own_names_alone(name: str) -> None:
    host = await Host.open(pulse)
    port = host.url.rstrip("/").rpartition(":")[2]
    for given, status in ((name, "403"), ("localhost:{port}", "200"), ("127.0.0.1:{port}", "200")):
        line, _ = await asked(host, f"GET / HTTP/1.1\r\nHost: {given.format(port=port)}\r\n\r\n")
        assert line.split()[1] == status, given
    await host.close()


async def test_an_address_of_the_newer_kind_is_one_too() -> None:
    host = await Host.open(pulse, address="::1")
    where = host.url.removeprefix("http://").rstrip("/")
    port = int(where.rpartition(":")[2])
    assert where == f"[::1]:{port}"
    async with connected(host) as sam:
        await let_in(host, sam)
        assert host.here
    for origin in (f"http://127.0.0.1:{port}", "http://[::1]"):
        with pytest.raises(InvalidStatus, match="403"):
            async with connected(host, origin=Origin(origin)):
                pass
    with pytest.raises(OSError, match="Connect call failed"):
        await asyncio.open_connection("127.0.0.1", port)
    await host.close()


@pytest.mark.parametrize(
    "origin",
    [
        "http://evil.example",
        "null",
        "NULL",
        "",
        "https://127.0.0.1",
        "http://127.0.0.1",
        "https://HERE",
        "http://HERE.",
        None,
    ],
)
async def test_another_site_cannot_reach_the_socket(origin: str | None) -> None:
    host = await Host.open(pulse)
    here = host.url.removeprefix("http://").rstrip("/")
    given = None if origin is None else Origin(origin.replace("HERE", here))
    with pytest.raises(InvalidStatus, match="403"):
        async with connected(host, origin=given):
            pass
    await host.close()


async def test_it_listens_while_it_is_open_on_one_address_only() -> None:
    host = await Host.open(pulse, address="127.0.0.1")
    port = int(host.url.rstrip("/").rpartition(":")[2])
    with pytest.raises(OSError, match="Connect call failed"):
        await asyncio.open_connection("127.0.0.2", port)
    with pytest.raises(FriendError, match=rf"^Nobody can be let in on 127\.0\.0\.1:{port}: Address already in use\. "):
        await Host.open(pulse, port=port)
    await host.close()
    await host.close()
    with pytest.raises(OSError, match="Connect call failed"):
        await asyncio.open_connection("127.0.0.1", port)


async def test_who_has_asked_for_nothing_yet_does_not_hold_up_its_closing() -> None:
    host = await Host.open(pulse)
    address, port = host.url.removeprefix("http://").rstrip("/").split(":")
    reader, writer = await asyncio.open_connection(address, int(port))
    await asked(host, "GET / HTTP/1.1\r\nHost: HERE\r\n\r\n")  # by then the one before is known
    async with asyncio.timeout(hosts.OPEN_SECONDS / 2):
        await host.close()
        with contextlib.suppress(ConnectionResetError):
            assert not await reader.read()
    writer.close()


# Codes


async def test_only_the_code_and_the_candidate_together_let_somebody_in() -> None:
    clock = Clock()
    host = await Host.open(pulse, clock=clock)
    async with connected(host) as eve:
        await eve.say(type="knock", code="WRONG2", name="Eve")
        assert (await eve.gets("refused"))["why"] == hosts.WRONG
    async with connected(host) as sam:
        code = host.door.code
        await sam.say(type="knock", code=code, name="Sam")
        await sam.gets("at_door")
        assert not sam.got("admitted")
        host.admit()
        token = (await sam.gets("admitted"))["token"]
        assert host.guest == "Sam"
        async with connected(host) as eve:
            await eve.say(type="knock", code=code, name="Eve")
            assert (await eve.gets("refused"))["why"] == hosts.WRONG, "it is used"
        async with connected(host) as eve:
            await eve.say(type="come_back", token=token[:-1] + "x")
            assert (await eve.gets("refused"))["why"] == hosts.STRANGER
        assert not sam.closed
    await host.close()


async def test_an_expired_code_opens_nothing_and_five_wrong_ones_shut_the_door() -> None:
    clock = Clock()
    host = await Host.open(pulse, clock=clock)
    clock.now = VALID_SECONDS + 1
    for number in range(6):
        async with connected(host) as late:
            await late.say(type="knock", code=host.door.code, name="Sam")
            why = (await late.gets("refused"))["why"]
            assert why == (hosts.WRONG if number < 5 else hosts.SHUT)
    await host.close()


async def test_who_goes_away_from_the_door_may_knock_again(tmp_path: Path) -> None:
    async with hosting(tmp_path) as table:
        async with connected(table.host) as sam:
            await sam.say(type="knock", code=table.host.door.code, name="Sam")
            await sam.gets("at_door")
        await happens(lambda: not table.host.door.at_door)
        async with connected(table.host) as sam:
            await let_in(table.host, sam)
            assert table.host.here


# Messages that are none


@pytest.mark.parametrize(
    "message",
    [
        "",
        "{",
        "[]",
        '{"type": "quit", "id": "a"}',
        '{"type": "next", "id": "a", "key": "ctrl+q"}',
        '{"type": "knock", "code": "a", "name": "b"}',
        b'{"type": "next", "id": "a"}',
        "[" * 30_000,
        "x" * (wire.MOST_BYTES + 1),
        f'{{"type": "next", "id": "a", "{"ж" * 300}": 1}}',
    ],
    ids=range(10),
)
async def test_a_message_that_is_none_ends_the_connection_and_nothing_else(
    tmp_path: Path, message: str | bytes
) -> None:
    async with hosting(tmp_path) as table:
        async with connected(table.host) as sam:
            token = await let_in(table.host, sam)
            table.begin()
            await table.until(lambda state: state.stage == "answering")
            await sam.connection.send(message)
            await happens(lambda: bool(sam.closed))
        assert sam.closed != "lost"
        assert table.state.stage == "answering"
        async with connected(table.host) as again:
            await again.say(type="come_back", token=token)
            await again.gets("showing")
            assert not await again.wish("over", "a")
        await table.until(lambda state: state.stage == "reviewing")


async def test_who_says_nothing_or_something_else_first_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hosts, "FIRST_SECONDS", 0.05)
    host = await Host.open(pulse)
    async with connected(host) as silent:
        await happens(lambda: bool(silent.closed))
    async with connected(host) as rude:
        await rude.say(type="next", id="a")
        await happens(lambda: bool(rude.closed))
        assert not rude.came
    await host.close()


async def test_a_flood_ends_its_connection_and_each_of_its_wishes_was_granted_once_or_not_at_all(
    tmp_path: Path,
) -> None:
    async with hosting(tmp_path) as table, connected(table.host) as sam:
        await let_in(table.host, sam)
        table.begin()
        await table.until(lambda state: state.stage == "answering")
        for number in range(500):
            if sam.closed:
                break
            await sam.say(type="note", id=f"n{number}", text=f"note {number}")
        await happens(lambda: bool(sam.closed))
        assert sam.closed == hosts.TOO_MUCH
        notes = [each.text for each in table.journal if isinstance(each, ev.Noted)]
        assert len(notes) <= hosts.MOST_AT_ONCE + hosts.A_SECOND
        assert notes == [f"note {number}" for number in range(len(notes))]
        assert table.state.stage == "answering"


FRAMES = {
    "pings": Frame(Opcode.PING, b""),
    "pongs": Frame(Opcode.PONG, b""),
    "parts of nothing": Frame(Opcode.CONT, b"", fin=False),
}


@pytest.mark.parametrize("kind", FRAMES)
async def test_frames_without_end_are_not_looked_at_beyond_a_few(tmp_path: Path, kind: str) -> None:
    """Thousands come in one read; whoever sends them holds up nothing, without a code and with one."""
    flood = Frame(Opcode.TEXT, b"", fin=False).serialize(mask=True) if kind == "parts of nothing" else b""
    flood += FRAMES[kind].serialize(mask=True) * 20_000
    async with hosting(tmp_path) as table, connected(table.host) as eve, connected(table.host) as sam:
        token = await let_in(table.host, sam)
        for each in (eve, sam):
            each.connection.transport.write(flood)
            await happens(lambda each=each: bool(each.closed))  # type: ignore[misc]
            assert each.closed in (hosts.TOO_MUCH, "lost")
        served = [connection.protocol for connection in table.host._server.all_connections]  # type: ignore[union-attr]
        assert not served or max(len(each.reader.buffer) for each in served) < len(flood)
        async with connected(table.host) as again:
            await again.say(type="come_back", token=token)
            await again.gets("admitted")


async def test_two_hundred_connections_at_once_leave_the_guest_alone(tmp_path: Path) -> None:
    async with hosting(tmp_path) as table, connected(table.host) as sam:
        await let_in(table.host, sam)
        table.begin()
        await table.until(lambda state: state.stage == "answering")
        address, port = table.host.url.removeprefix("http://").rstrip("/").split(":")
        opening = [asyncio.create_task(asyncio.open_connection(address, int(port))) for _ in range(200)]
        await asyncio.wait(opening, return_when=asyncio.FIRST_COMPLETED)
        for number in range(10):
            assert not await sam.wish("note", f"n{number}", text="still here")
            leaving = 4 * hosts.AT_ONCE  # who is sent away takes a few rounds to go
            assert table.host.connections <= hosts.MOST_CONNECTIONS + leaving
        for each in opening:
            each.cancel()
        for opened in await asyncio.gather(*opening, return_exceptions=True):
            if isinstance(opened, tuple):
                opened[1].close()
        assert not sam.closed
        async with asyncio.timeout(20):
            while table.host.connections > 1:  # until all who went are gone
                await (await sam.connection.ping())
        async with connected(table.host) as another:
            await another.say(type="come_back", token="no")
            assert (await another.gets("refused"))["why"] == hosts.STRANGER


async def test_however_many_connections_are_held_open_the_guest_finds_a_place(tmp_path: Path) -> None:
    async with hosting(tmp_path) as table, contextlib.AsyncExitStack() as held:
        address, port = table.host.url.removeprefix("http://").rstrip("/").split(":")

        async def hold(count: int) -> None:
            for _ in range(count):
                _, writer = await asyncio.open_connection(address, int(port))
                held.callback(writer.close)

        await hold(hosts.MOST_CONNECTIONS + 1)
        async with connected(table.host) as sam:
            token = await let_in(table.host, sam)
            await hold(hosts.MOST_CONNECTIONS + 1)
            async with connected(table.host) as again:
                await again.say(type="come_back", token=token)
                await again.gets("admitted")
                await hold(hosts.MOST_CONNECTIONS + 1)
                assert await again.wish("note", "a", text="n") == "The interview has not begun."


async def test_not_even_the_guest_holds_more_open(tmp_path: Path) -> None:
    """A page that comes back again and again, and never lets go of the connection that it had."""
    async with hosting(tmp_path) as table, contextlib.AsyncExitStack() as held:
        async with connected(table.host) as sam:
            token = await let_in(table.host, sam)
        where = table.host.url.removeprefix("http://").rstrip("/")
        address, port = where.split(":")
        way_in = f"GET /socket HTTP/1.1\r\nHost: {where}\r\nOrigin: http://{where}\r\n{UPGRADE}\r\n".encode()
        come_back = Frame(Opcode.TEXT, wire.encode(wire.ComeBack(token=token)).encode()).serialize(mask=True)
        for _ in range(2 * hosts.MOST_CONNECTIONS):
            reader, writer = await asyncio.open_connection(address, int(port))
            held.callback(writer.close)
            writer.write(way_in)
            await reader.readuntil(b"\r\n\r\n")
            writer.write(come_back)
            await reader.readuntil(b"admitted")
        assert table.host.connections <= hosts.MOST_CONNECTIONS + 4 * hosts.AT_ONCE


async def test_who_asks_a_letter_at_a_time_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hosts, "OPEN_SECONDS", 0.1)
    host = await Host.open(pulse)
    address, port = host.url.removeprefix("http://").rstrip("/").split(":")
    reader, writer = await asyncio.open_connection(address, int(port))
    writer.write(b"G")
    async with asyncio.timeout(10):
        with contextlib.suppress(ConnectionResetError):
            assert not await reader.read()
    writer.close()
    await host.close()


# The stream of events


async def test_however_much_there_is_to_catch_up_on_something_else_has_its_turn(tmp_path: Path) -> None:
    async with hosting(tmp_path) as table:
        async with connected(table.host) as sam:
            token = await let_in(table.host, sam)
        table.begin()
        await table.until(lambda state: state.stage == "answering")
        for number in range(500):
            table.conductor.mark("strong", "friend", ("q01-t1", number / 1000))
        async with connected(table.host) as sam:
            await sam.say(type="come_back", token=token)
            turns = 0
            while not sam.got("showing"):
                await asyncio.sleep(0)
                turns += 1
        assert turns > len(table.journal) > 500


async def test_a_page_opened_elsewhere_takes_over(tmp_path: Path) -> None:
    async with hosting(tmp_path) as table, connected(table.host) as sam:
        token = await let_in(table.host, sam)
        async with connected(table.host) as again:
            await again.say(type="come_back", token=token)
            await again.gets("admitted")
            assert (await sam.gets("refused"))["why"] == hosts.ELSEWHERE
            await happens(lambda: bool(sam.closed))
            assert table.host.here


async def test_a_wish_is_granted_once_however_often_it_is_sent(tmp_path: Path) -> None:
    async with hosting(tmp_path) as table, connected(table.host) as sam:
        token = await let_in(table.host, sam)
        table.begin()
        await table.until(lambda state: state.stage == "answering")
        for _ in range(3):
            await sam.say(type="note", id="same", text="once")
        await happens(lambda: len(sam.got("done")) == 3)
        async with connected(table.host) as again:
            await again.say(type="come_back", token=token)
            assert not await again.wish("note", "same", text="once")
        assert [each.text for each in table.journal if isinstance(each, ev.Noted)] == ["once"]


async def test_360_lost_connections_lose_no_event_and_double_none(tmp_path: Path) -> None:
    """At random places of the stream the guest is cut off, comes back with the number of the last event it has, and sends again what was
    not answered. What it has in the end is the journal."""
    draw = random.Random(360)
    async with hosting(tmp_path, questions=60) as table:
        async with connected(table.host) as sam:
            token = await let_in(table.host, sam)
        table.begin()
        events: list[dict[str, object]] = []
        wishes: list[str] = []
        answered: set[str] = set()
        for number in range(360):
            async with connected(table.host) as sam:
                await sam.say(
                    type="come_back", token=token, session=table.conductor.writer.folder.name, seen=len(events)
                )
                for id in wishes:
                    if id not in answered:
                        await sam.say(type="note", id=id, text=id)
                wishes.append(f"wish-{number}")
                await sam.say(type="note", id=wishes[-1], text=wishes[-1])
                _do_something(table, draw)
                enough = draw.randrange(1, 5)  # its welcome, its note, the answer to it, how things stand
                await happens(lambda sam=sam, enough=enough: len(sam.came) >= enough)  # type: ignore[misc]
                sam.connection.transport.abort()
                await happens(lambda sam=sam: bool(sam.closed))  # type: ignore[misc]
                events += _new(sam, len(events))
                answered |= {str(each["id"]) for each in sam.got("done")}
        async with connected(table.host) as sam:
            await sam.say(type="come_back", token=token, session=table.conductor.writer.folder.name, seen=len(events))
            for id in set(wishes) - answered:
                await sam.wish("note", id, text=id)
            await happens(lambda: len(events) + len(sam.got("happened")) == len(table.journal))
            events += _new(sam, len(events))
        assert [each["seq"] for each in events] == list(range(1, len(table.journal) + 1))
        assert [each["event"] for each in events] == [wire.seen(event) for event in table.journal]
        notes = [each.text for each in table.journal if isinstance(each, ev.Noted)]
        assert sorted(notes) == sorted(wishes)


def _new(sam: Guest, seen: int) -> list[dict[str, object]]:
    """What came of the stream; the host sends none that the guest has."""
    happened = sam.got("happened")
    assert all(int(each["seq"]) > seen for each in happened)
    return list(happened)


def _do_something(table: Table, draw: random.Random) -> None:
    """The candidate goes on with the interview."""
    if table.state.stage == "answering":
        if draw.random() < 0.5:
            table.conductor.draft("I counted the stock of forty shelves", 0)
        else:
            table.conductor.skip()
    elif table.state.stage == "reviewing":
        table.conductor.go_on()


async def test_ten_thousand_random_wishes_crash_nothing(tmp_path: Path) -> None:
    """Each wish a friend could send, in any order and with any content, against a real interview."""
    draw = random.Random(10)
    takes, points = ("", "q01-t1", "q02-t1", "q99-t9", "../x"), ("result", "", "nothing")
    makers = (
        lambda: wire.Next(id="a"),
        lambda: wire.Repeat(id="a"),
        lambda: wire.Over(id="a"),
        lambda: wire.Pause(id="a"),
        lambda: wire.TakeYourTime(id="a"),
        lambda: wire.Ask(id="a", number=draw.randrange(4)),
        lambda: wire.FollowUp(id="a", text=draw.choice(("", " ", "And then?", "\x1b[31m<b>\u202e"))),
        lambda: wire.Tick(id="a", take=draw.choice(takes), point=draw.choice(points), on=draw.random() < 0.5),
        lambda: wire.Note(id="a", text="n", take=draw.choice(takes), at=draw.choice((None, 0.0, 5.0, 80_000.0))),
        lambda: wire.MarkMoment(id="a", kind="strong"),
        lambda: wire.Rate(id="a", scales=draw.choice(({}, {"flow": 5}, {"nothing": 1})), remark=""),
    )
    async with hosting(tmp_path, questions=200) as table:
        table.begin()
        granted = 0
        for _ in range(10_000):
            granted += await grant(table.conductor, draw.choice(makers)())
            if table.state.paused and draw.random() < 0.5:
                table.conductor.resume()
        await table.conductor.settled()
        assert granted > 1_000
        saved = table.conductor.writer.saved()
        assert not saved.damage
        assert {each.by for each in saved.events if isinstance(each, ev.Noted)} == {"friend"}
