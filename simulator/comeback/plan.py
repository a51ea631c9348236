"""From findings to a dated plan, each item with the finding behind it; and what closes an item. Pure: the days are passed in.

First comes what is best done at once (a letter, advice that was given), then the first way to mend each finding, the weightiest finding
first, then the second ways. What two findings lead to stands once, with the reason of the weightier one. A part that is fine in practice
is not drilled again: there the nerves or the setting are rehearsed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import zip_longest

import msgspec
from msgspec.structs import replace

from simulator.comeback.findings import Finding, Subject
from simulator.comeback.model import Date, Debrief, ItemKind, PlanItem, PracticePlan
from simulator.comeback.topics import NAMED

FIRST_LINES = 5
"""So many items are shown at first."""

A_DAY = 2
"""Items for one day, as long as there are days enough."""

WENT_WELL = 60.0
"""The merit of an answer (0 to 100, `progress.drills.merit`) from which it went well."""

ENOUGH = 2
"""So many answers to a theme that went well close it."""

ASK_AT_ONCE = "Asking soon is best. Most requests are not answered; the ones that are help most."
THANK_AT_ONCE = "A note within 24 hours is read while they remember you."

OPENING, LISTENING, YOURS, CLOSE = "opening", "listening", "yours", "close"
"""Themes of practice beside the five reasons for rejection."""


class _Way(msgspec.Struct, frozen=True):
    """One way to mend a finding: what is done, and where."""

    kind: ItemKind
    ref: str
    what: str


_LEAVING = _Way("practise", "leaving", "Practise saying why you move on")
_ROLE = _Way("practise", "role", "Practise questions about the job itself")
_RESEARCH = _Way("practise", "research", "Practise questions about the employer")
_COMMITMENT = _Way("practise", "commitment", "Practise saying why you want this job")
_MATCH = _Way("practise", "match", "Practise showing what carries over")
_FACTS = _Way("sheet", "company", "Write down three facts about the employer")
_WHY_ROLE = _Way("sheet", "why_role", "Write down why you want this job, and not any")

_WAYS: Mapping[Subject, tuple[_Way, ...]] = {
    "leaving": (_LEAVING, _Way("sheet", "why_leaving", "Write down why you move on, without blaming anyone")),
    "role": (_Way("sheet", "tasks", "Write down what the role does all day"), _ROLE),
    "research": (_FACTS, _RESEARCH),
    "commitment": (_COMMITMENT, _WHY_ROLE),
    "match": (
        _MATCH,
        _Way("cv", "", "Change the CV: put what matches the posting first, in its words"),
        _Way("skill", "", "Name the skill that is missing most, and a way to gain it"),
    ),
    "homework": (_FACTS, _RESEARCH),
    "first impression": (
        _Way("practise", OPENING, "Practise the first two minutes"),
        _Way("sheet", "interview", "Write down the way, when to be there and what to wear"),
    ),
    "listening and answering": (_Way("practise", LISTENING, "Practise answering what is asked, with follow-ups"),),
    "enthusiasm": (_COMMITMENT, _WHY_ROLE),
    "your questions": (
        _Way("sheet", "questions", "Write down three questions to ask them"),
        _Way("practise", YOURS, "Practise asking your questions"),
    ),
    "documents": (_Way("sheet", "documents", "Put the documents ready: references, samples, copies"),),
    "close and follow-up": (_Way("practise", CLOSE, "Practise the close: concerns, interest, thanks, next step"),),
    "nerves": (_Way("nerves", "", "Rehearse with nerves: a step nearer to the real thing"),),
}


class Practised(msgspec.Struct, frozen=True, kw_only=True):
    """An answer in practice: its question, the themes that it rehearses, its day, and its merit (0 to 100)."""

    ref: str
    themes: frozenset[str]
    day: Date
    merit: float


def make(
    debrief: Debrief,
    found: Sequence[Finding],
    days: Sequence[Date],
    refs: Mapping[str, str],
    before: PracticePlan | None = None,
) -> PracticePlan:
    """`days`: those on which something can be done, the first of them today. `refs`: by its text, where each question that was asked stands in the
    person's own bank. `before`: the plan so far, of this debrief or an earlier one; what the person made of it is kept."""
    items = _dated(_distinct([*_at_once(debrief), *_mending(found, refs)]), days)
    made = days[0]
    if before is not None and before.id == debrief.id:
        made, items = before.made, _as_left(items, before)
    elif before is not None:
        items += [item for item in before.open_items if item.kind == "own"]
    return PracticePlan(id=debrief.id, made=made, items=tuple(items))


def _at_once(debrief: Debrief) -> Iterator[PlanItem]:
    heard = any(each.text for each in debrief.feedback)
    if debrief.outcome == "rejected" and not debrief.asked_for_feedback and not heard:
        yield _item("ask", "", "Ask what fell short, and for one piece of advice", ASK_AT_ONCE)
    if debrief.outcome == "waiting" and not debrief.thanked:
        yield _item("thank", "", "Thank them in a short note", THANK_AT_ONCE)
    for each in debrief.feedback:
        if each.advice:
            yield _item("advice", each.advice, each.advice, f"The {each.by} advised it on {each.date}.")


