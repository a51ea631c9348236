"""From debriefs to findings: what fell short, how much speaks for it, and who said so. Pure.

Each piece of evidence has a weight, and a finding weighs what its evidence does together:

    the employer said it 6    the recruiter said it 5    a guess of one's own 2
    a part at step 1 of the audit 3, at step 2 2         a question that went 1 of 5 3, 2 of 5 2
    the same part is weak in practice 1                  nerves at 7 of 10 or above 2
    each earlier rejection: said by them 2, seen by oneself 1
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

import msgspec

from simulator.comeback.audit import WEAK, Standing, setting_suspected
from simulator.comeback.model import Debrief, Part, Topic
from simulator.comeback.topics import NAMED, PART_OF, TOPICS, names_another
from simulator.text import counted, short_line

Subject = Topic | Literal["nerves", "question"]
By = Literal["employer", "recruiter", "you"]

SAID: Mapping[By, int] = {"employer": 6, "recruiter": 5, "you": 2}
STEPS: Mapping[int, int] = {1: 3, 2: 2}
"""Of a part of the audit, and of a question, by the step."""

PRACTICE_TOO = 1
NERVOUS, NERVES = 7, 2
EARLIER_SAID, EARLIER_SEEN = 2, 1

QUOTED = 160
"""Characters of someone's words that a reason quotes."""

SHOWN = 4
"""Rehearsed questions that are named; the others are counted."""


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """What fell short. `by` is the weightiest voice behind it, `evidence` a sentence for each piece of it. `setting` is the part that is fine in
    practice, so that nerves or the setting are the suspect. `question` is the one that it is about."""

    about: Subject
    weight: int
    by: By
    evidence: tuple[str, ...]
    setting: Part | None = None
    question: str = ""

    @property
    def reason(self) -> str:
        return " ".join(self.evidence)


def findings(debrief: Debrief, earlier: Iterable[Debrief], practice: Mapping[Part, Standing]) -> tuple[Finding, ...]:
    """The weightiest first. `earlier` are other debriefs; only rejections of other interviews before this one count. `practice` is how
    recent sessions went in the same parts."""
    past = sorted(
        (
            each
            for each in earlier
            if each.outcome == "rejected" and each.id != debrief.id and each.date <= debrief.date
        ),
        key=lambda each: (each.date, each.id),
    )
    found = [each for topic in TOPICS if (each := _topic(topic, debrief, past, practice)) is not None]
    found += _questions(debrief, past)
    if (nerves := _nerves(debrief, past)) is not None:
        found.append(nerves)
    return tuple(sorted(found, key=lambda each: -each.weight))


def competition(debrief: Debrief) -> str:
    """What was not in one's hands, in a sentence; empty where nothing says that it may be so."""
    if debrief.outcome != "rejected":
        return ""
    words = " ".join((debrief.reason_given, *(each.text for each in debrief.feedback)))
    if names_another(words):
        return "They say that somebody else was placed better, or that the job changed. That was not in your hands."
    if words.strip() or any(each.step <= WEAK for each in debrief.audit):
        return ""
    return "They gave no reason. It may be that somebody else was simply placed better; nobody can see that from outside, and it was not in your hands."


def rehearsed(debrief: Debrief, by: Mapping[str, str] | None) -> str:
    """How many of the questions had been rehearsed, and with which; `by` gives the one for each, and is None while that is being looked up."""
    asked = [each.text for each in debrief.questions if each.competency]
    if not asked:
        return ""
    if by is None:
        return "Looking which of their questions you had rehearsed."
    known = [(text, by[text]) for text in asked if by.get(text)]
    count = counted(len(asked), "question")
    if not known:
        return f"They asked {count} that you had not rehearsed. {'It stands' if len(asked) == 1 else 'They stand'} in your bank now, ready for the next time."
    lines = [
        f"  {short_line(text, 70)}" if text == other else f"  {short_line(text, 34)}  (as “{short_line(other, 32)}”)"
        for text, other in known[:SHOWN]
    ]
    more = [f"  and {len(known) - SHOWN} more"] if len(known) > SHOWN else []
    return "\n".join([f"Of {count} they asked, you had rehearsed {len(known)}:", *lines, *more])


class _Evidence(msgspec.Struct, frozen=True):
    by: By
    weight: int
    text: str


