"""`mock-interview score --jsonl`: one scorecard a line, in order, whatever stands in the other lines."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from simulator.cli import main
from simulator.cli.score_lines import MOST_LINE
from tests.listening import SPEECH

ANSWER = (
    "Last winter the till broke down on a Saturday. I wrote every sale in a notebook, rang the engineer, and by four "
    "we had lost none of the sixty sales."
)
QUESTION = "Tell me about a time when something broke down."


def scored(lines: list[Any], capfd: pytest.CaptureFixture[str], tmp_path: Path, *options: str) -> tuple[int, list[Any]]:
    file = tmp_path / "answers.jsonl"
    file.write_bytes(b"\n".join(each if isinstance(each, bytes) else json.dumps(each).encode() for each in lines))
    status = main(["score", "--jsonl", str(file), *options])
    return status, [json.loads(line) for line in capfd.readouterr().out.splitlines()]


def test_a_card_a_line_in_order(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    records = [
        {"question": QUESTION, "answer": ANSWER, "n": 1, "other": ["fields", {}]},
        {"question": "general/tell-me-about-yourself", "answer": ANSWER},
        {"question": QUESTION, "answer": "Too short.", "kind": "situational"},
    ]
    status, cards = scored(records, capfd, tmp_path)
    assert status == 0
    assert [card["question"] for card in cards] == [QUESTION, "general/tell-me-about-yourself", QUESTION]
    assert cards[0]["preparedness"]["score"] > 0
    assert cards[2]["preparedness"]["score"] is None


def test_the_kind_can_be_told(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    records = [{"question": QUESTION, "answer": ANSWER, "kind": kind} for kind in ("behavioural", "situational")]
    _, cards = scored(records, capfd, tmp_path)
    story, plan = (card["preparedness"]["dimensions"]["structure"]["evidence"] for card in cards)
    assert any(each["note"].startswith("action") for each in story)
    assert not any(each["note"].startswith("action") for each in plan)


def test_short_answers_are_scored_where_that_is_asked_for(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    _, (card,) = scored([{"question": QUESTION, "answer": "I rang the engineer."}], capfd, tmp_path, "--allow-short")
    assert card["preparedness"]["score"] is not None


def test_a_bad_line_is_told_and_the_rest_goes_on(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    good = {"question": QUESTION, "answer": ANSWER}
    bad: list[Any] = [
        b"{not json",
        b"\xff\xfe",
        ["a list"],
        {"answer": ANSWER},
        {"question": QUESTION},
        {"question": QUESTION, "answer": 3},
        {"question": QUESTION, "answer": " "},
        {"question": " ", "answer": ANSWER},
        {"question": QUESTION, "answer": ANSWER, "audio": "both.wav"},
        {"question": QUESTION, "audio": str(tmp_path / "missing.wav")},
        {"question": QUESTION, "answer": ANSWER, "kind": "riddle"},
        b'{"question": "' + b"a" * MOST_LINE + b'", "answer": ""}',
    ]
    status, shown = scored([good, *bad, b"", b"  ", good], capfd, tmp_path)
    assert status == 1
    assert [each.get("line") for each in shown] == [None, *range(2, len(bad) + 2), None]
    assert all(set(each) == {"line", "error"} and len(each["error"]) > 20 for each in shown[1:-1])
    assert shown[0] == shown[-1]


def test_standard_input_is_read_as_it_comes(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    line = json.dumps({"question": QUESTION, "answer": ANSWER}).encode()
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(line)))
    assert main(["score", "--jsonl", "-"]) == 0
    assert json.loads(capfd.readouterr().out)["typed"] is True


@pytest.mark.voice
def test_recordings_are_heard(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    audio = str(SPEECH / "jfk.flac")
    status, (card,) = scored([{"question": QUESTION, "audio": audio}], capfd, tmp_path)
    assert status == 0
    assert card["file"] == audio
    assert card["fluency"]["score"] > 0


@pytest.mark.parametrize(
    ("arguments", "status"), [((), 2), (("--jsonl", "x", "y.wav"), 2), (("--jsonl", "no such file"), 1)]
)
def test_what_does_not_go_with_it_is_told(
    arguments: tuple[str, ...], status: int, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["score", *arguments]) == status
    assert len(capfd.readouterr().err) > 20


def test_homework_is_scored_from_the_sheet_that_a_line_names(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    used, other, broken = (tmp_path / f"{name}.yaml" for name in ("used", "other", "broken"))
    facts = "id: {0}\nemployer: A shop\nrole: Manager\nstories:\n  - id: s\n    title: {1}\n    action: {1}\n"
    used.write_text(facts.format("used", "I wrote every sale in a notebook when the till broke down."))
    other.write_text(facts.format("other", "I taught two trainees how to weld a frame."))
    broken.write_text("id: broken\nemployer: [\n")
    record = {"question": QUESTION, "answer": ANSWER}
    lines = [record, *(record | {"prep": str(file)} for file in (used, other, broken, tmp_path / "none.yaml", used))]
    status, cards = scored(lines, capfd, tmp_path)
    assert status == 1
    homework = [card["preparedness"]["dimensions"]["homework"]["score"] for card in cards if "error" not in card]
    assert homework == [None, 100, 10, 100]
    assert "broken.yaml" in cards[3]["error"]
    assert "none.yaml" in cards[4]["error"]
