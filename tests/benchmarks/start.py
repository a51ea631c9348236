"""From starting the program to the home screen, beside a minimal Textual app, in turns: `python -m tests.benchmarks.start [RUNS]`.

Exit status 1 where home takes more than 1.6 times as long, by the medians.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from tests.terminal import Terminal

MOST = 1.6

MINIMAL = """
from textual.app import App, ComposeResult
from textual.widgets import Static


class Minimal(App[None]):
    def compose(self) -> ComposeResult:
        yield Static("on screen")


Minimal().run()
"""


def seconds_until(wanted: str, home: Path, program: Sequence[str]) -> float:
    """Seconds from starting `program` to `wanted` being on its screen."""
    began = time.perf_counter()
    with Terminal(home=home, program=program) as terminal:
        terminal.wait_for(wanted)
        return time.perf_counter() - began


def measure(runs: int) -> tuple[list[float], list[float]]:
    """Seconds of home and of the minimal app, one warm-up each, then in turns."""
    home_times: list[float] = []
    minimal_times: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        minimal = home / "minimal.py"
        minimal.write_text(MINIMAL)
        for number in range(runs + 1):
            ours = seconds_until("Try one question", home, (sys.executable, "-m", "simulator"))
            theirs = seconds_until("on screen", home, (sys.executable, str(minimal)))
            if number:
                home_times.append(ours)
                minimal_times.append(theirs)
    return home_times, minimal_times


def main() -> int:
    ours, theirs = measure(int(sys.argv[1]) if len(sys.argv) > 1 else 7)
    for name, times in (("home", ours), ("minimal Textual app", theirs)):
        low, high = min(times), max(times)
        print(
            f"{name:<20} {statistics.median(times) * 1000:6.0f} ms   ({low * 1000:.0f} to {high * 1000:.0f}, {len(times)} runs)"
        )
    ratio = statistics.median(ours) / statistics.median(theirs)
    print(f"{'ratio':<20} {ratio:6.2f}      (at most {MOST})")
    return 0 if ratio <= MOST else 1


if __name__ == "__main__":
    sys.exit(main())
