"""The program with a microphone that hears a file, over and over, many times faster than it is said.

`python -m tests.benchmarks.quick SPEED FILE COMMAND...` runs `mock-interview COMMAND...` so; all else is as always: the file comes in blocks from
a thread of the device into the process that records. `python -m tests.benchmarks.quick sound` is that process.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from functools import partial
from pathlib import Path
from typing import Any

from simulator.speech.backend import BLOCK_SECONDS, CAPTURE_RATE, Captured, Device, Kind, NoDevice, Stream, Wanted

SPEED, SOUND = "MOCK_INTERVIEW_BENCHMARK_SPEED", "MOCK_INTERVIEW_BENCHMARK_SOUND"
_BLOCK = round(BLOCK_SECONDS * CAPTURE_RATE) * 2


class _Hearing:
    """A stream that hands out the blocks whose time has come."""

    def __init__(self, sound: bytes, speed: float, captured: Captured) -> None:
        self._blocks = [sound[at : at + _BLOCK] for at in range(0, len(sound) - _BLOCK, _BLOCK)]
        self._speed = speed
        self._captured = captured
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        began, given = time.monotonic(), 0
        while not self._closed.wait(BLOCK_SECONDS / 3):
            due = int((time.monotonic() - began) * self._speed / BLOCK_SECONDS)
            for number in range(given, due):
                self._captured(self._blocks[number % len(self._blocks)])
            given = max(given, due)

    def close(self) -> None:
        self._closed.set()
        self._thread.join()


class Quick:
    """A backend with one microphone, and no loudspeaker."""

    name = "quick"

    def devices(self, kind: Kind) -> list[Device]:
        return [Device("a file", True, None)] if kind == "capture" else []

    def capture(self, device: Device, captured: Captured) -> Stream:
        return _Hearing(Path(os.environ[SOUND]).read_bytes(), float(os.environ[SPEED]), captured)

    def play(self, device: Device, rate: int, wanted: Wanted) -> Stream:
        raise NoDevice("There is no loudspeaker.")


def sound() -> None:
    from simulator.process import Parent
    from simulator.speech.sound_process import SoundProcess

    SoundProcess(Parent(), Quick()).serve()


def program(speed: str, file: str, *command: str) -> int:
    from simulator.cli import main
    from simulator.process import Child
    from simulator.speech import sound as client

    os.environ |= {SPEED: speed, SOUND: file}
    setattr(client, "Child", partial(_child, Child))  # noqa: B010
    return main(command)


def _child(kind: Any, _: str, *arguments: str, **callbacks: Any) -> Any:
    return kind("tests.benchmarks.quick", "sound", *arguments, **callbacks)


if __name__ == "__main__":
    if sys.argv[1] == "sound":
        sound()
    else:
        sys.exit(program(*sys.argv[1:]))
