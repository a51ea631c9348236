"""`python -m tests.shipping build [--out DIR] | install WHEEL [PYTHON ...] | licences | weight` (extra `dev`)."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from tests.shipping import auditing, building, installing


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m tests.shipping", description="What is shipped, and what comes along."
    )
    kinds = parser.add_subparsers(dest="kind", required=True, metavar="COMMAND")
    build = kinds.add_parser("build", help="build twice: the same bytes, with what they must hold and nothing else")
    build.add_argument("--out", type=Path, help="keep the first build in this folder")
    install = kinds.add_parser("install", help="install and use a wheel in each Python that is here")
    install.add_argument("wheel", type=Path)
    install.add_argument("pythons", nargs="*", metavar="PYTHON", help="versions such as 3.12; all if none is named")
    kinds.add_parser("licences", help="what is installed under which licence, and what must not be")
    kinds.add_parser("weight", help="what each package takes on disk, as a table")
    given = parser.parse_args()
    match given.kind:
        case "build":
            return _build(given.out)
        case "install":
            return _install(given.wheel, given.pythons or installing.versions())
        case "licences":
            return _licences()
        case _:
            return _weight()


def _build(out: Path | None) -> int:
    return _said(building.twice(out or Path(tempfile.mkdtemp(prefix="mock-interview-dist-"))))


def _install(wheel: Path, versions: list[str]) -> int:
    """Fails where none of them is here; one that is lacking is said by name."""
    lacking = []
    for version in versions:
        if found := installing.python(version):
            print(f"Python {version}: {found}", flush=True)
            installing.smoke(found, wheel)
        else:
            lacking.append(version)
    print(f"Not tried, because they are not here: {', '.join(lacking) or 'none'}.")
    return 1 if len(lacking) == len(versions) else 0


def _licences() -> int:
    for name, each in auditing.installed().items():
        print(f"{name} {each.version}: {auditing.stated(name, each)}")
        for file in auditing.binaries(each):
            print(f"  {file}")
    return _said(list(auditing.faults()))


def _weight() -> int:
    rows = auditing.weights()
    print("| package | MB on disk | asked for by |\n| --- | ---: | --- |")
    for name, megabytes, asked in rows:
        print(f"| {name} | {megabytes:.1f} | {asked} |")
    print(f"\n{len(rows)} packages, {sum(row[1] for row in rows):.0f} MB.")
    return 0


def _said(faults: list[str]) -> int:
    print("\n".join(faults) or "All of it holds.")
    return 1 if faults else 0


if __name__ == "__main__":
    raise SystemExit(main())
