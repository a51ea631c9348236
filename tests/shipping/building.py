"""Two builds of the same files: in other folders, at other times, under other masks, locales and time zones, with and without what lies about
in a checkout. They are the same to the last byte, and hold what they must and nothing else."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import tomllib
import zipfile
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]

LATER = 400 * 24 * 3600
"""Seconds that lie between the two builds, by the files and, where libfaketime is, by the clock."""

LITTER = (
    "sessions/2026-01-01-120000-general/journal.jsonl", ".env", "notes.txt", "simulator/__pycache__/left.cpython-311.pyc",
    "build/lib/simulator/left.py", "question_banks/__pycache__/left.pyc", ".mypy_cache/left.json",
)  # fmt: skip
"""What is never shipped, though it lies in the checkout."""


class Built(NamedTuple):
    sdist: Path
    wheel: Path

    def digests(self) -> list[str]:
        return [sha256(path.read_bytes()).hexdigest() for path in self]


def twice(out: Path) -> list[str]:
    """Builds twice and prints the hashes; the first build stays in `out`. What differs or is too much or too little is given back."""
    with tempfile.TemporaryDirectory(prefix="mock-interview-build-") as folder:
        here = Path(folder) / "a"
        there = Path(folder, "another place", "with a longer name")
        _checkout(here)
        _checkout(there, litter=True)
        first = _built(here, out, {"LC_ALL": "C.UTF-8", "TZ": "UTC"}, umask=0o022)
        later = {"LC_ALL": "C", "PYTHONUTF8": "0", "TZ": "Asia/Tokyo", "PYTHONHASHSEED": "7", **_another_clock()}
        # Of the second build the wheel comes from the files, of the first from its source distribution.
        second = _built(there, there / "out", later, "--sdist", "--wheel", umask=0o077)
        faults = []
        for one, other in zip(first, second, strict=True):
            digests = [sha256(path.read_bytes()).hexdigest() for path in (one, other)]
            print(f"{one.name}, {one.stat().st_size:,} bytes\n  {digests[0]}\n  {digests[1]}")
            if digests[0] != digests[1]:
                faults.append(f"{one.name} is another at the second time.")
    return [
        *faults,
        *_unlike("The wheel", _in_wheel(first.wheel), _wheel()),
        *_unlike("The source", _in_sdist(first.sdist), _sdist()),
    ]


def _checkout(to: Path, *, litter: bool = False) -> None:
    """The files that git knows, as they are in the working tree; with `litter` younger, and among what they lie in."""
    for name in _tracked():
        copy = to / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, copy)
        copy.chmod(0o600 if litter else 0o644)
        if litter:
            os.utime(copy, (copy.stat().st_mtime + LATER,) * 2)
    for name in LITTER if litter else ():
        (to / name).parent.mkdir(parents=True, exist_ok=True)
        (to / name).write_text("nobody else's business\n", encoding="utf-8")


def _built(source: Path, out: Path, environment: Mapping[str, str], *what: str, umask: int) -> Built:
    variables = {key: value for key, value in os.environ.items() if key not in ("SOURCE_DATE_EPOCH", "PYTHONPATH")}
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(out), *what, str(source)]
    done = subprocess.run(
        command,
        env={**variables, **environment},
        cwd=source.parent,
        umask=umask,
        check=False,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise SystemExit(done.stdout + done.stderr)
    return Built(next(out.glob("*.tar.gz")), next(out.glob("*.whl")))


def _another_clock() -> dict[str, str]:
    library = next(iter(sorted(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))), None)
    return {"LD_PRELOAD": str(library), "FAKETIME": f"+{LATER}"} if library else {}


def _tracked() -> list[str]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [name for name in listed.split("\0") if name and (ROOT / name).exists()]


def _project() -> tuple[str, list[str]]:
    """`name-version` as files have it, and the patterns of its licence files."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return f"{project['name'].replace('-', '_')}-{project['version']}", project["license-files"]


def _licences() -> list[str]:
    return [str(path.relative_to(ROOT)) for pattern in _project()[1] for path in ROOT.glob(pattern)]


def _wheel() -> set[str]:
    """The names that belong into the wheel."""
    information = f"{_project()[0]}.dist-info"
    moved = {
        "simulator/": "simulator/",
        "question_banks/": "simulator/_banks/",
        "sessions/sample/": "simulator/_sample/",
    }
    files = {
        f"{into}{name.removeprefix(of)}" for name in _tracked() for of, into in moved.items() if name.startswith(of)
    }
    about = {f"{information}/{name}" for name in ("METADATA", "WHEEL", "RECORD", "entry_points.txt")}
    return files | about | {f"{information}/licenses/{name}" for name in _licences()}


def _sdist() -> set[str]:
    """The names that belong into the source distribution: what the wheel and the pages are made of, and neither tests nor machinery."""
    shipped = (
        "simulator/",
        "question_banks/",
        "sessions/",
        "docs/",
        "CHANGELOG.md",
        "README.md",
        "pyproject.toml",
        ".gitignore",
    )
    return {name for name in _tracked() if name.startswith(shipped)} | {*_licences(), "PKG-INFO"}


def _in_wheel(path: Path) -> set[str]:
    with zipfile.ZipFile(path) as file:
        return set(file.namelist())


def _in_sdist(path: Path) -> set[str]:
    with tarfile.open(path) as file:
        return {name.partition("/")[2] for name in file.getnames()}


def _unlike(what: str, found: set[str], wanted: set[str]) -> Iterator[str]:
    for name in sorted(found ^ wanted):
        yield f"{what} {'holds' if name in found else 'lacks'} {name}."
