"""What is kept of a person stays theirs: private, listed, and gone without a trace when it is deleted."""

from __future__ import annotations

import os
import re
import shutil
import stat
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from simulator import belongings, contacted, paths
from simulator.cli import main, privacy
from simulator.errors import SessionError
from simulator.files import private_folder
from simulator.interview import events as ev
from simulator.sessions import library
from simulator.sessions.index import Index
from simulator.sessions.indexing import NAME
from simulator.sessions.store import JOURNAL, LOCK, SessionWriter, locked, open_session
from tests.tui import sessions

ROOT = Path(__file__).parents[1]

NETWORK = {
    "socket",
    "ssl",
    "http",
    "urllib",
    "websockets",
    "huggingface_hub",
    "requests",
    "httpx",
    "smtplib",
    "webbrowser",
}
MAY = {
    "comeback/letters.py": {"urllib"},  # quotes the text of a `mailto:`
    "friend/host.py": {"socket", "http", "websockets"},
    "friend/network.py": {"socket"},
    "friend/page.py": {"websockets"},
    "speech/models.py": {"huggingface_hub"},
}
"""The modules that may know a network, and what of it."""


def test_only_a_friends_page_and_the_fetching_of_a_recogniser_know_a_network() -> None:
    found: dict[str, set[str]] = {}
    for file in (ROOT / "simulator").rglob("*.py"):
        imported = set(re.findall(r"^\s*(?:from|import) (\w+)", file.read_text(encoding="utf-8"), re.M))
        if known := imported & NETWORK:
            found[file.relative_to(ROOT / "simulator").as_posix()] = known
    assert found == MAY


def test_the_runtime_of_the_models_reports_nothing_and_gives_this_machine_no_number(tmp_path: Path) -> None:
    """What it would write first is a number for the machine, which it then sends along."""
    variables = {key: value for key, value in os.environ.items() if key not in ("CI", "ORT_DISABLE_TELEMETRY")}
    variables |= {"HOME": str(tmp_path), "TMPDIR": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path)}
    command = [sys.executable, "-c", "from simulator.meaning import mind; mind.load(); assert not mind.trouble()"]
    subprocess.run(command, cwd=ROOT, env=variables, check=True)
    assert not list(tmp_path.rglob("*"))


# Private


@pytest.fixture
def open_mask() -> Iterator[None]:
    """Under which everything stays open that is not made private."""
    before = os.umask(0)
    yield
    os.umask(before)


@pytest.mark.usefixtures("open_mask")
def test_the_folders_above_a_private_one_are_private_too(tmp_path: Path) -> None:
    folder = private_folder(tmp_path / "data" / "home" / "sessions")
    assert [stat.S_IMODE(each.stat().st_mode) for each in (folder, folder.parent, folder.parents[1])] == [0o700] * 3


@pytest.mark.usefixtures("open_mask")
def test_what_was_damaged_is_set_aside_as_private_as_it_was() -> None:
    folder = sessions.spoken()
    with (folder / JOURNAL).open("ab") as journal:
        journal.write(b'{"type": "noted", "text": "cut o')
    library.rename(folder, "mended")
    aside = folder / "journal.damaged"
    assert aside.read_bytes().endswith(b"cut o")
    assert stat.S_IMODE(aside.stat().st_mode) == 0o600


# Gone without a trace

WORDS = ("jentacular", "quockerwodger", "xylotomous", "zwodder")
"""In the answer, the name, a tag and a note: each as nothing else has it, and none beginning as another word does."""


@pytest.fixture
def marked() -> Path:
    """A session with these words everywhere, among others in an index that has seen it grow."""
    folder = sessions.spoken(said=f"I {WORDS[0]} rang the supplier and it was {WORDS[0]} in the end.")
    sessions.typed()
    with Index() as index:
        index.sync()
    library.rename(folder, f"my {WORDS[1]}")
    library.tag(folder, [WORDS[2]])
    with SessionWriter.reopen(open_session(folder)) as writer:
        writer.take_in(ev.Noted(t=writer.state.t, by="candidate", text=WORDS[3], take="q01-t1", at=1.0))
    with Index() as index:
        index.sync()
    return folder


def holding(home: Path) -> dict[str, list[str]]:
    """The names of the files in which each word stands, in any case, in any of their bytes."""
    every = {path: path.read_bytes().lower() for path in home.rglob("*") if path.is_file()}
    return {word: [path.name for path, data in every.items() if word.encode() in data] for word in WORDS}


def test_a_deleted_session_leaves_none_of_its_words(marked: Path, home: Path) -> None:
    before = holding(home)
    assert all(JOURNAL in names for word, names in before.items() if word != WORDS[0])
    assert all(NAME in before[word] for word in WORDS[:3])
    assert main(["sessions", "delete", marked.name, "--yes"]) == 0
    assert holding(home) == {word: [] for word in WORDS}
    with Index() as index:
        index.sync()
        assert index.search("supplier", 5), "the other session is still found"


