"""The index is made from the folders, notices what happens to them, and finds what was said."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from simulator import paths
from simulator.cli import main
from simulator.cli.sessions import session_lines
from simulator.errors import SessionError
from simulator.exports.gather import gather
from simulator.interview import events as ev
from simulator.scoring import card
from simulator.sessions import entries, library, store
from simulator.sessions.bundle import export_bundle, import_bundle
from simulator.sessions.entries import AT_ONCE, read
from simulator.sessions.index import Index
from simulator.sessions.indexing import _FOR_MANY, NAME
from simulator.sessions.sittings import sitting
from simulator.sessions.store import SessionWriter, open_session
from simulator.tui.cards import read_cards
from tests.benchmarks.library import make
from tests.making import question, started
from tests.tui import sessions

pytestmark = pytest.mark.usefixtures("home")


def folders(index: Index) -> list[str]:
    return [each.folder for each in index.page(100)]


def test_sessions_stand_newest_first_whatever_order_they_were_read_in() -> None:
    spoken, typed = sessions.spoken(), sessions.typed()
    with Index() as index:
        assert index.sync().read == 2
        assert folders(index) == [spoken.name, typed.name]
        older = sessions.typed(at="2025-01-01T00:00:00+01:00")
        index.put(older)
        assert folders(index) == [spoken.name, typed.name, older.name]
        assert [each.folder for each in index.page(1)] == [spoken.name]
        assert [each.folder for each in index.page(5, before=index.page(1)[0].key)] == [typed.name, older.name]


def test_an_entry_says_what_the_session_holds() -> None:
    folder = sessions.spoken(answers=1, of=3)
    with Index() as index:
        index.sync()
        (entry,) = index.page(1)
        (take,) = index.takes()
        assert index.takes_of(folder.name) == [take]
    scored = open_session(folder).card(open_session(folder).state.takes[0])
    assert scored is not None
    assert (entry.asked, entry.answered, entry.finished, entry.trouble) == (3, 1, False, "")
    assert (entry.fluency, entry.preparedness) == (scored.fluency.score, scored.preparedness.score)
    assert entry.bytes == sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    assert (take.name, take.ref, take.last) == ("q01-t1", "test/question-1", True)
    assert take.at == "2026-11-24T19:40:17+01:00"  # asked 5 s after the session began
    assert take.answer == scored.transcript.text
    assert take.dimensions["flow"] == scored.fluency.dimensions["flow"].score
    assert take.moment == min(scored.moments, key=lambda each: each.points)
    kinds = {each.kind for each in scored.moments if each.points < 0}
    assert take.costs == {
        kind: pytest.approx(sum(each.points for each in scored.moments if each.kind == kind and each.points < 0))
        for kind in kinds
    }


def test_folders_that_are_added_changed_moved_or_taken_away_are_noticed() -> None:
    spoken, typed = sessions.spoken(), sessions.typed()
    with Index() as index:
        index.sync()
        assert index.sync().read == 0
        library.rename(typed, "before the real one")
        assert index.sync().read == 1
        assert index.page(2)[1].name == "before the real one"
        moved = spoken.rename(spoken.with_name("moved"))
        found = index.sync()
        assert (found.read, found.gone) == (1, 1)
        assert set(folders(index)) == {"moved", typed.name}
        shutil.rmtree(moved)
        assert index.sync().gone == 1
        assert folders(index) == [typed.name]
        assert index.search("supplier", 5)[0].session.folder == typed.name


def test_an_index_that_is_gone_damaged_or_of_another_version_is_made_anew() -> None:
    folder = sessions.spoken()
    path = paths.sessions() / NAME
    with Index() as index:
        index.sync()
        index._database.execute("PRAGMA user_version = 99")
    for harm in (lambda: None, lambda: path.write_bytes(b"no database at all" * 100), path.unlink):
        harm()
        with Index() as index:
            assert index.count() == 0
            index.sync()
            assert folders(index) == [folder.name]
    with Index() as index:
        assert index.rebuild().read == 1
        assert len(index.search("supplier", 5)) == 1


def test_an_index_that_is_damaged_within_is_made_anew() -> None:
    """As by a disk that lost a page."""
    folder = sessions.spoken()
    path = paths.sessions() / NAME
    with Index() as index:
        index.sync()
        index._database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    whole = path.read_bytes()
    pages = range(1, len(whole) // 4096)
    assert len(pages) > 8
    for page in pages:
        path.write_bytes(whole[: page * 4096] + b"\xff" * 4096 + whole[(page + 1) * 4096 :])
        library.rename(folder, f"anew {page}")
        with Index() as index:
            index.sync()
            assert [each.name for each in index.page(5)] == [f"anew {page}"]
            assert len(index.takes()) == 2
            assert len(index.search("supplier", 5)) == 1


def test_where_nothing_can_be_written_the_index_lives_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    folder = sessions.spoken()

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "touch", refuse)
    with Index() as index:
        index.sync()
        assert folders(index) == [folder.name]
    assert not (paths.sessions() / NAME).exists()


def test_words_are_found_in_answers_and_questions_and_the_piece_shows_them() -> None:
    spoken = sessions.spoken()
    sessions.typed(text="Nothing like it.")
    with Index() as index:
        index.sync()
        (found,) = index.search("supplier mysel", 5)
        assert found.session.folder == spoken.name
        assert "[supplier] [myself]" in found.piece
        assert found.take == "q02-t1"  # the newest answer of a session that holds them
        assert len(index.search("helped a colleague", 5)) == 2  # both were asked
        assert index.search("suplier", 5) == []
        for odd in ('"', "NEAR(", "a* OR", "AND", "-", "'", "  "):
            index.search(odd, 5)


@pytest.mark.parametrize(
    "odd", ["a b " * 2_500, "\N{GRINNING FACE}" * 20_000, "supplier\0", "\0", "\udcff", '"' * 10_000]
)
def test_whatever_is_searched_for_is_searched_for(odd: str) -> None:
    sessions.spoken()
    with Index() as index:
        index.sync()
        before = index.changes
        index.holding(odd, 5)
        index.search(odd, 5)
        assert index.changes == before  # it was not taken for damage


def test_answers_of_a_clock_that_was_never_set_are_there_too() -> None:
    sessions.spoken(at="1970-01-01T00:00:05+02:00")
    with Index() as index:
        index.sync()
        assert len(list(index.answers())) == len(index.takes()) == 2


@pytest.mark.skipif(sys.platform in ("darwin", "win32"), reason="names of files are text here")
def test_a_folder_whose_name_is_no_text_is_passed_over() -> None:
    folder = sessions.typed()
    shutil.copytree(folder, os.fsdecode(os.fsencode(folder.parent) + b"/\xff"))
    with Index() as index:
        assert index.sync().read == 1
        assert [each.folder for each in index.page(5)] == [folder.name]
    assert list(library.folders()) == [folder]


def test_names_are_found_without_regard_to_case_in_any_alphabet() -> None:
    folder = sessions.spoken()
    library.rename(folder, "ÜBUNG Straße")
    with Index() as index:
        index.sync()
        for words in ("übung", "STRASSE", "übung straße"):
            assert [each.folder for each in index.holding(words, 5)] == [folder.name], words


def test_sessions_are_found_by_name_tag_and_state() -> None:
    spoken = sessions.spoken(answers=1, of=2)
    sessions.typed()
    library.rename(spoken, "100% Harbour_Foods")
    library.tag(spoken, ["Second Round", "warehouse"])
    with Index() as index:
        index.sync()
        for words in ("harbour", "100%", "_foods", "second-round ware", "unfinished", "2026-11-24"):
            assert [each.folder for each in index.holding(words, 5)] == [spoken.name], words
        assert index.holding("harbour nowhere", 5) == []
        library.rename(spoken, "")
        library.tag(spoken, [])
        index.put(spoken)
        assert index.holding("harbour", 5) == []


def test_a_session_that_cannot_be_opened_is_there_with_its_trouble() -> None:
    folder = sessions.spoken()
    (folder / "journal.jsonl").write_text("nonsense\n")
    with Index() as index:
        index.sync()
        assert "no whole event" in index.page(1)[0].trouble
        assert index.sessions() == []
        assert len(index.sessions(openable=False)) == 1
    (folder / "journal.jsonl").unlink()
    with Index() as index:
        assert index.sync().read == 1
        assert "cannot be read" in index.page(1)[0].trouble
        assert index.sync().read == 0


def test_indexing_tells_how_far_it_is_and_can_be_stopped() -> None:
    source = sessions.typed()
    for number in range(AT_ONCE + 10):
        shutil.copytree(source, source.with_name(f"copy-{number:03}"))
    told: list[tuple[int, int]] = []
    with Index() as index:
        assert index.sync(stop=lambda: True).read == 0
        assert index.sync(lambda done, of: told.append((done, of)), lambda: len(told) == 1).read == AT_ONCE
        index.sync(lambda done, of: told.append((done, of)))
        assert told == [(AT_ONCE, AT_ONCE + 11), (11, 11)]
        assert index.count() == AT_ONCE + 11


def test_many_sessions_are_read_by_processes_of_their_own_and_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    make(paths.sessions(), 2 * AT_ONCE + 3)
    with Index() as index:
        index.sync()
        alone = index.page(500), index.takes()
        monkeypatch.setattr(entries, "MANY", 1)
        monkeypatch.setattr(entries, "read", None)  # not in this process
        steps: list[int] = []
        index.rebuild(lambda done, of: steps.append(done))
        assert (index.page(500), index.takes()) == alone
    assert steps == [AT_ONCE, 2 * AT_ONCE, 2 * AT_ONCE + 3]


def test_a_take_of_a_later_sitting_has_its_own_time(home: Path) -> None:
    with SessionWriter.create(paths.sessions(), at="2026-11-24T19:40:12+01:00", title="t") as writer:
        for event in (
            started(1, answers="typed"),
            ev.QuestionAsked(t=1, question=0, take=1, text=question().text, aloud=False),
            ev.QuestionSpoken(t=1),
            ev.AnswerStarted(t=1),
            ev.DraftTyped(t=9, by="candidate", text="I rang them."),
            ev.AnswerEnded(t=20, by="candidate", why="key", seconds=19.0),
            ev.WentOn(t=21),
            ev.SessionRated(t=22, by="candidate", fluency=1, preparedness=1),
            ev.SessionEnded(t=23),
            ev.SessionContinued(t=23, at="2026-12-01T08:00:00+01:00"),
            ev.TriedAgain(t=23, by="candidate", question=0, answers="typed"),
            ev.QuestionAsked(t=33, question=0, take=2, text=question().text, aloud=False),
            ev.QuestionSpoken(t=33),
            ev.AnswerStarted(t=33),
            ev.DraftTyped(t=39, by="candidate", text="I rang them twice."),
            ev.AnswerEnded(t=40, by="candidate", why="key", seconds=19.0),
        ):
            writer.take_in(event)
    _, takes = read(writer.folder)
    assert [(take.name, take.last, take.at) for take in takes] == [
        ("q01-t1", False, "2026-11-24T19:40:13+01:00"),
        ("q01-t2", True, "2026-12-01T08:00:10+01:00"),
    ]


def test_a_session_that_goes_on_past_midnight_counts_as_a_whole() -> None:
    """Its second question is asked on the next day, half a minute after the first."""
    folder = sessions.spoken(at="2026-11-24T23:59:50+01:00")
    session, takes = read(folder)
    assert [take.at[:10] for take in takes] == ["2026-11-24", "2026-11-25"]
    found = sitting(session, takes)
    assert found is not None
    assert found.preparedness == pytest.approx(session.preparedness, abs=0.05)
    tried_again = [takes[0], msgspec.structs.replace(takes[1], at="2026-11-25T07:30:00+01:00")]
    assert sitting(session, tried_again) == sitting(session, takes[:1])
    begun_late = [msgspec.structs.replace(take, at=f"2026-11-25{take.at[10:]}") for take in takes[1:]]
    assert sitting(session, begun_late) is not None


def test_a_take_that_was_not_scored_takes_nothing_away_from_the_one_before_it() -> None:
    folder = sessions.spoken(at="2026-11-25T12:00:00+01:00")
    before, (first, second) = read(folder)
    sessions.again(folder, "Well, no.")
    with Index() as index:
        index.sync()
        assert [take.name for take in index.takes(last=True)] == [first.name, second.name]
        (entry,), (sitting,) = index.page(5), index.sittings()
    assert (entry.fluency, entry.preparedness) == (before.fluency, before.preparedness)
    assert sitting.preparedness == pytest.approx(entry.preparedness, abs=0.05)
    found = gather(folder)
    assert [(answer.name, answer.last) for answer in found.answers if answer.take.question == 0] == [
        ("q01-t1", True),
        ("q01-t2", False),
    ]
    assert (found.scores.fluency, found.scores.preparedness) == (before.fluency, before.preparedness)
    said = next(session_lines(found.saved, [(answer.take, answer.card) for answer in found.answers]))
    assert said.endswith(f"fluency {before.fluency:.0f}, preparedness {before.preparedness:.0f}")
    shown = read_cards(folder, {}).scores()
    assert (shown.fluency, shown.preparedness) == (before.fluency, before.preparedness)


def test_what_was_deleted_comes_back_with_everything_in_it() -> None:
    folder = sessions.spoken()
    before = {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    aside = library.set_aside(folder)
    with Index() as index:
        index.sync()
        assert index.count() == 0
        assert library.bring_back(aside) == folder
        index.sync()
        assert folders(index) == [folder.name]
    assert {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def test_what_was_deleted_comes_back_beside_what_took_its_place(tmp_path: Path) -> None:
    folder = sessions.spoken()
    export_bundle(folder, tmp_path / "kept.zip")
    aside = library.set_aside(folder)
    assert import_bundle(tmp_path / "kept.zip").folder == folder
    back = library.bring_back(aside)
    assert back == folder.with_name(f"{folder.name}-2")
    assert open_session(back).id == back.name
    with pytest.raises(SessionError, match="no longer there"):
        library.bring_back(aside)


def test_what_was_deleted_imported_and_deleted_again_comes_back_twice(tmp_path: Path) -> None:
    folder = sessions.spoken()
    library.rename(folder, "the first")
    export_bundle(folder, tmp_path / "kept.zip")
    first = library.set_aside(folder)
    assert import_bundle(tmp_path / "kept.zip").folder == folder
    library.rename(folder, "the second")
    second = library.set_aside(folder)
    assert library.bring_back(second) == folder
    assert (open_session(folder).id, open_session(folder).state.name) == (folder.name, "the second")
    back = library.bring_back(first)
    assert (open_session(back).id, open_session(back).state.name) == (f"{folder.name}-2", "the first")


def test_a_session_that_is_only_linked_is_not_said_to_be_deleted(tmp_path: Path) -> None:
    elsewhere = sessions.spoken().rename(tmp_path / "elsewhere")
    link = paths.sessions() / "link"
    link.symlink_to(elsewhere)
    for delete in (store.delete, library.set_aside):
        with pytest.raises(SessionError, match="only a link to"):
            delete(link)
    assert open_session(link).finished


def test_what_a_killed_program_had_deleted_goes_a_day_later(monkeypatch: pytest.MonkeyPatch) -> None:
    folder = sessions.spoken()
    program = "import os, sys; from simulator.sessions.library import *; set_aside(Path(sys.argv[1])); os._exit(9)"
    assert subprocess.run([sys.executable, "-c", program, str(folder)], check=False).returncode == 9
    aside = folder.parent / library.DELETED / folder.name
    library.forget_deleted()
    assert aside.exists()
    monkeypatch.setattr("time.time", lambda: aside.stat().st_mtime + library.KEPT_SECONDS + 1)
    library.forget_deleted()
    assert not aside.exists()


def test_what_a_program_that_still_runs_had_deleted_comes_back_days_later(monkeypatch: pytest.MonkeyPatch) -> None:
    """Or after the clock was set: also where another program looks at the sessions meanwhile."""
    folder = sessions.spoken()
    before = open_session(folder)
    aside = library.set_aside(folder)
    monkeypatch.setattr("time.time", lambda: aside.stat().st_mtime + 3 * library.KEPT_SECONDS)
    with Index() as index:
        index.sync()
    program = (
        "import sys, time; from simulator.sessions import library; from pathlib import Path;"
        "later = time.time() + 3 * library.KEPT_SECONDS; time.time = lambda: later;"
        "library.forget_deleted(Path(sys.argv[1]))"
    )
    subprocess.run([sys.executable, "-c", program, str(folder.parent)], check=True)
    assert library.bring_back(aside) == folder
    assert open_session(folder).events == before.events
    library.rename(folder, "Mine")


def test_the_newest_answers_to_each_question_are_found_whatever_session_they_are_in() -> None:
    first, second = sessions.spoken(at="2026-11-20T12:00:00+01:00"), sessions.spoken()
    sessions.again(first, sessions.SAID)
    with Index() as index:
        index.sync()
        names = [(each.folder, each.name) for each in index.newest(1)]
        assert names == [(first.name, "q01-t2"), (second.name, "q02-t1")], "tried again a day after the second"
        every = [(each.folder, each.name) for each in index.newest(9)]
        assert every == [(each.folder, each.name) for each in index.takes()]
        assert [each.at.isoformat() for each in index.answers()] == [each.at for each in index.takes()]
        assert {each.answer for each in index.newest(9)} == {""}


def test_scores_of_an_older_scorer_are_counted_and_left_out_of_progress(monkeypatch: pytest.MonkeyPatch) -> None:
    sessions.spoken()
    monkeypatch.setattr("simulator.scoring.card.VERSION", card.VERSION + 1)
    monkeypatch.setattr("simulator.sessions.sittings.VERSION", card.VERSION)
    with Index() as index:
        index.sync()
        assert index.outdated() == 2
        assert {(each.fluency, each.preparedness) for each in index.answers()} == {(None, None)}
        (sitting,) = index.sittings()
        assert (sitting.fluency, sitting.dimensions) == (None, {})


def test_an_index_left_while_many_were_written_is_put_in_order_again(tmp_path: Path) -> None:
    def kept(index: Index) -> list[int]:
        return [row[0] for row in index._rows("SELECT v FROM text_config WHERE k = 'automerge'")]

    with Index(tmp_path) as index:
        index._prepare(_FOR_MANY)
        assert kept(index) == [0]
    with Index(tmp_path) as index:
        assert kept(index) == [4]


def test_an_index_that_another_program_makes_anew_is_written_to_from_then_on() -> None:
    """And what is deleted is in neither of the two: words of it would stand in the new one until the next start."""
    folder, other = sessions.spoken(), sessions.spoken(at="2026-11-20T12:00:00+01:00")
    library.rename(folder, "Zanzibar")
    opened = Index()
    opened.sync()
    assert main(["sessions", "reindex"]) == 0  # as another program does it
    store.delete(folder)
    opened.put(folder)
    with Index() as fresh:
        assert folders(fresh) == [other.name]
    opened.close()
    assert b"Zanzibar" not in b"".join(path.read_bytes() for path in paths.sessions().glob(".index.db*"))


def test_an_index_that_another_program_makes_anew_is_brought_up_to_date() -> None:
    sessions.spoken()
    opened = Index()
    opened.sync()
    assert main(["sessions", "reindex"]) == 0
    second = sessions.spoken(at="2026-11-20T12:00:00+01:00")
    changes = opened.changes
    assert opened.sync().read == 1
    assert opened.changes > changes
    with Index() as fresh:
        assert second.name in folders(fresh)
    opened.close()
