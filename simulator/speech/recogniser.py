"""Recognising: one answer, as it grows, in chunks that each end where a cut hurts least.

Whisper drops ums unless a disfluent prompt shows that they are wanted, and the prompt reaches only the first window of
30 s. What follows it, be it half a second, is decoded without the prompt, and that is where Whisper thanks for watching.
So chunks have at most 28 s, each is one window with the prompt, and voice that is left over is a chunk of its own.
Each chunk is gated by our own voice detector, because the model invents words in silence.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from msgspec.structs import replace

from simulator.speech.levels import RATE, Samples
from simulator.speech.mending import is_filler, mended, runs_away, unwritten
from simulator.speech.models import Model
from simulator.speech.signal import Signal
from simulator.speech.transcript import Heard, Span, Word

LONGEST = 28.0
"""Seconds of a chunk at most."""

_EARLIEST_CUT = 20.0
"""A chunk that has grown too long is cut at its quietest place after so many seconds."""

_LONG_ENOUGH = 18.0
"""A chunk that has lasted so long is closed by the next pause. Shorter ones lose words to their missing context."""

_PAUSE = 0.3
"""Seconds of silence that count as a pause for that, and for a draft."""

_DRAFT_SPEECH = 7.0
"""Seconds of voice since the last decoding that make a draft worth while: at the end only what follows it is left."""

_FIXED = 10.0
"""What a window costs before its first second of sound, in seconds of sound: Whisper always encodes 30 s. Measured with
tiny.en and a beam of five: 0.46 to 0.6 s of processor time for a window, 0.055 for each second in it."""

_TELLING = 8.0
"""A window of so many seconds tells how fast this machine is."""

_BUDGET, _CREDIT = 1.0, 10.0
"""All decoding may cost so many times what decoding once, in full windows, would; and drafts may run ahead so far."""

_BEFORE, _AFTER = 1.5, 0.5
"""Seconds of silence that a chunk keeps: a soft um may begin before the detector hears a voice."""

_SKIPPED = 3.0
"""More than so many seconds of silence at the beginning of a chunk are left out of it."""

_GATE = 0.1, 0.3
"""Seconds of voice, and its probability, that a chunk must hold to be decoded."""

_UNHEARD = 1.0
"""So many seconds of speech without a word for it are decoded again, by themselves: Whisper sometimes leaves out a sentence
at either end of a window, or everything after a "thanks"."""

_UNHEARD_VOICE = 0.2, 0.5
"""Seconds of voice, and its probability to Silero, that such a place must hold: where there is none Whisper makes words up."""

_LONGEST_WORD, _WORD = 1.5, 0.5
"""Seconds that a word takes at most, and commonly: where Whisper leaves out the beginning of a window it stretches the first words that
it has over it. The end of such a word is where it was said."""

_MOST_WINDOWS = 4
"""Windows for one chunk at most."""

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


class Recogniser:
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
        """What decoding a full window has taken so far, at least; None before there was one that tells."""

    def words(self, samples: Samples, offset: float) -> list[Word]:
        """The words of one window; `offset` is where it begins, in seconds. The same samples give the same words."""
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
            full = took * (_FIXED + LONGEST) / (_FIXED + seconds)
            self.window_seconds = min(full, self.window_seconds or full)


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


class Stopped(Exception):
    """The answer is not wanted any more."""


class Listening:
    """One answer. Feed it samples as they come, let it `work` now and then, and `finish` it.

    Without a recogniser there are pauses and levels, and no words. When `stopped` is set, by another thread, no further
    window is decoded, and Stopped is raised.
    """

    def __init__(self, recogniser: Recogniser | None, stopped: threading.Event | None = None) -> None:
        self._recogniser = recogniser
        self._stopped = stopped or threading.Event()
        self._signal = Signal()
        self._pending: Samples = np.zeros(0, np.float32)
        self._start = 0.0
        """Where the chunk that is still open begins; `_pending` holds its samples."""
        self._closed: list[Word] = []
        self._draft: list[Word] = []
        self._drafted = 0.0
        """Up to here the open chunk has a draft."""
        self._spent = 0.0
        """What has been decoded so far, in seconds of sound, with `_FIXED` for each window."""

    @property
    def seconds(self) -> float:
        return self._signal.seconds

    @property
    def done(self) -> float:
        """Seconds that are decoded for good."""
        return self._start if self._recogniser is not None else self.seconds

    @property
    def text(self) -> str:
        """The words so far."""
        return " ".join(word.text for word in (*self._closed, *self._draft))

    def feed(self, samples: Samples) -> None:
        self._signal.feed(samples)
        if self._recogniser is not None:
            self._pending = np.concatenate([self._pending, samples])

    def work(self) -> bool:
        """Decodes what is ready: a chunk that is full, or what stands when the speaker pauses. Whether there was any."""
        if self._recogniser is None:
            return False
        # Most of the time somebody is speaking just now, and a short look tells.
        growing = self.seconds - self._start < LONGEST
        if growing and self._signal.voice_seconds(self.seconds - _PAUSE, self.seconds, _GATE[1]):
            return False
        sounding = self._sounding()
        self._skip_silence(sounding)
        if self.seconds - self._start >= LONGEST:
            self._close(self._cut())
            return True
        if not sounding or self.seconds - sounding[-1].end < _PAUSE:
            return False
        if sounding[-1].end - self._start >= _LONG_ENOUGH:
            self._close(self.seconds)
            return True
        if _within(sounding, self._drafted) < _DRAFT_SPEECH or not self._affordable():
            return False
        self._draft, self._drafted = self._decode(self._start, self.seconds), self.seconds
        return True

    def catch_up(self) -> None:
        """Decodes every chunk that is full, for a sound that comes faster than it is said."""
        if self._recogniser is None:
            return
        self._skip_silence(self._sounding())
        while self.seconds - self._start > LONGEST:
            self._close(self._cut())
            self._skip_silence(self._sounding())

    def finish(self) -> Heard:
        """What was observed of the whole answer; only what no chunk and no draft covers is decoded now."""
        if self._recogniser is not None:
            self.catch_up()
            if self._drafted > self._start:
                self._close(self._drafted)
            self._close(self.seconds)
        observed = self._signal.observe()
        words = mended(self._closed, self._signal.sounding(), self.seconds)
        return Heard(
            seconds=round(self.seconds, 3),
            engine=self._recogniser.engine if self._recogniser is not None else "",
            words=words,
            speech=observed.speech,
            silences=observed.silences,
            noise_db=round(observed.noise_db, 1),
            speech_db=round(observed.speech_db, 1),
            clipped=round(observed.clipped, 5),
            nuclei=observed.nuclei,
            others=observed.others,
            hums=tuple(filter(self._signal.is_hum, unwritten(words, observed.speech))) if words else (),
        )

    def _affordable(self) -> bool:
        """Whether a draft of what stands leaves the whole within its budget."""
        once = self.seconds * (1 + _FIXED / LONGEST)
        return self._spent + _FIXED + self.seconds - self._start <= _BUDGET * once + _CREDIT

    def _skip_silence(self, sounding: list[Span]) -> None:
        """A chunk begins shortly before its first voice, so that its length is spent on speech."""
        begin = (sounding[0].start if sounding else self.seconds) - _BEFORE
        if begin - self._start > _SKIPPED:
            self._close(begin)

    def _cut(self) -> float:
        """Where to end a chunk that is too long: in its last long pause, else at its quietest place."""
        first, last = self._start + _LONG_ENOUGH, self._start + LONGEST
        for before, after in reversed(list(pairwise(self._sounding()))):
            middle = (before.end + after.start) / 2
            if after.start - before.end >= _PAUSE and first <= middle <= last:
                return middle
        return self._signal.quietest(self._start + _EARLIEST_CUT, last)

    def _close(self, cut: float) -> None:
        """Ends the open chunk at `cut`; a draft that ends elsewhere is given up."""
        self._closed += self._draft if cut == self._drafted else self._decode(self._start, cut)
        self._pending = self._pending[round((cut - self._start) * RATE) :]
        self._start = self._drafted = cut
        self._draft = []

    def _sounding(self) -> list[Span]:
        """What may be speech in the open chunk."""
        return list(self._signal.sounding(self._start))

    def _decode(self, start: float, end: float) -> list[Word]:
        """The words between two places of the open chunk, where there is voice."""
        if self._signal.voice_seconds(start, end, _GATE[1]) < _GATE[0]:
            return []
        speech = self._signal.speech(start, end)
        words = [_unstretched(word, speech) for word in self._window(start, end)]
        tried: list[Span] = []
        for _ in range(_MOST_WINDOWS - 1):
            place = next((gap for gap in self._unheard(words, start, end) if gap not in tried), None)
            if place is None:
                break
            tried.append(place)
            found = self._window(place.start, place.end)
            if all(map(is_filler, found)):
                continue
            words = sorted(
                [*words, *(word for word in found if place.start <= (word.start + word.end) / 2 <= place.end)],
                key=lambda word: word.start,
            )
        return words

    def _window(self, start: float, end: float) -> list[Word]:
        """The words of one window, without the silence around them."""
        assert self._recogniser is not None
        spans = [span for span in self._sounding() if span.start < end and span.end > start]
        if not spans:
            return []
        if self._stopped.is_set():
            raise Stopped
        first = max(start, spans[0].start - _BEFORE)
        last = min(end, spans[-1].end + _AFTER)
        window = self._pending[round((first - self._start) * RATE) : round((last - self._start) * RATE)]
        self._spent += _FIXED + last - first
        return self._recogniser.words(window, first)

    def _unheard(self, words: list[Word], start: float, end: float) -> Iterator[Span]:
        """Places with speech and no words, the one with most speech first."""
        speech = self._signal.speech(start, end)
        edges = [start, *(edge for word in words for edge in (word.start, word.end)), end]
        gaps = [
            Span(start=left, end=right) for left, right in zip(edges[::2], edges[1::2], strict=True) if right > left
        ]
        found = [
            (seconds, gap)
            for gap in gaps
            if (seconds := _within(speech, gap.start, gap.end)) >= _UNHEARD
            and self._signal.voice_seconds(gap.start, gap.end, _UNHEARD_VOICE[1]) >= _UNHEARD_VOICE[0]
        ]
        yield from (gap for _, gap in sorted(found, key=lambda each: -each[0]))


def _unstretched(word: Word, speech: Sequence[Span]) -> Word:
    """Without what it covers of speech that cannot be its own."""
    stretched = word.end - word.start > _LONGEST_WORD and _within(speech, word.start, word.end) > _LONGEST_WORD
    long = is_filler(word) or any(map(str.isdigit, word.text))  # "1,250,000" takes seconds
    return replace(word, start=word.end - _WORD) if stretched and not long else word


def _within(spans: Sequence[Span], start: float, end: float = float("inf")) -> float:
    """How many seconds of them lie between two places."""
    return sum(max(0.0, min(span.end, end) - max(span.start, start)) for span in spans)
