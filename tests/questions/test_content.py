"""The content of the banks that ship: nothing asked twice, nothing out of balance, every point to be heard, plain to read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from itertools import combinations
from statistics import fmean

import pytest

from simulator import paths
from simulator.meaning.mind import meanings
from simulator.questions.choose import choose_plan, seconds
from simulator.questions.load import load_banks
from simulator.questions.model import QUESTIONS_TO_ASK, REASONS, Bank, Question, Reason
from simulator.scoring.meanings import Wanted
from simulator.scoring.words import syllables, tokens_of_text

SAME = 0.78
"""Cosine of two questions from which they ask the same thing. In the banks the most alike that do not lie at 0.76 ("You
were let go from your last job. What happened?", "You left your last job without having a new one. Why?")."""

BANKS = load_banks([paths.shipped_banks()]).banks
QUESTIONS = [question for bank in BANKS.values() for question in bank.questions]


def likeness() -> Mapping[frozenset[str], float]:
    """By the refs of two questions."""
    texts = [question.text for question in QUESTIONS]
    vectors = meanings(Wanted(words=(), stretches=(), texts=tuple(texts)))
    assert vectors is not None
    rows = [vectors.alike((text,), [(other,) for other in texts]) for text in texts]
    return {
        frozenset((QUESTIONS[i].ref, QUESTIONS[j].ref)): rows[i][j] for i, j in combinations(range(len(QUESTIONS)), 2)
    }


def grade(text: str) -> float:
    """School years after Kincaid et al. 1975: .39 words a sentence + 11.8 syllables a word - 15.59."""
    tokens = tokens_of_text(text)
    sentences = max(1, sum(token.text.rstrip("\"'”’").endswith((".", "?", "!")) for token in tokens))
    return 0.39 * len(tokens) / sentences + 11.8 * fmean(syllables(token.norm) for token in tokens) - 15.59


def test_there_are_thirteen_banks_or_more_and_three_hundred_questions() -> None:
    assert len(BANKS) >= 13
    assert len(QUESTIONS) >= 300


def test_whom_a_bank_is_for_is_said_without_quotation_marks() -> None:
    assert [bank.id for bank in BANKS.values() if bank.for_whom.startswith('"')] == []


def test_no_two_questions_ask_the_same() -> None:
    hands_over = {question.ref for question in QUESTIONS if question.competency == QUESTIONS_TO_ASK}
    twice = {
        tuple(pair): round(value, 2)
        for pair, value in likeness().items()
        if value >= SAME and not pair <= hands_over  # each bank has one that hands the word over
    }
    assert twice == {}


@pytest.mark.parametrize("reason", REASONS)
def test_each_reason_is_rehearsed_by_twenty_questions_and_in_ten_minutes(reason: Reason) -> None:
    assert sum(question.rehearses == reason for question in QUESTIONS) >= 20
    plan = choose_plan(BANKS, count=5, minutes=10, seed=1, reason=reason)
    body = [item.question for item in plan.items if item.part == "body"]
    assert body
    assert all(question.rehearses == reason for question in body)
    assert seconds(plan) <= 600


@pytest.mark.parametrize("bank", BANKS.values(), ids=list(BANKS))
def test_a_bank_is_balanced(bank: Bank) -> None:
    competencies = Counter(question.competency for question in bank.questions)
    assert len(competencies) >= 10
    assert max(competencies.values()) <= 4
    assert len({question.kind for question in bank.questions}) >= 4
    assert {question.rehearses for question in bank.questions} >= set(REASONS)
    assert len({question.difficulty for question in bank.questions}) >= 2


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.ref)
def test_a_question_can_be_heard_and_followed_up(question: Question) -> None:
    assert len(question.text.split()) <= 45
    assert len(question.listen_for) >= 2
    assert question.follow_ups
    assert not question.example or 40 <= len(question.example.split()) <= 220
    asked = f" {' '.join(token.norm for token in tokens_of_text(question.text))} "
    seen: Counter[str] = Counter()
    for point in question.listen_for:
        assert len(point.cues) >= 4, point.id
        seen.update(cue.casefold() for cue in point.cues)
        for cue in point.cues:
            assert len(cue.split()) <= 5, cue
            assert f" {cue.casefold()} " not in asked, f"whoever repeats the question says “{cue}”"
    assert [cue for cue, times in seen.items() if times > 1] == []


@pytest.mark.parametrize("bank", BANKS.values(), ids=list(BANKS))
def test_a_bank_is_plain_to_read(bank: Bank) -> None:
    for texts, most in (
        ([question.text for question in bank.questions], 6.0),
        ([point.point for question in bank.questions for point in question.listen_for], 5.0),
        ([question.example for question in bank.questions if question.example], 7.0),
    ):
        assert fmean(map(grade, texts)) <= most
