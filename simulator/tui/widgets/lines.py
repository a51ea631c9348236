"""The line above every screen and the line below it."""

from __future__ import annotations

from textual.content import Content
from textual.screen import Screen
from textual.style import Style
from textual.widget import Widget

from simulator.text import plain
from simulator.tui.actions import EVERYWHERE, actions

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
        if room < min(left.cell_length, width // 2):
            return left.truncate(width, ellipsis=True)
        left = left.truncate(room, ellipsis=True)
        return Content.assemble(left, " " * (width - left.cell_length - right.cell_length), right)


class KeyLine(Widget):
    """The keys that do something now, in the registry's order. Those that find no room are in the help, which always has."""

    def on_mount(self) -> None:
        self.screen.bindings_updated_signal.subscribe(self, self._changed)

    def _changed(self, _: Screen[object]) -> None:
        self.refresh()

    def keys(self) -> list[tuple[str, str, str]]:
        """Key, label and action of what can be pressed now and belongs in the footer."""
        found: dict[str, tuple[str, str, str]] = {}
        for active in self.screen.active_bindings.values():
            binding = active.binding
            if binding.show and active.enabled and binding.action not in found:
                namespace = "app" if active.node is self.app else "screen"
                action = binding.action if "." in binding.action.split("(")[0] else f"{namespace}.{binding.action}"
                found[binding.action] = (self.app.get_key_display(binding), binding.description, action)
        return list(found.values())

    def render(self) -> Content:
        last = {action.label for action in actions(EVERYWHERE) if action.footer}
        keys = self.keys()
        general = [key for key in keys if key[1] in last]
        own = [key for key in keys if key[1] not in last]
        room = self.size.width - sum(_width(key) for key in general[:1])
        shown = []
        for key in [*own, *general[1:]]:
            if _width(key) > room:
                break
            room -= _width(key)
            shown.append(key)
        position = min(len(own), len(shown))
        shown[position:position] = general[:1]
        key_style = Style(foreground=self.styles.color, bold=True)
        return Content("   ").join(
            Content.assemble((key, key_style), " ", label).stylize(Style.from_meta({"@click": action}))
            for key, label, action in shown
        )


def _width(key: tuple[str, str, str]) -> int:
    return len(key[0]) + 1 + len(key[1]) + _GAP
