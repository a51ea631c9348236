"""The seven parts of the audit: what was observed, and nothing else."""

from __future__ import annotations

from functools import reduce

from msgspec.structs import replace

from simulator.interview import events as ev
from simulator.interview import machine
from simulator.interview.standing import question_of
from simulator.interview.state import State
from simulator.preparation.model import Paper, Sheet
from simulator.questions.model import Plan, Planned
from simulator.scoring.card import Scorecard
from simulator.scoring.scorecard import score_answer
from simulator.sessions.audit import FITS, NOT_OBSERVED, OFF, PARTS, audit
from simulator.speech.transcript import Typed
from tests.making import question, started

OPENING = question(1, kind="opening", text="Tell me about yourself.")
BODY = question(2, text="Tell me about a time when you made a mistake.")
YOURS = question(3, kind="closing", competency="questions to ask", text="What would you like to ask us?")
CLOSE = question(4, kind="closing", competency="close", text="Is there anything you would like to add?")
PLAN = Plan(
    items=(
        Planned(part="opening", question=OPENING),
        Planned(part="body", question=BODY),
        Planned(part="yours", question=YOURS),
        Planned(part="close", question=CLOSE),
    ),
    seed=1,
)
SHEET = Sheet(
    id="lark",
    employer="Larkfield Stores",
    role="Shop assistant",
    company=(
        "Larkfield opened its fortieth shop in Leeds last spring.",
        "They sell bread that went unsold at half price.",
    ),
    documents=(Paper(name="Copies of the CV", ready=True), Paper(name="References")),
)
ANSWERS = (
    "I have worked in a bakery for six years, at the counter and in the back, and I enjoy the mornings most of all.",
    "Last June I ordered four hundred rolls instead of forty. I rang the school kitchen, and they took three hundred of them.",
    "I read that you opened your fortieth shop in Leeds last spring. How do new people learn the work there? And who would I work with?",
    "I would love to work here, more than before. Thank you for your time. When will I hear from you?",
)


def session(*answers: str, sheet: Sheet | None = None, extra: tuple[ev.Event, ...] = ()) -> State:
    begin = replace(started(1, answers="typed"), plan=PLAN, sheet=sheet)
    events: list[ev.Event] = [begin]
    t = 0.0
    for number, text in enumerate(answers):
        name = ev.take_name(number, 1)
        events += [
            ev.QuestionAsked(t=t, question=number, take=1, text=PLAN.items[number].question.text),
            ev.QuestionSpoken(t=t + 1),
            ev.AnswerStarted(t=t + 1),
            ev.DraftTyped(t=t + 2, text=text, first_key=1.0),
            ev.AnswerEnded(t=t + 30, why="key", seconds=29),
            ev.AnswerHeard(t=t + 31, take=name),
            *(each for each in extra if isinstance(each, ev.AnswerRated) and each.take == name),
            ev.WentOn(t=t + 32),
        ]
        t += 40
    return reduce(lambda state, event: machine.step(state, event)[0], events, State())


def by_take(state: State) -> dict[str, Scorecard]:
    return {
        take.name: score_answer(
            Typed(text=take.draft.text),
            question=question_of(state, take),
            sheet=state.session.sheet if state.session else None,
            background=(OPENING, BODY, YOURS, CLOSE),
        )
        for take in state.takes
        if take.draft is not None
    }


def parts(state: State) -> dict[str, str]:
    return {each.part: each.text for each in audit(state, by_take(state))}


def test_without_answers_nothing_is_invented() -> None:
    seen = parts(session())
    assert tuple(seen) == PARTS
    for part in (
        "homework",
        "first impression",
        "listening and answering",
        "enthusiasm",
        "your questions",
        "documents",
    ):
        assert seen[part] == NOT_OBSERVED
    assert "not observed" in seen["close and follow-up"]
    assert "thank-you" in seen["close and follow-up"]


def test_each_part_names_what_was_said() -> None:
    seen = parts(session(*ANSWERS, sheet=SHEET))
    assert "facts and stories of your prep sheet" in seen["homework"]
    assert "usual" in seen["first impression"]
    assert "4 answers fitted" in seen["listening and answering"]
    assert "no repeat" in seen["listening and answering"]
    assert "would love to work here" in seen["enthusiasm"]
    assert "You asked 2 questions." in seen["your questions"]
    assert "Informed by your prep sheet" in seen["your questions"]
    assert seen["documents"] == "1 of 2 documents on your prep sheet are ready. Still to do: References."
    close = seen["close and follow-up"]
    assert "thanked them" in close.partition("Not heard")[0]
    assert "asked for the next step" in close.partition("Not heard")[0]
    assert "concern" in close.partition("Not heard")[2]


def test_one_of_a_kind_is_said_as_one() -> None:
    seen = parts(session(ANSWERS[0], sheet=replace(SHEET, documents=SHEET.documents[:1])))
    assert " of 1 answer fitted" in seen["listening and answering"]
    assert seen["documents"] == "1 of 1 document on your prep sheet is ready."


def test_what_cannot_be_told_of_an_answer_is_not_told() -> None:
    state = session(*ANSWERS[:2])
    known = by_take(state)

    def fitting(*scores: float) -> dict[str, str]:
        cards = {
            name: replace(
                card,
                preparedness=replace(
                    card.preparedness,
                    dimensions=card.preparedness.dimensions
                    | {"on_the_question": replace(card.preparedness.dimensions["on_the_question"], score=score)},
                ),
            )
            for (name, card), score in zip(known.items(), scores, strict=True)
        }
        return {each.part: each.text for each in audit(state, cards)}

    assert "2 of 2 answers fitted" in fitting(FITS, 90.0)["listening and answering"]
    assert "could not be told" not in fitting(FITS, OFF - 1)["listening and answering"]
    assert "It told little of what was asked." in fitting(OFF - 1, 90.0)["first impression"]
    doubtful = fitting(OFF, 90.0)
    assert "1 of 2 answers fitted what was asked. Of 1 it could not be told" in doubtful["listening and answering"]
    assert "Whether it answered what was asked could not be told" in doubtful["first impression"]


def test_what_was_not_said_is_named_as_missing() -> None:
    plain = ("I work in a bakery.", "I was late once.", "What does your company do?", "No, I think that was all of it.")
    seen = parts(session(*plain))
    assert seen["homework"] == NOT_OBSERVED, "there is no sheet"
    assert seen["documents"] == NOT_OBSERVED
    assert "No sentence says that you want this job." in seen["enthusiasm"]
    assert "front page" in seen["your questions"]
    assert "Not heard" in seen["close and follow-up"]


def test_what_a_person_rated_is_told_as_theirs() -> None:
    rated = ev.AnswerRated(t=31, by="candidate", take="q01-t1", value=4)
    assert "You gave the answers 4.0 of 5." in parts(session(*ANSWERS[:1], extra=(rated,)))["enthusiasm"]
