"""Fit of a posting: by meaning where there is a model, else by words; never a paper that one has not written down."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from simulator.comeback.fit import Fit, Met, Own, fit, owned, required, wanted
from simulator.comeback.model import Application, Skill
from simulator.meaning.mind import meanings
from simulator.preparation.model import Sheet, Story, Transfer

OWN = tuple(
    Own(source="story", text=text)
    for text in (
        "I dressed leg ulcers and surgical wounds on a ward of 24",
        "I handed out medicines twice a day with no error in a year",
        "I noticed bruises and reported them to the safeguarding lead",
        "I showed two student nurses how to write notes",
        "registered nurse since 2019",
        "I drive a van every day",
    )
)


def by(asked: Sequence[str], own: Sequence[Own] = OWN, *, model: bool = False) -> dict[str, Met]:
    found = fit(asked, own, meanings(wanted(asked, own)) if model else None)
    return {each.required: each for each in found.skills}


def test_by_words_what_is_said_counts_and_the_words_are_named() -> None:
    found = by(["Registered nurse", "Wound care", "Kubernetes"])
    assert [each.state for each in found.values()] == ["met", "partly", "missing"]
    assert found["Registered nurse"].words == ("registered", "nurse")
    assert found["Wound care"].own == OWN[0]
    assert found["Kubernetes"].own is None


@pytest.mark.parametrize(
    ("asked", "nearest"),
    [
        ("Wound care", 0),
        ("Medication rounds", 1),
        ("Safeguarding of vulnerable adults", 2),
        ("Supervising students", 3),
    ],
)
def test_by_meaning_other_words_say_it_too(asked: str, nearest: int) -> None:
    found = by([asked], model=True)[asked]
    assert found.own == OWN[nearest]
    assert found.state != "missing"


def test_by_meaning_what_has_nothing_to_do_with_it_is_missing() -> None:
    found = by(["Kubernetes", "Fluent in German", "Payroll", "Welding", "Tax law"], model=True)
    assert {each.state for each in found.values()} == {"missing"}


@pytest.mark.parametrize("model", [False, True])
def test_a_paper_is_met_by_its_word_alone(model: bool) -> None:
    assert by(["Driving licence"], model=model)["Driving licence"].state != "met"
    has = (*OWN, Own(source="strength", text="driving licence, since 2015"))
    assert by(["Driving licence"], has, model=model)["Driving licence"].state == "met"


def test_what_one_is_still_gaining_meets_partly_at_most() -> None:
    sheets = {"a": Sheet(id="a", employer="E", role="R", strengths=("Forklift", "calm"))}
    skills = {"f": Skill(id="f", name="forklift", progress=60)}
    learning = by(["Forklift"], owned(sheets, skills))["Forklift"]
    assert learning.state == "partly"
    done = by(["Forklift"], owned(sheets, {"f": Skill(id="f", name="forklift", progress=100)}))["Forklift"]
    assert done.state == "met"


def test_all_that_sheets_say_counts_once() -> None:
    sheet = Sheet(
        id="a",
        employer="E",
        role="R",
        strengths=("Patience",),
        selling_points=("patience",),
        transfers=(Transfer(requirement="x", experience="Ten years at a desk"),),
        stories=(
            Story(id="s", title="The rota", competencies=("planning",), action="I planned", points=("twelve people",)),
        ),
    )
    found = owned({"a": sheet}, {})
    assert [each.text for each in found if each.text.casefold() == "patience"] == ["Patience"]
    assert {each.source for each in found} == {"strength", "what carries over", "story “The rota”"}


def test_requirements_are_those_confirmed_then_of_the_sheet_then_of_the_posting() -> None:
    sheet = Sheet(id="s", employer="E", role="R", skills=("from the sheet",))
    job = Application(id="a", employer="E", role="R", posting="What you bring\n- Patience\n")
    assert required(job, sheet) == ("from the sheet",)
    assert required(job, None) == ("Patience",)
    confirmed = Application(id="a", employer="E", role="R", skills=("confirmed",))
    assert required(confirmed, sheet) == ("confirmed",)


def test_the_sentence_gives_the_numbers_and_a_word_on_the_level() -> None:
    def whole(met: int, partly: int, missing: int) -> Fit:
        counts = (("met", met), ("partly", partly), ("missing", missing))
        return Fit(skills=tuple(Met(required="x", state=state) for state, count in counts for _ in range(count)))  # type: ignore[arg-type]

    assert whole(4, 2, 1).sentence.startswith("Met 4, partly 2, missing 1: within reach.")
    assert "a stretch" in whole(2, 1, 2).sentence
    assert whole(1, 0, 5).sentence.endswith("Is it the right level now?")
    assert "too few" in whole(1, 1, 0).sentence
    assert whole(0, 0, 0).sentence.startswith("No required skills yet")
