"""What is due, day by day: thanks within a day, feedback first, and nothing for ever."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from simulator.comeback.due import FEEDBACK_DAYS, REPLY_DAYS, THANKS_DAYS, Due, due, in_a_line
from simulator.comeback.model import Application, Appointment, Contact, Debrief, Feedback, Reached, Skill
from tests.comeback.making import APPLICATIONS, CONTACTS, DEBRIEFS

TODAY = date(2026, 11, 27)
JOB = Application(
    id="harbour",
    employer="Harbour Foods",
    role="Clerk",
    stages=(Reached(stage="interview", date="2026-11-20"),),
    interviews=(Appointment(date="2026-11-26", hour="10:00"),),
)


def found(
    *jobs: Application, debrief: Debrief | None = None, today: date = TODAY, hour: str = "23:00", ahead: int = 0
) -> list[Due]:
    debriefs = {debrief.id: debrief} if debrief is not None else {}
    return list(due({job.id: job for job in jobs}, debriefs, {}, {}, today, hour=hour, ahead=ahead))


def rejected(debrief: bool = True, **more: object) -> tuple[Application, Debrief | None]:
    job = Application(
        id="harbour", employer="Harbour Foods", role="Clerk", stages=(Reached(stage="rejected", date="2026-11-27"),)
    )
    looked = Debrief(id="d", application="harbour", date="2026-11-26", outcome="rejected", **more)  # type: ignore[arg-type]
    return job, looked if debrief else None


def test_an_interview_is_there_on_its_day_and_the_thanks_after_it() -> None:
    (before,) = found(JOB, today=date(2026, 11, 26), hour="09:59")
    assert before.what == "interview at 10:00"
    (on_the_day, thanks) = found(JOB, today=date(2026, 11, 26), hour="10:00")
    assert on_the_day.what == "interview at 10:00"
    assert thanks.letter == "thanks"
    within, called = "thank-you note, within 24 hours", "Clerk, Harbour Foods"
    thanks = Due(day="2026-11-26", of="application", id="harbour", what=within, whom=called, letter="thanks", rank=0)
    assert found(JOB) == [thanks]
    assert not found(JOB, today=date(2026, 11, 26) + timedelta(days=THANKS_DAYS + 1))


def test_thanked_is_thanked_until_the_next_interview() -> None:
    thanked = Debrief(id="d", application="harbour", date="2026-11-26", thanked="2026-11-26")
    assert not found(JOB, debrief=thanked)
    second = replace(JOB, interviews=(*JOB.interviews, Appointment(date="2026-11-27")))
    assert [each.letter for each in found(second, debrief=thanked, today=date(2026, 11, 28))] == ["thanks"]


def test_after_a_rejection_feedback_comes_first_then_the_reply_and_both_end() -> None:
    job, debrief = rejected()
    other = Application(id="a", employer="A", role="B", next_action="ring", due="2026-11-01")
    assert [each.letter for each in found(other, job, debrief=debrief)] == ["feedback", None, "reply"]
    later = TODAY + timedelta(days=REPLY_DAYS + 1)
    assert [each.letter for each in found(job, debrief=debrief, today=later)] == ["feedback"]
    assert not found(job, debrief=debrief, today=TODAY + timedelta(days=FEEDBACK_DAYS + 1))


def test_of_several_looks_back_the_newest_counts() -> None:
    """By its day, and of one day by its id."""
    job, first = rejected(replied="2026-11-27")
    assert first is not None
    asked = replace(first, replied="", asked_for_feedback="2026-11-27")
    for newer in (replace(asked, id="c", date="2026-11-27"), replace(asked, id="e")):
        for pair in ((first, newer), (newer, first)):
            of_all = due({job.id: job}, {each.id: each for each in pair}, {}, {}, TODAY)
            assert [each.letter for each in of_all] == ["reply"]


def test_what_was_asked_or_told_is_not_asked_again() -> None:
    job, asked = rejected(asked_for_feedback="2026-11-27", replied="2026-11-27")
    assert not found(job, debrief=asked)
    job, told = rejected(feedback=(Feedback(date="2026-11-27", text="Rotas."),), replied="2026-11-27")
    assert not found(job, debrief=told)


def test_a_rest_puts_it_off_and_it_comes_back() -> None:
    job, resting = rejected(rest_until="2026-11-28")
    assert not found(job, debrief=resting)
    assert [each.letter for each in found(job, debrief=resting, today=date(2026, 11, 28))] == ["feedback", "reply"]


def test_an_application_that_stands_still_asks_to_be_asked_about() -> None:
    quiet = Application(id="q", employer="Q", role="R", stages=(Reached(stage="applied", date="2026-11-13"),))
    assert [each.what for each in found(quiet)] == ["ask how it stands"]
    assert not found(quiet, today=date(2026, 11, 26))
    waiting = replace(quiet, next_action="wait", due="2026-12-24")
    assert not found(waiting)
    assert [each.day for each in found(waiting, ahead=27)] == ["2026-12-24"]


def test_contacts_events_leads_and_skills_are_due_too() -> None:
    contacts = {
        "joan": Contact(id="joan", name="Joan", next_action="ring", due="2026-11-27"),
        "fair": Contact(id="fair", kind="event", name="Fair", date="2026-11-27"),
        "past": Contact(id="past", kind="event", name="Past fair", date="2026-11-20"),
        "lead": Contact(id="lead", kind="lead", name="Second shift", next_action="write", due="2026-11-25"),
    }
    skills = {
        "lift": Skill(id="lift", name="Forklift", by="2026-11-27", how="evening class"),
        "done": Skill(id="done", name="First aid", by="2026-11-01", progress=100),
    }
    all_of_it = due({}, {}, contacts, skills, TODAY)
    course = "go on with the course: evening class"
    assert list(all_of_it) == [
        Due(day="2026-11-25", of="contact", id="lead", what="write", whom="Second shift", letter="outreach"),
        Due(day="2026-11-27", of="contact", id="fair", what="event", whom="Fair"),
        Due(day="2026-11-27", of="skill", id="lift", what=course, whom="Forklift"),
        Due(day="2026-11-27", of="contact", id="joan", what="ring", whom="Joan"),
    ]
    assert in_a_line(all_of_it) == "write; 3 more"
    assert in_a_line(all_of_it[:1]) == "write (Second shift)"
    assert in_a_line(()) == ""


@given(job=APPLICATIONS, debrief=DEBRIEFS, contact=CONTACTS, day=st.dates(date(2024, 1, 1), date(2028, 12, 31)))
def test_nothing_of_tomorrow_is_due_today_and_the_same_gives_the_same(
    job: Application, debrief: Debrief, contact: Contact, day: date
) -> None:
    once = due({"a": job}, {"d": debrief}, {"c": contact}, {}, day)
    assert once == due({"a": job}, {"d": debrief}, {"c": contact}, {}, day)
    assert all(each.day <= day.isoformat() for each in once)
    assert set(once) <= set(due({"a": job}, {"d": debrief}, {"c": contact}, {}, day, ahead=30))
