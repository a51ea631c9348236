"""How loud each part of the spectrum is, every 10 ms."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

RATE = 16_000
"""Samples a second, everywhere in this room."""

FRAME = 160
"""Samples in a frame of 10 ms."""

SECOND = RATE // FRAME
"""Frames in a second."""

FLOOR_DB = -90.0

Samples = npt.NDArray[np.float32]
Values = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

_BANDS = ((80, 300), (300, 600), (600, 1200), (1200, 2400), (2400, 4000), (4000, 7600))
"""Hz, from and to. What lies below is hum."""

COLUMNS = len(_BANDS) + 1
"""Of a frame: the level of each band, then that of all of them together."""

WHOLE = -1
"""The column of all bands together."""

_WINDOW, _TRANSFORM = 400, 512
_BEFORE = (_WINDOW - FRAME) // 2

_TAPER = np.hanning(_WINDOW).astype(np.float32)
_FREQUENCIES = np.fft.rfftfreq(_TRANSFORM, 1 / RATE)
_PICK = np.array([(low <= _FREQUENCIES) & (high > _FREQUENCIES) for low, high in _BANDS], np.float64).T
_ENERGY = float(np.sum(np.square(_TAPER))) * _TRANSFORM / 2


class Meter:
    """Measures a sound that grows; how it is portioned makes no difference."""

    def __init__(self) -> None:
        self._rest: Samples = np.zeros(_BEFORE, np.float32)

    def feed(self, samples: Samples) -> Values:
        """The levels in dBFS of the frames that are whole now, a row each with `COLUMNS` columns. A frame is looked at
        through a window of 25 ms around it, so the last 8 ms wait for what follows."""
        ready = np.concatenate([self._rest, samples])
        count = max(0, (len(ready) - _WINDOW) // FRAME + 1)
        self._rest = ready[count * FRAME :]
        if not count:
            return np.zeros((0, COLUMNS))
        frames = np.lib.stride_tricks.sliding_window_view(ready, _WINDOW)[: count * FRAME : FRAME] * _TAPER
        energy = np.square(np.abs(np.fft.rfft(frames, _TRANSFORM))) @ _PICK / _ENERGY
        power = np.column_stack([energy, energy.sum(axis=1)])
        return np.asarray(10 * np.log10(np.maximum(power, 10 ** (FLOOR_DB / 10))))


def smooth(values: Values, frames: int) -> Values:
    """Moving average down each column, centred, as long as what it is given."""
    if not len(values):
        return values
    before = frames // 2
    edges = [(before, frames - 1 - before)] + [(0, 0)] * (values.ndim - 1)
    sums = np.cumsum(np.pad(values, edges, mode="edge"), axis=0)
    sums = np.concatenate([np.zeros((1, *values.shape[1:])), sums])
    return np.asarray((sums[frames:] - sums[:-frames]) / frames)


def runs(flags: Flags) -> list[tuple[int, int]]:
    """The stretches [from, to) that are flagged."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], flags, [False]]).astype(np.int8)))
    return [(int(start), int(end)) for start, end in zip(edges[::2], edges[1::2], strict=True)]
