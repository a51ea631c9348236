"""The least that a Textual app can be, which ours are measured against: `python -m tests.benchmarks.minimal [input|moving]`.

On its screen is a line; or a box to type in; or a line that is another one 20 times a second.
"""

from __future__ import annotations

import itertools
import sys

from textual.app import App, ComposeResult
from textual.widgets import Input, Static

LINE = "on screen"


class Minimal(App[None]):
    def __init__(self, kind: str = "") -> None:
        super().__init__()
        self._kind = kind
        self._looks = itertools.count()

    def compose(self) -> ComposeResult:
        yield Static(LINE)
        if self._kind == "input":
            yield Input()

    def on_mount(self) -> None:
        if self._kind == "moving":
            self.set_interval(1 / 20, self._look)

    def _look(self) -> None:
        self.query_one(Static).update("|" * (next(self._looks) % 12))


if __name__ == "__main__":
    Minimal(*sys.argv[1:]).run()
