"""How a step changes a state, and what it insists on. Pure."""

from __future__ import annotations

from typing import TypeVar

import msgspec

from simulator.interview.state import Effect, NotNow, Stage, State, Take

T = TypeVar("T")

Step = tuple[State, tuple[Effect, ...]]


def but(state: State, **changes: object) -> State:
    """The same state but for these fields."""
    return msgspec.structs.replace(state, **changes)


def with_take(state: State, take: Take | None = None, /, **changes: object) -> State:
    """The state with one of its takes (the newest, if none is named) changed."""
    old = take or need(state.take)
    new = msgspec.structs.replace(old, **changes)
    if old is state.takes[-1]:  # nearly always
        return but(state, takes=(*state.takes[:-1], new))
    return but(state, takes=tuple(new if each is old else each for each in state.takes))


def need(value: T | None) -> T:
    """Raises NotNow where there is none."""
    if value is None:
        raise NotNow("There is no such take.")
    return value


def only(state: State, *stages: Stage) -> None:
    """Raises NotNow in any other stage, and while paused."""
    if state.stage not in stages or state.paused:
        raise NotNow(f"Not while {'paused' if state.paused else state.stage}.")
