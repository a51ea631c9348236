"""A row of numbers to choose from."""

from __future__ import annotations

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget


class Scale(Widget):
    """`0  1  2 [3] 4  5`, with a word at either end. `value` is None until something is chosen."""

    DEFAULT_CSS = """
    Scale { height: 1; max-width: 76; }
    """

    value: reactive[int | None] = reactive(None)

    def __init__(self, low: int, high: int, low_word: str, high_word: str, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._numbers = range(low, high + 1)
        self._words = (low_word, high_word)

    def type(self, digit: int) -> None:
        """Chooses a digit; 0 straight after 1 is 10, where there is a 10."""
        together = self.value * 10 + digit if self.value else digit
        chosen = together if together in self._numbers else digit
        if chosen in self._numbers:
            self.value = chosen

    def move(self, step: int) -> None:
        """One less or more; from the middle at first."""
        middle = self._numbers[len(self._numbers) // 2]
        wanted = middle if self.value is None else self.value + step
        self.value = min(max(wanted, self._numbers[0]), self._numbers[-1])

    def render(self) -> Content:
        low, high = self._words
        numbers = [f"[{each}]" if each == self.value else f" {each} " for each in self._numbers]
        return Content(f"{low}  {''.join(numbers)}  {high}".strip())
