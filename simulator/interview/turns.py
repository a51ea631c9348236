"""Two people who practise in turns: each answers a round and interviews a round, and their sessions are kept apart by their names."""

from __future__ import annotations

from typing import NamedTuple

from msgspec.structs import replace

from simulator.errors import UserError
from simulator.interview.rehearsal import Wish
from simulator.sessions.people import person
from simulator.text import short_name

NAME_SHOWN = 40
"""Letters of a name that are kept."""

FIRST, SECOND = "the first of you", "the second of you"
"""What they are called who gave no name."""


class Turn(NamedTuple):
    """What the one who answers and the one who interviews are called, and what is wished for in their round."""

    candidate: str
    friend: str
    wish: Wish


def turns(wish: Wish, owners_name: str) -> tuple[Turn, Turn]:
    """`wish` names the candidate and the friend of the first round; in the second they swap. A first one without a name is the owner of this
    machine; the second one is somebody else. Raises UserError where both would be the same person."""
    first, second = short_name(wish.candidate_name, NAME_SHOWN), short_name(wish.friend_name, NAME_SHOWN) or SECOND
    if person(first, owners_name) == person(second, owners_name):
        raise UserError(
            f"Both of you are called {second}, and sessions are kept apart by name.", "Give one of you another name."
        )
    one, other = (replace(wish, friend=True, candidate_name=name) for name in (first, second))
    return (
        Turn(first or FIRST, second, replace(one, friend_name=second, rounds=2)),
        Turn(second, first or FIRST, replace(other, friend_name=first or FIRST, rounds=1)),
    )
