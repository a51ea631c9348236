"""How loud a recording is from moment to moment, for drawing it."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path

from simulator.files import write_atomically

PER_SECOND = 10
FLOOR_DB = -90

KEPT = ".levels"
"""The ending of the derived file beside a sealed recording."""


def levels(path: Path, stop: Callable[[], bool] = lambda: False) -> bytes:
    """For each tenth of a second its level (root mean square), one byte: 0 is FLOOR_DB or less, 90 full scale. Read once, then
    kept beside a recording that no longer changes. Raises AudioError. Takes a second for an hour: call it from a thread; where
    `stop` says so it is given up, with nothing to show."""
    kept = path.with_suffix(KEPT)
    with contextlib.suppress(OSError):
        if kept.stat().st_mtime_ns >= path.stat().st_mtime_ns:
            return kept.read_bytes()
    found = _read(path, stop)
    if found is None:
        return b""
    if path.suffix != ".pcm":
        with contextlib.suppress(OSError):
            write_atomically(kept, found)
    return found


def _read(path: Path, stop: Callable[[], bool]) -> bytes | None:
    import numpy as np

    from simulator.speech.audiofile import AudioReader

    parts: list[bytes] = []
    with AudioReader(path) as reader:
        size = reader.rate // PER_SECOND
        while len(block := reader.read(size * 600)):
            if stop():
                return None
            whole = np.zeros(-(-len(block) // size) * size, np.float32)
            whole[: len(block)] = block
            power = np.square(whole.reshape(-1, size)).mean(axis=1)
            decibels = 10 * np.log10(np.maximum(power, 1e-12)) - FLOOR_DB
            parts.append(np.clip(np.round(decibels), 0, -FLOOR_DB).astype(np.uint8).tobytes())
    return b"".join(parts)
