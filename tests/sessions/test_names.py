"""What a person calls a session, and the words that they put to it: one line each, found however their accents are typed."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import Literal

import pytest

from simulator import paths
from simulator.cli import main
from simulator.interview import events as ev
from simulator.sessions import library
from simulator.sessions.bundle import export_bundle, import_bundle
from simulator.sessions.index import Index
from simulator.sessions.store import SessionWriter, open_session
from tests.tui import sessions

pytestmark = pytest.mark.usefixtures("home")


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_accents_are_no_matter_in_names_and_tags_as_they_are_none_in_what_was_said(form: Literal["NFC", "NFD"]) -> None:
    folder = sessions.spoken(said="We opened the café in Zürich, and I was the first to work there. " * 4)
    library.rename(folder, unicodedata.normalize(form, "Café Zürich"))
    library.tag(folder, [unicodedata.normalize(each, "Élan") for each in ("NFC", "NFD")])
    with Index() as index:
        index.sync()
        assert [each.tags for each in index.page(5)] == ["élan"]
        for words in ("cafe", "ZURICH café", unicodedata.normalize("NFD", "café zü")):
            assert [each.folder for each in index.holding(words, 5)] == [folder.name], words
            assert [each.session.folder for each in index.search(words, 5)] == [folder.name], words


def test_a_bundle_of_a_session_whose_folder_was_renamed_does_not_double_it(tmp_path: Path) -> None:
    folder = sessions.spoken()
    sessions.spoken(at="2026-11-20T12:00:00+01:00").rename(paths.sessions() / "another")
    export_bundle(folder, tmp_path / "backup.zip")
    best = folder.rename(paths.sessions() / "my best one")
    done = import_bundle(tmp_path / "backup.zip")
    assert (done.folder, done.already) == (best, True)
    assert len(list(library.folders())) == 2
    sessions.again(best, sessions.SAID)
    assert import_bundle(tmp_path / "backup.zip").already, "it has gone on since"


def test_names_and_tags_are_one_line_whoever_wrote_them(capsys: pytest.CaptureFixture[str]) -> None:
    folder = sessions.typed()
    library.rename(folder, "Second\nround ")
    assert open_session(folder).state.name == "Second round"
    with SessionWriter.reopen(open_session(folder)) as writer:  # as a bundle of somebody else's may have it
        writer.take_in(ev.SessionNamed(t=999, by="candidate", name="Third\n2026-11-24-120000-general  1 of 1 answered"))
        writer.take_in(ev.SessionTagged(t=999, by="candidate", tags=("a\nb", " ")))
    assert open_session(folder).state.tags == {"a-b"}
    assert main(["sessions", "list"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 1
