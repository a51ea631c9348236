"""What a job posting asks for: proposals from its text, which a person confirms."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

import msgspec

MOST = 20
"""Proposals of each kind."""

LONGEST = 12
"""Words of a proposal; a longer one is cut at its first clause, or passed over."""

Section = Literal["skills", "tasks", "offer", "text"]
"""What a line belongs to; `offer` is what they give, and asks for nothing."""

_HEADINGS: tuple[tuple[Section, str], ...] = (
    (
        "skills",
        r"require|qualif|skill|profile|essential|desirable|experience|what you bring|what you'?ll bring|what you need"
        r"|you have|you bring|you are|looking for|about you|who you are|must have|nice to have|competenc|criteria",
    ),
    (
        "tasks",
        r"responsib|duties|tasks|what you'?ll do|what you will do|you will|the role|the job|day to day|day-to-day|your work",
    ),
    ("offer", r"offer|benefit|about us|who we are|apply|salary|pay|contact|hours|location|why join|perks|company"),
)

_BULLET = re.compile(r"(?:[-*•–·▪◦‣]|\d{1,2}[.)])\s+(\S.*)")

_NAMED = re.compile(
    r"\b(?:experience (?:of|with|in)|knowledge of|skilled in|skills in|ability to|able to|familiar with|familiarity with"
    r"|fluent in|fluency in|proficien\w+ (?:in|with)|qualified (?:in|as)|understanding of|trained in)\s+(.+?)(?=[.;:!?\n(),]| and (?:be |have |you|the ability|knowledge|fluen|experience)|$)",
    re.IGNORECASE,
)
"""What follows such words in a sentence is a requirement."""

_HOLDING = re.compile(
    r"(?<![\w'-])((?:(?!(?:have|has|an?|the|and|or|with|your|hold|need)\b)[\w'-]+\s){0,3}(?:licen[cs]e|certificate|diploma|degree|apprenticeship|check|clearance))\b",
    re.IGNORECASE,
)
"""What one has on paper."""

_POLITE = re.compile(
    r"^(?:(?:you|we)\s+(?:will |must |should |would |can |ideally )*(?:have|need|bring|be|are|offer|expect)\s+)?"
    r"(?:(?:an?|the|some|good|strong|excellent|proven|solid|great|previous|demonstrable|relevant|sound|basic|your)\s+)*"
    r"(?:(?:experience (?:of|with|in)|knowledge of|skills? in|ability to|able to|familiar with|familiarity with|understanding of)\s+)?"
    r"(?:(?:an?|the)\s+)?",
    re.IGNORECASE,
)


class Proposed(msgspec.Struct, frozen=True, kw_only=True):
    """In the posting's own words, in its order."""

    skills: tuple[str, ...]
    tasks: tuple[str, ...]


def propose(posting: str) -> Proposed:
    """The skills and tasks that a posting names: lines of lists under such headings, and what follows "experience with" and
    the like. Nothing is made up: each is a stretch of the posting."""
    found: dict[Section, list[str]] = {"skills": [], "tasks": []}
    for section, line in _lines(posting):
        if section == "skills":
            found["skills"].append(_POLITE.sub("", line, count=1))
        elif section == "tasks":
            found["tasks"].append(line)
        elif section == "text":
            found["skills"] += [_POLITE.sub("", each, count=1) for each in _named(line)]
    return Proposed(skills=_tidy(found["skills"]), tasks=_tidy(found["tasks"]))


def _lines(posting: str) -> Iterator[tuple[Section, str]]:
    """Lines of lists with the section they stand in; running text and lists under no heading are `text`."""
    section: Section = "text"
    for line in posting.splitlines():
        if bullet := _BULLET.match(line.strip()):
            yield section, bullet.group(1)
        elif (kind := _heading(line)) is not None:
            section = kind
        elif line.strip():
            yield "text", line.strip()


def _heading(line: str) -> Section | None:
    """The section that a short line without a full stop announces; None where it is no heading."""
    text = line.strip().strip("#").strip().removesuffix(":").rstrip()
    if not 2 <= len(text) <= 60 or len(text.split()) > 7 or text[-1] in ".!,;":
        return None
    text = text.casefold().replace("’", "'")
    return next((kind for kind, words in _HEADINGS if re.search(rf"\b(?:{words})", text)), None)


def _named(line: str) -> list[str]:
    return [each.group(1) for each in _NAMED.finditer(line)] + [each.group(1) for each in _HOLDING.finditer(line)]


def _tidy(texts: list[str]) -> tuple[str, ...]:
    """Each once, without its full stop, cut at the first clause where it is long."""
    tidy: dict[str, str] = {}
    for text in texts:
        short = text.strip(" .;,")
        if len(short.split()) > LONGEST:
            short = re.split(r"[,;(]| which | that | so that ", short)[0].strip()
        if short and len(short.split()) <= LONGEST:
            tidy.setdefault(short.casefold(), short)
    return tuple(tidy.values())[:MOST]
