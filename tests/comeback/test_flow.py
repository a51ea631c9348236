"""The debrief, one question after the other: every answer is kept, every question can be passed, and it ends."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from simulator.comeback import flow, jobs
from simulator.comeback.asking import Known
from simulator.comeback.awaiting import over, to_go_on, waiting
from simulator.comeback.flow import ask, following, taken
from simulator.comeback.model import PARTS, Application, Appointment, Asked, Debrief, Feedback, Reached
from simulator.comeback.store import DEBRIEFS
from simulator.preparation.model import Interview, Sheet

TODAY = "2026-11-24"
START = Debrief(id="d", application="harbour", date="2026-11-20")
KNOWN = Known(competencies=("conflict", "motivation"), rehearsed={"Why us?": "Why do you want to work here?"})

Answer = str | Sequence[str] | int | None


def walk(debrief: Debrief, answers: dict[str, list[Answer]], start: str = flow.HOW) -> tuple[Debrief, list[str]]:
    """Through all questions, each answered by the next answer that is given for it, else passed."""
    step, steps = start, []
    while step != flow.END:
        steps.append(step)
        assert len(steps) < 60, steps
        shown = ask(step, debrief, KNOWN)
        passed: Answer = flow.PASS if any(each.key == flow.PASS for each in shown.choices) else shown.chosen or None
        given_here = answers.get(step, [])
        answer = given_here.pop(0) if given_here else "" if shown.write is not None else passed
        if step in (flow.HOW, flow.TODAY) and answer is None:
            answer = flow.GO
        debrief = taken(step, debrief, answer, TODAY)
        step = following(step, debrief, answer)
    return debrief, steps


def test_everything_that_is_answered_is_kept() -> None:
    debrief, steps = walk(
        START,
        {
            "round": ["second"],
            "outcome": ["rejected"],
            "reason": ["You knew too little about us."],
            "reason about": [["research"]],
            "asked": ["Why  us?", "Tell me about a conflict."],
            "competency": ["motivation", "conflict"],
            "went": ["4", "1"],
            "felt": [7],
            "homework": ["2"],
            "documents": ["5"],
            "feedback": ["recruiter"],
            "feedback text": ["No examples."],
            "feedback about": [["listening and answering"]],
            "good": ["Your calm"],
            "advice": ["Tell one story a question."],
            "guesses": [["match"]],
        },
    )
    assert (debrief.stage, debrief.outcome, debrief.reason_about, debrief.nerves) == (
        "second",
        "rejected",
        ("research",),
        7,
    )
    assert debrief.questions == (
        Asked(text="Why us?", competency="motivation", went=4),
        Asked(text="Tell me about a conflict.", competency="conflict", went=1),
    )
    assert [(each.part, each.step) for each in debrief.audit] == [("homework", 2), ("documents", 5)]
    assert debrief.feedback == (
        Feedback(
            date=TODAY, by="recruiter", text="No examples.", about=("listening and answering",),
            advice="Tell one story a question.", good="Your calm",
        ),
    )  # fmt: skip
    assert debrief.guesses == ("match",)
    assert [step for step in steps if step in PARTS] == list(PARTS)
    assert steps.index("today") < steps.index("reason") < steps.index("asked") < steps.index("homework")


def test_while_they_have_not_said_yet_the_note_of_thanks_is_thought_of() -> None:
    debrief, steps = walk(START, {"people": ["Ms Ode,  Jo Lee ,"], "talked": ["the night shift"]})
    assert (debrief.interviewers, debrief.talked_about) == (("Ms Ode", "Jo Lee"), ("the night shift",))
    assert "reason" not in steps


@pytest.mark.parametrize("outcome", ["waiting", "rejected", "offer"])
def test_every_question_can_be_passed_and_the_debrief_ends(outcome: str) -> None:
    debrief, steps = walk(START, {"outcome": [outcome]})
    assert debrief == replace(START, outcome=outcome)
    assert ("today" in steps) is (outcome == "rejected")
    assert ("homework" in steps) is (outcome != "offer")


def test_going_through_it_again_changes_nothing_that_is_passed_with_what_stands_there() -> None:
    first, _ = walk(
        START, {"outcome": ["rejected"], "reason": ["No."], "homework": ["2"], "felt": [3], "round": ["first"]}
    )
    step, debrief = flow.OUTCOME, first
    while step != flow.END:
        shown = ask(step, debrief, KNOWN)
        answer: Answer = (
            sorted(shown.ticked) if shown.ticked is not None
            else shown.chosen or flow.GO if shown.choices
            else shown.value if shown.scale
            else shown.write
        )  # fmt: skip
        debrief = taken(step, debrief, answer, TODAY)
        step = following(step, debrief, answer)
    assert debrief == first


@settings(max_examples=40)  # each of up to forty states goes to disk and back
@given(
    st.lists(
        st.sampled_from(["", "Why us?", "“[b]x[/b]”\n", "rejected", "employer", "1", "5", "go", "pass"]), max_size=40
    )
)
def test_whatever_is_typed_every_state_can_be_saved(typed: list[str]) -> None:
    step, debrief = flow.HOW, START
    while step != flow.END and typed:
        shown = ask(step, debrief, KNOWN)
        word = typed.pop()
        keys = [each.key for each in shown.choices]
        answer: Answer = (
            keys[:2] if shown.ticked is not None
            else word if word in keys or not keys
            else keys[len(word) % len(keys)]
        )  # fmt: skip
        answer = None if shown.scale else answer
        debrief = taken(step, debrief, answer, TODAY)
        step = following(step, debrief, answer)
        if step != flow.JOB:
            DEBRIEFS.save(replace(debrief, left_at=step))
            assert DEBRIEFS.find("d").left_at == step


def test_after_a_rest_the_letter_comes_first() -> None:
    rested = replace(START, outcome="rejected", rest_until=TODAY)
    assert ask(flow.TODAY, rested, KNOWN).choices[0].key == flow.LETTER
    assert ask(flow.TODAY, replace(rested, asked_for_feedback=TODAY), KNOWN).choices[0].key == flow.GO
    assert ask(flow.TODAY, replace(rested, rest_until=""), KNOWN).text == flow.COMFORT
    assert taken(flow.TODAY, rested, flow.GO, TODAY).rest_until == ""


def test_what_was_rehearsed_is_counted_and_named_with_which() -> None:
    asked = (Asked(text="Why us?", competency="a"), Asked(text="Who are you?", competency="a"))
    about = ask(flow.HANDS, replace(START, questions=asked), KNOWN).about
    assert "Of 2 questions they asked, you had rehearsed 1:" in about
    assert "Why us?  (as “Why do you want to work here?”)" in about
    none = ask(flow.HANDS, replace(START, questions=asked[1:]), KNOWN).about
    assert "1 question that you had not rehearsed" in none


def test_a_question_that_was_not_settled_stands_in_the_line_again() -> None:
    draft = taken(flow.ASKED, START, "Why us", TODAY)
    assert ask(flow.ASKED, draft, KNOWN).write == "Why us"
    assert taken(flow.ASKED, draft, "Why us?", TODAY).questions == (Asked(text="Why us?"),)
    assert taken(flow.ASKED, draft, "", TODAY).questions == ()


# Which interviews wait

JOB = Application(
    id="harbour", employer="Harbour Foods", role="Packer", sheet="harbour",
    interviews=(Appointment(date="2026-11-20", hour="10:00"), Appointment(date=TODAY, hour="14:00")),
)  # fmt: skip
SHEET = Sheet(id="mill", employer="Mill Road", role="Receptionist", interview=Interview(date="2026-11-22"))


def test_an_interview_waits_from_its_hour_on_until_there_is_a_debrief_of_it() -> None:
    now = [(each.application or each.sheet, each.date) for each in over([JOB], [SHEET], TODAY, "13:00")]
    assert now == [("mill", "2026-11-22"), ("harbour", "2026-11-20")]
    later = over([JOB], [replace(SHEET, id="harbour", interview=Interview(date="2026-11-20"))], TODAY, "14:30")
    assert [(each.application, each.date) for each in later] == [("harbour", TODAY), ("harbour", "2026-11-20")]
    begun = replace(START, stage="first")
    assert [each.date for each in waiting(later, [begun], "2026-11-01")] == [TODAY]
    thanked = replace(START, thanked=TODAY)
    asked = replace(START, outcome="rejected", asked_for_feedback=TODAY)
    for letter in (thanked, asked):
        assert waiting(later, [letter], "2026-11-01") == later, "a letter that went out is no look back"
        choices = jobs.which([], [JOB], [], [letter], {}).choices
        assert not choices[0].detail
    assert "looked back on" in jobs.which([], [JOB], [], [begun], {}).choices[0].detail
    assert waiting(later, [], "2026-11-25") == []
    unnamed = over([], [SHEET], TODAY, "13:00")
    assert waiting(unnamed, [replace(START, application="", date="2026-11-22")], "2026-11-01") == unnamed


def test_an_interview_elsewhere_is_over_by_the_clock_here() -> None:
    there = replace(JOB, interviews=(Appointment(date=TODAY, hour="10:00", zone="America/New_York"),))
    here = dict.fromkeys(there.interviews, (TODAY, "16:00"))
    assert not over([there], [], TODAY, "15:59", here.__getitem__)
    assert [each.date for each in over([there], [], TODAY, "16:01", here.__getitem__)] == [TODAY]


def test_a_debrief_that_was_left_is_gone_on_with_once_it_has_rested() -> None:
    left = replace(START, left_at=flow.ASKED)
    rests = replace(left, id="r", date="2026-11-23", rest_until="2026-11-25")
    assert to_go_on([left, rests, replace(START, id="x", date=TODAY)], TODAY) == left
    assert to_go_on([left, rests], "2026-11-25") == rests
    assert to_go_on([START], TODAY) is None


def test_an_outcome_moves_the_application_on_once() -> None:
    rejected = jobs.with_outcome(JOB, "rejected", TODAY)
    assert rejected.stages == (Reached(stage="rejected", date=TODAY),)
    assert jobs.with_outcome(rejected, "rejected", "2026-12-01") == rejected
    withdrawn = replace(JOB, stages=(Reached(stage="withdrawn", date=TODAY),))
    assert jobs.with_outcome(withdrawn, "rejected", TODAY) == withdrawn
    assert jobs.interviewed(JOB, TODAY).interviews == JOB.interviews
    assert jobs.interviewed(JOB, "2026-11-01").stage == "interview"
    assert jobs.last_interview(JOB, TODAY) == TODAY
    early = Appointment(date="2026-11-01", hour="09:00")
    coming = jobs.with_interview(replace(JOB, stages=()), early, TODAY)
    assert coming.interviews == (early, *JOB.interviews)
    assert coming.stages == (Reached(stage="interview", date=TODAY),)
    assert jobs.with_interview(coming, early, TODAY) == coming
