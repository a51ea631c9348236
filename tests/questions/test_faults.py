"""Every fault of a bank is told, with its line, in one go."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from simulator.documents import nodes
from simulator.documents.files import Fault
from simulator.documents.nodes import MAX_BYTES
from simulator.questions.load import lint, load_bank

BANKS = Path(__file__).parents[1] / "data" / "banks"

GOOD = """\
id: small
title: A small bank
language: en
for_whom: Tests
questions:
  - id: why
    text: Why this job?
    competency: motivation
    kind: motivation
    listen_for:
      - id: reason
        point: Give a reason.
        cues: [because, that is why]
"""

Lint = Callable[[str | bytes], list[Fault]]


@pytest.fixture
def lint_text(tmp_path: Path) -> Lint:
    def lint_it(text: str | bytes) -> list[Fault]:
        file = tmp_path / "bank.yaml"
        file.write_bytes(text.encode() if isinstance(text, str) else text)
        return lint(file)

    return lint_it


@pytest.fixture(params=["libyaml", "plain Python"])
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nodes, "LOADER", yaml.CSafeLoader if request.param == "libyaml" else yaml.SafeLoader)


def expected(file: Path) -> list[tuple[int, str]]:
    """The faults that the file announces behind "#!"."""
    lines = enumerate(file.read_text(encoding="utf-8").split("\n"), start=1)
    return [(line, told) for line, text in lines if " #! " in text for told in text.partition(" #! ")[2].split(" && ")]


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize("name", ["every-fault.yaml", "mean.yaml"])
def test_every_fault_is_told_with_its_line_and_nothing_else(name: str) -> None:
    faults = lint(BANKS / name)
    announced = expected(BANKS / name)
    found = [(fault.line, fault.message) for fault in faults]
    for line, told in announced:
        assert any(at == line and told in message for at, message in found), (line, told)
    assert [line for line, _ in found] == [line for line, _ in announced]
    assert all(fault.file == str(BANKS / name) and fault.mend for fault in faults)


def test_faults_never_carry_control_characters() -> None:
    for fault in lint(BANKS / "mean.yaml"):
        assert (fault.message + fault.mend).isprintable()


def test_brackets_are_harmless_text() -> None:
    bank = load_bank(BANKS / "brackets.yaml")
    assert bank.title == "[bold red]Mean[/] [/b] \\[x]"
    assert bank.questions[0].text == "Tell me [red]about[/red] yourself [/]."
    assert bank.questions[0].listen_for[0].cues == ("[this]", "that [/b]", "{{x}}", "%s $(x)")


def test_a_good_bank_has_no_faults(lint_text: Lint) -> None:
    assert lint_text(GOOD) == []
    assert lint_text(GOOD.replace("\n", "\r\n")) == []
    assert lint_text("\ufeff" + GOOD) == []


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        ("", 1, "This file is empty"),
        ("# nothing but a remark\n", 1, "This file is empty"),
        ("just words", 1, "A bank stands here as something else than keys"),
        ("- a\n- b\n", 1, "A bank stands here as something else than keys"),
        (GOOD + "---\nid: other\n", 14, "A second document begins here"),
        (GOOD.replace("title: A small bank", "title: caf\udce9"), 2, "This is not UTF-8 text"),
        (GOOD.replace("language: en", "language: English"), 3, '"English" is not a language code'),
        (GOOD[: GOOD.index("questions:")] + "questions: []\n", 5, "`questions` is empty"),
        (GOOD[: GOOD.index("questions:")] + "questions: five\n", 5, "`questions` is not a list"),
        (GOOD.replace("kind: motivation", "kind: motivation\n    ? [a]\n    : b"), 10, 'A question has no key ""'),
        (GOOD.replace("motivation\n    kind", "2024-11-24\n    kind"), 8, 'YAML reads "2024-11-24" as a date'),
        (GOOD.replace("text: Why this job?", "text: |\n      \u2028Why?"), 8, "cannot be shown stands here (U+2028)"),
        (GOOD.replace("Tests", "*tests"), 4, "Anchors (&name) and aliases (*name)"),
        ("[" * 900_000, 1, "This is nested too deeply"),
        ("- " * 400_000, 1, "This is nested too deeply"),
        ("{a: " * 200_000, 1, "This is nested too deeply"),
        ("%YAML 3.0\n---\nid: a", 1, "YAML cannot make sense of this line"),
        (GOOD.replace("  - id: why", "  - id: why\n    text: &t Why?\n   kind: *t"), 8, "YAML cannot make sense"),
    ],
)
def test_a_fault_of_the_whole_file_is_told_at_its_line(lint_text: Lint, text: str, line: int, told: str) -> None:
    faults = lint_text(text.encode("utf-8", "surrogateescape"))
    assert any(fault.line == line and told in fault.message for fault in faults), faults


@pytest.mark.usefixtures("parser")
def test_what_could_keep_the_reader_busy_is_refused_at_once(lint_text: Lint) -> None:
    assert "larger than 1 MB" in lint_text(b"#" * (MAX_BYTES + 1))[0].message
    assert "more than a bank can hold" in lint_text("questions:\n" + "- \n" * 150_000)[0].message
    many_broken = GOOD + "  - {a: b: c}\n" * 2_000
    assert [fault.line for fault in lint_text(many_broken)] == [14]


def test_laughs_are_not_unfolded(lint_text: Lint) -> None:
    laughs = "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 30))
    faults = lint_text("a0: &a0 [ha]\n" + laughs)
    assert len(faults) == 1 + 29 * 10
    assert {fault.line for fault in faults} == set(range(1, 31))


def test_an_escape_that_names_no_character_is_a_fault_with_either_parser(lint_text: Lint, parser: None) -> None:
    faults = lint_text(GOOD.replace("Why this job?", r'"\U00110000"'))
    assert [fault.line in (6, 7) for fault in faults] == [True]
    faults = lint_text(GOOD.replace("Why this job?", r'"half \ud800"'))
    assert [fault.line for fault in faults] == [7]


def test_a_misspelt_key_is_one_fault_and_names_the_right_one(lint_text: Lint) -> None:
    (fault,) = lint_text(GOOD.replace("competency:", "competancy:"))
    assert fault.line == 8
    assert fault.mend == "Did you mean competency?"


def test_a_slip_in_a_question_leaves_the_faults_of_the_others_in_sight(lint_text: Lint) -> None:
    another = GOOD[GOOD.index("  - id") :]
    text = (
        GOOD
        + another.replace("id: why", "id: two").replace("Why this job?", "Tell me: why?")
        + another.replace("id: why", "id: three").replace("kind: motivation", "kind: motive").replace("this", "that")
        + another.replace("id: why", "id: four").replace("Why this job?", '"Not closed')
        + "editor: me\n"
    )
    assert [(fault.line, fault.message[:24]) for fault in lint_text(text)] == [
        (15, "YAML takes a colon on th"),
        (25, '`kind` cannot be "motive'),
        (31, "What opens on this line,"),
        (38, 'A bank has no key "edito'),
    ]


def test_a_fault_outside_the_questions_leaves_theirs_in_sight(lint_text: Lint) -> None:
    text = GOOD.replace("title: A small", "title: A: small").replace("kind: motivation", "kind: motive")
    assert [fault.line for fault in lint_text(text)] == [2, 9]


def test_long_values_are_cut_in_messages(lint_text: Lint) -> None:
    (fault,) = lint_text(GOOD.replace("kind: motivation", f"kind: {'x' * 5000}"))
    assert len(fault.message) < 80


def test_a_fault_reads_as_compilers_write_it() -> None:
    fault = Fault("bank.yaml", 3, "This is wrong.", "Do this.")
    assert re.fullmatch(r"bank\.yaml:3: This is wrong\. Do this\.", str(fault))
