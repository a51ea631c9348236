"""One application, contact or skill: every field, changed in place and saved at once; of an application also how it fits."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping
from typing import Any, ClassVar, get_args

from textual import work

from simulator import when
from simulator.comeback.due import called
from simulator.comeback.fit import Fit
from simulator.comeback.gather import fit_of, gaining, gather
from simulator.comeback.jobs import sheet_of, with_interview
from simulator.comeback.letters import CALLED
from simulator.comeback.model import STAGES, Application, Appointment, Contact, Person, Reached, Source
from simulator.comeback.store import KINDS
from simulator.errors import ComebackError, UserError
from simulator.preparation import editing
from simulator.preparation.editing import Place, keys
from simulator.preparation.files import load_sheets
from simulator.preparation.posting import propose
from simulator.tui.actions import bindings
from simulator.tui.after import begin_sheet
from simulator.tui.dialogs import Pick, Write
from simulator.tui.form import Form, detail, field_of
from simulator.tui.screens.applications import letters_of
from simulator.tui.widgets.choices import Choices, Row

FIELDS: dict[str, tuple[str, str]] = {
    "employer": ("Employer", "Whose job it is."),
    "role": ("Role", "The job that you go for."),
    "area": ("Area", "Retail, care, software: what the rejections of an area have in common shows later."),
    "source": ("Where it came from", "Advertised, through a contact, by a note of yours, or an agency."),
    "sheet": ("Prep sheet", "Its prep sheet, from which skills and posting are read too."),
    "posting": ("The posting", "Paste the job posting here: p reads the required skills from it."),
    "skills": ("Required skills", "What the job requires, as you confirmed it; p proposes them from the posting."),
    "contact": ("Contact there", "Whom you know of there: letters go to them."),
    "recruiter": ("Recruiter", "Where there is one, feedback is asked for through them."),
    "stages": ("Stages", "How far it has come, and since when; the last one is where it stands."),
    "interviews": ("Interviews", "When and where: reminders, thanks and the calendar follow from it."),
    "next_action": ("Next action", "What you will do next: ring them, send the certificate."),
    "due": ("Due", "When that is due: year, month and day, such as 2027-03-09."),
    "note": ("Note", "Whatever else you want to keep."),
    "name": ("Name", "What it is called."),
    "what": ("What they are", "Head of stores, recruiter: it stands in no letter."),
    "mail": ("Mail", "A mail address; letters are never sent by the program."),
    "stage": ("Stage", "How far it has come."),
    "date": ("Date", "Year, month and day, such as 2027-03-09."),
    "hour": ("Hour", "When it begins, such as 10:00."),
    "zone": ("Time zone", "A name such as Europe/London; empty for yours."),
    "minutes": ("Minutes", "How long it takes."),
    "place": ("Place or link", "The address, or the link of a video call."),
    "kind": ("Kind", "A person, an event, or a lead that was never advertised."),
    "met": ("Where you met", "Or where you heard of it: at the job fair, through a neighbour."),
    "why": ("Who asks for it", "The jobs that ask for it, or the feedback that named it."),
    "way": ("Way", "A course, a certificate, a qualification, a project, or practice."),
    "how": ("How", "Which one, where, and the first step."),
    "cost": ("Cost", "In your own currency, in whole numbers."),
    "by": ("Until", "Year, month and day, such as 2027-03-09."),
    "progress": ("Progress", "In percent, 0 to 100."),
}
"""Each field as people read it, and a sentence about it."""

CHOICES: Mapping[str, tuple[str, ...]] = {
    "source": get_args(Source),
    "stage": STAGES,
    "kind": ("person", "event", "lead"),
    "way": ("course", "certificate", "qualification", "project", "practice"),
}
NUMBERS = frozenset({"minutes", "cost", "progress"})
LONG = frozenset({"posting", "note"})
PEOPLE = frozenset({"contact", "recruiter"})

NONE, BEGIN = "none:", "begin:"
"""The keys of no prep sheet and of a new one: no id has a colon."""


class RecordScreen(Form):
    """`what` is the kind of record (application, contact, skill), `of` its id."""

    NAME = "record"
    BINDINGS = bindings(NAME)
    FIELDS: ClassVar[Mapping[str, tuple[str, str]]] = FIELDS
    LONG: ClassVar[Collection[str]] = LONG
    FAULT: ClassVar[type[UserError]] = ComebackError

    def __init__(self, what: str, of: str) -> None:
        super().__init__()
        self.what = what
        self.of = of
        self.kept = KINDS[what]
        self.title_left = what.capitalize()
        self.fit: Fit | None = None

    def on_screen_resume(self) -> None:
        with self.telling():
            self.renew(self.fresh())
            self.show()
            self._look_at_fit()
        self.query_one(Choices).focus()

    def fresh(self) -> Any:
        return self.kept.find(self.of)

    def write(self, record: Any) -> None:
        self.kept.save(record)
        self._look_at_fit()

    @work(exclusive=True, group="fit")
    async def _look_at_fit(self) -> None:
        if isinstance(self.record, Application):
            self.fit = await asyncio.to_thread(fit_of, self.record)
            if not self.was_left():
                self.show(self.key)

    # What is shown

    def heading(self) -> tuple[str, str]:
        name = called(self.record) if isinstance(self.record, Application) else self.record.name
        return name, FIELDS[field_of(self.place)][0] if self.place else self.what

    def whole(self) -> list[Row]:
        rows = self.field_rows(self.record, keys(self.record))
        if self.fit is not None:
            rows += [Row(), Row(label="How it fits"), Row("fit", self.fit.sentence)]
            for number, each in enumerate(self.fit.skills):
                near = f"{each.own.source}: {each.own.text}" if each.own is not None else ""
                rows.append(Row(f"fit:{number}", each.required, f"{each.state:<8}{near}".rstrip()))
        return rows

    def entry_row(self, number: int, entry: Any) -> Row:
        return Row(f"entry:{number}", detail(entry))

    def about(self) -> str:
        kind, rest = self.kind_and_rest
        if kind == "fit" and self.fit is not None:
            return self._said_of_fit(int(rest)) if rest else self.fit.sentence
        return FIELDS[rest][1] if kind == "field" else ""

    def _said_of_fit(self, number: int) -> str:
        assert self.fit is not None
        each = self.fit.skills[number]
        if each.own is None:
            return f"{each.required}: nothing that you wrote down comes near it. g makes it a skill to gain."
        words = f"Both say: {', '.join(each.words)}." if each.words else "It means about the same in other words."
        learning = " You are still gaining it." if each.own.learning else ""
        return f"{each.own.source.capitalize()}: {each.own.text}\n{words}{learning}"

    # Keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        kind, rest = self.kind_and_rest
        record = self.record
        match action:
            case "open":
                return kind in ("field", "entry", "add")
            case "add":
                return self.in_a_list
            case "remove":
                return kind == "entry" or (kind == "field" and rest in PEOPLE and not self.place)
            case "propose":
                return isinstance(record, Application) and bool(record.posting) and self.place in ((), ("skills",))
            case "gain":
                return (
                    kind == "fit" and rest != "" and self.fit is not None and self.fit.skills[int(rest)].state != "met"
                )
            case "letter":
                return isinstance(record, Application | Contact) and not self.place
        return True

    def go(self, place: Place) -> None:
        field = place[-1]
        if field in PEOPLE and editing.at(self.record, place) is None:
            self._meet(place)
        elif field in CHOICES or field == "sheet":
            self._pick(place)
        else:
            super().go(place)

    @work
    async def _meet(self, place: Place) -> None:
        name = await self.program.push_screen_wait(Write("What is their name?"))
        if name and self.change(place, Person(name=name)):
            self.go(place)

    @work
    async def _pick(self, place: Place) -> None:
        field, before = field_of(place), self.record
        rows = sheets() if field == "sheet" else [Row(each, each) for each in CHOICES[field]]
        now = editing.at(self.record, place) or NONE
        picked = await self.program.push_screen_wait(Pick(FIELDS[field][1], rows, now))
        if picked == BEGIN:
            self._begin_sheet(place)
        elif picked is not None and picked != now:
            self.change(place, "" if picked == NONE else picked, before)

    def _begin_sheet(self, place: Place) -> None:
        with self.telling():
            sheet = begin_sheet(self.program, sheet_of(self.record))
            self.put(place, sheet, self.record)
            self.program.open("sheet", sheet=sheet)

    def read(self, place: Place, typed: str) -> Any:
        if field_of(place) in NUMBERS:
            if not typed.isdecimal():
                raise ComebackError(f"“{typed}” is not a whole number.", FIELDS[field_of(place)][1])
            return int(typed)
        return Appointment(date=typed) if place[:-1] == ("interviews",) else typed

    def put(self, place: Place, value: Any, before: Any) -> None:
        if isinstance(value, Appointment):
            self.save(lambda record: with_interview(record, value, when.now().date().isoformat()))
        else:
            super().put(place, value, before)

    async def after(self, place: Place) -> None:
        if place == ("posting",):
            await self._propose()

    @work
    async def action_add(self) -> None:
        field = str(self.place[-1])
        place, before = (*self.place, len(editing.at(self.record, self.place))), self.record
        match field:
            case "stages":
                rows = [Row(each, each) for each in STAGES]
                picked = await self.program.push_screen_wait(Pick("How far has it come?", rows, STAGES[0]))
                stage = next((each for each in STAGES if each == picked), None)
                reached = Reached(stage=stage, date=when.now().date().isoformat()) if stage else None
                if reached is not None and self.change(place, reached, before):
                    self.go(self.last)
            case "interviews":
                if held := await self.fill(place, "", FIELDS["date"][1]):
                    self.go((*self.place, self.record.interviews.index(held)))
            case _:
                if await self.fill(place, "", FIELDS[field][1]):
                    self.show("add")

    def action_remove(self) -> None:
        kind, rest = self.kind_and_rest
        if kind == "field":
            self.change((rest,), None)
        else:
            self.take_out((*self.place, int(rest)))

    def action_propose(self) -> None:
        self.run_worker(self._propose())

    async def _propose(self) -> None:
        await self.propose("skills", propose(self.record.posting).skills)

    def action_gain(self) -> None:
        """The requirement becomes a skill to gain, with this job as the reason; where it is one already, that is opened."""
        assert self.fit is not None
        required = self.fit.skills[int(self.kind_and_rest[1])].required
        with self.telling():
            self.program.open("record", what="skill", of=gaining(required, f"asked for by {called(self.record)}").id)

    @work
    async def action_letter(self) -> None:
        record = self.record
        if isinstance(record, Application):
            rows = [Row(kind, CALLED[kind]) for kind in letters_of(record, gather())]
            picked = await self.program.push_screen_wait(Pick("Which letter?", rows, rows[0].key or ""))
        else:
            picked = "outreach"
        if picked:
            self.program.open("letter", kind=picked, of=self.of)


def sheets() -> list[Row]:
    """The prep sheets to choose from, a new one, and none."""
    found = [Row(each.id, f"{each.role}, {each.employer}") for each in load_sheets().sheets.values()]
    return [*found, Row(BEGIN, "Begin one for this job"), Row(NONE, "None")]
