"""Real speech for the tests of listening: clips, answers made of them with known gaps, and when which filler was said."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np

from simulator.speech.audiofile import read_audio
from simulator.speech.levels import RATE, WHOLE, Meter, Samples
from simulator.speech.signal import observe
from simulator.speech.transcript import Span, Word
from tests.listening import FILLERS, SPEECH, reference

READ = ("jfk", "sas_0870", "sas_0890", "harv_spk1_1", "harv_spk1_2")
DISFLUENT = ("mfa_cold", "mfa_acoustic")

_LEFT_OUT = {"mfa_acoustic": [Span(start=14.5, end=14.87)]}


class Joined(NamedTuple):
    """`gaps` lie between the clips; `inner` are the pauses that the speakers made themselves."""

    samples: Samples
    gaps: list[Span]
    inner: list[Span]
    text: str


def clip(name: str) -> Samples:
    return read_audio(SPEECH / f"{name}.flac").samples


def joined(names: Sequence[str], gaps: Sequence[float]) -> Joined:
    """Clips of the repository, joined."""
    return join([(clip(name), reference(name)) for name in names], gaps)


def join(pieces: Sequence[tuple[Samples, str]], gaps: Sequence[float]) -> Joined:
    """Sounds with their texts, cut to their speech and brought to one level, with `gaps` seconds of nothing between them and
    a second around."""
    parts: list[Samples] = [np.zeros(RATE, np.float32)]
    at, known, inner = 1.0, [], []
    for (whole, _), gap in zip(pieces, [*gaps, 1.0], strict=True):
        heard = observe(whole)
        begin, end = heard.speech[0].start, heard.speech[-1].end
        speech = at_one_level(whole[round(begin * RATE) : round(end * RATE)])
        inner += [Span(start=at + s.start - begin, end=at + s.end - begin) for s in heard.silences]
        at += len(speech) / RATE
        known.append(Span(start=at, end=at + gap))
        parts += [speech, np.zeros(round(gap * RATE), np.float32)]
        at += round(gap * RATE) / RATE
    return Joined(np.concatenate(parts), known[:-1], inner, " ".join(text for _, text in pieces))


def gaps_found(silences: Sequence[Span], answer: Joined) -> tuple[float, float]:
    """F1 of the known gaps, and the mean error of their lengths in seconds."""
    matches = [
        (gap, silence) for gap in answer.gaps for silence in silences if _overlap(gap, silence) > gap.seconds / 2
    ]
    matched = [silence for _, silence in matches]
    false = [
        silence
        for silence in silences
        if silence.seconds >= 0.25
        and silence not in matched
        and not any(_overlap(silence, pause) > 0 for pause in answer.inner)
    ]
    errors = [abs(silence.seconds - gap.seconds) for gap, silence in matches]
    return 2 * len(matches) / (len(answer.gaps) + len(matches) + len(false)), float(np.mean(errors))


def _overlap(one: Span, other: Span) -> float:
    return min(one.end, other.end) - max(one.start, other.start)


def at_one_level(speech: Samples) -> Samples:
    """At an RMS level of -23 dBFS above 80 Hz: one of the clips rumbles below, louder than its speaker."""
    power = np.mean(10 ** (Meter().feed(speech)[:, WHOLE] / 10))
    return speech * np.float32(10 ** (-23 / 20) / np.sqrt(power))


def noisy(samples: Samples, decibels: float) -> Samples:
    """White noise added, so many dB below the speech."""
    speech = samples[samples != 0]
    level = np.sqrt(np.mean(np.square(speech))) * 10 ** (-decibels / 20)
    noise = np.random.default_rng(7).standard_normal(len(samples)) * level
    return np.asarray(samples + noise, np.float32)


def among_others(samples: Samples, decibels: float, voices: int = 6) -> Samples:
    """Other voices added that talk all at once, so many dB below the speech."""
    random = np.random.default_rng(13)
    babble = np.zeros(len(samples))
    spoken = {
        name: clip(name)[round(h[0].start * RATE) : round(h[-1].end * RATE)]
        for name in READ
        if (h := observe(clip(name)).speech)
    }
    for _ in range(voices):
        parts = [
            spoken[name] / np.sqrt(np.mean(np.square(spoken[name]))) for name in random.choice(READ, 2 * len(READ))
        ]
        babble += np.resize(np.roll(np.concatenate(parts), random.integers(10 * RATE)), len(samples))
    speech = samples[samples != 0]
    level = np.sqrt(np.mean(np.square(speech)) / np.mean(np.square(babble))) * 10 ** (-decibels / 20)
    return np.asarray(samples + babble * level, np.float32)


def white_noise(seconds: float, decibels: float) -> Samples:
    """At an RMS level in dBFS."""
    noise = np.random.default_rng(11).standard_normal(round(seconds * RATE)) * 10 ** (decibels / 20)
    return noise.astype(np.float32)


def keys(seconds: float) -> Samples:
    """Like somebody typing: four bursts of 20 ms a second."""
    random = np.random.default_rng(5)
    samples = white_noise(seconds, -60.0)
    burst = np.exp(-np.arange(320) / 60) * 0.3
    for at in range(0, len(samples) - 320, RATE // 4):
        samples[at : at + 320] += (random.standard_normal(320) * burst).astype(np.float32)
    return samples


def music(seconds: float) -> Samples:
    """Two chords a second, each dying away."""
    random = np.random.default_rng(3)
    samples = np.zeros(round(seconds * RATE), np.float32)
    time = np.arange(RATE // 2) / RATE
    for at in range(0, len(samples) - len(time) + 1, len(time)):
        for pitch in random.choice([261.6, 329.6, 392.0, 440.0, 523.3], 3, replace=False):
            samples[at : at + len(time)] += (0.1 * np.sin(2 * np.pi * pitch * time) * np.exp(-time * 4)).astype(
                np.float32
            )
    return samples


def pcm(samples: Samples) -> bytes:
    return bytes(np.clip(np.rint(samples * 32767), -32768, 32767).astype("<i2").tobytes())


def words_said(grid: Path) -> list[tuple[str, Span]]:
    """The words of a TextGrid in its short form, with their times."""
    lines = grid.read_text(encoding="utf-8").splitlines()
    first = lines.index('"words"') + 4
    rows = zip(*(iter(lines[first : first + 3 * int(lines[first - 1])]),) * 3, strict=True)
    return [(word.strip('"'), Span(start=float(a), end=float(b))) for a, b, word in rows if word != '""']


def fillers_said(name: str, folder: Path = SPEECH) -> list[Span]:
    """When each filler of a clip was said, from its TextGrid, and one that its aligner left in a silence."""
    aligned = [span for word, span in words_said(folder / f"{name}.TextGrid") if word in FILLERS]
    return sorted([*aligned, *_LEFT_OUT.get(name, [])], key=lambda span: span.start)


def matched(said: Sequence[Span], heard: Sequence[Word]) -> int:
    """How many fillers were heard within half a second of when they were said, each once."""
    left = list(heard)
    count = 0
    for span in said:
        near = [word for word in left if word.start < span.end + 0.5 and word.end > span.start - 0.5]
        if near:
            left.remove(near[0])
            count += 1
    return count


def in_order(spans: Sequence[Span]) -> bool:
    return all(span.seconds > 0 for span in spans) and all(a.end <= b.start for a, b in pairwise(spans))
