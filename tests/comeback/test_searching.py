"""What several rejections share, said as a question; below three nothing is said."""

from __future__ import annotations

import os

from msgspec.structs import replace

from simulator.comeback.model import Application, Debrief, Feedback, Reached, Skill, Stage, Topic
from simulator.comeback.searching import level, patterns, rejected
from simulator.comeback.store import SKILLS, Kept


def job(number: int, role: str = "Clerk", area: str = "", stage: Stage = "rejected", met: bool = True) -> Application:
    stages = [Reached(stage="interview", date="2026-11-01")] if met else []
    return Application(
        id=f"job-{number}",
        employer="E",
        role=role,
        area=area,
        stages=(*stages, Reached(stage=stage, date="2026-11-02")),
    )


def looked(number: int, *guesses: Topic, told: tuple[Topic, ...] = ()) -> Debrief:
    feedback = (Feedback(date="2026-11-03", text="So it was.", about=told),) if told else ()
    return Debrief(
        id=f"d-{number}",
        application=f"job-{number}",
        date="2026-11-02",
        outcome="rejected",
        guesses=guesses,
        feedback=feedback,
    )


def said(jobs: list[Application], debriefs: list[Debrief] | None = None) -> list[str]:
    found = patterns({each.id: each for each in jobs}, {each.id: each for each in debriefs or []})
    return [each.question for each in found]


def test_two_are_too_few_and_three_are_a_question_with_its_numbers() -> None:
    jobs = [job(number, area="Retail") for number in (1, 2)]
    assert said(jobs) == []
    (question,) = said([*jobs, job(3, area="retail"), job(4, area="Care")])
    assert question.startswith("3 of 4 rejections were in retail.")
    assert question.endswith("?")


def test_less_than_half_is_no_pattern() -> None:
    jobs = [job(number, area="retail" if number < 4 else f"area {number}") for number in range(1, 8)]
    assert said(jobs) == []


def test_what_employers_said_counts_before_guesses_and_is_told_apart() -> None:
    jobs = [job(number) for number in (1, 2, 3)]
    (guess,) = said(jobs, [looked(number, "research") for number in (1, 2, 3)])
    assert "your own guess" in guess
    (told,) = said(jobs, [looked(number, "research", told=("research",)) for number in (1, 2, 3)])
    assert "what you were told" in told
    given = [replace(looked(number), reason_about=("research",)) for number in (1, 2, 3)]
    assert said(jobs, given) == [told], "the reason that was given is what they said, too"


def test_the_level_is_read_from_the_name_of_the_job() -> None:
    assert level("Senior warehouse clerk") == "senior"
    assert level("Head of stores") == "leading"
    assert level("Junior developer") == "junior"
    assert level("Apprentice baker") == "trainee"
    assert level("Leadless soldering") == ""
    (question,) = said([job(1, "Senior clerk"), job(2, "Senior nurse"), job(3, "Specialist, payroll"), job(4)])
    assert question.startswith("3 of 3 rejections were for senior jobs.")


def test_rejections_before_any_interview_ask_about_the_cv() -> None:
    (question,) = said([job(number, met=False) for number in (1, 2, 3)])
    assert "before any interview" in question
    assert said([job(number, met=False) for number in (1, 2)]) == []
    jobs = [job(number, met=False) for number in (1, 2, 3)]
    assert said(jobs, [replace(looked(1), asked_for_feedback="2026-11-03")]) == [question], "a letter is no interview"
    assert said(jobs, [replace(looked(1), stage="first")]) != [question]


def test_only_what_ended_with_a_no_counts() -> None:
    jobs = [job(1), job(2, stage="withdrawn"), job(3, stage="interview"), job(4, stage="interview")]
    found = rejected({each.id: each for each in jobs}, {"d-4": looked(4)})
    assert [each.id for each in found] == ["job-1", "job-4"]


def test_a_record_that_another_program_wrote_in_the_same_moment_is_read_again() -> None:
    """Some disks tell the time of a file in steps of two seconds, and one digit is as long as another."""
    path = SKILLS.save(Skill(id="lift", name="Forklift licence", progress=20))
    before = path.stat()
    assert SKILLS.find("lift").progress == 20
    Kept(Skill, "skills", "skill").save(Skill(id="lift", name="Forklift licence", progress=30))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert SKILLS.find("lift").progress == 30
