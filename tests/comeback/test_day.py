"""The day of an interview: which interview it is, what is known of it, and which answers are the strongest."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.comeback.day import NONE_TODAY, Day, day, facts, heading, lines, strongest
from simulator.comeback.model import Application, Appointment, IfThen, Person, Reached
from simulator.comeback.setbacks import BY_ID, SETBACKS, happens, in_order, plan_of, sentence
from simulator.preparation.model import Interview, Paper, Sheet
from simulator.questions.model import QUESTIONS_TO_ASK
from simulator.sessions.indexed import IndexedTake

TODAY = "2026-11-27"

SHEET = Sheet(
    id="harbour",
    employer="Harbour Foods",
    role="Buyer",
    interview=Interview(
        date=TODAY, hour="10:00", place="Pier 3", format="on site", way="Tram 4", arrive="09:45", dress="A clean shirt"
    ),
    interviewers=("Maria Lopez", "Ben Okri"),
    documents=(Paper(name="CV, three copies", ready=True), Paper(name="References")),
    questions=("Who would I work with most?",),
)


def application(id: str = "harbour", *, date: str = TODAY, hour: str = "", **changes: Any) -> Application:
    meetings = (Appointment(date=date, hour=hour, place="Their office"),)
    return Application(id=id, employer=id.capitalize(), role="Buyer", interviews=meetings, **changes)


def take(number: int, fluency: float | None, preparedness: float | None = 50.0, **changes: Any) -> IndexedTake:
    values: dict[str, Any] = {
        "name": f"q{number:02}-t1", "at": "2026-11-20T10:00:00+01:00", "ref": f"test/{number}", "competency": "",
        "question": f"Question {number}?", "answer": "", "folder": "session", "fluency": fluency,
        "preparedness": preparedness,
    }  # fmt: skip
    return IndexedTake(**{**values, **changes})


def of(**known: Any) -> Day:
    return day(TODAY, **{"active": None, "sheets": {}, "applications": (), **known})


def test_nothing_known_is_a_calm_page_all_the_same() -> None:
    empty = of()
    assert not empty.known
    assert list(lines(empty)) == [NONE_TODAY]
    assert of(active=Sheet(id="a", employer="A", role="b")) == Day(), "a sheet without a date is of no day"
    assert of(active=SHEET, applications=[application(date="2026-11-28")]).employer == "Harbour Foods"


def test_the_sheet_of_the_day_gives_all_that_it_knows() -> None:
    found = of(active=SHEET)
    assert heading(found) == "Today: Harbour Foods, Buyer, 10:00."
    assert next(lines(found, "in 2 h")) == "Today: Harbour Foods, Buyer, 10:00, in 2 h."
    assert dict(facts(found)) == {
        "Be there": "09:45", "Where": "Pier 3, on site", "Way": "Tram 4", "Wear": "A clean shirt",
        "You meet": "Maria Lopez; Ben Okri",
    }  # fmt: skip
    printed = "\n".join(lines(found))
    assert "CV, three copies (ready)" in printed
    assert "References" in printed
    assert "References (ready)" not in printed
    assert "Who would I work with most?" in printed


def test_an_application_comes_before_the_sheet_and_the_earlier_first() -> None:
    late, early = application("late", hour="15:00"), application("early", hour="09:00")
    assert of(active=SHEET, applications=[late, early]).employer == "Early"
    unknown = application("unknown")
    assert of(applications=[unknown, late]).employer == "Late", "one without an hour is looked at last"
    over = application("over", stages=(Reached(stage="rejected", date=TODAY),))
    assert not of(applications=[over]).known


def test_an_application_takes_what_its_sheet_knows() -> None:
    known = application("harbour", hour="11:00", sheet="harbour", contact=Person(name="Kim"))
    found = of(sheets={"harbour": SHEET}, applications=[known])
    assert (found.hour, found.place, found.way, found.sheet) == ("11:00", "Their office", "Tram 4", "harbour")
    assert found.interviewers == SHEET.interviewers
    alone = of(applications=[known])
    assert (alone.interviewers, alone.documents, alone.sheet) == (("Kim",), (), "")
    another = Sheet(id="harbour", employer="H", role="B", interview=Interview(date="2026-11-01", arrive="07:00"))
    assert of(sheets={"harbour": another}, applications=[known]).arrive == "", "an hour of another day misleads"


def test_the_zone_is_said_where_it_is_another() -> None:
    meeting = Appointment(date=TODAY, hour="10:00", zone="Europe/Berlin")
    found = of(applications=[Application(id="a", employer="A", role="B", interviews=(meeting,))])
    assert heading(found) == "Today: A, B, 10:00 (Europe/Berlin)."
    job = Application(id="a", employer="A", role="B", interviews=(meeting, Appointment(date="2026-11-28")))
    yonder = of(applications=[job], begins=lambda held: (TODAY, "04:00") if held.zone else (held.date, held.hour))
    assert yonder.here == "04:00"
    assert heading(yonder) == "Today: A, B, 10:00 (Europe/Berlin), 04:00 here."
    assert not of(applications=[job], begins=lambda _: ("2026-11-26", "23:00")).known


def test_the_strongest_are_spoken_of_different_questions_by_score_and_own_rating() -> None:
    takes = [
        take(1, 60), take(1, 80, name="q01-t2"), take(2, 70, 70), take(3, 64, 70, rating=5), take(4, 90, None, own=False),
        take(5, None, 99.0), take(6, 99, 99, follow_up=1), take(9, 99, competency=QUESTIONS_TO_ASK), take(7, 40), take(8, 66, None),
    ]  # fmt: skip
    found = strongest(takes)
    assert [(each.take, each.question) for each in found] == [
        ("q03-t1", "Question 3?"),
        ("q02-t1", "Question 2?"),
        ("q08-t1", "Question 8?"),
    ]
    assert strongest([]) == []
    printed = "\n".join(lines(of(active=SHEET, takes=takes)))
    assert "Question 3?  (fluency 64, preparedness 70, you gave it 5; session, q03-t1)" in printed


# Setbacks


def test_every_setback_has_a_scene_a_line_and_a_reason() -> None:
    assert [each.id for each in SETBACKS] == ["blank-mind", "no-answer", "cold-interviewer"]
    for each in SETBACKS:
        assert each.when.startswith("If ")
        assert all((each.scene, each.line, each.why))
        assert "!" not in f"{each.scene}{each.line}{each.why}"


@pytest.mark.parametrize(
    ("when", "said"),
    [
        ("If my mind goes blank", "If my mind goes blank: “Let me think.”"),
        ("My voice shakes", "If my voice shakes: “Let me think.”"),
        ("when they laugh,", "when they laugh: “Let me think.”"),
        ("I freeze.", "If I freeze: “Let me think.”"),
    ],
)
def test_a_plan_is_said_as_if_and_then(when: str, said: str) -> None:
    plan = IfThen(id="a", when=when, then=" Let me think. ")
    assert sentence(plan) == said
    fear = said.partition(" ")[2].partition(":")[0]
    assert happens(plan) == f"It happens: {fear}."


def test_known_setbacks_come_first_in_their_order() -> None:
    own = IfThen(id="my-own", when="If it rains", then="I laugh")
    plans = [own, *(plan_of(each, each.line, "") for each in reversed(SETBACKS))]
    assert [each.id for each in in_order(plans)] == [*BY_ID, "my-own"]
    assert of(plans=plans).plans == tuple(in_order(plans))
