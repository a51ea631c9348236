"""What the index holds becomes progress and a schedule; the command line says both."""

from __future__ import annotations

import errno
import json
import shutil
from datetime import date, datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from simulator import paths
from simulator.cli import main, progress
from simulator.errors import SessionError
from simulator.progress.report import Report
from simulator.progress.sitting import Answered
from simulator.questions.load import load_bank
from simulator.sessions import corrections, library, record
from simulator.sessions.index import Index
from simulator.sessions.store import open_session
from simulator.sessions.wanted import weak_spots
from tests.making import question
from tests.tui import sessions

pytestmark = pytest.mark.usefixtures("home")

NOW = datetime.fromisoformat("2026-11-27T08:00:00+01:00")


def reported() -> Report:
    with Index() as index:
        index.sync()
        return record.report(index, NOW.date())


def test_progress_is_made_from_what_is_saved() -> None:
    for day in range(20, 26):
        sessions.spoken(at=f"2026-11-{day}T12:00:00+01:00")
    found = reported()
    assert found.sessions == 6
    assert found.changes["fluency"].count == 6
    assert found.changes["flow"].count == 6
    assert found.days == 5  # 21 to 25 November lie within seven days before the 27th
    assert set(found.map) == {"competency 1", "competency 2"}
    assert {best.session for best in found.bests} == {"2026-11-20-120000-test"}


def test_questions_are_scheduled_by_their_scores_and_can_be_reset() -> None:
    sessions.spoken(of=2)
    with Index() as index:
        index.sync()
        drills = record.schedule(index)
        assert set(drills) == {question(1).ref, question(2).ref}
        record.reset([drills[question(1).ref]], NOW)
        assert set(record.schedule(index)) == {question(2).ref}
        record.reset([drills[question(2).ref]], NOW)
        assert record.schedule(index) == {}


def test_an_answer_with_the_time_of_a_clock_that_went_wrong_can_be_reset_too() -> None:
    sessions.spoken()
    with Index() as index:
        index.sync()
        known = record.schedule(index)
        assert known
        record.reset(known.values(), NOW - timedelta(days=3_650))
        assert record.schedule(index) == {}


def test_a_daily_drill_asks_what_is_due_in_its_minutes() -> None:
    sessions.spoken(of=3, answers=3)
    known = [question(1), question(2), question(3)]
    with Index() as index:
        index.sync()
        later = NOW + timedelta(days=60)
        assert len(record.daily_drill(index, known, later, 10)) == 3
        assert len(record.daily_drill(index, known, later, 2)) == 1
        assert record.daily_drill(index, [], later, 10) == []


def test_a_damaged_file_of_resets_is_named_and_left_as_it_is() -> None:
    paths.drills_file().parent.mkdir(parents=True, exist_ok=True)
    paths.drills_file().write_text("{")
    with pytest.raises(SessionError, match=r"drills\.json cannot be read"):
        record.reset([], NOW)
    assert paths.drills_file().read_text() == "{"


