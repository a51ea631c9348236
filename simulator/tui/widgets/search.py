"""A box that narrows a list."""

from __future__ import annotations

from textual import events
from textual.widgets import Input

from simulator.tui.widgets.choices import Choices


class Search(Input):
    """A box that narrows a list while one types; Enter goes back to the list, Esc shows all of it again."""

    DEFAULT_CSS = """
    Search { display: none; max-width: 76; }
    Search.-open { display: block; }
    """

    def __init__(self, choices: Choices) -> None:
        super().__init__(placeholder="words to look for")
        self._choices = choices

    def open(self) -> None:
        self.add_class("-open")
        self.focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self._choices.find(event.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self._choices.focus()

    def shut(self) -> None:
        """Shows the whole list again."""
        self.value = ""
        self._choices.find("")
        self.remove_class("-open")
        self._choices.focus()

    def on_key(self, event: events.Key) -> None:
        if event.key == "escape":
            event.stop()
            event.prevent_default()
            self.shut()
