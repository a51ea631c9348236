"""Text on screen that is never markup."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static

from simulator.text import plain


class Words(Static):
    """A paragraph, whoever wrote it: square brackets stay what they are, control characters become visible marks."""

    def __init__(self, text: str | Content = "", *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(as_content(text), id=id, classes=classes, markup=False)

    def say(self, text: str | Content) -> None:
        """Shows another text; its height may change."""
        self.update(as_content(text))


def as_content(text: str | Content) -> Content:
    return text if isinstance(text, Content) else Content(plain(text))
