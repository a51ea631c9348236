"""`python -m tests.fuzz [READER ...] [--seconds 120] [--at-once 1] [--findings DIR]`: fuzzes the readers, each in a process of its own,
and prints what was reached as a table. Needs the extra `fuzz`."""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

from tests.fuzz.harness import CORPUS, in_memory
from tests.fuzz.readers import READERS

ROOT = Path(__file__).parents[2]


class Reached(NamedTuple):
    """`coverage` in per cent of the lines and branches of the reader's rooms; `findings` are files, one for each place that failed."""

    runs: int
    coverage: str
    findings: tuple[str, ...]


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description="Fuzzes the readers.")
    parser.add_argument("readers", nargs="*", metavar="READER", help=f"of {', '.join(READERS)}; all if none is named")
    parser.add_argument("--seconds", type=int, default=120, help="for each reader; 120 if not given")
    parser.add_argument("--at-once", type=int, default=1, help="so many readers at a time")
    parser.add_argument("--findings", type=Path, help="a folder for them; a temporary one if not given")
    given = parser.parse_args()
    if unknown := set(given.readers) - set(READERS):
        parser.error(f"there is no reader {unknown.pop()}")
    findings = given.findings or Path(tempfile.mkdtemp(prefix="mock-interview-findings-"))
    names = given.readers or list(READERS)
    with ThreadPoolExecutor(given.at_once) as pool:
        reached = list(pool.map(lambda name: fuzzed(name, given.seconds, findings / name), names))
    print("| reader | runs | coverage reached | findings |\n| --- | ---: | ---: | --- |")
    for name, each in zip(names, reached, strict=True):
        print(f"| {name} | {each.runs:,} | {each.coverage} % | {', '.join(each.findings) or 'none'} |")
    return 1 if any(each.findings for each in reached) else 0


def fuzzed(name: str, seconds: int, findings: Path) -> Reached:
    """Lets atheris loose on a reader for so long, in an empty home, then measures what all that it found reaches."""
    findings.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="mock-interview-fuzz-", dir=in_memory()) as folder:
        corpus = Path(folder) / "corpus"
        corpus.mkdir()
        for path in (CORPUS / name).iterdir():
            (corpus / path.name).write_bytes(path.read_bytes())
        words = Path(folder) / "words"
        words.write_text("".join(f'"{word}"\n' for word in _words(corpus.iterdir())))
        environment = {**os.environ, "MOCK_INTERVIEW_HOME": f"{folder}/home", "OPENBLAS_NUM_THREADS": "1"}
        options = [f"-max_total_time={seconds}", f"-dict={words}", f"-artifact_prefix={findings}/"]
        done = subprocess.run(
            [sys.executable, "-m", "tests.fuzz.look", name, str(findings), str(corpus), *options],
            cwd=ROOT, env=environment, capture_output=True, text=True, errors="replace", check=False,
        )  # fmt: skip
        (findings / "log.txt").write_text(done.stderr)
        runs = re.search(r"number_of_executed_units: (\d+)", done.stderr)
        coverage = _coverage(name, corpus, folder, environment)
        found = sorted(path.name for path in findings.iterdir() if path.name != "log.txt" and path.suffix != ".trace")
        if runs is None:
            found.append("it ended by itself: log.txt")
        print(f"{name}: {done.returncode}", file=sys.stderr)
        return Reached(int(runs[1]) if runs else 0, coverage, tuple(found))


def _words(files: Iterable[Path]) -> list[str]:
    """What stands in the files, for libFuzzer to put elsewhere."""
    found = {word for path in files for word in re.findall(rb"[a-zA-Z_]{3,24}", path.read_bytes()[:100_000])}
    return sorted(word.decode() for word in found)[:1000]


def _coverage(name: str, corpus: Path, folder: str, environment: dict[str, str]) -> str:
    rooms = ",".join(READERS[name].rooms)
    environment = {**environment, "COVERAGE_FILE": f"{folder}/coverage"}
    again = [sys.executable, "-m", "coverage", "run", "--branch", f"--include={rooms}", "-m", "tests.fuzz.again", name]
    subprocess.run([*again, str(corpus)], cwd=ROOT, env=environment, capture_output=True, check=False)
    told = subprocess.run(
        [sys.executable, "-m", "coverage", "report", "--format=total"],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return told.stdout.strip()


if __name__ == "__main__":
    sys.exit(main())
