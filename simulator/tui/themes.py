"""Three themes. Every text colour stands at 4.5 : 1 or better on what lies behind it (WCAG 2.2 AA), 7 : 1 in high contrast.

Colour only repeats what a word, a sign or a place says already.
"""

from __future__ import annotations

from typing import Any

from textual.theme import Theme

VARIABLES = ("quiet", "good", "care", "lit-foreground", "lit-background", "row-foreground", "row-background")
"""Our own, beside Textual's: less important text, what went well, what deserves a look, the current word, the selected row."""


def _theme(
    name: str,
    *,
    dark: bool,
    background: str,
    surface: str,
    panel: str,
    foreground: str,
    quiet: str,
    accent: str,
    good: str,
    care: str,
    error: str,
    row: tuple[str, str],
    lit: tuple[str, str],
) -> Theme:
    """`row` and `lit` are text and background of the selected row and of the current word."""
    variables: dict[str, Any] = {
        "quiet": quiet,
        "good": good,
        "care": care,
        "row-foreground": row[0],
        "row-background": row[1],
        "lit-foreground": lit[0],
        "lit-background": lit[1],
        "text": foreground,
        "text-muted": quiet,
        "text-disabled": quiet,
        "foreground-muted": quiet,
        "foreground-disabled": quiet,
        "block-cursor-foreground": row[0],
        "block-cursor-background": row[1],
        "block-cursor-text-style": "bold",
        "block-cursor-blurred-foreground": foreground,
        "block-cursor-blurred-background": panel,
        "block-hover-background": panel,
        "border": accent,
        "border-blurred": quiet,
        "input-cursor-foreground": background,
        "input-cursor-background": foreground,
        "input-selection-background": row[1],
        "input-selection-foreground": row[0],
        "scrollbar": quiet,
        "scrollbar-hover": accent,
        "scrollbar-active": accent,
        "scrollbar-background": background,
        "scrollbar-background-hover": background,
        "scrollbar-background-active": background,
        "scrollbar-corner-color": background,
    }
    return Theme(
        name=name,
        dark=dark,
        primary=accent,
        secondary=quiet,
        accent=accent,
        foreground=foreground,
        background=background,
        surface=surface,
        panel=panel,
        boost=panel,
        success=good,
        warning=care,
        error=error,
        text_alpha=1.0,
        variables=variables,
    )


DARK = _theme(
    "dark",
    dark=True,
    background="#15181c",
    surface="#1c2025",
    panel="#262b32",
    foreground="#e3e5e8",
    quiet="#a0a8b3",
    accent="#8fb8de",
    good="#93c9a1",
    care="#e0b877",
    error="#f0a0a0",
    row=("#f4f6f8", "#2f4a66"),
    lit=("#15181c", "#e0c98f"),
)

LIGHT = _theme(
    "light",
    dark=False,
    background="#faf8f4",
    surface="#f2efe9",
    panel="#e7e3db",
    foreground="#24272b",
    quiet="#565c64",
    accent="#245a8c",
    good="#2a6339",
    care="#7a4d00",
    error="#9b2226",
    row=("#10273d", "#c9dcee"),
    lit=("#24272b", "#f2d27c"),
)

HIGH_CONTRAST = _theme(
    "high-contrast",
    dark=True,
    background="#000000",
    surface="#000000",
    panel="#1a1a1a",
    foreground="#ffffff",
    quiet="#e0e0e0",
    accent="#7fd4ff",
    good="#8dff9e",
    care="#ffd866",
    error="#ffb3b3",
    row=("#000000", "#ffff66"),
    lit=("#000000", "#7fd4ff"),
)

THEMES = {theme.name: theme for theme in (DARK, LIGHT, HIGH_CONTRAST)}
