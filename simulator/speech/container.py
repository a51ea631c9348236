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
        self._file = path.open("rb")
        self._container: Any = None
        try:
            self._container = av.open(self._file, format=demuxer, metadata_errors="replace")
            if not self._container.streams.audio:
                raise NoTrack
            self._stream = self._container.streams.audio[0]
            self.samplerate: int = self._stream.rate
            self.frames = round(self._seconds() * self.samplerate)
        except NoTrack:
            self.close()
            raise
        except self._errors as error:
            self.close()
            raise Broken(str(error)) from error
        self._blocks = self._decoded(0.0)
        self._rest = np.zeros(0, np.float32)

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
        """Goes to that frame. Raises Broken."""
        seconds = frame / self.samplerate
        try:
            start = self._stream.start_time or 0
            self._container.seek(start + int(seconds / self._stream.time_base), stream=self._stream)
        except self._errors as error:
            raise Broken(str(error)) from error
        self._blocks = self._decoded(seconds)
        self._rest = np.zeros(0, np.float32)
        return frame

    def close(self) -> None:
        if self._container is not None:
            self._container.close()
        self._file.close()

    def _decoded(self, since: float) -> Iterator[npt.NDArray[np.float32]]:
        """What follows, without what lies before `since`: a file is entered where its packets begin."""
        import av

        resampler = av.AudioResampler(format="flt", layout="mono", rate=self.samplerate)
        # Before 0 lies what a codec needs to get going; it is never heard.
        origin = max(0.0, float((self._stream.start_time or 0) * self._stream.time_base))
        skip: int | None = None
        try:
            for frame in self._container.decode(self._stream):
                if skip is None:
                    begins = since if frame.time is None else frame.time - origin
                    skip = max(0, round((since - begins) * self.samplerate))
                frame.pts = None  # gaps between the times of packets are not filled up
                for out in resampler.resample(frame):
                    block = out.to_ndarray()[0]
                    yield block[skip:]
                    skip = max(0, skip - len(block))
            for out in resampler.resample(None):
                yield out.to_ndarray()[0]
        except self._errors as error:
            raise Broken(str(error)) from error
