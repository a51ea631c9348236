"""Syllables and hums, found in the sound of real speech without its words."""

from __future__ import annotations

import numpy as np
import pytest

from simulator.scoring.words import syllables, tokens_of_text
from simulator.speech.levels import RATE
from simulator.speech.signal import Signal, observe
from simulator.speech.transcript import Span
from tests.listening import reference
from tests.speech import clips

SAID = {name: sum(syllables(token.norm) for token in tokens_of_text(reference(name))) for name in clips.READ}


def test_there_are_about_as_many_nuclei_as_syllables_were_said() -> None:
    counted = {name: len(observe(clips.clip(name)).nuclei) for name in clips.READ}
    print(counted, SAID)
    assert sum(counted.values()) == pytest.approx(sum(SAID.values()), rel=0.15)
    assert all(count == pytest.approx(SAID[name], abs=4) for name, count in counted.items())


def test_nuclei_lie_in_the_speech_in_order() -> None:
    found = observe(clips.clip("mfa_acoustic"))
    assert list(found.nuclei) == sorted(set(found.nuclei))
    assert all(any(span.start <= at <= span.end for span in found.speech) for at in found.nuclei)


def test_a_softer_microphone_counts_the_same() -> None:
    samples = clips.clip("jfk")
    assert len(observe(samples * np.float32(0.2)).nuclei) == pytest.approx(len(observe(samples).nuclei), abs=2)


def test_where_nobody_speaks_there_are_no_syllables() -> None:
    assert observe(clips.white_noise(5, -30)).nuclei == ()
    assert observe(np.zeros(RATE, np.float32)).nuclei == ()


def signal_of(name: str) -> Signal:
    signal = Signal()
    signal.feed(clips.clip(name))
    return signal


@pytest.mark.parametrize(("name", "at"), [("mfa_cold", 10.1), ("mfa_cold", 18.0), ("mfa_acoustic", 23.2)])
def test_an_um_that_stands_alone_is_a_hum(name: str, at: float) -> None:
    signal = signal_of(name)
    (alone,) = [span for span in signal.observe().speech if span.start <= at <= span.end]
    assert signal.is_hum(alone)


@pytest.mark.parametrize("name", [*clips.READ, *clips.DISFLUENT])
def test_a_stretch_of_words_is_none(name: str) -> None:
    signal = signal_of(name)
    said = clips.fillers_said(name) if name in clips.DISFLUENT else []
    words = [
        span
        for span in signal.observe().speech
        if span.seconds > 0.15 and not any(um.start < span.end and span.start < um.end for um in said)
    ]
    assert words
    assert not any(signal.is_hum(span) for span in words)


def test_a_word_that_stands_alone_is_none() -> None:
    samples = clips.clip("harv_spk1_1")
    signal = Signal()
    signal.feed(samples)
    nuclei = signal.observe().nuclei
    assert nuclei
    pieces = [Span(start=at - 0.15, end=at + 0.2) for at in nuclei if 0.2 < at < len(samples) / RATE - 0.3]
    assert sum(map(signal.is_hum, pieces)) <= len(pieces) / 4
