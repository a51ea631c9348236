"""The microphone, kept open: what it hears goes to a ring in memory, and to a file only while an answer is recorded.

Blocks come in a thread of the sound library. There they are written with `os.write`, with nothing buffered in this
process, so that whatever happens to it every block that came is on disk. Everything else (levels, troubles, syncing)
is done from other threads.
"""

from __future__ import annotations

import contextlib
import math
import os
import threading
import time
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import Literal

import numpy as np
import numpy.typing as npt

from simulator.errors import DeviceError
from simulator.files import sync_folder
from simulator.speech.backend import CAPTURE_RATE, SILENCE_DB, Backend, NoDevice, Stream, find

LOG_VARIABLE = "MOCK_INTERVIEW_CAPTURE_LOG"
"""Names a file that gets a line `path samples` for each block before it is written: for the test of the above."""

RING_SECONDS = 30
METER_SECONDS = 0.05
_LOST_SECONDS = 1.0
_RETRY_SECONDS = (2.0, 10.0)
"""First and longest wait before a missing microphone is looked for again; each wait doubles."""
_PATIENCE_SECONDS = 3.0
"""So long may the first block of a microphone take that was plugged in just before it is to be recorded."""
_SYNC_SECONDS = 1.0
_ZERO_SECONDS = (3.0, 15.0)
"""So long is digital silence taken for a pause: in a microphone that has given nothing else, and in one that has been
heard (some headsets give nothing at all while nobody speaks)."""
_FLOOR_SECONDS = 10
_BYTES_A_SECOND = CAPTURE_RATE * 2

_SILENT = "The microphone gives no sound at all: it may be switched off, or not allowed. Look for a mute switch."
NONE_FOUND = "No microphone was found. Plug one in, or type your answers."


class _Recording:
    """An open `.pcm`. Half a sample at its end, from a recording that was cut off, is dropped."""

    def __init__(self, path: Path) -> None:
        flags = os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0)
        self.path = path
        self.failure = ""
        self.handle = os.open(path, flags, 0o600)
        self.samples = os.fstat(self.handle).st_size // 2
        os.ftruncate(self.handle, self.samples * 2)
        log = os.environ.get(LOG_VARIABLE)
        self._log = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600) if log else None

    def write(self, block: bytes) -> None:
        """Never raises: a full disk is told in `failure`, and what comes after it is dropped."""
        if self.failure:
            return
        self.samples += len(block) // 2
        try:
            if self._log is not None:
                os.write(self._log, f"{self.path} {self.samples}\n".encode())
            rest = memoryview(block)
            while rest:
                rest = rest[os.write(self.handle, rest) :]
        except OSError as error:
            self.failure = error.strerror or str(error)

    @property
    def seconds(self) -> float:
        """Seconds in the file."""
        return os.fstat(self.handle).st_size / _BYTES_A_SECOND

    def close(self) -> float:
        """Syncs and closes the file; the seconds in it."""
        seconds = self.seconds
        _synced(self.handle, self.path)
        if self._log is not None:
            os.close(self._log)
        return seconds


