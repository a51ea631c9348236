"""The page on the search for a job says what its files hold."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from simulator.comeback.letters import KINDS
from simulator.comeback.model import STAGES, Application, Appointment, Contact, Person, Record, Skill

PAGE = (Path(__file__).parents[2] / "docs" / "comeback.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("shape", "what"), [(Application, "an application"), (Contact, "a contact"), (Skill, "a skill")]
)
def test_every_key_of_a_file_is_documented_and_the_reverse(shape: type[Record], what: str) -> None:
    table = PAGE.split(f"| key of {what} | what it is |")[1].split("\n\n")[0]
    named = {name for row in table.splitlines()[2:] for name in re.findall(r"`(\w+)`", row.split("|")[1])}
    assert named == set(shape.__struct_fields__)
    if shape is Application:
        assert all(f"`{field}`" in table for field in (*Appointment.__struct_fields__, *Person.__struct_fields__))
        assert ", ".join(STAGES) in table


def test_every_kind_of_letter_is_documented() -> None:
    assert set(re.findall(r"^\| `(\w+)` \|", PAGE.split("## Letters")[1].split("\n## ")[0], re.M)) == set(KINDS)
