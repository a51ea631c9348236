from __future__ import annotations

import os
import random
import struct
import tracemalloc
from pathlib import Path

import numpy as np
import pytest
import soundfile

from simulator.errors import AudioError
from simulator.speech import audiofile
from simulator.speech.audiofile import RATE, AudioReader, read_audio, seal
from tests.speech.signals import CLIPS, correlation, loudest_frequency, tone

CLIP = CLIPS / "harv_spk1_1.flac"


def wav_header(promised_bytes: int) -> bytes:
    form = struct.pack("<IHHIIHH", 16, 1, 1, RATE, RATE * 2, 2, 16)
    return (
        b"RIFF"
        + struct.pack("<I", promised_bytes + 36)
        + b"WAVEfmt "
        + form
        + b"data"
        + struct.pack("<I", promised_bytes)
    )


@pytest.mark.parametrize("rate", [8_000, 11_025, 16_000, 22_050, 44_100, 48_000])
def test_every_rate_becomes_16_khz(tmp_path: Path, rate: int) -> None:
    audio = read_audio(tone(tmp_path / "a.wav", 2.0, 1000.0, rate))
    assert audio.samples.dtype == np.float32
    assert audio.seconds == pytest.approx(2.0, abs=0.002)
    assert loudest_frequency(audio.samples) == pytest.approx(1000.0, abs=1.0)
    assert np.abs(audio.samples[1000:-1000]).max() == pytest.approx(0.5, abs=0.02)
    assert not audio.cut_off


@pytest.mark.parametrize(
    ("name", "kind", "subtype"),
    [("a.wav", "WAV", "PCM_24"), ("a.flac", "FLAC", "PCM_16"), ("a.ogg", "OGG", "VORBIS"), ("a.opus", "OGG", "OPUS")],
)
def test_every_kind_gives_the_same_sound(tmp_path: Path, name: str, kind: str, subtype: str) -> None:
    samples, _ = soundfile.read(CLIP, dtype="float32")
    soundfile.write(tmp_path / name, samples, RATE, format=kind, subtype=subtype)
    assert correlation(samples, read_audio(tmp_path / name).samples) > 0.98


def test_two_channels_become_one(tmp_path: Path) -> None:
    left, right = np.full(RATE, 0.5), np.full(RATE, -0.25)
    soundfile.write(tmp_path / "a.wav", np.stack([left, right], axis=1), RATE)
    assert read_audio(tmp_path / "a.wav").samples == pytest.approx(0.125, abs=1e-3)


def test_what_is_no_number_becomes_silence(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "a.wav", np.array([0.5, np.nan, np.inf, 0.5], np.float32), RATE, subtype="FLOAT")
    samples = read_audio(tmp_path / "a.wav").samples
    assert np.isfinite(samples).all()
    assert np.abs(samples).max() <= 1.0


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("empty.wav", b"", "is empty"),
        ("text.wav", "Ünter uns: this is no sound.\n".encode() * 50, "holds text, not sound"),
        ("text.flac", b"plain words", "holds text, not sound"),
        ("ten-hours.wav", wav_header(10 * 3600 * RATE * 2), "holds no sound"),
        ("noise.wav", random.Random(1).randbytes(5000), "damaged, or of a kind"),
        ("noise.flac", b"fLaC" + random.Random(2).randbytes(5000), "damaged, or of a kind"),
        ("film.mp4", b"\0\0\0\x20ftypisom" + bytes(3000), "damaged, or of a kind"),
        ("noise.raw", random.Random(3).randbytes(5000), "damaged, or of a kind"),
    ],
)
def test_what_is_no_recording_is_refused_in_one_sentence(
    tmp_path: Path, name: str, content: bytes, sentence: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(AudioError) as caught:
        read_audio(path)
    assert sentence in caught.value.message
    assert str(path) in caught.value.message
    assert caught.value.mend


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "none.wav", tmp_path):
        with pytest.raises(AudioError, match="cannot be read"):
            read_audio(path)


