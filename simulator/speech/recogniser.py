"""Recognising: one answer, as it grows, in chunks that each end where a cut hurts least.

Whisper drops ums unless a disfluent prompt shows that they are wanted, and the prompt reaches only the first window of 30 s:
so the sound is given in chunks of at most 28 s, each with the prompt. Each chunk is gated by our own voice detector,
because the model invents words in silence. (Measured; the options are those that kept most fillers.)
"""

from __future__ import annotations

import os
from itertools import pairwise
from typing import Any

import msgspec
import numpy as np

from simulator.speech.models import Model
from simulator.speech.signal import RATE, Observed, Samples, Signal
from simulator.speech.transcript import Heard, Span, Word

LONGEST = 28.0
"""Seconds of a chunk at most."""

_EARLIEST_CUT = 18.0
"""A chunk that has grown too long is cut at its quietest place after so many seconds."""

_DRAFT_PAUSE = 0.6
"""In a pause of so many seconds what stands is decoded, so that little is left at the end."""

_DRAFT_SPEECH = 3.0
"""Seconds of new speech that make such a draft worth while."""

_NEAR = 1.0
"""A word further than so many seconds from any voice was never said."""

_SHORTEST_WORD = 0.08

_OPTIONS: dict[str, Any] = {
    "language": "en",
    "beam_size": 5,
    "temperature": [0.0, 0.2, 0.4],
    "condition_on_previous_text": False,
    "word_timestamps": True,
    "initial_prompt": "Um, so, uh, I- I was, like, you know, um, thinking, er, uh, about it.",
}


class Recogniser:
    """The model, loaded once, behind SpeechRecognition's adapter for Whisper-compatible models."""

    def __init__(self, model: Model) -> None:
        from faster_whisper import WhisperModel
        from speech_recognition.recognizers.whisper_local.base import WhisperCompatibleRecognizer
        from speech_recognition.recognizers.whisper_local.faster_whisper import TranscribableAdapter

        whisper = WhisperModel(
            str(model.folder), device="cpu", compute_type="int8", cpu_threads=os.cpu_count() or 1, local_files_only=True
        )
        self._recogniser = WhisperCompatibleRecognizer(TranscribableAdapter(whisper))
        self.engine = f"faster-whisper {model.name}"

    def words(self, samples: Samples, offset: float) -> list[Word]:
        """The words of a chunk; `offset` is where it begins, in seconds."""
        from speech_recognition.audio import AudioData

        pcm = np.clip(np.rint(samples * 32768), -32768, 32767).astype("<i2").tobytes()
        result: Any = self._recogniser.recognize(AudioData(pcm, RATE, 2), show_dict=True, **_OPTIONS)
        said = [word for segment in result["segments"] for word in segment.words or ()]
        return [
            Word(
                text=word.word.strip(),
                start=round(offset + float(word.start), 3),
                end=round(offset + float(word.end), 3),
                confidence=round(float(word.probability), 3),
            )
            for word in said
            if word.word.strip()
        ]


class Listening:
    """One answer. Feed it samples as they come, let it `work` now and then, and `finish` it."""

    def __init__(self, recogniser: Recogniser | None) -> None:
        self._recogniser = recogniser
        self._signal = Signal()
        self._pending: Samples = np.zeros(0, np.float32)
        self._start = 0.0
        """Where the chunk that is still open begins."""
        self._closed: list[Word] = []
        self._draft: list[Word] = []
        self._draft_end = 0.0

    @property
    def seconds(self) -> float:
        return self._signal.seconds

    @property
    def text(self) -> str:
        """The draft so far."""
        return " ".join(word.text for word in (*self._closed, *self._draft))

    def feed(self, samples: Samples) -> None:
        self._signal.feed(samples)
        if self._recogniser is not None:
            self._pending = np.concatenate([self._pending, samples])

    def work(self) -> bool:
        """Decodes what is ready: a chunk that is full, or what stands when the speaker pauses. Whether there was any."""
        if self._recogniser is None:
            return False
        if self.seconds - self._start >= LONGEST:
            self._close(self._signal.quietest(self._start + _EARLIEST_CUT, self._start + LONGEST))
            return True
        speech = self._signal.observe(self._start).speech
        if not speech or self.seconds - speech[-1].end < _DRAFT_PAUSE:
            return False
        fresh = sum(span.end - max(span.start, self._draft_end) for span in speech if span.end > self._draft_end)
        if fresh < _DRAFT_SPEECH:
            return False
        self._draft, self._draft_end = self._decode(self.seconds), self.seconds
        return True

    def finish(self) -> Heard:
        """What was observed of the whole answer; only what no draft covers is decoded now."""
        observed = self._signal.observe()
        if self._recogniser is not None:
            while self.seconds - self._start > LONGEST:
                self._close(self._signal.quietest(self._start + _EARLIEST_CUT, self._start + LONGEST))
            if any(span.end > max(self._draft_end, self._start) for span in observed.speech):
                self._draft = self._decode(self.seconds)
            self._closed, self._draft = [*self._closed, *self._draft], []
        return Heard(
            seconds=round(self.seconds, 3),
            engine=self._recogniser.engine if self._recogniser is not None else "",
            words=_mended(self._closed, observed, self.seconds),
            speech=observed.speech,
            silences=observed.silences,
            noise_db=round(observed.noise_db, 1),
            speech_db=round(observed.speech_db, 1),
            clipped=round(observed.clipped, 5),
        )

    def _close(self, cut: float) -> None:
        """Ends the open chunk at `cut`; a draft that reaches beyond it is given up."""
        if self._draft_end == cut:
            self._closed += self._draft
        else:
            self._closed += self._decode(cut)
        self._pending = self._pending[round((cut - self._start) * RATE) :]
        self._start = self._draft_end = cut
        self._draft = []

    def _decode(self, end: float) -> list[Word]:
        assert self._recogniser is not None
        voiced = self._signal.observe(self._start).speech
        if not any(span.start < end for span in voiced):
            return []
        return self._recogniser.words(self._pending[: round((end - self._start) * RATE)], self._start)


def _mended(words: list[Word], observed: Observed, seconds: float) -> tuple[Word, ...]:
    """Without words where there was no voice; in order, none without length, none beyond its neighbour or the end."""
    said = [word for word in words if _voiced(word, observed.speech)]
    mended: list[Word] = []
    for word, following in pairwise([*said, None]):
        assert word is not None
        start = max(word.start, mended[-1].start if mended else 0.0)
        room = following.start if following is not None and following.start > start else seconds
        end = min(max(word.end, start + _SHORTEST_WORD), max(room, start + 0.01))
        mended.append(
            msgspec.structs.replace(word, start=round(min(start, seconds), 3), end=round(min(end, seconds), 3))
        )
    return tuple(mended)


def _voiced(word: Word, speech: tuple[Span, ...]) -> bool:
    return any(span.start - _NEAR <= word.end and word.start <= span.end + _NEAR for span in speech)
