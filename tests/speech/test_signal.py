"""Voice, pauses and levels from the sound alone: real speech with known gaps, sounds that are no speech, and laws."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.speech.levels import RATE, Samples
from simulator.speech.signal import PAUSE, Signal, observe
from simulator.speech.transcript import Span
from tests.speech import clips

GAPS = (0.3, 1.5, 0.5, 2.0)
ANSWER = clips.joined(("sas_0870", "harv_spk1_1", "sas_0890", "harv_spk1_2", "jfk"), GAPS)

SHORT = clips.joined(("harv_spk1_1", "harv_spk1_2"), (0.6,))


@pytest.mark.parametrize(
    ("decibels", "least", "most_error"), [(60.0, 1.0, 0.06), (25.0, 0.95, 0.1), (15.0, 0.9, 0.1), (8.0, 0.85, 0.15)]
)
def test_known_gaps_are_found_in_quiet_and_in_noise(decibels: float, least: float, most_error: float) -> None:
    score, error = clips.gaps_found(observe(clips.noisy(ANSWER.samples, decibels)).silences, ANSWER)
    print(f"{decibels:.0f} dB: F1 {score:.3f}, mean error {1000 * error:.0f} ms")
    assert score >= least
    assert error <= most_error


@pytest.mark.parametrize(("decibels", "least"), [(60.0, 0.95), (25.0, 0.95), (15.0, 0.9), (8.0, 0.85)])
def test_known_gaps_are_found_where_others_talk(decibels: float, least: float) -> None:
    score, error = clips.gaps_found(observe(clips.among_others(ANSWER.samples, decibels)).silences, ANSWER)
    print(f"{decibels:.0f} dB: F1 {score:.3f}, mean error {1000 * error:.0f} ms")
    assert score >= least


def test_the_floor_follows_a_fan_that_is_switched_on() -> None:
    twice = np.concatenate([clips.noisy(ANSWER.samples, 40), clips.noisy(ANSWER.samples, 12)])
    second = len(ANSWER.samples) / RATE
    silences = [Span(start=s.start - second, end=s.end - second) for s in observe(twice).silences if s.start > second]
    score, _ = clips.gaps_found(silences, ANSWER)
    assert score >= 0.85


@pytest.mark.parametrize(
    "sound",
    [
        np.zeros(5 * RATE, np.float32),
        clips.white_noise(5, -20),
        clips.white_noise(5, -60),
        clips.keys(5),
        clips.music(5),
        np.zeros(0, np.float32),
        np.zeros(7, np.float32),
    ],
    ids=["silence", "loud noise", "soft noise", "keys", "music", "nothing", "less than a frame"],
)
def test_what_is_no_speech_gives_no_spans(sound: Samples) -> None:
    signal = Signal()
    signal.feed(sound)
    heard = signal.observe()
    assert heard.speech == ()
    assert heard.silences == ()
    assert signal.sounding() == ()


@pytest.mark.parametrize("name", [*clips.READ, *clips.DISFLUENT])
def test_real_speech_is_found_with_its_silences_between(name: str) -> None:
    heard = observe(clips.clip(name))
    assert clips.in_order(heard.speech)
    assert heard.silences == tuple(Span(start=a.end, end=b.start) for a, b in pairwise(heard.speech))
    assert all(silence.seconds >= PAUSE - 0.05 for silence in heard.silences)
    assert heard.speech_db > heard.noise_db + 10
    assert sum(span.seconds for span in heard.speech) > 0.4 * len(clips.clip(name)) / RATE


def test_soft_fillers_sound_even_where_the_voice_detector_is_deaf_to_them() -> None:
    for name in clips.DISFLUENT:
        signal = Signal()
        signal.feed(clips.clip(name))
        for said in clips.fillers_said(name):
            heard = sum(max(0.0, min(said.end, span.end) - max(said.start, span.start)) for span in signal.sounding())
            assert heard >= min(0.1, said.seconds) - 1e-6, (name, said)


def test_levels_are_in_dbfs() -> None:
    assert observe(clips.white_noise(3, -40)).noise_db == pytest.approx(-40, abs=1)
    speech = ANSWER.samples[ANSWER.samples != 0]
    quieter = observe(ANSWER.samples / np.float32(2))
    assert observe(ANSWER.samples).speech_db - quieter.speech_db == pytest.approx(6.02, abs=0.3)
    assert quieter.clipped == 0.0 < np.max(speech)


def test_clipping_is_the_share_of_samples_at_full_scale() -> None:
    sound = clips.white_noise(1, -40)
    sound[1000:1100] = 1.0
    sound[2000:2060] = -1.0
    assert observe(sound).clipped == pytest.approx(160 / RATE)


def test_a_cut_is_made_where_nobody_speaks() -> None:
    signal = Signal()
    signal.feed(clips.noisy(ANSWER.samples, 40))
    gap = ANSWER.gaps[1]
    assert gap.start + 0.1 < signal.quietest(gap.start - 3, gap.end + 0.5) < gap.end - 0.1


@settings(max_examples=8, deadline=None)
@given(st.lists(st.integers(1, 30_000), min_size=1, max_size=6))
def test_how_the_sound_is_portioned_makes_no_difference(portions: list[int]) -> None:
    samples = SHORT.samples
    signal = Signal()
    at = 0
    for portion in portions:
        signal.feed(samples[at : at + portion])
        at += portion
    signal.feed(samples[at:])
    assert signal.observe() == observe(samples)


@settings(max_examples=8, deadline=None)
@given(st.integers(1, 15))
def test_silence_before_it_shifts_everything(steps: int) -> None:
    lead = np.zeros(steps * 2560, np.float32)  # whole frames of both detectors
    before, after = observe(SHORT.samples), observe(np.concatenate([lead, SHORT.samples]))
    shift = len(lead) / RATE
    assert len(before.speech) == len(after.speech)
    for one, other in zip(before.speech, after.speech, strict=True):
        assert other.start - shift == pytest.approx(one.start, abs=0.03)
        assert other.end - shift == pytest.approx(one.end, abs=0.03)


@settings(max_examples=8, deadline=None)
@given(st.floats(0.1, 1.0))
def test_a_softer_microphone_changes_levels_and_hardly_any_span(gain: float) -> None:
    before, after = observe(SHORT.samples), observe((SHORT.samples * gain).astype(np.float32))
    assert after.speech_db == pytest.approx(before.speech_db + 20 * np.log10(gain), abs=1.5)
    spoken = [sum(span.seconds for span in each.speech) for each in (before, after)]
    assert spoken[1] == pytest.approx(spoken[0], rel=0.05)


def test_another_voice_in_the_pauses_is_noticed_and_noise_is_not() -> None:
    aside = np.resize(clips.clip("mfa_acoustic"), len(ANSWER.samples))
    level = 0.1 * np.sqrt(np.mean(np.square(ANSWER.samples)) / np.mean(np.square(aside)))
    assert observe(np.asarray(ANSWER.samples + aside * level, np.float32)).others >= 0.25
    for alone in (ANSWER.samples, clips.noisy(ANSWER.samples, 15), clips.keys(5), clips.music(5)):
        assert observe(alone).others == 0


def test_a_voice_is_still_heard_after_minutes() -> None:
    """Silero's state, when it listens for long, goes deaf to some voices."""
    names = ("jfk", "mfa_acoustic", "sas_0870", "jfk", "mfa_cold")
    long = clips.joined(names * 2, [0.3] * 9)
    start = long.gaps[-1].end
    spoken = sum(span.seconds for span in observe(long.samples).speech if span.start >= start - 0.1)
    alone = sum(span.seconds for span in observe(clips.clip("mfa_cold")).speech)
    assert spoken == pytest.approx(alone, rel=0.15)
