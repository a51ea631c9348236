"""How much of the pure rooms the quick tests run: `python -m tests.coverage [--missing]` (extra `quality`).

Pure is what the import contracts in pyproject.toml say. Only the rooms' own tests run, and in one process: what another room's test
happens to pass through on its way is no test of it. Lines and branches are printed for each room; the exit status is 1 where one is
below LEAST per cent.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import tomllib
from collections import Counter
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
LEAST = 90

TESTS = (
    "tests/scoring", "tests/interview", "tests/comeback", "tests/questions", "tests/preparation", "tests/friend/test_door.py",
    "tests/friend/test_view.py", "tests/friend/test_wire.py", "tests/speech/test_alignment.py", "tests/speech/test_transcripts.py",
)  # fmt: skip
"""What tests the pure rooms; `documents` is tested through what is written in it: banks, prep sheets, applications."""

LEFT_OUT = ("tests/scoring/test_order.py",)
"""It needs a model, and takes minutes."""


def pure() -> Iterator[Path]:
    """The files of the rooms that know neither screen nor sound nor clock."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    for name in {name for each in contracts for name in each.get("source_modules", ())}:
        place = ROOT.joinpath(*name.split("."))
        yield from place.glob("*.py") if place.is_dir() else [place.with_suffix(".py")]


def measured() -> dict[str, dict[str, Any]]:
    """What coverage.py says of each file, by its path from the root."""
    with tempfile.TemporaryDirectory() as folder:
        data, report = f"--data-file={folder}/data", Path(folder, "report.json")
        include = ",".join(sorted(str(file.relative_to(ROOT)) for file in pure()))
        tests = ["-m", "pytest", "-n", "0", "-q", "-m", "not voice", *TESTS, *(f"--ignore={each}" for each in LEFT_OUT)]
        command = [sys.executable, "-m", "coverage"]
        subprocess.run([*command, "run", "--branch", data, f"--include={include}", *tests], cwd=ROOT, check=True)
        subprocess.run([*command, "json", data, "-q", "-o", str(report)], cwd=ROOT, check=True)
        files: dict[str, dict[str, Any]] = json.loads(report.read_text(encoding="utf-8"))["files"]
    return files


def share(counts: Counter[str], what: str) -> float:
    """Per cent; all of nothing is run."""
    of = counts["num_statements" if what == "lines" else "num_branches"]
    return 100 * counts[f"covered_{what}"] / of if of else 100.0


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m tests.coverage", description="How much of the pure rooms is tested."
    )
    parser.add_argument("--missing", action="store_true", help="name the lines and branches that no test runs")
    chosen = parser.parse_args()
    if find_spec("coverage") is None:
        sys.exit("coverage is not here: .venv/bin/python -m pip install -e '.[quality]'")
    files = measured()
    rooms: dict[str, Counter[str]] = {}
    for name, file in files.items():
        rooms.setdefault(Path(name).parts[1], Counter()).update(
            {key: count for key, count in file["summary"].items() if isinstance(count, int)}
        )
        if chosen.missing and (file["missing_lines"] or file["missing_branches"]):
            jumps = ", ".join(f"{start}->{end}" for start, end in file["missing_branches"])
            print(f"{name}: lines {file['missing_lines']}, branches {jumps}")
    print(f"{'room':<14}{'lines':>8}{'branches':>10}")
    for room, counts in sorted(rooms.items()):
        print(f"{room:<14}{share(counts, 'lines'):>7.1f}%{share(counts, 'branches'):>9.1f}%")
    sys.exit(any(share(counts, what) < LEAST for counts in rooms.values() for what in ("lines", "branches")))


if __name__ == "__main__":
    main()