def test_a_folder_that_was_taken_away_by_hand_leaves_none_in_the_index(marked: Path, home: Path) -> None:
    shutil.rmtree(marked)
    assert holding(home)[WORDS[0]] == [NAME]
    with Index() as index:
        index.sync()
    assert holding(home) == {word: [] for word in WORDS}


def test_what_a_program_that_was_killed_had_deleted_is_wiped_by_the_next(marked: Path, home: Path) -> None:
    killed = Index()
    aside = library.set_aside(marked)
    killed.put(marked)
    shutil.rmtree(aside)
    assert holding(home)[WORDS[0]], "until then it stands in the file"
    with Index():
        pass
    assert holding(home) == {word: [] for word in WORDS}
    killed.close()


# Listed


@pytest.fixture
def full(home: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A home in which there is something of each kind, and what a program that was killed left."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    (tmp_path / "temporary" / "mock-interview-x").mkdir(parents=True)
    (tmp_path / "temporary" / "mock-interview-x" / "question.wav").write_bytes(b"said")
    kept = sessions.spoken()
    library.set_aside(sessions.typed())
    with Index() as index:
        index.put(kept)
    contacted.note("192.0.2.7", "a test")
    root = paths.sessions()
    for file in (
        paths.sheets() / "harbour.yaml",
        paths.comeback() / "applications" / "harbour.yaml",
        paths.own_banks() / "mine.yaml",
        paths.settings_file(),
        paths.settings_file().with_name(f".{paths.settings_file().name}.torn"),
        paths.drills_file(),
        root / library.IMPORTING / "recording.flac",
        paths.exports() / "page.html",
        paths.models() / "base.en" / "model.bin",
        paths.log_file(),
    ):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(b"something")
    return home


def test_every_file_is_listed_with_how_it_is_deleted(full: Path) -> None:
    kinds = {each.what for each in belongings.belongings()}
    assert kinds == set(privacy.DELETING)
    listed = {file for each in belongings.belongings() for file in belongings.files(each.path)}
    assert listed == {path for path in full.rglob("*") if path.is_file() and path.name != LOCK}
    lines = list(privacy.lines())
    for what, deleting in privacy.DELETING.items():
        place = next(number for number, line in enumerate(lines) if line.startswith(f"  {what}"))
        assert " file" in lines[place]
        assert str(full) in lines[place]
        assert lines[place + 1].strip() == deleting
    settings = next(line for line in lines if line.startswith("  settings: "))
    assert settings.startswith(f"  settings: 2 files, 18 bytes, {full}")
    assert any("sounds for the moment: 1 file, 4 bytes" in line for line in lines)
    assert any(line.endswith("  192.0.2.7: a test") for line in lines)


def test_where_nothing_is_kept_it_says_so(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor", "--privacy"]) == 0
    said = capsys.readouterr().out
    assert f"Kept of you, below {home} and readable by you alone:\n  nothing\n" in said
    assert "offered a page:\n  none\n" in said
    assert not home.exists()


def test_a_line_of_the_contacts_that_cannot_be_read_is_shown_as_it_stands(home: Path) -> None:
    contacted.note("example.org", "a test")
    with paths.contacted_file().open("ab") as file:
        file.write(b"half a li")
    assert contacted.told()[1] == "half a li"


def test_all_of_it_goes(full: Path) -> None:
    belongings.delete_everything()
    assert not [path for path in full.rglob("*") if path.is_file()]


def test_nothing_goes_while_an_import_is_at_work(full: Path) -> None:
    with locked(paths.sessions() / library.IMPORTING), pytest.raises(SessionError, match="is open in another"):
        belongings.delete_everything()
    assert paths.settings_file().exists()


# Contacted


class Refusing(BaseHTTPRequestHandler):
    def do_HEAD(self) -> None:
        self.send_error(404)

    do_GET = do_HEAD

    def log_message(self, format: str, *args: object) -> None:
        pass


def test_what_is_contacted_when_a_recogniser_is_fetched_is_noted(home: Path) -> None:
    server = HTTPServer(("127.0.0.1", 0), Refusing)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    hub = {"HF_ENDPOINT": f"http://127.0.0.1:{server.server_port}", "NO_PROXY": "*", "no_proxy": "*"}
    command = [sys.executable, "-m", "simulator", "models", "get", "base.en", "--yes"]
    try:
        done = subprocess.run(command, env={**os.environ, **hub}, capture_output=True, text=True, check=False)
    finally:
        server.shutdown()
        server.server_close()
    assert done.returncode == 1
    assert "base.en could not be downloaded" in done.stderr
    (line,) = contacted.told()
    assert line.endswith("  127.0.0.1: fetched the recogniser base.en, as you asked")
    assert stat.S_IMODE(paths.contacted_file().stat().st_mode) == 0o600
