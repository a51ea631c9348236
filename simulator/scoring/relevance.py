"""How well an answer fits its question: better than other answers would, and better than it would fit other questions.

A question is looked at in up to three ways: what it asks, what its listen-for points sound like when they are made, and the
example of a good answer. Each is compared with the answer by its words (TF-IDF) and, where there is a model, by meaning: what is asked
and the points word by word (each by the nearest that was said), the example as a whole.
Likeness alone says little: a long answer in general terms is a little like every question, and a general question is a
little like every answer. So each likeness is held against two backgrounds: other answers to this question, and this answer
to other questions. The question's own words count only where nothing better is known: a rambling answer repeats them.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import accumulate
from statistics import fmean
from zlib import crc32

import msgspec

from simulator.questions.model import QUESTIONS_TO_ASK, ListenFor, Question
from simulator.scoring.lexicon import WORDS
from simulator.scoring.meanings import Meanings
from simulator.scoring.words import stem, tokens_of_text

_SILENT = frozenset(stem(word) for word in WORDS["function_words"] | WORDS["question_words"])

SPREAD = 0.03
"""Added to a standard deviation, so that a background whose likenesses are all about the same makes nothing stand out."""

Vector = Mapping[str, float]
Texts = tuple[str, ...]
View = Callable[[Question], Texts]


class Fit(msgspec.Struct, frozen=True):
    """`words` is the cosine of answer and question by TF-IDF (0 to 1). `better` says by how many standard deviations the
    fit is above that of the backgrounds, the mean of all ways it was looked at; None without a background. `shared` are
    the stems that answer and question have in common, best first."""

    words: float
    better: float | None
    shared: tuple[str, ...]


def terms(norms_or_stems: Iterable[str]) -> list[str]:
    """Stems that carry meaning."""
    return [each for word in norms_or_stems if (each := stem(word)) and each not in _SILENT]


def probe(point: ListenFor) -> str:
    """The text whose meaning stands for a listen-for point: what people say who make it."""
    return ", ".join(point.cues) or point.point


def texts(question: Question, background: Sequence[Question]) -> list[str]:
    """Whose meaning as a whole is needed."""
    views = [view for view in VIEWS if view is _example or view in _whole(question)]
    others = [text for each in _others(question, background) for view in views for text in view(each)]
    return [*(text for view in VIEWS for text in view(question)), *others]


def close_texts(question: Question, background: Sequence[Question]) -> list[str]:
    """Whose meaning is needed word by word."""
    others = _others(question, background)
    views = [text for each in (question, *others) for view in CLOSE_VIEWS if (text := _joined(view(each)))]
    return [*views, *_sample(others)]


def known(question: Question) -> bool:
    """Whether more is known of it than its wording."""
    return bool(question.listen_for or question.example)


def fit(
    parts: Sequence[tuple[Sequence[str], str]],
    beginning: str,
    question: Question,
    background: Sequence[Question],
    meanings: Meanings | None,
) -> Fit:
    """`parts` of the answer: the stems of each, and its words, by which `meanings` knows it. Where more than the wording of the
    question is known, the `beginning` has to fit what was asked and the points, by meaning."""
    others = _others(question, background)
    words = _words(tuple(background))
    answers = [texts for each in others if (texts := _example(each))]
    vectors = [words.vector(each for each in stems if each not in _SILENT) for stems, _ in parts]
    seen: list[float] = []
    for view in VIEWS:
        own = view(question)
        if not own:
            continue
        compared = [texts for each in others if (texts := view(each))]
        if view is not _asked or meanings is None or not known(question):
            vector = words.of(own)
            of_answers = [_cosine(vector, words.of(each)) for each in answers]
            fits = [
                _above(_cosine(part, vector), [_cosine(part, words.of(each)) for each in compared], of_answers)
                for part in vectors
            ]
            seen += map(together, zip(*fits, strict=True))
        if meanings is not None and view in _whole(question):
            of_answers = meanings.alike(own, answers)
            fits = [_above_all((said,), own, compared, of_answers, meanings) for _, said in parts]
            seen += map(together, zip(*fits, strict=True))
    if meanings is not None:
        seen += _closely([said for _, said in parts], beginning, question, others, meanings)
    asked = words.of((question.text,))
    whole = words.vector(each for stems, _ in parts for each in stems if each not in _SILENT)
    return Fit(
        words=_cosine(whole, asked),
        better=fmean(seen) if seen else None,
        shared=tuple(sorted(whole.keys() & asked.keys(), key=lambda each: (-whole[each] * asked[each], each))),
    )


def _closely(
    parts: Sequence[str], beginning: str, question: Question, others: Sequence[Question], meanings: Meanings
) -> list[float]:
    """By how many standard deviations what is asked, and the points, are better met word by word in this answer than in others,
    and than other questions in this one."""
    seen: list[float] = []
    sample = _sample(others)
    for view in CLOSE_VIEWS:
        own = _joined(view(question))
        if not own:
            continue
        compared = [text for each in others if (text := _joined(view(each)))]
        (of_answers,) = meanings.met([own], sample)
        met, *of_questions = meanings.met([own, *compared], [*parts, beginning])
        fits = [_above(met[at], [each[at] for each in of_questions], of_answers) for at in range(len(met))]
        seen += map(together, zip(*fits[:-1], strict=True))
        if known(question):
            seen += fits[-1]
    return seen


def together(parts: Sequence[float]) -> float:
    """The mean of the parts, but no more than that of the first two or more of them: who has answered for about a minute cannot
    mend it with what comes later."""
    means = [total / count for count, total in enumerate(accumulate(parts), start=1)]
    return min(means[1:] or means)


def _asked(question: Question) -> Texts:
    return (question.text,)


def _points(question: Question) -> Texts:
    return tuple(map(probe, question.listen_for))


def _example(question: Question) -> Texts:
    return (question.example,) if question.example else ()


VIEWS = (_asked, _points, _example)
CLOSE_VIEWS = (_asked, _points)


def _whole(question: Question) -> tuple[View, ...]:
    """The ways in which its meaning as a whole is looked at: as little as a sentence or a list of phrases tells less as a whole than
    word by word, unless it is all that is known."""
    return (_example,) if known(question) else (_asked,)


def _joined(own: Texts) -> str:
    return ", ".join(own)


def _sample(others: Sequence[Question]) -> list[str]:
    """A quarter of the examples, always the same: enough to tell how far any answer meets a question."""
    return [each.example for each in others if each.example and crc32(each.example.encode()) % 4 == 0]


def _others(question: Question, background: Sequence[Question]) -> list[Question]:
    """The questions with which this one and its answers can be compared."""
    return [each for each in background if each.text != question.text and each.competency != QUESTIONS_TO_ASK]


def _above_all(
    said: Texts, own: Texts, compared: Sequence[Texts], of_answers: Sequence[float], meanings: Meanings
) -> list[float]:
    meant, *of_questions = meanings.alike(said, [own, *compared])
    return _above(meant, of_questions, of_answers)


def _above(value: float, *backgrounds: Sequence[float]) -> list[float]:
    """By how many standard deviations a likeness is above those of each background that there is."""
    found = []
    for each in filter(None, backgrounds):
        middle = fmean(each)
        spread = math.sqrt(
            fmean((other - middle) ** 2 for other in each)
        )  # statistics.pstdev is exact, and ten times slower
        found.append((value - middle) / (spread + SPREAD))
    return found


class _Words:
    """What words weigh (rarer in the texts of a background, heavier), and the vectors of texts by these weights."""

    def __init__(self, background: Sequence[Question]) -> None:
        documents = {own: _terms(own) for each in background for view in VIEWS if (own := view(each))}
        spread = Counter(each for document in documents.values() for each in set(document))
        count = len(documents)
        self._weights = {each: 1 + math.log((1 + count) / (1 + found)) for each, found in spread.items()}
        self._unknown = 1 + math.log(1 + count)
        self._vectors = {own: self.vector(document) for own, document in documents.items()}

    def of(self, own: Texts) -> Vector:
        """Of some texts taken as one."""
        return self._vectors.get(own) or self.vector(_terms(own))

    def vector(self, stems: Iterable[str]) -> Vector:
        """Unit length; a word said often counts by the logarithm, so that repeating it soon gains nothing."""
        weights, unknown = self._weights, self._unknown
        raw = {each: (1 + math.log(count)) * weights.get(each, unknown) for each, count in Counter(stems).items()}
        length = math.sqrt(sum(value * value for value in raw.values()))
        return {each: value / length for each, value in raw.items()} if length else {}


_words = lru_cache(maxsize=4)(_Words)


def _terms(own: Texts) -> list[str]:
    return terms(token.norm for text in own for token in tokens_of_text(text))


def _cosine(one: Vector, other: Vector) -> float:
    if len(other) < len(one):
        one, other = other, one
    return sum(value * other[each] for each, value in one.items() if each in other)
