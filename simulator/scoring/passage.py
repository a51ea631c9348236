"""What was said, as words that carry the answer on: the form in which content is judged, spoken or typed."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from simulator.scoring.card import Evidence
from simulator.scoring.disfluency import Disfluencies
from simulator.scoring.lexicon import WORDS, Phrases
from simulator.scoring.words import SENTENCE_STOP, Token, quote, stem

ECHO = 6
"""Words in a row taken from the question that count as reading it back."""

LIST = 5
"""Words of content in a row, with nothing but "and" and "or" between them, that are a list and no sentence."""

WINDOW = 16
"""Words that are looked at together to see what kind of talk they are."""

SPEECH = 0.3
"""The share of function words below which a window is no sentence. In spoken answers it is .38 or more in 99 of 100 windows."""

READ_BACK = 0.6
"""The share of words of content taken from the question from which a window (of three or more) only says the question again.
In spoken answers it is under .5 in 99 of 100 windows."""

MOSTLY = 0.5
"""The share of an answer from which it does little else than say the question again. Who answers says under a fifth of it again in
19 of 20 answers."""

QUOTED = 9
"""Words that evidence quotes at most."""

PART = 60
"""Words of a part whose fit is judged by itself: about half a minute."""

MINUTE = 120
"""Words of about the first minute. What is a rate is taken over them too, and the worse of the two counts: who has said little for
a minute cannot mend it by going on."""

STRETCH, STRIDE = 24, 12
"""Words of a stretch whose meaning is looked at, and from the beginning of one to that of the next. Words and not sentences,
so that punctuation makes no difference."""

_TURNED = {"you": "i", "your": "my", "you've": "i've", "you're": "i'm", "you'd": "i'd", "yourself": "myself"}
"""Read back, the question's "you" may have become "I"."""


