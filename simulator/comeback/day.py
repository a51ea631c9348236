"""The day of an interview: what to know, what to bring, and what to go in with. Pure; each fact may be missing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Protocol

import msgspec

from simulator.comeback.model import Application, Appointment, Date, Hour, IfThen, Win, as_it_stands
from simulator.comeback.setbacks import in_order, sentence
from simulator.preparation.model import Paper, Sheet
from simulator.questions.model import QUESTIONS_TO_ASK

STRONGEST = 3
"""So many of the best answers are heard again: enough to remember that one can do it."""

RATING_POINTS = 5.0
"""What a step of one's own rating of an answer (1 to 5) away from the middle is worth beside its score, as in the drills."""

NONE_TODAY = "No interview is noted for today. A prep sheet or an application with its date brings it here."
CALM = "Everything below is yours already. Nothing new today."


class Answered(Protocol):
    """What is needed of an answer (`sessions.indexed.IndexedTake` has it); `fluency` is None for one that was typed or not scored."""

    @property
    def name(self) -> str: ...
    @property
    def folder(self) -> str: ...
    @property
    def ref(self) -> str: ...
    @property
    def competency(self) -> str: ...
    @property
    def question(self) -> str: ...
    @property
    def follow_up(self) -> int: ...
    @property
    def own(self) -> bool: ...
    @property
    def fluency(self) -> float | None: ...
    @property
    def preparedness(self) -> float | None: ...
    @property
    def rating(self) -> int | None: ...


class Strong(msgspec.Struct, frozen=True, kw_only=True):
    """One of the strongest answers: the take `take` of the session in `folder`."""

    folder: str
    take: str
    question: str
    fluency: float
    preparedness: float | None
    rating: int | None


class Day(msgspec.Struct, frozen=True, kw_only=True):
    """`employer` is empty where no interview is known for the day. `hour` is that of the `zone`, `here` the same by the clock of this machine where that
    is another. `sheet` is the id of the prep sheet that the facts are from, empty for none. `wins`: the person kept some."""

    employer: str = ""
    role: str = ""
    hour: str = ""
    zone: str = ""
    here: str = ""
    place: str = ""
    way: str = ""
    arrive: str = ""
    dress: str = ""
    format: str = ""
    sheet: str = ""
    interviewers: tuple[str, ...] = ()
    documents: tuple[Paper, ...] = ()
    questions: tuple[str, ...] = ()
    plans: tuple[IfThen, ...] = ()
    strongest: tuple[Strong, ...] = ()
    wins: bool = False

    @property
    def known(self) -> bool:
        return bool(self.employer)

    @property
    def begins(self) -> str:
        """The hour by the clock of this machine; empty where none is known."""
        return self.here or self.hour


def day(
    today: str,
    *,
    active: Sheet | None,
    sheets: Mapping[str, Sheet],
    applications: Iterable[Application],
    plans: Iterable[IfThen] = (),
    takes: Iterable[Answered] = (),
    wins: Iterable[Win] = (),
    begins: Callable[[Appointment], tuple[Date, Hour]] = as_it_stands,
) -> Day:
    """The interview of `today` (YYYY-MM-DD), of an application before that of the active sheet; of several the earliest. `begins` gives the day and hour
    of an interview by the clock of this machine."""
    found = _appointed(today, applications, active, sheets, begins) or _of_sheet(today, active) or Day()
    return msgspec.structs.replace(
        found, plans=tuple(in_order(plans)), strongest=tuple(strongest(takes)), wins=bool(list(wins))
    )


def _appointed(
    today: str,
    applications: Iterable[Application],
    active: Sheet | None,
    sheets: Mapping[str, Sheet],
    begins: Callable[[Appointment], tuple[Date, Hour]],
) -> Day | None:
    due = [
        (hour, meeting, application)
        for application in applications
        if application.open
        for meeting in application.interviews
        for date, hour in [begins(meeting)]
        if date == today
    ]
    if not due:
        return None
    hour, meeting, application = min(due, key=lambda each: (each[0] or "24:00", each[2].id))
    sheet = sheets.get(application.sheet)
    if sheet is None and active is not None and active.employer.casefold() == application.employer.casefold():
        sheet = active
    found = _from(application.employer, application.role, meeting, sheet, today, application)
    return msgspec.structs.replace(found, here=hour if hour != meeting.hour else "")


def _of_sheet(today: str, sheet: Sheet | None) -> Day | None:
    if sheet is None or sheet.interview.date != today:
        return None
    return _from(sheet.employer, sheet.role, None, sheet, today)


