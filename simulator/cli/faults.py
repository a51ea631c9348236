"""The faults of files that people write, in lines."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from simulator.text import counted, plain


def report(faults: Iterable[object]) -> int:
    """What could not be read, beside what could; the exit status."""
    told = [plain(str(fault)) for fault in faults]
    for each in told:
        print(each, file=sys.stderr)
    return 1 if told else 0


def lint(files: Iterable[Path], faults_in: Callable[[Path], Iterable[object]]) -> int:
    """Every fault of the files; the exit status."""
    read = list(files)
    told = [plain(str(fault)) for file in read for fault in faults_in(file)]
    for each in told:
        print(each)
    if not told:
        print(f"{counted(len(read), 'file')}: no faults.")
    return 1 if told else 0
