"""What pages have in common whose list can be searched."""

from __future__ import annotations

from simulator.tui.page import Page
from simulator.tui.widgets.search import Search


class ListPage(Page[None]):
    """A page with a list and a `Search` above it: Esc shows the whole list again, and goes back only from there."""

    @property
    def searching(self) -> bool:
        """Whether the search is open, and the list narrowed by it."""
        return self.is_mounted and self.query_one(Search).is_open

    def action_search(self) -> None:
        self.query_one(Search).open()

    def action_whole(self) -> None:
        self.query_one(Search).shut()