def _mending(found: Sequence[Finding], refs: Mapping[str, str]) -> Iterator[PlanItem]:
    ways = [list(_ways(finding, refs)) for finding in found]
    for turn in zip_longest(*ways):
        yield from (item for item in turn if item is not None)


def _ways(finding: Finding, refs: Mapping[str, str]) -> Iterator[PlanItem]:
    if finding.about == "question":
        ref = refs.get(finding.question, "")
        yield _item("question", ref, finding.question, finding.reason)
        return
    if finding.setting:
        what = f"Rehearse {NAMED[finding.setting]} nearer to the real thing"
        yield _item("nerves", finding.setting, what, finding.reason)
    for way in _WAYS[finding.about]:
        if not (finding.setting and way.kind == "practise"):
            yield _item(way.kind, way.ref, way.what, finding.reason)


def _item(kind: ItemKind, ref: str, what: str, reason: str) -> PlanItem:
    """Its day is given to it later."""
    key = f"{kind}:{what.casefold() if kind in ('question', 'advice') else ref}"
    return PlanItem(key=key, kind=kind, what=what, reason=reason, day="", ref=ref if kind != "advice" else "")


def _distinct(items: Iterable[PlanItem]) -> list[PlanItem]:
    known: dict[str, PlanItem] = {}
    for item in items:
        known.setdefault(item.key, item)
    return list(known.values())


def _dated(items: Sequence[PlanItem], days: Sequence[Date]) -> list[PlanItem]:
    """In their order, `A_DAY` to a day; where there are too few days, evenly over those there are."""
    used = min(len(days), -(-len(items) // A_DAY)) or 1
    return [replace(item, day=days[place * used // len(items)]) for place, item in enumerate(items)]


def _as_left(items: Sequence[PlanItem], before: PracticePlan) -> list[PlanItem]:
    """What is done, dropped or moved stays so; what the person added, or did before its reason went, stays too."""
    known = {item.key: item for item in before.items}
    kept = [
        replace(item, ref=item.ref or old.ref, day=old.day, done=old.done, dropped=old.dropped)
        if (old := known.get(item.key))
        else item
        for item in items
    ]
    keys = {item.key for item in kept}
    return [*kept, *(item for item in before.items if item.key not in keys and (item.kind == "own" or item.done))]


# What the person does with it


def changed(plan: PracticePlan, key: str, **changes: str) -> PracticePlan:
    """With other fields of one item (`day`, `done`, `dropped`, `what`)."""
    return replace(plan, items=tuple(replace(item, **changes) if item.key == key else item for item in plan.items))


def added(plan: PracticePlan, what: str, day: Date) -> PracticePlan:
    """With an item of the person's own."""
    number = 1 + sum(item.kind == "own" for item in plan.items)
    key = next(key for at in range(number, number + len(plan.items) + 1) if (key := f"own:{at}") not in _keys(plan))
    return replace(plan, items=(*plan.items, PlanItem(key=key, kind="own", what=what, day=day)))


def _keys(plan: PracticePlan) -> set[str]:
    return {item.key for item in plan.items}


# What practice shows


def closed(
    plan: PracticePlan, practised: Sequence[Practised], ready: Collection[str], debrief: Debrief | None, today: Date
) -> PracticePlan:
    """With what is done by now: a question that was answered well since the plan was made, a theme that was so `ENOUGH` times, a field
    of the prep sheet that lacks nothing (`ready`), a letter that went out."""
    since = [each for each in practised if each.day >= plan.made and each.merit >= WENT_WELL]
    return replace(
        plan,
        items=tuple(
            replace(item, done=day) if item.open and (day := _done(item, since, ready, debrief, today)) else item
            for item in plan.items
        ),
    )


def _done(
    item: PlanItem, since: Sequence[Practised], ready: Collection[str], debrief: Debrief | None, today: Date
) -> Date:
    """The day on which it was done; empty where it was not."""
    match item.kind:
        case "question":
            return min((each.day for each in since if item.ref and each.ref == item.ref), default="")
        case "practise":
            days = sorted(each.day for each in since if item.ref in each.themes)
            return days[ENOUGH - 1] if len(days) >= ENOUGH else ""
        case "sheet":
            return today if item.ref in ready else ""
        case "ask":
            return debrief.asked_for_feedback if debrief is not None else ""
        case "thank":
            return debrief.thanked if debrief is not None else ""
    return ""


def in_force(plans: Iterable[PracticePlan]) -> PracticePlan | None:
    """The plan that counts: the one that was made last."""
    return max(plans, key=lambda plan: (plan.made, plan.id), default=None)


def shown_first(plan: PracticePlan) -> list[PlanItem]:
    """Its open items, the earliest day first."""
    return sorted(plan.open_items, key=lambda item: item.day)
