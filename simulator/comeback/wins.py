"""What went well, collected: moments of answers, kind words, offers, and what has measurably improved. Pure.

Nothing is praised here that nobody praised: a moment is one that the scorer measured or a friend marked, a remark counts as kind where its author also
rated well, and an improvement is one that `progress.report` claims.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from statistics import fmean
from typing import Literal, get_args

import msgspec

from simulator.comeback.model import Debrief, Win

KIND_FROM = 4.0
"""From this mean of a friend's ratings on (1 to 5) their remark is taken for a kind one; of a remark without ratings nobody knows."""

Kind = Literal["improved", "kept", "employer", "friend", "marked", "moment"]

HEADINGS: dict[Kind, str] = {
    "improved": "What has become better",
    "kept": "What you kept",
    "employer": "What employers said",
    "friend": "What friends said",
    "marked": "Moments that friends marked as strong",
    "moment": "Your best moments",
}

assert set(HEADINGS) == set(get_args(Kind))

NOTHING = "Nothing is collected here yet. Your best moments come here by themselves when you practise, and one key keeps what you want to remember."


class Good(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that went well: in whose words (`by`, empty for the program or oneself), on which day (YYYY-MM-DD, empty where it has none), and where it
    can be heard, `at` seconds into the `take` of the session in `folder`. `id`: of the record of the person's own, which can be taken out."""

    kind: Kind
    text: str
    by: str = ""
    date: str = ""
    folder: str = ""
    take: str = ""
    at: float = 0.0
    question: str = ""
    id: str = ""


def collected(
    *,
    improved: Iterable[str],
    kept: Iterable[Win],
    debriefs: Iterable[Debrief],
    employers: dict[str, str],
    heard: Iterable[Good],
) -> list[Good]:
    """All of it by kind, in the order of HEADINGS, the newest of each kind first. `employers`: what the employer of an application is called;
    `heard`: what sessions hold."""
    found = [Good(kind="improved", text=sentence) for sentence in improved]
    found += [Good(kind="kept", text=each.text, by=each.by, date=each.date, id=each.id) for each in kept]
    found += [good for debrief in debriefs for good in _of_debrief(debrief, employers.get(debrief.application, ""))]
    found += heard
    order = list(HEADINGS)
    found.sort(key=lambda good: good.date, reverse=True)
    found.sort(key=lambda good: order.index(good.kind))
    return found


def _of_debrief(debrief: Debrief, employer: str) -> Iterator[Good]:
    for each in debrief.feedback:
        if each.good:
            yield Good(kind="employer", text=each.good, by=employer or f"the {each.by}", date=each.date)
    if debrief.outcome == "offer":
        yield Good(kind="employer", text="They made you an offer.", by=employer, date=debrief.date)


def is_kind(ratings: Sequence[float]) -> bool:
    """Whether somebody who rated so said something kind."""
    return bool(ratings) and fmean(ratings) >= KIND_FROM


def lines(found: Sequence[Good]) -> Iterator[str]:
    """All of it, for a pipe or a screen reader."""
    if not found:
        yield NOTHING
    for number, (kind, goods) in enumerate(groupby(found, key=lambda good: good.kind)):
        if number:
            yield ""
        yield f"{HEADINGS[kind]}:"
        yield from (f"  {line(good)}" for good in goods)


def line(good: Good) -> str:
    """The words, and who said them when."""
    text = " ".join(good.text.split())
    behind = ", ".join(each for each in (good.by, good.date) if each)
    about = f", to “{good.question}”" if good.question else ""
    return f"{text}{about}{f'  ({behind})' if behind else ''}"
