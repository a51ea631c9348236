"""A home that cannot be written: everything in it can be read and given out, and what would change it is refused in one sentence."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from simulator.cli import main
from simulator.settings import Settings
from simulator.tui.app import MockInterviewApp
from tests.reliability.disks import read_only
from tests.tui.conftest import frame, settle

SAMPLE = Path(__file__).parents[2] / "sessions" / "sample"
NAME = "2026-11-24-194012-general"


@pytest.fixture
def locked_home(home: Path) -> Iterator[Path]:
    shutil.copytree(SAMPLE, home / "sessions" / NAME)
    with read_only(home):
        yield home


@pytest.mark.parametrize(
    "command",
    [
        "sessions list",
        "sessions search night",
        "sessions show last",
        "replay last --plain",
        "progress",
        "drill --list",
        "today --plain",
    ],
)
def test_what_only_reads_works(locked_home: Path, command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(command.split()) == 0
    said = capsys.readouterr()
    assert said.out
    assert said.err == ""


def test_it_can_be_taken_elsewhere(locked_home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", "last", "--as", "bundle", "--to", str(tmp_path / "mine.zip")]) == 0
    assert (tmp_path / "mine.zip").stat().st_size > 10_000
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    "command",
    [
        "practise --plain --typed --no-voice",
        "sessions name last Hopeful",
        "sessions tag last calm",
        "sessions delete last --yes",
        "applications new harbour --employer Harbour --role Buyer",
        "prep new harbour --employer Harbour --role Buyer",
    ],
)
def test_what_would_change_it_is_refused_in_one_sentence(
    locked_home: Path, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(command.split()) == 1
    said = capsys.readouterr()
    assert "Read-only file system" in said.err
    assert str(locked_home) in said.err
    assert said.err.count("\n") == 1
    assert (locked_home / "sessions" / NAME / "journal.jsonl").read_bytes() == (SAMPLE / "journal.jsonl").read_bytes()


async def test_the_screens_open_all_the_same(locked_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOCK_INTERVIEW_SOUND", "none")
    session = locked_home / "sessions" / NAME
    for screen, arguments, shown in (
        ("home", {}, "Practise"),
        ("sessions", {}, "sample"),
        ("scorecard", {"session": session}, "reparedness"),
        ("replay", {"session": session}, "0:00"),
    ):
        async with MockInterviewApp(Settings(), screen, **arguments).run_test(size=(100, 30)) as pilot:
            await settle(pilot)
            assert shown in frame(pilot)
            assert pilot.app.is_running
