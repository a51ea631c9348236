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

WITNESS = """
import os, sys

def write(what, library=""):
    module = next((part for part in sys.orig_argv if part.startswith("simulator")), "")
    with open(os.environ["WITNESS"], "a") as file:
        file.write(f"{what} {module} {library}\\n")

sys.addaudithook(lambda event, about: write("loads", about[0]) if event == "ctypes.dlopen" else None)
write("starts")
"""
"""Every Python process begins with this module (`sitecustomize`) and writes which libraries it loads by name."""


def mapped(pid: int) -> Iterator[str]:
    """The modules of those processes of a family that have espeak-ng in their memory, in whatever way it came there."""
    for each in family(pid):
        # The command first: of one that ends meanwhile the maps are empty then.
        command = Path(f"/proc/{each}/cmdline").read_text().split("\0")
        if "espeak" in Path(f"/proc/{each}/maps").read_text():
            yield next((part for part in command if part.startswith("simulator")), "")


def test_no_process_but_the_one_that_speaks_loads_it(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(WITNESS)
    witness = tmp_path / "witness"
    environment = {
        **os.environ,
        "MOCK_INTERVIEW_HOME": str(tmp_path / "home"),
        "MOCK_INTERVIEW_SOUND": "none",
        "PYTHONPATH": str(tmp_path),
        "WITNESS": str(witness),
    }
    seen: set[str] = set()
    with subprocess.Popen(
        [sys.executable, "-m", "simulator", "doctor"], env=environment, stdout=subprocess.PIPE, text=True
    ) as program:
        while program.poll() is None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                program.wait(timeout=0.005)
            with contextlib.suppress(OSError):  # one of them has just ended
                seen.update(mapped(program.pid))
        assert program.stdout is not None
        assert "espeak-ng (inside espeakng-loader): GPL-3.0-or-later" in program.stdout.read()
    told = [line.split(" ", 2) for line in witness.read_text().splitlines()]
    started = {module for what, module, _ in told if what == "starts"}
    loaded = {module for what, module, library in told if what == "loads" and "espeak" in library}
    assert {"simulator", "simulator.speech.voice", "simulator.speech.worker"} <= started
    assert loaded == {"simulator.speech.voice"}
    assert seen <= loaded
