"""Scorecards in lines, for a pipe or a screen reader."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.scoring.card import SET_SO, Evidence, Score, Scorecard, measured_text
from simulator.sessions.told import typing_text
from simulator.text import plain


def seconds(value: float) -> str:
    """`75.2` becomes `1:15`."""
    return f"{int(value) // 60}:{int(value) % 60:02}"


def card(scorecard: Scorecard) -> Iterator[str]:
    """One answer's scorecard: what worked and what is next, then the numbers with their reasons."""
    if scorecard.left_out:
        yield f"({SET_SO}: {', '.join(scorecard.left_out)})"
    if scorecard.labels:
        yield plain(f"({', '.join(scorecard.labels)})")
    for name, remark in (("Worked", scorecard.worked), ("Next", scorecard.next)):
        if remark is not None:
            at = f"  [{seconds(remark.start)}]" if remark.start is not None else ""
            yield f"{name}: {plain(remark.text)}{at}"
    if "typed" in scorecard.labels and all(each.value is None for each in scorecard.fluency.dimensions.values()):
        yield f"Fluency: {number(None)}, since it is heard, not typed"
    else:
        yield from _score("Fluency", scorecard.fluency)
    yield from _score("Preparedness", scorecard.preparedness)
    if scorecard.moments:
        yield "Moments:"
    for moment in scorecard.moments:
        points = f", {moment.points:+.1f} points" if moment.points else ""
        yield f"  [{seconds(moment.start)}] {plain(moment.kind)}{points}: {plain(moment.text)}"
    if scorecard.typing is not None and (known := typing_text(scorecard.typing)):
        yield f"Typing: {known}. Shown, never scored."


def _score(name: str, score: Score) -> Iterator[str]:
    yield f"{name}: {number(score.score)}"
    for dimension_name, dimension in score.dimensions.items():
        found = (number(dimension.score), measured_text(dimension), f"({dimension.band})")
        yield plain(f"  {dimension_name.replace('_', ' ')}: {'  '.join(filter(None, found))}")
        for evidence in dimension.evidence[:3]:
            yield f"      {_evidence(evidence)}"


def number(score: float | None) -> str:
    return "not scored" if score is None else f"{score:.0f}"


def _evidence(evidence: Evidence) -> str:
    at = f" [{seconds(evidence.start)}]" if evidence.start is not None else ""
    note = f" ({plain(evidence.note)})" if evidence.note else ""
    return f"“{plain(evidence.text)}”{at}{note}" if evidence.text else f"{at.strip()}{note}"


def transcript(scorecard: Scorecard | None) -> Iterator[str]:
    """A take in lines of about ten seconds, long pauses marked where they are."""
    if scorecard is None:
        yield "(not transcribed yet)"
        return
    if not scorecard.transcript.words:
        yield plain(scorecard.transcript.text) or "(no words)"
        return
    pauses = iter(scorecard.pauses)
    pause = next(pauses, None)
    line: list[str] = []
    line_start = 0.0
    for word in scorecard.transcript.words:
        while pause is not None and pause.start <= word.start:
            if pause.end - pause.start >= 1.0:
                line.append(f"[{pause.end - pause.start:.1f} s]")
            pause = next(pauses, None)
        if line and word.start - line_start > 10:
            yield f"{seconds(line_start)}  {' '.join(line)}"
            line, line_start = [], word.start
        line.append(plain(word.text))
    if line:
        yield f"{seconds(line_start)}  {' '.join(line)}"
