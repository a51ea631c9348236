"""Preparedness: what was said. Fit, structure, specifics, homework, length and conviction, by rules and words."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import msgspec

from simulator.preparation.model import Sheet
from simulator.questions.model import ListenFor, Question
from simulator.scoring import homework, relevance, specifics, structure, substance
from simulator.scoring.card import Dimension, Evidence, LeftOut, Score
from simulator.scoring.left_out import without
from simulator.scoring.lexicon import PHRASES, Phrases
from simulator.scoring.meanings import Meanings
from simulator.scoring.norms import NORMS, weighted
from simulator.scoring.passage import Passage
from simulator.scoring.words import stem, tokens_of_text
from simulator.text import counted

LIKENESS = "similarity, 0 to 1"
"""The unit of `on_the_question` where there are no other questions to compare."""

AROUND, CROWDED = 10, 0.4
"""A cue is one of a crowd if other cues make up more than this share of the words on both sides of it."""


class Point(msgspec.Struct, frozen=True):
    """A listen-for point and the positions of the words that count for it; `ticked` if a person heard it. `meant` is how
    near the nearest stretch of the answer comes to what such a point sounds like (a cosine), None where no model looked."""

    point: ListenFor
    at: tuple[int, int] | None
    ticked: bool
    meant: float | None = None

    @property
    def covered(self) -> bool:
        return self.ticked or self.at is not None


class Content(msgspec.Struct, frozen=True):
    """What was found in the words, before it is scored: remarks and follow-ups look at it too. At the positions
    in `crowded` the cues of listen-for points stand so close that they are no sentence. `little` tells of each position how far it
    says little (0 to 1)."""

    passage: Passage
    shape: structure.Shape
    points: tuple[Point, ...]
    crowded: frozenset[int]
    specifics: tuple[specifics.Specific, ...]
    uncommon: tuple[int, ...]
    vague: tuple[int, ...]
    hedges: tuple[tuple[int, int], ...]
    little: tuple[float, ...]
    homework: tuple[homework.Used, ...]


def look(
    passage: Passage,
    question: Question | None,
    ticked: Collection[str],
    sheet: Sheet | None,
    meanings: Meanings | None,
) -> Content:
    points, crowded = _points(passage, question, ticked, meanings) if question else ((), frozenset())
    named = specifics.find(passage)
    measured = [each.change for each in named if each.change is not None]
    uncommon = specifics.uncommon(passage)
    shape = structure.shape(passage, question, measured)
    return Content(
        passage=passage,
        shape=shape,
        points=points,
        crowded=crowded,
        specifics=named,
        uncommon=uncommon,
        vague=specifics.vague(passage, shape.form),
        hedges=tuple(passage.find(PHRASES["hedges"])),
        little=substance.says_little(passage, shape, named, uncommon, [each.at for each in points if each.at]),
        homework=homework.find(passage, homework.belonging(sheet, question), meanings) if sheet and question else (),
    )


def score(
    content: Content,
    question: Question | None,
    background: Sequence[Question],
    meanings: Meanings | None,
    seconds: float | None,
    window: float,
    left_out: Collection[LeftOut] = (),
) -> Score:
    """`seconds` of a spoken answer; None for a typed one, whose words are held against the same window."""
    passage = content.passage
    asking = content.shape.form == "questions"
    on_the_question = _on_the_question(content, question, background, meanings)
    dimensions = {
        "on_the_question": on_the_question,
        "structure": _counted(structure.dimension(passage, content.shape, content.little), on_the_question),
        "specifics": NORMS.preparedness["specifics"].dimension(None, None)
        if asking
        else _counted(
            specifics.dimension(passage, content.specifics, content.uncommon, content.vague, content.little),
            on_the_question,
        ),
        "homework": homework.dimension(content.homework, passage),
        "length": _counted(_length(content, seconds, window), on_the_question),
        "conviction": _counted(_conviction(content), on_the_question),
    }
    whole = Score(score=weighted(dimensions, NORMS.preparedness), dimensions=dimensions)
    return without(whole, NORMS.preparedness, left_out)


COUNTED = ("structure", "specifics", "length", "conviction")
"""What counts in part where an answer hardly fits its question."""


def counted_share(on_the_question: Dimension) -> float:
    """How far what is said counts (1: wholly), by how well it fits."""
    fit = on_the_question.value
    if fit is None or on_the_question.unit == LIKENESS:
        return 1.0
    numbers = NORMS.preparedness["on_the_question"].numbers
    along = (fit - numbers["off"]) / (numbers["fits"] - numbers["off"])
    return numbers["least"] + (1 - numbers["least"]) * min(max(along, 0.0), 1.0)


def _counted(dimension: Dimension, on_the_question: Dimension) -> Dimension:
    """A fine story to another question is no good answer to this one: off the question it counts in part.
    Without other questions to compare nobody knows whether it is off."""
    share = counted_share(on_the_question)
    if dimension.score is None or share == 1:
        return dimension
    return msgspec.structs.replace(
        dimension,
        score=round(dimension.score * share, 1),
        formula=f"{dimension.formula} Counted at {share:.0%}, because the answer hardly fits the question.",
    )


def _points(
    passage: Passage, question: Question, ticked: Collection[str], meanings: Meanings | None
) -> tuple[tuple[Point, ...], frozenset[int]]:
    """Which points were heard, by the stems of their cues or by their meaning, and the positions where cues are crowded:
    there they are a list of catchwords and count for nothing."""
    hits = {point.id: _cues(passage, point) for point in question.listen_for}
    cued = {at for found in hits.values() for hit in found for at in range(*hit)}
    crowded: set[int] = set()
    for start, end in (hit for found in hits.values() for hit in found):
        around = range(max(0, start - AROUND), min(len(passage), end + AROUND))
        if sum(at in cued for at in around) - (end - start) > CROWDED * (len(around) - (end - start)):
            crowded.update(range(start, end))
    points = []
    for point in question.listen_for:
        at = next((hit for hit in hits[point.id] if crowded.isdisjoint(range(*hit))), None)
        meant, stretch = _meant(passage, point, frozenset(crowded), meanings)
        if at is None and meant is not None and meant >= NORMS.preparedness["on_the_question"].numbers["meant"]:
            at = stretch
        points.append(Point(point=point, at=at, ticked=point.id in ticked, meant=meant))
    return tuple(points), frozenset(crowded)


def _meant(
    passage: Passage, point: ListenFor, crowded: frozenset[int], meanings: Meanings | None
) -> tuple[float | None, tuple[int, int] | None]:
    """The likeness of the likest stretch that is not full of catchwords, and where it is."""
    if meanings is None or not passage.stretches:
        return None, None
    alike = meanings.alike((relevance.probe(point),), [(passage.stretch(*each),) for each in passage.stretches])
    best, (start, end) = max(zip(alike, passage.stretches, strict=True))
    first, last = passage.answering[start], passage.answering[end - 1] + 1
    if not crowded.isdisjoint(range(first, last)):
        return None, None
    return best, (first, last)


def _cues(passage: Passage, point: ListenFor) -> list[tuple[int, int]]:
    phrases = Phrases(" ".join(stem(token.norm) for token in tokens_of_text(cue)) for cue in point.cues)
    return [hit for hit in phrases.find(passage.stems) if passage.idle.isdisjoint(range(*hit))]


def _on_the_question(
    content: Content, question: Question | None, background: Sequence[Question], meanings: Meanings | None
) -> Dimension:
    norm = NORMS.preparedness["on_the_question"]
    passage = content.passage
    if question is None or not len(passage):
        return norm.dimension(None, None)
    ranges = passage.parts if relevance.known(question) else (passage.whole,)
    parts = [_part(passage, each, content.crowded) for each in ranges]
    beginning = passage.stretch(*passage.stretches[0]) if passage.stretches else ""
    fit = relevance.fit(parts, beginning, question, background, meanings)
    if fit.better is None:
        value, score = fit.words, norm.score("cosine", fit.words)
    else:
        value, score = fit.better, norm.score("better", fit.better)
    covered = sum(point.covered for point in content.points)
    if content.points:
        coverage = norm.score("points", covered / len(content.points) * 100)
        score = norm.numbers["fit"] * score + norm.numbers["points"] * coverage
    evidence = [_point_evidence(passage, point) for point in content.points]
    for each in fit.shared[:3]:
        at = next(at for at, other in enumerate(passage.stems) if other == each)
        evidence.append(passage.evidence(at, at + 1, note="fits the question"))
    here = f"{covered} of {counted(len(content.points), 'point')} heard" if content.points else ""
    if fit.better is None:
        return norm.dimension(score, value, here, tuple(evidence), band="0.1 to 0.4", unit=LIKENESS)
    return norm.dimension(score, value, here, tuple(evidence))


def _part(passage: Passage, part: tuple[int, int], crowded: Collection[int]) -> tuple[list[str], str]:
    return [passage.stems[at] for at in passage.answering[slice(*part)] if at not in crowded], passage.stretch(*part)


def _point_evidence(passage: Passage, point: Point) -> Evidence:
    if point.at is not None:
        return passage.evidence(*point.at, note=f"heard: {point.point.point}")
    return Evidence(text="", note=f"{'ticked' if point.ticked else 'not heard'}: {point.point.point}")


def filled(words: int, seconds: float | None, window: float) -> float:
    """How much of the window (1: all) an answer fills; `seconds` of a spoken one. What is said fast fills it as its words would, but
    is over time only by the clock."""
    share = words / (window * NORMS.preparedness["length"].numbers["words_per_second"])
    return share if seconds is None else max(seconds / window, min(share, 1.0))


def _length(content: Content, seconds: float | None, window: float) -> Dimension:
    """Measured against the window: 1 is as long as was asked for. Words that say little do not fill it, they cost."""
    norm = NORMS.preparedness["length"]
    passage = content.passage
    if not len(passage):
        return norm.dimension(None, None)
    rate = norm.numbers["words_per_second"]
    share = filled(len(passage), seconds, window)
    little = sum(content.little) / len(passage)
    score = min(norm.score("share", share), norm.score("share", share * len(passage.said) / len(passage)))
    score -= norm.score("little", share * little)
    evidence = _little(content)
    if seconds is None:
        here = f"{counted(len(passage), 'word')} for a window of {window:.0f} s, about {window * rate:.0f} words"
        here += f", {count} of them saying little" if (count := round(little * len(passage))) else ""
        band = f"{window * rate * 0.4:.0f} to {window * rate * 4 / 3:.0f} words"
        return norm.dimension(score, len(passage), here, evidence, band=band, unit="words")
    here = f"{seconds:.0f} s for a window of {window:.0f} s"
    here += f", its words would fill {share * window:.0f} s" if share > seconds / window else ""
    here += f", {idle} s saying little" if (idle := round(little * seconds)) else ""
    return norm.dimension(score, seconds, here, evidence, band=f"{window * 0.4:.0f} to {window * 4 / 3:.0f} s")


def _conviction(content: Content) -> Dimension:
    norm = NORMS.preparedness["conviction"]
    if not len(content.passage):
        return norm.dimension(None, None)
    rate = max(sum(start < end for start, _ in content.hedges) / end * 100 for end in content.passage.ends)
    evidence = tuple(content.passage.evidence(start, end, note="hedge") for start, end in content.hedges)
    telling = content.passage.telling(content.little)
    here = f"{1 - telling:.0%} of the words say little, and count against it" if round(telling, 2) < 1 else ""
    return norm.dimension(norm.score("rate", rate) * telling, rate, here, (*evidence, *_little(content)))


def _little(content: Content) -> tuple[Evidence, ...]:
    return tuple(
        content.passage.evidence(start, end, note="says little") for start, end in substance.ranges(content.little)
    )
