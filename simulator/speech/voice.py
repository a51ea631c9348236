"""Speaking: a short-lived process renders a text to a WAV file, which our own player then plays.

A process, because the engines print, can only be started once, and lose what they have not yet said when they are
asked for the next sentence; and because it can be killed. As a child: `python -m simulator.speech.voice`, with the
requests `render {text, own, path, voice, rate}` and `voices`. On Linux espeak-ng comes with the package `espeakng-loader`.
"""

from __future__ import annotations

import asyncio
import contextlib
import ctypes
import io
import os
import re
import sys
import tempfile
import threading
import time
import unicodedata
import wave
from array import array
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from simulator.errors import AudioError, DeviceError, UserError
from simulator.files import write_atomically
from simulator.process import Child, ChildGone, Message, Parent

PATIENCE_SECONDS = 60.0
"""So long may rendering take; espeak-ng needs about a hundredth of the time that the text takes to hear."""

_MEND = (
    "Install the espeak-ng package of your system, or go on without a voice: questions are shown on screen."
    if sys.platform == "linux"
    else "Add a voice in the system's speech settings, or go on without one: questions are shown on screen."
)
_ESCAPE = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?)")
_UNREAD = {"Cc", "Cf", "Co", "Cs", "Cn"}

_RATE_SECONDS = 1.0
"""So long the engine is given to take the rate that it was told."""

_FAMILY, _WOMAN = "gmw/", "+f3"
"""How espeak-ng names its voices of Germanic languages, and its variant of a woman's voice: 199 Hz instead of 97."""

_QUIET = 33
"""Samples of 16 bit below this (-60 dBFS) are silence."""

_TAIL_SECONDS = 0.05
"""So much silence is left after the last sound."""


class Voice(NamedTuple):
    """A voice to choose; `language` is a tag such as `en-gb`, lower case, empty where the engine does not say."""

    id: str
    name: str
    language: str


async def render(text: str, out: Path, *, voice: str = "", rate: int = 165) -> Path:
    """Writes `text`, spoken, to `out` (WAV, mono, 16 bit), replacing what was there; `rate` is in words a minute.

    Cancelling kills the engine. Raises DeviceError when there is no voice, or nothing to say.
    """
    spoken = speakable(text)
    if not spoken:
        raise DeviceError("There is nothing to say: the text is empty.")
    with tempfile.TemporaryDirectory(prefix="mock-interview-") as folder:
        own = Path(folder) / "said.wav"
        async with _engine() as child:
            await child.ask("render", text=spoken, own=str(own), path=str(out.absolute()), voice=voice, rate=rate)
    return out


async def voices() -> list[Voice]:
    """The voices of this machine, English ones first. Raises DeviceError when there is no engine."""
    async with _engine() as child:
        answer = await child.ask("voices")
    found = [Voice(**each) for each in answer["voices"]]
    return sorted(found, key=lambda each: (not each.language.startswith("en"), each.language, each.name))


def another(known: Sequence[Voice], voice: str) -> str:
    """The id of an English voice that sounds unlike `voice` (empty: the engine's own): of another language tag, American first, which no
    engine has as its own everywhere. All voices of espeak-ng are one man's, so the other one there is its woman, twice as high. Empty where there is none."""
    own = next((each.language for each in known if each.id == voice), "en-gb")
    others = [each for each in known if each.language.startswith("en") and each.language != own and each.id != voice]
    if not others:
        return ""
    found = min(others, key=lambda each: (each.language != "en-us", each.id)).id
    return f"{found}{_WOMAN}" if found.startswith(_FAMILY) else found


def speakable(text: str) -> str:
    """The text on one line, without terminal escapes and other characters that are not to be read."""
    text = _ESCAPE.sub(" ", text)
    return " ".join("".join(each if unicodedata.category(each) not in _UNREAD else " " for each in text).split())


@contextlib.asynccontextmanager
async def _engine() -> AsyncIterator[Child]:
    child = Child("simulator.speech.voice")
    await child.start()
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            yield child
    except ChildGone as error:
        raise DeviceError("The voice broke down.", _MEND) from error
    except TimeoutError as error:
        raise DeviceError(f"The voice did not answer within {PATIENCE_SECONDS:.0f} seconds.", _MEND) from error
    finally:
        child.kill()
        await child.stop()


# The child


def _load_espeak() -> None:
    """Makes the packaged espeak-ng the one that pyttsx3 finds. Without the package the system's is used."""
    try:
        import espeakng_loader
    except ImportError:
        return
    # espeak-ng keeps the path of its data in 160 bytes, names of files included: from its own folder it is short.
    data = Path(espeakng_loader.get_data_path())
    os.chdir(data.parent)
    os.environ["ESPEAK_DATA_PATH"] = data.name
    ctypes.CDLL(espeakng_loader.get_library_path())


