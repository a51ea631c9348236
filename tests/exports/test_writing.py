"""Exports on the command line: what is written, where it goes, and that nothing is overwritten."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import get_args

import msgspec
import pytest
import soundfile

from simulator import paths
from simulator.cli import main, parser
from simulator.exports import formats
from simulator.exports.formats import FORMATS, OF_PROGRESS, Format
from simulator.sessions import library
from simulator.sessions.store import HEADER, TAKES
from tests.test_documented import subcommands
from tests.tui import sessions


def test_the_command_line_knows_the_formats() -> None:
    command = subcommands(parser())["export"]
    choices = next(action.choices for action in command._actions if action.dest == "format")
    assert set(choices or ()) == set(FORMATS) == set(get_args(Format))


def exported() -> list[str]:
    return sorted(path.name for path in paths.exports().iterdir())


def test_every_format_is_written_and_private(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for kind in FORMATS:
        assert main(["export", "sample", "--as", kind]) == 0
    assert exported() == [
        "sample-subtitles", "sample.csv", "sample.html", "sample.json", "sample.md", "sample.mock-interview.zip",
    ]  # fmt: skip
    assert capsys.readouterr().out.count("The export lies in") == len(FORMATS)
    for path in paths.exports().rglob("*"):
        assert path.stat().st_mode & 0o777 == (0o700 if path.is_dir() else 0o600)
    folder = paths.exports() / "sample-subtitles"
    assert sorted(path.name for path in folder.iterdir()) == [
        f"q0{number}-t1.{ending}" for number in (1, 2, 3) for ending in ("mp3", "vtt")
    ]
    assert soundfile.info(folder / "q01-t1.mp3").duration == pytest.approx(27.0, abs=0.1)


def test_progress_is_written_in_the_formats_that_it_has(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sessions.spoken()
    for kind in FORMATS:
        assert main(["export", "--progress", "--as", kind]) == (0 if kind in OF_PROGRESS else 1)
    assert len(exported()) == len(OF_PROGRESS)
    assert capsys.readouterr().err.count("Progress cannot be exported as") == 2


def test_a_name_that_is_taken_gets_a_number_and_a_file_that_was_named_stays(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = sessions.typed()
    for _ in range(2):
        assert main(["export", "last", "--as", "markdown"]) == 0
    assert exported() == [f"{folder.name}-2.md", f"{folder.name}.md"]
    mine = tmp_path / "mine.md"
    mine.write_text("mine")
    for kind in FORMATS:
        assert main(["export", "last", "--as", kind, "--to", str(mine)]) == 1
        assert mine.read_text() == "mine"
    assert capsys.readouterr().err.count("\n") == len(FORMATS)


def test_several_go_into_a_folder_and_into_one_table(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one, other = sessions.typed(), sessions.spoken()
    there = tmp_path / "there"
    assert main(["export", "all", "--as", "bundle", "--to", f"{there}/"]) == 0
    assert main(["export", one.name, other.name, "--as", "csv", "--to", str(there)]) == 0
    assert sorted(path.name for path in there.iterdir()) == [
        f"{one.name}.mock-interview.zip", f"{other.name}.mock-interview.zip", "answers.csv",
    ]  # fmt: skip
    assert len((there / "answers.csv").read_text(encoding="utf-8-sig").splitlines()) == 4
    assert main(["export", one.name, other.name, "--to", str(there / "answers.csv")]) == 1
    assert "Name a folder" in capsys.readouterr().err


def test_bundles_come_back_and_a_bad_one_holds_up_no_other(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one, other = sessions.typed(), sessions.spoken()
    main(["export", "all", "--as", "bundle", "--to", f"{tmp_path}/b/"])
    for folder in (one, other):
        shutil.rmtree(folder)
    (tmp_path / "b" / "bad.zip").write_text("no zip")
    capsys.readouterr()
    assert main(["import", *(str(path) for path in sorted((tmp_path / "b").iterdir()))]) == 1
    out, err = capsys.readouterr()
    assert out.splitlines() == [f"{one.name} is imported.", f"{other.name} is imported."]
    assert err.count("\n") == 1
    assert "bad.zip is no whole bundle" in err
    assert {path.name for path in library.folders()} == {one.name, other.name}
    assert main(["import", str(tmp_path / "b" / f"{one.name}.mock-interview.zip")]) == 0
    assert "is there already" in capsys.readouterr().out


def test_of_several_sessions_one_that_cannot_be_exported_holds_up_no_other(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    whole = [sessions.typed(), sessions.spoken()]
    damaged = sessions.typed()
    (damaged / HEADER).write_text("{")
    for kind in ("bundle", "csv", "subtitles"):
        there = tmp_path / kind
        there.mkdir()
        assert main(["export", "all", "--as", kind, "--to", str(there)]) == 1
        assert f"{damaged.name}: " in capsys.readouterr().err
    assert len(list((tmp_path / "bundle").iterdir())) == len(whole)
    assert len((tmp_path / "csv" / "answers.csv").read_text(encoding="utf-8-sig").splitlines()) == 4
    assert len(list((tmp_path / "subtitles").iterdir())) == 1
    assert main(["export", damaged.name, "--as", "csv"]) == 1
    assert not paths.exports().exists()


def test_typed_answers_have_no_subtitles(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sessions.typed()
    assert main(["export", "--as", "subtitles"]) == 1
    assert "no spoken words" in capsys.readouterr().err
    assert not paths.exports().exists()


def test_an_answer_of_hums_alone_has_no_subtitles(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = sessions.spoken()
    for path in (folder / TAKES).glob("*.card.json"):
        card = msgspec.json.decode(path.read_bytes())
        card["transcript"]["words"] = []
        card["fillers"] = [{"text": "um", "start": 1.0, "end": 1.5, "source": "sound"}]
        path.write_bytes(msgspec.json.encode(card))
    assert main(["export", "--as", "subtitles"]) == 1
    assert "no spoken words" in capsys.readouterr().err


def test_without_sessions_it_says_what_there_is(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", "all"]) == 1
    assert "export sample" in capsys.readouterr().err
    assert main(["export"]) == 1


def test_a_place_that_cannot_be_written_is_said(home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_text("")
    sessions.typed()
    for kind in FORMATS:
        assert main(["export", "--as", kind, "--to", str(tmp_path / "file" / "x")]) == 1
    assert "Traceback" not in capsys.readouterr().err


def test_names_that_are_free(tmp_path: Path) -> None:
    assert formats.free(tmp_path / "a.b.zip") == tmp_path / "a.b.zip"
    for name in ("a.b.zip", "a-2.b.zip"):
        (tmp_path / name).touch()
    assert formats.free(tmp_path / "a.b.zip") == tmp_path / "a-3.b.zip"
