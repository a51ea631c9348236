"""Progress in words first, then in numbers: what has changed, what has not, and how much single sessions vary.

Praise comes first, and only what exceeds that variation is called a change (`progress.change`). Times are given, none is read here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from statistics import fmean
from typing import TypeVar

import msgspec

from simulator.progress.agreement import Agreement, agreements
from simulator.progress.change import LEAST, Change, Difference, change, changes, difference
from simulator.progress.sitting import Answered, Sitting
from simulator.progress.weeks import Week, monday_of, weeks
from simulator.scoring.card import FLUENCY, PREPAREDNESS, LeftOut
from simulator.scoring.norms import NORMS

TOTALS = ("fluency", "preparedness")

NERVES = "nerves"
CALMER, FORECAST = "calmer", "forecast"
"""What is said of nerves before a rehearsal, of nerves after it, and of forecasts."""

TOTAL_ALPHA, PARTS_ALPHA, FELT_ALPHA = 0.016, 0.002, 0.002
"""How often each total, any of what a total is made of, and each of the three that are felt (nerves, calmer, forecast) may be said to be
better by chance: together 4.2 %, below the 5 % that are promised of the whole page. What is allowed to a total is free for its parts
once it is known to have changed (gatekeeping: Bretz et al. 2009)."""

HALF, THIRD = 0.55, 0.7
"""What has fallen to so much of what it was is said to have halved, or to be down by a third."""


Scored = TypeVar("Scored", Sitting, Answered)


class Best(msgspec.Struct, frozen=True, kw_only=True):
    """The highest so far of `what` (fluency or preparedness), in which session or answer."""

    what: str
    score: float
    at: datetime
    session: str
    take: str = ""
    question: str = ""


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """`sentences` say it in words. `changes` holds one for fluency, preparedness, each dimension and nerves beforehand; `differences` one for
    nerves after less before (calmer) and scores less forecasts (forecast). `said` is what can be said of each of these, whether it has
    changed or not, and `about` which of them each sentence is about, empty where it is about none. `map` holds for each competency its mean
    preparedness by week (Monday). `agreement` tells by scale how far friends and the program agree. `days` are the days of the last seven on which there was practice, `run` the longest run of days ever."""

    sentences: tuple[str, ...]
    about: tuple[str, ...]
    said: dict[str, str]
    sessions: int
    changes: dict[str, Change]
    differences: dict[str, Difference]
    weeks: tuple[Week, ...]
    map: dict[str, dict[date, float]]
    bests: tuple[Best, ...]
    agreement: dict[str, Agreement]
    days: int
    run: int
    sittings: tuple[Sitting, ...]

    def praise(self) -> Iterable[str]:
        """The sentences that say that something is better than it was."""
        for name, sentence in zip(self.about, self.sentences, strict=True):
            if better(name, (self.changes | self.differences).get(name)):
                yield sentence


def report(
    sittings: Sequence[Sitting],
    answers: Iterable[Answered],
    today: date,
    outdated: int = 0,
    leaving_out: Sequence[LeftOut] = (),
) -> Report:
    """`sittings` and `answers` in any order, the answers gone through once; `outdated` more have only scores of an older scorer, which
    nothing here may be compared with. Nor is a score compared with those from which something else than `leaving_out` is left out."""
    others = sum(each.scored and each.left_out != leaving_out for each in sittings)
    sittings = sorted((_alike(each, leaving_out) for each in sittings), key=lambda each: each.at)
    given = _gathered(answers, leaving_out)
    found = _changes(sittings)
    differences = {CALMER: difference(_calmer(sittings), FELT_ALPHA), FORECAST: difference(_gaps(sittings), FELT_ALPHA)}
    said = {name: _said(name, each, sittings) for name, each in found.items()}
    said |= {name: _felt(name, each) for name, each in differences.items()}
    days = sorted({each.at.date() for each in sittings} | given.days)
    about = tuple(_worth_saying(found, differences)) if len(sittings) >= LEAST else ()
    general = [*([] if about else [_too_few(sittings)]), *_left_out(outdated), *_otherwise(others)]
    return Report(
        sentences=(*(said[name] for name in about), *general),
        about=(*about, *("" for _ in general)),
        said=said,
        sessions=len(sittings),
        changes=found,
        differences=differences,
        weeks=weeks(sittings),
        map=given.map(),
        bests=tuple(_bests(sittings, given)),
        agreement=agreements(sittings),
        days=sum(today - timedelta(days=7) < day <= today for day in days),
        run=_longest_run(days),
        sittings=tuple(sittings),
    )


def value(sitting: Sitting, name: str) -> float | None:
    """What a session has for one of `Report.changes`."""
    if name in TOTALS:
        score: float | None = getattr(sitting, name)
        return score
    return sitting.nerves_before if name == NERVES else sitting.dimensions.get(name)


def better(name: str, found: Change | Difference | None) -> bool:
    """Whether what was found is good: less of nerves, more of everything else."""
    return found is not None and found.verdict == ("down" if name in (NERVES, CALMER) else "up")


def _changes(sittings: Sequence[Sitting]) -> dict[str, Change]:
    found = {name: change(_values(sittings, name), TOTAL_ALPHA) for name in TOTALS}
    for total, names in (("fluency", FLUENCY), ("preparedness", PREPAREDNESS)):
        free = TOTAL_ALPHA if found[total].verdict in ("up", "down") else 0.0
        parts = {name: known for name in names if (known := _values(sittings, name))}
        found |= changes(parts, PARTS_ALPHA + free)
    if nerves := _values(sittings, NERVES):
        found[NERVES] = change(nerves, FELT_ALPHA)
    return found


def _values(sittings: Sequence[Sitting], name: str) -> list[float]:
    return [known for each in sittings if (known := value(each, name)) is not None]


def _calmer(sittings: Sequence[Sitting]) -> list[float]:
    return [
        each.nerves_after - each.nerves_before
        for each in sittings
        if each.nerves_before is not None and each.nerves_after is not None
    ]


def _gaps(sittings: Sequence[Sitting]) -> list[float]:
    """By how much scores lie above forecasts, fluency and preparedness together."""
    return [found.score - found.forecast for each in sittings if (found := each.compared) is not None]


# In words


def _left_out(outdated: int) -> Iterable[str]:
    if outdated:
        has = "1 answer has" if outdated == 1 else f"{outdated} answers have"
        yield f"{has} scores of an older scorer and {'is' if outdated == 1 else 'are'} left out; `mock-interview sessions rescore` mends that."


def _otherwise(sessions: int) -> Iterable[str]:
    if sessions:
        are = "1 session is" if sessions == 1 else f"{sessions} sessions are"
        yield f"{are} scored with something else left out than you have set, and not compared; `mock-interview sessions rescore` mends that."


def _too_few(sittings: Sequence[Sitting]) -> str:
    if not sittings:
        return "Nothing to compare yet. After your first session this page begins to fill."
    count = max(len(_values(sittings, name)) for name in TOTALS)
    so_far = (
        "One session so far"
        if count == 1
        else f"{count} sessions with scores so far"
        if count != len(sittings)
        else f"{count} sessions so far"
    )
    return f"{so_far}: too few to say what changes. From {LEAST} on it can be told from what varies anyway."


def _worth_saying(found: Mapping[str, Change], differences: Mapping[str, Difference]) -> Iterable[str]:
    """What is said, in this order: praise first, what got worse last; of what only varies, the totals alone."""
    scores = {name: each.verdict for name, each in found.items() if name != NERVES}
    yield from (name for name, verdict in scores.items() if verdict == "up")
    if differences[CALMER].verdict == "down":
        yield CALMER
    if NERVES in found and found[NERVES].verdict == "down":
        yield NERVES
    if differences[FORECAST].verdict in ("up", "down"):
        yield FORECAST
    yield from (name for name in TOTALS if scores[name] == "no change")
    yield from (name for name, verdict in scores.items() if verdict == "down")


def _said(name: str, each: Change, sittings: Sequence[Sitting]) -> str:
    if each.verdict == "too few":
        return f"{_name(name)}: {_counted(each.count)} so far, too few to say what changes."
    if each.verdict == "no change":
        mean = fmean(_values(sittings, name))
        return f"{_name(name)} is at about {mean:.0f}, without a clear change: sessions differ by {_points(each.spread)} or so anyway."
    if name == NERVES:
        how = "calmer" if each.by < 0 else "more nervous"
        return f"You begin {how} than you did: nerves of about {max(each.first, 0):.0f} then, {min(max(each.last, 0), 10):.0f} now."
    began = _began(sittings, name)
    if name in TOTALS:
        return f"Your {name} has gone {each.verdict} from about {_score(each.first)} to {_score(each.last)} since {began}, over {each.count} sessions."
    wording = NORMS.of(name)
    said = wording.better if each.verdict == "up" else wording.worse
    line = change([sitting.values[name] for sitting in sittings if name in sitting.values]) if wording.measure else None
    if line is None or line.count < LEAST or (line.by < 0) != (wording.falls == (each.verdict == "up")):
        return f"{said}: its score has gone from about {_score(each.first)} to {_score(each.last)} since {began}."
    first, last = max(line.first, 0.0), max(line.last, 0.0)
    much = ""
    if wording.falls and each.verdict == "up" and first > 0 and last / first <= THIRD:
        much = ", half of what it was" if last / first <= HALF else ", a third less"
    return f"{said}: from about {first:.2g} to {last:.2g} {wording.measure}{much}, since {began}."


def _name(name: str) -> str:
    """What the sentence of a change that is none begins with."""
    names = {"on_the_question": "Staying on the question", NERVES: "How nervous you begin"}
    return names.get(name) or f"Your {name.replace('_', ' ')}"


def _counted(count: int) -> str:
    return "1 session" if count == 1 else f"{count} sessions"


def _points(spread: float) -> str:
    return "1 point" if round(spread) == 1 else f"{spread:.0f} points"


def _score(value: float) -> str:
    """An end of a fitted line can lie outside of the scale."""
    return f"{min(max(value, 0.0), 100.0):.0f}"


def _began(sittings: Sequence[Sitting], name: str) -> str:
    at = next(each.at for each in sittings if value(each, name) is not None)
    return f"{at.day} {at:%B}" + (f" {at.year}" if at.year != sittings[-1].at.year else "")


def _felt(name: str, each: Difference) -> str:
    match name, each.verdict:
        case "calmer", "down":
            return (
                f"You leave a rehearsal calmer than you come: {-each.mean:.1f} points of 10 less nervous, on average."
            )
        case "forecast", "up":
            return (
                f"You do better than you expect: your scores are {_points(each.mean)} above your forecasts, on average."
            )
        case "forecast", "down":
            return (
                f"Your forecasts are {_points(-each.mean)} above your scores, on average: worth a look at the evidence."
            )
        case "calmer", "up":
            return f"You leave a rehearsal {each.mean:.1f} points of 10 more nervous than you come, on average: it is work."
    what = "Nerves before and after" if name == CALMER else "Forecasts and scores"
    if each.verdict == "too few":
        return f"{what}: {_counted(each.count)} with both so far, too few to say how they differ."
    return f"{what} are about the same, on average: they differ now one way, now the other."


# In numbers


class _Given:
    """What is kept of the answers."""

    def __init__(self) -> None:
        self.days: set[date] = set()
        self.best: dict[str, Answered] = {}
        self._cells: dict[str, dict[date, list[float]]] = {}

    def take_in(self, answer: Answered) -> None:
        day = answer.at.date()
        self.days.add(day)
        for name in TOTALS:
            score, best = getattr(answer, name), self.best.get(name)
            if score is not None and (best is None or _better_first(answer, best, name)):
                self.best[name] = answer
        if answer.preparedness is not None:
            cell = self._cells.setdefault(answer.competency, {}).setdefault(monday_of(day), [0.0, 0])
            cell[0] += answer.preparedness
            cell[1] += 1

    def map(self) -> dict[str, dict[date, float]]:
        return {
            competency: {monday: round(total / count, 1) for monday, (total, count) in sorted(weeks.items())}
            for competency, weeks in sorted(self._cells.items())
        }


def _gathered(answers: Iterable[Answered], leaving_out: Sequence[LeftOut]) -> _Given:
    given = _Given()
    for answer in answers:
        given.take_in(_alike(answer, leaving_out))
    return given


def _alike(each: Scored, leaving_out: Sequence[LeftOut]) -> Scored:
    """Without its scores, where something else is left out of these."""
    if each.left_out == leaving_out:
        return each
    bare = msgspec.structs.replace(each, fluency=None, preparedness=None)
    return msgspec.structs.replace(bare, dimensions={}, values={}) if isinstance(bare, Sitting) else bare


def _better_first(one: Answered, other: Answered, name: str) -> bool:
    """Whether it is the higher, or the earlier of equals."""
    first, second = getattr(one, name), getattr(other, name)
    return bool(first > second or (first == second and one.at < other.at))


def _bests(sittings: Sequence[Sitting], given: _Given) -> Iterable[Best]:
    """The best session and the best answer; the first of equals."""
    for name in TOTALS:
        whole = [each for each in sittings if getattr(each, name) is not None]
        if whole:
            top = max(whole, key=lambda each: (getattr(each, name), -each.at.timestamp()))
            yield Best(what=name, score=getattr(top, name), at=top.at, session=top.id)
        if name in given.best:
            best = given.best[name]
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
