"""How fast spoken answers are scored again, in answers a second of processor time, beside what the parts take by themselves.

Two sessions of twelve answers of a minute and a half are made; then a process of its own scores their answers from what was heard.
"""

from __future__ import annotations

import multiprocessing
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any
from unittest import mock

from simulator.questions.load import load_banks
from simulator.sessions.scores import new_card
from simulator.sessions.store import SavedSession, open_session
from tests.benchmarks import hour
from tests.benchmarks.table import Pair

SESSIONS, ANSWERS = 2, 12
SECONDS = 90.0


def measured() -> list[Pair]:
    """Answers a second: with the model of meaning beside that model alone over the same texts, and without it beside reading the sessions."""
    with tempfile.TemporaryDirectory() as name:
        folders = [
            hour.make(Path(name) / str(number), ANSWERS, hours=ANSWERS * SECONDS / 3600) for number in range(SESSIONS)
        ]
        with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as process:
            whole, model, without, reading = process.submit(rates, folders).result()
    return [Pair(whole, model), Pair(without, reading)]


def rates(folders: list[Path]) -> tuple[float, float, float, float]:
    """Answers a second: scored; by the model alone; scored without the model; read."""
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

    def read(folder: Path) -> SavedSession:
        saved = open_session(folder)
        for take in saved.state.takes:
            assert saved.heard(take) is not None
        return saved

    first, *rest = [open_session(folder) for folder in folders]
    score(first)  # the meanings of the questions are remembered from here on
    with mock.patch.object(MiniLM, "_run", noted):
        whole = seconds(lambda: [score(saved) for saved in rest])
    model = seconds(lambda: [plain(*each) for each in runs])
    with mock.patch.object(mind, "meanings", return_value=None):
        without = seconds(lambda: [score(saved) for saved in rest])
    reading = seconds(lambda: [read(folder) for folder in folders[1:]])
    answers = ANSWERS * len(rest)
    return answers / whole, answers / model, answers / without, answers / reading


def seconds(work: Callable[[], object]) -> float:
    """Of processor time, in all threads."""
    began = time.process_time()
    work()
    return time.process_time() - began
