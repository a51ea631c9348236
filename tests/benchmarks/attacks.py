"""What a stranger on the network can do to a host, over and over: `python -m tests.benchmarks.attacks HOST:PORT KIND`.

It says when it begins, and after each round how many attempts there were; it goes on until it is stopped. Nobody of these has a token.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import sys
from collections.abc import Callable, Coroutine
from typing import Any

from websockets.frames import Frame, Opcode

ANSWERED = 0.5
"""Seconds for which an attempt waits, before it gives up."""

KNOCK = json.dumps({"type": "knock", "code": "WRONG2", "name": "Eve"})
NEXT = json.dumps({"type": "next", "id": "a"})


def frame(data: str = "", opcode: Opcode = Opcode.TEXT, *, fin: bool = True) -> bytes:
    return Frame(opcode, data.encode(), fin=fin).serialize(mask=True)


def request(where: str, *, path: str = "/socket", host: str = "", origin: str = "", more: str = "") -> bytes:
    upgrade = "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
    return f"GET {path} HTTP/1.1\r\nHost: {host or where}\r\nOrigin: {origin or f'http://{where}'}\r\n{upgrade}{more}\r\n".encode()


async def talk(where: str, *said: bytes, slowly: bool = False) -> None:
    """One connection: sends all of it, a byte at a time if `slowly`, and waits for the end."""
    address, _, port = where.rpartition(":")
    with contextlib.suppress(OSError, TimeoutError):
        async with asyncio.timeout(ANSWERED * (4 if slowly else 1)):
            reader, writer = await asyncio.open_connection(address.strip("[]"), int(port))
            try:
                for each in said:
                    for piece in (bytes([byte]) for byte in each) if slowly else (each,):
                        writer.write(piece)
                        await writer.drain()
                        if slowly:
                            await asyncio.sleep(0.01)
                while await reader.read(1 << 16):
                    pass
            finally:
                writer.transport.abort()


Attempt = Callable[[str], Coroutine[Any, Any, None]]


def said(*frames: bytes) -> Attempt:
    """On a socket that was opened as a page does it."""
    return lambda where: talk(where, request(where), b"".join(frames))


KINDS: dict[str, tuple[int, Attempt]] = {
    "200 connections at once": (200, talk),
    "the page, again and again": (20, lambda where: talk(where, request(where, path="/"))),
    "requests by the letter": (60, lambda where: talk(where, request(where), slowly=True)),
    "messages by the letter": (60, lambda where: talk(where, request(where) + frame(KNOCK), slowly=True)),
    "wrong codes": (10, said(frame(KNOCK))),
    "wrong tokens": (10, said(frame(json.dumps({"type": "come_back", "token": "no"})))),
    "foreign origins": (10, lambda where: talk(where, request(where, origin="http://evil.example"))),
    "wrong hosts": (10, lambda where: talk(where, request(where, host="evil.example"))),
    "endless headers": (10, lambda where: talk(where, request(where, more="X: " + "x" * 1_000_000))),
    "no messages": (10, said(frame("{" * 1000))),
    "compressed frames": (10, said(bytes([frame("x")[0] | 0x40]) + frame("x")[1:])),
    "a megabyte": (10, said(frame("x" * 1_000_000))),
    "floods": (10, said(frame(NEXT) * 10_000)),
    "fragments without end": (10, said(frame(fin=False), frame("", Opcode.CONT, fin=False) * 40_000)),
    "pings without end": (10, said(frame("", Opcode.PING) * 40_000)),
}
"""Each way, how many attempts there are at once, and one attempt."""


async def attack(where: str, kind: str) -> None:
    times, attempt = KINDS[kind]
    done = 0
    while True:
        print(done, flush=True)
        await asyncio.gather(*(attempt(where) for _ in range(times)))
        done += times


if __name__ == "__main__":
    asyncio.run(attack(*sys.argv[1:3]))
