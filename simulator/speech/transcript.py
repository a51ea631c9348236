"""What was observed of an answer, before anything is judged. All times are seconds from the start of the answer."""

from __future__ import annotations

import msgspec

from simulator.decoding import Number, Whole

VERSION = 1
"""Version of the saved form of an observation."""


class Word(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A word as the recogniser or a person wrote it, punctuation attached; `confidence` is 0 to 1, and 1 where a person did."""

    text: str
    start: Number
    end: Number
    confidence: Number


class Span(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A stretch of an answer."""

    start: Number
    end: Number

    @property
    def seconds(self) -> float:
        return self.end - self.start


class FillerMark(msgspec.Struct, frozen=True, kw_only=True):
    """What a person says of the word or the hum at `at` seconds: that it is a filler, or that it is none."""

    at: Number
    filler: bool


class Heard(msgspec.Struct, frozen=True, kw_only=True):
    """A spoken answer.

    `speech` are the stretches with voice and `silences` the gaps between them that last at least
    0.2 s, both measured from the sound and never from word gaps; silence before the first and after the last
    speech is in neither. `words` is empty where no recogniser ran (`engine` is then empty too).
    `noise_db` and `speech_db` are levels in dBFS (0 is full scale), for the label on noisy recordings.
    `clipped` is the share of samples at full scale, 0 to 1. `nuclei` are the times at which syllables are loudest, as the
    sound alone tells them; `hums` are sounds like um or uh that stand alone and that the recogniser wrote no word for.
    `others` are the seconds in which another voice is heard while the speaker is silent. `marks` are a person's own, the later
    of two about the same word being the one that holds.
    """

    seconds: Number
    engine: str = ""
    words: tuple[Word, ...] = ()
    speech: tuple[Span, ...] = ()
    silences: tuple[Span, ...] = ()
    noise_db: Number = -90.0
    speech_db: Number = -90.0
    clipped: Number = 0.0
    nuclei: tuple[Number, ...] = ()
    hums: tuple[Span, ...] = ()
    others: Number = 0.0
    marks: tuple[FillerMark, ...] = ()
    version: Whole = VERSION

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)


class Typed(msgspec.Struct, frozen=True, kw_only=True):
    """A typed answer. `first_key` is the seconds from the end of the question to the first key, and
    `corrections` the number of characters taken back; None where they were not watched (a text file)."""

    text: str
    seconds: Number | None = None
    first_key: Number | None = None
    corrections: Whole | None = None


Answer = Heard | Typed
