"""Ten thousand sessions beside ten: pages, searches, the screens that open on them, and the index itself beside what its parts take.

The sessions are those of `tests.benchmarks.library`; a folder that holds them already is only read, through links.
"""

from __future__ import annotations

import os
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import msgspec

from simulator.sessions.index import Index
from simulator.sessions.indexing import NAME
from simulator.sessions.store import HEADER, JOURNAL, TAKES
from tests.benchmarks.library import link, make, seconds, word
from tests.benchmarks.start import LATER, PROGRAM, QUIET, seconds_until
from tests.benchmarks.table import Pair
from tests.terminal import Terminal

MANY, FEW = 10_000, 10
READ = 500
"""So many sessions are read file by file, for comparison."""

SEARCHES = (word(1), word(3_000), f"{word(3)} {word(7)}", "le")
"""A common word, a rare one, two, and one that is only begun."""


def measured(kept: Path | None = None, rounds: int = 5) -> list[Pair]:
    """Milliseconds, but for the index made anew: sessions a second. `kept` is a folder of sessions, or one to make them in."""
    with tempfile.TemporaryDirectory() as name:
        few, many = (Path(name) / each for each in ("few", "many"))
        make(few / "sessions", FEW)
        if kept is not None:
            if not kept.exists():
                make(kept, MANY)
            link(kept, many / "sessions")
        else:
            make(many / "sessions", MANY)
        with Index(few / "sessions") as small, Index(many / "sessions") as index:
            small.sync()
            began = time.perf_counter()
            anew = index.sync().read / (time.perf_counter() - began)
            pairs = [
                _milliseconds(partial(index.page, 30), partial(small.page, 30)),
                searched(index),
                _milliseconds(index.sync, partial(looked_at, index.root)),
                Pair(anew, read_plainly(index.root)),
            ]
        return [*pairs, *opened(few, many, rounds)]


def searched(index: Index) -> Pair:
    """The slowest of the searches, beside SQLite's own answer to it: the newest places of the words, and no more."""
    with sqlite3.connect(index.root / NAME) as database:

        def plain(words: str) -> list[object]:
            match = " ".join(f'"{each}"' for each in words.split()) + "*"
            return database.execute(
                "SELECT rowid FROM text WHERE text MATCH ? ORDER BY rowid DESC LIMIT 1000", (match,)
            ).fetchall()

        pairs = [_milliseconds(partial(index.search, each, 30), partial(plain, each)) for each in SEARCHES]
    return max(pairs)


def looked_at(root: Path) -> list[os.stat_result]:
    """Each session, as plainly as one can: what a look for changes has to ask at least."""
    with os.scandir(root) as entries:
        folders = [entry.path for entry in entries if not entry.name.startswith(".")]
    return [os.stat(f"{folder}/{name}") for folder in folders for name in (HEADER, JOURNAL, TAKES)]  # noqa: PTH116


def read_plainly(root: Path) -> float:
    """Sessions a second, where all their files are read and decoded and nothing is made of them."""
    folders = sorted(path for path in root.iterdir() if path.is_dir())[:READ]
    began = time.perf_counter()
    for folder in folders:
        for line in (folder / JOURNAL).read_bytes().splitlines():
            msgspec.json.decode(line)
        for file in (folder / HEADER, *(folder / TAKES).glob("*.json")):
            msgspec.json.decode(file.read_bytes())
    return len(folders) / (time.perf_counter() - began)


def opened(few: Path, many: Path, rounds: int) -> Iterator[Pair]:
    """The program's start, then the list of sessions: with many sessions beside few, in turns, after a round that is not counted."""
    for work in (started, listed):
        times: dict[Path, list[float]] = {few: [], many: []}
        for _ in range(rounds + 1):
            for home, each in times.items():
                each.append(work(home))
        yield Pair(*(1000 * statistics.median(times[home][1:]) for home in (many, few)))


def started(home: Path) -> float:
    return seconds_until(LATER, home, PROGRAM)


def listed(home: Path) -> float:
    """From Enter on `Sessions` to the list."""
    with Terminal(home=home, environment=QUIET) as terminal:
        terminal.wait_for(LATER)
        terminal.press_until("down", "> Sessions")
        before, began = len(terminal.raw), time.monotonic()
        terminal.press("enter")
        terminal.wait_for_bytes(b"of 12 answered", before)
        return terminal.came[-1][1] - began


def _milliseconds(ours: Callable[[], object], theirs: Callable[[], object]) -> Pair:
    return Pair(1000 * seconds(ours), 1000 * seconds(theirs))
