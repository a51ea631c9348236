"""Words that a person wrote or corrected, laid over what was heard: pure, so that it can be tested by laws.

What the recogniser wrote too keeps its times, and what corrects its words takes theirs over. The rest is put where the
sound has room for it: fillers on voice that no word covers, other words on the voice between their neighbours.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from msgspec.structs import replace

from simulator.speech.mending import FILLERS, FLEETING, SHORTEST_FILLER, filler_in, filler_may_begin, within
from simulator.speech.transcript import Heard, Span, Word

_PUNCTUATED = re.compile(r"[.,;:?!…—–](?=\s|$)")
"""Punctuation after a word."""

_TAIL = re.compile(r"[-.,;:?!…]*$")
"""The same with what marks a word as broken off, as the recogniser attaches it."""

_UM = "um"
"""What stands for every filler where words are compared."""


def corrected(heard: Heard, text: str) -> Heard:
    """The answer with the words of `text`. A hum that the person did not write down was none."""
    return replace(heard, words=aligned(text, heard), hums=())


def aligned(text: str, heard: Heard) -> tuple[Word, ...]:
    """The words of `text` in order, each with a length, none beyond its neighbour or the end.

    Where `text` has no punctuation at all, it takes over the recogniser's: the ends of clauses are told by it.
    """
    texts = _words(text)
    counterparts = _counterparts(texts, heard)
    words = list(_timed(texts, counterparts, heard.seconds))
    for first, last in _rows(words):
        if all(_key(word.text) == _UM for word in words[first:last]):
            _place_fillers(words, first, last, heard)
    for first, last in _rows(words):
        _share_out(words, first, last, heard)
    if not _PUNCTUATED.search(text):
        words = [_punctuated(word, other) for word, other in zip(words, counterparts, strict=True)]
    return tuple(replace(word, start=round(word.start, 6), end=round(word.end, 6)) for word in words)


def _words(text: str) -> list[str]:
    """What stands between spaces; a dash or another mark that stands alone stays with the word before it."""
    words: list[str] = []
    for piece in text.split():
        if words and not (_key(piece) and _key(words[-1])):
            words[-1] += f" {piece}"
        else:
            words.append(piece)
    return words if words and _key(words[0]) else []


def _key(text: str) -> str:
    """What has to be the same in two words that are one. All fillers are: who writes um may mean uh."""
    letters = "".join(filter(str.isalnum, text.casefold()))
    return _UM if letters in FILLERS else letters


def _punctuated(word: Word, other: Word | None) -> Word:
    if other is None:
        return word
    return replace(word, text=_TAIL.sub("", word.text, count=1) + _TAIL.findall(other.text)[0])


def _counterparts(texts: Sequence[str], heard: Heard) -> list[Word | None]:
    """For each word of the text the one that the recogniser wrote for it, the same or another.

    As many words in place of others, fillers counted or not, correct one each, and fewer words share the time of those
    that they correct. More words have none: the recogniser may have left some of them out.
    """
    keys = [_key(text) for text in texts]
    found: list[Word | None] = [None] * len(texts)
    matcher = SequenceMatcher(None, keys, [_key(word.text) for word in heard.words], autojunk=False)
    for _, first, last, heard_first, heard_last in matcher.get_opcodes():
        others = heard.words[heard_first:heard_last]
        places = list(range(first, last))
        if len(places) != len(others):
            places = [at for at in places if keys[at] != _UM]
            others = tuple(word for word in others if _key(word.text) != _UM)
        if 0 < len(places) < len(others):
            others = _contracted([texts[at] for at in places], others, heard.speech)
        if len(places) == len(others):
            for at, word in zip(places, others, strict=True):
                found[at] = word
    return found


def _contracted(texts: Sequence[str], others: Sequence[Word], speech: Sequence[Span]) -> tuple[Word, ...]:
    """What the recogniser wrote, as fewer words; the last has its last punctuation."""
    span = Span(start=others[0].start, end=others[-1].end)
    *words, last = _shared([_untimed(text) for text in texts], within(speech, span) or [span])
    return *words, replace(last, text=others[-1].text)


def _untimed(text: str) -> Word:
    return Word(text=text, start=0.0, end=0.0, confidence=1.0)


def _timed(texts: Sequence[str], counterparts: Sequence[Word | None], seconds: float) -> Iterator[Word]:
    """The words with the times of their counterparts, as far as those can be; the others without length."""
    edge = 0.0
    for text, other in zip(texts, counterparts, strict=True):
        word = _untimed(text)
        if other is not None:
            start, end = max(other.start, edge), min(other.end, seconds)
            if end > start:
                word, edge = replace(word, start=start, end=end), end
        yield word


def _length(word: Word) -> float:
    return word.end - word.start


def _rows(words: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """Where words without length stand in a row, the end exclusive; they may be given one meanwhile."""
    at = 0
    while at < len(words):
        last = _row_end(words, at)
        if last > at:
            yield at, last
        at = max(last, at + 1)


def _row_end(words: Sequence[Word], first: int) -> int:
    return next((at for at in range(first, len(words)) if _length(words[at]) > 0), len(words))


def _room(words: Sequence[Word], first: int, last: int, seconds: float) -> Span:
    """From the word before a row to the word after it."""
    return Span(start=words[first - 1].end if first else 0.0, end=words[last].start if last < len(words) else seconds)


def _place_fillers(words: list[Word], first: int, last: int, heard: Heard) -> None:
    """Puts a row of fillers on voice that no word covers, hums first; where there is none, on voice that the word before
    them seems to have swallowed. Does nothing where there are fewer pieces of voice than fillers."""
    row = words[first:last]
    room = _room(words, first, last, heard.seconds)
    swallowed = [replace(room, start=filler_may_begin(words[first - 1]))] if first else []
    for space in (room, *swallowed):
        pieces = [piece for piece in within(heard.speech, space) if piece.seconds >= SHORTEST_FILLER]
        if len(pieces) >= len(row):
            pieces.sort(key=lambda piece: (not within(heard.hums, piece), -piece.seconds))
            best = sorted(pieces[: len(row)], key=lambda piece: piece.start)
            words[first:last] = [_at(word, filler_in(piece)) for word, piece in zip(row, best, strict=True)]
            if first:
                words[first - 1] = replace(words[first - 1], end=min(words[first - 1].end, words[first].start))
            return


def _share_out(words: list[Word], first: int, last: int, heard: Heard) -> None:
    """Shares the voice between their neighbours out to a row of words. Where that is too short for them, the longer
    neighbour shares its own time with them, and so on; where all voice is too short, they have the whole answer."""
    room = _room(words, first, last, heard.seconds)
    while True:
        voice = [span for span in within(heard.speech, room) if span.seconds >= FLEETING]
        if sum(span.seconds for span in voice) >= FLEETING * (last - first):
            break
        if first == 0 and last == len(words):
            voice = [Span(start=0.0, end=heard.seconds)]
            break
        if last == len(words) or (first and _length(words[first - 1]) >= _length(words[last])):
            first -= 1
            room = replace(room, start=words[first].start)
        else:
            after = _row_end(words, last + 1)
            beyond = _room(words, last + 1, after, heard.seconds)
            room = replace(room, end=beyond.end if after > last + 1 else beyond.start)
            last = after
    words[first:last] = _shared(words[first:last], voice)


def _shared(words: Sequence[Word], voice: Sequence[Span]) -> Iterator[Word]:
    """The words share the voice in proportion to their letters. None goes on across a silence: each lies in the
    stretch in which its middle falls, and shares that with the others there."""
    letters = [len(_key(word.text)) for word in words]
    each = sum(span.seconds for span in voice) / sum(letters)
    rows: list[list[int]] = [[] for _ in voice]
    edges = [sum(span.seconds for span in voice[: number + 1]) for number in range(len(voice))]
    said = 0
    for at, count in enumerate(letters):
        middle = (said + count / 2) * each
        rows[next((number for number, edge in enumerate(edges) if middle < edge), len(voice) - 1)].append(at)
        said += count
    for span, row in zip(voice, rows, strict=True):
        here, whole = 0, sum(letters[at] for at in row)
        for at in row:
            start = span.start + span.seconds * here / whole
            here += letters[at]
            yield _at(words[at], Span(start=start, end=span.start + span.seconds * here / whole))


def _at(word: Word, span: Span) -> Word:
    return replace(word, start=span.start, end=span.end)
