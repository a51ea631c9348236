from __future__ import annotations

import os
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.errors import AudioError
from simulator.questions.load import load_banks
from simulator.recordings.finding import groups, question_for, recorded
from simulator.sessions.times import YEARS


def day(text: str) -> datetime:
    """Where this machine is."""
    return datetime.fromisoformat(text).astimezone()


LONG_AGO = day("2019-06-01 09:30")


def made(path: Path, at: datetime = LONG_AGO) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"x")
    os.utime(path, (at.timestamp(), at.timestamp()))
    return path


def names(*places: Path) -> list[tuple[str, list[str]]]:
    return [(group.name, [each.path.name for each in group.recordings]) for group in groups(places)]


def test_each_recording_of_the_folder_is_a_session_and_each_folder_below_is_one(tmp_path: Path) -> None:
    made(tmp_path / "2024-05-02 why us.m4a")
    made(tmp_path / "acme 2024-03-05" / "q10.wav")
    made(tmp_path / "acme 2024-03-05" / "q2.wav")
    made(tmp_path / "acme 2024-03-05" / "second" / "q1.OGG")
    assert names(tmp_path) == [
        ("acme 2024-03-05/second", ["q1.OGG"]),
        ("acme 2024-03-05", ["q2.wav", "q10.wav"]),
        ("why us", ["2024-05-02 why us.m4a"]),
    ]


def test_a_raised_digit_between_others_is_a_letter_of_the_name(tmp_path: Path) -> None:
    made(tmp_path / "round" / "10 m²3.wav")
    made(tmp_path / "round" / "2²3.wav")
    made(tmp_path / "round" / "٣.wav")
    assert names(tmp_path) == [("round", ["2²3.wav", "٣.wav", "10 m²3.wav"])]


def test_what_is_no_recording_is_passed_over_unless_it_is_named(tmp_path: Path) -> None:
    made(tmp_path / "a.wav")
    for name in ("a.txt", "._a.wav", "cover.jpg", ".hidden/b.wav", "noise"):
        made(tmp_path / name)
    assert names(tmp_path) == [("a", ["a.wav"])]
    assert names(tmp_path / "noise") == [("noise", ["noise"])]


@pytest.mark.skipif(sys.platform == "win32", reason="links and pipes are for administrators there")
def test_what_is_no_file_is_passed_over(tmp_path: Path) -> None:
    made(tmp_path / "a.wav")
    (tmp_path / "b.wav").symlink_to(tmp_path / "gone.wav")
    os.mkfifo(tmp_path / "c.wav")
    assert names(tmp_path) == [("a", ["a.wav"])]


@pytest.mark.parametrize("seconds", [-2e9, 2e11, 1e12])
def test_a_time_that_no_session_can_have_is_none(tmp_path: Path, seconds: float) -> None:
    for name in ("memo.wav", "memo 1901-05-05.wav"):
        made(tmp_path / name)
        try:
            os.utime(tmp_path / name, (0, seconds))
        except OSError:
            pytest.skip("no file can have this time here")
        assert recorded(tmp_path / name).year in YEARS


def test_nothing_to_import_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(AudioError, match="holds no recordings"):
        groups([tmp_path])
    with pytest.raises(AudioError, match="is not there"):
        groups([tmp_path / "none"])


@pytest.mark.parametrize(
    ("name", "at"),
    [
        ("2024-03-05 why us", day("2024-03-05 12:00")),
        ("why us 2024_03_05 10.32.11", day("2024-03-05 10:32:11")),
        ("20240305_103211", day("2024-03-05 10:32:11")),
        ("VN 2024-03-05 at 10-32", day("2024-03-05 10:32")),
        ("2024-13-45 no date", None),
        ("call 120240305999", None),
        ("q1", None),
    ],
)
def test_the_date_in_a_name_is_when_it_was_made(tmp_path: Path, name: str, at: datetime | None) -> None:
    assert recorded(made(tmp_path / f"{name}.wav")) == (at or LONG_AGO)


def test_a_folder_has_the_date_of_its_name_and_a_day_the_hour_of_its_file(tmp_path: Path) -> None:
    (group,) = groups([made(tmp_path / "2024-03-05 acme" / "q1.wav").parents[1]])
    assert group.recordings[0].at == day("2024-03-05 12:00")
    assert recorded(made(tmp_path / "2019-06-01.wav")) == LONG_AGO


@given(st.integers(0, 3_000_000_000), st.sampled_from(["", "why us "]))
def test_every_date_is_found_again(tmp_path_factory: pytest.TempPathFactory, seconds: int, before: str) -> None:
    at = day("1990-01-01") + timedelta(seconds=seconds)
    path = made(tmp_path_factory.getbasetemp() / f"{before}{at:%Y-%m-%d %H.%M.%S}.wav")
    assert recorded(path) == at.replace(tzinfo=None).astimezone()


BANKS = load_banks().banks


@pytest.mark.parametrize(
    ("name", "text", "known"),
    [
        ("03 - tell_me_about_a_time_you_failed 2024-03-05", "Tell me about a time you failed", True),
        ("New Recording 12", "New Recording 12", False),
        ("2024-03-05", "2024-03-05", False),
        ("acme interview", "Acme interview", False),
        ("Why do you want to work [here]", "Why do you want to work [here]", True),
    ],
)
def test_the_question_is_the_name_where_it_says_enough(tmp_path: Path, name: str, text: str, known: bool) -> None:
    question = question_for(tmp_path / f"{name}.m4a", BANKS)
    assert question.text == text
    assert bool(question.id) is known


def test_a_wish_comes_before_the_text_beside_it_and_that_before_the_name(tmp_path: Path) -> None:
    recording = tmp_path / "tell me about your week.wav"
    of_a_bank = next(iter(BANKS.values())).questions[0]
    recording.with_suffix(".txt").write_text("  Why did you\nleave?  ", encoding="utf-8")
    assert question_for(recording, BANKS).text == "Why did you leave?"
    assert question_for(recording, BANKS, of_a_bank.ref) == of_a_bank
    recording.with_suffix(".txt").write_text(of_a_bank.text, encoding="utf-8")
    assert question_for(recording, BANKS) == of_a_bank


@pytest.mark.parametrize("content", [b"word " * 200, b"\xff\xfe\x00"])
def test_a_text_that_is_no_question_is_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.txt").write_bytes(content)
    with pytest.raises(AudioError, match=r"a\.txt"):
        question_for(tmp_path / "a.wav", BANKS)
