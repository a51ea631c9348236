"""Words as the recogniser gave them, brought into agreement with the sound: pure, so that it can be tested by laws.

Whisper sometimes writes words where nobody speaks, gives a filler no length, or writes a row of them where the sound has
room for one. Times are mended from the stretches of voice, which are measured, and never the other way round.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from simulator.speech.transcript import Span, Word

FILLERS = frozenset({"um", "umm", "uh", "uhh", "er", "erm", "hm", "hmm", "mm", "mhm", "ah", "eh"})

_NEAR = 1.0
"""A word further than so many seconds from any voice was never said. Generous: a soft filler may pass for silence."""

FLEETING = 0.08
"""Seconds below which a time is no time: nothing can be said in less."""

_SLIVER = 0.001
"""Seconds below which a piece of speech is none: times are told in thousandths, and no word of any length fits into less."""

_FILLER = 0.25
"""Seconds of voice in which a filler without a time of its own is believed; half of all fillers take longer than 0.3."""

SHORTEST_FILLER, _LONGEST_FILLER = 0.15, 0.8
"""Seconds that an um takes: one without a time of its own is given at most so much of the voice that is there."""

_TOUCHED = 0.2
"""A word that covers no more than this share of a stretch of speech was not said in it: the times of words are rough."""

_LONGEST_BEFORE = 0.5
"""A word that seems to last longer before a filler without a time of its own has swallowed that filler's time."""

_RUNAWAY, _RUNAWAY_QUICK = 6, 4
"""Times that a phrase comes in a row when the recogniser has run away with it; the smaller number where each time is
shorter than `_QUICK`. People do say a word five times over."""

_QUICK = 0.15
"""Seconds in which nobody says a word."""

_PHRASE = 4
"""Words of a phrase that is looked for again, at most."""


def runs_away(words: Sequence[Word]) -> bool:
    """Whether a phrase is repeated beyond what the sound can hold: Whisper sometimes loops, within one word ("I-I-I-I-") too."""
    words = [piece for word in words for piece in _pieces(word)]
    texts = [_bare(word) for word in words]
    for length in range(1, _PHRASE + 1):
        again = 0
        for at in range(length, len(words)):
            again = again + 1 if texts[at] == texts[at - length] else 0
            times, said = again // length + 1, again + length
            quick = words[at].end - words[at + 1 - said].start < _QUICK * said
            if times >= (_RUNAWAY_QUICK if quick else _RUNAWAY):
                return True
    return False


def _pieces(word: Word) -> list[Word]:
    """Between its hyphens, each as long as the next; a broken word is one piece."""
    texts = [text for text in word.text.split("-") if _bare(replace(word, text=text))] or [word.text]
    length = (word.end - word.start) / len(texts)
    return [
        replace(word, text=text, start=word.start + at * length, end=word.start + (at + 1) * length)
        for at, text in enumerate(texts)
    ]


def _bare(word: Word) -> str:
    return word.text.strip(".,?!-…\"'").lower()


def mended(words: Sequence[Word], speech: Sequence[Span], seconds: float) -> tuple[Word, ...]:
    """The words that can have been said, in order, each with a length, none beyond its neighbour or the end."""
    said = [word for word in words if _near_voice(word, speech)]
    return _in_order(list(_fillers_placed(said, speech, seconds)), seconds)


def unwritten(words: Sequence[Word], speech: Sequence[Span]) -> Iterator[Span]:
    """Stretches of speech that stand alone, are as long as an um, and have no word written for them."""
    for span in speech:
        if SHORTEST_FILLER <= span.seconds <= _LONGEST_FILLER:
            written = sum(max(0.0, min(word.end, span.end) - max(word.start, span.start)) for word in words)
            if written <= _TOUCHED * span.seconds:
                yield span


def is_filler(word: Word) -> bool:
    return _bare(word) in FILLERS


def filler_may_begin(before: Word) -> float:
    """Where the time may begin of a filler that has none of its own, after this word."""
    return min(before.end, before.start + _LONGEST_BEFORE)


def _near_voice(word: Word, speech: Sequence[Span]) -> bool:
    return any(span.start - _NEAR <= word.end and word.start <= span.end + _NEAR for span in speech)


def _fillers_placed(words: list[Word], speech: Sequence[Span], seconds: float) -> Iterator[Word]:
    """Rows of fillers cut to what the voice between their neighbours can hold, and put where that voice is."""
    at = 0
    while at < len(words):
        until = at
        while until < len(words) and is_filler(words[until]):
            until += 1
        if until == at:
            yield words[at]
            at += 1
            continue
        room = Span(
            start=filler_may_begin(words[at - 1]) if at else 0.0,
            end=max(words[until].start if until < len(words) else seconds, words[until - 1].end),
        )
        yield from _row(words[at:until], room, speech)
        at = until


def _row(fillers: list[Word], room: Span, speech: Sequence[Span]) -> list[Word]:
    fleeting = [word for word in fillers if word.end - word.start < FLEETING]
    if not fleeting:
        return fillers
    timed = [word for word in fillers if word not in fleeting]
    taken = [Span(start=word.start, end=word.end) for word in timed]
    free = [piece for piece in _without(within(speech, room), taken) if piece.seconds >= _FILLER]
    fleeting.sort(key=lambda word: word.confidence, reverse=True)
    placed = [
        _put(word, piece) for word, piece in zip(fleeting, sorted(free, key=_seconds, reverse=True), strict=False)
    ]
    return sorted([*timed, *placed], key=lambda word: word.start)


def _put(word: Word, piece: Span) -> Word:
    """At its own place in the piece if it lies there."""
    span = filler_in(piece)
    start = word.start if piece.start <= word.start <= span.start else span.start
    return replace(word, start=start, end=start + span.seconds)


def filler_in(piece: Span) -> Span:
    """Where a filler without a time of its own is put in a piece of voice: at its end, for a filler leans on what follows."""
    return Span(start=piece.end - min(piece.seconds, _LONGEST_FILLER), end=piece.end)


def _seconds(span: Span) -> float:
    return span.seconds


def within(speech: Sequence[Span], room: Span) -> list[Span]:
    """What of the speech lies in the room, slivers left out."""
    cut = (Span(start=max(span.start, room.start), end=min(span.end, room.end)) for span in speech)
    return [span for span in cut if span.seconds >= _SLIVER]


def _without(spans: list[Span], taken: list[Span]) -> list[Span]:
    for hole in taken:
        pieces = [
            (Span(start=s.start, end=min(s.end, hole.start)), Span(start=max(s.start, hole.end), end=s.end))
            for s in spans
        ]
        spans = [piece for pair in pieces for piece in pair if piece.seconds > 0]
    return spans


def _in_order(words: list[Word], seconds: float) -> tuple[Word, ...]:
    """Later words give way: a word begins no earlier than the one before it ends, unless that leaves it no room."""
    ordered: list[Word] = []
    for at, word in enumerate(words):
        start = max(word.start, ordered[-1].end if ordered else 0.0)
        following = words[at + 1].start if at + 1 < len(words) else seconds
        end = max(min(word.end, max(following, start + FLEETING)), start + FLEETING)
        ordered.append(replace(word, start=round(min(start, seconds), 3), end=round(min(end, seconds), 3)))
    return tuple(ordered)
