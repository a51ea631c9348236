"""Whose sessions are whose. The owner of this machine is nobody in particular, or has a name (`settings.name`); whoever else answered here
is kept apart from them by theirs."""

from __future__ import annotations

import unicodedata

from simulator.interview.state import State

Whose = tuple[str, ...]
"""The names (as `folded`) under which one person's sessions are kept; the owner's are also those without one."""

NOBODY: Whose = ("",)
"""The owner, where they have no name."""


def folded(name: str) -> str:
    """A name without regard to case, spaces and how its accents are put together."""
    return " ".join(unicodedata.normalize("NFC", name.casefold()).split())


def owner(name: str) -> Whose:
    """`name` is what the owner is called, empty where that is not known."""
    return ("", folded(name)) if folded(name) else NOBODY


def person(name: str, owners_name: str) -> Whose:
    """Somebody by their name; the owner where it is theirs, or where there is none."""
    return owner(owners_name) if folded(name) in owner(owners_name) else (folded(name),)


def candidate(state: State) -> str:
    """What the one is called who answers, empty where no name was given."""
    return state.session.people.get("candidate", "").strip() if state.session is not None else ""
