"""Everything that is kept of a person: all of it in one archive, and all of it gone, and nothing else."""

from __future__ import annotations

import io
import stat
import zipfile
from pathlib import Path

import pytest

from simulator import paths
from simulator.belongings import belongings, delete_everything, export_everything, told
from simulator.cli import main
from simulator.comeback.model import Application
from simulator.comeback.store import APPLICATIONS
from simulator.errors import ExportError, SessionError
from simulator.preparation.files import save_sheet
from simulator.preparation.model import Sheet
from simulator.sessions.index import Index
from simulator.sessions.store import SessionWriter, open_session
from simulator.settings import Settings, change
from tests.tui import sessions


@pytest.fixture
def full(home: Path) -> Path:
    """A home with something of every kind, and something that is not ours."""
    sessions.spoken()
    save_sheet(Sheet(id="harbour", employer="Harbour Foods", role="buyer"))
    APPLICATIONS.save(Application(id="harbour", employer="Harbour Foods", role="buyer"))
    change(lambda _: Settings(questions=3))
    index = Index()
    index.sync()
    index.close()
    (home / "sessions" / "holiday.txt").write_text("not ours")
    return home


def test_all_of_it_is_in_one_private_archive(full: Path, tmp_path: Path) -> None:
    target = export_everything(tmp_path / "all.zip")
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    with zipfile.ZipFile(target) as archive:
        names = archive.namelist()
        assert archive.testzip() is None
        journal = next(name for name in names if name.endswith("journal.jsonl"))
        (session,) = (each.path for each in belongings() if each.what == "session")
        assert archive.read(journal) == (session / "journal.jsonl").read_bytes()
    assert journal.startswith("sessions/")
    assert any("/takes/" in name for name in names)
    assert {"settings.json", "prep/harbour.yaml", "comeback/applications/harbour.yaml"} <= set(names)
    assert not any("holiday" in name or "index" in name or ".lock" in name for name in names)
    with pytest.raises(ExportError, match="is there already"):
        export_everything(target)


def test_all_of_it_goes_and_nothing_else(full: Path) -> None:
    assert told(belongings()).startswith("1 session with its recordings, prep sheets,")
    delete_everything()
    assert not belongings()
    left = sorted(path for path in full.rglob("*") if path.is_file())
    assert left == [full / "sessions" / "holiday.txt"]


def test_a_session_that_is_open_keeps_everything(full: Path) -> None:
    (session,) = (each.path for each in belongings() if each.what == "session")
    before = sorted(full.rglob("*"))
    with SessionWriter.reopen(open_session(session)), pytest.raises(SessionError, match="is open in another"):
        delete_everything()
    assert [path for path in sorted(full.rglob("*")) if path.name != ".lock"] == [
        path for path in before if path.name != ".lock"
    ]


def test_what_a_link_points_to_stays(full: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "mine.txt").write_text("mine")
    (full / "exports").mkdir(exist_ok=True)
    (full / "exports" / "link").symlink_to(tmp_path / "elsewhere")
    delete_everything()
    assert (tmp_path / "elsewhere" / "mine.txt").read_text() == "mine"
    assert not (full / "exports").exists()


@pytest.mark.parametrize(("said", "gone"), [("yes\n", True), ("no\n", False), ("\n", False), ("", False)])
def test_it_asks_once(
    full: Path, said: str, gone: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(said))
    assert main(["delete-everything"]) == (0 if gone else 1)
    asked = capsys.readouterr().out
    assert "This deletes 1 session with its recordings" in asked
    assert "Nothing brings it back" in asked
    assert bool(belongings()) is not gone
    assert paths.home().exists() is True


def test_where_there_is_nothing_it_says_so(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["delete-everything"]) == 0
    assert "There is nothing to delete." in capsys.readouterr().out
