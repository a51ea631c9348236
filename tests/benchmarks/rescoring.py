"""How fast spoken answers are scored again, in answers a second of processor time, beside what the parts take by themselves.

Two sessions of twelve answers of a minute and a half are made; then a process of its own scores their answers from what was heard.
"""

from __future__ import annotations

import multiprocessing
import os
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any
from unittest import mock

from simulator.cli import ENVIRONMENT
from simulator.questions.load import load_banks
from simulator.sessions.scores import new_card
from simulator.sessions.store import SavedSession, open_session
from tests.benchmarks import hour
from tests.benchmarks.table import Pair

SESSIONS, ANSWERS = 2, 12
SECONDS = 90.0


def measured() -> list[Pair]:
    """Answers a second, beside scoring without the language model, and beside that model alone over the same texts."""
    os.environ.update(ENVIRONMENT)
    with tempfile.TemporaryDirectory() as name:
        folders = [
            hour.make(Path(name) / str(number), ANSWERS, hours=ANSWERS * SECONDS / 3600) for number in range(SESSIONS)
        ]
        with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as process:
            whole, without, model = process.submit(rates, folders).result()
    return [Pair(whole, without), Pair(whole, model)]


def rates(folders: list[Path]) -> tuple[float, float, float]:
    """Answers a second: scored; scored without the model; by the model alone."""
    from simulator.meaning import mind
    from simulator.meaning.minilm import MiniLM

    background = [question for bank in load_banks().banks.values() for question in bank.questions]
    mind.load()
    runs: list[Any] = []
    plain = MiniLM._run

    def noted(self: MiniLM, tokens: Any) -> Any:
        runs.append((self, tokens))
        return plain(self, tokens)

    def score(saved: SavedSession) -> None:
        for take in saved.state.takes:
            assert new_card(saved, take, background) is not None

    first, *rest = [open_session(folder) for folder in folders]
    score(first)  # the meanings of the questions are remembered from here on
    with mock.patch.object(MiniLM, "_run", noted):
        whole = seconds(lambda: [score(saved) for saved in rest])
    model = seconds(lambda: [plain(*each) for each in runs])
    with mock.patch.object(mind, "meanings", return_value=None):
        without = seconds(lambda: [score(saved) for saved in rest])
    answers = ANSWERS * len(rest)
    return answers / whole, answers / without, answers / model


def seconds(work: Callable[[], object]) -> float:
    """Of processor time, in all threads."""
    began = time.process_time()
    work()
    return time.process_time() - began
