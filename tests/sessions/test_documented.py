"""`sessions/README.md` names every event and field there is, and no other."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

from simulator.interview import events as ev
from simulator.sessions.store import Header

PAGE = (Path(__file__).parents[2] / "sessions" / "README.md").read_text(encoding="utf-8")


def test_every_event_and_its_fields_are_documented_and_the_reverse() -> None:
    table = PAGE.split("## journal.jsonl")[1].split("## The sound")[0]
    rows = [line for line in table.splitlines() if line.startswith("| `")]
    documented = {name for row in rows for name in re.findall(r"`(\w+)`", row)}
    kinds = {kind.__struct_config__.tag: kind for kind in get_args(ev.AnyEvent)}
    fields = {field for kind in kinds.values() for field in kind.__struct_fields__} - {"t", "by"}
    assert documented - {"type", "t", "by"} == set(kinds) | fields


def test_the_header_is_documented() -> None:
    table = PAGE.split("## header.json")[1].split("## journal.jsonl")[0]
    assert set(re.findall(r"^\| `(\w+)`", table, re.M)) == set(Header.__struct_fields__)
