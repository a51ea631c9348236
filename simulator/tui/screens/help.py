"""The keys of a screen, from the registry."""

from __future__ import annotations

from textwrap import fill
from typing import TYPE_CHECKING, cast

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.screen import Screen

from simulator.tui.actions import EVERYWHERE, LISTS, Action, bindings
from simulator.tui.key_names import key_names
from simulator.tui.page import Dialog
from simulator.tui.widgets.choices import Choices
from simulator.tui.widgets.words import Words

if TYPE_CHECKING:
    from simulator.tui.app import MockInterviewApp

KEYS_WIDTH = 16
WIDTH = 60

FRAME_HEIGHT = 7
"""Lines that the panel needs around its text."""


class Help(Dialog[None]):
    """Over the screen that it explains: first the keys that do something now."""

    NAME = "help"
    BINDINGS = bindings(NAME)
    DEFAULT_CSS = """
    Help VerticalScroll { height: auto; scrollbar-size-vertical: 1; }
    """

    def __init__(self, page: Screen[object]) -> None:
        super().__init__()
        possible = {active.binding.action for active in page.active_bindings.values()}
        actions = cast("MockInterviewApp", page.app).keyboard.actions
        own = actions(getattr(page, "NAME", ""))
        now = [action for action in own if any(action.called(key) in possible for key in action.keys)]
        self._groups = [
            ("On this screen", now),
            ("In a list", actions(LISTS) if any(each.is_on_screen for each in page.query(Choices)) else ()),
            ("Everywhere", actions(EVERYWHERE)),
            ("On this screen, at other times", [action for action in own if action not in now]),
        ]

    def body(self) -> ComposeResult:
        with VerticalScroll():
            for title, group in self._groups:
                if lines := [_line(action) for action in group if action.keys]:
                    yield Words(title, classes="heading")
                    yield Words("\n".join(lines), classes="gap")

    def on_resize(self) -> None:
        self.query_one(VerticalScroll).styles.max_height = max(self.size.height - FRAME_HEIGHT, 3)

    def action_back(self) -> None:
        self.dismiss()


def _line(action: Action) -> str:
    keys = key_names(action)
    indent = " " * (KEYS_WIDTH + 2)
    return fill(f"  {keys:<{KEYS_WIDTH}}{action.help}", WIDTH, subsequent_indent=indent, replace_whitespace=False)