class Passage:
    """The words without fillers and repeats. Positions count these words, not the tokens.

    `asked` are the stems of the question. `idle` are the positions that can be no evidence of anything: the question read back,
    and bare lists of words. `answering` are those by which the fit to the question is judged: all but the lists, since people
    who answer do take up the words of the question, unless they mostly read it out.
    """

    def __init__(self, tokens: Sequence[Token], found: Disfluencies, question: Sequence[str] = ()) -> None:
        self.tokens = tokens
        self.at = found.going_on
        self.norms = [tokens[at].norm for at in self.at]
        self.stems = [stem(norm) for norm in self.norms]
        self.stops = [
            max(token.stop for token in tokens[at : self.at[number + 1] if number + 1 < len(self.at) else at + 1])
            for number, at in enumerate(self.at)
        ]
        self.asked = frozenset(map(stem, question))
        echoed, listed, talked = self._echoes(question), *self._windows()
        listed |= self._lists()
        read_back = set(echoed)
        if len(echoed | talked) > MOSTLY * len(self):
            echoed |= talked
        self.idle = frozenset(echoed | listed)
        left_out = listed | read_back if len(read_back) > MOSTLY * len(self) else listed
        self.answering = tuple(at for at in range(len(self)) if at not in left_out)

    def __len__(self) -> int:
        return len(self.at)

    @property
    def ends(self) -> tuple[int, ...]:
        """The positions up to which a rate is taken: the end, and that of the first minute."""
        return (MINUTE, len(self)) if len(self) > MINUTE else (len(self),)

    @cached_property
    def said(self) -> tuple[int, ...]:
        """The positions that are not idle."""
        return tuple(at for at in range(len(self)) if at not in self.idle)

    @cached_property
    def stretches(self) -> tuple[tuple[int, int], ...]:
        """The answer in stretches that overlap, as ranges of `answering`."""
        count = len(self.answering)
        starts = range(0, max(1, count - STRETCH // 2), STRIDE)
        return tuple((at, min(count, at + STRETCH)) for at in starts) if count else ()

    @cached_property
    def parts(self) -> tuple[tuple[int, int], ...]:
        """The answer in parts of `PART` words, as ranges of `answering`; what is left over belongs to the last."""
        count = len(self.answering)
        starts = range(0, max(1, count - PART // 2), PART)
        return tuple((at, count if at == starts[-1] else at + PART) for at in starts)

    @property
    def whole(self) -> tuple[int, int]:
        """All of it, as a range of `answering`."""
        return 0, len(self.answering)

    def stretch(self, start: int = 0, end: int | None = None) -> str:
        """The words of a range of `answering`, all by default, in lower case and without punctuation."""
        return " ".join(self.norms[at] for at in self.answering[start:end])

    def telling(self, little: Sequence[float]) -> float:
        """The share of the words (1: all) that do not say little (`little`: how far each does)."""
        return min(1 - sum(little[:end]) / end for end in self.ends)

    def find(self, phrases: Phrases) -> list[tuple[int, int]]:
        """Where phrases stand, as ranges of positions, none of them idle."""
        return [
            (start, end) for start, end in phrases.find(self.norms) if not self.idle.intersection(range(start, end))
        ]

    def quote(self, start: int, end: int) -> str:
        """Positions `start` to `end` as they were said, without the fillers and repeats between them."""
        return quote([self.tokens[at] for at in self.at[start:end]], 0, end - start)

    def around(self, start: int, end: int) -> str:
        """Positions `start` to `end` with a few words of their clause on both sides; dots where it goes on."""
        while start > 0 and not self.stops[start - 1] and end - start < QUOTED - 2:
            start -= 1
        while end < len(self) and not self.stops[end - 1] and end - start < QUOTED:
            end += 1
        before = "… " if start > 0 and not self.stops[start - 1] else ""
        after = " …" if end < len(self) and not self.stops[end - 1] else ""
        return f"{before}{self.quote(start, end)}{after}"

    def clause_end(self, start: int) -> int:
        """The position after the clause that `start` stands in, or after as much of it as is quoted."""
        last = min(len(self), start + QUOTED)
        return next((at + 1 for at in range(start, last) if self.stops[at] and at > start + 1), last)

    def evidence(self, start: int, end: int | None = None, note: str = "") -> Evidence:
        """Positions `start` to `end`; without an end, up to the end of the clause."""
        until = end or self.clause_end(start)
        first, last = self.tokens[self.at[start]], self.tokens[self.at[until - 1]]
        return Evidence(
            text=self.quote(start, until),
            start=None if first.start is None else round(first.start, 3),
            end=None if last.end is None else round(last.end, 3),
            note=note,
        )

    def sentence_break(self, start: int, end: int) -> bool:
        """Whether a sentence ends between two positions."""
        return any(stop == SENTENCE_STOP for stop in self.stops[start:end])

    def _echoes(self, question: Sequence[str]) -> set[int]:
        asked = [_TURNED.get(word, word) for word in question]
        said = [_TURNED.get(word, word) for word in self.norms]
        grams = {tuple(asked[at : at + ECHO]) for at in range(len(asked) - ECHO + 1)}
        starts = (at for at in range(len(said) - ECHO + 1) if tuple(said[at : at + ECHO]) in grams)
        return {position for at in starts for position in range(at, at + ECHO)}

    def _windows(self) -> tuple[set[int], set[int]]:
        """Windows that are no sentence, and windows that say the question in other words."""
        content = [norm not in WORDS["function_words"] and norm not in WORDS["joiners"] for norm in self.norms]
        taken = [content[at] and self.stems[at] in self.asked for at in range(len(self))]
        listed: set[int] = set()
        talked: set[int] = set()
        for start in range(max(1, len(self) - WINDOW + 1)):
            window = slice(start, start + WINDOW)
            of_content, length = sum(content[window]), len(content[window])
            if length == WINDOW and length - of_content < SPEECH * length:
                listed.update(range(start, start + length))
            if of_content >= 3 and sum(taken[window]) >= READ_BACK * of_content:
                talked.update(range(start, start + length))
        return listed, talked

    def _lists(self) -> set[int]:
        listed: set[int] = set()
        run: list[int] = []
        content = 0
        for at, norm in enumerate(self.norms):
            if norm in WORDS["joiners"]:
                run.append(at)
            elif norm in WORDS["function_words"]:
                if content >= LIST:
                    listed.update(run)
                run, content = [], 0
            else:
                run.append(at)
                content += 1
        return listed | set(run) if content >= LIST else listed