def _from(
    employer: str,
    role: str,
    meeting: Appointment | None,
    sheet: Sheet | None,
    today: str,
    application: Application | None = None,
) -> Day:
    """What the application says of the meeting counts more than the sheet; of a sheet with another date only what holds on any day."""
    facts = sheet.interview if sheet is not None else None
    same = facts if facts is not None and facts.date in ("", today) else None
    people = sheet.interviewers if sheet is not None else ()
    if not people and application is not None and application.contact is not None:
        people = (application.contact.name,)
    return Day(
        employer=employer,
        role=role,
        hour=(meeting.hour if meeting else "") or (same.hour if same else ""),
        zone=meeting.zone if meeting else "",
        place=(meeting.place if meeting else "") or (facts.place if facts else ""),
        way=facts.way if facts else "",
        arrive=same.arrive if same else "",
        dress=facts.dress if facts else "",
        format=facts.format if facts else "",
        sheet=sheet.id if sheet is not None else "",
        interviewers=people,
        documents=sheet.documents if sheet is not None else (),
        questions=sheet.questions if sheet is not None else (),
    )


def strongest(takes: Iterable[Answered], count: int = STRONGEST) -> list[Strong]:
    """The best spoken answers, of different questions, by their scores and the person's own rating; the later of equals. What they asked the
    interviewer is no answer."""
    best: dict[str, tuple[float, Strong]] = {}
    for take in takes:
        if take.fluency is None or take.follow_up or not take.own or take.competency == QUESTIONS_TO_ASK:
            continue
        merit = _merit(take.fluency, take.preparedness, take.rating)
        key = take.ref or f"{take.folder}/{take.name}"
        if key not in best or merit >= best[key][0]:
            best[key] = (
                merit,
                Strong(
                    folder=take.folder,
                    take=take.name,
                    question=take.question,
                    fluency=take.fluency,
                    preparedness=take.preparedness,
                    rating=take.rating,
                ),
            )
    return [strong for _, strong in sorted(best.values(), key=lambda each: -each[0])[:count]]


def _merit(fluency: float, preparedness: float | None, rating: int | None) -> float:
    score = fluency if preparedness is None else (fluency + preparedness) / 2
    return score + RATING_POINTS * ((rating or 3) - 3)


# In words


def heading(day: Day, ahead: str = "") -> str:
    """`Today: Harbour Foods, 10:00, in 2 h 10 min.`; `ahead` says how long it is until then (`when.ahead`)."""
    if not day.known:
        return NONE_TODAY
    zone = f" ({day.zone})" if day.zone and day.hour else ""
    here = f", {day.here} here" if day.here else ""
    hour = f", {day.hour}{zone}{here}{f', {ahead}' if ahead else ''}" if day.hour else ""
    return f"Today: {day.employer}{f', {day.role}' if day.role else ''}{hour}."


def facts(day: Day) -> Iterator[tuple[str, str]]:
    """What is known, each with its name: when to be there, where, how to get there, what to wear, whom one meets."""
    yield from (
        (name, text)
        for name, text in (
            ("Be there", day.arrive),
            ("Where", ", ".join(each for each in (day.place, day.format) if each)),
            ("Way", day.way),
            ("Wear", day.dress),
            ("You meet", "; ".join(day.interviewers)),
        )
        if text
    )


def lines(day: Day, ahead: str = "") -> Iterator[str]:
    """All of it, for a pipe or a screen reader; `ahead` as in `heading`."""
    yield heading(day, ahead)
    if day.known:
        yield CALM
    yield from (f"{name}: {text}" for name, text in facts(day))
    if day.documents:
        yield ""
        yield "To bring:"
        yield from (f"  {each.name}{' (ready)' if each.ready else ''}" for each in day.documents)
    if day.questions:
        yield ""
        yield "To ask them:"
        yield from (f"  {each}" for each in day.questions)
    if day.plans:
        yield ""
        yield "If it happens:"
        yield from (f"  {sentence(each)}" for each in day.plans)
    if day.strongest:
        yield ""
        yield "Your strongest answers:"
        yield from (f"  {each.question}  ({score(each)}; {each.folder}, {each.take})" for each in day.strongest)


def score(strong: Strong) -> str:
    """`fluency 81, preparedness 77, you gave it 5`."""
    said = [f"fluency {strong.fluency:.0f}"]
    said += [f"preparedness {strong.preparedness:.0f}"] if strong.preparedness is not None else []
    said += [f"you gave it {strong.rating}"] if strong.rating is not None else []
    return ", ".join(said)
