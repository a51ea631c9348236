"""From starting the program to its first screen, beside a minimal Textual app, in turns: `python -m tests.benchmarks.start [RUNS]`.

Everything has been read and compiled before, as on any start but the first. Exit status 1 where a screen takes more than its budget.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from tests.benchmarks import minimal
from tests.benchmarks.library import make_indexed
from tests.benchmarks.table import Pair
from tests.terminal import Terminal

MINIMAL = (sys.executable, "-m", minimal.__name__)
PROGRAM = (sys.executable, "-m", "simulator")
QUIET = {"MOCK_INTERVIEW_SOUND": "none"}
FIRST_TIME, LATER = "Try one question", "Practise"
"""What home offers first: when nobody has practised here, and when somebody has."""


def seconds_until(wanted: str, home: Path, program: Sequence[str]) -> float:
    """Seconds from starting `program` to its having written `wanted`."""
    began = time.monotonic()
    with Terminal(home=home, program=program, environment=QUIET) as terminal:
        terminal.wait_for_bytes(wanted.encode(), 0)
        return terminal.came[-1][1] - began


def seconds_of(*command: str) -> float:
    """Seconds that a command takes to its end."""
    began = time.monotonic()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.monotonic() - began


def measured(runs: int = 9) -> list[Pair]:
    """Median milliseconds of home when nobody has practised here and when somebody has ten times, each beside the minimal app; and of
    `--version` beside the interpreter. One round goes before that is not counted."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    times: dict[str, list[float]] = {"first": [], "later": [], "minimal": [], "version": [], "nothing": []}
    with tempfile.TemporaryDirectory() as folder:
        first, later = Path(folder) / "first", Path(folder) / "later"
        make_indexed(later / "sessions", 10)
        for number in range(runs + 1):
            taken = {
                "first": seconds_until(FIRST_TIME, first, PROGRAM),
                "later": seconds_until(LATER, later, PROGRAM),
                "minimal": seconds_until(minimal.LINE, first, MINIMAL),
                "version": seconds_of(*PROGRAM, "--version"),
                "nothing": seconds_of(sys.executable, "-c", "pass"),
            }
            if number:
                for name, each in taken.items():
                    times[name].append(each)
    middle = {name: 1000 * statistics.median(each) for name, each in times.items()}
    return [
        Pair(middle["first"], middle["minimal"]),
        Pair(middle["later"], middle["minimal"]),
        Pair(middle["version"], middle["nothing"]),
    ]
