"""The process that listens: `python -m simulator.speech.worker SETTINGS` (as JSON). It holds the model and never touches the network.

Requests: `hello`; `follow {path, words}` a growing .pcm file (16 kHz, 16 bit, mono), decoding while the person still speaks;
`finish {seconds}` once it holds so much; `cancel` that; `hear {path, words, key}` a whole recording of any kind;
`hear_pcm {samples, words, key}` (base64); `drop {key}` such a request. `words` false: pauses only.
Unasked it says `words {text}`, the draft so far, and of whole recordings `hearing {key, seconds}`, how far it is. A followed file stays open, so it may be renamed or removed meanwhile.

One thread takes requests, and so can stop what the other, which decodes, is doing between two windows.
"""

from __future__ import annotations

import base64
import os
import queue
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import msgspec

from simulator.errors import ModelError, UserError
from simulator.process import Message, Parent
from simulator.settings import Settings
from simulator.speech.models import find_model
from simulator.speech.transcript import Heard

if TYPE_CHECKING:  # numpy and the engine are imported when the process can answer already
    from simulator.speech.levels import Samples
    from simulator.speech.listening import Listening
    from simulator.speech.recogniser import Recogniser

_ENVIRONMENT = {
    "HF_HUB_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    # The voice detector's tiny steps would otherwise spend most of their time spinning.
    "GOMP_SPINCOUNT": "0",
}

_LOOK = 0.2
"""Seconds between two looks at a file that is followed."""

_STALLED = 0.4
"""A recording that has not grown for so many seconds is over, though it was said to be longer."""

_BLOCK = 1 << 20
"""Bytes read from a growing file at a time."""

_PORTION = 1 << 20
"""Samples of a whole recording that are taken in at a time: a minute. However long it is, memory holds little more."""


class Follower:
    """A recording that is still growing. `stopped` is set when nobody wants it any more."""

    def __init__(self, path: Path) -> None:
        """Raises UserError when there is no such file."""
        try:
            self._file: BinaryIO = path.open("rb")
        except OSError as error:
            raise UserError(f"{path} cannot be read: {error.strerror}.") from error
        self._rest = b""
        self._said = ""
        self._listening: Listening | None = None
        self.stopped = threading.Event()

    def begin(self, recogniser: Recogniser | None) -> None:
        from simulator.speech.listening import Listening

        self._listening = Listening(recogniser, self.stopped)

    def look(self) -> str | None:
        """Takes in what has been written since and decodes what is ready. The draft so far, if that changed it."""
        while self._read():
            pass
        self.listening.work()
        if self.listening.text == self._said:
            return None
        self._said = self.listening.text
        return self._said

    def finish(self, seconds: float) -> Heard:
        """What was heard, once the recording lasts so long or has stopped growing. Raises Stopped."""
        grown = time.monotonic()
        while (grew := self._read()) or self.listening.seconds < seconds:
            if grew:
                grown = time.monotonic()
            elif self.stopped.wait(_LOOK / 10) or time.monotonic() - grown > _STALLED:
                break
        return self.listening.finish()

    @property
    def listening(self) -> Listening:
        assert self._listening is not None
        return self._listening

    def close(self) -> None:
        self.stopped.set()
        self._file.close()

    def _read(self) -> bool:
        data = self._rest + self._file.read(_BLOCK)
        whole = len(data) // 2 * 2
        self._rest = data[whole:]
        if whole:
            self.listening.feed(_samples(data[:whole]))
        return whole > 0


