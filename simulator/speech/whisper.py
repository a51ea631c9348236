"""Whisper, as faster-whisper decodes it, behind SpeechRecognition's adapter."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from typing import Any

import numpy as np

from simulator.settings import Settings
from simulator.speech.levels import RATE, Samples
from simulator.speech.mending import runs_away
from simulator.speech.models import Model, beam
from simulator.speech.recogniser import FIXED, LONGEST, Recogniser
from simulator.speech.transcript import Word

_TELLING = 8.0
"""A window of so many seconds tells how fast this machine is."""

OPTIONS: dict[str, Any] = {
    "language": "en",
    "beam_size": 5,
    "temperature": [0.0, 0.2, 0.4],
    "condition_on_previous_text": False,
    "word_timestamps": True,
    "initial_prompt": "Um, so, uh, I- I was, like, you know, um, thinking, er, uh, about it.",
}
"""What faster-whisper is asked for."""

_AFTER_A_LOOP = {**OPTIONS, "no_repeat_ngram_size": 3}
"""For sound with which the recogniser ran away: no three tokens twice."""


class Whisper:
    """The model, loaded once, behind SpeechRecognition's adapter for Whisper-compatible models."""

    def __init__(self, model: Model, beam: int = OPTIONS["beam_size"]) -> None:
        from faster_whisper import WhisperModel
        from speech_recognition.recognizers.whisper_local.base import WhisperCompatibleRecognizer
        from speech_recognition.recognizers.whisper_local.faster_whisper import TranscribableAdapter

        whisper = WhisperModel(
            str(model.folder), device="cpu", compute_type="int8", cpu_threads=os.cpu_count() or 1, local_files_only=True
        )
        self._recogniser = WhisperCompatibleRecognizer(TranscribableAdapter(_OneWindow(whisper)))
        self._beam = beam
        self.engine = f"faster-whisper {model.name}"
        self.model = model.name
        self.window_seconds: float | None = None

    def words(self, samples: Samples, offset: float) -> list[Word]:
        import ctranslate2
        from speech_recognition.audio import AudioData

        ctranslate2.set_random_seed(0)
        pcm = np.clip(np.rint(samples * 32768), -32768, 32767).astype("<i2").tobytes()
        # Nobody says more than about 7 tokens a second: a loop ends where the sound could not hold it.
        most = round(8 * len(samples) / RATE) + 12
        words: list[Word] = []
        for options in (OPTIONS, _AFTER_A_LOOP):
            sound = AudioData(pcm, RATE, 2)
            began = time.perf_counter()
            result: Any = self._recogniser.recognize(
                sound, show_dict=True, max_new_tokens=most, **{**options, "beam_size": self._beam}
            )
            self._measure(time.perf_counter() - began, len(samples) / RATE)
            words = list(_joined(result["segments"], offset))
            if not runs_away(words):
                break
        return words

    def _measure(self, took: float, seconds: float) -> None:
        """Reckons a full window from one that was long enough to tell. The least counts: other work only adds."""
        if seconds >= _TELLING:
            full = took * (FIXED + LONGEST) / (FIXED + seconds)
            self.window_seconds = min(full, self.window_seconds or full)


def opened(model: Model, settings: Settings) -> Recogniser:
    return Whisper(model, beam(model, settings))


class _Enough(Exception):
    """The first window is done."""


class _OneWindow:
    """A Whisper model that decodes the first window of what it is given, and stops."""

    def __init__(self, whisper: Any) -> None:
        self._whisper = whisper
        self._encode = whisper.encode
        self._windows = 0
        whisper.encode = self._encode_once

    def transcribe(self, samples: Samples, **options: Any) -> tuple[Iterator[Any], Any]:
        self._windows = 0
        segments, info = self._whisper.transcribe(samples, **options)
        return self._first(segments), info

    def _first(self, segments: Iterator[Any]) -> Iterator[Any]:
        try:
            yield from segments
        except _Enough:
            return

    def _encode_once(self, features: Any) -> Any:
        self._windows += 1
        if self._windows > 1:
            raise _Enough
        return self._encode(features)


def _joined(segments: list[Any], offset: float) -> Iterator[Word]:
    """Words as a reader separates them: what comes without a space before it belongs to the word before it."""
    pending: list[Any] = []
    for segment in segments:
        for piece in segment.words or ():
            if pending and piece.word.startswith(" "):
                yield from _word(pending, offset)
                pending = []
            pending.append(piece)
        yield from _word(pending, offset)
        pending = []


def _word(pieces: list[Any], offset: float) -> Iterator[Word]:
    text = "".join(piece.word for piece in pieces).strip()
    if any(character.isalnum() for character in text):
        yield Word(
            text=text,
            start=offset + float(pieces[0].start),
            end=offset + float(pieces[-1].end),
            confidence=round(float(min(piece.probability for piece in pieces)), 3),
        )
