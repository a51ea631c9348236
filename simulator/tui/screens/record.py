"""One application, contact or skill: every field, changed in place and saved at once; of an application also how it fits."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any, get_args

from msgspec import Struct
from textual import work
from textual.app import ComposeResult

from simulator.comeback.due import called
from simulator.comeback.fit import Fit
from simulator.comeback.gather import fit_of, gather
from simulator.comeback.letters import CALLED
from simulator.comeback.model import STAGES, Application, Appointment, Contact, Person, Reached, Skill, Source
from simulator.comeback.store import KINDS, SKILLS
from simulator.errors import ComebackError
from simulator.preparation import editing
from simulator.preparation.editing import Place
from simulator.preparation.posting import propose
from simulator.tui import when
from simulator.tui.actions import bindings
from simulator.tui.dialogs import Pick, Tick, Write, WriteLong
from simulator.tui.page import Page
from simulator.tui.screens.applications import letters_of
from simulator.tui.widgets.choices import Choices, Row
from simulator.tui.widgets.words import Words

FIELDS: dict[str, tuple[str, str]] = {
    "employer": ("Employer", "Who would employ you."),
    "role": ("Role", "The job that you go for."),
    "area": ("Area", "Retail, care, software: what the rejections of an area have in common shows later."),
    "source": ("Where it came from", "Advertised, through a contact, by a note of yours, or an agency."),
    "sheet": ("Prep sheet", "The id of its prep sheet, from which skills and posting are read too."),
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
ENTRIES: Mapping[str, type[Struct]] = {"stages": Reached, "interviews": Appointment}

GONE = "It was changed elsewhere, and this place is no longer in it. Nothing was written."


class RecordScreen(Page[None]):
    """`what` is the kind of record (application, contact, skill), `of` its id. `place` is what is on screen: all of it, a list in it, or one entry.
    Every change is read from disk, made and written at once, so that an editor beside the program loses nothing."""

    NAME = "record"
    BINDINGS = bindings(NAME)
    DEFAULT_CSS = """
    RecordScreen Choices { height: 1fr; }
    RecordScreen #about { height: 3; margin-top: 1; }
    """

    def __init__(self, what: str, of: str) -> None:
        super().__init__()
        self.what = what
        self.of = of
        self.kept = KINDS[what]
        self.title_left = what.capitalize()
        self.record: Application | Contact | Skill | None = None
        self.place: Place = ()
        self.fit: Fit | None = None

    def body(self) -> ComposeResult:
        yield Choices()
        yield Words(id="about", classes="quiet")

    def on_screen_resume(self) -> None:
        with self.telling():
            self.record = self.kept.find(self.of)
            self._show()
            self._look_at_fit()
        self.query_one(Choices).focus()

    @work(exclusive=True, group="fit")
    async def _look_at_fit(self) -> None:
        if isinstance(self.record, Application):
            self.fit = await asyncio.to_thread(fit_of, self.record)
            if not self.was_left():
                self._show(self._key)

    # What is shown

    def _show(self, selected: str | None = None) -> None:
        record = self.record
        if record is None:
            return
        title = called(record) if isinstance(record, Application) else record.name
        self.say_title(title, self._where())
        rows = self._whole(record) if not self.place else self._part(record)
        same = [row.key for row in self.query_one(Choices).rows] == [row.key for row in rows]
        first = next((row.key for row in rows if row.key is not None), None)
        self.query_one(Choices).show(rows, selected or (None if same else first))
        self._say_about()

    def _where(self) -> str:
        names = [step for step in self.place if isinstance(step, str)]
        return FIELDS[names[-1]][0] if names else self.what

    def _whole(self, record: Struct) -> list[Row]:
        fields = [each for each in record.__struct_fields__ if each != "id"]
        rows = [Row(f"field:{field}", FIELDS[field][0], detail(getattr(record, field))) for field in fields]
        if self.fit is not None:
            rows += [Row(), Row(label="How it fits"), Row("fit", self.fit.sentence)]
            for number, each in enumerate(self.fit.skills):
                near = f"{each.own.source}: {each.own.text}" if each.own is not None else ""
                rows.append(Row(f"fit:{number}", each.required, f"{each.state:<8}{near}".rstrip()))
        return rows

    def _part(self, record: Struct) -> list[Row]:
        """The entries of a list with a line to add one, or the keys of an entry."""
        value = editing.at(record, self.place)
        if isinstance(value, tuple):
            rows = [Row(f"entry:{number}", detail(each)) for number, each in enumerate(value)]
            return [*rows, Row("add", "Add one")]
        return [
            Row(f"field:{field}", FIELDS[field][0], detail(getattr(value, field))) for field in value.__struct_fields__
        ]

    def _say_about(self) -> None:
        kind, _, rest = self._key.partition(":")
        about = FIELDS[rest][1] if kind == "field" else ""
        if kind == "fit" and self.fit is not None:
            about = self._said_of_fit(int(rest)) if rest else self.fit.sentence
        self.query_one("#about", Words).say(about)
        self.refresh_bindings()

    def _said_of_fit(self, number: int) -> str:
        assert self.fit is not None
        each = self.fit.skills[number]
        if each.own is None:
            return f"{each.required}: nothing that you wrote down comes near it. g makes it a skill to gain."
        words = f"Both say: {', '.join(each.words)}." if each.words else "It means about the same in other words."
        learning = " You are still gaining it." if each.own.learning else ""
        return f"{each.own.source.capitalize()}: {each.own.text}\n{words}{learning}"

    # Keys

    @property
    def _key(self) -> str:
        row = self.query_one(Choices).selected if self.is_mounted else None
        return (row.key or "") if row is not None else ""

    def on_choices_moved(self) -> None:
        self._say_about()

    def on_choices_chosen(self, event: Choices.Chosen) -> None:
        self.action_open()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        kind, _, rest = self._key.partition(":")
        record = self.record
        match action:
            case "open":
                return kind in ("field", "entry", "add")
            case "add":
                return bool(self.place) and record is not None and isinstance(editing.at(record, self.place), tuple)
            case "remove":
                return kind == "entry" or (kind == "field" and rest in PEOPLE and not self.place)
            case "propose":
                return isinstance(record, Application) and bool(record.posting) and self.place in ((), ("skills",))
            case "gain":
                return kind == "fit" and bool(rest) and not self.place
            case "letter":
                return isinstance(record, Application | Contact) and not self.place
        return True

    def action_open(self) -> None:
        kind, _, rest = self._key.partition(":")
        match kind:
            case "field":
                self._go((*self.place, rest))
            case "entry":
                self._go((*self.place, int(rest)))
            case "add":
                self.action_add()

    def _go(self, place: Place) -> None:
        """Into a list or an entry; what is a text is written at once."""
        assert self.record is not None
        value = editing.at(self.record, place)
        if place[-1] in PEOPLE and value is None:
            self._meet(place)
        elif isinstance(value, tuple | Struct):
            self.place = place
            self._show()
        else:
            self._write(place, value)

    @work
    async def _meet(self, place: Place) -> None:
        name = await self.program.push_screen_wait(Write("What is their name?"))
        if name and self._change(place, Person(name=name)):
            self._go(place)

    @work
    async def _write(self, place: Place, value: object) -> None:
        field = str(next(step for step in reversed(place) if isinstance(step, str)))
        if field in CHOICES:
            rows = [Row(each, each) for each in CHOICES[field]]
            written = await self.program.push_screen_wait(Pick(FIELDS[field][1], rows, str(value)))
        else:
            dialog = WriteLong if field in LONG else Write
            written = await self.program.push_screen_wait(dialog(FIELDS[field][1], str(value)))
        if written is None or written == str(value):
            return
        if not written and isinstance(place[-1], int):
            self._remove(place)
        elif field in NUMBERS and not written.isdigit():
            self.program.tell(ComebackError(f"“{written}” is not a whole number.", FIELDS[field][1]))
        elif self._change(place, int(written) if field in NUMBERS else written) and field == "posting":
            await self._propose()

    def _change(self, place: Place, value: Any) -> bool:
        """Whether it could be written."""
        try:
            return self._save(editing.put(self.kept.find(self.of), place, value))
        except LookupError:
            self.program.tell(ComebackError(GONE, "Look at it again."))
        except ComebackError as error:
            self.program.tell(error)
        return False

    def _save(self, record: Any) -> bool:
        self.kept.save(record)
        self.record = record
        self._show(self._key)
        self._look_at_fit()
        return True

    @work
    async def action_add(self) -> None:
        field = str(self.place[-1])
        if self.record is None:
            return
        number = len(editing.at(self.record, self.place))
        place = (*self.place, number)
        value: Any
        match field:
            case "stages":
                rows = [Row(each, each) for each in STAGES]
                value = await self.program.push_screen_wait(Pick("How far has it come?", rows, STAGES[0]))
                value = value and Reached(stage=value, date=when.now().date().isoformat())
            case "interviews":
                value = await self.program.push_screen_wait(Write(FIELDS["date"][1]))
                value = value and Appointment(date=value)
            case _:
                value = await self.program.push_screen_wait(Write(FIELDS[field][1]))
        if value and self._change(place, value):
            if field in ENTRIES:
                self._go(place)
            else:
                self._show("add")

    def action_remove(self) -> None:
        kind, _, rest = self._key.partition(":")
        if kind == "field":
            self._change((rest,), None)
        else:
            self._remove((*self.place, int(rest)))

    def _remove(self, place: Place) -> None:
        with self.telling():
            self._save(editing.without(self.kept.find(self.of), place))

    def action_propose(self) -> None:
        self.run_worker(self._propose())

    async def _propose(self) -> None:
        """The skills that the posting names and the application has not; what is ticked is taken over."""
        record = self.record
        if not isinstance(record, Application):
            return
        known = {each.casefold() for each in record.skills}
        new = [each for each in propose(record.posting).skills if each.casefold() not in known]
        question = "The posting names these skills. Which are right?"
        chosen = await self.program.push_screen_wait(Tick(question, new)) if new else None
        if chosen:
            self._change(("skills",), (*record.skills, *chosen))

    def action_gain(self) -> None:
        """The requirement becomes a skill to gain, with this job as the reason."""
        assert self.fit is not None
        assert isinstance(self.record, Application)
        required = self.fit.skills[int(self._key.partition(":")[2])].required
        with self.telling():
            made = Skill(id=SKILLS.new_id(required), name=required, why=f"asked for by {called(self.record)}")
            SKILLS.save(made)
            self.program.open("record", what="skill", of=made.id)

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

    def action_back(self) -> None:
        """Out of the entry or list, then out of the record."""
        if not self.place:
            self.dismiss()
            return
        left = self.place[-1]
        self.place = self.place[:-1]
        self._show(f"entry:{left}" if isinstance(left, int) else f"field:{left}")


def detail(value: Any) -> str:
    """A value on one line."""
    if isinstance(value, tuple):
        return f"{len(value)}: {'; '.join(detail(each) for each in value)}" if value else ""
    if isinstance(value, Struct):
        return ", ".join(text for field in value.__struct_fields__ if (text := detail(getattr(value, field))))
    return "" if value is None else " ".join(str(value).split())
