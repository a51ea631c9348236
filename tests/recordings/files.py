"""Recordings as telephones, browsers and recorders leave them, made of the clips of real speech."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import av
import numpy as np
import numpy.typing as npt
import soundfile

from simulator.speech.audiofile import RATE, read_audio
from tests.listening import SPEECH

CODECS = {
    ".m4a": ("aac", 44_100),
    ".mp4": ("aac", 48_000),
    ".mov": ("aac", 44_100),
    ".aac": ("aac", 48_000),
    ".mp3": ("libmp3lame", 44_100),
    ".webm": ("libopus", 48_000),
}


def clip(name: str) -> npt.NDArray[np.float32]:
    return read_audio(SPEECH / f"{name}.flac").samples


def write(path: Path, samples: npt.NDArray[np.float32]) -> Path:
    """In the kind that its ending says."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix not in CODECS:
        kind = {".opus": ("OGG", "OPUS"), ".ogg": ("OGG", "VORBIS")}.get(path.suffix, (None, None))
        soundfile.write(path, samples, RATE, format=kind[0], subtype=kind[1])
        return path
    codec, rate = CODECS[path.suffix]
    with av.open(str(path), "w") as container:
        track: Any = container.add_stream(codec, rate=rate, layout="mono")
        frame = av.AudioFrame.from_ndarray(samples[np.newaxis], format="flt", layout="mono")
        frame.sample_rate = RATE
        resampler = av.AudioResampler(track.format.name, "mono", rate, track.codec_context.frame_size or 1024)
        for part in (*resampler.resample(frame), *resampler.resample(None)):
            container.mux(track.encode(part))
        container.mux(track.encode(None))
    return path


def silent_film(path: Path) -> Path:
    """A film without a sound track."""
    with av.open(str(path), "w") as container:
        track: Any = container.add_stream("mpeg4", rate=5)
        track.width, track.height, track.pix_fmt = 32, 32, "yuv420p"
        frame = av.VideoFrame.from_ndarray(np.zeros((32, 32, 3), np.uint8), format="rgb24")
        container.mux(track.encode(frame))
        container.mux(track.encode(None))
    return path
