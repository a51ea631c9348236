"""What pages have in common that are a list with a word about the line that is selected."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from textual.app import ComposeResult

from simulator.errors import UserError
from simulator.tui.dialogs import Notice, Write, WriteLong
from simulator.tui.page import Page
from simulator.tui.widgets.choices import Choices
from simulator.tui.widgets.words import Words

Taken = TypeVar("Taken")


class ChoicePage(Page[None]):
    """A subclass says in `about` what is said of the selected line, and opens it in `action_open`."""

    def __init__(self) -> None:
        super().__init__()
        self._said = ("", "")
        self._told = False

    def body(self) -> ComposeResult:
        yield Choices()
        yield Words(id="about", classes="quiet")

    @property
    def key(self) -> str:
        """Of the selected line; empty where none is."""
        row = self.query_one(Choices).selected if self.is_mounted else None
        return (row.key or "") if row is not None else ""

    @property
    def kind_and_rest(self) -> tuple[str, str]:
        """The key of a line of several kinds, `kind:rest`, in its two parts."""
        kind, _, rest = self.key.partition(":")
        return kind, rest

    def about(self) -> str:
        raise NotImplementedError

    def action_open(self) -> object:
        raise NotImplementedError

    def say_about(self) -> None:
        """What can be done may depend on the line too."""
        key, said = self._said
        self.query_one("#about", Words).say(said if said and key == self.key else self.about())
        self.refresh_bindings()

    def say(self, text: str) -> None:
        """In place of what is said of the selected line, as long as it is selected."""
        self._said = (self.key, text)
        self.say_about()

    def on_choices_moved(self) -> None:
        self.say_about()

    def on_choices_chosen(self, event: Choices.Chosen) -> None:
        self.action_open()

    def tell_once(self, error: UserError) -> None:
        """Not again each time one comes back to the page."""
        if not self._told:
            self._told = True
            self.program.tell(error)

    async def ask(
        self, question: str, value: str, take: Callable[[str], Taken], dialog: type[Write | WriteLong] = Write
    ) -> Taken | None:
        """Asks until `take` does not refuse what was typed, by a UserError, or the box is left; what was refused stands in it again. Gives what
        `take` gives, None where nothing was changed. Runs in a worker."""
        stands = value
        while True:
            typed = await self.program.push_screen_wait(dialog(question, stands))
            if typed is None or typed == value:
                return None
            try:
                return take(typed)
            except UserError as error:
                await self.program.push_screen_wait(Notice(error))
                stands = typed
