"""The pages on keys and settings say what is true."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal, get_args, get_origin, get_type_hints

import msgspec

from simulator.settings import Settings
from tests.tools import make_keys

SETTINGS = (Path(__file__).parents[2] / "docs" / "settings.md").read_text(encoding="utf-8")


def test_every_key_is_documented_and_the_reverse() -> None:
    assert make_keys.PAGE.read_text(encoding="utf-8") == make_keys.page(), "run python -m tests.tools.make_keys"


def test_every_setting_is_documented_with_its_first_value_and_the_reverse() -> None:
    rows = dict(re.findall(r"^\| `(\w+)` \| `([^`]+)` \|", SETTINGS, re.M))
    first = msgspec.to_builtins(Settings())
    assert {name: msgspec.json.decode(value) for name, value in rows.items()} == first
    for name, hint in get_type_hints(Settings).items():
        row = next(line for line in SETTINGS.splitlines() if line.startswith(f"| `{name}`"))
        for value in get_args(hint) if get_origin(hint) is Literal else ():
            assert f'`"{value}"`' in row
