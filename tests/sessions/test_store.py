"""Sessions on disk: what is written stays, what is damaged is said and nothing of it is lost."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from simulator.errors import SessionError
from simulator.interview import events as ev
from simulator.interview.state import NotNow
from simulator.sessions import journal, library
from simulator.sessions.store import HEADER, JOURNAL, SavedSession, SessionWriter, delete, open_session
from simulator.text import plain
from tests.making import started

AT = "2026-11-24T19:40:12+01:00"


def make(root: Path, *events: ev.Event) -> Path:
    with SessionWriter.create(root, at=AT, title="general") as writer:
        for event in (started(), *events):
            writer.take_in(event)
    return writer.folder


TYPED = (
    ev.QuestionAsked(t=1, question=0, take=1, text="?", aloud=False),
    ev.QuestionSpoken(t=1),
    ev.AnswerStarted(t=1),
    ev.DraftTyped(t=4, by="candidate", text="I rang the [b]supplier[/b] \x1b[31m", first_key=1.5, corrections=2),
)


def test_a_session_is_a_private_folder_that_reads_back(tmp_path: Path) -> None:
    folder = make(tmp_path, *TYPED)
    assert folder.name == "2026-11-24-194012-general"
    assert folder.stat().st_mode & 0o777 == 0o700
    for file in (folder / JOURNAL, folder / HEADER):
        assert file.stat().st_mode & 0o777 == 0o600
    saved = open_session(folder)
    assert saved.events == (started(), *TYPED)
    assert saved.state.stage == "answering"
    take = saved.state.take
    assert take is not None
    assert take.draft is not None
    assert take.draft.text.endswith("\x1b[31m")
    assert not saved.damage


def test_whoever_looks_at_the_journal_in_a_terminal_sees_harmless_text(tmp_path: Path) -> None:
    mean = "a\x1b[2J\x9b31m\x7f\u202egnp.exe\u2066 \N{GRINNING FACE} <b> äöü\n"
    note = ev.Noted(t=4, by="friend", text=mean, take="q01-t1", at=2.0)
    folder = make(tmp_path, *TYPED, note)
    line = (folder / JOURNAL).read_text(encoding="utf-8").splitlines()[-1]
    assert plain(line) == line
    assert "\N{GRINNING FACE} <b> äöü" in line
    assert open_session(folder).events[-1] == note


def test_two_sessions_in_the_same_second_do_not_meet(tmp_path: Path) -> None:
    assert make(tmp_path) != make(tmp_path)
    assert len(list(library.folders(tmp_path))) == 2


def test_what_another_program_deleted_is_not_there_and_can_still_be_brought_back(tmp_path: Path) -> None:
    folder = make(tmp_path, *TYPED)
    saved = open_session(folder)
    aside = library.set_aside(folder)  # the other program
    for attempt in (lambda: library.set_aside(folder), lambda: SessionWriter.reopen(saved), lambda: delete(folder)):
        with pytest.raises(SessionError, match="no longer there"):
            attempt()
        assert not folder.exists()
    assert library.bring_back(aside) == folder
    assert open_session(folder).events == saved.events


def test_a_second_program_is_refused_and_cannot_delete(tmp_path: Path) -> None:
    with SessionWriter.create(tmp_path, at=AT, title="general") as writer:
        writer.take_in(started())
        program = textwrap.dedent("""
            import sys
            from pathlib import Path
            from simulator.errors import SessionError
            from simulator.sessions.store import SessionWriter, delete, open_session
            saved = open_session(Path(sys.argv[1]))
            for attempt in (lambda: SessionWriter.reopen(saved), lambda: delete(saved.folder)):
                try:
                    attempt()
                except SessionError as error:
                    print(error.message)
        """)
        other = subprocess.run(
            [sys.executable, "-c", program, str(writer.folder)], capture_output=True, text=True, check=True
        )
        assert other.stdout.count("is open in another mock-interview") == 2
        assert writer.folder.exists()
    delete(writer.folder)
    assert not writer.folder.exists()


def test_an_event_that_does_not_fit_is_not_written(tmp_path: Path) -> None:
    with SessionWriter.create(tmp_path, at=AT, title="general") as writer:
        writer.take_in(started())
        with pytest.raises(NotNow):
            writer.take_in(ev.ScoresShown(t=1))
    assert open_session(writer.folder).events == (started(),)


@given(cut=st.integers(0, 2000))
def test_a_journal_cut_anywhere_gives_every_whole_line_and_goes_on(
    tmp_path_factory: pytest.TempPathFactory, cut: int
) -> None:
    folder = make(tmp_path_factory.mktemp("cut"), *TYPED)
    path = folder / JOURNAL
    whole = path.read_bytes()
    cut = min(cut, len(whole))
    os.truncate(path, cut)
    first_line = whole.index(b"\n") + 1
    if cut < first_line:
        with pytest.raises(SessionError, match="holds no whole event"):
            open_session(folder)
        return
    saved = open_session(folder)
    assert len(saved.events) == whole[:cut].count(b"\n")
    assert bool(saved.damage) == (not whole[:cut].endswith(b"\n"))
    with SessionWriter.reopen(saved) as writer:
        writer.take_in(ev.SessionLeft(t=9))
    again = open_session(folder)
    assert again.events == (*saved.events, ev.SessionLeft(t=9))
    assert not again.damage
    aside = folder / "journal.damaged"
    assert (aside.read_bytes() if aside.exists() else b"") == whole[saved.whole_bytes : cut]


def _damage(folder: Path, line: bytes) -> SavedSession:
    path = folder / JOURNAL
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([*lines[:2], line, *lines[3:]]))
    return open_session(folder)


@pytest.mark.parametrize(
    "line",
    [
        b"\xff\xfe\n",
        b"[1, 2]\n",
        b'{"type":"no_such","t":1}\n',
        b'{"type":"scores_shown","t":1}\n',
        b"\n",
        b"\x1b[2J\n",
    ],
)
def test_a_damaged_line_in_the_middle_is_named_and_kept_aside(tmp_path: Path, line: bytes) -> None:
    folder = make(tmp_path, *TYPED)
    saved = _damage(folder, line)
    assert len(saved.events) == 2
    assert f"{JOURNAL}, line 3" in saved.damage
    with SessionWriter.reopen(saved) as writer:
        writer.take_in(ev.SessionLeft(t=9))
    assert (folder / "journal.damaged").read_bytes().startswith(line)
    assert open_session(folder).events[-1] == ev.SessionLeft(t=9)


def test_a_session_with_events_of_a_newer_version_is_refused_and_nothing_of_it_is_cut_off(tmp_path: Path) -> None:
    with SessionWriter.create(tmp_path, at=AT, title="general") as writer:
        writer.take_in(structs.replace(started(), version=ev.VERSION + 1))
    path = writer.folder / JOURNAL
    with path.open("ab") as file:
        file.write(b'{"type":"no_such_yet","t":1}\n{"type":"session_named","t":1,"by":"candidate","name":"Mine"}\n')
    before = path.read_bytes()
    with pytest.raises(SessionError, match="made by a newer version"):
        library.rename(writer.folder, "Another name")
    assert path.read_bytes() == before
    assert not (writer.folder / "journal.damaged").exists()


def test_what_is_no_session_is_said_in_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(SessionError, match="is not a session"):
        open_session(tmp_path)
    folder = make(tmp_path)
    (folder / HEADER).write_text('{"format": 99, "id": "x", "created": "", "program": "9.0"}')
    with pytest.raises(SessionError, match="newer version"):
        open_session(folder)
    (folder / HEADER).write_text("{")
    with pytest.raises(SessionError, match=r"header\.json cannot be read"):
        open_session(folder)


def test_sessions_are_found_by_the_beginning_of_their_name(tmp_path: Path) -> None:
    folder = make(tmp_path, *TYPED)
    assert library.find("2026-11", tmp_path) == folder
    assert library.find("last", tmp_path) == folder
    assert library.find(str(folder), tmp_path) == folder
    with pytest.raises(SessionError, match="no session called"):
        library.find("2027", tmp_path)
    make(tmp_path)
    with pytest.raises(SessionError, match="Several sessions"):
        library.find("2026-11", tmp_path)


def test_the_last_session_is_the_newest_also_where_an_older_one_was_renamed(tmp_path: Path) -> None:
    folders = [
        SessionWriter.create(tmp_path, at=f"2026-11-{day}T19:40:12+01:00", title="t").folder for day in (21, 23, 25)
    ]
    best = folders[1].rename(tmp_path / "my best one")
    broken = tmp_path / "zzz"
    broken.mkdir()
    (broken / HEADER).write_text("{")
    assert list(library.folders(tmp_path)) == [folders[2], best, folders[0], broken]
    assert library.find("last", tmp_path) == folders[2]


def test_an_empty_name_names_no_session_not_even_the_only_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = SessionWriter.create(tmp_path, at="2026-11-24T19:40:12+01:00", title="t").folder
    monkeypatch.chdir(folder)
    with pytest.raises(SessionError, match="empty name"):
        library.find("", tmp_path)


def test_the_journal_is_synced_in_the_background_and_on_closing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[int] = []
    real = os.fsync

    def fsync(handle: int) -> None:
        synced.append(os.fstat(handle).st_size)
        real(handle)

    monkeypatch.setattr(os, "fsync", fsync)
    log = journal.Journal(tmp_path / JOURNAL)
    log.append(ev.Paused(t=1))
    log.append(ev.Resumed(t=2))
    log.close()
    assert synced[-1] == (tmp_path / JOURNAL).stat().st_size
