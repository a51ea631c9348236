"""In which frames the speaker's voice is: energy and Silero weighed against each other by a small network.

Energy is exact in quiet and finds false pauses in noise; Silero finds gaps in noise, is deaf to some voices for seconds,
and takes every voice in the room for the speaker's. What each of them says, relative to a tracked noise floor, goes into
one hidden layer, fitted on speech with known gaps in known noise (`tests/tools/make_voicing.py`, which names the material).
How well gaps are found in clips it was not fitted on is printed by the tests of `simulator.speech.signal`.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from importlib import resources
from itertools import accumulate
from typing import NamedTuple

import numpy as np

from simulator.speech.levels import SECOND, WHOLE, Flags, Values, smooth

_THRESHOLD = 0.75
"""Probability from which a frame speaks for voice."""

_CHANGE = 16.0
"""What a change between voice and none must be worth, as a sum of log odds: a sound of another's that lasts a few frames
is no reason, one sure tenth of a second is."""

DEEPEST_DB = 50.0
"""The noise counts as at most this far below the speech: digital silence must not pull the floor into hiss."""

_FLOOR_SECONDS = 10
"""The floor is the lowest tenth of so many seconds before and behind, so that it follows a fan that is switched on."""

_SURE = 0.5
"""Silero's probability of a voice in the frames that tell how loud the speech is."""

_SHORT, _MIDDLE, _LONG = 5, 11, 25
"""Frames over which levels are averaged."""

_NEAR, _AROUND, _FAR = (-24, -12, 12, 24), (-50, -25, 25, 50), (-75, -45, 45, 75)
"""Frames before and after one, in which the network looks too."""


class Network(NamedTuple):
    """One hidden layer of rectified units. Inputs are standardised by `mean` and `spread`."""

    mean: Values
    spread: Values
    inner: Values
    inner_bias: Values
    outer: Values
    outer_bias: Values

    def probability(self, inputs: Values) -> Values:
        hidden = np.maximum((inputs - self.mean) / self.spread @ self.inner + self.inner_bias, 0)
        return np.asarray(1 / (1 + np.exp(-(hidden @ self.outer + self.outer_bias))))


@lru_cache(maxsize=1)
def network() -> Network:
    with resources.files("simulator.speech").joinpath("voicing.npz").open("rb") as file, np.load(file) as stored:
        return Network(*(stored[name].astype(np.float64) for name in Network._fields))


