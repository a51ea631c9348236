"""Keys as people call them."""

from __future__ import annotations

from simulator.tui.actions import Action

_KEY_NAMES = {
    "escape": "esc",
    "question_mark": "?",
    "slash": "/",
    "comma": ",",
    "full_stop": ".",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "minus": "-",
    "plus": "+",
    "equals_sign": "=",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "shift+left": "shift+←",
    "shift+right": "shift+→",
    "pageup": "page up",
    "pagedown": "page down",
}


_KEYS_NAMED = {name: key for key, name in _KEY_NAMES.items()}


def key_named(name: str) -> str:
    """The key that people call so."""
    return _KEYS_NAMED.get(name, name)


def key_name(key: str) -> str:
    """A key as people call it."""
    return _KEY_NAMES.get(key, key)


def key_names(action: Action) -> str:
    """All keys of an action as people call them, side by side: a comma between them would look like a key."""
    names = [key_name(key) for key in action.keys]
    return f"{names[0]} to {names[-1]}" if action.takes_key else "  ".join(names)
