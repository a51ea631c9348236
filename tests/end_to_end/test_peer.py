"""Two people at one terminal practise in turns: three typed questions each, and no question comes twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.interview import events as ev
from simulator.sessions import library
from simulator.sessions.store import open_session
from tests.terminal import Terminal

pytestmark = [pytest.mark.terminal, pytest.mark.timeout(240)]

ANSWER = (
    "Last winter a colleague fell ill and I counted the stock of 40 shelves with two others before the shop opened."
)


@pytest.mark.parametrize(("columns", "rows"), [(80, 24)])
def test_two_rounds_of_three_typed_questions(home: Path, columns: int, rows: int) -> None:
    command = ("peer", "Ada", "Ben", "--questions", "3", "--typed", "--no-voice", "--seed", "3")
    with Terminal(*command, home=home, columns=columns, rows=rows) as terminal:
        for number, (candidate, friend) in enumerate((("Ada", "Ben"), ("Ben", "Ada")), start=1):
            terminal.wait_for(f"Round {number} of 2: {candidate} answers, {friend} interviews.")
            terminal.press("enter")
            terminal.wait_for("How nervous", timeout=60)
            terminal.press("enter")
            for question in (1, 2, 3):
                terminal.wait_for(f"{candidate}'s page:  Question {question} of 3")
                terminal.wait_for("typing")
                terminal.write(ANSWER)
                terminal.wait_for(ANSWER[-12:])
                terminal.press("ctrl+s")
                terminal.wait_for("It is saved.")
                terminal.press("enter")
            terminal.wait_for("Before the numbers")
            terminal.press_until("enter", "And more closely")
            terminal.press("enter")
            terminal.wait_for(f"Now {friend} says what they think: press f")
            terminal.press("f")
            terminal.wait_for(f"{friend}'s page:")
            terminal.press("4", "enter")
            terminal.wait_for("A word to")
            terminal.write(f"Well told, {candidate}.")
            terminal.wait_for(f"Well told, {candidate}.")
            terminal.press("enter")
            terminal.wait_for("And now: how nervous")
            terminal.press("enter")
            terminal.wait_for(lambda screen: "Preparedness" in screen and "v three views" in screen, timeout=60)
            terminal.press("escape")
        terminal.wait_for("Both rounds are done.")
        terminal.wait_for(lambda screen: "> Ada's round" in screen and "Ben's round" in screen)
        terminal.press("down", "enter")
        terminal.wait_for("Preparedness")
        terminal.press("ctrl+q")
        assert terminal.wait_for_exit() == 0

    second, first = (open_session(folder) for folder in library.folders())
    assert [saved.state.session and saved.state.session.people for saved in (first, second)] == [
        {"candidate": "Ada", "friend": "Ben"},
        {"candidate": "Ben", "friend": "Ada"},
    ]
    asked = [[item.question.text for item in saved.state.plan] for saved in (first, second)]
    assert [len(each) for each in asked] == [3, 3]
    assert not set(asked[0]) & set(asked[1])
    for saved, candidate in ((first, "Ada"), (second, "Ben")):
        assert saved.finished
        assert len(saved.state.last_takes()) == 3
        rated = [each for each in saved.events if isinstance(each, ev.SessionRated) and each.by == "friend"]
        assert [each.remark for each in rated] == [f"Well told, {candidate}."]
