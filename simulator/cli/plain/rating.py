"""An interview rated on the scales, one scale at a time."""

from __future__ import annotations

from simulator.cli.plain.lines import say, whole
from simulator.interview.scales import HIGHEST, LOWEST, SCALES

PROMPT = f"Type a number from {LOWEST} to {HIGHEST}. Enter leaves it out, back takes the one before again, end leaves out the rest."


class Rating:
    """`scales` are those rated so far, by their keys; `over` once there is nothing left to ask."""

    def __init__(self, asks: str) -> None:
        self.scales: dict[str, int] = {}
        self._place = 0
        say(asks)
        self.ask()

    @property
    def over(self) -> bool:
        return self._place >= len(SCALES)

    def ask(self) -> None:
        """Says the scale at hand, and what can be typed."""
        scale = SCALES[self._place]
        say(
            f"{scale.name}, {self._place + 1} of {len(SCALES)}.",
            f"1: {scale.low} 3: {scale.middle} 5: {scale.high}",
            PROMPT,
        )

    def take(self, line: str) -> None:
        """One line from whoever rates."""
        word = line.strip().casefold()
        step = whole(word, LOWEST, HIGHEST)
        if word == "end":
            self._place = len(SCALES)
        elif word == "back":
            self._place = max(self._place - 1, 0)
        elif step is not None or not word:
            if step is not None:
                self.scales[SCALES[self._place].key] = step
            else:
                self.scales.pop(SCALES[self._place].key, None)
            self._place += 1
        elif word != "?":
            say(f"That is none of them. {PROMPT}")
            return
        if not self.over:
            self.ask()
