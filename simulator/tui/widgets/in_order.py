"""Keys that come fast are done in the order in which they came."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events

if TYPE_CHECKING:
    from textual.widget import Widget
else:
    Widget = object  # Textual takes styles from the first base that is a widget


class InOrder(Widget):
    """Goes before a box for typing among the bases. Textual puts a letter into the box at once, but does a key that is bound
    (Backspace, Left) only when nobody has taken it on its way up to the app: letters of a fast hand, or of a slow
    line, overtake it (Textualize/textual, issue 6605)."""

    async def _on_key(self, event: events.Key) -> None:
        for binding in self._bindings.key_to_bindings.get(event.key, ()):
            if not binding.priority and await self.app.run_action(binding.action, self):
                event.stop()
                event.prevent_default()
                return