def test_a_promise_is_not_allocated(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    path.write_bytes(wav_header(10 * 3600 * RATE * 2) + bytes(RATE * 2))
    read_audio(path)  # what is imported at the first reading is not counted
    tracemalloc.start()
    try:
        assert read_audio(path).seconds == 1.0
        assert tracemalloc.get_traced_memory()[1] < 2_000_000
    finally:
        tracemalloc.stop()


def test_a_truncated_flac_gives_what_is_there(tmp_path: Path) -> None:
    whole = CLIP.read_bytes()
    path = tmp_path / "a.flac"
    path.write_bytes(whole[: len(whole) // 2])
    audio = read_audio(path)
    assert audio.cut_off
    assert 0.3 * read_audio(CLIP).seconds < audio.seconds < 0.7 * read_audio(CLIP).seconds
    assert correlation(audio.samples, read_audio(CLIP).samples) > 0.999


def test_what_is_too_long_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert audiofile.LONGEST_HOURS == 3
    monkeypatch.setattr(audiofile, "LONGEST_HOURS", 0.01)
    assert read_audio(tone(tmp_path / "a.flac", 35.0)).seconds == 35.0
    with pytest.raises(AudioError, match="longer than"):
        read_audio(tone(tmp_path / "a.flac", 37.0))


def test_reading_from_a_place(tmp_path: Path) -> None:
    whole = read_audio(CLIP).samples
    with AudioReader(CLIP) as reader:
        reader.seek(1.0)
        assert np.array_equal(reader.read(RATE), whole[RATE : 2 * RATE])
        reader.seek(10_000.0)
        assert len(reader.read(RATE)) == 0
        assert not reader.cut_off


def recording(folder: Path, samples: int = 20_000) -> tuple[Path, bytes]:
    data = np.random.default_rng(3).integers(-9000, 9000, samples).astype("<i2").tobytes()
    path = folder / "q01-t1.pcm"
    path.write_bytes(data)
    return path, data


def sealed_bytes(flac: Path) -> bytes:
    samples, rate = soundfile.read(flac, dtype="int16")
    assert rate == RATE
    return bytes(samples.astype("<i2").tobytes())


def test_sealing_keeps_every_sample(tmp_path: Path) -> None:
    path, data = recording(tmp_path)
    flac = seal(path)
    assert flac == tmp_path / "q01-t1.flac"
    assert sealed_bytes(flac) == data
    assert flac.stat().st_mode & 0o777 == 0o600
    assert seal(path) == flac
    assert sorted(each.name for each in tmp_path.iterdir()) == ["q01-t1.flac"]


def test_half_a_sample_is_dropped(tmp_path: Path) -> None:
    path, data = recording(tmp_path)
    path.write_bytes(data + b"\x01")
    assert read_audio(path).seconds == len(data) / 2 / RATE
    assert sealed_bytes(seal(path)) == data


def test_a_recording_without_a_sample_can_be_sealed(tmp_path: Path) -> None:
    path, _ = recording(tmp_path, 0)
    with pytest.raises(AudioError):
        read_audio(seal(path))
    assert not path.exists()


@pytest.mark.parametrize("cut", ["fsync", "replace", "unlink"])
def test_sealing_can_be_cut_off_anywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cut: str) -> None:
    path, data = recording(tmp_path)
    with monkeypatch.context() as broken:

        def die(*_: object, **__: object) -> None:
            raise KeyboardInterrupt

        broken.setattr(os, "fsync", die) if cut == "fsync" else broken.setattr(Path, cut, die)
        with pytest.raises(KeyboardInterrupt):
            seal(path)
    assert path.read_bytes() == data
    assert sealed_bytes(seal(path)) == data


def test_there_must_be_something_to_seal(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        seal(tmp_path / "q01-t1.pcm")
