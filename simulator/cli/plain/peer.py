"""Peer practice in lines: two people at one keyboard, two rounds, and no question comes twice."""

from __future__ import annotations

from msgspec.structs import replace

from simulator.cli.plain.lines import hear, say
from simulator.cli.plain.practise import PlainRehearsal, sit
from simulator.interview.rehearsal import Wish, prepare
from simulator.interview.turns import turns
from simulator.settings import Settings

BEFORE = (
    "Round {round} of 2: {candidate} answers, {friend} interviews. Take a few minutes to prepare, each for yourself."
)
FOR_FRIEND = "{friend}: /sheet says what to listen for and what to ask next, /help the rest. Press Enter when both of you are ready."
DONE = "Both rounds are done. Look at them together: first what worked, then the one thing to change."


async def peer(wish: Wish, settings: Settings) -> int:
    """`wish` names the candidate and the friend of the first round; in the second they swap. A round that is left ends it. Raises UserError
    where both have the same name."""
    asked: set[str] = set()
    for number, (candidate, friend, wanted) in enumerate(turns(wish, settings.name), start=1):
        names = {"candidate": candidate, "friend": friend, "round": number}
        for_friend = FOR_FRIEND.format(**names)
        say(BEFORE.format(**names), for_friend[:1].upper() + for_friend[1:])
        await hear()
        run = PlainRehearsal()
        rehearsal = await prepare(replace(wanted, without=frozenset(asked)), settings, run.on_event)
        await sit(run, rehearsal)
        state = rehearsal.conductor.state
        if state.stage != "ended":
            return 0
        asked |= {item.question.ref for item in state.plan}
    say(DONE)
    return 0
