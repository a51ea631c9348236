"""The ears of the program: a client of the process that listens.

An answer is followed while it is spoken, so that little is left to do when it ends. If the process dies it is started
again and hears the answer again from the beginning: the sound is on disk, so nothing is lost.
"""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Callable
from pathlib import Path
from typing import Self

import msgspec

from simulator.errors import ModelError
from simulator.settings import Settings
from simulator.speech.process import Child, ChildGone, Message
from simulator.speech.transcript import Heard

_AGAIN = "The recogniser stopped and was started again; your answer is on disk and will be transcribed."
_GIVEN_UP = "The recogniser stopped twice on this answer, so it has no transcript; its sound is kept."


class Ears:
    """Made by `Ears.open`. `engine` is empty until `ready`, and stays so where there is no recogniser; `trouble` then says why
    in one sentence, with the mend. `on_words` gets the draft so far, `on_trouble` one sentence when something fails."""

    def __init__(self, model_folder: str) -> None:
        self.engine = ""
        self.trouble = ""
        self.on_words: Callable[[str], None] | None = None
        self.on_trouble: Callable[[str], None] | None = None
        self._following: Path | None = None
        self._ready: asyncio.Task[None] | None = None
        self._child = Child("simulator.speech.worker", model_folder, on_event=self._said)

    @classmethod
    async def open(cls, settings: Settings) -> Self:
        """Starts the process. Loading the model goes on in it and is not waited for."""
        ears = cls(settings.model_folder)
        await ears._start()
        return ears

    @property
    def pid(self) -> int | None:
        return self._child.pid

    async def ready(self) -> None:
        """Waits until the model is loaded, or found missing."""
        if self._ready is not None:
            await asyncio.shield(self._ready)

    async def follow(self, path: Path) -> None:
        """Begins to listen to a growing .pcm file (16 kHz, 16 bit, mono)."""
        self._following = path
        await self._asked("follow", path=str(path))

    async def finish(self, seconds: float) -> Heard:
        """What was observed of the followed file, once it holds so many seconds."""
        path = self._following
        if path is None:
            raise ModelError("No answer is being followed.")
        self._following = None
        try:
            return _heard(await self._child.ask("finish", seconds=seconds))
        except ChildGone:
            self._tell(_AGAIN)
            return await self._whole("hear", path=str(_where(path)))

    async def hear(self, path: Path) -> Heard:
        """What is heard in a whole recording. Raises AudioError (as UserError) in one sentence if it is none."""
        return await self._whole("hear", path=str(path))

    async def hear_pcm(self, samples: bytes) -> Heard:
        """The same for samples in memory: 16 kHz, 16 bit little-endian, mono."""
        return await self._whole("hear_pcm", samples=base64.b64encode(samples).decode())

    def cancel(self) -> None:
        """Stops following."""
        self._following = None
        if self._child.running:
            self._child.tell("cancel")

    async def close(self) -> None:
        """Within half a second, even in the middle of a chunk."""
        if self._ready is not None:
            self._ready.cancel()
        await self._child.stop(patience=0.3)

    async def _start(self) -> None:
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

    async def _asked(self, op: str, **fields: object) -> Message:
        """Asks; a process that has died is started again and asked once more."""
        try:
            return await self._child.ask(op, **fields)
        except ChildGone:
            await self._start()
            return await self._child.ask(op, **fields)

    async def _whole(self, op: str, **fields: object) -> Heard:
        try:
            return _heard(await self._asked(op, **fields))
        except ChildGone:
            self._tell(_GIVEN_UP)
            raise ModelError(_GIVEN_UP) from None

    def _said(self, message: Message) -> None:
        if message["event"] == "words" and self.on_words is not None:
            self.on_words(message["text"])

    def _tell(self, sentence: str) -> None:
        if self.on_trouble is not None:
            self.on_trouble(sentence)


def _where(path: Path) -> Path:
    """A recording may have been sealed meanwhile."""
    return path if path.exists() else path.with_suffix(".flac")


def _heard(answer: Message) -> Heard:
    return msgspec.convert(answer["heard"], Heard)
