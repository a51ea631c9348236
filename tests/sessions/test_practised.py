"""What practice shows beside a real interview, and the plan that is kept from it."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from simulator.comeback.model import Application, Appointment, Asked, Debrief, Part
from simulator.comeback.plan import LISTENING, OPENING, Practised, added, changed
from simulator.comeback.store import APPLICATIONS, DEBRIEFS, PLANS
from simulator.errors import ComebackError
from simulator.preparation.files import save_sheet
from simulator.preparation.model import Paper, Sheet
from simulator.questions.lists import Listed
from simulator.questions.load import load_banks
from simulator.questions.model import Bank
from simulator.questions.own import ASKED, add
from simulator.sessions import planning
from simulator.sessions.index import Index
from simulator.sessions.people import NOBODY
from simulator.sessions.practised import answers, competency_of, nearest, parts, rehearsed
from tests.making import question
from tests.tui import sessions
from tests.tui.learning import learner

OPENINGS = (question(1, kind="opening", text="Tell me about yourself."), question(2))


def index() -> Index:
    found = Index()
    found.sync()
    return found


def standings() -> dict[Part, str]:
    return {part: shown.standing for part, shown in parts(NOBODY).items()}


def test_without_practice_nothing_is_known() -> None:
    assert set(standings().values()) == {"unknown"}


def test_parts_are_fine_or_weak_by_recent_sessions_and_say_what_was_seen() -> None:
    learner(2, base=80.0)
    assert standings()["listening and answering"] == "fine"
    assert "fitted what was asked" in parts(NOBODY)["listening and answering"].seen
    learner(5, base=20.0, first=datetime.fromisoformat("2026-11-20T19:00:00+01:00"))
    assert standings()["listening and answering"] == "weak", "the newest five count"
    assert standings()["documents"] == "unknown"
    assert parts(("somebody else",))["homework"].standing == "unknown"


def test_answers_come_with_the_themes_that_they_rehearse() -> None:
    learner(1, questions=OPENINGS, base=70.0)
    found = {each.ref: each for each in answers(index(), OPENINGS)}
    assert found["test/question-1"].themes == {LISTENING, OPENING}
    assert found["test/question-2"].themes == {LISTENING}
    assert found["test/question-2"].day == "2026-11-03"
    assert found["test/question-2"].merit > 50


def test_questions_that_were_asked_are_found_among_those_rehearsed_before() -> None:
    sessions.spoken(at="2026-11-10T19:40:12+01:00")
    known = question(1).text
    asked = [known.upper(), "How much do you weigh in Paris?"]
    assert [each.by for each in rehearsed(asked, index(), "2026-11-24")] == [known, ""]
    assert [each.by for each in rehearsed(asked, index(), "2026-11-09")] == ["", ""], "practised only afterwards"


def test_the_nearest_question_is_found_by_meaning_and_without_a_model_by_words() -> None:
    known = ["Tell me about yourself.", "What are your salary expectations?"]
    asked = ["What salary do you expect?", "Why is the sky blue?"]
    assert nearest(asked, known) == [known[1], ""]
    assert nearest(["Tell me a bit about yourself."], known, read=lambda _: None) == [known[0]]
    assert nearest(asked, known, read=lambda _: None) == ["", ""]
    assert nearest([], known) == []


def test_a_competency_is_proposed_from_the_banks() -> None:
    questions = [each for bank in load_banks().banks.values() for each in bank.questions]
    assert competency_of("Describe a conflict you had with a co-worker.", questions) == "conflict"
    assert competency_of("Xyzzy?", questions[:1]) == ""


# The plan that is kept

TODAY = date(2026, 11, 24)


def job(**changes: object) -> Application:
    made = Application(id="harbour", employer="Harbour Foods", role="Packer", sheet="harbour", **changes)  # type: ignore[arg-type]
    APPLICATIONS.save(made)
    return made


def looked_back() -> Debrief:
    return Debrief(
        id="h",
        application="harbour",
        date="2026-11-20",
        outcome="rejected",
        questions=(Asked(text="Why us?", competency="motivation", went=1),),
        guesses=("documents",),
    )


def banks() -> dict[str, Bank]:
    return load_banks().banks


def test_a_plan_is_spread_up_to_the_next_interview_and_over_two_weeks_without_one() -> None:
    assert len(planning.days(TODAY)) == planning.DAYS
    job(interviews=(Appointment(date="2026-11-20"), Appointment(date="2026-11-27")))
    assert planning.days(TODAY) == ["2026-11-24", "2026-11-25", "2026-11-26"]
    job(interviews=(Appointment(date="2026-11-25"),))
    assert planning.days(TODAY) == ["2026-11-24"]


def test_from_a_debrief_over_its_plan_to_the_drill_and_closed_by_practice() -> None:
    job()
    add(ASKED, [Listed(text="Why us?", competency="motivation")], lambda _: "motivation")
    debrief = looked_back()
    DEBRIEFS.save(debrief)
    made = planning.make(debrief, banks(), NOBODY, TODAY)
    assert PLANS.find("h") == made
    assert planning.planned() == ("asked/why-us",)
    asked = banks()[ASKED].questions[0]
    learner(1, questions=[asked], first=datetime.fromisoformat("2026-11-25T19:00:00+01:00"), base=90.0)
    now = planning.current(index(), [asked], TODAY)
    assert now is not None
    assert next(item for item in now.items if item.kind == "question").done == "2026-11-25"
    assert PLANS.find("h") == now
    assert planning.planned() == ()


def test_the_prep_sheet_closes_what_it_lacks_nothing_of() -> None:
    job()
    DEBRIEFS.save(looked_back())
    planning.make(looked_back(), banks(), NOBODY, TODAY)
    save_sheet(Sheet(id="harbour", employer="Harbour Foods", role="Packer", documents=(Paper(name="CV"),)))
    still = planning.current(index(), [], TODAY)
    assert still is not None
    assert "sheet:documents" in {item.key for item in still.open_items}
    save_sheet(Sheet(id="harbour", employer="Harbour Foods", role="Packer", documents=(Paper(name="CV", ready=True),)))
    done = planning.current(index(), [], TODAY)
    assert done is not None
    assert "sheet:documents" not in {item.key for item in done.open_items}


def test_what_the_person_changes_while_practice_is_looked_at_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    job()
    DEBRIEFS.save(looked_back())
    planning.make(looked_back(), banks(), NOBODY, TODAY)
    save_sheet(Sheet(id="harbour", employer="Harbour Foods", role="Packer", documents=(Paper(name="CV", ready=True),)))

    def looked_at(*_: object) -> list[Practised]:
        PLANS.save(added(PLANS.find("h"), "Ring my cousin", "2026-11-25"))
        return []

    monkeypatch.setattr(planning, "answers", looked_at)
    now = planning.current(index(), [], TODAY)
    assert now == PLANS.find("h")
    assert now.items[-1].what == "Ring my cousin"
    assert "sheet:documents" not in {item.key for item in now.open_items}


def test_a_plan_that_cannot_be_read_keeps_nobody_from_drilling() -> None:
    job()
    made = planning.make(looked_back(), banks(), NOBODY, TODAY)
    PLANS.save(changed(made, made.items[0].key, done="2026-11-24"))
    path = PLANS.folder / "h.yaml"
    path.write_text("id: h\nmade: soon\n")
    assert planning.planned() == ()
    with pytest.raises(ComebackError, match="is not a date"):
        planning.current(index(), [], TODAY)
    assert path.read_text() == "id: h\nmade: soon\n"
