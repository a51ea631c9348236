"""What the candidate, their friends and the program say of one session, side by side."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import VerticalScroll

from simulator.sessions.views import Views, table
from simulator.tui.actions import bindings
from simulator.tui.page import Dialog
from simulator.tui.widgets.words import Words

HEADING = "Three views, 1 to 5"

SCROLLBAR = 1
"""Columns that it takes where there is one."""

FRAME_HEIGHT = 7
"""Lines that the panel needs around its text."""


class ViewsPanel(Dialog[None]):
    NAME = "views"
    BINDINGS = bindings(NAME)
    DEFAULT_CSS = """
    ViewsPanel > .panel { width: 76; }
    ViewsPanel VerticalScroll { height: auto; margin-top: 1; scrollbar-size-vertical: 1; }
    ViewsPanel #table { width: auto; max-width: 200; }
    ViewsPanel #gaps { margin-bottom: 1; }
    ViewsPanel #remarks { margin-top: 1; }
    """

    def __init__(self, views: Views) -> None:
        super().__init__()
        self.views = views

    def body(self) -> ComposeResult:
        views = self.views
        yield Words(HEADING, classes="heading")
        with VerticalScroll(can_focus=True):
            if views.gaps:
                yield Words("\n".join(views.gaps), id="gaps")
            yield Words(id="table")
            if views.remarks:
                said = (f"{name[:1].upper()}{name[1:]}: {remark}" for name, remark in views.remarks.items())
                yield Words("\n".join(said), id="remarks")

    def on_mount(self) -> None:
        self.query_one(VerticalScroll).focus()

    def on_resize(self) -> None:
        self.query_one(VerticalScroll).styles.max_height = max(self.size.height - FRAME_HEIGHT, 3)
        self.call_after_refresh(self._lay_out)

    def _lay_out(self) -> None:
        width = self.query_one(VerticalScroll).size.width - SCROLLBAR
        self.query_one("#table", Words).say("\n".join(table(self.views, width)))

    def action_back(self) -> None:
        self.dismiss()
