"""Listening to one answer, as it grows: what is heard goes to the recogniser in chunks that each end where a cut hurts least.

Whisper drops ums unless a disfluent prompt shows that they are wanted, and the prompt reaches only the first window of
30 s. What follows it, be it half a second, is decoded without the prompt, and that is where Whisper thanks for watching.
So chunks have at most 28 s, each is one window with the prompt, and voice that is left over is a chunk of its own.
Each chunk is gated by our own voice detector, because the model invents words in silence.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
from msgspec.structs import replace

from simulator.speech.levels import RATE, Samples
from simulator.speech.mending import is_filler, mended, unwritten
from simulator.speech.recogniser import FIXED, LONGEST, Recogniser
from simulator.speech.signal import Signal
from simulator.speech.transcript import Heard, Span, Word

_EARLIEST_CUT = 20.0
"""A chunk that has grown too long is cut at its quietest place after so many seconds."""

_LONG_ENOUGH = 18.0
"""A chunk that has lasted so long is closed by the next pause. Shorter ones lose words to their missing context."""

_PAUSE = 0.3
"""Seconds of silence that count as a pause for that, and for a draft."""

_DRAFT_SPEECH = 7.0
"""Seconds of voice since the last decoding that make a draft worth while: at the end only what follows it is left."""

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
        """What has been decoded so far, in seconds of sound, with `FIXED` for each window."""

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
        once = self.seconds * (1 + FIXED / LONGEST)
        return self._spent + FIXED + self.seconds - self._start <= _BUDGET * once + _CREDIT

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
        self._spent += FIXED + last - first
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
