"""Licences of what is installed with the program, and what travels inside."""

from __future__ import annotations

import re
from base64 import urlsafe_b64encode
from hashlib import sha256
from importlib.metadata import PackagePath, PathDistribution
from pathlib import Path

import pytest

from simulator.cli import licences
from tests.shipping import auditing
from tests.shipping.building import ROOT


def package(site: Path, name: str, *requirements: str, files: dict[str, str] | None = None) -> PathDistribution:
    """An installed package, as pip lays it out."""
    information = site / f"{name}-1.0.dist-info"
    information.mkdir()
    asked = "".join(f"Requires-Dist: {each}\n" for each in requirements)
    (information / "METADATA").write_text(f"Metadata-Version: 2.4\nName: {name}\nVersion: 1.0\n{asked}")
    record = ""
    for path, content in (files or {}).items():
        (site / path).write_text(content)
        digest = urlsafe_b64encode(sha256(content.encode()).digest()).rstrip(b"=").decode()
        record += f"{path},sha256={digest},{len(content)}\n"
    (information / "RECORD").write_text(f"{record}{information.name}/RECORD,,\n")
    return PathDistribution(information)


def test_nothing_is_installed_that_must_not_be() -> None:
    assert list(auditing.faults()) == []
    found = auditing.installed()
    assert {"textual", "av", "huggingface-hub"} <= set(found)
    assert "pytest" not in found
    assert {"x264", "x265", "avcodec"} <= {auditing.stem(file) for file in auditing.binaries(found["av"])}


@pytest.mark.parametrize(
    ("licence", "copyleft"),
    [
        ("MIT", False),
        ("MPL-2.0 AND MIT", False),
        ("LGPL-2.1-or-later", False),
        ("GNU Lesser General Public License v3 (LGPLv3)", False),
        ("GPL-3.0-or-later WITH GCC-exception-3.1", False),
        ("GPL-2.0-only", True),
        ("MIT OR AGPL-3.0-or-later", True),
        ("GNU General Public License v2 (GPLv2)", True),
        ("GNU Affero General Public License v3", True),
    ],
)
def test_gpl_is_told_from_what_is_called_like_it(licence: str, copyleft: bool) -> None:
    assert bool(licences.COPYLEFT.search(licence)) is copyleft


def test_what_is_installed_with_what_is_followed_to_the_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package(tmp_path, "one", "two[wide]", "elsewhere; sys_platform == 'none'", "tested; extra == 'test'")
    package(tmp_path, "two", "three; extra == 'wide'", "four; extra == 'deep'", "One")
    for name in ("three", "four", "elsewhere", "tested"):
        package(tmp_path, name)
    monkeypatch.syspath_prepend(str(tmp_path))
    assert list(licences.closure(["one"])) == ["one", "three", "two"]
    assert list(licences.closure(["two", "not-there"])) == ["one", "three", "two"]


def test_a_changed_or_lost_file_is_told(tmp_path: Path) -> None:
    one = package(tmp_path, "one", files={"one.so": "as it was made", "data": "more", "lost": "gone"})
    assert licences.changed(one) == []
    (tmp_path / "one.so").write_text("by somebody else")
    (tmp_path / "lost").unlink()
    assert [str(file) for file in licences.changed(one)] == ["one.so", "lost"]


@pytest.mark.parametrize(
    ("file", "stem"),
    [
        ("libx264-d6533a8d.so.165", "x264"),
        ("libgfortran-040039e1-0352e75f.so.5.0.0", "gfortran"),
        ("libsndfile_x86_64.so", "sndfile"),
        ("libavcodec.62.28.102.dylib", "avcodec"),
        ("libespeak-ng.so.1.52.0", "espeak-ng"),
        ("flac-win32.exe", "flac"),
    ],
)
def test_a_library_is_known_by_its_name_alone(file: str, stem: str) -> None:
    assert auditing.stem(PackagePath(file)) == stem


def test_what_is_under_gpl_is_named_in_the_readme() -> None:
    section = (ROOT / "README.md").read_text(encoding="utf-8").split("## Licence")[1]
    for each in licences.CARRIED:
        if licences.COPYLEFT.search(each.licence):
            assert each.what in section
            assert each.inside in section


def test_the_page_weighs_what_is_heavy() -> None:
    page = (ROOT / "docs" / "install.md").read_text(encoding="utf-8")
    rows = {name: float(weight) for name, weight in re.findall(r"^\| ([\w-]+) \| ([\d.]+) \|", page, re.M)}
    for name, megabytes, _ in auditing.weights():
        if megabytes > 5:
            assert rows[name] == pytest.approx(megabytes, rel=0.5), name
