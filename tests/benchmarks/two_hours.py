"""Memory over a session of two hours, on a microphone that hears forty times faster than one speaks.

The real program in a real terminal asks thirty questions; an answer lasts a minute and a half, is recorded, followed, transcribed and
scored, and the next one begins. The microphone is open all the while, so that the hours are those of what it has heard.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from simulator import paths
from simulator.speech.audiofile import read_audio
from tests.benchmarks import quick
from tests.benchmarks.answers import joined, recordings, wait_for_seal
from tests.benchmarks.idle import loaded, rest
from tests.benchmarks.table import Pair
from tests.listening import SPEECH
from tests.processes import family, megabytes
from tests.terminal import Terminal

SPEED = 40.0
HOURS = 2.0
ANSWER_SECONDS = 90.0
RAW_MEGABYTES = 16_000 * 2 * 3600 / 1e6
"""An hour of sound as it is captured."""


def measured() -> list[Pair]:
    """Megabytes of all processes after two hours and after half an hour; and by how much they grow in an hour, over the last one, beside an
    hour of sound as it comes in."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        home = os.environ[paths.HOME_VARIABLE] = str(folder / "home")
        (answer,) = joined(SPEECH, 300.0, 1, folder)
        sound = folder / "answer.pcm"
        sound.write_bytes((np.clip(read_audio(answer.sound).samples, -1, 1) * 32767).astype("<i2").tobytes())
        program = (sys.executable, "-m", quick.__name__, f"{SPEED:g}", str(sound), "practise", "--no-voice")
        with Terminal("--seed", "3", "--questions", "30", home=Path(home), program=program) as terminal:
            sizes = rehearse(terminal)
            terminal.press("ctrl+q")
            terminal.wait_for_exit()
    at_half = next(size for hours, size in sizes if hours >= 0.5)
    last = [each for each in sizes if each[0] >= HOURS - 1]
    slope = statistics.linear_regression(*zip(*last, strict=True)).slope
    return [Pair(sizes[-1][1], at_half), Pair(slope, RAW_MEGABYTES)]


def at_rest(terminal: Terminal) -> list[float]:
    """The least that the processes have in a second and a half: what is at work just then (the next question, the cutting of the recording) is no growth."""
    looks = []
    for _ in range(15):
        rest(terminal, 0.1)
        looks.append([megabytes(pid) for pid in family(terminal.pid)])
    return min(looks, key=sum)


def rehearse(terminal: Terminal) -> list[tuple[float, float]]:
    """After each answer the hours that were heard, and the megabytes of all processes."""
    terminal.wait_for("How nervous")
    loaded(terminal)
    sizes: list[tuple[float, float]] = []
    began = time.monotonic()
    while not sizes or sizes[-1][0] < HOURS:
        if not recordings():  # a follow-up begins by itself
            terminal.press("enter")
        terminal.wait_until(lambda: bool(recordings()))
        (recording,) = recordings()
        rest(terminal, ANSWER_SECONDS / SPEED)
        terminal.press("space")
        terminal.wait_until(recording.with_suffix(".card.json").exists, 120)
        wait_for_seal(terminal, recording)
        each = at_rest(terminal)
        sizes.append(((time.monotonic() - began) * SPEED / 3600, sum(each)))
        told = ", ".join(f"{size:.0f}" for size in each)
        print(f"{60 * sizes[-1][0]:.0f} minutes, {len(sizes)} answers: {told} MB", file=sys.stderr)
    return sizes
