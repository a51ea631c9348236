"""The pictures in the documentation are whole, fetch nothing, and show what they are meant to show."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

PICTURES = Path(__file__).parents[1] / "docs" / "pictures"
QUESTION = "Tell me about a time you disagreed"
SHOWN = "http://192.168.1.23:8765/"
"""An address that is there to be read."""
WORDS = {
    "home": ("Try one question", "I was just turned down", "Saturday 21 November, 19:40"),
    "interview": ("Question 2 of 3", QUESTION, "listening", "0:42", "|||", "think first"),
    "scorecard": (QUESTION, "Fluency", "Preparedness", "Worked", "Next", "words/min", "try again"),
    "replay": (QUESTION, "forecast", "~um,", "[1.9 s]", "* 0:20 best", "next moment"),
    "progress": ("Your words flow better", "Flow by session", "●", "> ", "no clear change", "by week"),
    "drill": ("due today", "Tell me about yourself.", "Good", "start"),
    "takes": ("Take 1", "> Take 2", "* the best so far", "fluency", "What differs"),
    "audit": (
        "Listening and answering (3 of 7)",
        "in order, with examples",
        "In practice: ",
        "nerves or the setting",
        "note",
    ),
    "plan": ("after Packer, Harbour Foods", "One thing at a time", "today", "You knew too little about us", "do it"),
    "fit": ("Stock keeper, Mill Road Foods", "How it fits", "met", "missing", "Both say", "letter"),
    "today": (
        "Today: Mill Road Foods",
        "10:00",
        "[x] Three copies",
        "If my mind goes blank",
        "strongest answers",
        "Settle",
    ),
    "door": (
        "A friend on their phone",
        SHOWN,
        "K7M 4QX",
        "could read along",
        "Sam is at the door",
    ),
    "moments": ("Learn from your moments", "points of fluency, by flow", "[1.9 s]", "Try:", "try again"),
}
PAGES = {"friend-page", "friend-rating"}
"""Of the friend's page, as a phone shows it."""
NAMESPACE = "http://www.w3.org/2000/svg"


@pytest.mark.parametrize("name", WORDS)
def test_a_picture_is_whole_and_shows_its_screen(name: str) -> None:
    drawing = ElementTree.fromstring((PICTURES / f"{name}.svg").read_text(encoding="utf-8"))
    assert drawing.tag == f"{{{NAMESPACE}}}svg"
    text = "\n".join(drawing.itertext()).replace("\N{NO-BREAK SPACE}", " ")
    for words in WORDS[name]:
        assert words in text


@pytest.mark.parametrize("name", WORDS)
def test_a_picture_fetches_nothing(name: str) -> None:
    svg = (PICTURES / f"{name}.svg").read_text(encoding="utf-8")
    assert set(re.findall(r"\w+://[^\s\"')<]+", svg)) - {SHOWN} == {NAMESPACE}
    assert all(target.startswith("#") for target in re.findall(r"url\(([^)]*)\)", svg))
    assert "href" not in svg
    assert "@font-face" not in svg
    assert "@import" not in svg


def test_there_are_no_other_pictures() -> None:
    drawn, photographed = {f"{name}.svg" for name in WORDS}, {f"{name}.png" for name in PAGES}
    assert {path.name for path in PICTURES.iterdir()} == drawn | photographed
