"""The line above every screen and the line below it."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual.content import Content
from textual.screen import Screen
from textual.style import Style
from textual.widget import Widget

from simulator.text import plain
from simulator.tui.actions import EVERYWHERE, Action
from simulator.tui.key_names import key_name

if TYPE_CHECKING:
    from simulator.tui.app import MockInterviewApp

_GAP = 3


class TitleLine(Widget):
    """Where one is, on the left; what else is good to know, on the right."""

    def __init__(self, left: str = "", right: str = "") -> None:
        super().__init__()
        self._left, self._right = left, right

    def say(self, left: str, right: str = "") -> None:
        self._left, self._right = left, right
        self.refresh()

    def render(self) -> Content:
        width = self.size.width
        left, right = Content(plain(self._left)), Content(plain(self._right))
        room = width - right.cell_length - _GAP
        if room < min(left.cell_length, width // 3):
            return left.truncate(width, ellipsis=True)
        left = left.truncate(room, ellipsis=True)
        return Content.assemble(left, " " * (width - left.cell_length - right.cell_length), right)


class KeyLine(Widget):
    """The keys that do something now, in the registry's order. What Esc does and the help always have room; what has
    none is in the help."""

    def __init__(self) -> None:
        super().__init__()
        self.auto_links = False

    def on_mount(self) -> None:
        self.screen.bindings_updated_signal.subscribe(self, self._changed)

    def _changed(self, _: Screen[object]) -> None:
        self.refresh()

    def keys(self) -> list[tuple[str, Action]]:
        """What can be pressed now and belongs in the footer: the screen's own, then what works everywhere."""
        active, actions = self.screen.active_bindings, cast("MockInterviewApp", self.app).keyboard.actions
        found = []
        for action in (*actions(getattr(self.screen, "NAME", "")), *actions(EVERYWHERE)):
            here = [key for key in action.keys if key in active and active[key].binding.action == action.called(key)]
            if action.footer and here:
                found.append(
                    (f"{key_name(here[0])}-{key_name(here[-1])}" if action.takes_key else key_name(here[0]), action)
                )
        return found

    def render(self) -> Content:
        keys = self.keys()
        kept = [key for key in keys if key[1].name == "help" or "escape" in key[1].keys]
        room = self.size.width + _GAP - sum(map(_width, kept))
        shown = []
        for key in keys:
            if key not in kept:
                room -= _width(key)
            if room >= 0 or key in kept:
                shown.append(key)
        return Content(" " * _GAP).join(
            Content.assemble((key, "$foreground bold"), " ", (action.label, "$quiet")).stylize(
                Style.from_meta({"@click": _target(action)})
            )
            for key, action in shown
        )


def _width(key: tuple[str, Action]) -> int:
    return len(key[0]) + 1 + len(key[1].label) + _GAP


def _target(action: Action) -> str:
    if "." in action.name.split("(")[0]:
        return action.name
    return f"{'app' if action.screen == EVERYWHERE else 'screen'}.{action.name}"
