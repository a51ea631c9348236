"""Two minutes to settle, in lines: when to breathe in and out, or a sentence to say aloud."""

from __future__ import annotations

import asyncio
import time
from itertools import cycle
from typing import Literal, NamedTuple

from simulator.cli.plain.lines import Choice, choose, hear, say
from simulator.comeback import settling

Way = Literal["breathing", "excited"]

ALONE = "Two minutes for yourself. Which shall it be?"
BREATHING = (
    "Breathe in and out as the lines say, through the nose if you can. Press Enter to stop; every second of it counts."
)
SAID = "Press Enter when you have said it."
DONE = "That was two minutes. Whatever is left of it may come along."


class Done(NamedTuple):
    """What somebody did to settle, and for how many seconds."""

    way: Way
    seconds: float


async def settle(*, seconds: float = settling.SECONDS) -> Done | None:
    """Asks which way, and holds it; None where it was left. Raises Ended."""
    ways = (
        Choice("breathing", "Breathe slowly", "two minutes, or as many of them as you like"),
        Choice("excited", "Say it aloud, that you are excited", "half a minute"),
    )
    began = time.monotonic()
    match await choose(ALONE, ways):
        case "breathing":
            began = time.monotonic()
            await _breathe(seconds)
            return Done("breathing", time.monotonic() - began)
        case "excited":
            say(settling.EXCITED, settling.EXCITED_SOURCE, SAID)
            await hear()
            return Done("excited", time.monotonic() - began)
    return None


async def _breathe(seconds: float) -> None:
    """Until the time is over, or a line comes."""
    say(BREATHING, settling.BREATHING_SOURCE)
    stop = asyncio.create_task(hear())
    try:
        async with asyncio.timeout(seconds):
            for word, length in cycle((("In.", settling.IN), ("Out.", settling.OUT))):
                say(word)
                done, _ = await asyncio.wait({stop}, timeout=length)
                if done:
                    stop.result()
                    return
    except TimeoutError:
        say(DONE)
    finally:
        stop.cancel()


async def alone() -> int:
    """`mock-interview settle --plain`."""
    done = await settle()
    if done is not None:
        say(f"{done.seconds:.0f} seconds for yourself.")
    return 0
