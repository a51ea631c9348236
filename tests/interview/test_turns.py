"""Two people in turns: who is whom, and that nobody's sessions become another's."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from msgspec import structs

from simulator import paths
from simulator.cli import main
from simulator.errors import UserError
from simulator.interview import events as ev
from simulator.interview.rehearsal import Wish
from simulator.interview.turns import FIRST, SECOND, held, turns
from simulator.sessions import library
from simulator.sessions.people import folded
from simulator.sessions.store import SessionWriter
from tests.making import started


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


EVENING = datetime.fromisoformat("2026-11-24T20:00:00+01:00")


def sat(
    candidate: str, friend: str, minute: int, *, ended: bool = True, at_table: bool = True, began: datetime = EVENING
) -> None:
    """A round, or another session, that began at so many minutes of an evening."""
    at = (began + timedelta(minutes=minute)).isoformat()
    people = {author: name for author, name in (("candidate", candidate), ("friend", friend)) if name}
    with SessionWriter.create(paths.sessions(), at=at, title="test") as writer:
        writer.take_in(structs.replace(started(1, friend=at_table), at=at, people=people))
        if ended:
            writer.take_in(ev.QuestionAsked(t=1.0, by="program", question=0, take=1, text="Why?"))
            writer.take_in(ev.QuestionSkipped(t=2.0, by="candidate"))
            writer.take_in(ev.SessionEnded(t=3.0, by="program"))


def waiting(first: str = "Ada", second: str = "Ben", owner: str = "", after: float = 1) -> list[tuple[str, bool]]:
    """Who answered in the rounds of the practice that goes on, and whether each came to its end."""
    both = turns(Wish(candidate_name=first, friend_name=second), owner)
    return [
        (saved.state.session.people.get("candidate", "") if saved.state.session else "", saved.finished)
        for saved in held(both, owner, EVENING + timedelta(hours=after))
    ]


@pytest.mark.usefixtures("home")
def test_a_practice_goes_on_with_the_round_that_was_left_or_with_the_second() -> None:
    assert waiting() == []
    sat("Ada", "Ben", 0)
    assert waiting(" ada", "BEN") == [("Ada", True)]
    assert waiting("Ben", "Ada") == waiting("Ada", "Cem") == []
    sat("Ben", "Ada", 30, ended=False)
    assert waiting() == [("Ada", True), ("Ben", False)]
    sat("Ada", "Ben", 60, ended=False)
    assert waiting() == [("Ada", False)], "begun anew"


@pytest.mark.usefixtures("home")
def test_a_practice_that_is_over_does_not_go_on_and_neither_does_that_of_the_other_one() -> None:
    sat("Ben", "Ada", 0)
    sat("Ada", "Ben", 30)
    assert waiting() == waiting("Ben", "Ada") == []
    sat("Ben", "Ada", 60)
    assert (waiting(), waiting("Ben", "Ada")) == ([], [("Ben", True)])


@pytest.mark.usefixtures("home")
def test_what_others_did_meanwhile_or_they_did_alone_changes_nothing() -> None:
    sat("Ada", "Ben", 0)
    sat("Ada", "", 5, at_table=False)
    sat("Ada", "Ben", 6, ended=False, at_table=False)
    sat("Cem", "Ben", 7)
    broken = next(library.folders()) / "header.json"
    broken.write_text("{")
    assert waiting() == [("Ada", True)]


@pytest.mark.usefixtures("home")
def test_a_practice_goes_on_past_midnight_and_not_on_another_day() -> None:
    sat("Ada", "Ben", 230)
    assert waiting(after=5) == [("Ada", True)]
    assert waiting(after=28) == []


@pytest.mark.usefixtures("home")
def test_the_owner_is_the_same_with_and_without_their_name() -> None:
    sat("", "Ben", 0)
    sat("Ben", FIRST, 30, ended=False)
    assert waiting("Sam", "Ben", owner="Sam") == waiting("", "Ben", owner="Sam") == [("", True), ("Ben", False)]
    assert waiting("Ada", "Ben", owner="Sam") == []