def test_the_command_line_tells_progress(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["progress"]) == 0
    assert "Nothing to compare yet" in capsys.readouterr().out
    sessions.spoken()
    assert main(["progress"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("One session so far: too few to say")
    assert "Best so far:" in said
    assert "Best so far:" not in list(progress.lines(msgspec.structs.replace(reported(), bests=())))
    assert "2026-11-23" in said  # the Monday of its week
    assert main(["progress", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["sessions"] == 1


def test_the_command_line_lists_and_resets_the_schedule(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["drill"]) == 0
    assert "Nothing is due yet" in capsys.readouterr().out
    sessions.spoken(at="2026-11-20T12:00:00+01:00")
    assert main(["drill", "--list"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert {line.split()[-1] for line in lines if line.startswith("  ")} == {"test/question-1", "test/question-2"}
    assert main(["drill", "--reset", "nothing/such"]) == 1
    assert capsys.readouterr().err.startswith("That did not work: 'nothing/such' is not in the schedule.")
    assert main(["drill", "--reset", "all"]) == 0
    assert main(["drill", "--list"]) == 0
    assert "The schedule is empty" in capsys.readouterr().out


def test_the_command_line_finds_names_and_tags_sessions(capsys: pytest.CaptureFixture[str]) -> None:
    folder = sessions.spoken()
    for arguments in (["name", "last", "the rehearsal"], ["tag", "last", "Harbour,", "Foods"], ["list"]):
        assert main(["sessions", *arguments]) == 0
    assert "the rehearsal  [foods harbour]" in capsys.readouterr().out
    assert main(["sessions", "search", "supplier"]) == 0
    assert f"{folder.name}  q02-t1" in capsys.readouterr().out
    assert main(["sessions", "search", "nowhere"]) == 0
    assert "No session holds these words." in capsys.readouterr().out
    assert main(["sessions", "reindex"]) == 0
    assert "The index holds 1 session." in capsys.readouterr().out


@pytest.mark.parametrize("words", [[""], [" ", "\t"], ["\u0301"]], ids=["none", "blanks", "an accent alone"])
def test_no_words_find_nothing(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """A script gives them whose variable is empty."""
    sessions.spoken()
    assert main(["sessions", "search", *words]) == 1
    said = capsys.readouterr()
    assert not said.out
    assert "No words were given." in said.err


@pytest.mark.parametrize("command", [["delete", "--yes"], ["name"], ["tag"], ["rescore"]], ids=lambda words: words[0])
@pytest.mark.parametrize("by_path", [False, True], ids=["by name", "by path"])
def test_the_sample_cannot_be_changed_or_deleted(
    command: list[str],
    by_path: bool,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    sample = tmp_path / "sample"
    shutil.copytree(paths.sample_session(), sample)
    monkeypatch.setattr(paths, "sample_session", lambda: sample)
    before = {path.name: path.read_bytes() for path in sample.rglob("*") if path.is_file()}
    words = ["mine"] if command[0] in ("name", "tag") else []
    assert main(["sessions", *command, str(sample) if by_path else "sample", *words]) == 1
    assert "stays as it is" in capsys.readouterr().err
    assert {path.name: path.read_bytes() for path in sample.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize("minutes", ["abc", "1", "91", "2.5", ""])
def test_minutes_that_are_none_are_refused_with_those_that_are_possible(
    minutes: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        main(["drill", f"--minutes={minutes}"])
    assert capsys.readouterr().err.endswith("error: argument --minutes: 2 to 90 minutes\n")


def test_the_last_session_of_none_is_said_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["replay"]) == 1
    assert "There is no session yet." in capsys.readouterr().err


def test_questions_that_no_bank_holds_any_more_are_not_asked() -> None:
    sessions.spoken()
    bank = load_bank(paths.shipped_banks() / "general.yaml")
    with Index() as index:
        index.sync()
        assert record.daily_drill(index, bank.questions, NOW + timedelta(days=60), 10) == []


def test_what_is_weak_is_asked_from_practised_banks_each_competency_in_turn_and_nothing_twice_a_day() -> None:
    sessions.spoken(at="2026-11-26T12:00:00+01:00")
    more = [question(number, competency="competency 1") for number in (3, 4)]
    other = [msgspec.structs.replace(question(5, competency="competency 1"), bank="another-trade")]
    known = [question(1), question(2), *more, *other]
    with Index() as index:
        index.sync()
        found = record.whole_schedule(index, known)
        assert set(found.weak) == {each.ref for each in (question(1), question(2), *more)}
        same_day = datetime.fromisoformat("2026-11-26T20:00:00+01:00")
        assert [each.ref for each in found.daily(same_day, 60)] == [each.ref for each in more]
        asked = [each.id for each in found.daily(NOW + timedelta(days=60), 60)]
        assert asked[:2] in (["question-1", "question-2"], ["question-2", "question-1"])
        assert set(asked) == {each.id for each in (question(1), question(2), *more)}


def test_the_outlook_counts_what_is_due_and_what_there_is_to_learn_from() -> None:
    with Index() as index:
        assert record.outlook(index, NOW) == record.Outlook(due=0, lessons=0, praise="")
        sessions.spoken(at="2026-11-20T12:00:00+01:00")
        index.sync()
        found = record.outlook(index, NOW + timedelta(days=60))
        assert (found.due, found.lessons, found.praise) == (2, 2, "")


def test_nobody_waits_for_what_was_stopped() -> None:
    sessions.spoken()
    with Index() as index:
        index.sync()
        for reckon in (
            lambda stop: record.report(index, NOW.date(), stop),
            lambda stop: record.schedule(index, stop),
            lambda stop: record.lessons(index, stop),
        ):
            with pytest.raises(record.Stopped):
                reckon(lambda: True)


def test_a_question_tried_again_on_another_day_does_not_change_what_the_session_was() -> None:
    folder = sessions.spoken()
    before = reported().sittings
    sessions.again(
        folder, "Um, uh, um, I, I do not know, uh, what to say to that, um, to be honest, and and and so on, er."
    )
    after = reported()
    assert after.sittings == before
    assert date(2026, 11, 25) in {each.at.date() for each in index_answers()}


def test_a_copy_of_the_sample_that_the_disk_had_no_room_for_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    at = "2026-11-25T12:00:00+01:00"
    with monkeypatch.context() as patch:
        patch.setattr("os.fsync", full)
        with pytest.raises(SessionError, match=r"cannot be written: No space left"):
            library.own(paths.sample_session(), at, "mine")
    assert not [each for each in paths.sessions().iterdir() if not each.name.startswith(".")]
    assert library.title(open_session(library.own(paths.sample_session(), at, "mine"))) == "mine"


def test_a_schedule_that_cannot_be_saved_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(SessionError, match=r"drills\.json cannot be saved: No space left"):
        record.reset([], NOW)


def test_of_a_copy_of_the_sample_only_what_the_person_tries_again_is_theirs() -> None:
    copy = library.own_copy(paths.sample_session(), "2026-11-25T12:00:00+01:00", "the sample, corrected")
    corrections.correct(copy, "q01-t1", "I have worked in a garden centre for three years.", ())
    refs = [each.question.ref for each in open_session(copy).state.plan]
    asked = load_bank(paths.shipped_banks() / "general.yaml").questions
    later = NOW + timedelta(days=60)
    with Index() as index:
        index.sync()
        found = record.report(index, NOW.date())
        assert (found.sessions, found.days, found.map, found.bests) == (0, 0, {}, ())
        assert record.outlook(index, later) == record.Outlook(due=0, lessons=0, praise="")
        assert record.whole_schedule(index, asked).drills == {}
        assert weak_spots(asked, index) == {}
        assert [each.session.folder for each in index.search("garden centre", 5)] == [copy.name]

        sessions.again(copy, sessions.SAID, number=1)
        index.sync()
        assert set(record.schedule(index)) == {refs[1]}
        found = record.report(index, NOW.date())
        (sitting,) = found.sittings
        retake = open_session(copy).state.named("q02-t2")
        assert retake is not None
        card = open_session(copy).card(retake)
        assert card is not None
        assert (sitting.fluency, sitting.preparedness) == (card.fluency.score, card.preparedness.score)
        assert (sitting.nerves_before, sitting.nerves_after, sitting.said_fluency) == (None, None, None)
        assert {best.take for best in found.bests} == {"", "q02-t2"}
        assert {each.take for each in record.lessons(index)} <= {"q02-t2"}


def index_answers() -> list[Answered]:
    with Index() as index:
        index.sync()
        return list(index.answers())
