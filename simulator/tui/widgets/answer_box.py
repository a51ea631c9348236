"""The box for a typed answer."""

from __future__ import annotations

from textual.widgets import TextArea
from textual.widgets.text_area import Edit, EditResult


class AnswerBox(TextArea):
    """Counts the characters that are taken back, as `taken_back`. Enter is a line end; Tab and Esc are the screen's."""

    DEFAULT_CSS = """
    AnswerBox {
        height: 1fr;
        min-height: 3;
        max-width: 76;
        border: none;
        padding: 0 1;
        background: $surface;
        &:focus { border: none; background: $panel; }
    }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(highlight_cursor_line=False, id=id)
        self.cursor_blink = False
        self.taken_back = 0

    def begin(self) -> None:
        """An empty box for a new answer."""
        with self.prevent(TextArea.Changed):
            self.load_text("")
        self.taken_back = 0

    def edit(self, edit: Edit) -> EditResult:
        result = super().edit(edit)
        self.taken_back += len(result.replaced_text)
        return result

    def undo(self) -> None:
        before = len(self.text)
        super().undo()
        self.taken_back += max(0, before - len(self.text))
