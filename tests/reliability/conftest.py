"""Shared by the tests of faults."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from simulator.meaning import mind


@pytest.fixture
def memory(tmp_path: Path) -> Iterator[Path]:
    """A disk in memory, where there is one: for what need not wait for syncs."""
    if not Path("/dev/shm").is_dir():
        yield tmp_path
        return
    with tempfile.TemporaryDirectory(prefix="mi-", dir="/dev/shm") as folder:
        yield Path(folder)


@pytest.fixture
def quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    """What an answer means is judged by its words alone: that takes less time, and is not what goes wrong here."""
    monkeypatch.setattr(mind, "_memory", None)
    monkeypatch.setattr(mind, "_trouble", "left out, because it takes time")
