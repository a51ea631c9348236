"""What is wished for and cannot be held is said before it begins."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from simulator import paths
from simulator.errors import BankError
from simulator.interview.rehearsal import Wish, prepare
from simulator.questions.choose import seconds
from simulator.questions.model import Plan
from simulator.sessions import library
from simulator.settings import Settings

QUESTION = """
  - id: q{number}
    text: Was war Nummer {number}?
    competency: Rückblick
    kind: behavioural
    difficulty: 1
    answer_seconds: 60
    listen_for:
      - {{id: result, point: "Sag, was daraus wurde.", cues: [am Ende]}}
"""

GERMAN = Wish(questions=3, banks=("klein",), typed=True, voice=False, seed=1)
"""No other bank is in this language, so none stands in for what this one lacks."""


def bank(questions: int) -> None:
    text = "id: klein\ntitle: Klein\nlanguage: de\nfor_whom: Alle\nquestions:"
    paths.own_banks().mkdir(parents=True, exist_ok=True)
    asked = "".join(QUESTION.format(number=number) for number in range(1, questions + 1))
    (paths.own_banks() / "klein.yaml").write_text(text + asked, encoding="utf-8")


async def begun(wish: Wish, settings: Settings) -> Plan:
    """The plan of a session that is begun and left."""
    rehearsal = await prepare(wish, settings)
    assert rehearsal.begin is not None
    rehearsal.conductor.begin(*rehearsal.begin)
    await rehearsal.close()
    return rehearsal.begin[0]


async def test_where_no_question_fits_nothing_begins(home: Path) -> None:
    bank(3)
    with pytest.raises(BankError, match="no question that fits"):
        await prepare(replace(GERMAN, reason="leaving"), Settings())
    assert list(library.folders()) == []


async def test_a_round_that_would_leave_no_question_for_the_other_one_does_not_begin(home: Path) -> None:
    bank(1)
    with pytest.raises(BankError, match="too few questions: none is left for the round after this one"):
        await prepare(replace(GERMAN, rounds=2), Settings())
    assert list(library.folders()) == []


async def both_rounds(wish: Wish, settings: Settings | None = None) -> tuple[Plan, Plan]:
    settings = settings or Settings()
    first = await begun(replace(wish, rounds=2), settings)
    second = await begun(replace(wish, without=frozenset(item.question.ref for item in first.items)), settings)
    assert not {item.question.text for item in first.items} & {item.question.text for item in second.items}
    return first, second


@pytest.mark.parametrize(("questions", "rounds"), [(2, (1, 1)), (3, (2, 1)), (4, (2, 2)), (5, (3, 2)), (9, (3, 3))])
async def test_two_rounds_share_a_small_bank(home: Path, questions: int, rounds: tuple[int, int]) -> None:
    bank(questions)
    first, second = await both_rounds(GERMAN)
    assert (len(first.items), len(second.items)) == rounds


@pytest.mark.parametrize("bank_id", ["general", "software", "behavioural"])
async def test_both_have_about_as_much_time(home: Path, bank_id: str) -> None:
    """Half an hour each is more than some banks hold."""
    first, second = await both_rounds(Wish(minutes=30, banks=(bank_id,), typed=True, voice=False, seed=1))
    assert len(first.items) - 1 <= len(second.items)
    assert 0.75 < seconds(second) / seconds(first) < 1.25
    assert max(seconds(first), seconds(second)) <= 30 * 60


async def test_half_an_hour_each_where_no_bank_is_named(home: Path) -> None:
    """More than one bank holds, so the one with stories is taken too, unless it is in another language than the own one."""
    bank(5)
    wish = Wish(minutes=30, typed=True, voice=False, seed=1)
    for plan in await both_rounds(wish):
        assert 27 * 60 < seconds(plan) <= 30 * 60
        assert plan.banks == ("behavioural", "general")
    for plan in await both_rounds(wish, Settings(bank="software")):
        assert plan.banks == ("behavioural", "software")
    for plan in await both_rounds(wish, Settings(bank="klein")):
        assert plan.banks == ("klein",)
