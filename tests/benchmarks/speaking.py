"""While one speaks: what the program costs, and how soon a key is on the screen, beside a minimal Textual app in turns.

The real program in a real terminal records and transcribes what is said into the virtual microphone. Linux only.
"""

from __future__ import annotations

import contextlib
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from simulator import paths
from simulator.speech import sound_process, worker
from tests.benchmarks.answers import Answer, joined
from tests.benchmarks.idle import loaded, processor, rest
from tests.benchmarks.key_echo import LETTERS, p95
from tests.benchmarks.start import MINIMAL
from tests.benchmarks.table import Pair
from tests.listening import SPEECH
from tests.processes import processor_seconds, running
from tests.terminal import Terminal
from tests.virtual_microphone import SoundServer

KEYS = 150
SECONDS = 20.0
RECORDER = ("parec", "-d", "virtmic", "--rate=16000", "--channels=1", "--format=s16le", "--raw")
"""PulseAudio's own, which only records."""


@contextlib.contextmanager
def listening(folder: Path) -> Iterator[tuple[Terminal, SoundServer, Answer]]:
    """The program as it listens to an answer; and something to say."""
    home = os.environ[paths.HOME_VARIABLE] = str(folder / "home")
    (answer,) = joined(SPEECH, 240.0, 1, folder)
    with contextlib.closing(SoundServer(folder)) as server:
        options = ("practise", "--no-voice", "--seed", "3", "--questions", "1")
        with Terminal(*options, home=Path(home), environment=server.variables) as terminal:
            terminal.wait_for("How nervous")
            loaded(terminal)
            terminal.press("enter")
            terminal.wait_for("listening")
            yield terminal, server, answer
            terminal.press("ctrl+q")
            terminal.wait_for_exit()


def costs() -> list[Pair]:
    """Per cent of a core while one speaks: of the program, beside a minimal app with a line that moves; of the process that records,
    beside PulseAudio's own recorder; and of all of them while one is silent, beside those two."""
    with (
        _folder() as folder,
        listening(folder) as (terminal, server, answer),
        Terminal(home=folder, program=(*MINIMAL, "moving")) as least,
        subprocess.Popen(RECORDER, env=server.environment, stdout=subprocess.DEVNULL) as recorder,
    ):
        least.wait_for("|")
        rest(least, 2.0)
        silent = _shares(terminal, least, recorder.pid)
        with server.say(answer.sound) as speaking:
            rest(terminal, 1.0)
            spoken = _shares(terminal, least, recorder.pid)
            speaking.terminate()
        recorder.terminate()
    return [
        Pair(spoken["program"], spoken["least"]),
        Pair(spoken["sound"], spoken["recorder"]),
        Pair(silent["all"], silent["least"] + silent["recorder"]),
    ]


def echoes() -> list[Pair]:
    """Median and 95th percentile of the milliseconds from a key to its being on the screen: in a note that is written while an answer is
    recorded and transcribed, and in the box of a minimal app, key by key in turns."""
    with _folder() as folder, listening(folder) as (terminal, server, answer):
        speaking = server.say(answer.sound)
        terminal.press("n")
        terminal.wait_for("A note")
        with Terminal(home=folder, program=(*MINIMAL, "input")) as least:
            least.wait_for("on screen")
            times: dict[str, list[float]] = {"ours": [], "least": []}
            for number in range(KEYS):
                letter = LETTERS[number % len(LETTERS)]
                times["ours"].append(echo(terminal, letter))
                times["least"].append(echo(least, letter))
                if number % len(LETTERS) == len(LETTERS) - 1:  # back to an empty box, in which a letter is new
                    for each in (terminal, least):
                        each.press(*["backspace"] * len(LETTERS))
                        rest(each, 0.3)
        assert speaking.poll() is None, "what was said was too short"
        speaking.terminate()
        speaking.wait()
    ours, theirs = ([1000 * each for each in times[name]] for name in ("ours", "least"))
    return [Pair(statistics.median(ours), statistics.median(theirs)), Pair(p95(ours), p95(theirs))]


def echo(terminal: Terminal, letter: str) -> float:
    """Seconds from a key to the program's having written it."""
    rest(terminal, 0.03)
    before, began = len(terminal.raw), time.monotonic()
    terminal.write(letter)
    terminal.wait_for_bytes(letter.encode(), before)
    return terminal.came[-1][1] - began


def _shares(terminal: Terminal, least: Terminal, recorder: int) -> Mapping[str, float]:
    """Per cent of a core that each takes, in the same seconds."""
    (sound,), (recogniser,) = (running(module.__name__, terminal.pid) for module in (sound_process, worker))

    def now() -> dict[str, float]:
        return {
            "program": processor_seconds(terminal.pid),
            "sound": processor_seconds(sound),
            "recogniser": processor_seconds(recogniser),
            "all": processor(terminal),
            "least": processor_seconds(least.pid),
            "recorder": processor_seconds(recorder),
        }

    before, began = now(), time.monotonic()
    over = began + SECONDS
    while time.monotonic() < over:
        rest(terminal, 0.1)
        rest(least, 0.1)
    seconds = time.monotonic() - began
    shares = {name: 100 * (value - before[name]) / seconds for name, value in now().items()}
    print(", ".join(f"{name} {value:.1f} %" for name, value in shares.items()), file=sys.stderr)
    return shares


@contextlib.contextmanager
def _folder() -> Iterator[Path]:
    """Short enough a path for a socket."""
    with tempfile.TemporaryDirectory(prefix="mi-", dir="/tmp") as name:
        yield Path(name)
