"""What the sound alone tells: where there is voice and where there is none, levels, clipping, places to cut."""

from __future__ import annotations

from array import array
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from simulator.speech.levels import COLUMNS, FLOOR_DB, FRAME, RATE, SECOND, WHOLE, Meter, Samples, Values, runs, smooth
from simulator.speech.silero import STEP, Silero
from simulator.speech.transcript import Span
from simulator.speech.voicing import DEEPEST_DB, floor, inputs, loudness, voiced
from simulator.speech.vowels import is_hum, nuclei

PAUSE = 0.2
"""Shortest silence that is one, in seconds: shorter ones are closures of consonants."""

_FAINTEST_DB = -65.0
"""Nobody who speaks into a microphone is fainter than this."""

_SURE = 0.5
"""Silero's probability from which there is a voice."""

_LEAST_VOICE = 0.1
"""Seconds for which Silero must be sure of a voice before anything counts as speech."""

_SHORTEST = 0.06
"""Shortest stretch of voice, in seconds: a click is shorter."""

_TOUCH = 0.3
"""What stands out is a voice when Silero's probability reaches this somewhere in it."""

_LEAST_DB, _FAINT_SHARE = 6.0, 0.2
"""What lies so far above the noise, and at this share of the way to the speech, may be speech too."""

_CLICK = 0.3
"""What stands out for less than so many seconds, and is no voice to Silero at all, is a click."""

_BESIDE = 30
"""Frames before and after the speaker in which a voice is still theirs: Silero begins early and ends late."""

_LOOK_BACK = 10.0
"""Seconds before a place that are looked at to judge what follows it."""


class Observed(NamedTuple):
    """The sound of an answer; each field as in `transcript.Heard`."""

    speech: tuple[Span, ...]
    silences: tuple[Span, ...]
    noise_db: float
    speech_db: float
    clipped: float
    nuclei: tuple[float, ...] = ()
    others: float = 0.0


