"""The table of docs/performance.md is that of the command, and its ratios are those of its figures."""

from __future__ import annotations

import re

import pytest

from tests.benchmarks.figures import FIGURES
from tests.benchmarks.performance import PAGE, TABLE, wanted
from tests.benchmarks.table import HEAD, Budget, Line, Pair, number

TEXT = PAGE.read_text(encoding="utf-8")
LINES = [line for figure in FIGURES.values() for line in figure.lines]


def rows() -> list[list[str]]:
    table = TABLE.search(TEXT)
    assert table is not None
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table[0].splitlines() if line[:1] == "|"]


def test_the_table_has_the_lines_of_the_command() -> None:
    head, _, *body = rows()
    assert tuple(head) == HEAD
    assert len(body) == len(LINES)
    for line, cells in zip(LINES, body, strict=True):
        what, figure, reference, _, budget, how = cells
        assert (what, budget, how) == (line.what, line.budget.text(line.unit), line.how)
        assert figure.endswith(f" {line.unit}")
        assert reference.endswith(f" {line.unit}: {line.reference}")


def test_every_ratio_is_that_of_its_figures_and_within_its_budget() -> None:
    for line, (what, figure, reference, ratio, *_) in zip(LINES, rows()[2:], strict=True):
        pair = Pair(*(float(text.split()[0].replace(",", "")) for text in (figure, reference)))
        if pair.reference:
            assert float(ratio.replace(",", "")) == pytest.approx(pair.ratio, rel=0.05, abs=0.02), what
        assert line.budget.held(pair), what


def test_the_page_names_every_figure() -> None:
    named = re.search(r"only these\s+figures: (.+?)\.", TEXT, re.DOTALL)
    assert named is not None
    assert re.findall(r"`(\w+)`", named[1]) == list(FIGURES)
    assert wanted(["start", "idle"]).names == ["start", "idle"]
    for wrong in (["starts"], ["start", "--write"]):
        with pytest.raises(SystemExit):
            wanted(wrong)


@pytest.mark.parametrize(
    ("budget", "pair", "held"),
    [
        (Budget(1.5), Pair(3.0, 2.0), True),
        (Budget(1.5), Pair(3.1, 2.0), False),
        (Budget(0.5, at="least"), Pair(1.0, 2.0), True),
        (Budget(0.5, at="least"), Pair(0.9, 2.0), False),
        (Budget(2, of="figure"), Pair(2.0, 0.0), True),
        (Budget(2, of="figure"), Pair(2.1, 5.0), False),
    ],
)
def test_a_budget_is_kept_or_not(budget: Budget, pair: Pair, held: bool) -> None:
    line = Line("what", "ms", "reference", budget, "how")
    assert budget.held(pair) is held
    assert ("OVER BUDGET" in line.plain(pair)) is not held


def test_numbers_have_three_digits() -> None:
    assert [number(each) for each in (0.0349, 1.234, 12.34, 123.4, 12_345.6)] == [
        "0.03",
        "1.23",
        "12.3",
        "123",
        "12,346",
    ]
