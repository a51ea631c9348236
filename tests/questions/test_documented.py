"""The bank format's page names every key and value, and its example is a good bank."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from simulator import paths
from simulator.questions.check import ANSWER_SECONDS, DIFFICULTY, THINK_SECONDS
from simulator.questions.load import load_bank, load_banks
from simulator.questions.model import (
    CONDITIONS,
    KINDS,
    QUESTIONS_TO_ASK,
    REASONS,
    Bank,
    FollowUp,
    ListenFor,
    Question,
    Reply,
)

PAGE = (paths.shipped_banks() / "README.md").read_text(encoding="utf-8")


def test_the_page_lists_the_banks_that_ship_and_counts_their_questions() -> None:
    banks = load_banks([paths.shipped_banks()]).banks
    table = PAGE.partition("| bank | for |")[2].partition("\n\n")[0]
    assert set(re.findall(r"^\| `([\w-]+)` \|", table, re.MULTILINE)) == set(banks)
    questions = sum(len(bank.questions) for bank in banks.values())
    assert f"{len(banks)} of them, with {questions} questions in all" in PAGE


def test_the_example_on_the_page_is_a_good_bank_and_has_every_key(tmp_path: Path) -> None:
    (example,) = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    file = tmp_path / "library.yaml"
    file.write_text(example, encoding="utf-8")
    assert load_bank(file).questions[0].ref == "library/loud-reader"
    for shape in (Bank, Question, ListenFor, FollowUp, Reply):
        for key in set(shape.__struct_fields__) - {"bank"}:
            assert re.search(rf"^[ -]*{key}:", example, re.MULTILINE), key


@pytest.mark.parametrize("word", [*KINDS, *REASONS, *CONDITIONS, QUESTIONS_TO_ASK])
def test_the_page_explains_every_word(word: str) -> None:
    assert f"`{word}`" in PAGE


def test_the_page_tells_the_ranges_and_defaults() -> None:
    question = Question(id="a", text="a", competency="a", kind="opening", listen_for=())
    rows = {row[0]: row for line in PAGE.splitlines() if (row := re.findall(r"[^|]+", line)) and "`" in row[0]}
    for key, (least, most) in {
        "difficulty": DIFFICULTY,
        "think_seconds": THINK_SECONDS,
        "answer_seconds": ANSWER_SECONDS,
    }.items():
        cells = rows[f" `{key}` "]
        assert re.search(rf"\b{least}\b.* to {most}\b", cells[1])
        assert cells[2].strip() == str(getattr(question, key))
