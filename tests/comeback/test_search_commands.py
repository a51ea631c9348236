"""The search for a job on the command line, from an application to its letters and its calendar."""

from __future__ import annotations

import os
import time
from datetime import date, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from simulator import paths
from simulator.cli import main
from simulator.comeback import drafts, machine
from simulator.comeback.gather import gather, mark_sent
from simulator.comeback.letters import Letter
from simulator.comeback.model import Application, Appointment, Debrief
from simulator.comeback.store import APPLICATIONS, CONTACTS, DEBRIEFS, SKILLS
from simulator.errors import ComebackError

TODAY = date.today()  # noqa: DTZ011  # the day as the program sees it
YESTERDAY = (TODAY - timedelta(days=1)).isoformat()


def run(capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> str:
    """What was printed."""
    assert main(words) == code
    told = capsys.readouterr()
    return told.out + told.err


def begin(capsys: pytest.CaptureFixture[str]) -> None:
    run(
        capsys,
        "applications",
        "new",
        "harbour",
        "--employer",
        "Harbour Foods",
        "--role",
        "Clerk",
        "--area",
        "logistics",
    )


def script(folder: Path, name: str, text: str) -> Path:
    file = folder / name
    file.write_text(f"#!/bin/sh\n{text}\n")
    file.chmod(0o755)
    return file


def test_from_an_application_to_thanks_a_rejection_and_a_request_for_feedback(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert "begins one" in run(capsys, "applications")
    begin(capsys)
    run(capsys, "applications", "interview", "harbour", YESTERDAY, "10:00", "--place", "1 Quay Road")
    assert "interview since" in run(capsys, "applications", "list")
    assert "letter thanks harbour" in run(capsys, "applications", "due")
    assert "Thank you for your time on" in run(capsys, "letter", "thanks")
    assert "sent today" in run(capsys, "letter", "thanks", "--sent")
    (debrief,) = DEBRIEFS.load().records.values()
    assert (debrief.date, debrief.thanked) == (YESTERDAY, TODAY.isoformat())
    assert "Nothing is due." in run(capsys, "applications", "due")
    assert "soon is best" in run(capsys, "applications", "stage", "harbour", "rejected")
    due = run(capsys, "applications", "due").splitlines()
    assert "ask for feedback" in due[0]
    assert "keep the door open" in due[1]
    feedback = run(capsys, "letter", "feedback")
    assert "What fell short in my interview?" in feedback
    assert "(Most requests for feedback are not answered" in feedback
    run(capsys, "letter", "feedback", "harbour", "--sent")
    assert "ask for feedback" not in run(capsys, "applications", "due")
    assert "1 rejection so far. Too few to say" in run(capsys, "applications")


def test_a_draft_is_kept_where_the_editor_changed_it(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin(capsys)
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", f"{script(tmp_path, 'my editor', 'echo Quietly. >> $2')} --wait".replace(" e", "\\ e"))
    assert "The draft is kept in" in run(capsys, "letter", "outreach", "harbour", "--edit")
    assert run(capsys, "letter", "outreach", "harbour").count("Quietly.") == 1
    assert "Quietly." not in run(capsys, "letter", "outreach", "harbour", "--again")
    monkeypatch.setenv("VISUAL", "true")
    assert "Nothing was changed." in run(capsys, "letter", "outreach", "harbour", "--edit")
    assert not drafts.path("outreach", "harbour").exists()
    monkeypatch.setenv("VISUAL", "false")
    assert "false ended with status 1" in run(capsys, "letter", "outreach", "harbour", "--edit", code=1)
    monkeypatch.setenv("VISUAL", "no-such-editor-here")
    assert "cannot be started" in run(capsys, "letter", "outreach", "harbour", "--edit", code=1)


def test_without_an_editor_or_a_mail_program_it_is_said_what_to_do(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.delenv("EDITOR", raising=False)
    with pytest.raises(machine.NoEditor, match="Set VISUAL or EDITOR"):
        machine.editor()
    monkeypatch.setenv("EDITOR", "vi 'oops")
    with pytest.raises(ComebackError, match="Check its quotes"):
        machine.editor()
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ComebackError, match="Copy the letter instead"):
        machine.open_mail("mailto:a@b.c")


def test_a_mail_program_that_takes_nothing_is_told_and_one_that_stays_open_is_not_waited_for(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    script(tmp_path, "xdg-open", "exit 3")
    with pytest.raises(ComebackError, match="No mail program took the letter"):
        machine.open_mail("mailto:a@b.c")
    monkeypatch.setattr(machine, "MAIL_SECONDS", 0.05)
    script(tmp_path, "xdg-open", "exec sleep 1")
    machine.open_mail("mailto:a@b.c")


def test_whom_a_letter_is_for_is_asked_where_it_is_not_clear(capsys: pytest.CaptureFixture[str]) -> None:
    assert "not clear whom" in run(capsys, "letter", "feedback", code=1)
    assert 'no application called "nobody"' in run(capsys, "letter", "feedback", "nobody", code=1)
    run(capsys, "contacts", "new", "Joan Reed", "--met", "at the job fair")
    assert "Name one of: joan-reed." in run(capsys, "letter", "outreach", code=1)
    assert "Dear Joan Reed," in run(capsys, "letter", "outreach", "joan-reed")
    assert "written down in its contact" in run(capsys, "letter", "outreach", "joan-reed", "--sent")
    assert CONTACTS.load().records["joan-reed"].date == TODAY.isoformat()


def test_contacts_and_skills_are_added_and_moved_on(capsys: pytest.CaptureFixture[str]) -> None:
    run(
        capsys,
        "contacts",
        "new",
        "Job fair",
        "--kind",
        "event",
        "--on",
        "2027-04-01",
        "--next",
        "sign up",
        "--due",
        "2027-03-01",
    )
    assert "2027-04-01" in run(capsys, "contacts")
    assert "nothing is due any more" in run(capsys, "contacts", "done", "job-fair")
    run(capsys, "skills", "new", "Forklift licence", "--way", "certificate", "--cost", "250", "--by", "2027-03-01")
    run(capsys, "skills", "progress", "forklift-licence", "40")
    assert "  40 %  Forklift licence: certificate, by 2027-03-01, cost 250" in run(capsys, "skills")
    assert SKILLS.load().records["forklift-licence"].progress == 40


def test_tables_go_out_and_come_back(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    begin(capsys)
    table = tmp_path / "jobs.csv"
    table.write_text(run(capsys, "applications", "export"))
    before = APPLICATIONS.load().records
    APPLICATIONS.delete("harbour")
    assert "1 new, 0 changed, 0 as they were." in run(capsys, "applications", "import", str(table))
    assert APPLICATIONS.load().records == before
    table.write_text("employer,role,due\nA,B,soon\n")
    assert f"{table}:2: `due` is not a date" in run(capsys, "applications", "import", str(table), code=1)


def test_show_says_which_required_skills_are_met(capsys: pytest.CaptureFixture[str]) -> None:
    begin(capsys)
    file = APPLICATIONS.folder / "harbour.yaml"
    file.write_text(file.read_text().replace("skills: []", "skills: [Forklift, Payroll, Rotas]"))
    run(capsys, "skills", "new", "forklift")
    shown = run(capsys, "applications", "show", "harbour")
    assert "Met 0, partly 1, missing 2" in shown
    assert "both say forklift" in shown


def test_lint_reads_each_file_as_what_its_folder_holds(capsys: pytest.CaptureFixture[str]) -> None:
    begin(capsys)
    run(capsys, "skills", "new", "Forklift")
    skill = SKILLS.folder / "forklift.yaml"
    files = (str(APPLICATIONS.folder / "harbour.yaml"), str(skill))
    assert "2 files: no faults." in run(capsys, "applications", "lint", *files)
    skill.write_text(skill.read_text().replace("progress: 0", "progress: 200"))
    assert "forklift.yaml:8: `progress` is 200. Write 0 to 100." in run(capsys, "applications", "lint", *files, code=1)
    assert "progress" in run(capsys, "skills", code=1)


def test_a_calendar_is_written_and_replaces_only_a_calendar(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    begin(capsys)
    assert "no date yet" in run(capsys, "calendar", code=1)
    run(capsys, "applications", "interview", "harbour", "2027-03-09", "10:00", "--zone", "Europe/London")
    run(capsys, "calendar")
    run(capsys, "calendar")
    assert b"TZID:Europe/London" in (paths.exports() / "interviews.ics").read_bytes()
    own = tmp_path / "notes.txt"
    own.write_text("mine")
    assert "is no calendar" in run(capsys, "calendar", "--to", str(own), code=1)
    assert own.read_text() == "mine"
    run(capsys, "calendar", "--to", str(tmp_path))
    assert (tmp_path / "interviews.ics").exists()


def test_what_is_typed_wrongly_is_told_and_nothing_is_written(capsys: pytest.CaptureFixture[str]) -> None:
    begin(capsys)
    before = (APPLICATIONS.folder / "harbour.yaml").read_bytes()
    assert "is not a time zone" in run(
        capsys, "applications", "interview", "harbour", "2027-03-09", "--zone", "Mars/Base", code=1
    )
    assert "is not an hour" in run(capsys, "applications", "interview", "harbour", "2027-03-09", "noon", code=1)
    assert 'called "harbour" already' in run(
        capsys, "applications", "new", "harbour", "--employer", "X", "--role", "Y", code=1
    )
    with pytest.raises(SystemExit):
        main(["applications", "interview", "harbour", "2027-02-30"])
    assert "year, month and day" in capsys.readouterr().err
    assert (APPLICATIONS.folder / "harbour.yaml").read_bytes() == before


def test_a_draft_that_cannot_be_read_is_one_clear_error() -> None:
    file = drafts.save("thanks", "harbour", Letter(to="", subject="", body="Text\n"))
    file.write_bytes(b"\xff\xfe")
    with pytest.raises(ComebackError, match="not UTF-8"):
        drafts.load("thanks", "harbour")
    file.write_text("x" * 200_000)
    with pytest.raises(ComebackError, match="longer than a letter"):
        drafts.load("thanks", "harbour")


def test_an_interview_elsewhere_begins_by_the_clock_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Europe/Berlin")
    time.tzset()
    try:
        there = Appointment(date="2026-07-01", hour="20:30", zone="America/New_York")
        assert machine.begins(there) == ("2026-07-02", "02:30")
        assert machine.begins(replace(there, zone="")) == ("2026-07-01", "20:30")
        assert machine.begins(replace(there, hour="")) == ("2026-07-01", "")
        # A week in which the clocks here have changed, and those there have not.
        assert machine.begins(replace(there, date="2026-10-27")) == ("2026-10-28", "01:30")
    finally:
        monkeypatch.undo()
        time.tzset()


def test_the_zone_of_this_machine_is_read_where_it_has_a_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", ":Australia/Lord_Howe")
    found = machine.zone()
    assert found is not None
    assert found.key == "Australia/Lord_Howe"
    monkeypatch.setenv("TZ", "EST5EDT4,M3.2.0,M11.1.0")
    assert machine.zone() is None


def test_a_debrief_that_is_there_takes_the_day_of_thanks(capsys: pytest.CaptureFixture[str]) -> None:
    begin(capsys)
    run(capsys, "applications", "interview", "harbour", YESTERDAY)
    DEBRIEFS.save(Debrief(id="mine", application="harbour", date=YESTERDAY, interviewers=("Ms Okafor",)))
    assert "Dear Ms Okafor," in run(capsys, "letter", "thanks", "harbour")
    run(capsys, "letter", "thanks", "harbour", "--sent")
    assert list(DEBRIEFS.load().records) == ["mine"]
    assert DEBRIEFS.load().records["mine"].thanked == TODAY.isoformat()
    assert DEBRIEFS.folder.stat().st_mode & 0o077 == 0


def test_comments_in_a_file_are_kept_beside_what_is_written_over_it(capsys: pytest.CaptureFixture[str]) -> None:
    begin(capsys)
    file = APPLICATIONS.folder / "harbour.yaml"
    file.write_text(f"# ask for the van\n{file.read_text()}")
    run(capsys, "applications", "stage", "harbour", "applied")
    assert (APPLICATIONS.folder / "harbour.yaml~").read_text().startswith("# ask for the van\n")
    assert list(APPLICATIONS.load().records) == ["harbour"]
    assert "`mock-interview letter feedback`" in run(capsys, "applications", "stage", "harbour", "rejected")


def test_a_letter_for_what_has_a_debrief_alone_is_marked_there_and_for_nothing_nowhere() -> None:
    DEBRIEFS.save(Debrief(id="mine", application="gone", date=YESTERDAY))
    assert mark_sent("feedback", "gone", gather(), TODAY) == "debrief"
    assert DEBRIEFS.load().records["mine"].asked_for_feedback == TODAY.isoformat()
    assert mark_sent("reply", "nothing", gather(), TODAY) == ""
    APPLICATIONS.save(Application(id="lead", employer="Quay", role="Clerk", note="By the station."))
    assert mark_sent("outreach", "lead", gather(), TODAY) == "application"
    assert APPLICATIONS.find("lead").note == f"By the station.\n{TODAY.isoformat()}: a note went out to them."
    assert list(DEBRIEFS.load().records) == ["mine"]


@pytest.mark.parametrize(("kind", "first"), [("feedback", "applications new"), ("outreach", "contacts new")])
def test_a_letter_to_nobody_yet_says_what_to_begin_with(
    kind: str, first: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert f"`mock-interview {first} " in run(capsys, "letter", kind, code=1)
    begin(capsys)
    assert "Harbour Foods" in run(capsys, "letter", kind, "harbour")
