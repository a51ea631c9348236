"""What the program costs while nobody does anything: processor time and memory, beside a minimal Textual app at the same time."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from simulator.speech import worker
from tests.benchmarks import minimal
from tests.benchmarks.library import make_indexed
from tests.benchmarks.start import LATER, MINIMAL, PROGRAM, QUIET
from tests.benchmarks.table import Pair
from tests.processes import family, megabytes, processor_seconds, running
from tests.terminal import Terminal

SECONDS = 20.0


def rest(terminal: Terminal, seconds: float) -> None:
    """Reads on, so that the program is never held up."""
    with contextlib.suppress(AssertionError):
        terminal.wait_until(lambda: False, timeout=seconds)


def processor(terminal: Terminal) -> float:
    """Seconds of processor time so far, of the program and all processes below it."""
    return sum(map(processor_seconds, family(terminal.pid)))


def settle(terminal: Terminal, cost: Callable[[], float] | None = None) -> None:
    """Waits until what a program does when it opens is done: two seconds go by in which it takes almost nothing."""
    cost = cost or partial(processor, terminal)
    before = cost()
    rest(terminal, 2.0)
    while (now := cost()) - before > 0.1:
        before = now
        rest(terminal, 2.0)


def loaded(terminal: Terminal) -> int:
    """Waits until the recogniser has loaded its model; its process."""
    terminal.wait_until(lambda: bool(running(worker.__name__, terminal.pid)))
    (recogniser,) = running(worker.__name__, terminal.pid)
    settle(terminal, partial(processor_seconds, recogniser))
    return recogniser


def measured() -> list[Pair]:
    """Per cent of a core of home and of a replay that stands still, then megabytes of home, each beside the minimal app."""
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
        home = Path(folder)
        make_indexed(home / "sessions", 10)
        terminals = []
        for program, wanted in (
            (PROGRAM, LATER),
            ((*PROGRAM, "replay", "sample"), "take 1   1x"),
            (MINIMAL, minimal.LINE),
        ):
            terminal = stack.enter_context(Terminal(home=home, program=program, environment=QUIET))
            terminal.wait_for(wanted)
            settle(terminal)
            terminals.append(terminal)
        before = [processor(terminal) for terminal in terminals]
        for terminal in terminals:
            rest(terminal, SECONDS / len(terminals))
        at_home, replay, least = (
            100 * (processor(terminal) - was) / SECONDS for terminal, was in zip(terminals, before, strict=True)
        )
        sizes = [megabytes(terminal.pid) for terminal in terminals]
        return [Pair(at_home, least), Pair(replay, least), Pair(sizes[0], sizes[2])]
