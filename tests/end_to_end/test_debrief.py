"""After a rejection, in a real terminal: the short way from comfort to practice, and a rest that loses nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from tests.terminal import Terminal

pytestmark = [pytest.mark.terminal, pytest.mark.timeout(300)]

QUIET = {"MOCK_INTERVIEW_SOUND": "none"}


def test_the_short_way_from_comfort_to_practice(home: Path) -> None:
    with Terminal("debrief", "--turned-down", home=home, columns=80, rows=24, environment=QUIET) as terminal:
        terminal.wait_for("Being turned down hurts")
        assert "Is today the day" in terminal.text()
        terminal.press("down", "enter")
        terminal.wait_for("Did they tell you why?")
        terminal.press("down", "down")
        terminal.wait_for("> I knew too little about them")
        terminal.press("enter")
        terminal.wait_for("How nervous are you now?")
        terminal.press("enter")
        terminal.wait_for("Question 1 of")
        terminal.press("ctrl+q")
        assert terminal.wait_for_exit() == 0


def test_a_rest_is_kept_and_comes_back(home: Path) -> None:
    with Terminal("debrief", "--turned-down", home=home, columns=80, rows=24, environment=QUIET) as terminal:
        terminal.wait_for("Being turned down hurts")
        terminal.press("down", "down", "enter")
        terminal.wait_for("something that you enjoy")
        terminal.write("Swim")
        terminal.press("enter")
        terminal.wait_for("This evening: Swim.")
        terminal.press("ctrl+q")
        assert terminal.wait_for_exit() == 0
    (file,) = (home / "comeback" / "debriefs").glob("*.yaml")
    kept = yaml.safe_load(file.read_text(encoding="utf-8"))
    assert (kept["fun"], kept["outcome"], kept["left_at"]) == ("Swim", "rejected", "today")
    assert file.stat().st_mode & 0o077 == 0
    file.write_text(file.read_text(encoding="utf-8").replace(kept["rest_until"], kept["date"]), encoding="utf-8")
    with Terminal(home=home, columns=80, rows=24, environment=QUIET) as terminal:
        terminal.wait_for("> Look back on the interview")
        terminal.press("enter")
        terminal.wait_for("Good to see you again")
        terminal.press("ctrl+q")
