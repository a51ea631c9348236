"""A process that has everything loaded, and walks through a session in a fork of itself for each line `[ROOT, KIND, SEED]`; so a
fork can be killed without the seconds that a start takes.

Says `walker PID`, what the walker says, and `gone` when that has been killed; `fault` where it failed by itself.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
import traceback
from pathlib import Path

from simulator.sessions import scores
from simulator.speech import audiofile
from tests.reliability.walking import Walk, hurry

__all__ = ["audiofile", "scores"]


def say(line: str) -> None:
    """At once and whole, whatever becomes of this process; more than one thread says something."""
    os.write(1, line.encode() + b"\n")


async def walk(root: str, kind: str, seed: int) -> None:
    await Walk(Path(root), kind, seed, say).go()  # type: ignore[arg-type]


def main() -> None:
    hurry()
    scores.load()
    say("ready")
    for line in sys.stdin:
        root, kind, seed = json.loads(line)
        walker = os.fork()
        if walker == 0:
            try:
                say(f"walker {os.getpid()}")
                asyncio.run(walk(root, kind, seed))
                signal.pause()
            except BaseException:
                traceback.print_exc()
                say("fault")
                os._exit(1)
        os.waitpid(walker, 0)
        say("\ngone")


if __name__ == "__main__":
    main()
