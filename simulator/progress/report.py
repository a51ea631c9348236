"""Progress in words first, then in numbers: what has changed, what has not, and how much single sessions vary.

Praise comes first, and only what exceeds that variation is called a change (`progress.change`). Times are given, none is read here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from statistics import fmean
from typing import NamedTuple

import msgspec

from simulator.progress.change import LEAST, Change, change, changes, off_zero
from simulator.scoring.card import FLUENCY, PREPAREDNESS

TOTALS = ("fluency", "preparedness")

HALF, THIRD = 0.55, 0.7
"""What has fallen to so much of what it was is said to have halved, or to be down by a third."""


class Sitting(msgspec.Struct, frozen=True, kw_only=True):
    """One session: when it was, its scores (0 to 100), those of its dimensions, what was measured for these, how nervous the person was
    (0 to 10) and what they said beforehand. `id` names it."""

    at: datetime
    id: str = ""
    fluency: float | None = None
    preparedness: float | None = None
    dimensions: dict[str, float] = {}
    values: dict[str, float] = {}
    nerves_before: int | None = None
    nerves_after: int | None = None
    said_fluency: int | None = None
    said_preparedness: int | None = None


class Answered(msgspec.Struct, frozen=True, kw_only=True):
    """One answer that counts: when, to which question (its ref) of which competency, and its scores."""

    at: datetime
    ref: str
    competency: str
    question: str = ""
    session: str = ""
    take: str = ""
    fluency: float | None = None
    preparedness: float | None = None


class Week(msgspec.Struct, frozen=True, kw_only=True):
    """The week that begins on `monday`: sessions, and the means of their scores."""

    monday: date
    sessions: int
    fluency: float | None
    preparedness: float | None


class Best(msgspec.Struct, frozen=True, kw_only=True):
    """The highest so far of `what` (fluency or preparedness), in which session or answer."""

    what: str
    score: float
    at: datetime
    session: str
    take: str = ""
    question: str = ""


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """`sentences` say it in words. `changes` holds one for fluency, preparedness and each dimension. `map` holds for each competency its mean
    preparedness by week (Monday). `days` are the days of the last seven on which there was practice, `run` the longest run of days ever."""

    sentences: tuple[str, ...]
    sessions: int
    changes: dict[str, Change]
    weeks: tuple[Week, ...]
    map: dict[str, dict[date, float]]
    bests: tuple[Best, ...]
    days: int
    run: int


class _Wording(NamedTuple):
    """How the change of a dimension is put. `better` and `worse` are said of it; `measure` has the two values, and `falls` tells
    that a smaller value is the better one."""

    better: str
    worse: str
    measure: str = ""
    falls: bool = False


_WORDINGS = {
    "pace": _Wording("Your pace is easier to follow", "Your pace is harder to follow"),
    "flow": _Wording("Your words flow better", "Your words stop more often", "pauses a minute", falls=True),
    "fillers": _Wording("You use fewer fillers", "You use more fillers", "per 100 words", falls=True),
    "repairs": _Wording("You repeat and restart less", "You repeat and restart more", "per 100 words", falls=True),
    "start": _Wording("You start sooner", "You start later", "s to the first word", falls=True),
    "on_the_question": _Wording("You stay closer to the question", "You are further from the question"),
    "structure": _Wording("Your answers have more of their parts", "Your answers lack more of their parts"),
    "specifics": _Wording("You are more specific", "You are less specific", "per 100 words"),
    "homework": _Wording("You use more of your homework", "You use less of your homework"),
    "length": _Wording("Your answers fit their time better", "Your answers fit their time less well"),
    "conviction": _Wording("You hedge less", "You hedge more", "per 100 words", falls=True),
}

assert set(_WORDINGS) == {*FLUENCY, *PREPAREDNESS}


def report(sittings: Sequence[Sitting], answers: Sequence[Answered], today: date, outdated: int = 0) -> Report:
    """`sittings` and `answers` in any order; `outdated` more have only scores of an older scorer, which nothing here may be
    compared with."""
    sittings = sorted(sittings, key=lambda each: each.at)
    totals = {name: change(_scores(sittings, name)) for name in TOTALS}
    dimensions = changes({name: _dimension(sittings, name) for name in _WORDINGS})
    days = sorted({each.at.date() for each in sittings} | {each.at.date() for each in answers})
    return Report(
        sentences=(*_sentences(sittings, totals, dimensions), *_left_out(outdated)),
        sessions=len(sittings),
        changes=totals | dimensions,
        weeks=_weeks(sittings),
        map=_map(answers),
        bests=tuple(_bests(sittings, answers)),
        days=sum(today - timedelta(days=7) < day <= today for day in days),
        run=_longest_run(days),
    )


def _left_out(outdated: int) -> Iterable[str]:
    if outdated:
        has = "1 answer has" if outdated == 1 else f"{outdated} answers have"
        yield f"{has} scores of an older scorer and {'is' if outdated == 1 else 'are'} left out; `mock-interview sessions rescore` mends that."


def _scores(sittings: Sequence[Sitting], name: str) -> list[float]:
    return [score for each in sittings if (score := getattr(each, name)) is not None]


def _dimension(sittings: Sequence[Sitting], name: str) -> list[float]:
    return [each.dimensions[name] for each in sittings if name in each.dimensions]


# In words


def _sentences(
    sittings: Sequence[Sitting], totals: Mapping[str, Change], dimensions: Mapping[str, Change]
) -> Iterable[str]:
    if len(sittings) < LEAST:
        yield _too_few(len(sittings))
        return
    up = [_total(name, each, sittings) for name, each in totals.items() if each.verdict == "up"]
    up += [_changed(name, each, sittings) for name, each in dimensions.items() if each.verdict == "up"]
    yield from up
    yield from _feelings(sittings)
    yield from (_total(name, each, sittings) for name, each in totals.items() if each.verdict == "no change")
    yield from (_total(name, each, sittings) for name, each in totals.items() if each.verdict == "down")
    yield from (_changed(name, each, sittings) for name, each in dimensions.items() if each.verdict == "down")


def _too_few(count: int) -> str:
    if count == 0:
        return "Nothing to compare yet. After your first session this page begins to fill."
    so_far = "One session so far" if count == 1 else f"{count} sessions so far"
    return f"{so_far}: too few to say what changes. From {LEAST} on it can be told from what varies anyway."


def _total(name: str, each: Change, sittings: Sequence[Sitting]) -> str:
    if each.verdict == "no change":
        mean = fmean(_scores(sittings, name))
        return f"Your {name} is at about {mean:.0f}, without a clear change: sessions differ by {each.spread:.0f} points or so anyway."
    began = _began(sittings, lambda sitting: getattr(sitting, name) is not None)
    way = "up" if each.verdict == "up" else "down"
    return f"Your {name} has gone {way} from about {_score(each.first)} to {_score(each.last)} since {began}, over {each.count} sessions."


def _score(value: float) -> str:
    """An end of a fitted line can lie outside of the scale."""
    return f"{min(max(value, 0.0), 100.0):.0f}"


def _changed(name: str, each: Change, sittings: Sequence[Sitting]) -> str:
    wording = _WORDINGS[name]
    began = _began(sittings, lambda sitting: name in sitting.dimensions)
    said = wording.better if each.verdict == "up" else wording.worse
    line = change([sitting.values[name] for sitting in sittings if name in sitting.values]) if wording.measure else None
    if line is None or line.count < LEAST or (line.by < 0) != (wording.falls == (each.verdict == "up")):
        return f"{said}: its score has gone from about {_score(each.first)} to {_score(each.last)} since {began}."
    first, last = max(line.first, 0.0), max(line.last, 0.0)
    much = ""
    if wording.falls and each.verdict == "up" and first > 0 and last / first <= THIRD:
        much = ", half of what it was" if last / first <= HALF else ", a third less"
    return f"{said}: from about {first:.2g} to {last:.2g} {wording.measure}{much}, since {began}."


def _began(sittings: Sequence[Sitting], has: Callable[[Sitting], bool]) -> str:
    at = next(each.at for each in sittings if has(each))
    return f"{at.day} {at:%B}" + (f" {at.year}" if at.year != sittings[-1].at.year else "")


def _feelings(sittings: Sequence[Sitting]) -> Iterable[str]:
    nerves = [
        each.nerves_after - each.nerves_before
        for each in sittings
        if each.nerves_before is not None and each.nerves_after is not None
    ]
    if off_zero(nerves) == "down":
        yield f"You leave a rehearsal calmer than you come: {-fmean(nerves):.1f} points of 10 less nervous, on average."
    before = change([each.nerves_before for each in sittings if each.nerves_before is not None])
    if before.verdict == "down":
        yield f"You begin calmer than you did: nerves of about {before.first:.0f} then, {max(before.last, 0):.0f} now."
    gaps = [
        fmean(gap)
        for each in sittings
        if (gap := [score - said for score, said in _forecasts(each) if score is not None and said is not None])
    ]
    match off_zero(gaps):
        case "up":
            yield f"You do better than you expect: your scores are {fmean(gaps):.0f} points above your forecasts, on average."
        case "down":
            yield f"Your forecasts are {-fmean(gaps):.0f} points above your scores, on average: worth a look at the evidence."


def _forecasts(sitting: Sitting) -> tuple[tuple[float | None, int | None], ...]:
    return ((sitting.fluency, sitting.said_fluency), (sitting.preparedness, sitting.said_preparedness))


# In numbers


def _monday(at: datetime) -> date:
    return at.date() - timedelta(days=at.weekday())


def _mean(scores: Iterable[float | None]) -> float | None:
    known = [score for score in scores if score is not None]
    return round(fmean(known), 1) if known else None


def _weeks(sittings: Sequence[Sitting]) -> tuple[Week, ...]:
    weeks: dict[date, list[Sitting]] = {}
    for each in sittings:
        weeks.setdefault(_monday(each.at), []).append(each)
    return tuple(
        Week(
            monday=monday,
            sessions=len(week),
            fluency=_mean(each.fluency for each in week),
            preparedness=_mean(each.preparedness for each in week),
        )
        for monday, week in sorted(weeks.items())
    )


def _map(answers: Sequence[Answered]) -> dict[str, dict[date, float]]:
    cells: dict[str, dict[date, list[float]]] = {}
    for each in sorted(answers, key=lambda each: (each.competency, each.at)):
        if each.preparedness is not None:
            cells.setdefault(each.competency, {}).setdefault(_monday(each.at), []).append(each.preparedness)
    return {
        competency: {monday: round(fmean(scores), 1) for monday, scores in weeks.items()}
        for competency, weeks in cells.items()
    }


def _bests(sittings: Sequence[Sitting], answers: Sequence[Answered]) -> Iterable[Best]:
    """The best session and the best answer; the first of equals."""
    for name in TOTALS:
        whole = [each for each in sittings if getattr(each, name) is not None]
        if whole:
            top = max(whole, key=lambda each: (getattr(each, name), -each.at.timestamp()))
            yield Best(what=name, score=getattr(top, name), at=top.at, session=top.id)
        single = [each for each in answers if getattr(each, name) is not None]
        if single:
            best = max(single, key=lambda each: (getattr(each, name), -each.at.timestamp()))
            yield Best(
                what=name,
                score=getattr(best, name),
                at=best.at,
                session=best.session,
                take=best.take,
                question=best.question,
            )


def _longest_run(days: Sequence[date]) -> int:
    longest = run = 0
    for number, day in enumerate(days):
        run = run + 1 if number and day - days[number - 1] == timedelta(days=1) else 1
        longest = max(longest, run)
    return longest
