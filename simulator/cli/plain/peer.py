"""Peer practice in lines: two people at one keyboard, two rounds, and no question comes twice."""

from __future__ import annotations

import shlex

from msgspec.structs import replace

from simulator import when
from simulator.cli.plain.lines import hear, say
from simulator.cli.plain.practise import PlainRehearsal, sit
from simulator.interview.rehearsal import Wish, prepare, prepare_again
from simulator.interview.state import State
from simulator.interview.turns import Turn, held, turns
from simulator.sessions.store import SavedSession, open_session
from simulator.settings import Settings

BEFORE = (
    "Round {round} of 2: {candidate} answers, {friend} interviews. Take a few minutes to prepare, each for yourself."
)
FOR_FRIEND = "{friend}: /sheet says what to listen for and what to ask next, /help the rest. Press Enter when both of you are ready."
GOES_ON = "Your practice of today is not at its end yet."
LEFT = "{candidate}'s round was left before its end, and goes on where it was."
ANEW = "Press Enter to go on with it, or type anew to begin with the first round again."
COME_BACK = "It is one of two rounds: `mock-interview --plain peer {names}` goes on with both, today."
DONE = "Both rounds are done. Look at them together: first what worked, then the one thing to change."


async def peer(wish: Wish, settings: Settings) -> int:
    """`wish` names the candidate and the friend of the first round; in the second they swap. A round that is left ends it, for now: the same
    two names go on with it on the same day. Raises UserError where both have the same name."""
    both = turns(wish, settings.name)
    try:
        await _practise(both, settings)
    finally:
        if held(both, settings.name, when.now()):
            say(COME_BACK.format(names=shlex.join((wish.candidate_name, wish.friend_name))))
    return 0


async def _practise(both: tuple[Turn, Turn], settings: Settings) -> None:
    rounds = await _so_far(both, settings)
    asked: set[str] = set()
    for number, (candidate, friend, wanted) in enumerate(both, start=1):
        saved = rounds[number - 1] if number <= len(rounds) else None
        state = saved.state if saved is not None else State()
        if state.stage != "ended":
            names = {"candidate": candidate, "friend": friend, "round": number}
            for_friend = FOR_FRIEND.format(**names)
            say(BEFORE.format(**names), for_friend[:1].upper() + for_friend[1:])
            await hear()
            run = PlainRehearsal()
            if saved is not None:
                rehearsal = await prepare_again(open_session(saved.folder), settings, run.on_event)
            else:
                rehearsal = await prepare(replace(wanted, without=frozenset(asked)), settings, run.on_event)
            await sit(run, rehearsal)
            state = rehearsal.conductor.state
            if state.stage != "ended":
                return
        asked |= {item.question.ref for item in state.plan}
    say(DONE)


async def _so_far(both: tuple[Turn, Turn], settings: Settings) -> tuple[SavedSession, ...]:
    """The rounds of today with which these two want to go on."""
    rounds = held(both, settings.name, when.now())
    if not rounds:
        return ()
    left = "" if rounds[-1].finished else LEFT.format(candidate=both[len(rounds) - 1].candidate)
    say(" ".join(filter(None, (GOES_ON, left, ANEW))))
    return () if (await hear()).casefold() == "anew" else rounds
