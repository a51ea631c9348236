"""Three views of one session side by side: what the candidate, their friends and the program say of the same things, on the same scales. Pure.

Praise comes first where the views differ, and it is only what somebody said. A gap of less than one step is not named: people rate in
whole steps, so the 4 of a friend and the 3.6 of the program may be one and the same judgement.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, count
from statistics import fmean
from typing import NamedTuple

import msgspec

from simulator.interview import events as ev
from simulator.interview import scales
from simulator.interview.scales import SCALES, Scale
from simulator.interview.state import State
from simulator.scoring.card import Scorecard
from simulator.sessions.scores import counting_takes
from simulator.sessions.told import called
from simulator.text import cells, plain

STEP = 1.0
"""What two views have to be apart for it to be named."""

MOST_NAMED = 2
"""So many gaps: what is named is to be thought about."""

CANDIDATE = "candidate"

_WORDS = {
    "flow": "your flow",
    "clean": "how free of ums you speak",
    "on_the_question": "how you keep to the question",
    "structure": "your structure",
    "specifics": "how specific you are",
    "homework": "your homework",
    "length": "the length of your answers",
    "conviction": "your conviction",
    "greeting": "your greeting",
    "posture": "your posture",
    "warmth": "your warmth",
    "push": "how shy or pushy you are",
}
"""What each scale is about, said to the candidate."""

assert set(_WORDS) == set(scales.BY_KEY)


class View(msgspec.Struct, frozen=True, kw_only=True):
    """One scale, 1 to 5: what `you` said of yourself, each of the `friends` by name, and the `program`; None and left out where nothing was said
    or nothing is seen."""

    key: str
    name: str
    you: int | None
    friends: dict[str, int]
    program: float | None


class Views(msgspec.Struct, frozen=True, kw_only=True):
    """`friends` are the names of those who rated; `gaps` are sentences about where the views differ; `remarks` are what people said in words, by
    who they are."""

    friends: tuple[str, ...]
    scales: tuple[View, ...]
    gaps: tuple[str, ...]
    remarks: dict[str, str]


def views(state: State, cards: Mapping[str, Scorecard]) -> Views | None:
    """`cards` are those of the takes, by name. None where nobody has rated on scales: the program alone is the scorecard."""
    said = {author: rated for author, rated in state.estimates.items() if rated.scales or rated.remark}
    if not said:
        return None
    names = _names(state, said)
    friends = {names[author]: rated for author, rated in said.items() if author != CANDIDATE}
    own = said.get(CANDIDATE)
    seen = seen_by_program([cards[take.name] for take in counting_takes(state, cards) if take.name in cards])
    rows = tuple(
        View(
            key=scale.key,
            name=scale.name,
            you=own.scales.get(scale.key) if own is not None else None,
            friends={name: rated.scales[scale.key] for name, rated in friends.items() if scale.key in rated.scales},
            program=seen.get(scale.key),
        )
        for scale in SCALES
    )
    return Views(
        friends=tuple(friends),
        scales=tuple(row for row in rows if row.you is not None or row.friends or row.program is not None),
        gaps=tuple(_gaps(rows))[:MOST_NAMED],
        remarks={names[author]: rated.remark for author, rated in said.items() if rated.remark},
    )


def _names(state: State, said: Mapping[str, ev.SessionRated]) -> dict[str, str]:
    """By author; a friend of the same name as another gets a number, and no two have the same."""
    names: dict[str, str] = {}
    for author in said:
        name = called(state, author)
        numbered = (f"{name} ({number})" for number in count(2))
        names[author] = next(each for each in chain([name], numbered) if each not in names.values())
    return names


def seen_by_program(cards: Sequence[Scorecard]) -> dict[str, float]:
    """The program's view by scale, 1 to 5, of the takes that a session is scored by."""
    found: dict[str, list[float]] = {}
    for card in cards:
        for name, each in {**card.fluency.dimensions, **card.preparedness.dimensions}.items():
            if each.score is not None:
                found.setdefault(name, []).append(each.score)
    return scales.on_scales({name: fmean(scores) for name, scores in found.items()})


# Where they differ


