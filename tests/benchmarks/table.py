"""The lines of the table of speed: what is measured, against what, what it may be; and how they are written."""

from __future__ import annotations

from typing import Literal, NamedTuple

HEAD = ("what", "figure", "reference, measured in the same run", "ratio", "budget", "how")


class Budget(NamedTuple):
    """What a line may be: at most `limit` (or at least), as the ratio of figure and reference, or as the figure itself where that is
    a share. Absolute times have no budget: they depend on the machine."""

    limit: float
    of: Literal["ratio", "figure"] = "ratio"
    at: Literal["most", "least"] = "most"

    def held(self, pair: Pair) -> bool:
        value = pair.ratio if self.of == "ratio" else pair.figure
        return value <= self.limit if self.at == "most" else value >= self.limit

    def text(self, unit: str) -> str:
        return f"at {self.at} {self.limit:g} {unit if self.of == 'figure' else 'times'}"


class Pair(NamedTuple):
    """What was measured: the figure and its reference, both in the unit of their line."""

    figure: float
    reference: float

    @property
    def ratio(self) -> float:
        return self.figure / self.reference if self.reference else float("inf")


class Line(NamedTuple):
    """A line of the table, without its figures. `reference` says what the figure is held against."""

    what: str
    unit: str
    reference: str
    budget: Budget
    how: str

    def cells(self, pair: Pair) -> tuple[str, ...]:
        """One for each of `HEAD`."""
        figure, reference = (f"{number(value)} {self.unit}" for value in pair)
        ratio = number(pair.ratio) if pair.reference else "-"
        return self.what, figure, f"{reference}: {self.reference}", ratio, self.budget.text(self.unit), self.how

    def plain(self, pair: Pair) -> str:
        """For the terminal."""
        _, figure, reference, ratio, budget, _ = self.cells(pair)
        verdict = "" if self.budget.held(pair) else "   OVER BUDGET"
        return f"{self.what}: {figure}\n    {reference}\n    ratio {ratio}, {budget}{verdict}"


def number(value: float) -> str:
    """To three digits, as people read it."""
    size = abs(value)
    return f"{value:,.0f}" if size >= 100 else f"{value:.1f}" if size >= 10 else f"{value:.2f}"


def row(cells: tuple[str, ...]) -> str:
    return f"| {' | '.join(cells)} |"


def head() -> str:
    return f"{row(HEAD)}\n| --- | ---: | --- | ---: | --- | --- |"
