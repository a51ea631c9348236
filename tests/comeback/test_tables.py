"""Tables: what goes out comes back as it was, every fault has its line, and no cell is a formula."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.comeback.model import Application, Appointment, Contact, Person, Reached, Record, Skill
from simulator.comeback.store import APPLICATIONS, CONTACTS, as_yaml
from simulator.comeback.tables import columns, from_csv, to_csv
from simulator.comeback.taking_in import take_in
from simulator.documents.forms import check
from simulator.documents.nodes import read
from simulator.errors import ComebackError
from simulator.text import as_cell, from_cell, is_formula
from tests.comeback.making import APPLICATIONS as ANY_APPLICATION
from tests.comeback.making import CONTACTS as ANY_CONTACT

HEAD = "employer,role,stages,interviews,due\n"


def as_read(record: Record, what: str) -> Record | None:
    """As it would come out of its file: blanks tidied. None where a file would not hold it."""
    return check(read(as_yaml(record).encode(), what, ""), type(record), what)[0]


@settings(max_examples=200)
@given(record=ANY_APPLICATION)
def test_an_application_goes_round(record: Application) -> None:
    kept = as_read(record, "application")
    if kept is not None:
        assert isinstance(kept, Application)
        assert from_csv(to_csv(Application, [kept]), Application, "application", {}) == ([kept], [])


@settings(max_examples=100)
@given(record=ANY_CONTACT)
def test_a_contact_goes_round(record: Contact) -> None:
    kept = as_read(record, "contact")
    if kept is not None:
        assert isinstance(kept, Contact)
        assert from_csv(to_csv(Contact, [kept]), Contact, "contact", {}) == ([kept], [])


def test_a_skill_goes_round() -> None:
    skill = Skill(id="forklift", name="Forklift licence", cost=250, by="2027-03-01", progress=30)
    assert from_csv(to_csv(Skill, [skill]), Skill, "skill", {}) == ([skill], [])


@pytest.mark.parametrize("evil", ["=1+1", "+1", "-1", "@SUM(A1)", " =1+1", "＝cmd", "'=1+1", "''@x", "'plain", "it's"])
def test_no_cell_is_a_formula_and_every_text_comes_back(evil: str) -> None:
    job = Application(id="x", employer=evil, role=evil, skills=(evil, "b"), contact=Person(name=evil), note=evil)
    for row in csv.reader(io.StringIO(to_csv(Application, [job]))):
        assert not any(is_formula(cell) for cell in row)
    assert from_cell(as_cell(evil)) == evil
    kept = as_read(job, "application")
    assert kept is not None
    assert from_csv(to_csv(Application, [kept]), Application, "application", {})[0] == [kept]


@settings(max_examples=300)
@given(text=st.text(alphabet="'=+-@ab \n\t", max_size=6))
def test_a_cell_is_undone_exactly(text: str) -> None:
    assert from_cell(as_cell(text)) == text
    assert not is_formula(as_cell(text))


def test_every_fault_of_a_table_is_told_with_its_line() -> None:
    text = (
        "employer,role,stages,interviews,due,minutes\n"
        "Mill,Nurse,applied 2026-11-01,,tomorrow,\n"
        "\n"
        'Harbour,"Clerk,\nnights",aplied 2026-11-01,2027-03-09 10:00 Europe/Nowhere,,\n'
        "Quay,,applied,next week,2027-02-30,\n"
        "A,B,,,,,,\n"
    )
    records, faults = from_csv(text, Application, "application", {})
    told = {(fault.line, fault.message) for fault in faults}
    assert records == []
    assert (1, 'There is no column "minutes" here.') in told
    assert (2, '`due` is not a date: "tomorrow".') in told
    assert (4, '`stage` cannot be "aplied".') in told
    assert (4, '`zone` is not a time zone: "Europe/Nowhere".') in told
    assert (6, "This application has no `role`.") in told
    assert (6, "This stage has no `date`.") in told
    assert (6, '`interviews` cannot be read: "next week".') in told
    assert (6, '`due` is not a date: "2027-02-30".') in told
    assert (7, "This row has more cells than there are columns.") in told
    assert all(fault.mend for fault in faults)


def test_a_quote_that_is_left_open_and_a_table_of_nothing_are_faults() -> None:
    assert from_csv('employer,role\n"Mill,Nurse\n', Application, "application", {})[1]
    assert from_csv("", Application, "application", {})[1]
    assert from_csv("employer,role\n", Application, "application", {})[1][0].message.startswith(
        "There is no application"
    )


def test_columns_that_are_missing_are_told_once_and_not_on_each_row() -> None:
    told = from_csv("employer,rôle\nMill,Nurse\nQuay,Clerk\n", Application, "application", {})[1]
    assert [(fault.line, fault.message) for fault in told] == [
        (1, "The first line names no column `role`."),
        (1, 'There is no column "rôle" here.'),
    ]


def test_rows_without_an_id_get_one_each_and_an_id_twice_is_a_fault() -> None:
    records, faults = from_csv("employer,role\nMill,Nurse\nMill,Nurse\n", Application, "application", {})
    assert [record.id for record in records] == ["mill-nurse", "mill-nurse-2"]
    assert not faults
    again = from_csv("id,employer,role\na,Mill,Nurse\na,Mill,Nurse\n", Application, "application", {})[1]
    assert [fault.line for fault in again] == [3]


def test_columns_that_a_table_has_not_leave_what_is_there() -> None:
    known = Application(
        id="mill", employer="Mill", role="Nurse", note="kept", stages=(Reached(stage="lead", date="2026-01-01"),)
    )
    (changed,), faults = from_csv("id,area\nmill,care\n", Application, "application", {"mill": known})
    assert not faults
    assert changed == msgspec.structs.replace(known, area="care")
    (emptied,), _ = from_csv("id,note\nmill,\n", Application, "application", {"mill": known})
    assert emptied.note == ""


def test_semicolons_of_spreadsheets_elsewhere_are_read_too() -> None:
    (record,), faults = from_csv(
        'employer;role;skills\nMill;Nurse;"rotas\nfirst aid"\n', Application, "application", {}
    )
    assert not faults
    assert record.skills == ("rotas", "first aid")


def test_a_file_is_taken_in_as_a_whole_or_not_at_all(tmp_path: Path) -> None:
    file = tmp_path / "jobs.csv"
    file.write_text("employer,role,due\nMill,Nurse,2027-01-01\nQuay,Clerk,soon\n")
    with pytest.raises(ComebackError, match=r"jobs\.csv:3: `due` is not a date"):
        take_in(file, APPLICATIONS)
    assert not APPLICATIONS.load().records
    file.write_bytes("\ufeffid,employer,role\nmill,Mill,Nurse\nquay,Quay,Clerk\n".encode())
    taken = take_in(file, APPLICATIONS)
    assert (taken.new, taken.changed, taken.same) == (2, 0, 0)
    file.write_text("id,employer,role\nmill,Mill,Night nurse\nquay,Quay,Clerk\n")
    taken = take_in(file, APPLICATIONS)
    assert (taken.new, taken.changed, taken.same) == (0, 1, 1)
    assert APPLICATIONS.load().records["mill"].role == "Night nurse"


def test_a_file_that_has_a_fault_is_not_overwritten(tmp_path: Path) -> None:
    CONTACTS.folder.mkdir(parents=True)
    broken = CONTACTS.folder / "joan.yaml"
    broken.write_text("id: joan\nname: [\n")
    file = tmp_path / "people.csv"
    file.write_text("id,name\njoan,Joan Reed\n")
    with pytest.raises(ComebackError, match="left as it is"):
        take_in(file, CONTACTS)
    assert broken.read_text() == "id: joan\nname: [\n"


@pytest.mark.parametrize("raw", [b"\xff\xfe\x00", b"employer\x00,role\nA,B\n"])
def test_a_file_that_is_no_table_is_one_clear_error(tmp_path: Path, raw: bytes) -> None:
    file = tmp_path / "jobs.csv"
    file.write_bytes(raw)
    with pytest.raises(ComebackError, match=r"jobs\.csv:1: "):
        take_in(file, APPLICATIONS)
    with pytest.raises(ComebackError, match=r"none\.csv: There is no such file") as missing:
        take_in(tmp_path / "none.csv", APPLICATIONS)
    assert missing.value.mend == "Check the name."


def test_every_field_of_a_record_has_its_column() -> None:
    assert set(columns(Skill)) == set(Skill.__struct_fields__)
    assert {"contact_name", "recruiter_mail"} < set(columns(Application))
    held = Appointment(date="2027-03-09", hour="10:00", zone="Etc/GMT+5", minutes=45, place="1 Mill Road, 60 min")
    job = Application(id="x", employer="A", role="B", interviews=(held, Appointment(date="2027-03-10")))
    assert from_csv(to_csv(Application, [job]), Application, "application", {}) == ([job], [])