def _said(debrief: Debrief, topic: Topic) -> list[_Evidence]:
    """The employer's or the recruiter's words on a topic; each of them counts once."""
    voices: dict[By, str] = {}
    if topic in debrief.reason_about:
        words = debrief.reason_given
        voices["employer"] = _quoted("They gave the reason", words) if words else "It is the reason that they gave."
    for each in debrief.feedback:
        if topic in each.about:
            voices.setdefault(each.by, _quoted(f"The {each.by} said", each.text))
    loudest = sorted(voices.items(), key=lambda voice: -SAID[voice[0]])
    return [_Evidence(by, SAID[by], text) for by, text in loudest]


def _seen(debrief: Debrief, topic: Topic) -> list[_Evidence]:
    """What the person saw or guessed themselves."""
    found = []
    for each in debrief.audit:
        if each.part == topic and each.step in STEPS:
            note = f": “{short_line(each.note, QUOTED).rstrip('.')}”" if each.note else ""
            found.append(_Evidence("you", STEPS[each.step], f"You put {NAMED[topic]} at {each.step} of 5{note}."))
    if topic in debrief.guesses:
        found.append(
            _Evidence("you", SAID["you"], "You think so too." if _said(debrief, topic) else "It is your own guess.")
        )
    return found


def _topic(
    topic: Topic, debrief: Debrief, past: Sequence[Debrief], practice: Mapping[Part, Standing]
) -> Finding | None:
    evidence = [*_said(debrief, topic), *_seen(debrief, topic)]
    if not evidence:
        return None
    by = evidence[0].by
    evidence += _earlier(topic, past)
    part = PART_OF.get(topic)
    standing = practice.get(part, "unknown") if part else "unknown"
    setting = part if part is not None and setting_suspected(part, standing) else None
    if setting:
        evidence.append(_Evidence("you", 0, "In practice it is fine: nerves or the setting are the suspect."))
    elif standing == "weak":
        evidence.append(_Evidence("you", PRACTICE_TOO, "In practice it is weak too."))
    return _finding(topic, by, evidence, setting=setting)


def _earlier(topic: Topic, past: Sequence[Debrief]) -> list[_Evidence]:
    """A topic that came up after other rejections counts more."""
    said = [each for each in past if _said(each, topic)]
    seen = [each for each in past if each not in said and _seen(each, topic)]
    if not said and not seen:
        return []
    days = ", ".join(each.date for each in past if each in said or each in seen)
    weight = EARLIER_SAID * len(said) + EARLIER_SEEN * len(seen)
    by_them = f", {len(said)} of them by their own words" if said else ""
    times = counted(len(said) + len(seen), "earlier rejection")
    return [_Evidence("you", weight, f"It came up after {times} ({days}){by_them}.")]


def _questions(debrief: Debrief, past: Sequence[Debrief]) -> list[Finding]:
    found: dict[str, Finding] = {}
    for asked in debrief.questions:
        if asked.went is None or asked.went not in STEPS or _same(asked.text) in found:
            continue
        evidence = [
            _Evidence("you", STEPS[asked.went], f"You were asked it on {debrief.date}; it went {asked.went} of 5.")
        ]
        days = [
            each.date
            for each in past
            if any(_same(other.text) == _same(asked.text) and other.went in STEPS for other in each.questions)
        ]
        if days:
            evidence.append(
                _Evidence("you", EARLIER_SEEN * len(days), f"It went badly before, too ({', '.join(days)}).")
            )
        found[_same(asked.text)] = _finding("question", "you", evidence, question=asked.text)
    return list(found.values())


def _nerves(debrief: Debrief, past: Sequence[Debrief]) -> Finding | None:
    if debrief.nerves is None or debrief.nerves < NERVOUS:
        return None
    evidence = [_Evidence("you", NERVES, f"You put your nerves at {debrief.nerves} of 10.")]
    days = [each.date for each in past if each.nerves is not None and each.nerves >= NERVOUS]
    if days:
        evidence.append(
            _Evidence("you", EARLIER_SEEN * len(days), f"They were at {NERVOUS} or above before ({', '.join(days)}).")
        )
    return _finding("nerves", "you", evidence)


def _finding(
    about: Subject, by: By, evidence: Sequence[_Evidence], *, setting: Part | None = None, question: str = ""
) -> Finding:
    return Finding(
        about=about,
        weight=sum(each.weight for each in evidence),
        by=by,
        evidence=tuple(each.text for each in evidence),
        setting=setting,
        question=question,
    )


def _quoted(who: str, words: str) -> str:
    quoted = short_line(words, QUOTED).rstrip(".")
    return f"{who}: “{quoted}”." if quoted else f"{who}."


def _same(text: str) -> str:
    return " ".join(text.casefold().split())
