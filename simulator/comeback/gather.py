"""Everything that the search for a job is kept in, read at once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from pathlib import Path

import msgspec

from simulator import paths
from simulator.comeback import awaiting, drafts, machine
from simulator.comeback.awaiting import Awaited
from simulator.comeback.due import Due, due
from simulator.comeback.fit import Fit, fit, owned, required, wanted
from simulator.comeback.letters import Facts, Kind, Letter, candidates, newest, sent, write
from simulator.comeback.model import Application, Contact, Debrief, Outcome, Skill
from simulator.comeback.store import APPLICATIONS, CONTACTS, DEBRIEFS, SKILLS
from simulator.documents.files import Fault
from simulator.errors import ComebackError
from simulator.files import write_atomically
from simulator.preparation.files import load_sheets


class Search(msgspec.Struct, frozen=True, kw_only=True):
    """The records by their ids, and the faults of files that were left out."""

    applications: Mapping[str, Application]
    debriefs: Mapping[str, Debrief]
    contacts: Mapping[str, Contact]
    skills: Mapping[str, Skill]
    faults: tuple[Fault, ...]

    def due(self, now: datetime, *, ahead: int = 0) -> tuple[Due, ...]:
        records = (self.applications, self.debriefs, self.contacts, self.skills)
        return due(*records, now.date(), hour=f"{now:%H:%M}", ahead=ahead)


def gather() -> Search:
    applications, debriefs, contacts, skills = APPLICATIONS.load(), DEBRIEFS.load(), CONTACTS.load(), SKILLS.load()
    return Search(
        applications=applications.records,
        debriefs=debriefs.records,
        contacts=contacts.records,
        skills=skills.records,
        faults=(*applications.faults, *debriefs.faults, *contacts.faults, *skills.faults),
    )


def fit_of(application: Application, *, by_meaning: bool = True) -> Fit:
    """Against all that the prep sheets and skills say one has. By meaning where there is a model: call it from a thread while a screen is up."""
    sheets = load_sheets().sheets
    asked = required(application, sheets.get(application.sheet))
    own = owned(sheets, SKILLS.load().records)
    meanings = None
    if by_meaning and asked and own:
        from simulator.meaning.mind import meanings as read

        meanings = read(wanted(asked, own))
    return fit(asked, own, meanings)


def gaining(name: str, why: str = "") -> Skill:
    """The skill of that name, begun where it is none yet. Raises ComebackError."""
    known = (each for each in SKILLS.load().records.values() if each.name.casefold() == name.casefold())
    if (skill := next(known, None)) is None:
        skill = SKILLS.add(Skill(id=SKILLS.new_id(name), name=name, why=why))
    return skill


# Interviews to look back on

RECENT = timedelta(days=30)
"""So long an interview is asked about by itself."""


def waits(now: datetime) -> list[Awaited]:
    """Interviews that are over and that no debrief is about, the last one first."""
    applications = APPLICATIONS.load().records.values()
    sheets = load_sheets().sheets.values()
    over = awaiting.over(applications, sheets, now.date().isoformat(), f"{now:%H:%M}", machine.begins)
    return awaiting.waiting(over, DEBRIEFS.load().records.values(), (now - RECENT).date().isoformat())


# Letters


BEGIN_WITH = {
    False: "Begin with the job that it is about: `mock-interview applications new ID --employer NAME --role JOB`.",
    True: "Begin with the person: `mock-interview contacts new NAME`, or with a job: `applications new`.",
}
"""What there has to be before a letter can be written: for a note to somebody new (True), and for the others."""


def letter_for(kind: Kind, named: str, search: Search) -> str:
    """The id of the application (or contact) that such a letter is for: the one named, or the likeliest. Raises ComebackError."""
    if named:
        if named in search.applications or (kind == "outreach" and named in search.contacts):
            return named
        APPLICATIONS.find(named)  # says why there is none
    found = candidates(kind, search.applications, search.debriefs)
    if not found or kind == "outreach":
        known = ", ".join([*search.applications, *(search.contacts if kind == "outreach" else ())])
        raise ComebackError(
            "It is not clear whom this letter is for.",
            f"Name one of: {known}." if known else BEGIN_WITH[kind == "outreach"],
        )
    return found[0]


def draft(kind: Kind, id: str, search: Search, me: str, today: date) -> Letter:
    """From what was entered for an application, or for a contact."""
    application, contact = search.applications.get(id), search.contacts.get(id) if kind == "outreach" else None
    if application is not None:
        contact = None
    facts = Facts(
        application=application,
        debrief=newest(id, search.debriefs),
        contact=contact,
        me=me,
        today=today.isoformat(),
    )
    return write(kind, facts)


def letter(kind: Kind, id: str, search: Search, me: str, today: date) -> tuple[Letter, bool]:
    """The letter as it stands, and whether it is a draft that was changed. One that says what would be written anew is kept no longer, so that it
    follows what is entered. Raises ComebackError where the draft cannot be read."""
    kept, fresh = drafts.load(kind, id), draft(kind, id, search, me, today)
    if kept == fresh:
        drafts.forget(kind, id)
    return (fresh, False) if kept is None or kept == fresh else (kept, True)


def mark_sent(kind: Kind, id: str, search: Search, today: date) -> str:
    """Writes down that it was sent today, and returns where: `debrief`, `contact` or `application`, or nothing where there is no place for it. An interview that was
    not looked back on yet gets its debrief begun. Raises ComebackError."""
    day = today.isoformat()
    if kind == "outreach":
        if (lead := search.applications.get(id)) is not None:
            APPLICATIONS.save(
                msgspec.structs.replace(lead, note=f"{lead.note}\n{day}: a note went out to them.".strip())
            )
            return "application"
        if (contact := search.contacts.get(id)) is not None:
            CONTACTS.save(msgspec.structs.replace(contact, date=day, next_action="", due=""))
            return "contact"
        return ""
    application, debrief = search.applications.get(id), newest(id, search.debriefs)
    held = [each.date for each in application.interviews if each.date <= day] if application is not None else []
    if application is not None and (debrief is None or (kind == "thanks" and held and max(held) > debrief.date)):
        outcome: Outcome = "rejected" if application.stage == "rejected" else "waiting"
        of = max(held, default=day)
        DEBRIEFS.add(sent(kind, Debrief(id=DEBRIEFS.new_id(id, of), application=id, date=of, outcome=outcome), day))
        return "debrief"
    if debrief is None:
        return ""
    DEBRIEFS.change(debrief.id, lambda now: sent(kind, now, day))
    return "debrief"


# The calendar

CALENDAR = "interviews.ics"
"""The file in the folder of exports; it is written anew each time."""

_BEGINS = b"BEGIN:VCALENDAR"


def write_calendar(search: Search, now: datetime, to: Path | None = None) -> Path:
    """Interviews, events and follow-ups as an iCalendar file. Raises ComebackError where there is nothing to write, where `to` is another kind of
    file, or the disk refuses."""
    from simulator.comeback.dates import calendar  # icalendar, a fifth of a second

    file = to or paths.exports() / CALENDAR
    file = file / CALENDAR if file.is_dir() else file
    written = calendar(search.applications, search.contacts, machine.zone(), now)
    if b"BEGIN:VEVENT" not in written:
        raise ComebackError(
            "There is no date yet to write into a calendar.", "Give an application an interview or a next action."
        )
    try:
        if file.exists() and file.read_bytes()[: len(_BEGINS)] != _BEGINS:
            raise ComebackError(f"{file} is there already, and is no calendar.", "Choose another name.")
        write_atomically(file, written)
    except OSError as error:
        raise ComebackError(
            f"{file} cannot be written: {error.strerror}.", "Choose another place with --to."
        ) from error
    return file
