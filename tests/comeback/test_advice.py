"""Every piece of advice in docs/comeback.md has a screen and a command, and they exist."""

from __future__ import annotations

import argparse
import re
from pathlib import Path

import pytest

from simulator.cli import parser
from simulator.tui.actions import EVERYWHERE, actions
from simulator.tui.app import screen_class

PAGE = (Path(__file__).parents[2] / "docs" / "comeback.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| ([^|`]+) \| `([^`]+)` \| `([\w -]+)` \|$", PAGE, re.M)

WORDS = {
    "feedback at once": "politely, without defending",
    "recruiter": "through them",
    "24 hours": "interviewer",
    "close a door": "graciously",
    "homework": "strengths, your weaknesses",
    "first impression": "on time",
    "listening and answering": "organised",
    "enthusiasm": "not pushy",
    "your questions": "grounded",
    "documents": "references",
    "close and follow-up": "concerns addressed",
    "five common reasons": "research, commitment, match",
    "right jobs": "level, area",
    "carries over": "career",
    "technique": "answer by answer",
    "friends or family": "nerves",
    "skill gaps": "qualification",
    "cv": "correct",
    "enjoy first": "need not be today",
    "positive": "blame neither",
    "not the point": "mend",
    "next job": "slate",
    "pipeline": "not advertised",
}
"""What the page has to say, and in the same row."""


def test_all_of_the_advice_is_there() -> None:
    rows = [advice.casefold() for advice, _, _ in ROWS]
    assert len(rows) == PAGE.count("\n| ", 0, PAGE.index("\n## ")) - 2
    for word, beside in WORDS.items():
        assert any(word in row and beside in row for row in rows), word


@pytest.mark.parametrize(("screen", "command"), sorted({(screen, command) for _, screen, command in ROWS}))
def test_its_screen_and_its_command_exist(screen: str, command: str) -> None:
    (action,) = (each for each in actions(EVERYWHERE) if each.label == screen)
    opened = re.fullmatch(r"go\('(\w+)'\)", action.name)
    assert opened is not None, "ctrl+p opens it by this name"
    assert screen_class(opened[1])
    here: argparse.ArgumentParser = parser()
    for word in command.split():
        commands = next((each for each in here._actions if isinstance(each, argparse._SubParsersAction)), None)
        if commands is not None:
            assert word in commands.choices, command
            here = commands.choices[word]
        elif word.startswith("--"):
            assert any(word in each.option_strings for each in here._actions), command
        else:
            assert any(word in (each.choices or ()) or _takes(each, word) for each in here._actions), command


def _takes(action: argparse.Action, word: str) -> bool:
    """Whether a positional argument names this word as one that it takes."""
    return not action.option_strings and word in re.findall(r"\w+", action.help or "")
