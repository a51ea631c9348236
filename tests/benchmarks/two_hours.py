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
from tests.benchmarks.answers import joined, recordings
from tests.benchmarks.idle import loaded, rest
from tests.benchmarks.table import Pair
from tests.listening import SPEECH
from tests.processes import family, megabytes
from tests.terminal import Terminal

SPEED = 40.0
HOURS = 2.0
ANSWER_SECONDS = 90.0
STEP_SECONDS = 600.0
"""Memory is looked at each time so much has been heard."""

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
    last = sizes[-int(3600 / STEP_SECONDS) - 1 :]
    slope = statistics.linear_regression(range(len(last)), last).slope * 3600 / STEP_SECONDS
    return [Pair(sizes[-1], sizes[int(1800 / STEP_SECONDS) - 1]), Pair(slope, RAW_MEGABYTES)]


def rehearse(terminal: Terminal) -> list[float]:
    """Megabytes of all processes after each step."""
    terminal.wait_for("How nervous")
    loaded(terminal)
    sizes: list[float] = []
    began = time.monotonic()
    answers = 0
    while len(sizes) < HOURS * 3600 / STEP_SECONDS:
        if not recordings():  # a follow-up begins by itself
            terminal.press("enter")
        terminal.wait_until(lambda: bool(recordings()))
        (recording,) = recordings()
        rest(terminal, ANSWER_SECONDS / SPEED)
        terminal.press("space")
        terminal.wait_until(recording.with_suffix(".card.json").exists, 120)
        answers += 1
        heard = (time.monotonic() - began) * SPEED
        if heard >= (len(sizes) + 1) * STEP_SECONDS:
            each = [megabytes(pid) for pid in family(terminal.pid)]
            sizes.append(sum(each))
            print(
                f"{heard / 60:.0f} minutes, {answers} answers: {', '.join(f'{size:.0f}' for size in each)} MB",
                file=sys.stderr,
            )
    return sizes
