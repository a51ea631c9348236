"""The loudspeaker: one recording at a time, at a chosen speed, with an honest account of what has been heard."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from simulator.errors import DeviceError
from simulator.speech.audiofile import AudioReader, Samples
from simulator.speech.backend import Backend, Device, NoDevice, Stream, find

SPEEDS = (0.5, 2.0)
NONE_FOUND = "No loudspeaker was found, so questions are shown and not spoken. Plug in headphones or a loudspeaker."

STALLED_SECONDS = 3.0
"""A loudspeaker that asks for no sound for so long has stopped: none looks further ahead."""


class Playing:
    """A recording on its way to the ear. The library asks for sound in a thread of its own, a little ahead of time."""

    def __init__(self, number: int, path: Path, start: float, speed: float) -> None:
        """Raises AudioError when the file is no recording. `number` is the caller's name for it."""
        speed = min(max(speed, SPEEDS[0]), SPEEDS[1])
        self.number = number
        self.reader = AudioReader(path)
        self.rate = self.reader.rate
        self.heard_out = float("inf")
        self._start = start
        self._speed = speed
        self.reader.seek(start)
        self._parts = self.reader.blocks() if speed == 1.0 else _at_speed(self.reader, speed)
        # Beforehand, because there is little time for it when the library asks.
        self._rest = next(self._parts, np.zeros(0, np.float32))
        self._frames = 0
        self._latest = (0.0, time.monotonic())
        self._asked = time.monotonic()
        self._heard = 0.0

    def wanted(self, frames: int, delay: float) -> bytes:
        """The next frames, the first of which is heard in `delay` seconds."""
        self._asked = now = time.monotonic()
        while len(self._rest) < frames and (part := next(self._parts, None)) is not None:
            self._rest = np.concatenate([self._rest, part])
        block, self._rest = self._rest[:frames], self._rest[frames:]
        self._latest = (self._frames / self.rate, now + delay)
        self._frames += len(block)
        if len(block) < frames and self.heard_out == float("inf"):
            self.heard_out = now + delay + len(block) / self.rate
        return (block * 32767).astype("<i2").tobytes()

    def stalled(self) -> bool:
        """Whether nobody wants the rest of it any more: the loudspeaker is gone, which no library tells."""
        return self.heard_out == float("inf") and time.monotonic() - self._asked > STALLED_SECONDS

    def position(self) -> float:
        """Seconds of the file at which the ear is now; it never goes back."""
        now, everything = time.monotonic(), self._frames / self.rate
        played, at = self._latest
        heard = everything if now >= self.heard_out else min(played + now - at, everything)
        self._heard = max(self._heard, heard)
        return self._start + self._heard * self._speed


class Player:
    """Plays one recording at a time on the loudspeaker that was wished for."""

    def __init__(self, backend: Backend, wish: str) -> None:
        self.name = ""
        self.trouble = ""
        self._backend = backend
        self._wish = wish
        self._device: Device | None = None
        self._lock = threading.Lock()
        self._stream: Stream | None = None
        self.playing: Playing | None = None

    def open(self) -> None:
        """Finds the loudspeaker and tries it with silence. Sets `name` and `trouble`."""
        self.name = self.trouble = ""
        self._device = device = find(self._backend.devices("playback"), self._wish)
        if device is None:
            self.trouble = NONE_FOUND
            return
        try:
            self._backend.play(device, 48_000, lambda frames, delay: b"").close()
        except NoDevice:
            self.trouble = f"The loudspeaker {device.name} could not be opened. Choose another one in the settings."
            return
        self.name = device.name
        if self._wish.casefold() not in device.name.casefold():
            self.trouble = f"The loudspeaker {self._wish} is not here, so {device.name} is used."

    def play(self, playing: Playing) -> None:
        """Plays it instead of what was playing. Raises DeviceError without a loudspeaker."""
        self.stop()
        for attempt in range(2):
            if attempt or not self.name:  # it may have been plugged in, or another one unplugged, since
                self.open()
            if self._device is None or not self.name:
                continue
            try:
                stream = self._backend.play(self._device, playing.rate, playing.wanted)
            except NoDevice:
                continue
            with self._lock:
                self._stream, self.playing = stream, playing
            return
        playing.reader.close()
        raise DeviceError(self.trouble or NONE_FOUND)

    def stop(self, only: Playing | None = None) -> Playing | None:
        """Silence, at once; if `only` is given, only if that is what is playing. Gives what was playing."""
        with self._lock:
            if only is not None and self.playing is not only:
                return None
            stream, self._stream = self._stream, None
            playing, self.playing = self.playing, None
        if stream is not None:
            stream.close()
        if playing is not None:
            playing.reader.close()
        return playing


def load_speeds() -> None:
    """Loads what another speed needs beforehand: a fifth of a second and more that the first change of speed need not wait for."""
    import av.filter  # noqa: F401


def _at_speed(reader: AudioReader, speed: float) -> Iterator[Samples]:
    """Faster or slower at the same pitch (ffmpeg's atempo: waveform similarity overlap-add)."""
    import av
    from av.filter import Graph

    graph = Graph()
    source = graph.add_abuffer(sample_rate=reader.rate, format="flt", layout="mono")
    tempo = graph.add("atempo", str(speed))
    sink = graph.add("abuffersink")
    source.link_to(tempo)
    tempo.link_to(sink)
    graph.configure()

    def ready() -> Iterator[Samples]:
        while True:
            try:
                yield graph.pull().to_ndarray()[0]
            except (av.BlockingIOError, av.EOFError):
                return

    for block in reader.blocks():
        frame = av.AudioFrame.from_ndarray(block[np.newaxis], format="flt", layout="mono")
        frame.sample_rate = reader.rate
        graph.push(frame)
        yield from ready()
    graph.push(None)
    yield from ready()
