"""Two people who practise in turns: each answers a round and interviews a round, and their sessions are kept apart by their names."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from functools import partial
from itertools import takewhile
from pathlib import Path
from typing import NamedTuple

import msgspec
from msgspec.structs import replace

from simulator.errors import SessionError, UserError
from simulator.interview.rehearsal import Wish
from simulator.sessions import library
from simulator.sessions.people import Whose, person
from simulator.sessions.sittings import on_its_day
from simulator.sessions.store import SavedSession, open_session, read_header
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


def held(both: tuple[Turn, Turn], owners_name: str, now: datetime) -> tuple[SavedSession, ...]:
    """The rounds, in their order, of the practice that these two began today and did not bring to its end; only the last of them may have been
    left in the middle. Nothing where there is none. Takes a moment where much was practised today."""
    first, second = (_pair(turn.wish.candidate_name, turn.wish.friend_name, owners_name) for turn in both)
    rounds: list[SavedSession] = []
    begun_by = second
    for saved in _of_today(now):
        people = saved.state.session.people if saved.state.session is not None else {}
        pair = _pair(people.get("candidate", ""), people.get("friend", ""), owners_name)
        if not saved.state.options.friend or pair not in (first, second):
            continue
        if len(rounds) == 1 and rounds[0].finished and pair != begun_by:
            rounds.append(saved)
        else:  # whatever was before, this is the first round of another practice
            rounds, begun_by = [saved], pair
    over = len(rounds) == len(both) and rounds[-1].finished
    return tuple(rounds) if begun_by == first and not over else ()


def _pair(candidate: str, friend: str, owners_name: str) -> tuple[Whose, Whose]:
    """Who answers and who interviews, as far as it matters whether two sessions are of the same people."""
    one, other = (person("" if name == FIRST else name, owners_name) for name in (candidate, friend))
    return one, other


def _of_today(now: datetime) -> Iterator[SavedSession]:
    """The oldest first; what cannot be read is left out."""
    for folder in reversed(list(takewhile(partial(_is_of_today, now), library.folders()))):
        with suppress(SessionError):
            yield open_session(folder)


def _is_of_today(now: datetime, folder: Path) -> bool:
    try:
        return on_its_day(now, datetime.fromisoformat(read_header(folder).created))
    except (OSError, msgspec.DecodeError):
        return True  # those behind it may still be
