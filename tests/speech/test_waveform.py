"""The waveform says how loud each tenth of a second is, and is read once."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest
import soundfile

from simulator.errors import AudioError
from simulator.speech.waveform import FLOOR_DB, KEPT, PER_SECOND, levels

RATE = 16_000


def recording(path: Path, *amplitudes: float) -> Path:
    """Half a second of a square wave at each amplitude."""
    wave = np.concatenate([amplitude * np.where(np.arange(RATE // 2) // 20 % 2, 1, -1) for amplitude in amplitudes])
    soundfile.write(path, wave, RATE, subtype="PCM_16")
    return path


def test_levels_are_decibels_below_full_scale(tmp_path: Path) -> None:
    found = levels(recording(tmp_path / "a.flac", 1.0, 0.1, 0.001, 0.0))
    assert len(found) == 2 * PER_SECOND
    assert [found[0], found[5], found[10], found[15]] == [-FLOOR_DB, 70, 30, 0]


def test_they_are_kept_beside_the_recording_and_read_again_when_it_changes(tmp_path: Path) -> None:
    path = recording(tmp_path / "a.flac", 1.0)
    first = levels(path)
    kept = path.with_suffix(KEPT)
    assert kept.read_bytes() == first
    kept.write_bytes(b"\1" * 5)
    assert levels(path) == b"\1" * 5
    recording(path, 0.1)
    os.utime(kept, (0, 0))
    assert levels(path) == bytes([70] * 5)


def test_a_recording_that_still_grows_is_read_each_time(tmp_path: Path) -> None:
    path = tmp_path / "a.pcm"
    path.write_bytes(b"\xff\x7f" * RATE)
    assert len(levels(path)) == PER_SECOND
    assert not path.with_suffix(KEPT).exists()


def test_the_last_part_of_a_tenth_counts_and_what_is_no_recording_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.pcm"
    path.write_bytes(b"\xff\x7f" * (RATE + 100))
    assert len(levels(path)) == PER_SECOND + 1
    path.write_bytes(b"")
    with pytest.raises(AudioError):
        levels(path)