class Worker:
    """Requests come in on the main thread; `_following` and the recogniser belong to the other."""

    def __init__(self, parent: Parent, settings: Settings) -> None:
        self._parent = parent
        self._settings = settings
        self._recogniser: Recogniser | None = None
        self._trouble = UserError("")
        self._following: Follower | None = None
        self._jobs: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._newest: Follower | None = None
        self._wanted: dict[int, threading.Event] = {}

    def run(self) -> None:
        threading.Thread(target=self._work, daemon=True).start()
        for request in self._parent.requests():
            try:
                self._take(request)
            except UserError as error:
                self._parent.refuse(request, error)

    def _take(self, request: Message) -> None:
        match request["op"]:
            case "follow":
                follower = Follower(Path(request["path"]))
                self._cancel()
                self._newest = follower
                self._parent.answer(request)
                self._jobs.put(partial(self._follow, follower, words=request["words"]))
            case "cancel":
                self._cancel()
                self._parent.answer(request)
            case "drop":
                if stopped := self._wanted.pop(request["key"], None):
                    stopped.set()
            case "hear" | "hear_pcm" as op:
                stopped = self._wanted[request["key"]] = threading.Event()
                self._jobs.put(partial(self._answer, request, partial(getattr(self, f"_{op}"), request, stopped)))
            case "hello" | "finish" as op:
                self._jobs.put(partial(self._answer, request, partial(getattr(self, f"_{op}"), request)))

    def _cancel(self) -> None:
        if self._newest is not None:
            self._newest.stopped.set()

    def _work(self) -> None:
        try:
            self._load()
            while True:
                try:
                    self._jobs.get(timeout=_LOOK if self._following is not None else None)()
                except queue.Empty:
                    self._look()
        except BaseException:
            # A process without this thread would never answer; one that ends is started again.
            traceback.print_exc()
            os._exit(1)

    def _load(self) -> None:
        """Loads the model; what fails is kept for `hello`, and pauses are served all the same."""
        try:
            from simulator.speech.recogniser import open_recogniser

            self._recogniser = open_recogniser(find_model(self._settings), self._settings)
        except UserError as error:
            self._trouble = error
        except Exception as error:  # the engine's libraries fail in their own ways
            reason = str(error).rstrip(".")
            self._trouble = ModelError(f"The recogniser could not be started: {reason}.", "Reinstall mock-interview.")

    def _answer(self, request: Message, work: Callable[[], Message]) -> None:
        from simulator.speech.listening import Stopped

        try:
            answer = work()
            self._parent.answer(request, **answer, window_seconds=self._window_seconds())
        except UserError as error:
            self._parent.refuse(request, error)
        except Stopped:
            self._parent.refuse(request, UserError("This answer was given up before it was transcribed."))

    def _window_seconds(self) -> dict[str, float]:
        """What has been measured of the recogniser so far."""
        recogniser = self._recogniser
        if recogniser is None or recogniser.window_seconds is None:
            return {}
        return {recogniser.model: round(recogniser.window_seconds, 2)}

    def _hello(self, request: Message) -> Message:
        engine = self._recogniser.engine if self._recogniser is not None else ""
        return {"engine": engine, "trouble": self._trouble.message, "mend": self._trouble.mend}

    def _follow(self, follower: Follower, *, words: bool) -> None:
        if self._following is not None:
            self._following.close()
        follower.begin(self._recogniser if words else None)
        self._following = follower

    def _look(self) -> None:
        from simulator.speech.listening import Stopped

        assert self._following is not None
        try:
            if self._following.stopped.is_set():
                raise Stopped
            if (text := self._following.look()) is not None:
                self._parent.event("words", text=text)
        except Stopped:
            self._following.close()
            self._following = None

    def _finish(self, request: Message) -> Message:
        following, self._following = self._following, None
        if following is None:
            raise UserError("No recording is being followed.")
        try:
            return {"heard": msgspec.to_builtins(following.finish(request["seconds"]))}
        finally:
            following.close()

    def _hear(self, request: Message, stopped: threading.Event) -> Message:
        from simulator.speech.audiofile import AudioReader, stream

        with AudioReader(Path(request["path"])) as reader:
            return self._heard(stream(reader), request, stopped)

    def _hear_pcm(self, request: Message, stopped: threading.Event) -> Message:
        pcm = base64.b64decode(request["samples"])
        return self._heard([_samples(pcm[: len(pcm) // 2 * 2])], request, stopped)

    def _heard(self, sound: Iterable[Samples], request: Message, stopped: threading.Event) -> Message:
        from simulator.speech.listening import Listening, Stopped

        try:
            listening = Listening(self._recogniser if request["words"] else None, stopped)
            for portion in _portions(sound):
                if stopped.is_set():
                    raise Stopped
                listening.feed(portion)
                listening.catch_up()
                self._parent.event("hearing", key=request["key"], seconds=listening.done)
            return {"heard": msgspec.to_builtins(listening.finish())}
        finally:
            self._wanted.pop(request["key"], None)


def _portions(sound: Iterable[Samples]) -> Iterator[Samples]:
    import numpy as np

    parts: list[Samples] = []
    for block in sound:
        for at in range(0, len(block), _PORTION):
            parts.append(block[at : at + _PORTION])
            if sum(map(len, parts)) >= _PORTION:
                yield np.concatenate(parts)
                parts = []
    if parts:
        yield np.concatenate(parts)


def _samples(pcm: bytes) -> Samples:
    import numpy as np

    return np.frombuffer(pcm, "<i2").astype(np.float32) / np.float32(32768)


def main() -> None:
    os.environ.update(_ENVIRONMENT)
    parent = Parent()
    if hasattr(os, "nice"):
        os.nice(10)  # the screen comes first
    Worker(parent, msgspec.json.decode(sys.argv[1], type=Settings)).run()


if __name__ == "__main__":
    main()
