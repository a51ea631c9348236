"""Home and the progress page, with ten sessions and with many: `python -m tests.benchmarks.home [COUNT] [FOLDER] [RUNS]`.

In a real terminal, in turns, over sessions made by `tests.benchmarks.library` (10,000, below FOLDER/sessions, where they stay): from starting the
program to home being there, with an empty library too; from Enter to the words of the progress page; and how long a key
takes while all sessions are gone through. Exit status 1 where home takes more than 1.25 times as long with many as with ten.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from simulator.sessions.index import Index
from tests.benchmarks.library import make
from tests.terminal import Terminal

MOST = 1.25
QUIET = {"MOCK_INTERVIEW_SOUND": "none"}


def seconds(terminal: Terminal, wanted: str | Callable[[str], bool]) -> float:
    began = time.perf_counter()
    terminal.wait_for(wanted, timeout=120)
    return time.perf_counter() - began


def start(home: Path, wanted: str) -> float:
    began = time.perf_counter()
    with Terminal(home=home, environment=QUIET) as terminal:
        terminal.wait_for(wanted)
        return time.perf_counter() - began


def progress(home: Path) -> tuple[float, list[float]]:
    """From Enter to the words, and what keys took until then: help is opened and closed, again and again."""
    with Terminal(home=home, environment=QUIET) as terminal:
        terminal.wait_for("> Practise")
        terminal.press_until("down", "> Progress")
        terminal.press("enter")
        began = time.perf_counter()
        terminal.wait_for("esc back")
        keys: list[float] = []
        while "> In words" not in terminal.text():
            terminal.press("?")
            keys.append(seconds(terminal, "Shows the keys of this screen."))
            terminal.press("escape")
            keys.append(seconds(terminal, lambda text: "Shows the keys of this screen." not in text))
        return time.perf_counter() - began, keys


def show(name: str, times: list[float]) -> float:
    middle = statistics.median(times)
    print(
        f"{name:<44} {middle * 1000:6.0f} ms   ({min(times) * 1000:.0f} to {max(times) * 1000:.0f}, {len(times)} runs)"
    )
    return middle


def main() -> int:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    runs = int(sys.argv[3]) if len(sys.argv) > 3 else 5
    with tempfile.TemporaryDirectory() as temporary:
        homes = {"none": Path(temporary) / "none", "ten": Path(temporary) / "ten"}
        homes["many"] = Path(sys.argv[2] if len(sys.argv) > 2 else Path(temporary) / "many")
        for name, number in (("ten", 10), ("many", count)):
            root = homes[name] / "sessions"
            if not root.exists():
                make(root, number)
            with Index(root) as index:
                index.sync()
        times: dict[str, list[float]] = {name: [] for name in homes}
        for run in range(runs + 1):
            for name, home in homes.items():
                taken = start(home, "> Try one question" if name == "none" else "> Practise")
                if run:
                    times[name].append(taken)
        show("home, no session", times["none"])
        ten, many = show("home, 10 sessions", times["ten"]), show(f"home, {count:,} sessions", times["many"])
        print(f"{'ratio':<44} {many / ten:6.2f}      (at most {MOST})")
        for name, number in (("ten", 10), ("many", count)):
            pages = [progress(homes[name]) for _ in range(3)]
            show(f"progress page, {number:,} sessions", [each for each, _ in pages])
            keys = [key for _, each in pages for key in each]
            if keys:
                show("  a key meanwhile", keys)
    return 0 if many / ten <= MOST else 1


if __name__ == "__main__":
    sys.exit(main())
