"""The process that listens: `python -m simulator.speech.worker [MODEL_FOLDER]`. It holds the model and never touches the network.

Requests: `hello`; `follow {path}` a growing .pcm file, decoding while the person still speaks; `finish {seconds}` once it
holds so much; `cancel`; `hear {path}` a whole recording of any kind; `hear_pcm {samples}` (base64, 16 kHz, 16 bit, mono).
Unasked it says `words {text}`, the draft so far. The followed file stays open, so it may be renamed or removed meanwhile.
"""

from __future__ import annotations

import base64
import os
import sys
import time
from pathlib import Path
from typing import Any, BinaryIO

import msgspec
import numpy as np

os.environ.update(HF_HUB_OFFLINE="1", HF_HUB_DISABLE_TELEMETRY="1", OMP_WAIT_POLICY="PASSIVE")

from simulator.errors import ModelError, UserError
from simulator.settings import Settings
from simulator.speech.process import Message, Parent

_LOOK_SECONDS = 0.1
"""So often a file that is followed is looked at."""

_STALL_SECONDS = 5.0
"""If what was promised is not in the file after so long, what is there has to do."""

_BLOCK = 1 << 20


class Follower:
    """A recording that is still growing."""

    def __init__(self, path: Path, listening: Any) -> None:
        self._file: BinaryIO = path.open("rb")
        self._rest = b""
        self.listening = listening

    def read(self) -> bool:
        """Takes in what has been written since; whether there was any."""
        data = self._rest + self._file.read(_BLOCK)
        whole = len(data) // 2 * 2
        self._rest = data[whole:]
        if not whole:
            return False
        self.listening.feed(np.frombuffer(data[:whole], "<i2").astype(np.float32) / 32768)
        return True

    def close(self) -> None:
        self._file.close()


class Worker:
    def __init__(self, parent: Parent, model_folder: str) -> None:
        self._parent = parent
        self._model_folder = model_folder
        self._recogniser: Any = None
        self._trouble = ("", "")
        self._following: Follower | None = None
        self._said = ""

    def load(self) -> None:
        """Loads the model; what fails is kept for `hello`, and pauses are served all the same."""
        try:
            from simulator.speech.models import find_model
            from simulator.speech.recogniser import Recogniser

            self._recogniser = Recogniser(find_model(Settings(model_folder=self._model_folder)))
        except UserError as error:
            self._trouble = (error.message, error.mend)
        except Exception as error:  # the engine's libraries fail in their own ways
            failed = ModelError(f"The recogniser could not be started: {error}.", "Reinstall mock-interview.")
            self._trouble = (failed.message, failed.mend)

    def run(self) -> None:
        while True:
            request = self._parent.next(_LOOK_SECONDS if self._following is not None else None)
            if request is not None:
                try:
                    self._answer(request)
                except UserError as error:
                    self._parent.refuse(request, error)
                except OSError as error:
                    self._parent.refuse(request, error)
            elif self._following is not None:
                self._follow_on(self._following)

    def _answer(self, request: Message) -> None:
        match request["op"]:
            case "hello":
                engine = self._recogniser.engine if self._recogniser is not None else ""
                self._parent.answer(request, engine=engine, trouble=self._trouble[0], mend=self._trouble[1])
            case "follow":
                self._cancel()
                self._following = Follower(Path(request["path"]), self._listening())
                self._parent.answer(request)
            case "finish":
                self._parent.answer(request, heard=msgspec.to_builtins(self._finish(request["seconds"])))
            case "cancel":
                self._cancel()
                self._parent.answer(request)
            case "hear":
                from simulator.speech.audiofile import read_audio

                self._parent.answer(request, heard=self._hear(read_audio(Path(request["path"])).samples))
            case "hear_pcm":
                pcm = np.frombuffer(base64.b64decode(request["samples"]), "<i2")
                self._parent.answer(request, heard=self._hear(pcm.astype(np.float32) / 32768))

    def _listening(self) -> Any:
        from simulator.speech.recogniser import Listening

        return Listening(self._recogniser)

    def _follow_on(self, following: Follower) -> None:
        while following.read():
            pass
        following.listening.work()
        if following.listening.text != self._said:
            self._said = following.listening.text
            self._parent.event("words", text=self._said)

    def _finish(self, seconds: float) -> Any:
        following = self._following
        if following is None:
            raise UserError("No recording is being followed.")
        deadline = time.monotonic() + _STALL_SECONDS
        while following.listening.seconds < seconds - 0.01 and time.monotonic() < deadline:
            if not following.read():
                time.sleep(_LOOK_SECONDS / 10)
        while following.read():
            pass
        heard = following.listening.finish()
        self._cancel()
        return heard

    def _hear(self, samples: Any) -> Any:
        listening = self._listening()
        listening.feed(samples)
        return msgspec.to_builtins(listening.finish())

    def _cancel(self) -> None:
        if self._following is not None:
            self._following.close()
        self._following, self._said = None, ""


def main() -> None:
    parent = Parent()
    if hasattr(os, "nice"):
        os.nice(10)  # the screen comes first
    worker = Worker(parent, next(iter(sys.argv[1:]), ""))
    worker.load()
    worker.run()


if __name__ == "__main__":
    main()
