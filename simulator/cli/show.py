"""Scorecards in lines, for a pipe or a screen reader."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.scoring.card import Evidence, Score, Scorecard, measured_text
from simulator.text import counted, plain


def seconds(value: float) -> str:
    """`75.2` becomes `1:15`."""
    return f"{int(value) // 60}:{int(value) % 60:02}"


def card(scorecard: Scorecard) -> Iterator[str]:
    """One answer's scorecard: what worked and what is next, then the numbers with their reasons."""
    if scorecard.labels:
        yield f"({', '.join(scorecard.labels)})"
    for name, remark in (("Worked", scorecard.worked), ("Next", scorecard.next)):
        if remark is not None:
            at = f"  [{seconds(remark.start)}]" if remark.start is not None else ""
            yield f"{name}: {plain(remark.text)}{at}"
    yield from _score("Fluency", scorecard.fluency)
    yield from _score("Preparedness", scorecard.preparedness)
    if scorecard.moments:
        yield "Moments:"
    for moment in scorecard.moments:
        points = f", {moment.points:+.1f} points" if moment.points else ""
        yield f"  [{seconds(moment.start)}] {moment.kind}{points}: {plain(moment.text)}"
    if scorecard.typing is not None:
        yield from _typing(scorecard)


def _score(name: str, score: Score) -> Iterator[str]:
    yield f"{name}: {number(score.score)}"
    for dimension_name, dimension in score.dimensions.items():
        measured = f"{number(dimension.score)}  {measured_text(dimension)}"
        yield f"  {dimension_name.replace('_', ' ')}: {measured}  ({dimension.band})"
        for evidence in dimension.evidence[:3]:
            yield f"      {_evidence(evidence)}"


def number(score: float | None) -> str:
    return "not scored" if score is None else f"{score:.0f}"


def _evidence(evidence: Evidence) -> str:
    at = f" [{seconds(evidence.start)}]" if evidence.start is not None else ""
    note = f" ({plain(evidence.note)})" if evidence.note else ""
    return f"“{plain(evidence.text)}”{at}{note}" if evidence.text else f"{at.strip()}{note}"


def _typing(scorecard: Scorecard) -> Iterator[str]:
    typing = scorecard.typing
    assert typing is not None
    parts = []
    if typing.first_key is not None:
        parts.append(f"first key after {typing.first_key:.1f} s")
    if typing.words_per_minute is not None:
        parts.append(f"{counted(typing.words_per_minute, 'word')} a minute")
    if typing.corrections is not None:
        parts.append(f"{counted(typing.corrections, 'character')} taken back")
    if parts:
        yield f"Typing: {', '.join(parts)}. Shown, never scored."
