"""Every row of the tables of faults names a test that there is, and every test of this folder has a row."""

from __future__ import annotations

import ast
import re
from pathlib import Path

HERE = Path(__file__)
ROOT = HERE.parents[2]
PAGE = (ROOT / "docs" / "reliability.md").read_text(encoding="utf-8")
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")


def rows() -> list[str]:
    """The rows of the table under the heading Faults, without its head."""
    part = PAGE.split("\n## Faults\n")[1].split("\n## ")[0]
    return [line for line in part.splitlines() if line.startswith("| ")][2:]


def named_in(path: Path) -> set[str]:
    nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    return {
        node.name
        for node in nodes
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_")
    }


def test_every_row_names_a_test_that_there_is() -> None:
    assert len(rows()) > 20
    for row in rows():
        named = NAMED.findall(row)
        assert named, row
        for file, test in named:
            assert test in named_in(ROOT / file), row


def test_every_test_of_a_fault_has_a_row() -> None:
    named = set(NAMED.findall(PAGE))
    for path in sorted(HERE.parent.glob("test_*.py")):
        for test in named_in(path) if path != HERE else ():
            assert (path.relative_to(ROOT).as_posix(), test) in named
