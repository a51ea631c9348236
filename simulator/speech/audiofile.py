"""Recordings on disk: reading every kind that is accepted, and sealing a raw recording as FLAC.

While an answer is recorded it is a headerless `.pcm` (16 kHz, 16 bit little-endian, mono), to which bytes are only
ever appended; when the take is done it becomes a `.flac` of the same samples.
"""

from __future__ import annotations

import contextlib
import io
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple, Self

import numpy as np
import numpy.typing as npt
import soundfile

from simulator.errors import AudioError
from simulator.files import sync_folder
from simulator.speech.container import Broken, Container, NoTrack, demuxer

RATE = 16_000
LONGEST_HOURS = 3

Samples = npt.NDArray[np.float32]
"""Mono samples, -1 to 1."""

_BLOCK, _SHORT_BLOCK = 1 << 16, 1024
"""Frames read at a time: a file that turns out to be cut off is gone through again in short ones, of which it gives every whole one
before its end. For an hour of FLAC long ones take 2 s of processor time, short ones 15."""

_KINDS = {"WAV", "WAVEX", "RF64", "FLAC", "OGG", "MP3", "AIFF", "RAW"}
_RATES = range(4_000, 384_001)
_MEND = "WAV, FLAC, MP3, M4A, Ogg Vorbis and Ogg Opus can be read: convert it to one of them."

_ABOUT = 0.2
"""What a container says of its length is right to so many seconds."""


class Audio(NamedTuple):
    """`samples` at 16 kHz; `cut_off` when the file ends before its header says, or in the middle of something."""

    samples: Samples
    cut_off: bool

    @property
    def seconds(self) -> float:
        return len(self.samples) / RATE


class AudioReader:
    """A recording that is read from front to back, as mono at its own `rate`."""

    def __init__(self, path: Path) -> None:
        """Raises AudioError when this is no recording."""
        self.path = path
        self.cut_off = False
        self._file = _open(path)
        self.rate: int = self._file.samplerate
        self._promised: int = self._file.frames
        self._least = self._promised - (round(_ABOUT * self.rate) if isinstance(self._file, Container) else 0)
        self._at = 0
        self._block = _BLOCK

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def seconds(self) -> float:
        """What the header promises; the truth may be less, and where it promises nothing this is 0."""
        return self._promised / self.rate

    def seek(self, seconds: float) -> None:
        """Goes to that place, or as near to it as the file reaches."""
        frame = min(max(0, round(seconds * self.rate)), self._promised)
        with contextlib.suppress(soundfile.LibsndfileError, Broken):
            self._at = self._file.seek(frame)

    def read(self, frames: int) -> Samples:
        """The next so many samples, fewer only at the end."""
        parts = []
        while frames > 0 and len(block := self._read(min(frames, self._block))):
            parts.append(block)
            frames -= len(block)
        return np.concatenate(parts) if parts else np.zeros(0, np.float32)

    def blocks(self) -> Iterator[Samples]:
        while len(block := self.read(16 * _SHORT_BLOCK)):
            yield block

    def close(self) -> None:
        self._file.close()

    def _read(self, frames: int) -> Samples:
        if self.cut_off:
            return np.zeros(0, np.float32)
        try:
            block = self._file.read(frames, dtype="float32", always_2d=True)
        except (soundfile.LibsndfileError, Broken):
            if self._block > _SHORT_BLOCK:
                self._begin_again(_SHORT_BLOCK)
                return self._read(min(frames, _SHORT_BLOCK))
            self.cut_off = True
            return np.zeros(0, np.float32)
        self._at += len(block)
        self.cut_off = not len(block) and self._at < self._least
        mono: Samples = np.nan_to_num(block.mean(axis=1, dtype=np.float32), copy=False)
        return mono.clip(-1.0, 1.0)

    def _begin_again(self, block: int) -> None:
        """Goes to the same place in smaller steps."""
        self._file.close()
        self._file, at, self._at, self._block = _open(self.path), self._at, 0, block
        while self._at < at and len(self._read(min(at - self._at, block))):
            pass


def read_audio(path: Path) -> Audio:
    """Reads a whole recording, whatever its rate. Memory grows with what is there, never with what a header promises.

    Raises AudioError for what is no recording, holds no sound, or is longer than LONGEST_HOURS.
    """
    samples = bytearray()
    with AudioReader(path) as reader:
        for block in stream(reader):
            samples += block.tobytes()
        return Audio(np.frombuffer(samples, np.float32), reader.cut_off)


def stream(reader: AudioReader) -> Iterator[Samples]:
    """A whole recording at 16 kHz, piece by piece. Raises AudioError as `read_audio` does."""
    count = 0
    for block in _resampled(reader.blocks(), reader.rate):
        count += len(block)
        if count > LONGEST_HOURS * 3600 * RATE:
            raise AudioError(f"{reader.path} is longer than {LONGEST_HOURS} hours.", "Cut it into shorter parts.")
        yield block
    if not count:
        raise AudioError(f"{reader.path} holds no sound: nothing follows its header.", "Record it again.")


