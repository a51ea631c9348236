"""`docs/scorecard.md` names what exists, and what exists is named there."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
import pytest

from simulator.interview.scales import SCALES
from simulator.scoring import card
from simulator.scoring.norms import NORMS, Norm
from simulator.scoring.scorecard import LABELS
from simulator.speech.transcript import Word

PAGE = (Path(__file__).parents[2] / "docs" / "scorecard.md").read_text(encoding="utf-8")

TYPES: dict[str, type[msgspec.Struct]] = {
    each.__name__: each
    for each in [Word, *vars(card).values()]
    if isinstance(each, type) and issubclass(each, msgspec.Struct) and each is not msgspec.Struct
}
NORM_OF: dict[str, Norm] = {**NORMS.fluency, **NORMS.preparedness}


def section(heading: str) -> str:
    found = re.search(rf"^#+ {re.escape(heading)}$(.*?)(?=^#|\Z)", PAGE, re.M | re.S)
    assert found, f"no section {heading}"
    return found[1]


def rows(text: str) -> set[str]:
    return set(re.findall(r"^\| `([^`]+)` \|", text, re.M))


def test_the_page_is_of_this_version() -> None:
    assert f"of the formulas and norms; {card.VERSION}." in PAGE


def test_every_type_has_its_section_and_the_reverse() -> None:
    fields = PAGE.split("## Fields")[1].split("\n## ")[0]
    assert set(re.findall(r"^### (\w+)$", fields, re.M)) == set(TYPES)


@pytest.mark.parametrize("name", sorted(TYPES))
def test_every_field_is_described_and_the_reverse(name: str) -> None:
    assert rows(section(name)) == {field.encode_name for field in msgspec.structs.fields(TYPES[name])}


def test_every_dimension_has_its_section_and_the_reverse() -> None:
    assert set(re.findall(r"^### `(\w+)`$", PAGE, re.M)) == {*card.FLUENCY, *card.PREPAREDNESS} == set(NORM_OF)


@pytest.mark.parametrize("name", sorted(NORM_OF))
def test_the_page_says_what_the_table_says(name: str) -> None:
    norm = NORM_OF[name]
    text = section(f"`{name}`")
    assert f"Weight: {norm.weight:g}. Unit: {norm.unit}. Band: {norm.band}." in text
    assert f"Formula: {norm.formula}\n" in text
    assert f"Source: {norm.source}\n" in text


def test_every_label_is_described_and_the_reverse() -> None:
    assert rows(section("Labels")) == set(LABELS)


def test_every_scale_that_people_rate_is_described_with_what_the_program_sees_of_it() -> None:
    rows = re.findall(r"^\| `(\w+)` \| (.+) \| (.+) \|$", section("What people rate"), re.M)
    assert rows == [
        (each.key, each.name, ", ".join(f"`{name}`" for name in each.dimensions) or "none") for each in SCALES
    ]
