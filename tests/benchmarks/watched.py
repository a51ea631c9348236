"""The program with its sound process, both of which write down what they do, for the benchmark of replay.

`python -m tests.benchmarks.watched LOG` opens the list of sessions; `python -m tests.benchmarks.watched sound` is its sound process.
Times are of `time.monotonic`, which is the same in all processes. `LOG.heard` gets a line for each time the device asks for sound
(time, where the recording was entered, its speed, the seconds of sound handed over before, the latency that is reckoned with), `LOG.shown`
a line for each look at the playhead (time, position).
"""

from __future__ import annotations

import os
import sys
import time
from functools import partial
from pathlib import Path
from typing import Any, TextIO

LOG = "MOCK_INTERVIEW_BENCHMARK_LOG"


def sound() -> None:
    from simulator.speech import playback, sound_process

    log = _lines(os.environ[LOG] + ".heard")

    class Watched(playback.Playing):
        def wanted(self, frames: int, delay: float) -> bytes:
            log.write(f"{time.monotonic()} {self._start} {self._speed} {self._frames / self.rate} {delay}\n")
            return super().wanted(frames, delay)

    setattr(sound_process, "Playing", Watched)  # noqa: B010
    sound_process.main()


def program(log: str) -> None:
    from simulator import settings
    from simulator.process import Child
    from simulator.sessions import player
    from simulator.speech import sound as client
    from simulator.tui.app import run

    os.environ[LOG] = log
    shown = _lines(log + ".shown")
    setattr(client, "Child", partial(_child, Child))  # noqa: B010
    tick = player.Player.tick

    def watched(self: player.Player) -> None:
        tick(self)
        if self.playing:
            shown.write(f"{time.monotonic()} {self.position}\n")

    player.Player.tick = watched  # type: ignore[method-assign]
    run(settings=settings.load(), start="sessions")


def _lines(name: str) -> TextIO:
    """Open for as long as the process is; each line is there at once."""
    return Path(name).open("a", buffering=1, encoding="utf-8")


def _child(kind: Any, module: str, *arguments: str, **callbacks: Any) -> Any:
    return kind("tests.benchmarks.watched", "sound", *arguments, **callbacks)


if __name__ == "__main__":
    if sys.argv[1] == "sound":
        sound()
    else:
        program(sys.argv[1])
