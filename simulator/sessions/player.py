"""Where a replay is, with sound where there is a loudspeaker and silently on the clock where there is none."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from simulator.errors import DeviceError, UserError
from simulator.sessions.clock import SPEEDS, PlaybackClock

DRIFT_SECONDS = 0.01
"""When clock and ear are further apart than this, the ear is right."""

SHORTEST_LOOP = 0.5

QUIET_SECONDS = 3.0
"""A sound that has not told for so long where it is, 20 times a second otherwise, is not heard: its process hangs."""

STOOD_SECONDS = 1.0
"""Where `tick` was not called for so long, the program itself stood still (Ctrl+Z, a closed lid) and has yet to read what was told meanwhile."""

STOPPED = "The loudspeaker has stopped, so this plays silently."
GONE = "The recording is not there any more, so this plays silently."


class Playback(Protocol):
    """`position` is where the ear was at `told` (seconds of `time.monotonic`); `finished` waits for its end, and is False where it was
    cut off."""

    @property
    def position(self) -> float: ...
    @property
    def told(self) -> float: ...
    async def finished(self) -> bool: ...


class Sound(Protocol):
    """What the player needs of `speech.sound.Sound`."""

    loudspeaker: str

    async def play(self, path: Path, *, start: float = 0.0, speed: float = 1.0) -> Playback: ...
    def stop_playing(self) -> None: ...


class Player:
    """One answer at a time. `tick` is called often while something plays; `trouble` says why there is no sound."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self.clock = PlaybackClock(length=0.0)
        self.playing = False
        self.trouble = ""
        self._now = now
        self._sound: Sound | None = None
        self._audio: Path | None = None
        self._playback: Playback | None = None
        self.loop: tuple[float, float | None] | None = None
        """The passage that is played again and again; its end is None while only its beginning is marked."""
        self._starting: asyncio.Task[None] | None = None
        self._ticked = self._listening_since = now()

    @property
    def position(self) -> float:
        """Seconds from the start of the answer."""
        return self.clock.position(self._now())

    @property
    def speed(self) -> float:
        return self.clock.speed

    def attach(self, sound: Sound) -> None:
        """From now on what is played is heard."""
        self._sound = sound
        self._look_for_it()
        self._go_on()

    def load(self, audio: Path | None, length: float) -> None:
        """Another answer, from its beginning, standing still. `audio` is None for one without sound."""
        self.pause()
        self._audio = audio
        self.loop = None
        self.clock = PlaybackClock(length=length, speed=self.clock.speed)
        if self._sound is not None and self._sound.loudspeaker:
            self.trouble = ""  # it was that of the answer before
            self._look_for_it()

    def _look_for_it(self) -> None:
        if self._audio is None and self.clock.length > 0:
            self.trouble = self.trouble or GONE

    def play(self) -> None:
        if not self.playing and self.clock.length > 0:
            self.playing = True
            if self.clock.at_end(self._now()):
                self.clock = self.clock.seek(0.0, self._now())
            self._go_on()

    def pause(self) -> None:
        self.playing = False
        self._hush()

    def seek(self, position: float) -> None:
        self.clock = self.clock.seek(position, self._now())
        self._go_on()

    def faster(self, steps: int) -> None:
        """Steps through SPEEDS."""
        place = min(max(SPEEDS.index(self.clock.speed) + steps, 0), len(SPEEDS) - 1)
        self.clock = self.clock.at_speed(SPEEDS[place], self._now())
        self._go_on()

    def mark_loop(self) -> None:
        """Where a passage begins; then where it ends, and it is played from its beginning; then none."""
        if self.loop is None:
            self.loop = (self.position, None)
        elif self.loop[1] is None and self.position >= self.loop[0] + SHORTEST_LOOP:
            self.loop = (self.loop[0], self.position)
            self.seek(self.loop[0])
        else:
            self.loop = None

    def tick(self) -> None:
        """Keeps the clock with the ear, and stands still at the end."""
        if not self.playing:
            return
        now = self._now()
        if now - self._ticked > STOOD_SECONDS:
            self._listening_since = now
        self._ticked = now
        if self.loop is not None and self.loop[1] is not None and self.position >= self.loop[1]:
            self.seek(self.loop[0])
        if self._playback is not None and self._playback.told:
            if now - max(self._playback.told, self._listening_since) > QUIET_SECONDS:
                self.trouble = STOPPED
            elif self.trouble == STOPPED:
                self.trouble = ""
            heard = self._playback.position + (now - self._playback.told) * self.speed
            if abs(heard - self.position) > DRIFT_SECONDS:
                self.clock = self.clock.seek(heard, self._now())
        if self.clock.at_end(self._now()):
            self.pause()  # the sound too: it may be longer than its journal says

    def _go_on(self) -> None:
        """Plays from here on, if it is playing."""
        if not self.playing:
            return
        self._hush()
        if self._sound is not None and self._sound.loudspeaker and self._audio is not None:
            self._starting = asyncio.get_running_loop().create_task(self._begin(self._sound, self._audio))
        else:
            self.clock = self.clock.play(self._now())

    async def _begin(self, sound: Sound, audio: Path) -> None:
        """The clock starts when the sound does. Where that is cut off, it is tried once more from there."""
        playback = None
        try:
            playback = self._playback = await sound.play(audio, start=self.position, speed=self.speed)
            self.trouble = ""
        except DeviceError:  # its sentence is that of an interview
            self.trouble = STOPPED
        except UserError as error:
            self.trouble = str(error)
        self.clock = self.clock.play(self._now())
        if playback is None:
            return
        if await playback.finished():
            self._playback = None  # it tells no more, and the rest is silent: the answer is longer than its sound
        else:
            self.trouble = STOPPED
            self._starting = None  # this one, which is over
            self._go_on()

    def _hush(self) -> None:
        self.clock = self.clock.pause(self._now())
        if self._starting is not None:
            self._starting.cancel()
            self._starting = None
            if self._sound is not None:
                self._sound.stop_playing()
        self._playback = None
