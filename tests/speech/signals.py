"""Comparing sounds."""

from __future__ import annotations

import statistics
from pathlib import Path

import numpy as np
import numpy.typing as npt
import soundfile

from simulator.speech.audiofile import RATE, Samples

CLIPS = Path(__file__).parent.parent / "data" / "speech"


def correlation(sent: Samples, heard: Samples) -> float:
    """The normalised cross-correlation of the waveforms at the best lag; `heard` may be longer on both sides."""
    heard = np.pad(heard, (0, max(0, len(sent) - len(heard))))
    size = 1 << (len(heard) + len(sent)).bit_length()
    product = np.fft.irfft(np.fft.rfft(heard, size) * np.conj(np.fft.rfft(sent, size)), size)
    lags = len(heard) - len(sent) + 1
    energy = np.concatenate([[0.0], np.cumsum(np.square(heard, dtype=np.float64))])
    windows = energy[len(sent) :] - energy[: len(energy) - len(sent)]
    norm = np.sqrt(np.maximum(windows[:lags], 1e-9) * np.sum(np.square(sent, dtype=np.float64)))
    return float(np.max(product[:lags] / norm))


def alike(sent: Samples, heard: Samples) -> float:
    """The median correlation of its pieces that are not mostly silent, each at its best lag. A busy machine tears holes, and each
    spoils the pieces around it, so they are short: a question of 1.5 s with eight holes has 0.86 or more, at a speed wrong by
    two per cent 0.56, and another question 0.63 or less."""
    length = RATE // 5
    pieces = [sent[at : at + length] for at in range(0, len(sent) - length, length // 2)]
    loudest = max(float(np.std(piece)) for piece in pieces)
    spoken = _stretches(heard)
    return statistics.median_high(
        max(correlation(piece, stretch) for stretch in spoken) for piece in pieces if np.std(piece) > loudest / 3
    )


def _stretches(heard: Samples) -> list[Samples]:
    """What was heard without its long silences, in which somebody answers: to look through them takes most of the time."""
    loud = np.flatnonzero(np.abs(heard) > 0.01)
    parts = np.split(loud, np.flatnonzero(np.diff(loud) > 2 * RATE) + 1)
    return [heard[max(0, int(part[0]) - RATE) : int(part[-1]) + RATE] for part in parts]


def tone(path: Path, seconds: float, frequency: float = 440.0, rate: int = RATE, loudness: float = 0.5) -> Path:
    """Writes a sine that ends abruptly."""
    times = np.arange(round(seconds * rate)) / rate
    soundfile.write(path, loudness * np.sin(2 * np.pi * frequency * times), rate)
    return path


def loudest_frequency(samples: Samples) -> float:
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples))))
    return float(np.argmax(spectrum)) * RATE / len(samples)


def sounding(samples: Samples, threshold: float = 0.05) -> Samples:
    """From the first to the last sample louder than that."""
    loud = np.flatnonzero(np.abs(samples) > threshold)
    return samples[loud[0] : loud[-1] + 1] if len(loud) else samples[:0]


def loud_seconds(samples: Samples, threshold: float = 0.05) -> float:
    """How long something sounds, in steps of 5 ms; a hole that a busy machine tears into it is none of it."""
    step = RATE // 200
    pieces = samples[: len(samples) // step * step].reshape(-1, step)
    return float(np.count_nonzero(np.abs(pieces).max(axis=1) > threshold)) * step / RATE


def pcm(path: Path) -> Samples:
    """A raw recording as it lies on disk."""
    whole: npt.NDArray[np.int16] = np.frombuffer(path.read_bytes(), "<i2")
    return np.asarray(whole / 32768, np.float32)
