"""A friend's tap to the candidate's screen, and the candidate's keys while strangers attack: `python -m tests.benchmarks.friend [TAPS]`.

The real program in a real terminal hosts a guest over the loopback. First the guest pauses the interview and goes on again, each tap timed from its being
sent until the screen has been written, while the recogniser idles and while one decodes 28 s chunks in its process. Then keys are typed, each timed
until it is on the screen, alone and while another process does to the host what it can: 200 connections at once, requests that come a letter at
a time, wrong codes, foreign origins, messages that are none, too long ones and floods of them.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from websockets.asyncio.client import connect as connect_async
from websockets.exceptions import WebSocketException
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin

from simulator import paths
from tests.benchmarks.key_echo import Decoding, chunk, echoes, show
from tests.terminal import Terminal


def main() -> int:
    if sys.argv[1:2] == ["attack"]:
        asyncio.run(attack(sys.argv[2]))
        return 0
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        os.environ[paths.HOME_VARIABLE] = folder
        arguments = ("friend", "--typed", "--no-voice", "--questions", "1", "--seed", "1")
        with Terminal(*arguments, home=home) as terminal:
            screen = terminal.wait_for(lambda text: "Nobody is at the door yet." in text and "Code" in text)
            where = re.search(r"http://(\S+)/", screen)
            code = re.search(r"Code\s+(\w+ \w+)", screen)
            assert where is not None
            assert code is not None
            with connect(f"ws://{where[1]}/socket", origin=Origin(f"http://{where[1]}"), max_queue=None) as guest:
                come_in(terminal, guest, code[1])
                slow = [show("tap, recogniser idle", taps(terminal, guest, count))]
                with Decoding(chunk(home)) as decoding:
                    before = decoding.chunks
                    slow.append(show("tap, decoding 28 s", taps(terminal, guest, count)))
                    while decoding.chunks == before:
                        show("still the same chunk", taps(terminal, guest, count))
                    print(f"chunks of 28 s decoded meanwhile: {decoding.chunks - before}")
                keys = show("key, nobody else", echoes(terminal, count))
                terminal.press("enter")
                with subprocess.Popen(
                    [sys.executable, "-m", "tests.benchmarks.friend", "attack", where[1]],
                    stdout=subprocess.PIPE,
                    text=True,
                ) as attacker:
                    assert attacker.stdout is not None
                    done = [attacker.stdout.readline()]
                    keys = show("key, under attack", echoes(terminal, count))
                    attacker.terminate()
                    done += attacker.stdout.readlines()
                    print(f"attempts of the attacker: {done[-1].strip()}")
                assert tap(terminal, guest, b"Paused") > 0, "the guest is still there"
    return 0 if max(slow) < 0.1 and keys < 0.05 else 1


def come_in(terminal: Terminal, guest: ClientConnection, code: str) -> None:
    guest.send(json.dumps({"type": "knock", "code": code, "name": "Sam"}))
    terminal.wait_for("Sam is at the door")
    terminal.press("enter")
    terminal.wait_for("Enter begins")
    terminal.press("enter")
    terminal.wait_for("0 to 10")
    terminal.press("enter")
    terminal.wait_for("typing")


def taps(terminal: Terminal, guest: ClientConnection, count: int) -> list[float]:
    return [tap(terminal, guest, b"typing" if number % 2 else b"Paused") for number in range(count // 2 * 2)]


def tap(terminal: Terminal, guest: ClientConnection, wanted: bytes) -> float:
    """Seconds from the tap that pauses or goes on to the screen's saying so. No faster than a person taps, and than is let through."""
    allowed = time.monotonic() + 0.1
    terminal.wait_until(lambda: time.monotonic() > allowed)
    terminal.text()
    before = len(terminal.raw)
    began = time.perf_counter()
    guest.send(json.dumps({"type": "pause", "id": f"{time.monotonic_ns()}"}))
    terminal.wait_for_bytes(wanted, before)
    return time.perf_counter() - began


async def attack(where: str) -> None:
    """Until it is stopped; after each round it says how many attempts there were."""
    done = 0
    while True:
        tries = [_crawl(where) for _ in range(200)]
        tries += [_talk(where, message, times) for message, times in ATTACKS for _ in range(5)]
        tries += [_talk(where, "{}", 1, origin="http://evil.example") for _ in range(5)]
        await asyncio.gather(*tries)
        done += len(tries)
        print(done, flush=True)


ATTACKS = (
    (json.dumps({"type": "knock", "code": "WRONG2", "name": "Eve"}), 1),
    (json.dumps({"type": "come_back", "token": "no"}), 1),
    ("{" * 1000, 1),
    ("x" * 1_000_000, 1),
    (json.dumps({"type": "next", "id": "a"}), 300),
)


async def _crawl(where: str) -> None:
    address, port = where.split(":")
    with contextlib.suppress(OSError):
        reader, writer = await asyncio.open_connection(address, int(port))
        for letter in b"GET /soc":
            writer.write(bytes([letter]))
            await writer.drain()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(reader.read(), 0.2)
        writer.close()


async def _talk(where: str, message: str, times: int, origin: str = "") -> None:
    with contextlib.suppress(OSError, WebSocketException, TimeoutError):
        async with connect_async(
            f"ws://{where}/socket", origin=Origin(origin or f"http://{where}"), compression=None
        ) as socket:
            for _ in range(times):
                await socket.send(message)
            await asyncio.wait_for(socket.wait_closed(), 1)


if __name__ == "__main__":
    sys.exit(main())
