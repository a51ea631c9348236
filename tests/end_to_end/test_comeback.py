"""From a real interview to the next one, as a new user goes: thank-you note, rejection, request for feedback, debrief with five questions that were
really asked, the audit, the plan, two drills from it, and the day of the next interview."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest

from simulator import paths
from simulator.comeback.store import APPLICATIONS, DEBRIEFS, PLANS
from simulator.questions.load import load_bank
from simulator.sessions import library
from simulator.sessions.store import open_session
from simulator.settings import Settings, save
from tests.end_to_end.walks import choose, to_the_plan, turned_down
from tests.terminal import Terminal

pytestmark = [pytest.mark.terminal, pytest.mark.timeout(240)]

ASKED = (
    "Tell me about a time you made a mistake with a delivery.",
    "Why do you want to work at a food bank?",
    "How do you lift a heavy box?",
    "What would you do if a driver was late?",
    "Where do you see yourself in two years?",
)
ANSWER = (
    "Last spring I sent forty boxes to the wrong shop, because I had mixed up two labels. I rang the driver, he turned round, and since then I read each label"
    " aloud to a second person before the door is shut. As a result it has not happened again in eight months."
)


def run(home: Path, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "simulator", *arguments],
        env={**os.environ, "MOCK_INTERVIEW_HOME": str(home)},
        check=True,
        capture_output=True,
        text=True,
        timeout=60,
    )
    return done.stdout


def test_from_one_interview_to_the_next(home: Path) -> None:
    save(Settings(follow_ups=0, nerves=False))
    yesterday, today = (date.today() - timedelta(days=1)).isoformat(), date.today().isoformat()  # noqa: DTZ011  # as the program sees it
    run(home, "applications", "new", "harbour-foods", "--employer", "Harbour Foods", "--role", "Packer")
    run(home, "applications", "interview", "harbour-foods", yesterday, "10:00")
    assert "Thank you for your time" in run(home, "letter", "thanks")
    run(home, "letter", "thanks", "--sent")
    assert "rejected since" in run(home, "applications", "stage", "harbour-foods", "rejected")
    request = run(home, "letter", "feedback")
    assert "What fell short" in request
    run(home, "letter", "feedback", "--sent")

    with Terminal(home=home, environment={"MOCK_INTERVIEW_SOUND": "none"}) as terminal:
        terminal.wait_for("> Look back: Harbour Foods")
        terminal.press("enter")
        terminal.wait_for("breathe out once")
        terminal.press("enter")
        turned_down(terminal)
        for number, question in enumerate(ASKED, start=1):
            terminal.wait_for("What did they ask?" if number == 1 else f"{number - 1}  {ASKED[number - 2]}")
            terminal.write(question)
            terminal.wait_for(question[-12:])
            terminal.press("enter")
            terminal.wait_for("What is that question about?")
            terminal.press("enter")
            terminal.wait_for("How did your answer go?")
            choose(terminal, "1" if number == 1 else "Leave it out")
        terminal.wait_for(f"5  {ASKED[-1]}")
        terminal.press("enter")
        plan = to_the_plan(terminal, {"homework": "2"})
        assert "Harbour Foods" in plan or "what you know about them" in plan.casefold()
        terminal.press("ctrl+q")
        assert terminal.wait_for_exit() == 0

    (debrief,) = DEBRIEFS.load().records.values()
    assert [each.text for each in debrief.questions] == list(ASKED)
    assert (debrief.thanked, debrief.asked_for_feedback, debrief.nerves) == (today, today, 8)
    assert APPLICATIONS.find("harbour-foods").stage == "rejected"
    assert {each.text for each in load_bank(paths.own_banks() / "asked.yaml").questions} == set(ASKED)
    (practice,) = PLANS.load().records.values()
    assert practice.items
    assert all(item.reason for item in practice.items)
    planned = [item.ref for item in practice.items if item.kind == "question"]
    assert planned

    # Two drills: the questions of the plan come first.
    for number in (1, 2):
        command = ("drill", "--typed", "--no-voice", "--minutes", "4")
        with Terminal(*command, home=home, environment={"MOCK_INTERVIEW_SOUND": "none"}) as terminal:
            terminal.press_until("enter", "typing")
            terminal.write(ANSWER)
            terminal.wait_for(ANSWER[-20:])
            terminal.press("ctrl+s")
            terminal.wait_for("Next")
            terminal.press("ctrl+q")
            assert terminal.wait_for_exit() == 0
        drilled = open_session(library.find("last"))
        assert drilled.state.plan[0].question.ref in planned or number == 2

    # The next interview is today.
    run(home, "applications", "new", "mill-road", "--employer", "Mill Road", "--role", "Packer")
    run(home, "applications", "interview", "mill-road", today, "23:50", "--place", "12 Mill Road")
    with Terminal(home=home, environment={"MOCK_INTERVIEW_SOUND": "none"}) as terminal:
        terminal.wait_for(lambda screen: "Today" in screen and "Mill Road" in screen)
        terminal.press("enter")
        terminal.wait_for("12 Mill Road")
        terminal.press("ctrl+q")
        assert terminal.wait_for_exit() == 0
