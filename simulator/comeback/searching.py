"""Looking at the search itself: do several rejections share a reason, an area or a level? Said as a question, with the numbers. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Literal

import msgspec

from simulator.comeback.letters import newest
from simulator.comeback.model import Application, Debrief

FEWEST = 3
"""Rejections below which nothing is said, and that have to share something."""

SHARE = 0.5
"""Of the rejections of which it is known: at least so many have to share it."""

TOO_FEW = "Too few to say: a pattern needs three rejections, and what is known about each."

Level = Literal["trainee", "junior", "senior", "leading", ""]

_LEVELS: tuple[tuple[Level, str], ...] = (
    ("trainee", r"trainee|apprentice\w*|intern|internship|graduate|working student"),
    ("junior", r"junior|assistant|entry[- ]level|associate"),
    ("leading", r"head|manager|lead|leader|director|chief|principal|supervisor|team leader|vp"),
    ("senior", r"senior|sr|specialist|expert|experienced"),
)


class Pattern(msgspec.Struct, frozen=True, kw_only=True):
    """`count` of the `of` rejections of which it is known share it. `told`: by employers or recruiters, not one's own guess."""

    kind: Literal["reason", "area", "level", "before the interview"]
    value: str
    count: int
    of: int
    told: bool = False

    @property
    def question(self) -> str:
        """A question to oneself, with the numbers."""
        numbers = f"{self.count} of {self.of} rejections"
        match self.kind:
            case "reason":
                who = "what you were told" if self.told else "your own guess"
                return f"{numbers}, by {who}, came back to “{self.value}”. Is that what to practise, or are these the wrong jobs?"
            case "area":
                return f"{numbers} were in {self.value}. Does that area ask for what you have, or is another one nearer to it?"
            case "level":
                return f"{numbers} were for {self.value} jobs. Is that the right level now, or one step beside it?"
            case "before the interview":
                return f"{numbers} came before any interview. Are these the right jobs, and does the CV say what they look for?"


def rejected(applications: Mapping[str, Application], debriefs: Mapping[str, Debrief]) -> list[Application]:
    """Those that ended with a no."""
    found = []
    for each in applications.values():
        debrief = newest(each.id, debriefs)
        if each.stage == "rejected" or (
            debrief is not None and debrief.outcome == "rejected" and each.stage == "interview"
        ):
            found.append(each)
    return found


def patterns(applications: Mapping[str, Application], debriefs: Mapping[str, Debrief]) -> tuple[Pattern, ...]:
    """What at least three rejections, and half of those of which it is known, share; the commonest first, what others said before guesses."""
    turned_down = rejected(applications, debriefs)
    found: list[Pattern] = []
    told = {each.id: _told(each, debriefs) for each in turned_down}
    guessed = {each.id: _guessed(each, debriefs) for each in turned_down}
    found += _shared("reason", turned_down, lambda each: told[each.id], told=True)
    named = {pattern.value for pattern in found}
    found += [each for each in _shared("reason", turned_down, lambda each: guessed[each.id]) if each.value not in named]
    found += _shared("area", turned_down, lambda each: {each.area.casefold()} - {""})
    found += _shared("level", turned_down, lambda each: {level(each.role)} - {""})
    early = [each for each in turned_down if not _met(each, debriefs)]
    if len(early) >= FEWEST and len(early) >= SHARE * len(turned_down):
        found.append(Pattern(kind="before the interview", value="", count=len(early), of=len(turned_down)))
    return tuple(sorted(found, key=lambda each: (-each.count, not each.told, each.kind, each.value)))


def level(role: str) -> Level:
    """By a word in the name of the job; empty where none says."""
    return next((name for name, words in _LEVELS if re.search(rf"\b(?:{words})\b", role.casefold())), "")


def _shared(
    kind: Literal["reason", "area", "level"],
    among: Iterable[Application],
    of: Callable[[Application], Iterable[str]],
    told: bool = False,
) -> list[Pattern]:
    known = [values for each in among if (values := set(of(each)))]
    counts = {value: sum(value in values for values in known) for value in sorted(set().union(*known))}
    return [
        Pattern(kind=kind, value=value, count=count, of=len(known), told=told)
        for value, count in counts.items()
        if count >= FEWEST and count >= SHARE * len(known)
    ]


def _told(application: Application, debriefs: Mapping[str, Debrief]) -> set[str]:
    """What the reason that was given is about, and what came back later."""
    own = [each for each in debriefs.values() if each.application == application.id]
    return {
        topic
        for each in own
        for about in (each.reason_about, *(said.about for said in each.feedback))
        for topic in about
    }


def _guessed(application: Application, debriefs: Mapping[str, Debrief]) -> set[str]:
    return {topic for each in debriefs.values() if each.application == application.id for topic in each.guesses}


def _met(application: Application, debriefs: Mapping[str, Debrief]) -> bool:
    return bool(
        application.interviews
        or any(reached.stage in ("interview", "offer") for reached in application.stages)
        or any(each.met for each in debriefs.values() if each.application == application.id)
    )
