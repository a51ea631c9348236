"""What people meet first: the banks that ship are clean, complete and different from one another."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
import yaml

from simulator import paths
from simulator.documents import nodes
from simulator.documents.files import SUFFIXES
from simulator.questions.load import lint, load_bank, load_banks
from simulator.questions.model import KINDS, QUESTIONS_TO_ASK, REASONS, Bank

FILES = sorted(file for file in paths.shipped_banks().iterdir() if file.suffix in SUFFIXES)
IDS = {
    "general", "behavioural", "situational", "leadership", "customer-service-retail", "healthcare-care", "teaching",
    "first-job-stem", "software", "data", "finance-administration", "trades-apprenticeships", "tough-questions",
}  # fmt: skip


@pytest.fixture(scope="module")
def banks() -> dict[str, Bank]:
    loaded = load_banks([paths.shipped_banks()])
    assert not loaded.faults
    return loaded.banks


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_shipped_bank_is_clean_and_whole(file: Path) -> None:
    assert lint(file) == []
    bank = load_bank(file)
    assert bank.id == file.stem
    assert len(bank.questions) >= 19
    for question in bank.questions:
        assert question.listen_for, question.ref
        for point in question.listen_for:
            assert len(point.cues) >= 2, (question.ref, point.id)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_shipped_bank_can_be_read_without_libyaml(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bank = load_bank(file)
    monkeypatch.setattr(nodes, "LOADER", yaml.SafeLoader)
    assert load_bank(file) == bank


def test_the_banks_are_there(banks: dict[str, Bank]) -> None:
    assert set(banks) >= IDS


def test_no_question_is_in_two_banks(banks: dict[str, Bank]) -> None:
    texts = Counter(question.text.casefold() for bank in banks.values() for question in bank.questions)
    assert [text for text, times in texts.items() if times > 1] == []


def test_every_reason_is_rehearsed_and_every_kind_is_there(banks: dict[str, Bank]) -> None:
    questions = [question for bank in banks.values() for question in bank.questions]
    assert {question.rehearses for question in questions} >= set(REASONS)
    assert {question.kind for question in questions} == set(KINDS)


def test_general_can_open_and_close_any_interview(banks: dict[str, Bank]) -> None:
    questions = banks["general"].questions
    assert any(question.kind == "opening" for question in questions)
    closing = [question.competency for question in questions if question.kind == "closing"]
    assert QUESTIONS_TO_ASK in closing
    assert set(closing) - {QUESTIONS_TO_ASK}
