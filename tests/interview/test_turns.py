"""Two people in turns: who is whom, and that nobody's sessions become another's."""

from __future__ import annotations

import pytest

from simulator.cli import main
from simulator.errors import UserError
from simulator.interview.rehearsal import Wish
from simulator.interview.turns import FIRST, SECOND, turns
from simulator.sessions import library
from simulator.sessions.people import folded


def test_each_answers_once_and_interviews_once() -> None:
    wish = Wish(questions=3, candidate_name="Ada\n", friend_name=" 李小龍")
    assert [turn[:2] for turn in turns(wish, "")] == [("Ada", "李小龍"), ("李小龍", "Ada")]
    wished = [turn.wish for turn in turns(wish, "")]
    assert [(each.candidate_name, each.friend_name, each.rounds) for each in wished] == [
        ("Ada", "李小龍", 2), ("李小龍", "Ada", 1),
    ]  # fmt: skip
    assert all(each.friend and each.questions == 3 for each in wished)


def test_without_names_the_first_is_whoever_owns_the_machine_and_the_second_is_not() -> None:
    first, second = turns(Wish(), "Sam")
    assert (first.candidate, first.wish.candidate_name, first.friend) == (FIRST, "", SECOND)
    assert (second.candidate, second.wish.candidate_name, second.friend) == (SECOND, SECOND, FIRST)


@pytest.mark.parametrize(
    ("first", "second", "owner"),
    [("Ada", "ada ", ""), ("José", "Jose\u0301", ""), ("", "Sam", "Sam"), ("x" * 50, "x" * 60, "")],
)
def test_two_of_one_name_are_asked_for_another(first: str, second: str, owner: str) -> None:
    with pytest.raises(UserError, match="sessions are kept apart by name"):
        turns(Wish(candidate_name=first, friend_name=second), owner)


def test_a_name_is_the_same_however_its_letters_are_put_together() -> None:
    assert folded("José") == folded("  JOSE\u0301 ") != folded("Jose")


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize("plain", [[], ["--plain"]])
def test_the_command_says_so_before_anything_begins(plain: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["peer", "Ada", "ADA", "--typed", *plain]) == 1
    told = capsys.readouterr()
    assert (told.out, told.err.count("\n")) == ("", 1)
    assert "Both of you are called ADA" in told.err
    assert list(library.folders()) == []
