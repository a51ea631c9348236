"""The packages that are installed with the program: their licences, the binaries inside them, and what each takes on disk."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from importlib.metadata import Distribution, PackagePath
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from simulator.cli import licences
from tests.shipping.building import ROOT

BINARY = (b"\x7fELF", b"MZ", b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe", b"\xca\xfe\xba\xbe", b"\xfe\xed\xfa\xce")
"""How programs and libraries of Linux, Windows and macOS begin."""

EXTENSION = re.compile(r"\.(cpython-\d+-[\w-]+|abi3)\.so$|\.pyd$")
"""A module of the package itself."""

UNSTATED = {"espeakng-loader": "MIT"}
"""Licences that the metadata leaves out, as the project's own page has them."""


def dependencies() -> list[str]:
    """What the project asks for, extras left out."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return list(project["dependencies"])


def installed() -> dict[str, Distribution]:
    return licences.closure(dependencies())


def faults() -> Iterator[str]:
    """What must not be: a Python package under GPL, a licence that nobody states, a binary that CARRIED does not name, or a
    package with something under GPL in it that was changed."""
    known = {(canonicalize_name(each.inside), file) for each in licences.CARRIED for file in each.files}
    copyleft = {canonicalize_name(each.inside) for each in licences.CARRIED if licences.COPYLEFT.search(each.licence)}
    for name, each in installed().items():
        licence = stated(name, each)
        if licence == "not stated":
            yield f"{name} does not say under which licence it is."
        if licences.COPYLEFT.search(licence):
            yield f"{name} is under {licence}."
        for file in binaries(each):
            if (name, stem(file)) not in known:
                yield f"{name} carries {file}, which simulator/cli/licences.py does not name."
        for file in licences.changed(each) if name in copyleft else ():
            yield f"{name} has another {file} than its maker built."


def stated(name: str, of: Distribution) -> str:
    return UNSTATED.get(name) or licences.licence(of)


def binaries(of: Distribution) -> Iterator[PackagePath]:
    """Programs and libraries that the package carries, beside its own modules."""
    for file in of.files or ():
        if (
            file.suffix not in (".py", ".pyc")
            and not EXTENSION.search(file.name)
            and _begins(of, file).startswith(BINARY)
        ):
            yield file


def stem(file: PackagePath) -> str:
    """`x264` of `libx264-d6533a8d.so.165`; `flac` of `flac-linux-x86`."""
    name = re.sub(r"\.(so|dll|dylib|exe)\b.*|\.\d.*", "", file.name)
    return re.sub(r"(-[0-9a-f]{8})+$|-(linux|mac|win)\S*$|_(x86_64|arm64|aarch64)$", "", name).removeprefix("lib")


def _begins(of: Distribution, file: PackagePath) -> bytes:
    path = Path(str(of.locate_file(file)))
    if not path.is_file():
        return b""
    with path.open("rb") as content:
        return content.read(4)


def megabytes(of: Distribution) -> float:
    """What its files take on disk, byte code included."""
    paths = (Path(str(of.locate_file(file))) for file in of.files or ())
    return sum(path.stat().st_size for path in paths if path.is_file()) / 1e6


def weights() -> list[tuple[str, float, str]]:
    """Name, megabytes and who asks for it, heaviest first; "we" is the project itself."""
    found = installed()
    asked: dict[str, set[str]] = {name: set() for name in found}
    for who, requirements in [("we", dependencies()), *((name, each.requires or []) for name, each in found.items())]:
        for each in map(Requirement, requirements):
            name = canonicalize_name(each.name)
            if name in asked and (not each.marker or each.marker.evaluate({"extra": ""})):
                asked[name].add(who)
    rows = [(name, megabytes(each), ", ".join(sorted(asked[name]))) for name, each in found.items()]
    return sorted(rows, key=lambda row: -row[1])