def copy_as_flac(path: Path, flac: Path) -> float:
    """Makes the `.flac` of a take from a recording of any kind, which stays as it is; its seconds. The file is there when it is
    whole, and not before. Raises AudioError."""
    frames = 0
    with (
        AudioReader(path) as reader,
        _whole(flac) as file,
        soundfile.SoundFile(file, "w", samplerate=RATE, channels=1, subtype="PCM_16", format="FLAC") as out,
    ):
        for block in stream(reader):
            out.write(block)
            frames += len(block)
    return frames / RATE


def seal(pcm: Path) -> Path:
    """Makes a finished `.pcm` a `.flac` beside it, and removes the `.pcm` when that is safely on disk.

    May be cut off at any point and done again, and does nothing where it has been done. Half a sample at the end,
    left by a recording that was cut off, is dropped. Raises FileNotFoundError where there is neither file.
    """
    flac = pcm.with_suffix(".flac")
    if not pcm.exists():
        if flac.exists():
            return flac
        raise FileNotFoundError(pcm)
    with _whole(flac) as file:
        _encode(pcm, file)
    pcm.unlink()
    return flac


class _Target(io.FileIO):
    """What libsndfile writes into: it cannot pass an error on, so the first one is kept."""

    failure: OSError | None = None

    def write(self, data: Any) -> int:
        rest = memoryview(data)
        try:
            while rest:
                rest = rest[super().write(rest) :]
        except OSError as error:
            self.failure = self.failure or error
        return len(data)


@contextlib.contextmanager
def _whole(path: Path) -> Iterator[Any]:
    """A file to write that takes its name when it is whole and on the disk, and is gone where something fails."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    temporary = Path(name)
    try:
        with _Target(handle, "r+b") as file:
            yield file
            if file.failure is not None:
                raise file.failure
            os.fsync(file.fileno())
        temporary.replace(path)
        sync_folder(path.parent)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _encode(pcm: Path, file: Any) -> None:
    with (
        pcm.open("rb") as raw,
        soundfile.SoundFile(file, "w", samplerate=RATE, channels=1, subtype="PCM_16", format="FLAC") as flac,
    ):
        while len(block := raw.read(1 << 16)) > 1:
            flac.buffer_write(block[: len(block) // 2 * 2], "int16")


def _open(path: Path) -> Any:
    try:
        with path.open("rb") as file:
            head = file.read(512)
    except OSError as error:
        raise AudioError(f"{path} cannot be read: {error.strerror}.", "Check its name and its permissions.") from error
    if not head:
        raise AudioError(f"{path} is empty.", "Record it again.")
    if (kind := demuxer(head)) is not None:
        try:
            return Container(path, kind)
        except NoTrack as error:
            raise AudioError(f"{path} has no sound track.", "Name one that has.") from error
        except Broken as error:
            raise AudioError(f"{path} is damaged, or of a kind that cannot be read here.", _MEND) from error
    raw = {"format": "RAW", "subtype": "PCM_16", "samplerate": RATE, "channels": 1, "endian": "LITTLE"}
    try:
        name = path if os.name == "nt" else os.fsencode(path)  # soundfile takes every name for UTF-8
        file = soundfile.SoundFile(name, **(raw if path.suffix == ".pcm" else {}))
    except (soundfile.LibsndfileError, TypeError) as error:  # TypeError: its name ends in .raw, which says no rate
        if _is_text(head):
            raise AudioError(f"{path} holds text, not sound.", "A typed answer's file ends in .txt.") from error
        raise AudioError(f"{path} is damaged, or of a kind that cannot be read here.", _MEND) from error
    if file.format not in _KINDS or file.samplerate not in _RATES:
        file.close()
        raise AudioError(f"{path} is of a kind that cannot be read here.", _MEND)
    return file


def _is_text(head: bytes) -> bool:
    # The last character may be cut through; "ignore" would hide what is not text at all.
    text = head.decode("utf-8", "replace").rstrip("�")
    return "�" not in text and all(character.isprintable() or character.isspace() for character in text)


def _resampled(blocks: Iterator[Samples], rate: int) -> Iterator[Samples]:
    if rate == RATE:
        yield from blocks
        return
    import av

    resampler = av.AudioResampler(format="flt", layout="mono", rate=RATE)
    for block in blocks:
        frame = av.AudioFrame.from_ndarray(block[np.newaxis], format="flt", layout="mono")
        frame.sample_rate = rate
        for out in resampler.resample(frame):
            yield out.to_ndarray()[0].clip(-1.0, 1.0)
    for out in resampler.resample(None):
        yield out.to_ndarray()[0].clip(-1.0, 1.0)
