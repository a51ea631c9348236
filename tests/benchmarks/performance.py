"""Speed, memory and idling beside what they are held against, in one run: `python -m tests.benchmarks [NAME...] [--library FOLDER] [--write]`.

Each name is some lines of the table; without one all are measured, which takes about eleven minutes. References are measured in the same run,
where they can in turns with the program or at the same moment. FOLDER holds the ten thousand sessions, or will: they take a minute to make.
`--write` puts the table into docs/performance.md. Exit status 1 where a line is over its budget. Linux only; listening needs PulseAudio.
"""

from __future__ import annotations

import argparse
import os
import platform
import re
import sys
import time
from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

from tests.benchmarks.figures import FIGURES
from tests.benchmarks.table import Pair, head, row
from tests.virtual_microphone import missing

PAGE = Path(__file__).parents[2] / "docs" / "performance.md"
TABLE = re.compile(r"(?<=<!-- python -m tests\.benchmarks --write -->\n).*?(?=\n<!-- end -->)", re.DOTALL)
"""Where the table stands in the page."""


class Wanted(NamedTuple):
    names: list[str]
    write: bool
    options: Mapping[str, Mapping[str, Any]]
    """For the figures that take some."""


def wanted(arguments: Sequence[str] | None = None) -> Wanted:
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmarks", description="Measures speed and memory, each beside its reference."
    )
    parser.add_argument(
        "names", nargs="*", metavar="NAME", help=f"what to measure, all if not given: {', '.join(FIGURES)}"
    )
    parser.add_argument("--library", type=Path, metavar="FOLDER", help="keep the ten thousand sessions in FOLDER")
    parser.add_argument("--write", action="store_true", help=f"write {PAGE.parent.name}/{PAGE.name}")
    chosen = parser.parse_args(arguments)
    for name in chosen.names:
        if name not in FIGURES:
            parser.error(f"{name} is none of {', '.join(FIGURES)}")
    if chosen.write and chosen.names:
        parser.error("--write writes the whole table: leave the names out")
    if (lacking := missing()) and any(FIGURES[name].speaks for name in chosen.names or FIGURES):
        parser.error(
            f"{lacking}; name what needs none: {', '.join(each for each in FIGURES if not FIGURES[each].speaks)}"
        )
    return Wanted(chosen.names or list(FIGURES), chosen.write, {"library": {"kept": chosen.library}})


def measure(name: str, options: Mapping[str, Any]) -> list[Pair]:
    """In the order of the figure's lines."""
    module, _, function = FIGURES[name].measured.partition(":")
    pairs: list[Pair] = getattr(import_module(f"tests.benchmarks.{module}"), function)(**options)
    return pairs


def machine() -> str:
    cores = f"{os.cpu_count()} cores"
    names = re.findall(r"model name\s*: (.+)", Path("/proc/cpuinfo").read_text(encoding="utf-8"))
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    return f"{cores} ({names[0] if names else platform.machine()}), {memory:.0f} GB, Python {platform.python_version()}"


def table(measured: Mapping[str, Sequence[Pair]]) -> str:
    rows = [
        row(line.cells(pair))
        for name, pairs in measured.items()
        for line, pair in zip(FIGURES[name].lines, pairs, strict=True)
    ]
    return "\n".join([f"Measured on {machine()}.\n", head(), *rows])


def main(arguments: Sequence[str] | None = None) -> int:
    chosen = wanted(arguments)
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # installed programs are compiled
    measured: dict[str, list[Pair]] = {}
    held = True
    for name in chosen.names:
        began = time.monotonic()
        print(f"{name} ...", file=sys.stderr, flush=True)
        measured[name] = measure(name, chosen.options.get(name, {}))
        print(f"{name}: {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)
        for line, pair in zip(FIGURES[name].lines, measured[name], strict=True):
            print(line.plain(pair), flush=True)
            held = held and line.budget.held(pair)
    if chosen.write:
        page = PAGE.read_text(encoding="utf-8")
        PAGE.write_text(TABLE.sub(lambda _: table(measured), page), encoding="utf-8")
    return 0 if held else 1