class Signal:
    """A sound that grows. Keeps levels and a probability of voice for each frame, and no samples."""

    def __init__(self) -> None:
        self._silero = Silero()
        self._meter = Meter()
        self._levels = array("f")
        self._voice = array("f")
        self._clipped = 0
        self._samples = 0

    @property
    def seconds(self) -> float:
        return self._samples / RATE

    def feed(self, samples: Samples) -> None:
        """Takes the next samples; how they are portioned makes no difference."""
        self._samples += len(samples)
        self._clipped += int(np.count_nonzero(np.abs(samples) >= 32767 / 32768))
        self._levels.frombytes(self._meter.feed(samples).astype(np.float32).tobytes())
        self._voice.frombytes(self._silero.feed(samples).tobytes())

    def observe(self) -> Observed:
        """What stands so far."""
        levels, voice = self._frames()
        clipped = self._clipped / max(1, self._samples)
        noise = float(np.percentile(smooth(levels[:, WHOLE], 3), 10)) if len(levels) else FLOOR_DB
        loud = _loudness(levels, voice)
        if loud is None:
            return Observed((), (), noise, FLOOR_DB, clipped)
        stretches = _joined(runs(voiced(levels, voice)))
        speech = _as_spans(stretches)
        silences = tuple(Span(start=before.end, end=after.start) for before, after in pairwise(speech))
        each = loudness(levels, voice)
        syllables = tuple(at / SECOND for at in nuclei(levels, each, floor(levels, each), stretches))
        return Observed(speech, silences, noise, loud, clipped, syllables, _others(stretches, voice))

    def is_hum(self, span: Span) -> bool:
        """Whether a stretch of speech that stands alone sounds like um or uh."""
        levels, voice = self._frames(_frame(span.start))
        count = _frame(span.seconds)
        return is_hum(levels[:count], voice[:count])

    def speech(self, start: float, end: float) -> tuple[Span, ...]:
        """The stretches of speech between two places, as `observe` would tell them from what lies around."""
        first = _frame(max(0.0, start - _LOOK_BACK))
        levels, voice = self._frames(first)
        if _loudness(levels, voice) is None:
            return ()
        stretches = _joined(runs(voiced(levels, voice)))
        spans = _as_spans([(a + first, b + first) for a, b in stretches])
        return tuple(span for span in spans if span.end > start and span.start < end)

    def inputs(self) -> Values:
        """What the network that tells voice from none is given: a row for each frame."""
        return inputs(*self._frames())

    def sounding(self, since: float = 0.0) -> tuple[Span, ...]:
        """Where somebody may be speaking after `since`, however softly: all that stands out of the background, except
        for clicks, once a voice has been heard at all. Generous where `observe` is exact."""
        first = _frame(max(0.0, since - _LOOK_BACK))
        levels, voice = self._frames(first)
        loud = _loudness(levels, voice)
        if loud is None:
            return ()
        level = smooth(levels[:, WHOLE], 3)
        noise = max(float(np.percentile(level, 10)), loud - DEEPEST_DB)
        stands_out = (level > noise + max(_LEAST_DB, _FAINT_SHARE * (loud - noise))) | (voice >= _TOUCH)
        found = _joined(runs(stands_out))
        kept = [r for r in found if r[1] - r[0] >= _CLICK * SECOND or voice[slice(*r)].max() >= _TOUCH]
        return tuple(span for span in _as_spans([(a + first, b + first) for a, b in kept]) if span.end > since)

    def voice_seconds(self, start: float, end: float, probability: float) -> float:
        """For how long, in between, Silero hears a voice with at least this probability."""
        _, voice = self._frames(_frame(start))
        return int(np.count_nonzero(voice[: _frame(end - start)] >= probability)) / SECOND

    def quietest(self, start: float, end: float) -> float:
        """The place between `start` and `end` where a cut hurts least: the middle of the quietest quarter of a second."""
        levels, _ = self._frames(_frame(start))
        level = levels[: _frame(end - start), WHOLE]
        return start + int(np.argmin(smooth(level, SECOND // 4))) / SECOND if len(level) else start

    def _frames(self, first: int = 0) -> tuple[Values, Values]:
        """Levels and probability of voice of each frame, from the first one that is asked for."""
        levels = np.array(self._levels[first * COLUMNS :], np.float64).reshape(-1, COLUMNS)
        step = first * FRAME // STEP
        voice = np.array(self._voice[step:], np.float64)
        if not len(voice):
            return levels, np.zeros(len(levels))
        at = (np.arange(first, first + len(levels)) * FRAME + FRAME // 2) // STEP - step
        return levels, voice[np.minimum(at, len(voice) - 1)]


def observe(samples: Samples) -> Observed:
    """What a whole sound tells."""
    signal = Signal()
    signal.feed(samples)
    return signal.observe()


def _loudness(levels: Values, voice: Values) -> float | None:
    """The level of the speech; None where nobody speaks."""
    if np.count_nonzero(voice >= _SURE) < _LEAST_VOICE * SECOND:
        return None
    loud = float(loudness(levels, voice)[WHOLE])
    return loud if loud >= _FAINTEST_DB else None


def _others(stretches: list[tuple[int, int]], voice: Values) -> float:
    """Seconds in which Silero hears a voice though the speaker is silent, and not just before or after the speaker."""
    own = np.zeros(len(voice), np.bool_)
    for start, end in stretches:
        own[max(0, start - _BESIDE) : end + _BESIDE] = True
    return int(np.count_nonzero(~own & (voice >= _SURE))) / SECOND


def _joined(found: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Without gaps shorter than a pause, then without stretches shorter than any sound of speech."""
    joined: list[tuple[int, int]] = []
    for start, end in found:
        if joined and start - joined[-1][1] < PAUSE * SECOND:
            joined[-1] = joined[-1][0], end
        else:
            joined.append((start, end))
    return [(start, end) for start, end in joined if end - start >= _SHORTEST * SECOND]


def _as_spans(found: list[tuple[int, int]]) -> tuple[Span, ...]:
    return tuple(Span(start=start / SECOND, end=end / SECOND) for start, end in found)


def _frame(seconds: float) -> int:
    return round(seconds * SECOND)
