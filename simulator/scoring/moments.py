"""The places of a spoken answer worth jumping to, ranked by the points that they cost or won.

Points are those of fluency or preparedness, 0 to 100. A dimension makes up its part of them (its weight among the
dimensions that have a score), and loses this part of what its score is short of 100. That loss is handed out: each
place bears its share of the quantity that the formula reads, so all places of a dimension together never cost more than
it lost. What a good place won is the dimension as it is, less what the same formula gives without that place.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

import msgspec

from simulator.scoring import fluency, specifics
from simulator.scoring.card import Dimension, Evidence, Moment, Score
from simulator.scoring.disfluency import Disfluencies
from simulator.scoring.norms import NORMS, parts
from simulator.scoring.preparedness import Content
from simulator.scoring.timeline import Stop, Timeline, lead_in
from simulator.scoring.words import Token, quote, syllables

CLUSTER_SECONDS = 8.0
"""Two or more fillers within this time are one moment."""

LONG_PAUSE = 1.0
"""Seconds from which a pause inside a clause is worth jumping to; between clauses twice as long."""

RUSHED = 1.2
"""A stretch is a rush if it is said at so many times the speed at which pace begins to lose, or faster."""

RUSH_SECONDS = 2.0
"""Nobody says `fluency.BLOCK_WORDS` words in less: there the times of the words are wrong."""

FLOWING_WORDS = 10
"""The longest run without a stop is worth hearing if it has so many words."""

QUOTED = 6
"""Words with which a rush is named."""

MOST = 12


class _Points(msgspec.Struct, frozen=True):
    """`part` is what one point of a dimension is worth in its total, 0 without a score."""

    dimensions: Mapping[str, Dimension]
    part: Mapping[str, float]

    def score(self, name: str) -> float:
        return self.dimensions[name].score or 0.0

    def lost(self, name: str) -> float:
        return self.part[name] * (100 - self.score(name))


def moments(
    line: Timeline,
    tokens: Sequence[Token],
    found: Disfluencies,
    content: Content,
    sound: Score,
    words: Score,
    window: float,
) -> tuple[Moment, ...]:
    """At most `MOST`, those that cost or won most first, then by time. The longest pause inside a clause and the best
    stretch are always among them. `sound` is fluency and `words` preparedness; where these have no score, no
    moment has points. `window`: recommended seconds."""
    points = _Points(
        dimensions={**sound.dimensions, **words.dimensions},
        part={**parts(sound.dimensions, NORMS.fluency), **parts(words.dimensions, NORMS.preparedness)},
    )
    pauses = _long_pauses(line, tokens, found, points)
    inside = [(stop.seconds, number) for number, (stop, _) in enumerate(pauses) if stop.inside_clause]
    longest = max(inside, key=lambda each: each[0])[1] if inside else None
    kept = [pauses.pop(longest)[1]] if longest is not None else []
    kept += _best_stretch(line, tokens, found, content, points)
    others = [
        *(moment for _, moment in pauses),
        *_clusters(tokens, found, points.lost("fillers")),
        *_repeats(tokens, found, points.lost("repairs")),
        *_rushes(line, tokens, found, points),
        *_slow_start(line, points),
        *_over_time(line, points, window),
        *_measured_result(content, points),
    ]
    return tuple(sorted([*kept, *sorted(others, key=_rank)[: MOST - len(kept)]], key=_rank))


def _rank(moment: Moment) -> tuple[float, float]:
    return -abs(moment.points), moment.start


def _long_pauses(
    line: Timeline, tokens: Sequence[Token], found: Disfluencies, points: _Points
) -> list[tuple[Stop, Moment]]:
    return [
        (
            stop,
            Moment(
                kind="long pause",
                start=_at(line, stop.start),
                end=_at(line, stop.end),
                text=_length(stop) + (f" after “{lead_in(tokens, found, stop)}”" if stop.before else ""),
                points=_round(-cost),
            ),
        )
        for stop, cost in zip(line.stops, _stop_costs(line, points), strict=True)
        if stop.silent and stop.seconds >= LONG_PAUSE and (stop.inside_clause or stop.seconds >= 2 * LONG_PAUSE)
    ]


def _length(stop: Stop) -> str:
    return f"{stop.seconds:.1f} s without a new word" if stop.halts else f"{stop.seconds:.1f} s"


def _stop_costs(line: Timeline, points: _Points) -> list[float]:
    """What flow lost by its three readings: by the longest stop falls to that stop, by the time without words to each
    by its seconds, and the rest, by how often the words stop, to each by its weight."""
    if not line.stops or line.seconds <= 0:
        return [0.0] * len(line.stops)
    norm, part = NORMS.fluency["flow"], points.part["flow"]
    weights = [fluency.weight(line, stop) for stop in line.stops]
    lengths = [stop.seconds * min(1.0, weight) for stop, weight in zip(line.stops, weights, strict=True)]
    longest = part * norm.numbers["longest"] * (100 - norm.score("longest", max(lengths)))
    silent = part * norm.numbers["speaking"] * (100 - norm.score("speaking", line.speaking / line.seconds))
    often = max(0.0, points.lost("flow") - longest - silent)
    silence = max(line.seconds - line.speaking, sum(stop.seconds for stop in line.stops)) or 1.0
    which = lengths.index(max(lengths))
    return [
        often * weight / sum(weights) + silent * stop.seconds / silence + (longest if number == which else 0.0)
        for number, (stop, weight) in enumerate(zip(line.stops, weights, strict=True))
    ]


def _clusters(tokens: Sequence[Token], found: Disfluencies, lost: float) -> list[Moment]:
    clusters: list[list[tuple[int, int]]] = []
    for filler in found.fillers:
        if clusters and _start(tokens, filler[0]) - _start(tokens, clusters[-1][0][0]) <= CLUSTER_SECONDS:
            clusters[-1].append(filler)
        else:
            clusters.append([filler])
    return [
        Moment(
            kind="fillers",
            start=_start(tokens, cluster[0][0]),
            end=_end(tokens, cluster[-1][1] - 1),
            text=", ".join(quote(tokens, *filler) for filler in cluster),
            points=_round(-lost * len(cluster) / len(found.fillers)),
        )
        for cluster in clusters
        if len(cluster) > 1
    ]


def _repeats(tokens: Sequence[Token], found: Disfluencies, lost: float) -> list[Moment]:
    spans = [(repeat.first, repeat.end, repeat.times) for repeat in found.repeats]
    spans += [(at, at + 1, 1) for at in found.cut_offs]
    counted = sum(times for *_, times in spans) + len(found.corrections)
    return [
        Moment(
            kind="repeat",
            start=_start(tokens, start),
            end=_end(tokens, end - 1),
            text=quote(tokens, start, end),
            points=_round(-lost * times / counted),
        )
        for start, end, times in spans
    ]


def _rushes(line: Timeline, tokens: Sequence[Token], found: Disfluencies, points: _Points) -> list[Moment]:
    """Stretches of `fluency.BLOCK_WORDS` words or more at `RUSHED` times the speed that pace allows, in that reading of
    its fast side which is the lower for the whole answer. Each bears its share of all that was said beyond what its time
    allows. Where the fast side is not what pace lost by, a rush costs nothing."""
    if not line.words or line.speaking <= 0:
        return []
    norm = NORMS.fluency["pace"]
    readings = (
        ("fast", [float(syllables(tokens[at].norm)) for at in found.going_on], "{:.1f} syllables a second"),
        ("fast_words", [60.0] * line.words, "{:.0f} words a minute"),
    )
    scored = [(norm.score(curve, sum(said) / line.speaking), curve, said, unit) for curve, said, unit in readings]
    score, curve, said, unit = min(scored, key=lambda each: each[0])
    allowed = norm.curves[curve][0][0]
    seconds = _seconds(line, tokens, found)
    gains = [amount - RUSHED * allowed * time for amount, time in zip(said, seconds, strict=True)]
    rushed = [
        (start, end)
        for start, end in _surges(gains)
        if end - start >= fluency.BLOCK_WORDS and sum(seconds[start:end]) >= RUSH_SECONDS
    ]
    beyond = [sum(said[start:end]) - allowed * sum(seconds[start:end]) for start, end in rushed]
    lost = points.lost("pace") if round(score, 1) <= points.score("pace") else 0.0
    everywhere = max(sum(beyond), sum(said) - allowed * line.speaking)
    return [
        Moment(
            kind="rush",
            start=_start(tokens, found.going_on[start]),
            end=_end(tokens, found.going_on[end - 1]),
            text=f"{unit.format(sum(said[start:end]) / sum(seconds[start:end]))} from "
            f"“{quote(tokens, found.going_on[start], found.going_on[start] + QUOTED)}”",
            points=_round(-lost * excess / everywhere),
        )
        for (start, end), excess in zip(rushed, beyond, strict=True)
    ]


def _seconds(line: Timeline, tokens: Sequence[Token], found: Disfluencies) -> list[float]:
    """The speaking time of each word that goes on: from its beginning to that of the next, or to its own end where
    something else is said between, without the silence."""
    following = {left: right for left, right in pairwise(found.going_on) if right == left + 1}
    times: list[float] = []
    for at in found.going_on:
        start = round((tokens[at].start or 0.0) - line.origin, 6)
        until = tokens[following[at]].start if at in following else tokens[at].end
        end = round((until or 0.0) - line.origin, 6)
        silent = sum(max(0.0, min(end, right) - max(start, left)) for (left, right), _ in line.silences)
        times.append(max(0.0, end - start - silent))
    return times


def _surges(gains: Sequence[float]) -> list[tuple[int, int]]:
    """The stretches over which gains add up: each goes from where its sum turns positive to where it is highest, and
    ends before it falls to nothing again."""
    found: list[tuple[int, int]] = []
    start = 0
    while start < len(gains):
        total = highest = 0.0
        end = start
        for at in range(start, len(gains)):
            total += gains[at]
            if total <= 0:
                break
            if total > highest:
                highest, end = total, at + 1
        if end > start:
            found.append((start, end))
        start = max(end, start + 1)
    return found


def _slow_start(line: Timeline, points: _Points) -> list[Moment]:
    """None within the band: what most people do is not slow, though the curve falls from a little before its end."""
    norm, latency = NORMS.fluency["start"], points.dimensions["start"].value
    if latency is None or norm.score("latency", latency) >= norm.ordinary:
        return []
    return [
        Moment(
            kind="slow start",
            start=0.0,
            end=_at(line, line.onset),
            text=f"{latency:.1f} s to the first word",
            points=_round(-points.lost("start")),
        )
    ]


def _over_time(line: Timeline, points: _Points, window: float) -> list[Moment]:
    """What length lost by being too long would not have been lost without the words after the window."""
    if line.seconds <= window or NORMS.preparedness["length"].score("share", line.seconds / window) == 100:
        return []
    return [
        Moment(
            kind="over time",
            start=_at(line, window),
            end=_at(line, line.seconds),
            text=f"{line.seconds - window:.0f} s past the window of {window:.0f} s",
            points=_round(
                -points.part["length"] * (100 - NORMS.preparedness["length"].score("share", line.seconds / window))
            ),
        )
    ]


def _measured_result(content: Content, points: _Points) -> list[Moment]:
    measured = next((each for each in content.specifics if each.measured), None)
    if measured is None:
        return []
    others = [each for each in content.specifics if each is not measured]
    without = specifics.dimension(content.passage, others, content.uncommon, content.vague, content.little)
    evidence = content.passage.evidence(max(0, measured.start - 5), measured.end)
    if evidence.start is None or evidence.end is None:
        return []  # said after a follow-up, in another recording
    return [_good(evidence, points, "specifics", without)]


def _best_stretch(
    line: Timeline, tokens: Sequence[Token], found: Disfluencies, content: Content, points: _Points
) -> list[Moment]:
    """The longest run of words without a stop; without it the same stops stand among fewer words."""
    edges = [0, *(stop.before for stop in line.stops if 0 < stop.before < line.words), line.words]
    words, start, end = max((right - left, left, right) for left, right in pairwise(edges))
    if words < FLOWING_WORDS:
        return []
    spoken = sum(_seconds(line, tokens, found)[start:end])
    rest = msgspec.structs.replace(
        line,
        words=line.words - words,
        syllables=line.syllables - sum(syllables(tokens[at].norm) for at in found.going_on[start:end]),
        speaking=line.speaking - spoken,
        seconds=line.seconds - spoken,
    )
    without = fluency.score(rest, tokens, found, None).dimensions["flow"]
    return [_good(content.passage.evidence(start, end), points, "flow", without)]


def _good(evidence: Evidence, points: _Points, name: str, without: Dimension) -> Moment:
    """`without` is the dimension as it would be if the words of the evidence had not been said."""
    won = points.part[name] * (points.score(name) - (without.score or 0.0))
    return Moment(
        kind="best",
        start=evidence.start or 0.0,
        end=evidence.end or 0.0,
        text=evidence.text,
        good=True,
        points=_round(max(0.0, won)),
    )


def _round(points: float) -> float:
    """To one decimal, as scores are, and never a negative zero."""
    return round(points, 1) + 0.0


def _at(line: Timeline, seconds: float) -> float:
    return round(line.origin + seconds, 3)


def _start(tokens: Sequence[Token], at: int) -> float:
    return round(tokens[at].start or 0.0, 3)


def _end(tokens: Sequence[Token], at: int) -> float:
    return round(tokens[at].end or 0.0, 3)
