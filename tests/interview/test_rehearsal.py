"""What is wished for and cannot be held is said before it begins."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from simulator import paths
from simulator.errors import BankError
from simulator.interview.rehearsal import Wish, prepare
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


async def begun(wish: Wish) -> set[str]:
    """The questions of a session that is begun and left."""
    rehearsal = await prepare(wish, Settings())
    assert rehearsal.begin is not None
    rehearsal.conductor.begin(*rehearsal.begin)
    await rehearsal.close()
    return {item.question.ref for item in rehearsal.conductor.state.plan}


async def test_where_no_question_fits_nothing_begins(home: Path) -> None:
    bank(3)
    with pytest.raises(BankError, match="no question that fits"):
        await prepare(replace(GERMAN, reason="leaving"), Settings())
    assert list(library.folders()) == []


async def test_a_round_that_would_leave_no_question_for_the_other_one_does_not_begin(home: Path) -> None:
    bank(3)
    with pytest.raises(BankError, match="too few questions: none is left for the round after this one"):
        await prepare(replace(GERMAN, rounds=2), Settings())
    assert list(library.folders()) == []
    first = await begun(replace(GERMAN, questions=2, rounds=2))
    second = await begun(replace(GERMAN, without=frozenset(first)))
    assert (len(first), len(second), first & second) == (2, 1, set())
