"""A QR code in the terminal: two of its squares in each cell, black on white whatever the theme, as cameras expect it."""

from __future__ import annotations

import segno
from textual.content import Content
from textual.widgets import Static

BORDER = 2
"""Light squares around it; the standard asks for four, and cameras read it with two beside the edge of a dark screen."""

_HALVES = {(False, False): " ", (True, False): "▀", (False, True): "▄", (True, True): "█"}


class QrCode(Static):
    """As wide as it is, and half as high; it is drawn when it is told what to say."""

    DEFAULT_CSS = """
    QrCode { width: auto; height: auto; color: black; background: white; }
    """

    def say(self, text: str) -> None:
        self.update(Content("\n".join(lines(text))))


def lines(text: str) -> list[str]:
    """The code as lines of half blocks, dark squares drawn."""
    rows = [[bool(square) for square in row] for row in segno.make(text, micro=False).matrix_iter(border=BORDER)]
    if len(rows) % 2:
        rows.append([False] * len(rows[0]))
    return [
        "".join(_HALVES[pair] for pair in zip(upper, lower, strict=True))
        for upper, lower in zip(rows[::2], rows[1::2], strict=True)
    ]
