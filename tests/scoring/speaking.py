"""Spoken answers made by hand: words and pauses in a row become what would have been heard."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from simulator.scoring.words import normal, syllables
from simulator.speech.transcript import Heard, Span, Word

SHORTEST_SILENCE = 0.2
SYLLABLE = 0.2

Piece = str | float
"""A word as a recogniser writes it, or a pause in seconds."""


def pieces(text: str) -> list[Piece]:
    """`"so I [0.8] rang"` becomes its words and pauses."""
    return [float(each[1:-1]) if each.startswith("[") else each for each in text.split()]


def spoken(
    answer: str | Sequence[Piece], *, start: float = 0.5, syllable: float = SYLLABLE, engine: str = "test"
) -> Heard:
    """The answer as ears without fault would hear it: each word as long as its syllables, pauses in between."""
    words: list[Word] = []
    now = start
    for piece in pieces(answer) if isinstance(answer, str) else answer:
        if isinstance(piece, float):
            now += piece
            continue
        end = now + syllable * syllables(normal(piece))
        words.append(Word(text=piece, start=now, end=end, confidence=0.9))
        now = end
    return _heard(words, seconds=now + 0.5, engine=engine)


def aligned(path: Path) -> Heard:
    """A recording as people aligned it: the words of a TextGrid in its short form."""
    lines = path.read_text(encoding="utf-8").splitlines()
    first = lines.index('"words"') + 4
    cells = [lines[at : at + 3] for at in range(first, first + 3 * int(lines[first - 1]), 3)]
    words = [
        Word(text=text.strip('"'), start=float(start), end=float(end), confidence=1.0)
        for start, end, text in cells
        if text != '""'
    ]
    return _heard(words, seconds=float(cells[-1][1]), engine="by hand")


def _heard(words: Sequence[Word], seconds: float, engine: str) -> Heard:
    """Silence is where no word is for 0.2 s or longer."""
    speech: list[Span] = []
    for word in words:
        if speech and round(word.start - speech[-1].end, 6) < SHORTEST_SILENCE:
            speech[-1] = Span(start=speech[-1].start, end=word.end)
        else:
            speech.append(Span(start=word.start, end=word.end))
    silences = tuple(Span(start=before.end, end=after.start) for before, after in pairwise(speech))
    return Heard(
        seconds=seconds,
        engine=engine,
        words=tuple(words),
        speech=tuple(speech),
        silences=silences,
        noise_db=-60,
        speech_db=-20,
    )