def loudness(levels: Values, silero: Values) -> Values:
    """The level of the speech in each column, in dBFS; both arguments have a row for each frame."""
    short = smooth(levels, _SHORT)
    sure = silero > _SURE
    return np.asarray(np.percentile(short[sure] if np.count_nonzero(sure) > SECOND // 5 else short, 95, axis=0))


def floor(levels: Values, loud: Values) -> Values:
    """The level of the noise around each frame and in each column."""
    short = smooth(levels, _SHORT)
    every = np.arange(0, len(short), SECOND)
    around = [
        np.percentile(short[max(0, at - _FLOOR_SECONDS * SECOND) : at + _FLOOR_SECONDS * SECOND], 10, axis=0)
        for at in every
    ]
    tracked = np.column_stack([np.interp(np.arange(len(short)), every, column) for column in np.array(around).T])
    return np.asarray(np.maximum(tracked, loud - DEEPEST_DB))


def voiced(levels: Values, silero: Values) -> Flags:
    """Whether the speaker's voice is in each frame: the likeliest course of voice and none through all of them."""
    if not len(levels):
        return np.zeros(0, np.bool_)
    probability = np.clip(network().probability(inputs(levels, silero)).reshape(-1), 0.001, 0.999)
    evidence = _odds(probability) - _odds(np.array(_THRESHOLD))
    return _likeliest(evidence)


def _likeliest(evidence: Values) -> Flags:
    """Viterbi's path through two states, of which one gains `evidence` in each frame and a change costs `_CHANGE`. Kept is
    only by how much that state leads; where it leads, or lags, by more than a change costs, the state there is settled,
    and elsewhere it is that of the next frame."""
    lead = np.array(list(accumulate(evidence.tolist(), lambda was, now: min(max(was, -_CHANGE), _CHANGE) + now)))
    settled = np.abs(lead) > _CHANGE
    settled[-1] = True
    at = np.flatnonzero(settled)
    return np.asarray(lead[at[np.searchsorted(at, np.arange(len(lead)))]] > 0)


def inputs(levels: Values, silero: Values) -> Values:
    """What the network looks at: a row for each frame."""
    loud = loudness(levels, silero)
    return np.column_stack(list(_inputs(levels, silero, loud, floor(levels, loud))))


def _inputs(levels: Values, silero: Values, loud: Values, noise: Values) -> Iterator[Values]:
    reach = np.maximum(loud - noise, 3.0)
    short, middle, long = (smooth(levels, frames) for frames in (_SHORT, _MIDDLE, _LONG))
    for level in (short, middle, long):
        share, above = np.clip((level - noise) / reach, -0.5, 1.2), np.clip(level - noise, -6, 30) / 10
        yield share[:, WHOLE]
        yield above[:, WHOLE]
        yield share[:, :WHOLE].max(axis=1)
        yield above[:, :WHOLE].max(axis=1)
        yield above[:, :WHOLE].mean(axis=1)
    yield np.clip((short - noise) / reach, -0.5, 1.2)[:, :WHOLE]
    around = np.clip((middle - noise) / reach, -0.5, 1.2)[:, WHOLE]
    for frames in _NEAR:
        yield _moved(around, frames)
    lowest = loud[WHOLE] - DEEPEST_DB
    in_middle = _Two.fitted(np.maximum(middle[:, WHOLE], lowest), loud[WHOLE])
    in_long = _Two.fitted(np.maximum(long[:, WHOLE], lowest), loud[WHOLE])
    formants = smooth(10 * np.log10(np.sum(10 ** (levels[:, 1:4] / 10), axis=1)), 15)
    loudest = float(np.percentile(formants, 95))
    formants = np.maximum(formants, loudest - DEEPEST_DB)
    yield in_middle.evidence(np.maximum(middle[:, WHOLE], lowest))
    yield in_long.evidence(np.maximum(long[:, WHOLE], lowest))
    voice = _Two.fitted(formants, loudest).evidence(formants)
    for frames in (0, -12, 12):
        yield _moved(voice, frames)
    for frames in (1, 15, 41):
        yield _log_odds(smooth(silero, frames))
    sure = _log_odds(smooth(silero, _LONG))
    for frames in _AROUND:
        yield _moved(sure, frames)
    around = np.clip((long - noise) / reach, -0.5, 1.2)[:, WHOLE]
    for frames in _FAR:
        yield _moved(around, frames)
    quiet = middle[:, WHOLE] <= np.percentile(middle[:, WHOLE], 10)
    yield (loud - noise)[:, WHOLE] / 20
    for constant in (
        float(np.std(levels[quiet, WHOLE])) / 5,
        float(np.median(silero[quiet])),
        in_middle.apart / 20,
        in_middle.low_spread / 5,
        in_long.apart / 20,
    ):
        yield np.full(len(levels), constant)


class _Two(NamedTuple):
    """A level as a mixture of two normal distributions: without and with the speaker's voice."""

    low: float
    high: float
    low_spread: float
    high_spread: float

    @classmethod
    def fitted(cls, level: Values, loud: float) -> _Two:
        """By expectation maximisation, on at most some thousand frames."""
        some = level[:: max(1, len(level) // 4000)]
        mean = np.array([float(np.percentile(some, 10)), loud])
        spread, weight = np.array([4.0, 6.0]), np.array([0.4, 0.6])
        for _ in range(15):
            if mean[1] < mean[0] + 2:
                break
            likely = weight / spread * np.exp(-0.5 * np.square((some[:, None] - mean) / spread))
            share = likely / np.maximum(likely.sum(axis=1, keepdims=True), 1e-300)
            count = share.sum(axis=0) + 1
            mean = (share * some[:, None]).sum(axis=0) / count
            spread = np.sqrt((share * np.square(some[:, None] - mean)).sum(axis=0) / count + 2.25)
            weight = count / count.sum()
        return cls(float(mean[0]), float(mean[1]), float(spread[0]), float(spread[1]))

    @property
    def apart(self) -> float:
        return self.high - self.low

    def evidence(self, level: Values) -> Values:
        """Log of the odds for a voice, bounded."""
        level = np.clip(level, self.low - 5, self.high + 8)
        with_voice = -0.5 * np.square((level - self.high) / self.high_spread) - np.log(self.high_spread)
        without = -0.5 * np.square((level - self.low) / self.low_spread) - np.log(self.low_spread)
        return np.asarray(np.clip(with_voice - without, -6, 6) / 3)


def _odds(probability: Values) -> Values:
    """As their logarithm."""
    return np.asarray(np.log(probability / (1 - probability)))


def _log_odds(probability: Values) -> Values:
    """Bounded, and of about the size of the other inputs."""
    return _odds(np.clip(probability, 0.01, 0.99)) / 4


def _moved(values: Values, frames: int) -> Values:
    """What lies so many frames further on; the ends stand for what is beyond them."""
    at = np.clip(np.arange(len(values)) + frames, 0, len(values) - 1)
    return np.asarray(values[at])
