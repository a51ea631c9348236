"""Peer practice in lines: two people at one keyboard, two rounds, and no question comes twice."""

from __future__ import annotations

from msgspec.structs import replace

from simulator.cli.plain.lines import hear, say
from simulator.cli.plain.practise import PlainRehearsal, sit
from simulator.interview.rehearsal import Wish, prepare
from simulator.settings import Settings

BEFORE = (
    "Round {round} of 2: {candidate} answers, {friend} interviews. Take a few minutes to prepare, each for yourself."
)
FOR_FRIEND = "{friend}: /sheet says what to listen for and what to ask next, /help the rest. Press Enter when both of you are ready."
DONE = "Both rounds are done. Look at them together: first what worked, then the one thing to change."


async def peer(wish: Wish, settings: Settings) -> int:
    """`wish` names the candidate and the friend of the first round; in the second they swap. A round that is left ends it."""
    asked: set[str] = set()
    first, second = wish.candidate_name, wish.friend_name
    rounds = ((first, second), (second, first))
    for number, (candidate, friend) in enumerate(rounds, start=1):
        names = {"candidate": candidate, "friend": friend, "round": number}
        say(BEFORE.format(**names), FOR_FRIEND.format(**names))
        await hear()
        run = PlainRehearsal()
        held = replace(
            wish, friend=True, candidate_name=candidate, friend_name=friend, without=frozenset(asked),
            rounds=len(rounds) + 1 - number,
        )  # fmt: skip
        rehearsal = await prepare(held, settings, run.on_event)
        await sit(run, rehearsal)
        state = rehearsal.conductor.state
        if state.stage != "ended":
            return 0
        asked |= {item.question.ref for item in state.plan}
    say(DONE)
    return 0
