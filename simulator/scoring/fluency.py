"""Fluency: how it sounded. Pace, flow, fillers, repairs and start, each from what was observed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from simulator.scoring.card import Dimension, Evidence, Filler, LeftOut, Pause, Score
from simulator.scoring.disfluency import Disfluencies
from simulator.scoring.left_out import without
from simulator.scoring.norms import NORMS, weighted
from simulator.scoring.timeline import PAUSE_SECONDS, Stop, Timeline, lead_in
from simulator.scoring.words import HUM, Token, quote
from simulator.text import counted

BLOCK_WORDS = 15
"""Words in a row over which a rush or a crawl is looked for."""

BLOCK_SYLLABLES = 22
"""The same in syllables."""


def score(
    line: Timeline,
    tokens: Sequence[Token],
    found: Disfluencies,
    latency: float | None,
    left_out: Collection[LeftOut] = (),
) -> Score:
    """`latency` is the seconds from the end of the question to the origin of the line, None where it is not scored. Line, tokens and what was
    found are without what is left out."""
    dimensions = {
        "pace": _pace(line, tokens, found),
        "flow": _flow(line, tokens, found),
        "fillers": _fillers(line, tokens, found),
        "repairs": _repairs(line, tokens, found),
        "start": _start(line, latency),
    }
    return without(Score(score=weighted(dimensions, NORMS.fluency), dimensions=dimensions), NORMS.fluency, left_out)


def unscored() -> Score:
    """The fluency of an answer that nobody spoke."""
    return Score(score=None, dimensions={name: norm.dimension(None, None) for name, norm in NORMS.fluency.items()})


def pauses(line: Timeline) -> tuple[Pause, ...]:
    """The silences of 0.25 s or longer."""
    return tuple(
        Pause(start=_at(line, start), end=_at(line, end), inside_clause=inside)
        for (start, end), inside in line.silences
        if round(end - start, 6) >= PAUSE_SECONDS
    )


def fillers(tokens: Sequence[Token], found: Disfluencies) -> tuple[Filler, ...]:
    """The fillers that the recogniser wrote, and those that only the sound shows."""
    return tuple(
        Filler(
            text=quote(tokens, start, end),
            start=_time(tokens[start].start),
            end=_time(tokens[end - 1].end),
            source="sound" if tokens[start].text == HUM else "words",
        )
        for start, end in found.fillers
    )


def _pace(line: Timeline, tokens: Sequence[Token], found: Disfluencies) -> Dimension:
    """Without words, from the syllables that the sound alone shows."""
    norm = NORMS.fluency["pace"]
    if not line.syllables or line.seconds <= 0:
        return norm.dimension(None, None)
    words = line.words or line.syllables / norm.numbers["syllables_per_word"]
    value = words / line.seconds * 60
    if line.speaking <= 0:
        return norm.dimension(None, value)
    speech_rate, articulation_rate = line.syllables / line.seconds, line.syllables / line.speaking
    slow = norm.score("slow", speech_rate)
    fast = min(norm.score("fast", articulation_rate), norm.score("fast_words", words / line.speaking * 60))
    here = f"{speech_rate:.1f} syllables a second with pauses, {articulation_rate:.1f} without"
    if not line.words:
        here += ", counted from the sound alone"
    blocks = _blocks(tokens, found) if line.words else _blocks_of_sound(line)
    evidence = _worst(blocks, fast=fast < slow) if min(slow, fast) < 100 else ()
    return norm.dimension(min(slow, fast), value, here, evidence)


Block = tuple[float, Evidence]
"""A stretch of speech, and its rate."""


def _blocks(tokens: Sequence[Token], found: Disfluencies) -> Iterator[Block]:
    for at in range(0, len(found.going_on) - BLOCK_WORDS, BLOCK_WORDS):
        first, after = found.going_on[at], found.going_on[at + BLOCK_WORDS]
        start, end = _time(tokens[first].start), _time(tokens[after].start)
        if end > start:
            rate = BLOCK_WORDS / (end - start) * 60
            text = quote(tokens, first, first + 6)
            yield rate, Evidence(text=text, start=start, end=end, note=f"{rate:.0f} words a minute here")


def _blocks_of_sound(line: Timeline) -> Iterator[Block]:
    for first, after in zip(
        line.nuclei[::BLOCK_SYLLABLES], line.nuclei[BLOCK_SYLLABLES::BLOCK_SYLLABLES], strict=False
    ):
        rate = BLOCK_SYLLABLES / (after - first)
        note = f"{rate:.1f} syllables a second here"
        yield rate, Evidence(text="", start=_at(line, first), end=_at(line, after), note=note)


def _worst(blocks: Iterable[Block], *, fast: bool) -> tuple[Evidence, ...]:
    """Of the half on the losing side the three furthest, in the order they were said."""
    rated = sorted(blocks, key=lambda block: block[0], reverse=fast)
    worst = rated[: min(3, (len(rated) + 1) // 2)]
    return tuple(sorted((evidence for _, evidence in worst), key=lambda evidence: evidence.start or 0.0))


def _flow(line: Timeline, tokens: Sequence[Token], found: Disfluencies) -> Dimension:
    norm = NORMS.fluency["flow"]
    if line.speaking <= 0 or line.seconds <= 0:
        return norm.dimension(None, None)
    weights = norm.numbers
    silent = [(end - start, inside) for (start, end), inside in line.silences if round(end - start, 6) >= PAUSE_SECONDS]
    syllables = line.syllables or line.speaking * weights["syllables_per_second"]
    stops = sum(weight(line, stop) for stop in line.stops) / syllables * 100
    longest = max((stop.seconds * min(1.0, weight(line, stop)) for stop in line.stops), default=0.0)
    share = line.speaking / line.seconds
    score = (
        weights["stops"] * norm.score("stops", stops)
        + weights["longest"] * norm.score("longest", longest)
        + weights["speaking"] * norm.score("speaking", share)
    )
    inside = sum(is_inside for _, is_inside in silent)
    here = (
        f"{counted(len(silent), 'pause')}, {inside} of them inside a clause; {stops:.1f} weighted stops per 100 syllables; "
        f"words for {share:.0%} of the time; {counted(syllables / (len(silent) + 1), 'syllable')} between pauses"
    )
    evidence = tuple(
        Evidence(
            text=lead_in(tokens, found, stop), start=_at(line, stop.start), end=_at(line, stop.end), note=_place(stop)
        )
        for stop in line.stops
        if stop.silent
    )
    return norm.dimension(score, len(silent) / line.seconds * 60, here, evidence if score < 100 else ())


def weight(line: Timeline, stop: Stop) -> float:
    """How much a stop counts among the stops; without words nobody knows where a clause ends, and each counts 1."""
    if not line.words:
        return 1.0
    numbers = NORMS.fluency["flow"].numbers
    return numbers["inside"] if stop.inside_clause else numbers["between"]


def _place(stop: Stop) -> str:
    return f"{stop.seconds:.1f} s {'inside a clause' if stop.inside_clause else 'between clauses'}"


def _fillers(line: Timeline, tokens: Sequence[Token], found: Disfluencies) -> Dimension:
    norm = NORMS.fluency["fillers"]
    if not line.words:
        return norm.dimension(None, None)
    rate = len(found.fillers) / line.words * 100
    counts: dict[str, int] = {}
    for start, end in found.fillers:
        said = " ".join(token.norm for token in tokens[start:end])
        counts[said] = counts.get(said, 0) + 1
    here = ", ".join(f"{said} {count}" for said, count in sorted(counts.items(), key=lambda each: -each[1]))
    return norm.dimension(norm.score("rate", rate), rate, here, _spans(tokens, found.fillers))


def _repairs(line: Timeline, tokens: Sequence[Token], found: Disfluencies) -> Dimension:
    norm = NORMS.fluency["repairs"]
    if not line.words:
        return norm.dimension(None, None)
    spans = sorted(
        [(repeat.first, repeat.end) for repeat in found.repeats]
        + [(at, at + 1) for at in found.cut_offs]
        + list(found.corrections)
    )
    said_again = sum(repeat.times - 1 for repeat in found.repeats)
    rate = (len(spans) + said_again) / line.words * 100
    return norm.dimension(norm.score("rate", rate), rate, "", _spans(tokens, spans))


def _spans(tokens: Sequence[Token], spans: Sequence[tuple[int, int]]) -> tuple[Evidence, ...]:
    return tuple(
        Evidence(text=quote(tokens, start, end), start=_time(tokens[start].start), end=_time(tokens[end - 1].end))
        for start, end in spans
    )


def _start(line: Timeline, latency: float | None) -> Dimension:
    norm = NORMS.fluency["start"]
    if latency is None or (not line.words and line.speaking <= 0):
        return norm.dimension(None, None)
    value = round(latency + line.onset - line.cut_before, 6)
    score = norm.score("latency", value)
    onset = _at(line, line.onset)
    evidence = (
        (Evidence(text="", start=0.0, end=onset, note=f"{value:.1f} s before the first word"),) if score < 100 else ()
    )
    return norm.dimension(score, value, "", evidence)


def _at(line: Timeline, seconds: float) -> float:
    return round(line.origin + seconds, 3)


def _time(time: float | None) -> float:
    return 0.0 if time is None else round(time, 3)
