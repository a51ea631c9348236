"""What of one's own prep sheet was used in an answer."""

from __future__ import annotations

import pytest

from simulator.meaning.mind import meanings
from simulator.preparation.model import Concern, Sheet, Story
from simulator.questions.model import Kind, Question, Reason
from simulator.scoring.card import Scorecard
from simulator.scoring.homework import belonging
from simulator.scoring.scorecard import score_answer, wanted
from simulator.speech.transcript import Typed

CLINIC = Sheet(
    id="clinic",
    employer="Brightline",
    role="Receptionist",
    company=("They run four vet clinics in the county.", "A Danish group bought them in spring."),
    tasks=("Booking appointments", "Insurance claims"),
    selling_points=("Five years on the reception of a vet.",),
    why_role="I like calming people down when their animal is ill.",
    why_leaving="My clinic closes in June.",
    concerns=(Concern(concern="No driving licence", answer="I cycle, and the clinic is two miles away."),),
    questions=("How do you cover the nights?",),
    stories=(
        Story(
            id="register",
            title="The register",
            competencies=("learning",),
            situation="The nurse who kept the controlled drugs register broke her leg.",
            task="An inspection was eleven days off.",
            action="I rang her, rebuilt the pages in pencil and had the vet mark them.",
            result="The inspector found one missing initial.",
        ),
        Story(id="queue", title="The queue", competencies=("service",), action="I split the queue in two."),
    ),
)
LEDGER = Sheet(
    id="ledger",
    employer="Oakmont",
    role="Accounts clerk",
    company=("They audit charities and housing associations.",),
    selling_points=("I closed the books in three days each month.",),
    why_role="I want to work with numbers that matter to somebody.",
    why_leaving="I want more responsibility than payroll gives me.",
    stories=(
        Story(
            id="invoice",
            title="The double invoice",
            competencies=("learning",),
            situation="A supplier sent two invoices for the same job.",
            action="I compared the delivery notes and rang the depot.",
            result="We saved 4,000 pounds.",
        ),
    ),
)
WHY_HERE = (
    "I've been on the reception of a vet's for five years, and I know that you run four clinics round here and that a Danish "
    "company bought you this spring. What I love is the moment when somebody comes in frightened for their dog and leaves "
    "calmer. I'd like to do the appointments and the insurance claims too, because I'm quick at both of them."
)
LEARNED = (
    "At the surgery the nurse with the drugs register broke her leg, and the inspection was eleven days off. I rang her and "
    "had her talk me through three entries. Then I rebuilt the week's pages in pencil, and our vet marked them. The "
    "inspector found one initial missing, and I have kept the book since then."
)


def question(kind: Kind, competency: str = "motivation", rehearses: Reason | None = None) -> Question:
    text = "Why here?" if kind != "behavioural" else "Tell me about something you had to learn fast."
    return Question(id="q", text=text, competency=competency, kind=kind, listen_for=(), rehearses=rehearses)


def card(text: str, sheet: Sheet | None, asked: Question, *, by_words: bool = False) -> Scorecard:
    answer = Typed(text=text)
    vectors = None if by_words else meanings(wanted(answer, question=asked, sheet=sheet))
    return score_answer(answer, question=asked, sheet=sheet, meanings=vectors)


@pytest.mark.parametrize("by_words", [False, True])
@pytest.mark.parametrize(
    ("text", "asked"), [(WHY_HERE, question("motivation")), (LEARNED, question("behavioural", "learning"))]
)
def test_a_sheet_that_was_used_scores_far_above_one_that_was_not(text: str, asked: Question, by_words: bool) -> None:
    used, unused = card(text, CLINIC, asked, by_words=by_words), card(text, LEDGER, asked, by_words=by_words)
    scores = [each.preparedness.dimensions["homework"].score or 0.0 for each in (used, unused)]
    assert scores[0] >= scores[1] + 30
    for name, dimension in used.preparedness.dimensions.items():
        if name != "homework":
            assert dimension == unused.preparedness.dimensions[name]
    assert used.fluency == unused.fluency


def test_each_fact_is_shown_used_with_the_words_or_not_used() -> None:
    evidence = card(WHY_HERE, CLINIC, question("motivation")).preparedness.dimensions["homework"].evidence
    notes = {each.note: each.text for each in evidence}
    assert notes["company fact used: A Danish group bought them in spring."] == "Danish company bought you this spring"
    assert notes["answer to a concern not used: I cycle, and the clinic is two miles away."] == ""


def test_without_a_sheet_or_with_an_empty_one_homework_is_not_scored() -> None:
    nothing = card(WHY_HERE, None, question("motivation"))
    assert nothing.preparedness.dimensions["homework"].score is None
    assert "no prep sheet" in nothing.labels
    empty = card(WHY_HERE, Sheet(id="x", employer="X", role="Y"), question("motivation"))
    assert empty.preparedness.dimensions["homework"].score is None
    assert "no prep sheet" not in empty.labels


def test_stories_belong_to_the_competency_they_are_mapped_to() -> None:
    assert [fact.text[:9] for fact in belonging(CLINIC, question("behavioural", "customer service"))] == ["I split t"]
    assert len(belonging(CLINIC, question("behavioural", "honesty"))) == 2


@pytest.mark.parametrize(
    ("reason", "kinds"),
    [
        ("leaving", {"reason for leaving", "reason for the role"}),
        ("research", {"company fact", "task"}),
    ],
)
def test_the_reason_that_a_question_rehearses_says_what_belongs(reason: Reason, kinds: set[str]) -> None:
    assert {fact.kind for fact in belonging(CLINIC, question("motivation", rehearses=reason))} == kinds


def test_where_nothing_of_that_kind_is_on_the_sheet_all_of_it_belongs() -> None:
    sheet = Sheet(id="x", employer="X", role="Y", company=("They bake bread for 12 schools.",))
    assert len(belonging(sheet, question("behavioural"))) == 1
