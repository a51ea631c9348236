"""What a voice does within its stretches: the nuclei of its syllables, and hums that stand alone."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from simulator.speech.levels import WHOLE, Values, smooth

_VOWELS = slice(1, 5)
"""The columns in which vowels are loud: 300 to 4000 Hz."""

_SMOOTHED = 5
"""Frames of a moving average that is taken twice: closures of consonants are left, the pulses of the voice are not."""

_DIP = 1.0
"""Two nuclei have a dip of so many dB between them. With this and the next the nuclei of 23 clips of native speech are .99
times the syllables of their text (spread of a clip's logarithm .14); accents that put vowels between consonants
give up to 1.3 times."""

_HEIGHT = 0.35
"""A nucleus lies above this share of the way from the noise to the speech, in dB."""

_STEADY_DB, _LOW_DB, _HUMMED = 3.0, 8.0, 0.4
"""A hum: its bands stay within this of their balance, its lower three lie so far above its upper two, and Silero's
probability of a voice has at least this mean. Of what stood alone in six clips of spontaneous speech, the three ums had at
most 2.6, at least 10 and at least 0.66, and no word had all three; nothing that stood alone in 206 clips of read speech had."""


def nuclei(levels: Values, loud: Values, noise: Values, spans: list[tuple[int, int]]) -> Iterator[int]:
    """The frames in which syllables are loudest, between the frames of each span: peaks of the level of vowels with dips
    between them (after de Jong & Wempe 2009). `loud` is a row, `levels` and `noise` have one for each frame."""
    level = smooth(smooth(_vowels(levels), _SMOOTHED), _SMOOTHED)
    least = _vowels(noise) + _HEIGHT * (_vowels(loud) - _vowels(noise))
    for span in spans:
        yield from (at for at in _peaks(level, *span) if level[at] > least[at])


def is_hum(levels: Values, silero: Values) -> bool:
    """Whether a stretch that stands alone, given by its frames, sounds like um or uh: one steady, dark vowel."""
    bands = smooth(levels, _SMOOTHED)[:, :WHOLE]
    balance = bands - bands.mean(axis=1, keepdims=True)
    dark = bands[:, :3].max(axis=1) - bands[:, 4:].max(axis=1)
    return bool(np.std(balance, axis=0).mean() <= _STEADY_DB and dark.mean() >= _LOW_DB and silero.mean() >= _HUMMED)


def _vowels(levels: Values) -> Values:
    return np.asarray(10 * np.log10(np.sum(10 ** (levels[..., _VOWELS] / 10), axis=-1)))


def _peaks(level: Values, start: int, end: int) -> Iterator[int]:
    """The highest places between dips, and where it only rises or falls the one end that is highest."""
    top, bottom, rising = start, start, True
    for at in range(start, end):
        if rising:
            if level[at] > level[top]:
                top = at
            elif level[at] < level[top] - _DIP:
                yield top
                bottom, rising = at, False
        elif level[at] < level[bottom]:
            bottom = at
        elif level[at] > level[bottom] + _DIP:
            top, rising = at, True
    if rising and end > start:
        yield top
