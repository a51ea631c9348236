"""Banks from files and folders."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from simulator.errors import BankError
from simulator.questions.load import find_question, lint, load_bank, load_banks
from simulator.questions.model import FollowUp, ListenFor, Question

FULL = """\
id: full
title: Every key
language: pt-BR
for_whom: Tests
questions:
  - id: conflict-1
    text: >
      Tell me about a time you
      disagreed with a colleague.
    competency: conflict
    kind: behavioural
    follow_ups:
      - {when: missed, point: result, text: What came of it?}
      - {when: short, text: Can you say more?}
    listen_for:
      - id: result
        point: Say what came of it.
        cues:
          - in the end
          - "as a   result"
    rehearses: match
    example: |
      We disagreed about the rota.

      In the end we tried both.
    difficulty: 3
    think_seconds: 20
    answer_seconds: 120
"""


def write(folder: Path, name: str, bank_id: str, title: str = "A bank", question: str = "why") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / name
    file.write_text(
        f"id: {bank_id}\ntitle: {title}\nlanguage: en\nfor_whom: Tests\nquestions:\n"
        f"  - {{id: {question}, text: Why us?, competency: motivation, kind: motivation, listen_for: []}}\n",
        encoding="utf-8",
    )
    return file


def test_every_key_arrives_in_its_field(tmp_path: Path) -> None:
    file = tmp_path / "full.yaml"
    file.write_text(FULL, encoding="utf-8")
    bank = load_bank(file)
    assert (bank.id, bank.title, bank.language, bank.for_whom) == ("full", "Every key", "pt-BR", "Tests")
    assert bank.questions == (
        Question(
            id="conflict-1",
            bank="full",
            text="Tell me about a time you disagreed with a colleague.",
            competency="conflict",
            kind="behavioural",
            listen_for=(ListenFor(id="result", point="Say what came of it.", cues=("in the end", "as a result")),),
            follow_ups=(
                FollowUp(when="missed", point="result", text="What came of it?"),
                FollowUp(when="short", text="Can you say more?"),
            ),
            rehearses="match",
            example="We disagreed about the rota. In the end we tried both.",
            difficulty=3,
            think_seconds=20,
            answer_seconds=120,
        ),
    )


def test_keys_that_are_left_out_have_the_defaults_of_the_types(tmp_path: Path) -> None:
    (question,) = load_bank(write(tmp_path, "a.yaml", "a")).questions
    assert question == Question(
        id="why", bank="a", text="Why us?", competency="motivation", kind="motivation", listen_for=()
    )


def test_load_bank_lists_every_fault(tmp_path: Path) -> None:
    file = tmp_path / "bad\x1b[31m.yaml"
    file.write_text(FULL.replace("kind: behavioural", "kind: x").replace("difficulty: 3", "difficulty: 9"))
    with pytest.raises(BankError) as caught:
        load_bank(file)
    assert "2 faults" in caught.value.message
    assert ".yaml:11: `kind` cannot be" in caught.value.message
    assert ".yaml:26: `difficulty` is 9" in caught.value.message
    assert caught.value.mend
    assert "\x1b" not in str(caught.value)


def test_what_is_not_a_readable_file_is_one_clear_fault(tmp_path: Path) -> None:
    (tmp_path / "folder.yaml").mkdir()
    os.mkfifo(tmp_path / "pipe.yaml")
    (tmp_path / "link.yaml").symlink_to(tmp_path / "gone.yaml")
    for name, told in {
        "none.yaml": "There is no such file",
        "link.yaml": "There is no such file",
        "folder.yaml": "This is not a file",
        "pipe.yaml": "This is not a file",
        "a\0b.yaml": "This file cannot be read",
        "x" * 300: "This file cannot be read",
    }.items():
        (fault,) = lint(tmp_path / name)
        assert told in fault.message
        assert fault.mend
        assert fault.line == 1


def test_own_banks_override_by_id_and_faulty_ones_are_left_out(tmp_path: Path) -> None:
    shipped, own = tmp_path / "shipped", tmp_path / "own"
    write(shipped, "one.yaml", "one", "Shipped one")
    write(shipped, "two.yml", "two", "Shipped two")
    write(own, "mine.yaml", "one", "My one")
    write(own, "three.YAML", "three", "My three")
    bad = write(own, "two.yaml", "two", "'My two")
    before = bad.read_bytes()
    loaded = load_banks([shipped, own])
    assert {bank_id: bank.title for bank_id, bank in loaded.banks.items()} == {
        "one": "My one",
        "two": "Shipped two",
        "three": "My three",
    }
    assert [(fault.file, fault.line) for fault in loaded.faults] == [(str(bad), 2)]
    assert bad.read_bytes() == before


def test_a_bank_id_stands_once_in_a_folder(tmp_path: Path) -> None:
    write(tmp_path, "b.yaml", "same", "Second")
    write(tmp_path, "a.yaml", "same", "First")
    loaded = load_banks([tmp_path])
    assert loaded.banks["same"].title == "First"
    (fault,) = loaded.faults
    assert fault.file == str(tmp_path / "b.yaml")
    assert "taken by a.yaml" in fault.message


def test_other_files_and_hidden_ones_are_no_banks(tmp_path: Path) -> None:
    write(tmp_path, "README.md", "readme")
    write(tmp_path, ".hidden.yaml", "hidden")
    loaded = load_banks([tmp_path, tmp_path / "not-there"])
    assert not loaded.banks
    assert not loaded.faults


def test_a_file_where_a_folder_should_be_is_a_fault(tmp_path: Path) -> None:
    file = write(tmp_path, "a.yaml", "a")
    (fault,) = load_banks([file]).faults
    assert "folder cannot be read" in fault.message


def test_the_persons_own_banks_lie_in_their_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOCK_INTERVIEW_HOME", str(tmp_path))
    write(tmp_path / "banks", "mine.yaml", "mine")
    loaded = load_banks()
    assert loaded.banks["mine"].title == "A bank"
    assert "general" in loaded.banks
    assert not loaded.faults


def test_a_question_is_found_by_ref_or_by_an_id_that_one_bank_has(tmp_path: Path) -> None:
    write(tmp_path, "a.yaml", "a", question="both")
    write(tmp_path, "b.yaml", "b", question="both")
    write(tmp_path, "c.yaml", "c", question="alone")
    banks = load_banks([tmp_path]).banks
    assert find_question(banks, "b/both") is banks["b"].questions[0]
    assert find_question(banks, "alone") is banks["c"].questions[0]
    assert find_question(banks, "both") is None
    assert find_question(banks, "c/both") is None
    assert find_question(banks, "") is None
