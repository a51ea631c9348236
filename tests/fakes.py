"""Stand-ins for microphone, loudspeaker and recogniser. The real ones are driven end to end elsewhere."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

from simulator.errors import DeviceError
from simulator.speech.transcript import Heard, Span, Word

BYTES_A_SECOND = 32_000


class FakePlayback:
    """A question being said; over at once, unless the gate is shut."""

    def __init__(self, gate: asyncio.Event) -> None:
        self._gate = gate

    async def finished(self) -> bool:
        await self._gate.wait()
        return True


class FakeSound:
    """Records three seconds of silence at every stop. `speaking` shut: the question is not said to its end."""

    def __init__(self) -> None:
        self.microphone = "test microphone"
        self.microphone_trouble = ""
        self.loudspeaker = "test loudspeaker"
        self.loudspeaker_trouble = ""
        self.level = -30.0
        self.on_trouble: Callable[[str], None] | None = None
        self.recording: Path | None = None
        self.said: list[str] = []
        self.broken = False
        self.cut_off = False
        self.closed = False
        self.speaking = asyncio.Event()
        self.speaking.set()

    async def record(self, path: Path) -> None:
        if self.broken or not self.microphone:
            raise DeviceError("The microphone is gone.")
        self.recording = path

    async def stop_recording(self) -> float:
        if self.broken:
            raise DeviceError("The microphone is gone.")
        if self.recording is not None:
            with self.recording.open("ab") as file:
                file.write(bytes(3 * BYTES_A_SECOND))
        self.recording = None
        return 3.0

    async def play(self, path: Path) -> FakePlayback:
        self.said.append(path.read_text())
        return FakePlayback(self.speaking)

    def stop_playing(self) -> None:
        pass

    async def close(self) -> None:
        self.closed = True


class FakeEars:
    """Hears the same words in every answer. `gate` shut: it takes its time."""

    def __init__(self, words: str = "I helped a colleague with the stock count") -> None:
        self.trouble = ""
        self.on_trouble: Callable[[str], None] | None = None
        self.on_words: Callable[[str], None] | None = None
        self.words = words
        self.followed: list[str] = []
        self.following = asyncio.Event()
        self.cancelled = 0
        self.closed = False
        self.gate = asyncio.Event()
        self.gate.set()

    async def follow(self, path: Path) -> None:
        self.followed.append(path.name)
        self.following.set()

    async def finish(self, seconds: float) -> Heard:
        await self.gate.wait()
        return self._heard(seconds)

    async def hear(self, path: Path) -> Heard:
        await self.gate.wait()
        return self._heard(path.stat().st_size / BYTES_A_SECOND)

    def cancel(self) -> None:
        self.cancelled += 1

    async def close(self) -> None:
        self.closed = True

    def _heard(self, seconds: float) -> Heard:
        words = tuple(
            Word(text=text, start=index * 0.3, end=index * 0.3 + 0.25, confidence=0.9)
            for index, text in enumerate(self.words.split())
        )
        return Heard(seconds=seconds, engine="test", words=words, speech=(Span(start=0, end=len(words) * 0.3),))


async def render(text: str, out: Path) -> Path:
    """A voice that writes the question down."""
    out.write_text(text)
    return out


async def render_second(text: str, out: Path) -> Path:
    """Another voice."""
    out.write_text(f"(second) {text}")
    return out
