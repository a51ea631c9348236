"""Fits the network of `simulator/speech/voicing.py`: `python -m tests.tools.make_voicing FOLDER` (needs scikit-learn).

FOLDER holds clips of speech, each by one speaker in a quiet room, as .ogg, .flac or .wav: the one in the repository was
fitted on 206 clips by 58 speakers of speechocean762 (Zhang et al. 2021, CC BY 4.0). The clips are joined with known
gaps and mixed with white, pink and brown noise, mains hum, clicks, and babble of four to ten of the other voices,
6 to 60 dB below; in some of them most gaps are muted. Where a clip itself is silent is told by energy in the clean clip, by the rule of `silent`.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

from simulator.speech import voicing
from simulator.speech.audiofile import read_audio
from simulator.speech.levels import FRAME, RATE, WHOLE, Flags, Meter, Samples, Values, runs, smooth
from simulator.speech.signal import Signal

MIXES = 2000
HIDDEN = 32
GAPS = (0.25, 0.3, 0.4, 0.5, 0.7, 1.0, 1.5, 2.5)
NOISES = {"white": 0.28, "babble": 0.45, "pink": 0.1, "brown": 0.04, "hum": 0.06, "clicks": 0.07}
DECIBELS = {"babble": (60, 25, 20, 17, 15, 12, 10, 8, 7, 6)}
LEVELS = {0.0: 0.3, 3.0: 0.3, 5.0: 0.25, 8.0: 0.15}
"""By how many dB clips of one answer differ, as a standard deviation, and how often."""
GATED = 0.25
"""How often a microphone that mutes itself is played, or a sound put together by a program: most gaps, not only the speaker,
are silent then."""
ANY_DECIBELS = (200, 60, 40, 30, 25, 20, 15, 12, 8, 6)

TARGET = Path(voicing.__file__).with_suffix(".npz")


def silent(samples: Samples) -> Flags:
    """For each frame of a clean clip: below p10 + 0.3 (p95 - p10) of its level over 3 frames, for 0.2 s at least."""
    level = smooth(Meter().feed(samples)[:, WHOLE], 3)
    low, high = np.percentile(level, [10, 95])
    quiet = level <= low + 0.3 * (high - low)
    for start, end in runs(quiet):
        if start > 0 and end < len(quiet) and end - start < 20:
            quiet[start:end] = False
    return np.asarray(quiet, np.bool_)


def rms(samples: Samples | Values) -> float:
    return float(np.sqrt(np.mean(np.square(samples, dtype=np.float64))))


class Material:
    """Clips cut to their speech, at one level, with their silent frames."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.random = np.random.default_rng(seed)
        self.clips: list[tuple[Samples, Flags]] = []
        for path in sorted(each for each in folder.iterdir() if each.suffix in (".ogg", ".flac", ".wav")):
            samples = read_audio(path).samples
            quiet = silent(samples)
            spoken = np.flatnonzero(~quiet)
            if len(spoken):
                cut = samples[spoken[0] * FRAME : (spoken[-1] + 1) * FRAME]
                self.clips.append((cut / np.float32(rms(cut)), quiet[spoken[0] : spoken[-1] + 1]))

    def any_clip(self) -> tuple[Samples, Flags]:
        return self.clips[self.random.integers(len(self.clips))]

    def answer(self) -> tuple[Samples, Flags]:
        """Two to six clips with gaps between them."""
        parts, quiet = [], []
        lengths = [self.random.uniform(0.1, 1.2), *self.random.choice(GAPS, self.random.integers(2, 7))]
        differing = self.random.choice(list(LEVELS), p=list(LEVELS.values()))
        for number, seconds in enumerate(lengths):
            if number:
                samples, flags = self.any_clip()
                parts.append(samples * np.float32(0.07 * 10 ** (self.random.normal(0, differing) / 20)))
                quiet.append(flags)
            gap = round(seconds * RATE / FRAME)
            parts.append(np.zeros(gap * FRAME, np.float32))
            quiet.append(np.ones(gap, np.bool_))
        return np.concatenate(parts), np.concatenate(quiet)

    def noise(self, kind: str, length: int) -> Values:
        if kind == "babble":
            return np.asarray(np.sum([self._voice(length) for _ in range(self.random.integers(4, 11))], axis=0))
        if kind == "hum":
            time = np.arange(length) / RATE
            tones = [np.sin(2 * np.pi * 50 * k * time + self.random.uniform(0, 6)) / k for k in (1, 2, 3, 5, 7)]
            return np.asarray(np.sum(tones, axis=0) + 0.2 * self.random.standard_normal(length))
        noise = self.random.standard_normal(length)
        if kind == "clicks":
            at = self.random.random(length) < self.random.uniform(1, 6) / RATE
            return np.convolve(at * self.random.uniform(0.3, 1, length), np.exp(-np.arange(480) / 80), "same") * noise
        if kind in ("pink", "brown"):
            frequencies = np.fft.rfftfreq(length, 1 / RATE)
            frequencies[0] = frequencies[1]
            return np.fft.irfft(np.fft.rfft(noise) / frequencies ** (0.5 if kind == "pink" else 1.0), length)
        return noise

    def _voice(self, length: int) -> Values:
        parts: list[Samples] = []
        while sum(map(len, parts)) < length + 3 * RATE:
            parts.append(self.any_clip()[0])
        start = self.random.integers(3 * RATE)
        return np.concatenate(parts)[start : start + length].astype(np.float64)

    def mixed(self) -> tuple[Samples, Flags]:
        samples, quiet = self.answer()
        kind = str(self.random.choice(list(NOISES), p=list(NOISES.values())))
        below = self.random.choice(DECIBELS.get(kind, ANY_DECIBELS))
        noise = self.noise(kind, len(samples))
        level = rms(samples[samples != 0]) / max(rms(noise), 1e-9) * 10 ** (-below / 20)
        volume = 10 ** (self.random.uniform(-20, 3) / 20)
        mixed = (samples + noise * level) * volume
        if self.random.random() < GATED:
            for start, end in runs(samples == 0):
                if end - start >= min(GAPS) * RATE and self.random.random() < 0.8:
                    mixed[start:end] = 0
        return mixed.astype(np.float32), quiet


def main() -> None:
    from sklearn.neural_network import MLPClassifier

    material = Material(Path(sys.argv[1]), seed=0)
    inputs, voice = [], []
    for _ in range(MIXES):
        samples, quiet = material.mixed()
        signal = Signal()
        signal.feed(samples)
        rows = signal.inputs()
        count = min(len(rows), len(quiet))
        inputs.append(rows[:count].astype(np.float32))
        voice.append(~quiet[:count])
    given, wanted = np.concatenate(inputs), np.concatenate(voice)
    mean, spread = given.mean(axis=0), given.std(axis=0) + 1e-6
    fitted = MLPClassifier((HIDDEN,), max_iter=15, alpha=1e-3, batch_size=2000, random_state=0)
    fitted.fit((given - mean) / spread, wanted)
    print(f"{len(given)} frames, {fitted.score((given - mean) / spread, wanted):.3f} of them right")
    (inner, outer), (inner_bias, outer_bias) = fitted.coefs_, fitted.intercepts_
    values = voicing.Network(mean, spread, inner, inner_bias, outer, outer_bias)
    np.savez(TARGET, **{name: value.astype(np.float32) for name, value in values._asdict().items()})


if __name__ == "__main__":
    main()