def _start() -> Any:
    """The engine. Raises DeviceError when there is none."""
    try:
        if sys.platform == "linux":
            _load_espeak()
        import pyttsx3

        return pyttsx3.init()
    except Exception as error:  # each engine fails in its own way
        raise DeviceError(f"No voice could be started: {error}.", _MEND) from error


def _render(engine: Any, request: Message) -> None:
    """Has the engine write to a file of its `own` first, so that a half-written one is never taken for a sentence."""
    finished = threading.Event()
    engine.connect("finished-utterance", lambda name, completed: finished.set() if completed else None)
    for voice in (_default_voice(engine), request["voice"]):  # one that is not here leaves the one before
        if voice:
            engine.setProperty("voice", voice)
    _set_rate(engine, request["rate"])
    engine.save_to_file(request["text"], request["own"])
    engine.runAndWait()
    # espeak-ng speaks in a thread of its own, after runAndWait has returned; the others are done by then.
    if engine.driver_name == "espeak":
        finished.wait()
    samples, rate = _said(Path(request["own"]))
    if not samples:
        raise DeviceError("The voice gave no sound.", "Choose another voice in the settings.")
    write_atomically(Path(request["path"]), _wav(samples, rate))


def _set_rate(engine: Any, rate: int) -> None:
    """Sets the rate in words a minute. espeak-ng takes it in a thread of its own, and on a busy machine 2 of 45 sentences
    were spoken at pyttsx3's 200 words a minute instead: so it is waited for, and set again where it was lost."""
    engine.setProperty("rate", rate)
    if engine.driver_name != "espeak":
        return
    from pyttsx3.drivers import _espeak

    deadline = time.monotonic() + _RATE_SECONDS
    while time.monotonic() < deadline:
        _espeak.Synchronize()
        if _espeak.dll.espeak_GetParameter(_espeak.RATE, 1) == rate:
            return
        time.sleep(0.01)
        engine.setProperty("rate", rate)


def _said(path: Path) -> tuple[array[int], int]:
    """What the engine wrote, mono and 16 bit, without the silence that engines put at the end: latency is counted
    from the last sound of the question."""
    try:
        with wave.open(str(path)) as file:
            if (file.getnchannels(), file.getsampwidth()) != (1, 2):
                raise wave.Error("not mono and 16 bit")
            samples, rate = array("h", file.readframes(file.getnframes())), file.getframerate()
        if sys.byteorder == "big":
            samples.byteswap()
    except (wave.Error, EOFError, FileNotFoundError):
        samples, rate = _said_otherwise(path)
    end = len(samples)
    while end and abs(samples[end - 1]) < _QUIET:
        end -= 1
    return samples[: end + round(_TAIL_SECONDS * rate)], rate


def _said_otherwise(path: Path) -> tuple[array[int], int]:
    """The voice of macOS writes AIFF, whatever the file is called."""
    from simulator.speech.audiofile import AudioReader

    samples = array("h")
    try:
        with AudioReader(path) as reader:
            for block in reader.blocks():
                samples.frombytes((block * 32767).astype("int16").tobytes())
            return samples, reader.rate
    except AudioError:
        return samples, 1


def _wav(samples: array[int], rate: int) -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(samples.tobytes())
    return out.getvalue()


def _list(engine: Any) -> list[Voice]:
    found = []
    for each in engine.getProperty("voices"):
        language = each.languages[0] if each.languages else ""
        if isinstance(language, bytes):
            language = language.decode("utf-8", "ignore")
        found.append(Voice(each.id, each.name or each.id, (language or "").strip("\x05\0").replace("_", "-").lower()))
    return found


def _default_voice(engine: Any) -> str:
    """The engine's own voice (empty) if that is English, else its first English one. Of ten English voices of
    espeak-ng its own, British one was understood best: word error rate .047 on seven questions with Whisper tiny.en."""
    english = [each.id for each in _list(engine) if each.language.startswith("en")]
    return "" if not english or engine.getProperty("voice") in english else english[0]


def main() -> None:
    parent = Parent()
    for request in parent.requests():
        try:
            engine = _start()
            if request["op"] == "voices":
                parent.answer(request, voices=[each._asdict() for each in _list(engine)])
            else:
                _render(engine, request)
                parent.answer(request)
        except UserError as error:
            parent.refuse(request, error)


if __name__ == "__main__":
    main()
