"""A process that has everything loaded, and walks through a session in a fork of itself for each line `[ROOT, KIND, SEED, STAGE]`; so a
fork can be killed without the seconds that a start takes. Where a stage is given, the fork kills itself the moment it has said that it is there.

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


async def walk(root: str, kind: str, seed: int, last: str | None) -> None:
    def said(line: str) -> None:
        say(line)
        if line.startswith(f"event {last} "):
            os.kill(os.getpid(), signal.SIGKILL)

    await Walk(Path(root), kind, seed, said).go()  # type: ignore[arg-type]


def main() -> None:
    hurry()
    scores.load()
    say("ready")
    for line in sys.stdin:
        root, kind, seed, last = json.loads(line)
        walker = os.fork()
        if walker == 0:
            try:
                say(f"walker {os.getpid()}")
                asyncio.run(walk(root, kind, seed, last))
                signal.pause()
            except BaseException:
                traceback.print_exc()
                say("fault")
                os._exit(1)
        os.waitpid(walker, 0)
        say("\ngone")


if __name__ == "__main__":
    main()