class _Gap(NamedTuple):
    """Two views of one scale that differ: what a friend says, and what the candidate or the program does."""

    row: View
    friend: str
    step: int
    other: float

    @property
    def width(self) -> float:
        return abs(self.step - self.other)

    @property
    def praises(self) -> bool:
        """Whether the friend thinks better of it."""
        return _merit(self.row, self.step) > _merit(self.row, self.other)


def _gaps(rows: Sequence[View]) -> Iterator[str]:
    """The widest gap of each kind, each on another scale: first where a friend thinks better of the candidate than they do themselves, then where
    they think less, then where a friend and the program differ."""
    rated = [(row, name, step) for row in rows for name, step in row.friends.items()]
    own = [_Gap(row, name, step, row.you) for row, name, step in rated if row.you is not None]
    seen = [_Gap(row, name, step, row.program) for row, name, step in rated if row.program is not None]
    used: set[str] = set()
    for gaps, words in (
        ([each for each in own if each.praises], _kinder),
        ([each for each in own if not each.praises], _stricter),
        (sorted(seen, key=lambda each: not each.praises), _beside_program),
    ):
        wide = [each for each in gaps if each.width >= STEP and each.row.key not in used]
        if wide:
            widest = max(wide, key=lambda each: each.width)
            used.add(widest.row.key)
            yield words(widest)


def _kinder(gap: _Gap) -> str:
    return (
        f"{_capital(gap.friend)} rates {_WORDS[gap.row.key]} {gap.step}; you gave it {gap.other:.0f}:"
        " you are harder on yourself than your listener."
    )


def _stricter(gap: _Gap) -> str:
    return (
        f"You gave {_WORDS[gap.row.key]} {gap.other:.0f}; {gap.friend} rates it {gap.step}: ask what was heard there."
    )


def _beside_program(gap: _Gap) -> str:
    return (
        f"{_capital(gap.friend)} rates {_WORDS[gap.row.key]} {gap.step}, the program {gap.other:.1f}:"
        " a place to listen to together."
    )


def _merit(row: View, step: float) -> float:
    """More is better, but on a scale whose middle is best: there, what is nearer to it."""
    scale: Scale = scales.BY_KEY[row.key]
    middle = (scales.LOWEST + scales.HIGHEST) / 2
    return -abs(step - middle) if scale.middle_is_best else step


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]


# As lines

NAME_WIDTH, NARROWEST = 9, 7
"""Columns of a name in a table; a longer one is cut. With less than the narrowest nobody could be told from another."""


def table(found: Views, most: int) -> list[str]:
    """The views as lines of text with a heading, in columns, `most` wide; as `in_lines` where that is too narrow for so many people. Nothing in
    them is hidden or a control character."""
    names = ["you", *found.friends, "program"]
    width = max((len(row.name) for row in found.scales), default=0)
    each = min(NAME_WIDTH, (most - width) // len(names) - 2)
    if each < NARROWEST:
        return list(in_lines(found))
    lines = [" " * width + "".join(_fit(name, each) for name in names)]
    for row in found.scales:
        said = [row.you, *(row.friends.get(name) for name in found.friends)]
        values = [*("–" if step is None else str(step) for step in said), on_scale_text(row.program)]
        lines.append(f"{row.name:<{width}}" + "".join(_fit(value, each) for value in values))
    return lines


def in_lines(found: Views) -> Iterator[str]:
    """The views as lines that say whose each number is: `Structure: you 3, Ada 5, program 3.2`."""
    for row in found.scales:
        said = {"you": row.you, **{name: row.friends.get(name) for name in found.friends}}
        parts = [f"{plain(name)} {step}" for name, step in said.items() if step is not None]
        parts += [f"program {on_scale_text(row.program)}"] if row.program is not None else []
        if parts:
            yield f"{row.name}: {', '.join(parts)}"


def on_scale_text(value: float | None) -> str:
    """What the program says on a scale, to a tenth of a step."""
    return "–" if value is None else f"{value:.1f}"


def _fit(name: str, width: int) -> str:
    """At the right of a column, two blanks from the one before."""
    line = plain(name).replace("\n", " ")
    if cells(line) > width:
        while cells(line) >= width:
            line = line[:-1]
        line += "…"
    return " " * (width + 2 - cells(line)) + line
