"""A program that records until it is killed. Prints, when recording has begun, the id of the process that owns the
microphone: `python -m tests.speech.recording_program FILE`."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from simulator.speech.sound import Sound


async def record(path: Path) -> None:
    sound = await Sound.open()
    await sound.record(path)
    print(sound.pid, flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(record(Path(sys.argv[1])))
