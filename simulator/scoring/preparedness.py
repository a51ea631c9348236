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


class Point(msgspec.Struct, frozen=True):
    """A listen-for point and the positions of the words that count for it; `ticked` if a person heard it."""

    point: ListenFor
    at: tuple[int, int] | None
    ticked: bool

    @property
    def covered(self) -> bool:
        return self.ticked or self.at is not None


class Content(msgspec.Struct, frozen=True):
    """What was found in the words, before it is scored: remarks and follow-ups look at it too."""

    passage: Passage
    shape: structure.Shape
    points: tuple[Point, ...]
    specifics: tuple[specifics.Specific, ...]
    hedges: tuple[tuple[int, int], ...]


def look(passage: Passage, question: Question | None, ticked: Collection[str]) -> Content:
    named = specifics.find(passage)
    measured = [each.change for each in named if each.change is not None]
    return Content(
        passage=passage,
        shape=structure.shape(passage, question, measured),
        points=tuple(_point(passage, each, each.id in ticked) for each in question.listen_for) if question else (),
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


def _point(passage: Passage, point: ListenFor, ticked: bool) -> Point:
    """A cue counts by its stems, outside bare lists and what was read back from the question."""
    cues = Phrases(" ".join(stem(token.norm) for token in tokens_of_text(cue)) for cue in point.cues)
    found = (each for each in cues.find(passage.stems) if not passage.idle.intersection(range(*each)))
    return Point(point=point, at=next(found, None), ticked=ticked)


def _on_the_question(content: Content, question: Question | None, background: Sequence[Question]) -> Dimension:
    norm = NORMS.preparedness["on_the_question"]
    passage = content.passage
    if question is None or not len(passage):
        return norm.dimension(None, None)
    said = [each for at, each in enumerate(passage.stems) if at not in passage.idle]
    fit = relevance.fit(said, question, background)
    score = norm.score("cosine", fit.cosine) if fit.rank is None else norm.score("rank", fit.rank * 100)
    covered = sum(point.covered for point in content.points)
    if content.points:
        coverage = norm.score("points", covered / len(content.points) * 100)
        score = norm.numbers["fit"] * score + norm.numbers["points"] * coverage
    evidence = [_point_evidence(passage, point) for point in content.points]
    for each in fit.shared[:3]:
        at = next(at for at, other in enumerate(passage.stems) if other == each and at not in passage.idle)
        evidence.append(passage.evidence(at, at + 1, note="fits the question"))
    here = f"{covered} of {len(content.points)} points heard" if content.points else ""
    return norm.dimension(score, None if fit.rank is None else fit.rank * 100, here, tuple(evidence))


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
