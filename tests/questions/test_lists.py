"""Plain lists come in and go out, and a person's own bank loses nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.documents.nodes import MAX_BYTES
from simulator.errors import BankError
from simulator.questions.lists import Listed, from_csv, from_markdown, to_csv, to_markdown
from simulator.questions.load import load_bank, load_banks
from simulator.questions.own import ASKED, add, read_list
from simulator.scoring.scorecard import question_from_text

MARKDOWN = """# From my friend

## Teamwork
- Tell me about a team that failed.
2. [ ] Who does what: you or they?

Not a question.
### Motivation ###
* Why us?
"""


def kind(text: str) -> str:
    return question_from_text(text).kind


def test_items_are_questions_and_headings_competencies() -> None:
    found, faults = from_markdown(MARKDOWN)
    assert faults == []
    assert [(each.text, each.competency) for each in found] == [
        ("Tell me about a team that failed.", "teamwork"),
        ("Who does what: you or they?", "teamwork"),
        ("Why us?", "motivation"),
    ]
    assert from_markdown("no list")[1]


def test_a_table_names_every_fault_with_its_line() -> None:
    found, faults = from_csv('Kind,Question\nbehavioural,"Why, again?"\n,\nnonsense,What?\nmotivation,\n')
    assert found[0] == Listed(text="Why, again?", kind="behavioural")
    assert [fault.line for fault in faults] == [4, 5]
    assert "nonsense" in faults[0].message
    assert from_csv("text\nWhy?\n")[1][0].line == 1
    assert "is not closed" in from_csv(f'question\n"{"why " * 50_000}\n')[1][0].message


def test_a_list_that_is_far_too_long_is_refused_and_not_cut(tmp_path: Path) -> None:
    (tmp_path / "list.md").write_text("- Why us?\n" * (MAX_BYTES // 10 + 1))
    with pytest.raises(BankError, match="larger than 1 MB"):
        read_list(tmp_path / "list.md")


@pytest.mark.parametrize("bank", load_banks().banks.values(), ids=lambda bank: bank.id)
def test_what_goes_out_comes_in_again(bank: object, tmp_path: Path) -> None:
    bank = load_banks().banks[bank.id]  # type: ignore[attr-defined]
    table = tmp_path / "list.csv"
    table.write_text(to_csv(bank), encoding="utf-8")
    path, count = add("back", read_list(table), kind, tmp_path)
    back = load_bank(path)
    assert count == len(bank.questions)
    for one, other in zip(bank.questions, back.questions, strict=True):
        assert (one.text, one.competency, one.kind, one.rehearses) == (
            other.text, other.competency, other.kind, other.rehearses,
        )  # fmt: skip
    listed, _ = from_markdown(to_markdown(bank))
    assert sorted(each.text for each in listed) == sorted(question.text for question in bank.questions)


def test_a_question_is_added_once_and_the_file_keeps_its_comments(tmp_path: Path) -> None:
    path, count = add(ASKED, [Listed(text="Why did you leave: really?")], kind, tmp_path)
    assert count == 1
    path.write_text(f"# mine\n{path.read_text()}", encoding="utf-8")
    before = path.read_text(encoding="utf-8")
    assert add(ASKED, [Listed(text="why did you leave: really?")], kind, tmp_path)[1] == 0
    assert path.read_text(encoding="utf-8") == before
    add(ASKED, [Listed(text="Tell me about a time you lost.")], kind, tmp_path)
    after = path.read_text(encoding="utf-8")
    assert after.startswith(before.rstrip())
    assert [question.kind for question in load_bank(path).questions][1] == "behavioural"


def test_a_bank_that_is_indented_otherwise_is_added_to_as_well(tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(
        "id: own\ntitle: Own\nlanguage: en\nfor_whom: Me\nquestions:\n"
        "    - id: why\n      text: Why?\n      competency: a\n      kind: motivation\n      listen_for: []\n",
        encoding="utf-8",
    )
    add("own", [Listed(text="Who?"), Listed(text="Who are you?")], kind, tmp_path)
    assert [question.text for question in load_bank(path).questions] == ["Why?", "Who?", "Who are you?"]


def test_a_bank_with_a_fault_is_not_written_to(tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text("id: own\nquestions: [\n", encoding="utf-8")
    with pytest.raises(BankError, match=r"own\.yaml"):
        add("own", [Listed(text="Who?")], kind, tmp_path)
    assert path.read_text(encoding="utf-8") == "id: own\nquestions: [\n"
    with pytest.raises(BankError, match="no such file"):
        read_list(tmp_path / "none.md")
