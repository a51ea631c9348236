"""Preparedness: what was said. Fit, structure, specifics, homework, length and conviction, by rules and words."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import msgspec

from simulator.questions.model import ListenFor, Question
from simulator.scoring import relevance, specifics, structure
from simulator.scoring.card import Dimension, Evidence, Score
from simulator.scoring.lexicon import PHRASES, Phrases
from simulator.scoring.norms import NORMS, weighted
from simulator.scoring.passage import Passage
from simulator.scoring.words import stem, tokens_of_text

AROUND, CROWDED = 10, 0.4
"""A cue is one of a crowd if other cues make up more than this share of the words on both sides of it."""


class Point(msgspec.Struct, frozen=True):
    """A listen-for point and the positions of the words that count for it; `ticked` if a person heard it."""

    point: ListenFor
    at: tuple[int, int] | None
    ticked: bool

    @property
    def covered(self) -> bool:
        return self.ticked or self.at is not None


class Content(msgspec.Struct, frozen=True):
    """What was found in the words, before it is scored: remarks and follow-ups look at it too. At the positions
    in `crowded` the cues of listen-for points stand so close that they are no sentence."""

    passage: Passage
    shape: structure.Shape
    points: tuple[Point, ...]
    crowded: frozenset[int]
    specifics: tuple[specifics.Specific, ...]
    hedges: tuple[tuple[int, int], ...]


def look(passage: Passage, question: Question | None, ticked: Collection[str]) -> Content:
    points, crowded = _points(passage, question, ticked) if question else ((), frozenset())
    named = specifics.find(passage)
    measured = [each.change for each in named if each.change is not None]
    return Content(
        passage=passage,
        shape=structure.shape(passage, question, measured),
        points=points,
        crowded=crowded,
        specifics=named,
        hedges=tuple(passage.find(PHRASES["hedges"])),
    )


def score(
    content: Content, question: Question | None, background: Sequence[Question], seconds: float | None, window: float
) -> Score:
    """`seconds` of a spoken answer; None for a typed one, whose words are held against the same window."""
    passage = content.passage
    asking = content.shape.form == "questions"
    dimensions = {
        "on_the_question": _on_the_question(content, question, background),
        "structure": structure.dimension(passage, content.shape),
        "specifics": NORMS.preparedness["specifics"].dimension(None, None)
        if asking
        else specifics.dimension(passage, content.specifics),
        "homework": NORMS.preparedness["homework"].dimension(None, None),
        "length": _length(passage, seconds, window),
        "conviction": _conviction(content),
    }
    return Score(score=weighted(dimensions, NORMS.preparedness), dimensions=dimensions)


def _points(passage: Passage, question: Question, ticked: Collection[str]) -> tuple[tuple[Point, ...], frozenset[int]]:
    """Which points were heard, by the stems of their cues, and the positions where cues are crowded: there they are
    a list of catchwords and count for nothing."""
    hits = {point.id: _cues(passage, point) for point in question.listen_for}
    cued = {at for found in hits.values() for hit in found for at in range(*hit)}
    crowded: set[int] = set()
    for start, end in (hit for found in hits.values() for hit in found):
        around = range(max(0, start - AROUND), min(len(passage), end + AROUND))
        if sum(at in cued for at in around) - (end - start) > CROWDED * (len(around) - (end - start)):
            crowded.update(range(start, end))
    points = (
        Point(
            point=point,
            at=next((hit for hit in hits[point.id] if crowded.isdisjoint(range(*hit))), None),
            ticked=point.id in ticked,
        )
        for point in question.listen_for
    )
    return tuple(points), frozenset(crowded)


def _cues(passage: Passage, point: ListenFor) -> list[tuple[int, int]]:
    phrases = Phrases(" ".join(stem(token.norm) for token in tokens_of_text(cue)) for cue in point.cues)
    return [hit for hit in phrases.find(passage.stems) if passage.idle.isdisjoint(range(*hit))]


def _on_the_question(content: Content, question: Question | None, background: Sequence[Question]) -> Dimension:
    norm = NORMS.preparedness["on_the_question"]
    passage = content.passage
    if question is None or not len(passage):
        return norm.dimension(None, None)
    idle = passage.idle | content.crowded
    said = [each for at, each in enumerate(passage.stems) if at not in idle]
    fit = relevance.fit(said, question, background)
    score = norm.score("cosine", fit.cosine) if fit.rank is None else norm.score("rank", fit.rank * 100)
    covered = sum(point.covered for point in content.points)
    if content.points:
        coverage = norm.score("points", covered / len(content.points) * 100)
        score = norm.numbers["fit"] * score + norm.numbers["points"] * coverage
    evidence = [_point_evidence(passage, point) for point in content.points]
    for each in fit.shared[:3]:
        at = next(at for at, other in enumerate(passage.stems) if other == each and at not in idle)
        evidence.append(passage.evidence(at, at + 1, note="fits the question"))
    here = f"{covered} of {len(content.points)} points heard" if content.points else ""
    if fit.rank is None:
        return norm.dimension(score, fit.cosine, here, tuple(evidence), band="0.15 to 0.5", unit="similarity, 0 to 1")
    return norm.dimension(score, fit.rank * 100, here, tuple(evidence))


def _point_evidence(passage: Passage, point: Point) -> Evidence:
    if point.at is not None:
        return passage.evidence(*point.at, note=f"heard: {point.point.point}")
    return Evidence(text="", note=f"{'ticked' if point.ticked else 'not heard'}: {point.point.point}")


def _length(passage: Passage, seconds: float | None, window: float) -> Dimension:
    """Measured against the window: 1 is as long as was asked for."""
    norm = NORMS.preparedness["length"]
    if not len(passage):
        return norm.dimension(None, None)
    if seconds is None:
        rate = norm.numbers["typed_words_per_second"]
        return norm.dimension(
            norm.score("share", len(passage) / (window * rate)),
            len(passage),
            f"{len(passage)} words for a window of {window:.0f} s, about {window * rate:.0f} words",
            band=f"{window * rate * 2 / 3:.0f} to {window * rate * 4 / 3:.0f} words",
            unit="words",
        )
    return norm.dimension(
        norm.score("share", seconds / window),
        seconds,
        f"{seconds:.0f} s for a window of {window:.0f} s",
        band=f"{window * 2 / 3:.0f} to {window * 4 / 3:.0f} s",
    )


def _conviction(content: Content) -> Dimension:
    norm = NORMS.preparedness["conviction"]
    if not len(content.passage):
        return norm.dimension(None, None)
    rate = len(content.hedges) / len(content.passage) * 100
    evidence = tuple(content.passage.evidence(start, end) for start, end in content.hedges)
    return norm.dimension(norm.score("rate", rate), rate, "", evidence)
