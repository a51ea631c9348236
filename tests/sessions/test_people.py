"""Two people at one machine: whose sessions are whose, and what is reckoned from them."""

from __future__ import annotations

import json

import pytest

from simulator import settings
from simulator.cli import main
from simulator.interview.rehearsal import Wish, prepare
from simulator.sessions import record
from simulator.sessions.index import Index
from simulator.sessions.people import NOBODY, Whose, folded, owner, person
from simulator.sessions.wanted import recent, rehearsed, weak_spots
from simulator.settings import Settings
from tests.making import question
from tests.tui import sessions

pytestmark = pytest.mark.usefixtures("home")

ADA = (folded("Ada Byron"),)


def mine_and_adas() -> None:
    """One session of the owner, and two of somebody else's."""
    sessions.spoken(at="2026-11-20T12:00:00+01:00")
    sessions.spoken(at="2026-11-21T12:00:00+01:00", answers=1, of=1, people={"candidate": "Ada Byron"})
    sessions.spoken(
        at="2026-11-22T12:00:00+01:00", answers=1, of=1, people={"candidate": " ada  byron ", "friend": "Ben"}
    )


def index_of(whose: Whose) -> Index:
    index = Index(whose=whose)
    index.sync()
    return index


def test_a_person_is_known_by_their_name_however_it_is_written_and_the_owner_without_one() -> None:
    assert owner("") == owner("  ") == NOBODY
    assert owner(" Ada  BYRON") == ("", "ada byron")
    assert person("ADA byron", "Ada Byron") == person("", "Ada Byron") == owner("Ada Byron")
    assert person("Ben", "Ada Byron") == ("ben",)
    assert person("Straße", "STRASSE") == owner("strasse")
    composed, apart = "Andr\u00e9", "ANDRE\u0301"
    assert person(apart, composed) == owner(composed) == owner(apart)


@pytest.mark.parametrize(
    ("whose", "count", "answers"),
    [(NOBODY, 1, 2), (ADA, 2, 2), (owner("Ada Byron"), 3, 4), (owner("Ben"), 1, 2), (("ben",), 0, 0)],
)
def test_only_their_own_sessions_are_reckoned_with(whose: Whose, count: int, answers: int) -> None:
    mine_and_adas()
    with index_of(whose) as index:
        assert len(index.sittings()) == count
        assert len(list(index.answers())) == len(index.takes()) == answers
        assert len({each.folder for each in index.newest(10)}) == count
        asked = {each.ref for each in index.takes()}
        assert set(weak_spots([question(), question(2)], index)) == set(record.schedule(index)) == asked
        assert (question(2).ref in asked) == ("" in whose)
        assert index.count() == 3, "the list holds everybody's"
        assert list(map(folded, index.people())) == list(ADA)


def test_whom_an_index_is_for_can_change_and_what_was_reckoned_is_known_to_be_old() -> None:
    mine_and_adas()
    with index_of(NOBODY) as index:
        before = index.changes
        index.is_for(NOBODY)
        assert index.changes == before
        index.is_for(ADA)
        assert index.changes > before
        assert len(index.sittings()) == 2


def test_answers_of_an_older_scorer_are_counted_for_each_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    mine_and_adas()
    monkeypatch.setattr("simulator.scoring.card.VERSION", 99)
    with index_of(NOBODY) as index:
        assert index.outdated() == 2
        assert len([each for each in index.answers("competency 1") if each.fluency is None]) == 1


def test_a_search_finds_whose_session_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    mine_and_adas()
    with index_of(NOBODY) as index:
        assert len(index.holding("byron", 10)) == 2
        assert [each.candidate for each in index.page(1)] == ["ada  byron"]
    assert main(["sessions", "list"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [": test" in line for line in lines] == [True, True, False]
    assert "Ada Byron: test" in lines[1]


def test_ratings_of_friends_are_in_the_index_and_in_the_sitting() -> None:
    folder = sessions.spoken()
    sessions.rated(folder, {"structure": 4, "warmth": 5})
    sessions.rated(folder, {"structure": 1}, author="Cy")
    with index_of(NOBODY) as index:
        (entry,), (sitting,) = index.page(1), index.sittings()
    assert entry.ratings == {"Ben": {"structure": 4, "warmth": 5}, "Cy": {"structure": 1}}
    assert sitting.friends == {"structure": 2.5, "warmth": 5.0}


def test_progress_of_another_person_is_shown_by_their_name(capsys: pytest.CaptureFixture[str]) -> None:
    mine_and_adas()
    assert main(["progress", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["sessions"] == 1
    assert main(["progress", "--json", "--of", "ada byron"]) == 0
    assert json.loads(capsys.readouterr().out)["sessions"] == 2
    assert main(["progress", "--of", "Ada Byron"]) == 0
    assert capsys.readouterr().out.startswith("Progress of Ada Byron\n2 sessions so far")
    assert main(["progress", "--of", "Bob"]) == 1
    error = capsys.readouterr().err
    assert "There is no session of 'Bob'." in error
    assert "byron" in error.lower()
    settings.save(Settings(name="Ada Byron"))
    assert main(["progress", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["sessions"] == 3


def test_recent_questions_and_rehearsed_themes_are_those_of_one_person() -> None:
    mine_and_adas()
    assert recent(NOBODY) == {question(number).ref for number in (1, 2)}
    assert recent(ADA) == {question(1).ref}
    assert recent(("ben",)) == frozenset()
    assert rehearsed("none", ADA) == frozenset()


async def test_questions_are_chosen_for_whoever_answers() -> None:
    async def asked(name: str) -> set[str]:
        """The questions of a session of theirs, which is begun and left; one's own to the interviewer are the same each time."""
        wish = Wish(typed=True, voice=False, questions=3, seed=1, candidate_name=name)
        rehearsal = await prepare(wish, Settings(name="Sam"))
        assert rehearsal.begin is not None
        rehearsal.conductor.begin(*rehearsal.begin)
        await rehearsal.close()
        return {item.question.ref for item in rehearsal.conductor.state.plan if item.part != "yours"}

    adas = await asked("Ada")
    assert await asked("") == adas, "the same seed, and what Ada was asked is new to the owner"
    assert not await asked("ada") & adas
    assert not await asked("sam") & adas, "who is the owner, by name"
