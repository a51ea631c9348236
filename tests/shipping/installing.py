"""The wheel in an empty environment of each Python that it is for, from another folder, in a home of its own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterator
from pathlib import Path

from tests.shipping.building import ROOT
from tests.terminal import Terminal

PLACES = ("~/.pyenv/versions", "~/.local/share/uv/python", "/opt/python", "/usr/local")
"""Where Pythons are kept beside those on the path, each in a folder of its own."""

WHOLE = "import sqlite3, ssl, sys; print('%d.%d' % sys.version_info[:2])"
"""Fails where a part that is needed was left out."""

ANSWER = ROOT / "tests" / "data" / "speech" / "jfk.flac"


def versions() -> list[str]:
    """The Pythons that the project says it is for, such as 3.11."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    sign = "Programming Language :: Python :: 3."
    return [mark.rpartition(" ")[2] for mark in project["classifiers"] if mark.startswith(sign)]


def python(version: str) -> Path | None:
    """A whole Python of this version, or None."""
    return next((each for each in _candidates(version) if _version(each) == version), None)


def _candidates(version: str) -> Iterator[Path]:
    yield Path(sys.executable)
    if found := shutil.which(f"python{version}"):
        yield Path(found)
    for place in PLACES:
        yield from sorted(Path(place).expanduser().glob(f"*/bin/python{version}"), reverse=True)


def _version(candidate: Path) -> str:
    done = subprocess.run([candidate, "-I", "-c", WHOLE], check=False, capture_output=True, text=True)
    return done.stdout.strip() if done.returncode == 0 else ""


def smoke(with_python: Path, wheel: Path) -> None:
    """Installs the wheel with all that it needs and uses it, without one's own files. Raises SystemExit with what a command said if it fails."""
    with tempfile.TemporaryDirectory(prefix="mock-interview-wheel-") as folder:
        work, program = Path(folder), Path(folder, "bin", "mock-interview")
        began = time.monotonic()
        _run(
            work, sys.executable, "-m", "uv", "tool", "install", "--no-build", "--python", with_python, wheel.absolute()
        )
        print(f"  installed in {time.monotonic() - began:.0f} s", flush=True)
        began = time.monotonic()
        print(f"  {_run(work, program, '--version').strip()}")
        _expect("general ", _run(work, program, "banks"))
        shutil.copy(ANSWER, work / "answer.flac")
        card = json.loads(_run(work, program, "score", "answer.flac", "--json"))
        _expect("country", json.dumps(card))
        _expect("?", _run(work, program, "replay", "sample", "--plain"))
        _expect("complete", _run(work, program, "completion", "bash"))
        with Terminal(home=work / "home", program=[str(program)]) as terminal:
            terminal.wait_for("Try one question")
            terminal.press("ctrl+q")
            _expect("0", str(terminal.wait_for_exit()))
        print(f"  used in {time.monotonic() - began:.0f} s", flush=True)


def _expect(wanted: str, said: str) -> None:
    if wanted not in said:
        raise SystemExit(f"There is no {wanted!r} in:\n{said}")


def _run(work: Path, *command: Path | str) -> str:
    own = {"MOCK_INTERVIEW_HOME": "home", "UV_TOOL_DIR": "tools", "UV_TOOL_BIN_DIR": "bin"}
    variables = {
        **os.environ,
        **{name: str(work / folder) for name, folder in own.items()},
        "UV_PYTHON_DOWNLOADS": "never",
    }
    variables.pop("PYTHONPATH", None)
    done = subprocess.run(
        [str(each) for each in command], cwd=work, env=variables, check=False, capture_output=True, text=True
    )
    if done.returncode:
        raise SystemExit(f"{' '.join(map(str, command))} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    return done.stdout
