"""Microphone and loudspeaker for the program: a client of the process that owns them.

The microphone is opened at once and kept open, so that no first word is lost; what it hears is in memory for half a
minute and is written only while an answer is recorded.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import itertools
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple, Self

from simulator.errors import UserError
from simulator.process import Child, ChildGone, Message
from simulator.speech.backend import SILENCE_DB

FIRST_BLOCK_SECONDS = 4.0
_GONE = "The part that plays and records has stopped. Everything up to here is saved."
_RESTART_SECONDS = 5.0
"""A process that ends sooner than this after its start is not started again."""


class Devices(NamedTuple):
    """Names to choose from."""

    microphones: tuple[str, ...]
    loudspeakers: tuple[str, ...]


class Playback:
    """A recording being played. `seconds` is its whole length, `position` where the ear was in it at `told` (seconds of
    `time.monotonic`; 0 before it has begun), 20 times a second."""

    def __init__(self, start: float) -> None:
        self.seconds = 0.0
        self.position = start
        self.told = 0.0
        self._ended: asyncio.Future[bool] = asyncio.get_running_loop().create_future()

    async def finished(self) -> bool:
        """Waits until its last sample has been heard (True), or it was interrupted (False)."""
        return await asyncio.shield(self._ended)

    def end(self, natural: bool) -> None:
        if not self._ended.done():
            self._ended.set_result(natural)


class Sound:
    """Made by `Sound.open`.

    `microphone` and `loudspeaker` are names, empty when missing; `microphone_trouble` and `loudspeaker_trouble` say in
    one sentence what is wrong and how to mend it. `level` is the level of the last 50 ms in dBFS, 20 times a second;
    `clipping` whether the last second touched full scale; `noise_floor` the level in dBFS that a tenth of the last ten
    seconds stays under; `cut_off` whether the recording that was begun last is written no more, because of the disk. `on_trouble`
    gets one sentence whenever the microphone goes, comes back or falls silent, and when that recording is cut off.
    """

    def __init__(self, *, microphone: str, loudspeaker: str, capture: bool) -> None:
        self.microphone = self.microphone_trouble = ""
        self.loudspeaker = self.loudspeaker_trouble = ""
        self.level = self.noise_floor = SILENCE_DB
        self.clipping = False
        self.cut_off = False
        self.on_trouble: Callable[[str], None] | None = None
        self._wish = {"microphone": microphone, "loudspeaker": loudspeaker, "capture": capture}
        self._playbacks: dict[int, Playback] = {}
        self._numbers = itertools.count(1)
        self._started = 0.0
        self._restart: asyncio.Task[None] | None = None
        self._child = Child("simulator.speech.sound_process", on_event=self._heard, on_gone=self._gone)

    @classmethod
    async def open(cls, *, microphone: str = "", loudspeaker: str = "", capture: bool = True) -> Self:
        """Opens the devices of those names (else the defaults) and waits for the first sound from the microphone, four
        seconds at most. Never raises for a missing device: the troubles tell. With `capture` False the microphone stays shut."""
        sound = cls(microphone=microphone, loudspeaker=loudspeaker, capture=capture)
        try:
            await sound._start()
        except BaseException:
            # Nobody waits for it any more, nor for its end.
            sound._child.kill()
            await asyncio.shield(asyncio.ensure_future(sound.close()))
            raise
        return sound

    @property
    def pid(self) -> int | None:
        """The process that owns the devices."""
        return self._child.pid

    async def record(self, path: Path) -> None:
        """From now on what is heard is appended to `path`: 16 kHz, 16 bit little-endian, mono, without a header.

        Raises UserError without a microphone, or where the file cannot be written.
        """
        self.cut_off = False
        await self._child.ask("record", path=str(path.absolute()))

    async def stop_recording(self) -> float:
        """Ends the recording; the seconds in its file, which is on disk. 0 when nothing was being recorded."""
        if not self._child.running:
            return 0.0
        return float((await self._child.ask("stop_recording"))["seconds"])

    async def play(self, path: Path, *, start: float = 0.0, speed: float = 1.0) -> Playback:
        """Plays a recording from `start` seconds instead of what was playing, at 0.5 to 2 times its speed and its own
        pitch. Raises UserError when it is no recording, or without a loudspeaker."""
        number = next(self._numbers)
        playback = self._playbacks[number] = Playback(start)
        try:
            answer = await self._child.ask("play", path=str(path.absolute()), start=start, speed=speed, number=number)
        except BaseException:
            # Cancelled while it was starting: it must not begin to sound after all.
            self._playbacks.pop(number, None)
            self.stop_playing()
            raise
        playback.seconds = float(answer["seconds"])
        return playback

    def stop_playing(self) -> None:
        """Silence within a tenth of a second."""
        with contextlib.suppress(ChildGone):
            self._child.tell("stop_playing")

    async def recent(self, seconds: float) -> bytes:
        """The last seconds that were heard (30 at most), from memory: 16 kHz, 16 bit little-endian, mono."""
        return base64.b64decode((await self._child.ask("recent", seconds=seconds))["samples"])

    async def devices(self) -> Devices:
        """What could be chosen now."""
        answer = await self._child.ask("devices")
        return Devices(tuple(answer["microphones"]), tuple(answer["loudspeakers"]))

    @classmethod
    async def found(cls) -> Devices:
        """What could be chosen now, asked once and without opening a microphone."""
        sound = await cls.open(capture=False)
        try:
            return await sound.devices()
        finally:
            await sound.close()

    async def close(self) -> None:
        """Lets go of the devices, within half a second."""
        if self._restart is not None:
            self._restart.cancel()
        await self._child.stop(patience=0.3)
        self._end_all()

    async def _start(self) -> None:
        self._started = asyncio.get_running_loop().time()
        await self._child.start()
        answer = await self._child.ask("open", patience=FIRST_BLOCK_SECONDS, **self._wish)
        for field in ("microphone", "microphone_trouble", "loudspeaker", "loudspeaker_trouble"):
            setattr(self, field, answer[field])

    def _heard(self, message: Message) -> None:
        match message:
            case {
                "event": "tick",
                "level": level,
                "clipping": clipping,
                "noise_floor": floor,
                "heard": heard,
                "at": at,
            }:
                self.level, self.clipping, self.noise_floor = level, clipping, floor
                if heard is not None and (now := self._playbacks.get(heard["number"])) is not None:
                    now.position, now.told = heard["position"], at
            case {"event": "played", "number": number, "natural": natural, "position": position}:
                if (playback := self._playbacks.pop(number, None)) is not None:
                    playback.position = position
                    playback.end(natural)
            case {"event": "microphone", "device": name, "trouble": trouble, "sentence": sentence, "cut_off": cut_off}:
                self.microphone, self.microphone_trouble, self.cut_off = name, trouble, cut_off
                self._tell(sentence)

    def _gone(self) -> None:
        """The process died. It is started again, unless that is what killed it."""
        self.microphone = self.loudspeaker = ""
        self.microphone_trouble = self.loudspeaker_trouble = _GONE
        self.level = self.noise_floor = SILENCE_DB
        self._end_all()
        self._tell(_GONE)
        loop = asyncio.get_running_loop()
        if loop.time() - self._started > _RESTART_SECONDS:
            self._restart = loop.create_task(self._start_again())

    async def _start_again(self) -> None:
        with contextlib.suppress(UserError):
            await self._start()
            self._tell("Playing and recording work again.")

    def _tell(self, sentence: str) -> None:
        if self.on_trouble is not None:
            self.on_trouble(sentence)

    def _end_all(self) -> None:
        while self._playbacks:
            self._playbacks.popitem()[1].end(natural=False)
