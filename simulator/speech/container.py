"""The sound of files that libsndfile does not read: what telephones, video calls and browsers record (M4A, MP4, MOV, 3GP,
WebM, Matroska, AAC, WMA, AMR), through PyAV.

libav is told what to expect from the first bytes and is never left to guess: some of what it would guess are lists that make
it open other files, or the network.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

_HEADS = (
    ("mov", 4, (b"ftyp", b"moov", b"mdat", b"wide")),
    ("matroska", 0, (b"\x1aE\xdf\xa3",)),
    ("asf", 0, (bytes.fromhex("3026b2758e66cf11"),)),
    ("amr", 0, (b"#!AMR",)),
    ("aac", 0, (b"\xff\xf1", b"\xff\xf9")),
)


_STRIDE = 1 << 16


class Broken(Exception):
    """The sound cannot be read, or from here on no more."""


class NoTrack(Broken):
    """There is no sound in it at all."""


def demuxer(head: bytes) -> str | None:
    """What reads a file that begins so; None where it is not for this module."""
    return next((name for name, at, signs in _HEADS if head[at:].startswith(signs)), None)


class Container:
    """One sound track of a file, mono; what AudioReader needs of soundfile's SoundFile."""

    def __init__(self, path: Path, demuxer: str) -> None:
        """Raises Broken, or NoTrack."""
        import av

        self._errors = av.FFmpegError, ValueError
        self._demuxer = demuxer
        self._file = path.open("rb")
        self._container: Any = None
        try:
            self._open()
        except Broken:
            self.close()
            raise
        self.samplerate: int = self._stream.rate
        self.frames = round(self._seconds() * self.samplerate)
        self._blocks = self._decoded()
        self._rest = np.zeros(0, np.float32)

    def _open(self) -> None:
        import av

        self._file.seek(0)
        try:
            self._container = av.open(self._file, format=self._demuxer, metadata_errors="replace")
        except self._errors as error:
            raise Broken(str(error)) from error
        if not self._container.streams.audio:
            raise NoTrack
        self._stream = self._container.streams.audio[0]
        if self._stream.codec_context is None:
            raise Broken("nothing here decodes it")

    def _seconds(self) -> float:
        """As the file says; 0 where it says nothing, as what a browser recorded does."""
        if self._stream.duration is not None:
            return float(self._stream.duration * self._stream.time_base)
        return (self._container.duration or 0) / 1_000_000

    def read(self, frames: int, **_: object) -> npt.NDArray[np.float32]:
        """The next so many frames, a row each; fewer only at the end. Raises Broken."""
        parts = [self._rest]
        wanted = frames - len(self._rest)
        while wanted > 0 and (block := next(self._blocks, None)) is not None:
            parts.append(block)
            wanted -= len(block)
        whole = np.concatenate(parts)
        self._rest = whole[frames:]
        return whole[:frames, np.newaxis]

    def seek(self, frame: int) -> int:
        """Goes to that frame, by decoding all that lies before it: where packets begin is told too roughly. Raises Broken."""
        self._container.close()
        self._open()
        self._blocks = self._decoded()
        self._rest = np.zeros(0, np.float32)
        for _ in range(frame // _STRIDE):
            self.read(_STRIDE)
        self.read(frame % _STRIDE)
        return frame

    def close(self) -> None:
        if self._container is not None:
            self._container.close()
        self._file.close()

    def _decoded(self) -> Iterator[npt.NDArray[np.float32]]:
        import av

        resampler = av.AudioResampler(format="flt", layout="mono", rate=self.samplerate)
        try:
            for frame in self._container.decode(self._stream):
                frame.pts = None  # gaps between the times of packets are not filled up
                for out in resampler.resample(frame):
                    yield out.to_ndarray()[0]
            for out in resampler.resample(None):
                yield out.to_ndarray()[0]
        except self._errors as error:
            raise Broken(str(error)) from error
