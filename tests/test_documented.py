"""What the README says exists, and what exists the README says."""

from __future__ import annotations

import argparse
import ast
import re
import tomllib
from pathlib import Path

import pytest

from simulator.cli import parser

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "README.md").read_text(encoding="utf-8")


def subcommands(of: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    for action in of._actions:
        if isinstance(action, argparse._SubParsersAction):
            return dict(action.choices)
    return {}


def options(of: argparse.ArgumentParser) -> set[str]:
    own = {option for action in of._actions for option in action.option_strings if option.startswith("--")}
    nested = (options(child) for child in subcommands(of).values())
    return own.union(*nested) - {"--help"}


def rows() -> dict[str, str]:
    table = PAGE.split("## On the command line")[1].split("##")[0]
    found = re.findall(r"^\| `mock-interview ?([\w-]*)` \| (.+) \|$", table, re.M)
    return {name: text for name, text in found if name}


def test_every_command_is_in_the_table_and_the_reverse() -> None:
    assert set(rows()) == set(subcommands(parser()))


@pytest.mark.parametrize("name", sorted(subcommands(parser())))
def test_every_option_and_subcommand_is_in_its_row_and_the_reverse(name: str) -> None:
    command = subcommands(parser())[name]
    named = set(re.findall(r"`([\w-]+)`", rows()[name]))
    assert named == options(command) | set(subcommands(command))


def test_every_invocation_in_the_page_parses() -> None:
    invocations = re.findall(r"`mock-interview ([^`]+)`", PAGE)
    assert len(invocations) > 5
    for words in invocations:
        if words.split()[0] not in (
            "score",
            "recordings",
            "import",
            "merge",
            "peer",
            "letter",
            "completion",
        ):  # these need to be told what
            parser().parse_args(words.replace("DIR", "x").split())


def test_every_file_the_page_points_to_exists() -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", PAGE):
        assert (ROOT / target).exists(), target


def test_the_quick_tests_are_those_of_no_marker_and_the_end_to_end_tests_none_of_them() -> None:
    quick = re.search(r'`\.venv/bin/python -m pytest -m "not \((.+)\)"`', PAGE)
    assert quick is not None
    markers = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["pytest"]["ini_options"][
        "markers"
    ]
    assert set(quick[1].split(" or ")) == {marker.partition(":")[0] for marker in markers}
    for file in (ROOT / "tests" / "end_to_end").glob("test_*.py"):
        (marks,) = (
            ast.unparse(node.value)
            for node in ast.parse(file.read_text(encoding="utf-8")).body
            if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "pytestmark"
        )
        assert any(f"pytest.mark.{marker}" in marks for marker in quick[1].split(" or ")), file.name


def test_the_two_commands_are_one_plain_line_each() -> None:
    for heading in ("Run it", "Test it"):
        block = re.search(rf"^## {heading}\n.*?^```\w*\n(.*?)^```", PAGE, re.M | re.S)
        assert block is not None
        lines = block.group(1).splitlines()
        assert len(lines) == 1
        assert not lines[0].endswith("\\")
        assert "sudo" not in lines[0]
