"""The places of a spoken answer worth jumping to, ranked by the points that were lost or won there."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence

from simulator.scoring.card import Dimension, Evidence, Moment, Score
from simulator.scoring.disfluency import Disfluencies
from simulator.scoring.norms import NORMS
from simulator.scoring.preparedness import Content
from simulator.scoring.timeline import Stop, Timeline, lead_in
from simulator.scoring.words import Token, quote

CLUSTER_SECONDS = 8.0
"""Two or more fillers within this time are one moment."""

LONG_PAUSE = 1.0
"""Seconds from which a pause inside a clause is worth jumping to; between clauses twice as long."""

MOST = 12


def moments(
    line: Timeline,
    tokens: Sequence[Token],
    found: Disfluencies,
    content: Content,
    fluency: Score,
    preparedness: Score,
    window: float,
) -> tuple[Moment, ...]:
    """At most `MOST`, the weightiest first. Each takes its part of what its dimension lost; the good ones go by what
    theirs won."""
    ranked = [
        *_long_pauses(line, tokens, found, _lost(fluency.dimensions, "flow")),
        *_clusters(tokens, found, _lost(fluency.dimensions, "fillers")),
        *_repeats(tokens, found, _lost(fluency.dimensions, "repairs")),
        *_slow_start(line, fluency),
        *_over_time(line, _lost(preparedness.dimensions, "length"), window),
        *_best(line, tokens, found, content),
    ]
    ranked.sort(key=lambda each: (-each[0], each[1].start))
    return tuple(moment for _, moment in ranked[:MOST])


def _lost(dimensions: Mapping[str, Dimension], name: str) -> float:
    """Weighted points that the answer lost in this dimension."""
    norms = NORMS.fluency if name in NORMS.fluency else NORMS.preparedness
    score = dimensions[name].score
    return 0.0 if score is None else (100 - score) * norms[name].weight


def _long_pauses(
    line: Timeline, tokens: Sequence[Token], found: Disfluencies, lost: float
) -> list[tuple[float, Moment]]:
    total = sum(stop.seconds for stop in line.stops) or 1.0
    return [
        (
            lost * stop.seconds / total,
            Moment(
                kind="long pause",
                start=_at(line, stop.start),
                end=_at(line, stop.end),
                text=_length(stop) + (f" after “{lead_in(tokens, found, stop)}”" if stop.before else ""),
            ),
        )
        for stop in line.stops
        if stop.silent and stop.seconds >= LONG_PAUSE and (stop.inside_clause or stop.seconds >= 2 * LONG_PAUSE)
    ]


def _length(stop: Stop) -> str:
    return f"{stop.seconds:.1f} s without a new word" if stop.halts else f"{stop.seconds:.1f} s"


def _clusters(tokens: Sequence[Token], found: Disfluencies, lost: float) -> list[tuple[float, Moment]]:
    clusters: list[list[tuple[int, int]]] = []
    for filler in found.fillers:
        if clusters and _start(tokens, filler[0]) - _start(tokens, clusters[-1][0][0]) <= CLUSTER_SECONDS:
            clusters[-1].append(filler)
        else:
            clusters.append([filler])
    return [
        (
            lost * len(cluster) / len(found.fillers),
            Moment(
                kind="fillers",
                start=_start(tokens, cluster[0][0]),
                end=_end(tokens, cluster[-1][1] - 1),
                text=", ".join(quote(tokens, *filler) for filler in cluster),
            ),
        )
        for cluster in clusters
        if len(cluster) > 1
    ]


def _repeats(tokens: Sequence[Token], found: Disfluencies, lost: float) -> list[tuple[float, Moment]]:
    spans = [(repeat.first, repeat.end) for repeat in found.repeats] + [(at, at + 1) for at in found.cut_offs]
    return [
        (
            lost / len(spans),
            Moment(
                kind="repeat", start=_start(tokens, start), end=_end(tokens, end - 1), text=quote(tokens, start, end)
            ),
        )
        for start, end in spans
    ]


def _slow_start(line: Timeline, fluency: Score) -> list[tuple[float, Moment]]:
    start = fluency.dimensions["start"]
    if start.score is None or start.value is None or start.score == 100:
        return []
    moment = Moment(
        kind="slow start", start=0.0, end=_at(line, line.onset), text=f"{start.value:.1f} s to the first word"
    )
    return [(_lost(fluency.dimensions, "start"), moment)]


def _over_time(line: Timeline, lost: float, window: float) -> list[tuple[float, Moment]]:
    if line.seconds <= window or not lost:
        return []
    moment = Moment(
        kind="over time",
        start=_at(line, window),
        end=_at(line, line.seconds),
        text=f"{line.seconds - window:.0f} s past the window of {window:.0f} s",
    )
    return [(lost, moment)]


def _best(line: Timeline, tokens: Sequence[Token], found: Disfluencies, content: Content) -> list[tuple[float, Moment]]:
    """The measured result, if there is one, and the longest run of words without a stop (ten words or more)."""
    best: list[tuple[float, Moment]] = []
    measured = next((each for each in content.specifics if each.measured), None)
    if measured is not None:
        evidence = content.passage.evidence(max(0, measured.start - 5), measured.end)
        best.append((NORMS.preparedness["specifics"].weight * 40, _good(evidence)))
    edges = [0, *(stop.before for stop in line.stops if 0 < stop.before < line.words), line.words]
    runs = [(end - start, start, end) for start, end in itertools.pairwise(edges)]
    length, start, end = max(runs, default=(0, 0, 0))
    if length >= 10:
        evidence = content.passage.evidence(start, end)
        best.append((NORMS.fluency["flow"].weight * length, _good(evidence)))
    return best


def _good(evidence: Evidence) -> Moment:
    return Moment(kind="best", start=evidence.start or 0.0, end=evidence.end or 0.0, text=evidence.text, good=True)


def _at(line: Timeline, seconds: float) -> float:
    return round(line.origin + seconds, 3)


def _start(tokens: Sequence[Token], at: int) -> float:
    return round(tokens[at].start or 0.0, 3)


def _end(tokens: Sequence[Token], at: int) -> float:
    return round(tokens[at].end or 0.0, 3)
