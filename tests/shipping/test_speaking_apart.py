"""espeak-ng is under GPL: it is loaded by the process that speaks, and by no other of the program."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.processes import family

pytestmark = [
    pytest.mark.voice,
    pytest.mark.skipif(sys.platform != "linux", reason="the maps of a process are Linux's"),
]


def modules(pid: int) -> Iterator[tuple[str, bool]]:
    """The module that each process of a family runs, and whether espeak-ng is in its memory."""
    for each in family(pid):
        command = Path(f"/proc/{each}/cmdline").read_text().split("\0")
        module = next((part for part in command if part.startswith("simulator")), "")
        yield module, "espeak" in Path(f"/proc/{each}/maps").read_text()


def test_no_process_but_the_one_that_speaks_loads_it(tmp_path: Path) -> None:
    environment = {**os.environ, "MOCK_INTERVIEW_HOME": str(tmp_path), "MOCK_INTERVIEW_SOUND": "none"}
    seen: dict[str, bool] = {}
    with subprocess.Popen(
        [sys.executable, "-m", "simulator", "doctor"], env=environment, stdout=subprocess.PIPE, text=True
    ) as program:
        while program.poll() is None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                program.wait(timeout=0.005)
            with contextlib.suppress(OSError):  # one of them has just ended
                for module, holds in modules(program.pid):
                    seen[module] = seen.get(module, False) or holds
        assert program.stdout is not None
        assert "espeak-ng (inside espeakng-loader): GPL-3.0-or-later" in program.stdout.read()
    assert {"simulator", "simulator.speech.voice", "simulator.speech.worker"} <= set(seen)
    assert [module for module, holds in seen.items() if holds] == ["simulator.speech.voice"]
