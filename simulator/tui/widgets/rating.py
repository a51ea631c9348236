"""A session rated on scales: one list, and beneath it in words what is seen at each step of the scale that is selected."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget

from simulator.interview.scales import BY_KEY, HIGHEST, LOWEST, SCALES, Scale
from simulator.text import plain
from simulator.tui.widgets.choices import Choices, Row
from simulator.tui.widgets.words import Words

STEPS = range(LOWEST, HIGHEST + 1)

HOW = "1 to 5, or ← and →. Any may be left out."


class Anchors(Widget):
    """The words of a scale at its first, middle and last step; a step between two of them stands between them."""

    DEFAULT_CSS = """
    Anchors { height: 4; max-width: 76; margin-top: 1; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._scale: Scale = SCALES[0]
        self._step: int | None = None

    def show(self, scale: Scale, step: int | None) -> None:
        self._scale, self._step = scale, step
        self.refresh()

    def render(self) -> Content:
        scale = self._scale
        middle = (LOWEST + HIGHEST) // 2
        words = {LOWEST: scale.low, middle: scale.middle, HIGHEST: scale.high}
        if self._step is not None and self._step not in words:
            words[self._step] = f"between {self._step - 1} and {self._step + 1}"
        lines = []
        for step, text in sorted(words.items()):
            chosen = step == self._step
            line = Content(f"{'>' if chosen else ' '} {step}  {text}")
            lines.append(line.stylize("bold" if chosen else "$quiet"))
        return Content("\n").join(lines)


class RatingStage(Vertical):
    """Keys are the screen's: it calls `rate` and `take_back`, and reads `scales`. The ratings are kept in the dictionary that is given, so that they are there
    again when the page is opened again."""

    DEFAULT_CSS = """
    RatingStage #asks { max-height: 2; }
    RatingStage Choices { height: auto; max-height: 1fr; margin-top: 1; }
    """

    def __init__(self, asks: str, scales: dict[str, int]) -> None:
        super().__init__(id="scales")
        self._asks = asks
        self.scales = scales

    def compose(self) -> ComposeResult:
        yield Words(f"{plain(self._asks)} {HOW}", id="asks")
        yield Choices(self._rows(), key=SCALES[0].key)
        yield Anchors()

    def _rows(self) -> list[Row]:
        return [Row(scale.key, scale.name, steps_text(self.scales.get(scale.key))) for scale in SCALES]

    @property
    def choices(self) -> Choices:
        return self.query_one(Choices)

    def on_choices_moved(self) -> None:
        self._show()

    def on_choices_chosen(self, event: Choices.Chosen) -> None:
        """A click selects, and that is all."""
        event.stop()

    def _show(self) -> None:
        row = self.choices.selected
        if row is not None and row.key is not None:
            self.query_one(Anchors).show(BY_KEY[row.key], self.scales.get(row.key))

    def rate(self, step: int) -> None:
        """Rates the scale that is selected."""
        row = self.choices.selected
        if row is not None and row.key is not None:
            self.scales[row.key] = step
            self._again()

    def move(self, step: int) -> None:
        """The scale that is selected, one less or one more; from the middle at first."""
        row = self.choices.selected
        if row is not None and row.key is not None:
            rated = self.scales.get(row.key)
            self.rate(min(max(rated + step, LOWEST), HIGHEST) if rated else (LOWEST + HIGHEST) // 2)

    def take_back(self) -> None:
        """Leaves the scale that is selected out."""
        row = self.choices.selected
        if row is not None and row.key is not None:
            self.scales.pop(row.key, None)
            self._again()

    def _again(self) -> None:
        self.choices.show(self._rows())
        self._show()

    def wait(self, sentence: str) -> None:
        """Nothing more to rate: someone else is next."""
        self.query_one("#asks", Words).say(sentence)
        self.choices.display = self.query_one(Anchors).display = False


def steps_text(step: int | None) -> str:
    """` 1  2  3 [4] 5 `."""
    return "".join(f"[{each}]" if each == step else f" {each} " for each in STEPS)
