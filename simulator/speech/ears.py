"""The ears of the program: a client of the process that listens.

An answer is followed while it is spoken, so that little is left to do when it ends. If the process dies it is started
again and hears the answer again from the beginning: the sound is on disk, so nothing is lost. If it dies twice on one
answer, that answer gets its pauses and no words, so that a sound on which the engine fails does not stop the rehearsal.
"""

from __future__ import annotations

import asyncio
import base64
import itertools
from collections.abc import Callable
from pathlib import Path
from typing import Self

import msgspec

from simulator import settings
from simulator.errors import ModelError
from simulator.process import Child, ChildGone, Message
from simulator.settings import Settings
from simulator.speech.transcript import Heard

_AGAIN = "The recogniser stopped and was started again; your answer is on disk and will be transcribed."
_GIVEN_UP = "The recogniser stopped twice on this answer, so it has no transcript; its sound is kept."
_LOST = "The recogniser stops again and again, so this answer was not looked at; its sound is kept."


class _Take:
    """An answer that is being followed. `follows` is the task that sets the process on it; `falls` counts the
    process's deaths meanwhile; `sealed` is its finished recording, where that has taken the place of the growing one."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.falls = 0
        self.follows: asyncio.Task[None]
        self.sealed: Path | None = None


class Ears:
    """Made by `Ears.open`. `engine` is empty until `ready`, and stays so where there is no recogniser; `trouble` then says why
    in one sentence, with the mend. `on_words` gets the draft so far, `on_trouble` one sentence when something fails."""

    def __init__(self, chosen: Settings) -> None:
        self.engine = ""
        self.trouble = ""
        self.on_words: Callable[[str], None] | None = None
        self.on_trouble: Callable[[str], None] | None = None
        self._take: _Take | None = None
        self._keys = itertools.count(1)
        self._progress: dict[int, Callable[[float], None]] = {}
        self._starting = asyncio.Lock()
        self._ready: asyncio.Task[None] | None = None
        self._closed = False
        self._measured = set(chosen.window_seconds)
        told = msgspec.json.encode(Settings(model_folder=chosen.model_folder, window_seconds=chosen.window_seconds))
        self._child = Child("simulator.speech.worker", told.decode(), on_event=self._said, on_gone=self._gone)

    @classmethod
    async def open(cls, chosen: Settings) -> Self:
        """Starts the process. Loading the model goes on in it and is not waited for."""
        ears = cls(chosen)
        await ears._up()
        return ears

    @property
    def pid(self) -> int | None:
        return self._child.pid

    async def ready(self) -> None:
        """Waits until the model is loaded, or found missing."""
        if self._ready is not None:
            await asyncio.shield(self._ready)

    async def follow(self, path: Path) -> None:
        """Begins to listen to a growing .pcm file (16 kHz, 16 bit, mono), instead of what was followed before.

        Raises UserError when there is no such file.
        """
        self._take = take = _Take(path)
        self._set_on(take)
        try:
            await self._followed(take)
        except BaseException:
            if self._take is take:
                self._take = None
            raise

    async def finish(self, seconds: float) -> Heard:
        """What was observed of the followed file, once it holds so many seconds or has stopped growing."""
        take = self._take
        if take is None:
            raise ModelError("No answer is being followed.")
        try:
            while True:
                await self._followed(take)
                if take.sealed is not None:
                    return await self.hear(take.sealed)
                try:
                    return self._heard(await self._child.ask("finish", seconds=seconds))
                except ChildGone:
                    await asyncio.sleep(0)  # until `_gone` has been told too
        finally:
            if self._take is take:
                self._take = None

    async def hear(self, path: Path, tell: Callable[[float], None] | None = None) -> Heard:
        """What is heard in a whole recording; `tell` gets the seconds that are done. Raises AudioError if it is none."""
        return await self._whole("hear", tell, path=str(path.absolute()))

    async def hear_pcm(self, samples: bytes) -> Heard:
        """The same for samples in memory: 16 kHz, 16 bit little-endian, mono."""
        return await self._whole("hear_pcm", samples=base64.b64encode(samples).decode())

    def cancel(self) -> None:
        """Stops following; an unfinished `finish` is refused."""
        self._take = None
        if self._child.running:
            self._child.tell("cancel")

    async def close(self) -> None:
        """Within half a second, even in the middle of a chunk."""
        self._closed, self._take = True, None
        if self._ready is not None:
            self._ready.cancel()
        await self._child.stop(patience=0.3)

    async def _up(self) -> None:
        """Sees to it that the process runs."""
        async with self._starting:
            if self._closed:
                raise ModelError("The recogniser was closed.")
            if not self._child.running:
                await self._child.start()
                self._ready = asyncio.create_task(self._hello())

    async def _hello(self) -> None:
        try:
            answer = await self._child.ask("hello")
        except ChildGone:
            self.trouble = "The recogniser's process ended as it started. Reinstall mock-interview."
            return
        self.engine = answer["engine"]
        self.trouble = f"{answer['trouble']} {answer['mend']}".strip()

    def _set_on(self, take: _Take) -> None:
        take.follows = asyncio.create_task(self._follow(take))
        # What went wrong matters to those who wait for it; perhaps nobody does any more.
        take.follows.add_done_callback(lambda task: task.cancelled() or task.exception())

    async def _follow(self, take: _Take) -> None:
        await self._up()
        sealed = take.path.with_suffix(".flac")
        if take.falls and not take.path.exists() and sealed.exists():
            take.sealed = sealed
        else:
            await self._child.ask("follow", path=str(take.path.absolute()), words=take.falls < 2)

    async def _followed(self, take: _Take) -> None:
        """Waits until the process is at it, however often it has to be started."""
        while True:
            if self._take is not take:
                raise ModelError("This answer was given up before it was transcribed.")
            if take.falls > 2:
                raise ModelError(_LOST)
            try:
                return await asyncio.shield(take.follows)
            except ChildGone:
                await asyncio.sleep(0)

    def _gone(self) -> None:
        """The process has died: what was followed is followed again."""
        take = self._take
        if take is None or take.falls > 2:
            return
        take.falls += 1
        self._tell((_AGAIN, _GIVEN_UP, _LOST)[take.falls - 1])
        if take.falls < 3:
            self._set_on(take)

    async def _whole(self, op: str, tell: Callable[[float], None] | None = None, **fields: object) -> Heard:
        for falls in range(3):
            await self._up()
            key = next(self._keys)
            if tell is not None:
                self._progress[key] = tell
            try:
                return self._heard(await self._child.ask(op, key=key, words=falls < 2, **fields))
            except ChildGone:
                self._tell((_AGAIN, _GIVEN_UP, _LOST)[falls])
            except asyncio.CancelledError:
                if self._child.running:
                    self._child.tell("drop", key=key)
                raise
            finally:
                self._progress.pop(key, None)
        raise ModelError(_LOST)

    def _said(self, message: Message) -> None:
        if message["event"] == "words" and self.on_words is not None:
            self.on_words(message["text"])
        if message["event"] == "hearing" and (tell := self._progress.get(message["key"])) is not None:
            tell(message["seconds"])

    def _tell(self, sentence: str) -> None:
        if self.on_trouble is not None:
            self.on_trouble(sentence)

    def _heard(self, answer: Message) -> Heard:
        """Keeps what was measured of a recogniser at its first use, so that the next start is made for this machine."""
        measured: dict[str, float] = answer["window_seconds"]
        if not measured.keys() <= self._measured:
            self._measured.update(measured)
            settings.remember(measured)
        return msgspec.convert(answer["heard"], Heard)
