"""A box for words to look for."""

from __future__ import annotations

from collections.abc import Callable

from textual import events
from textual.widgets import Input

from simulator.tui.widgets.choices import Choices


class Search(Input):
    """Calls `find` while one types; Enter goes back to the list, Esc shows all of it again."""

    DEFAULT_CSS = """
    Search { display: none; max-width: 76; margin-bottom: 1; }
    Search.-open { display: block; }
    """

    def __init__(self, choices: Choices, find: Callable[[str], object] | None = None) -> None:
        """Without `find` the list itself is narrowed."""
        super().__init__(placeholder="words to look for", compact=True)
        self._choices = choices
        self._find = find or choices.find

    @property
    def is_open(self) -> bool:
        return self.has_class("-open")

    def open(self) -> None:
        self.add_class("-open")
        self.focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self._find(event.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self._choices.focus()

    def check_consume_key(self, key: str, character: str | None) -> bool:
        # Textual knows no character for these three, and would leave them in the footer.
        return key in ("slash", "plus", "minus") or super().check_consume_key(key, character)

    def shut(self) -> None:
        """Shows the whole list again."""
        self.value = ""
        self._find("")
        self.remove_class("-open")
        self._choices.focus()
        self.screen.refresh_bindings()

    def on_key(self, event: events.Key) -> None:
        if event.key == "escape":
            event.stop()
            event.prevent_default()
            self.shut()
