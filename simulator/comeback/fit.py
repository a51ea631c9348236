"""Does a job fit? Each required skill beside what one has: met, partly, missing, with the words that say so. Pure: it is given meanings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

import msgspec

from simulator.comeback.model import Application, Skill
from simulator.preparation.model import Sheet
from simulator.preparation.posting import propose
from simulator.scoring.meanings import Meanings, Wanted
from simulator.scoring.relevance import terms
from simulator.scoring.words import stem, tokens_of_text

State = Literal["met", "partly", "missing"]

MET = 0.72
PARTLY = 0.5
"""Where a requirement is met, and partly met, on the scale from 0 to 1 of `_alike`."""

FAR, NEAR = 0.3, 0.62
"""Likeness of meaning, word by word, of what has nothing to do with a requirement, and of what says the same in other words: of 12 pairs that belong
together and 156 that do not, two thirds of the former were above 0.5, and of the latter all but one (a single word) below 0.41."""

_PAPERS = frozenset(
    map(stem, ("licence", "license", "certificate", "certified", "degree", "diploma", "qualified", "qualification"))
)
"""What one has on paper or has not: nothing that is only like it meets it."""

_POLITE = frozenset(
    map(
        stem,
        (
            "experience",
            "experienced",
            "good",
            "strong",
            "excellent",
            "knowledge",
            "skill",
            "skills",
            "ability",
            "able",
            "proven",
            "working",
            "work",
        ),
    )
)
"""What postings say of everything."""

WITHIN_REACH = 0.6
FAR_OFF = 0.4
"""Shares of the requirements (a partly met one counts half) from which a job is within reach, and below which it asks for much else."""

FEWEST = 3
"""Requirements below which the whole is not judged."""


class Own(msgspec.Struct, frozen=True, kw_only=True):
    """Something that one has: `source` is where it was written down. `learning`: on the way, so that it meets a requirement partly at most."""

    source: str
    text: str
    learning: bool = False


class Met(msgspec.Struct, frozen=True, kw_only=True):
    """A requirement, what of one's own comes nearest, the words that both have, and how near it is, 0 to 1. Where it is missing, `own` is
    None."""

    required: str
    state: State
    own: Own | None = None
    words: tuple[str, ...] = ()
    near: float = 0.0
    by_meaning: bool = False


class Fit(msgspec.Struct, frozen=True, kw_only=True):
    skills: tuple[Met, ...]

    def count(self, state: State) -> int:
        return sum(each.state == state for each in self.skills)

    @property
    def share(self) -> float:
        """Of the requirements that are met, 0 to 1; a partly met one counts half."""
        return (self.count("met") + self.count("partly") / 2) / len(self.skills) if self.skills else 0.0

    @property
    def sentence(self) -> str:
        """The numbers, and what they say about the level that one aims at."""
        if not self.skills:
            return "No required skills yet: the posting names them, and you confirm them."
        numbers = f"Met {self.count('met')}, partly {self.count('partly')}, missing {self.count('missing')}"
        if len(self.skills) < FEWEST:
            return f"{numbers}: too few requirements to say more."
        if self.share >= WITHIN_REACH:
            return f"{numbers}: within reach. Have a story ready for what is partly met."
        if self.share < FAR_OFF:
            return f"{numbers}: it asks for much that you have not written down. Is it the right level now?"
        return f"{numbers}: a stretch. What is missing is worth a line in the letter, or a skill to gain."


def required(application: Application, sheet: Sheet | None) -> tuple[str, ...]:
    """The skills that the job requires: as confirmed here, or on its prep sheet, or else as the posting names them."""
    if application.skills:
        return application.skills
    if sheet is not None and sheet.skills:
        return sheet.skills
    posting = application.posting or (sheet.posting if sheet is not None else "")
    return propose(posting).skills


def owned(sheets: Mapping[str, Sheet], skills: Mapping[str, Skill]) -> tuple[Own, ...]:
    """What one has, from all prep sheets (strengths, selling points, stories, what carries over) and the skills that one gains; each text
    once."""
    found: dict[str, Own] = {}
    for skill in skills.values():
        # A skill that is being gained says so, whatever a sheet says of it.
        found.setdefault(skill.name.casefold(), Own(source="skill", text=skill.name, learning=skill.progress < 100))
    for sheet in sheets.values():
        texts = [
            *(("strength", each) for each in sheet.strengths),
            *(("selling point", each) for each in sheet.selling_points),
            *(("what carries over", each.experience) for each in sheet.transfers),
        ]
        for story in sheet.stories:
            texts += [(f"story “{story.title}”", each) for each in (*story.competencies, *story.points)]
            texts += [(f"story “{story.title}”", each) for each in (story.title, story.action, story.result)]
        for source, text in texts:
            if text.strip():
                found.setdefault(text.casefold(), Own(source=source, text=text))
    return tuple(found.values())


def wanted(required: Sequence[str], own: Sequence[Own]) -> Wanted:
    """What a model has to read before `fit` can go by meaning."""
    close = dict.fromkeys((*required, *(each.text for each in own)))
    return Wanted(words=(), stretches=(), texts=(), close=tuple(close))


def fit(required: Sequence[str], own: Sequence[Own], meanings: Meanings | None) -> Fit:
    """Each requirement with the nearest of one's own. Without `meanings` by words alone."""
    if not required or not own:
        return Fit(skills=tuple(Met(required=each, state="missing") for each in required))
    alike = (
        meanings.met(required, [each.text for each in own])
        if meanings is not None
        else [[0.0] * len(own)] * len(required)
    )
    return Fit(skills=tuple(_met(skill, own, row) for skill, row in zip(required, alike, strict=True)))


def _met(skill: str, own: Sequence[Own], alike: Sequence[float]) -> Met:
    stems = _stems(skill)
    asked = {each: word for each, word in stems.items() if each not in _POLITE} or stems
    best = Met(required=skill, state="missing")
    for each, likeness in zip(own, alike, strict=True):
        theirs = _stems(each.text)
        shared = [word for word in asked if word in theirs]
        by_words = len(shared) / len(asked) if asked else 0.0
        by_meaning = min(max((likeness - FAR) / (NEAR - FAR), 0.0), 1.0)
        near = max(by_words, by_meaning)
        only_like_it = by_words < MET and (len(theirs) < 2 or bool(_PAPERS & set(asked) - set(theirs)))
        state: State = "missing"
        if near >= PARTLY:
            state = "met" if near >= MET and not each.learning and not only_like_it else "partly"
        if (_ORDER[state], near) > (_ORDER[best.state], best.near):
            words = tuple(asked[word] for word in shared)
            best = Met(required=skill, state=state, own=each, words=words, near=near, by_meaning=by_meaning > by_words)
    return best if best.state != "missing" else Met(required=skill, state="missing")


_ORDER: Mapping[State, int] = {"missing": 0, "partly": 1, "met": 2}


def _stems(text: str) -> dict[str, str]:
    """The words that carry meaning, by their stems."""
    return {stem(token.norm): token.norm for token in tokens_of_text(text) if terms([token.norm])}
