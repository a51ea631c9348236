"""Tab in a real bash completes commands, options, files and one's own names."""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path

import pytest

from simulator.cli import completion
from simulator.paths import HOME_VARIABLE, sample_session, shipped_banks
from simulator.sessions import library
from simulator.sessions.index import Index
from tests.terminal import Terminal

ERASE = "\x15"
"""Takes the line away, in its turn; Ctrl+C overtakes what was typed."""

SESSION = "2026-11-20-183000-general"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home with one session, which has a tag, and a sheet."""
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path))
    session = tmp_path / "sessions" / SESSION
    shutil.copytree(sample_session(), session)
    library.tag(session, ["warehouse"])
    with Index() as index:
        index.sync()
    (tmp_path / "prep").mkdir()
    (tmp_path / "prep" / "harbour.yaml").write_text("id: harbour\n")
    return tmp_path


def test_a_bank_is_called_as_its_file_is(home: Path) -> None:
    """So Tab need not read it."""
    banks = completion._names(("practise",), "bank")
    assert banks is not None
    assert {"general", "software"} <= set(banks())
    for name in banks():
        assert re.search(rf"^id: {name}$", (shipped_banks() / f"{name}.yaml").read_text(encoding="utf-8"), re.M)


@pytest.mark.terminal
@pytest.mark.skipif(not shutil.which("bash"), reason="bash is not here")
def test_tab_completes(home: Path) -> None:
    program = home / "bin" / "mock-interview"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m simulator "$@"\n')
    program.chmod(0o700)
    (home / "answer one.txt").touch()
    environment = {"PATH": f"{program.parent}:/usr/bin:/bin", "PS1": "> ", "PYTHONPATH": str(Path(__file__).parents[1])}
    with Terminal("--norc", "--noprofile", "-i", home=home, environment=environment, program=["bash"]) as terminal:
        terminal.wait_for(">")
        terminal.write(f"cd {home}; eval \"$(mock-interview completion bash)\"; echo re''ady\r")
        terminal.wait_for("ready")
        for typed, completed in (
            ("mock-interview repl", "mock-interview replay"),
            ("mock-interview replay 2026", f"replay {SESSION}"),
            ("mock-interview sessions tag last ware", "last warehouse"),
            ("mock-interview practise --weak", "--weak-spots"),
            ("mock-interview practise --bank custo", "--bank customer-service-retail"),
            ("mock-interview practise --prep har", "--prep harbour"),
            ("mock-interview score ans", r"score answer\ one.txt"),
        ):
            terminal.write(f"{typed}\t!")
            terminal.wait_for(f"{completed} !")
            terminal.write(ERASE)
