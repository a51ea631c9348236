"""The nerves ladder: seven steps from an interview that is typed and untimed to a tough panel. Pure.

One practises at a step and says each time, before the first question, how nervous one is (0 to 10). When these ratings have come down, the next
step is offered. Nothing is pushed: every step can be chosen at any time, an offer that is passed over rests for a while, and one who has come
down on the last step is offered nothing more.

Graded practice is what exposure treatments of social anxiety do; that ratings be down before one goes on is their older, gentler rule.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from statistics import fmean
from typing import Literal

import msgspec

from simulator.interview.events import Options

FEW = 3
"""So many ratings in a row are looked at: one or two calm evenings say nothing."""

CALM = 3
"""Ratings up to this are calm: with FEW of them in a row there is nothing to wait for."""

HIGH = 7
"""From this on a rating is high, however much higher the first ones were: nobody is sent up from there."""

FALLEN = 3.0
"""So many points the mean of the newest FEW lies below that of the first FEW, each of the newest being below each of the first. Of six ratings that
only vary the lowest three stand last once in 20 times; as one looks again after every session, the distance is asked for as well: of people who
rate 6 and vary by 1.5 points, 3 in 100 are offered a step by chance within twelve sessions, and 7 within thirty. Who really comes down by half a point
each time is offered it after nine."""

REST = 3
"""After so many sessions an offer that was passed over may come back."""

SETTLE_FROM = 6
"""From this rating on a session begins with the offer to settle first."""


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """One step: its `name`, what it asks of one in a few words, and what it changes in the options of an interview."""

    name: str
    about: str
    changes: dict[str, object]
    spoken: bool = True

    def applied(self, options: Options) -> Options:
        """The options of an interview at this step; what it says nothing of stays as the person has it."""
        number = STEPS.index(self) + 1
        return msgspec.structs.replace(options, nerves=True, step=number, **self.changes)


_ALONE: dict[str, object] = {"answers": "spoken", "voice": False, "follow_ups": 0}
_ASKED: dict[str, object] = {"answers": "spoken", "voice": True, "follow_ups": 0}
_PRESSED: dict[str, object] = {"answers": "spoken", "voice": True, "follow_ups": 1, "pressing": True}
_STONE: dict[str, object] = {**_PRESSED, "poker_face": True, "ends": "time", "thinking": "never"}

STEPS: tuple[Step, ...] = (
    Step(
        name="Typed, no clock",
        about="you type, and nothing runs",
        changes={"answers": "typed", "voice": False, "follow_ups": 0, "ends": "key", "clock": False},
        spoken=False,
    ),
    Step(
        name="Typed, with the clock",
        about="you type, and the time is shown",
        changes={"answers": "typed", "voice": False, "follow_ups": 0, "ends": "key"},
        spoken=False,
    ),
    Step(name="Spoken, alone", about="you read the question and say the answer", changes=_ALONE),
    Step(name="Asked aloud", about="a voice asks", changes=_ASKED),
    Step(name="A follow-up every time", about="no answer is the last word", changes=_PRESSED),
    Step(name="A poker face", about="no word between questions, and time runs out", changes=_STONE),
    Step(
        name="A tough panel",
        about="two voices, and they break in",
        changes={**_STONE, "interruptions": True, "panel": True},
    ),
)

TOP = len(STEPS)


class Held(msgspec.Struct, frozen=True):
    """A session: at which step (from 1; 0: at none), and the nerves before it (0 to 10; None: not said)."""

    step: int
    nerves: int | None


class Ladder(msgspec.Struct, frozen=True, kw_only=True):
    """Where somebody stands. `step` is that of the last session; `ratings` are those of each step, in the order of time; `offered` is the step on
    offer, 0 for none; `rest`: after so many more sessions an offer may come back. `climbed`: they have come down on the last step, and it ends."""

    step: int = 1
    ratings: tuple[tuple[int, ...], ...] = ((),) * TOP
    offered: int = 0
    rest: int = 0
    climbed: bool = False

    @property
    def here(self) -> tuple[int, ...]:
        """The ratings at the step where one stands."""
        return self.ratings[self.step - 1]


def ladder(sessions: Iterable[Held]) -> Ladder:
    """Where these sessions, in the order of time, have led."""
    return reduce(step, sessions, Ladder())


def step(state: Ladder, held: Held) -> Ladder:
    """Where one stands after one more session."""
    if not 1 <= held.step <= TOP:
        return state
    passed_over = state.offered not in (0, held.step)
    rest = REST - 1 if passed_over else max(state.rest - 1, 0)
    ratings = list(state.ratings)
    if held.nerves is not None:
        ratings[held.step - 1] += (held.nerves,)
    down = come_down(ratings[held.step - 1]) in ("calm", "fallen")
    climbed = state.climbed or (down and held.step == TOP)
    return Ladder(
        step=held.step,
        ratings=tuple(ratings),
        offered=held.step + 1 if down and not rest and not climbed else 0,
        rest=rest,
        climbed=climbed,
    )


def come_down(ratings: tuple[int, ...]) -> Literal["few", "high", "calm", "fallen", "varies"]:
    """What the ratings at a step say: too few to say, still high, calm throughout, fallen from what they were, or neither."""
    newest = ratings[-FEW:]
    if len(newest) < FEW:
        return "few"
    if max(newest) <= CALM:
        return "calm"
    if max(newest) >= HIGH:
        return "high"
    first = ratings[:FEW]
    fell = len(ratings) >= 2 * FEW and max(newest) < min(first) and fmean(first) - fmean(newest) >= FALLEN
    return "fallen" if fell else "varies"


def said(state: Ladder) -> str:
    """Where one stands, and why something is offered or not, in a sentence or two."""
    if not any(state.ratings):
        return "Begin where it is easy. You say how nervous you are each time; when that comes down, the next step is offered."
    if state.climbed:
        return "You have come down on the last step. The ladder ends here; every step is yours to go back to."
    found = come_down(state.here)
    if state.offered:
        return f"{_down(state, found)} The next step is there if you like, and so is this one."
    if found in ("calm", "fallen"):
        return f"{_down(state, found)} You stayed, and that is fine: every step can be chosen at any time."
    if found == "few":
        left = FEW - len(state.here)
        return (
            f"{'One more rating' if left == 1 else f'{left} more ratings'} at this step, and there is something to say."
        )
    if found == "high":
        back = f" “{STEPS[state.step - 2].name}” is there too." if state.step > 1 else ""
        return f"Your ratings here are still high. Staying here is practice.{back}"
    return "Your ratings here vary, and have not clearly come down yet. Staying here is practice."


def _down(state: Ladder, found: str) -> str:
    newest = ", ".join(map(str, state.here[-FEW:]))
    if found == "calm":
        return f"Your last ratings here are calm: {newest}."
    first = ", ".join(map(str, state.here[:FEW]))
    return f"Your nerves here have come down: first {first}, now {newest}."
