"""What a friend added to a session in their own program comes back in a bundle."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from simulator import paths
from simulator.errors import UserError
from simulator.interview import events as ev
from simulator.sessions import merging, post
from simulator.sessions.bundle import export_bundle
from simulator.sessions.corrections import note as add_note
from simulator.sessions.store import JOURNAL, SessionWriter, open_session
from tests.sessions.friends import by_post, merge, note, refused, sent
from tests.tui import sessions


def annotated(folder: Path, to: Path, say: Callable[[SessionWriter], object]) -> Path:
    """What comes back from a friend who took the bundle in, and wrote there."""
    aside = folder.with_name("aside")
    shutil.copytree(folder, aside)
    with SessionWriter.reopen(open_session(aside)) as writer:
        say(writer)
    export_bundle(aside, to)
    shutil.rmtree(aside)
    return to


def notes_of_theirs(writer: SessionWriter) -> None:
    t = writer.state.t
    writer.take_in(ev.Noted(t=t, by="candidate", text="as theirs", take="q01-t1", at=3.0))
    writer.take_in(ev.MomentMarked(t=t, by="candidate", kind="strong", take="q02-t1", at=1.0))
    writer.take_in(ev.PointTicked(t=t, by="friend", take="q02-t1", point="result", on=True))
    writer.take_in(ev.SessionNamed(t=t, by="candidate", name="what they call it"))
    writer.take_in(
        ev.SessionRated(t=t, by="friend", author="Cem", id="1", fluency=None, preparedness=None, scales={"flow": 3})
    )


def test_what_a_friends_program_added_becomes_the_friends(home: Path, tmp_path: Path) -> None:
    sessions.typed()
    folder = sessions.spoken()
    bundle = annotated(folder, tmp_path / "a.zip", notes_of_theirs)
    add_note(folder, "q01-t1", 1.0, "mine, meanwhile")
    done = merge(bundle, by="Bob")
    assert done.folder == folder
    assert [(type(each).__name__, getattr(each, "author", "")) for each in done.added] == [
        ("Noted", "Bob"), ("MomentMarked", "Bob"), ("PointTicked", ""), ("SessionRated", "Cem"),
    ]  # fmt: skip
    assert {each.by for each in done.added} == {"friend"}
    assert open_session(folder).state.name == ""
    once = (folder / JOURNAL).read_bytes()
    assert merge(bundle).added == ()
    assert (folder / JOURNAL).read_bytes() == once
    assert not (paths.sessions() / ".unpacking").exists()


def test_a_bundle_and_a_page_go_together_and_what_came_from_a_third_person_is_not_doubled(
    home: Path, tmp_path: Path
) -> None:
    folder = sessions.spoken()
    page = sent(folder, tmp_path / "a.json", notes=[note()])
    origin = open_session(folder)
    received = merging.written(post.read(page).notes, "Ann", origin.state.t)
    bundle = annotated(folder, tmp_path / "a.zip", lambda writer: [writer.take_in(each) for _, each in received])
    assert len(merge(bundle, by="Bob").added) == 1
    assert merge(page).added == ()
    assert [each.author for each in by_post(folder)] == ["Ann"]


def test_what_is_about_an_answer_that_only_the_bundle_has_is_left_out(home: Path, tmp_path: Path) -> None:
    folder = sessions.spoken()
    aside = shutil.copytree(folder, tmp_path / "aside")
    sessions.again(aside, sessions.SAID)
    add_note(aside, "q01-t2", 1.0, "of their own take")
    add_note(aside, "q01-t1", 1.0, "of ours")
    export_bundle(aside, tmp_path / "a.zip")
    sessions.again(folder, f"Something else. {sessions.SAID}")
    done = merge(tmp_path / "a.zip")
    assert ([each.text for each in done.added if isinstance(each, ev.Noted)], done.elsewhere) == (["of ours"], 1)


def test_a_bundle_of_another_session_is_refused(home: Path, tmp_path: Path) -> None:
    other = sessions.spoken(at="2026-10-01T10:00:00+02:00")
    export_bundle(other, tmp_path / "a.zip")
    shutil.rmtree(other)
    folder = sessions.spoken()
    refused(tmp_path / "a.zip", "no session here began and ended as that one did")
    bundle = annotated(folder, tmp_path / "b.zip", notes_of_theirs)
    lines = (folder / JOURNAL).read_bytes().splitlines(keepends=True)
    (folder / JOURNAL).write_bytes(b"".join(lines[:4]))
    refused(bundle, "no session here began and ended as that one did")


def test_a_bundle_with_a_second_that_is_not_there_is_refused(home: Path, tmp_path: Path) -> None:
    folder = sessions.spoken()
    far = ev.Noted(t=99.0, by="candidate", text="far", take="q01-t1", at=9e8)
    refused(annotated(folder, tmp_path / "a.zip", lambda writer: writer.take_in(far)), "has no second 9")


def test_a_bundle_that_was_tampered_with_is_refused(home: Path, tmp_path: Path) -> None:
    folder = sessions.spoken()
    bundle = annotated(folder, tmp_path / "a.zip", notes_of_theirs)
    data = bundle.read_bytes()
    at = data.index(b"journal.jsonl") + 60
    bundle.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
    refused(bundle, "is no whole bundle|is not what", UserError)
