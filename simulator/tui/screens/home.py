"""The first screen: it offers only what works now, and Enter takes the first offer."""

from __future__ import annotations

from textual.app import ComposeResult

from simulator.tui.actions import bindings
from simulator.tui.page import Page
from simulator.tui.widgets.choices import Choices, Row


class Home(Page[None]):
    NAME = "home"
    BINDINGS = bindings(NAME)

    def body(self) -> ComposeResult:
        yield Choices([Row("practise", "Practise"), Row("sessions", "Sessions")])
