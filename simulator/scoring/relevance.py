"""How well an answer fits its question, by TF-IDF: compared with how well it fits other questions."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

import msgspec

from simulator.questions.model import Question
from simulator.scoring.lexicon import WORDS
from simulator.scoring.words import stem, tokens_of_text

_SILENT = frozenset(stem(word) for word in WORDS["function_words"] | WORDS["question_words"])

Vector = Mapping[str, float]


class Fit(msgspec.Struct, frozen=True):
    """`cosine` with the question itself (0 to 1); `rank` is the share of other questions that the answer fits less
    well (0 to 1, None without others); `shared` are the stems that answer and question have in common, best first."""

    cosine: float
    rank: float | None
    shared: tuple[str, ...]


def terms(norms_or_stems: Iterable[str]) -> list[str]:
    """Stems that carry meaning."""
    return [each for word in norms_or_stems if (each := stem(word)) and each not in _SILENT]


def fit(stems: Sequence[str], question: Question, background: Sequence[Question]) -> Fit:
    """`stems` are those of the answer."""
    others = tuple(each for each in background if each.text != question.text)
    weights, vectors = _model(others)
    answer = _vector([each for each in stems if each not in _SILENT], weights)
    own = _vector(_document(question), weights)
    cosine = _cosine(answer, own)
    fits = [_cosine(answer, other) for other in vectors]
    below = sum((other < cosine) + 0.5 * (other == cosine) for other in fits)
    shared = sorted((each for each in answer if each in own), key=lambda each: answer[each] * own[each], reverse=True)
    return Fit(cosine=cosine, rank=below / len(fits) if fits else None, shared=tuple(shared))


def _document(question: Question) -> list[str]:
    texts = [question.text, question.text, question.competency]
    for point in question.listen_for:
        texts += [point.point, *point.cues]
    return terms(token.norm for text in texts for token in tokens_of_text(text))


@lru_cache(maxsize=4)
def _model(questions: tuple[Question, ...]) -> tuple[Mapping[str, float], tuple[Vector, ...]]:
    """Weights of words (rarer in questions, heavier) and the questions' vectors."""
    documents = [_document(question) for question in questions]
    spread = Counter(each for document in documents for each in set(document))
    count = len(documents)
    weights = {each: 1 + math.log((1 + count) / (1 + found)) for each, found in spread.items()}
    weights[""] = 1 + math.log(1 + count)  # a word of no question
    return weights, tuple(_vector(document, weights) for document in documents)


def _vector(stems: Iterable[str], weights: Mapping[str, float]) -> Vector:
    """Unit length; a word said often counts by the logarithm, so that repeating it soon gains nothing."""
    unknown = weights[""]
    raw = {each: (1 + math.log(count)) * weights.get(each, unknown) for each, count in Counter(stems).items()}
    length = math.sqrt(sum(value * value for value in raw.values()))
    return {each: value / length for each, value in raw.items()} if length else {}


def _cosine(one: Vector, other: Vector) -> float:
    if len(other) < len(one):
        one, other = other, one
    return sum(value * other[each] for each, value in one.items() if each in other)
