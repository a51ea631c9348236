"""What is behind a number: its formula, its band, the words and the seconds."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import VerticalScroll

from simulator.scoring.card import Dimension, Evidence
from simulator.tui.actions import bindings
from simulator.tui.cards import value_text
from simulator.tui.page import Dialog
from simulator.tui.widgets.bars import clock_text, score_text
from simulator.tui.widgets.choices import Choices, Row
from simulator.tui.widgets.words import Words


class DimensionPanel(Dialog[float | None]):
    """Gives the second to play from, or None."""

    NAME = "dimension"
    BINDINGS = bindings(NAME)
    DEFAULT_CSS = """
    DimensionPanel > .panel { width: 76; }
    DimensionPanel VerticalScroll { height: auto; max-height: 9; margin: 1 0; scrollbar-size-vertical: 1; }
    DimensionPanel Choices { max-height: 8; background: $surface; }
    """

    def __init__(self, name: str, dimension: Dimension, *, playable: bool) -> None:
        super().__init__()
        self.dimension_name = name
        self.dimension = dimension
        self.playable = playable

    def body(self) -> ComposeResult:
        dimension = self.dimension
        yield Words(
            f"{self.dimension_name.replace('_', ' ').capitalize()}: {score_text(dimension.score)}", classes="heading"
        )
        yield Words("   ".join(part for part in (value_text(dimension), f"common: {dimension.band}") if part))
        with VerticalScroll(can_focus=False):
            yield Words(dimension.formula, classes="quiet")
        yield Choices([_row(number, each) for number, each in enumerate(dimension.evidence)])

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return self._second is not None if action == "play" else True

    def on_choices_moved(self) -> None:
        self.refresh_bindings()

    def on_choices_chosen(self, event: Choices.Chosen) -> None:
        if self._second is not None:
            self.action_play()

    @property
    def _second(self) -> float | None:
        """Where the selected words are in the answer."""
        row = self.query_one(Choices).selected if self.is_mounted else None
        if not self.playable or row is None or row.key is None:
            return None
        return self.dimension.evidence[int(row.key)].start

    def action_play(self) -> None:
        self.dismiss(self._second)

    def action_back(self) -> None:
        self.dismiss(None)


def _row(number: int, evidence: Evidence) -> Row:
    at = f"{clock_text(evidence.start):>5}  " if evidence.start is not None else ""
    if not evidence.text:
        return Row(str(number), f"{at}{evidence.note}".rstrip())
    return Row(str(number), f"{at}“{evidence.text}”", evidence.note)
