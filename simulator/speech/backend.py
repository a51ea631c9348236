"""What a sound library must offer, and which one is used: the small common ground of miniaudio and sounddevice."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Literal, NamedTuple, Protocol

CHOICE_VARIABLE = "MOCK_INTERVIEW_SOUND"
"""Names the library to use (`miniaudio`, `sounddevice`), or `none`: for finding faults, and for tests."""

CAPTURE_RATE = 16_000
"""Samples a second of everything captured: mono, 16 bit signed, little-endian."""

BLOCK_SECONDS = 0.03
"""Length of a captured block; so much is lost at most when the process is killed."""

SILENCE_DB = -100.0
"""dBFS of digital silence, and of no microphone."""

Kind = Literal["capture", "playback"]


class Device(NamedTuple):
    """A microphone or loudspeaker. `identity` is the library's own handle. Not `genuine` are those that only look like
    one: what listens to a loudspeaker, and what throws all sound away."""

    name: str
    default: bool
    identity: object
    genuine: bool = True


class NoDevice(Exception):
    """The library could not open a device. The text is the library's own, for the log."""


class Stream(Protocol):
    def close(self) -> None:
        """Stops at once; what has not been heard is dropped. No callback runs afterwards."""


Captured = Callable[[bytes], None]
"""Given each block of samples as it comes, in a thread of the library."""

Wanted = Callable[[int, float], bytes]
"""Asked, in a thread of the library, for so many frames whose first will be heard in so many seconds.
Gives 16 bit mono samples; fewer than asked for are filled up with silence."""


class Backend(Protocol):
    name: str

    def devices(self, kind: Kind) -> list[Device]:
        """The devices there are now; empty where there is no sound system. Never raises."""

    def capture(self, device: Device, captured: Captured) -> Stream:
        """Opens a microphone at CAPTURE_RATE. Raises NoDevice."""

    def play(self, device: Device, rate: int, wanted: Wanted) -> Stream:
        """Opens a loudspeaker, mono, at `rate` frames a second. Raises NoDevice."""


class NoBackend:
    """Where there is no sound library at all."""

    name = "none"

    def devices(self, kind: Kind) -> list[Device]:
        return []

    def capture(self, device: Device, captured: Captured) -> Stream:
        raise NoDevice("There is no sound library.")

    def play(self, device: Device, rate: int, wanted: Wanted) -> Stream:
        raise NoDevice("There is no sound library.")


def pick() -> Backend:
    """miniaudio where it is installed, else sounddevice, else nothing."""
    choice = os.environ.get(CHOICE_VARIABLE, "")
    if choice in ("", "miniaudio"):
        try:
            from simulator.speech.backend_miniaudio import Miniaudio

            return Miniaudio()
        except ImportError:
            pass
    if choice in ("", "sounddevice"):
        try:
            from simulator.speech.backend_sounddevice import Sounddevice

            return Sounddevice()
        except (ImportError, OSError):  # OSError: the package is here, but PortAudio is not
            pass
    return NoBackend()


def find(devices: list[Device], wish: str) -> Device | None:
    """The device of that name (or with that in its name), else the default, else the first that is a real one."""
    real = [device for device in devices if device.genuine]
    folded = wish.casefold()
    tests: tuple[Callable[[Device], bool], ...] = (
        lambda device: bool(folded) and device.name.casefold() == folded,
        lambda device: bool(folded) and folded in device.name.casefold(),
        lambda device: device.default,
        lambda device: True,
    )
    return next((device for test in tests for device in real if test(device)), None)
