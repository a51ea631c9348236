"""Key to echo while the recogniser works, and quitting: `python -m tests.benchmarks.key_echo [KEYS]`.

An answer is typed in a real terminal, key by key, while a recogniser decodes 28 s chunks in its process beside it; each
key is timed until it is on the screen. The reference is the same with an idle recogniser.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import statistics
import sys
import tempfile
import threading
import time
from pathlib import Path

import numpy as np

from simulator import paths
from simulator.settings import Settings
from simulator.speech.audiofile import RATE, read_audio
from simulator.speech.ears import Ears
from tests.terminal import Terminal

LETTERS = "абвгдежзийклмнопрстуфхцчшщъыьэюяАБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ"
IN_A_LINE, DELETE_LINE = 40, "\x15"
SPEECH = Path(__file__).parents[1] / "data" / "speech"


def chunk(folder: Path) -> Path:
    """28 s of real speech in one file."""
    samples = np.concatenate([read_audio(SPEECH / name).samples for name in ("mfa_cold.flac", "jfk.flac")])[: 28 * RATE]
    path = folder / "chunk.pcm"
    path.write_bytes((samples * 32767).astype("<i2").tobytes())
    return path


def echoes(terminal: Terminal, keys: int) -> list[float]:
    """Seconds from each key to the program's having written it, 40 in a line that is then deleted. Letters that stand nowhere
    else on the screen are typed, so that each is found for certain in what the program writes."""
    times = []
    for index in range(keys):
        if index % IN_A_LINE == 0:
            terminal.write(DELETE_LINE)
            terminal.wait_for(lambda screen: not set(LETTERS) & set(screen))
        letter = LETTERS[index % IN_A_LINE]
        terminal.text()
        before = len(terminal.raw)
        began = time.perf_counter()
        terminal.write(letter)
        terminal.wait_for_bytes(letter.encode(), before)
        times.append(time.perf_counter() - began)
    return times


class Decoding:
    """A recogniser in its own process that decodes the chunk again and again until it is told to stop."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.decoding = threading.Event()
        self.chunks = 0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._run()))

    async def _run(self) -> None:
        ears = await Ears.open(Settings())
        await ears.ready()
        self.decoding.set()
        while not self._stop.is_set():
            await ears.hear(self._path)
            self.chunks += 1
        await ears.close()

    def __enter__(self) -> Decoding:
        self._thread.start()
        self.decoding.wait()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()


def p95(times: list[float]) -> float:
    return sorted(times)[int(len(times) * 0.95)]


def show(name: str, times: list[float]) -> float:
    most = p95(times)
    print(
        f"{name:<28} median {statistics.median(times) * 1000:5.1f} ms   p95 {most * 1000:5.1f} ms   worst {max(times) * 1000:5.1f} ms"
    )
    return most


def main() -> int:
    keys = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        os.environ[paths.HOME_VARIABLE] = folder
        with Terminal("practise", "--typed", "--no-voice", "--questions", "1", "--seed", "1", home=home) as terminal:
            terminal.wait_for("0 to 10")
            terminal.press("enter")
            terminal.wait_for("typing")
            show("recogniser idle", echoes(terminal, keys))
            with Decoding(chunk(home)) as decoding:
                before = decoding.chunks
                most = show("recogniser decoding 28 s", echoes(terminal, keys))
                while decoding.chunks == before:
                    show("still the same chunk", echoes(terminal, keys))
                print(f"chunks of 28 s decoded meanwhile: {decoding.chunks - before}")
                began = time.perf_counter()
                terminal.press("ctrl+q")
                with contextlib.suppress(AssertionError):
                    terminal.wait_for_exit()
                print(f"{'quitting':<28} {(time.perf_counter() - began) * 1000:.0f} ms")
    return 0 if most < 0.05 else 1


if __name__ == "__main__":
    sys.exit(main())