class Capture:
    """`changed(sentence)` is called, never in the library's thread, when the microphone goes, comes or falls silent, and when
    the disk takes no more: `cut_off` says then that the recording begun last is written no further."""

    def __init__(self, backend: Backend, wish: str, changed: Callable[[str], None]) -> None:
        self.trouble = ""
        self.cut_off = False
        self.opened = False
        self._backend = backend
        self._wish = wish
        self._changed = changed
        self._state: Literal["gone", "silent", "fine"] = "gone"
        self._lock = threading.Lock()
        self._looking = threading.Lock()
        self._came = threading.Event()
        self._stream: Stream | None = None
        self._device = ""
        self._opened = self._latest = self._synced = 0.0
        self._tried, self._wait = 0.0, _RETRY_SECONDS[0]
        self._ring: deque[bytes] = deque()
        self._ring_bytes = 0
        self._zeros = 0
        self._sounded = False
        self._clipped = float("-inf")
        self._levels: deque[float] = deque(maxlen=round(_FLOOR_SECONDS / METER_SECONDS))
        self._recording: _Recording | None = None

    @property
    def name(self) -> str:
        """The microphone that is being heard; empty when there is none."""
        return self._device if self._stream is not None and self._latest > self._opened else ""

    def open(self, patience: float) -> None:
        """Opens the microphone and waits that many seconds for its first block. `trouble` says what is wrong."""
        self._try()
        if self._stream is not None and self._came.wait(patience):
            self._state = "fine"
        elif self._stream is not None:
            self.trouble = f"The microphone {self._device} is open, but no sound comes from it. Choose another one."
        self.opened = True

    def record(self, path: Path) -> None:
        """From now on what is heard is appended to `path`. Raises DeviceError without a microphone."""
        if not self.name:
            self._look_now()
        if not self.name:
            raise DeviceError(self.trouble or NONE_FOUND)
        self.stop_recording()
        try:
            recording = _Recording(path)
        except OSError as error:
            raise DeviceError(f"{path} cannot be written: {error.strerror}.", "See that the disk has room.") from error
        self.cut_off = False
        with self._lock:
            self._recording = recording

    def stop_recording(self) -> float:
        """Seconds in the file. Waits for the block that is being captured, so that the end is not cut off."""
        if self._recording is None:
            return 0.0
        self._came.clear()
        self._came.wait(0.1)
        with self._lock:
            recording, self._recording = self._recording, None
        return recording.close()

    def recent(self, seconds: float) -> bytes:
        """The samples of the last seconds, RING_SECONDS at most."""
        wanted, blocks = round(seconds * CAPTURE_RATE) * 2, []
        with self._lock:
            for block in reversed(self._ring):
                if wanted <= 0:
                    break
                blocks.append(block[-wanted:])
                wanted -= len(block)
        return b"".join(reversed(blocks))

    def meter(self) -> tuple[float, bool, float]:
        """dBFS of the last 50 ms; whether the last second touched full scale; the noise floor in dBFS: the level that
        a tenth of the last ten seconds stays under. To be called 20 times a second."""
        if not self.name:
            return SILENCE_DB, False, SILENCE_DB
        samples = np.frombuffer(self.recent(METER_SECONDS), "<i2").astype(np.float32)
        level = decibels(samples / 32768)
        self._levels.append(level)
        floor = sorted(self._levels)[len(self._levels) // 10]
        return level, time.monotonic() - self._clipped < 1.0, floor

    def watch(self) -> None:
        """Looks after an opened microphone: to be called a few times a second, in a thread that may wait."""
        now = time.monotonic()
        self._tell_of_failure()
        if self._stream is None:
            with self._looking:
                if self._stream is None and now - self._tried > self._wait:
                    self._wait = min(self._wait * 2, _RETRY_SECONDS[1])
                    self._try()
        elif self._latest > self._opened:
            if now - self._latest > _LOST_SECONDS:
                self._lost()
            else:
                self._tell_of_change()
        if now - self._synced > _SYNC_SECONDS:
            self._synced = now
            self._sync()

    def _try(self) -> None:
        self._tried = time.monotonic()
        device = find(self._backend.devices("capture"), self._wish)
        if device is None:
            self.trouble = self.trouble or NONE_FOUND
            return
        self._came.clear()
        self._zeros, self._sounded = 0, False
        self._opened = time.monotonic()
        try:
            self._stream = self._backend.capture(device, self._captured)
        except NoDevice:
            self.trouble = self.trouble or (
                f"The microphone {device.name} could not be opened. "
                "Close the program that holds it, or choose another one in the settings."
            )
            return
        self._device = device.name
        self._wait = _RETRY_SECONDS[0]
        self.trouble = self._replacement()

    def _look_now(self) -> None:
        """Somebody who has just plugged it in is not told that there is none because the next look is seconds away."""
        with self._looking:
            if self._stream is None:
                self._try()
        if self._stream is not None:
            self._came.wait(_PATIENCE_SECONDS)

    def _replacement(self) -> str:
        """What to say when it is not the microphone that was asked for."""
        if self._wish.casefold() in self._device.casefold():
            return ""
        return f"The microphone {self._wish} is not here, so {self._device} is used."

    def _lost(self) -> None:
        stream, self._stream = self._stream, None
        if stream is not None:
            stream.close()
        self._state = "gone"
        if self._recording is None:
            self.trouble = "The microphone has gone. Plug it in again, or type your answers."
        else:
            self.trouble = (
                f"The microphone stopped at {clock(self._recording.seconds)}. Everything up to there is saved."
            )
        self._changed(self.trouble)

    def _tell_of_change(self) -> None:
        before = self._state
        if self._zeros > _ZERO_SECONDS[self._sounded] * _BYTES_A_SECOND:
            self._state = "silent"
        elif self._zeros == 0 or before == "gone":
            self._state = "fine"
        if self._state == before:
            return
        self.trouble = _SILENT if self._state == "silent" else self._replacement()
        if self._state == "silent":
            self._changed(_SILENT)
        elif before == "gone":
            self._changed(f"There is a microphone again: {self._device}.")
        else:
            self._changed("The microphone can be heard again.")

    def _tell_of_failure(self) -> None:
        with self._lock:
            recording = self._recording
            if recording is None or not recording.failure:
                return
            self._recording = None
        self.cut_off = True
        seconds, why = recording.close(), recording.failure
        self._changed(f"Recording stopped at {clock(seconds)}: {why}. Everything up to there is saved.")

    def _sync(self) -> None:
        with self._lock:
            recording = self._recording
            handle = os.dup(recording.handle) if recording is not None else None
        if recording is not None and handle is not None:
            _synced(handle, recording.path)

    def _captured(self, block: bytes) -> None:
        """In the library's thread: writes and remembers, and leaves all else to others."""
        with self._lock:
            if self._recording is not None:
                self._recording.write(block)
            self._ring.append(block)
            self._ring_bytes += len(block)
            while self._ring_bytes > RING_SECONDS * _BYTES_A_SECOND:
                self._ring_bytes -= len(self._ring.popleft())
        self._latest = time.monotonic()
        if block.count(0) == len(block):
            self._zeros += len(block)
        else:
            self._zeros, self._sounded = 0, True
        if b"\xff\x7f" in block or b"\x00\x80" in block:
            samples = np.frombuffer(block, "<i2")
            if samples.max() == 32767 or samples.min() == -32768:
                self._clipped = self._latest
        self._came.set()


def _synced(handle: int, path: Path) -> None:
    """Sees the name of the file and what is in it on the disk, as far as the disk takes them, and closes the handle."""
    sync_folder(path.parent)
    with contextlib.suppress(OSError):
        os.fsync(handle)
    os.close(handle)


def decibels(samples: npt.NDArray[np.floating]) -> float:
    """The level of samples (-1 to 1) in dBFS: 0 is a square wave at full scale, SILENCE_DB nothing at all."""
    power = float(np.mean(np.square(samples))) if len(samples) else 0.0
    return max(SILENCE_DB, 10 * math.log10(power)) if power else SILENCE_DB


def clock(seconds: float) -> str:
    """`0:42`."""
    return f"{int(seconds) // 60}:{int(seconds) % 60:02}"
