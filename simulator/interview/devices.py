"""What an interview needs of its devices; `speech` has the real ones, tests their own."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any, Protocol

from simulator.speech.transcript import Heard


class Playback(Protocol):
    async def finished(self) -> bool: ...


class Sound(Protocol):
    """What is needed of `speech.sound.Sound`."""

    microphone: str
    microphone_trouble: str
    loudspeaker: str
    loudspeaker_trouble: str
    cut_off: bool
    on_trouble: Callable[[str], None] | None

    async def record(self, path: Path) -> None: ...
    async def stop_recording(self) -> float: ...
    async def play(self, path: Path) -> Playback: ...
    def stop_playing(self) -> None: ...


class Ears(Protocol):
    """What is needed of `speech.ears.Ears`."""

    trouble: str
    on_trouble: Callable[[str], None] | None

    async def follow(self, path: Path) -> None: ...
    async def finish(self, seconds: float) -> Heard: ...
    async def hear(self, path: Path) -> Heard: ...
    def cancel(self) -> None: ...


Render = Callable[[str, Path], Coroutine[Any, Any, Path]]
"""Renders a text to a WAV file; `speech.voice.render` with the person's voice and rate."""
