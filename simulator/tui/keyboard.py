"""The keys as a person has them: those of the registry, but for the ones that they changed in the settings."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from itertools import chain, combinations

from textual.keys import Keys

from simulator import paths
from simulator.errors import SettingsError
from simulator.tui.actions import ACTIONS, EVERYWHERE, LISTS, SCREENS, Action
from simulator.tui.key_names import key_name, key_named

_NAMED = frozenset(key.value for key in Keys)
_WITH = ("ctrl", "alt", "shift")


class Keyboard:
    """`changes` are keys by the name of an action (`Action.id`), several with blanks between. Raises SettingsError for one that cannot be: an action
    that is none, a key that is none, a key that does something else on the same screen."""

    def __init__(self, changes: Mapping[str, str]) -> None:
        self._actions = ACTIONS
        self.keymap: dict[str, str] = {}
        """For `App.set_keymap`: all keys or none, because where actions share a key Textual takes it from all of them."""
        if changes:
            self._change(changes)

    def _change(self, changes: Mapping[str, str]) -> None:
        known = {action.id: action for action in ACTIONS}
        for name in changes:
            if name not in known:
                raise _fault(name, "there is no such action", _like(name, known))
        mine = {name: _changed(known[name], keys) for name, keys in changes.items()}
        self._actions = tuple(mine.get(action.id, action) for action in ACTIONS)
        for screen in SCREENS:
            self._refuse_clashes(screen, known, mine)
        self.keymap = dict(_keymap(self._actions))

    def actions(self, screen: str) -> tuple[Action, ...]:
        """As `simulator.tui.actions.actions`, with the keys of this keyboard."""
        return tuple(action for action in self._actions if action.screen == screen)

    def _refuse_clashes(self, screen: str, known: Mapping[str, Action], mine: Collection[str]) -> None:
        """Actions that share a key in the registry take turns; no others may."""
        here = chain(self.actions(screen), *(self.actions(each) for each in (LISTS, EVERYWHERE) if each != screen))
        for one, other in combinations((each for each in here if each.keys), 2):
            both = set(one.keys) & set(other.keys)
            if both and not set(known[one.id].keys) & set(known[other.id].keys):
                name, kept = (one, other) if one.id in mine else (other, one)
                mend = f"Choose another, or give {kept.id} another one too."
                raise _fault(name.id, f"{key_name(both.pop())} is the key of {kept.id}", mend)


def _changed(action: Action, keys: str) -> Action:
    found = tuple(_key(action, each) for each in keys.split())
    if not action.keys:
        raise _fault(action.id, "it has no key, and is called by its name", "Ctrl+P finds it.")
    if not found or len(set(found)) < len(found):
        raise _fault(action.id, f"{keys!r} are no different keys", "Name one or more, with blanks between.")
    if action.takes_key and len(found) != len(action.keys):
        raise _fault(action.id, f"it takes {len(action.keys)} keys, one for each number", "Name them in their order.")
    if action.always and any(len(key_name(each)) == 1 for each in found):
        raise _fault(action.id, "it works while you type, and would take a letter from it", "Choose one with Ctrl.")
    return replace(action, keys=found, values=action.keys if action.takes_key else ())


def _key(action: Action, name: str) -> str:
    """A key as Textual calls it."""
    key = key_named(name)
    *with_keys, last = key.split("+") if len(key) > 1 else [key]
    plain = len(last) == 1 or last in _NAMED or key in _NAMED or last in _SIGNS
    if not plain or not set(with_keys) <= {*_WITH}:
        raise _fault(action.id, f"{name!r} is no key", "docs/keys.md names keys: p, ctrl+g, f5, space, esc, left, ?.")
    return key


_SIGNS = frozenset(key.partition("+")[2] or key for action in ACTIONS for key in action.keys)


def _keymap(actions: Iterable[Action]) -> Iterable[tuple[str, str]]:
    for action in actions:
        if action.takes_key:
            yield from ((action.id_of(key), key) for key in action.keys)
        elif action.keys:
            yield action.id, ",".join(action.keys)


def _like(name: str, known: Iterable[str]) -> str:
    from difflib import get_close_matches  # for a fault alone

    alike = get_close_matches(name, known, n=1)
    return f"Is it {alike[0]}?" if alike else "docs/keys.md names them all."


def _fault(name: str, what: str, mend: str) -> SettingsError:
    return SettingsError(f"{paths.settings_file()}, keys, {name}: {what}.", mend)
