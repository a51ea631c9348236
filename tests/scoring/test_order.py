"""Preparedness on constructed answers (`tests/data/constructed`), written without sight of the scorer and never changed.

A strong answer stands above a fair one above a poor one of the same length, and what only looks like an answer stands below
a fair one. Here every fourth question is asked, or every eighth; `tests/benchmarks/order.py` asks all, and has the figures, and those of simpler scorers.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import cycle
from pathlib import Path
from statistics import fmean

import pytest

from simulator.meaning.mind import meanings
from simulator.questions.load import load_banks
from simulator.questions.model import Question
from simulator.scoring.scorecard import score_answer, wanted
from simulator.speech.transcript import Typed

FOLDER = Path(__file__).parents[1] / "data" / "constructed"
ANSWERS: list[dict[str, str]] = [
    each for file in sorted(FOLDER.glob("*.json")) for each in json.loads(file.read_text(encoding="utf-8"))
]
ASKED = ANSWERS[::4]
PAIRS = (("strong", "fair"), ("fair", "poor"), ("strong", "poor"))


@cache
def questions() -> Mapping[str, Question]:
    return {question.ref: question for bank in load_banks().banks.values() for question in bank.questions}


def bare(text: str) -> str:
    """As a recogniser without punctuation would write it."""
    return re.sub(r"[^\w\s'-]", "", text).lower()


@cache
def score(ref: str, text: str) -> float:
    answer, question, background = Typed(text=text), questions()[ref], tuple(questions().values())
    vectors = meanings(wanted(answer, question=question, background=background))
    card = score_answer(answer, question=question, background=background, meanings=vectors)
    assert card.preparedness.score is not None
    return card.preparedness.score


def share(above: Sequence[bool]) -> float:
    return fmean(above)


def in_order(scored: Sequence[Mapping[str, float]]) -> float:
    return share([each[better] > each[worse] for each in scored for better, worse in PAIRS])


@pytest.fixture(scope="module")
def scored() -> list[dict[str, float]]:
    return [{name: score(each["question"], each[name]) for name in ("strong", "fair", "poor")} for each in ASKED]


def test_strong_stands_above_fair_above_poor(scored: list[dict[str, float]]) -> None:
    assert in_order(scored) >= 0.85  # of all it is 0.9


def test_without_capitals_and_punctuation_too() -> None:
    low = [{name: score(each["question"], bare(each[name])) for name in ("strong", "fair", "poor")} for each in ASKED]
    assert in_order(low) >= 0.85


@pytest.mark.parametrize("kind", ["stuffed", "readback"])
def test_what_only_looks_like_an_answer_stands_below_a_fair_one(scored: list[dict[str, float]], kind: str) -> None:
    below = [score(each["question"], each[kind]) < fair["fair"] for each, fair in zip(ASKED, scored, strict=True)]
    assert share(below) >= 0.9


def test_a_fine_answer_to_another_question_stands_below_a_fair_one(scored: list[dict[str, float]]) -> None:
    """Of another kind and competency: an answer about a shortcut does fit another question about shortcuts."""
    below = []
    for number, each in enumerate(ASKED):
        asked = questions()[each["question"]]
        others = [*ASKED[number + 1 :], *ASKED[:number]]
        unlike = [
            other
            for other in others
            if (questions()[other["question"]].kind, questions()[other["question"]].competency)
            != (asked.kind, asked.competency)
        ]
        below += [score(each["question"], other["strong"]) < scored[number]["fair"] for other in unlike[3:12:6]]
    assert share(below) >= 0.9


def test_rambling_on_gains_nothing(scored: list[dict[str, float]]) -> None:
    """Strong, fair and poor answers by turns."""
    gains = [
        score(each["question"], f"{each[name]} {each['ramble']}") - before[name]
        for each, before, name in zip(ASKED[::2], scored[::2], cycle(("strong", "fair", "poor")), strict=False)
    ]
    assert max(gains) <= 0
    assert fmean(gains) < -5


def test_the_number_of_words_tells_less(scored: list[dict[str, float]]) -> None:
    counts = [{name: float(len(each[name].split())) for name in ("strong", "fair", "poor")} for each in ASKED]
    assert in_order(scored) > in_order(counts) + 0.3
