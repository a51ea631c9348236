"""The interviewer answers the candidate's own questions, from the bank's stock, twice at most."""

from __future__ import annotations

import pytest

from simulator.interview import events as ev
from simulator.interview import machine, state
from simulator.interview.standing import question_of
from simulator.meaning import mind
from simulator.questions.choose import choose_plan
from simulator.questions.load import load_banks
from simulator.questions.model import Plan, Planned
from simulator.scoring.scorecard import score_answer
from simulator.sessions import replies
from simulator.sessions.replies import GOES_ON, UNKNOWN, reply_to
from simulator.speech.transcript import Typed
from tests.making import started

TEAM = "Thank you, yes. How many people are there in the team?"
YOURS = next(each for each in load_banks().banks["general"].questions if each.replies)


@pytest.fixture(params=["by meaning", "by words"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    if request.param == "by words":
        monkeypatch.setattr(replies, "meanings", lambda wanted: None)
    else:
        assert mind.trouble() == ""
    return str(request.param)


def sitting(*texts: str, friend: bool = False) -> tuple[state.State, tuple[state.Effect, ...]]:
    """The candidate's turns one after the other, each heard with the reply that it got."""
    begin = ev.SessionStarted(
        t=0,
        version=ev.VERSION,
        at=started().at,
        plan=Plan(items=(Planned(part="yours", question=YOURS),), seed=1),
        options=ev.Options(nerves=False, answers="typed", friend=friend),
        by="candidate",
    )
    now, effects = machine.step(state.State(), begin)
    for number, text in enumerate(texts):
        put = next(each for each in effects if isinstance(each, state.Ask))
        name = ev.take_name(0, 1, number)
        for event in (
            ev.QuestionAsked(t=number, question=0, take=1, text=put.text, follow_up=put.follow_up),
            ev.QuestionSpoken(t=number),
            ev.AnswerStarted(t=number),
            ev.DraftTyped(t=number, text=text, first_key=0.5),
            ev.AnswerEnded(t=number, why="key", seconds=9),
        ):
            now, _ = machine.step(now, event)
        take = now.named(name)
        assert take is not None
        card = score_answer(Typed(text=text), question=question_of(now, take))
        now, effects = machine.step(now, ev.AnswerHeard(t=number, take=name, reply=reply_to(now, take, card)))
    return now, effects


def said(effects: tuple[state.Effect, ...]) -> str:
    return "".join(each.text for each in effects if isinstance(each, state.Ask))


def test_what_is_asked_is_answered_and_the_word_goes_back(way: str) -> None:
    text = said(sitting(TEAM)[1])
    assert text == f"{YOURS.replies[1].text} {GOES_ON[0]}"


def test_two_questions_at_once_are_both_answered(way: str) -> None:
    text = said(sitting(f"{TEAM} And when will you decide?")[1])
    assert YOURS.replies[1].text in text
    assert "By next Friday" in text


def test_nothing_is_told_twice_and_the_third_time_it_is_over(way: str) -> None:
    _, effects = sitting(TEAM, TEAM)
    assert YOURS.replies[1].text not in said(effects)
    assert said(effects).endswith(GOES_ON[1])
    now, effects = sitting(TEAM, TEAM, TEAM)
    assert effects == ()
    assert [take.name for take in now.follow_ups(now.takes[0])] == ["q01-t1-f1", "q01-t1-f2"]


def test_what_the_stock_does_not_know_is_not_made_up(way: str) -> None:
    assert said(sitting("Which brand of tractor did the founder drive?")[1]) == f"{UNKNOWN} {GOES_ON[0]}"


def test_who_asks_nothing_more_is_not_asked_again() -> None:
    assert sitting(TEAM, "No, thank you, that was all that I wanted to know today.")[1] == ()


def test_a_friend_answers_themselves() -> None:
    assert sitting(TEAM, friend=True)[1] == ()


def test_a_bank_without_replies_has_those_of_the_general_one() -> None:
    plan = choose_plan(load_banks().banks, count=5, seed=1, bank_ids=["teaching"])
    yours = next(item.question for item in plan.items if item.part == "yours")
    assert yours.bank == "teaching"
    assert yours.replies == YOURS.replies
