"""Are the tests of the pure cores any good? `python -m tests.mutation [ROOM...] [--sample N] [--seed N]` (extra `quality`).

mutmut writes small faults into a copy of the program, one at a time: a `<` for a `<=`, a `None` for a value. The tests of the room
run against each, the quickest first, until one fails. Printed are how many were caught and, as diffs, those that none caught.
All of a room would take hours, so a sample is drawn by a seed: the same faults each time, as long as their functions stand.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]
COMEBACK = (
    "asking", "audit", "awaiting", "dates", "day", "due", "findings", "fit", "flow", "jobs", "ladder", "letters", "model",
    "plan", "searching", "setbacks", "settling", "tables", "topics", "wins",
)  # fmt: skip
INTERVIEW = ("events", "followups", "machine/*", "pressure", "scales", "standing", "state")

ROOMS: Mapping[str, Sequence[str]] = {
    "scoring": ("*",),
    "interview": INTERVIEW,
    "comeback": COMEBACK,
}
"""For each room the modules of its pure core. Its tests are those in the folder of its name."""

LEFT_OUT = ("test_order.py", "test_laws.py", "test_scorecard.py")
"""Tests that need a model or draw hundreds of examples, and so take minutes where the others take seconds: what they alone would catch is
not counted."""

SETTINGS = """\
[mutmut]
source_paths =
    simulator
only_mutate =
    {modules}
also_copy =
    README.md
    CHANGELOG.md
    docs
    question_banks
    sessions
pytest_add_cli_args_test_selection =
    {tests}
pytest_add_cli_args =
    -n0
    -pno:cacheprovider
    -ptests.mutation
process_isolation = forkserver
timeout_multiplier = 5
timeout_constant = 3
"""
"""Forked from a process that has only collected the tests: what one of them has cached would hide a fault from the next."""

RUN = "from mutmut.__main__ import cli; cli()"
CAUGHT = ("killed", "timeout")
"""A fault that makes the program run for ever is one that somebody sees."""


def pytest_configure() -> None:
    """As a plugin in the tests against a fault: that a law does not hold is enough, the smallest example is not looked for."""
    from hypothesis import Phase, settings

    settings.register_profile("fault", settings.get_profile("unhurried"), phases=(Phase.explicit, Phase.generate))
    settings.load_profile("fault")


def copy(room: str, to: Path) -> None:
    """The program and its tests, with what mutmut has to know of the room."""
    for name in ("simulator", "tests", "question_banks", "docs", "sessions/sample"):
        shutil.copytree(ROOT / name, to / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("README.md", "CHANGELOG.md", "pyproject.toml", "sessions/README.md"):
        shutil.copy2(ROOT / name, to / name)
    files = sorted((ROOT / "tests" / room).glob("test_*.py"))
    tests = [f"tests/{room}/{file.name}" for file in files if file.name not in LEFT_OUT]
    modules = [f"simulator/{room}/{module}.py" for module in ROOMS[room]]
    (to / "setup.cfg").write_text(SETTINGS.format(modules="\n    ".join(modules), tests="\n    ".join(tests)))


def faults(room: str) -> list[str]:
    """The names of all faults that can be written into the room; in the folder of the copy."""
    from mutmut.mutation.file_mutation import mutate_file_contents
    from mutmut.utils.format_utils import get_mutant_name

    files = [file for module in ROOMS[room] for file in sorted(Path("simulator", room).glob(f"{module}.py"))]
    return [
        get_mutant_name(file, name)
        for file in files
        for name in mutate_file_contents(str(file), file.read_text(encoding="utf-8")).mutant_names
    ]


def sample(names: Sequence[str], size: int, seed: int) -> list[str]:
    """Each name has a place of its own by the seed, so that new faults elsewhere hardly change the choice."""
    return sorted(names, key=lambda name: hashlib.sha256(f"{seed}:{name}".encode()).digest())[:size]


def outcomes(room: str, names: Sequence[str]) -> dict[str, str]:
    """What became of each fault, by its name: killed, timeout, survived, or that no test reaches it; in the folder of the copy."""
    from mutmut.stats import status_by_exit_code

    variables = {**os.environ, "CI": "1"}  # examples of laws are the same for each fault
    command = [sys.executable, "-c", RUN, "run", "--max-children", "1", *names]
    ended = subprocess.run(command, env=variables, capture_output=True, text=True, check=False)
    if ended.returncode:
        sys.exit(f"mutmut cannot do it:\n{ended.stdout[-5000:]}{ended.stderr}")
    codes: dict[str, int] = {}
    for file in sorted(Path("mutants", "simulator", room).rglob("*.meta")):
        codes |= json.loads(file.read_text(encoding="utf-8"))["exit_code_by_key"]
    return {name: status_by_exit_code[codes[name]] for name in names}


def report(room: str, size: int, seed: int) -> None:
    from mutmut.configuration import reset_config
    from mutmut.mutation.diff_apply import get_diff_for_mutant

    reset_config()  # it belongs to the folder of a copy
    with tempfile.TemporaryDirectory(prefix="faults-") as folder, contextlib.chdir(folder):
        copy(room, Path(folder))
        every = faults(room)
        found = outcomes(room, sample(every, size, seed))
        survivors = {name: outcome for name, outcome in found.items() if outcome not in CAUGHT}
        for name, outcome in sorted(survivors.items()):
            print(f"\n{name}: {outcome}\n{get_diff_for_mutant(name)}")
    caught = len(found) - len(survivors)
    print(
        f"\n{room}: {caught} of {len(found)} caught ({caught / len(found):.0%}), drawn from {len(every)} (seed {seed})"
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m tests.mutation", description="How many small faults the tests catch."
    )
    parser.add_argument("rooms", nargs="*", metavar="ROOM", default=list(ROOMS), help=", ".join(ROOMS))
    parser.add_argument(
        "--sample", type=int, default=200, metavar="N", help="faults to try in each room; 200 if not given"
    )
    parser.add_argument("--seed", type=int, default=8, metavar="N")
    chosen = parser.parse_args()
    for room in chosen.rooms:
        if room not in ROOMS:
            parser.error(f"{room} is none of {', '.join(ROOMS)}")
        report(room, chosen.sample, chosen.seed)


if __name__ == "__main__":
    main()
