"""Which questions fit a job, and which went least well."""

from __future__ import annotations

from msgspec import structs

from simulator.preparation.model import Sheet
from simulator.questions.load import load_banks
from simulator.questions.model import Bank
from simulator.sessions.index import Index
from simulator.sessions.wanted import fitting, job_of, weak_spots
from tests.making import question
from tests.tui import sessions


def best(job: str, banks: dict[str, Bank], count: int = 20) -> list[str]:
    likings = fitting(job, [question for bank in banks.values() for question in bank.questions])
    return sorted(likings, key=lambda ref: -likings[ref])[:count]


def test_a_posting_picks_the_questions_that_fit_it() -> None:
    banks = load_banks().banks
    teacher = best(
        "We look for a primary teacher for year 4: lessons, marking, behaviour in class, talking with parents.", banks
    )
    assert sum(ref.startswith("teaching/") for ref in teacher) >= 12
    sheet = Sheet(id="e", employer="X", role="Apprentice electrician", tasks=("Wire sockets on site", "Test circuits"))
    assert sum(ref.startswith("trades-apprenticeships/") for ref in best(job_of(sheet), banks)) >= 8


def test_nothing_said_of_a_job_picks_nothing() -> None:
    assert fitting("  ", [question for bank in load_banks().banks.values() for question in bank.questions]) == {}


def test_a_competency_that_went_less_well_is_wanted_more() -> None:
    sessions.spoken(of=1, answers=1)
    asked = question()
    unpractised = structs.replace(asked, id="other", competency="never practised")
    with Index() as index:
        index.sync()
        found = weak_spots([asked, unpractised], index)
    assert set(found) == {asked.ref}
    assert 0 < found[asked.ref] < 1
