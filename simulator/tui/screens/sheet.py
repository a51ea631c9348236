"""One prep sheet: what is still missing, the practice up to the interview, and every field, changed in place and saved at once."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping
from typing import Any, ClassVar

from textual import work

from simulator import when
from simulator.errors import SheetError, UserError
from simulator.interview.rehearsal import practice
from simulator.preparation import editing
from simulator.preparation.editing import ENTRIES, Place, keys, named
from simulator.preparation.files import load_sheets, save_sheet
from simulator.preparation.model import Sheet
from simulator.preparation.posting import propose
from simulator.preparation.readiness import readiness
from simulator.preparation.schedule import SAID, spread
from simulator.sessions.people import owner
from simulator.sessions.wanted import rehearsed
from simulator.tui.actions import bindings
from simulator.tui.form import Form, detail
from simulator.tui.widgets.choices import Choices, Row

GROUPS: dict[str, tuple[str, ...]] = {
    "The interview": ("interview", "interviewers", "documents"),
    "The job": ("employer", "role", "company", "posting", "tasks", "skills", "questions"),
    "You": ("selling_points", "strengths", "weaknesses", "why_role", "why_leaving", "concerns", "transfers"),
    "Your stories": ("stories",),
}
"""The fields of a sheet as the screen orders them."""

FIELDS: dict[str, tuple[str, str]] = {
    "employer": ("Employer", "Whose job it is."),
    "role": ("Role", "The job that you applied for."),
    "interview": ("When, where and how", "Date, hour, place or link, format, the way there, and what to wear."),
    "date": ("Date", "Year, month and day, such as 2027-03-09."),
    "hour": ("Hour", "When it begins, such as 10:00."),
    "place": ("Place or link", "The address, or the link of a video call."),
    "format": ("Format", "Who asks, how long it takes, what to expect."),
    "way": ("The way there", "How you get there, and how long that takes."),
    "arrive": ("Be there at", "Ten minutes early is usual; such as 09:45."),
    "dress": ("What to wear", "What people there wear, and a little tidier."),
    "interviewers": ("Interviewers", "Their names and what they do. You may ask for them beforehand."),
    "documents": ("Documents to bring", "Copies of the CV, references, work samples. Space ticks what is ready."),
    "name": ("Document", "What to bring."),
    "ready": ("Ready", "Whether it lies ready."),
    "company": ("Facts about them", "What you found out about the employer; naming two is enough in an interview."),
    "posting": ("The posting", "Paste the job posting here: it proposes the skills and tasks."),
    "tasks": ("Tasks of the role", "What the role does all day."),
    "skills": ("Required skills", "What the role requires; p proposes them from the posting."),
    "questions": ("Questions to ask them", "What you will ask; nothing that their front page tells."),
    "selling_points": ("Selling points", "What speaks for you, one sentence each."),
    "strengths": ("Strengths", "What you are good at."),
    "weaknesses": ("Weaknesses", "What you are less good at, and what you do about it."),
    "why_role": ("Why this role", "Why you want this job, and not any job."),
    "why_leaving": ("Why leaving", "Why you leave or left the last one, without blaming anyone."),
    "concerns": ("Their concerns", "What they may hold against you, each with your answer."),
    "concern": ("Concern", "What they may hold against you."),
    "answer": ("Your answer", "What you will say to it."),
    "transfers": ("What carries over", "For a change of career: each requirement with the experience that meets it."),
    "requirement": ("Requirement", "What they ask for."),
    "experience": ("Your experience", "Where you have done something like it."),
    "stories": ("Story bank", "Stories of situation, task, action and result, for questions that ask for one."),
    "title": ("Title", "What you call it."),
    "competencies": ("What it shows", "Teamwork, conflict, planning: what questions ask for."),
    "situation": ("Situation", "Where and when it was, in a sentence or two."),
    "task": ("Task", "What had to be done, and why it was yours."),
    "action": ("Action", "What you did yourself, one step after the other."),
    "result": ("Result", "What came of it, with a number if there is one."),
    "points": ("Key points", "What must not be left out when you tell it."),
}
"""Each field as people read it, and a sentence about it."""

LONG = frozenset(
    {"posting", "why_role", "why_leaving", "answer", "experience", "situation", "task", "action", "result"}
)
"""Texts of more than a line."""


class SheetScreen(Form):
    """`field`: the one that is selected at first."""

    NAME = "sheet"
    BINDINGS = bindings(NAME)
    title_left = "Prep sheet"
    FIELDS: ClassVar[Mapping[str, tuple[str, str]]] = FIELDS
    LONG: ClassVar[Collection[str]] = LONG
    FAULT: ClassVar[type[UserError]] = SheetError

    def __init__(self, sheet: str, field: str = "") -> None:
        super().__init__()
        self.sheet_id = sheet
        self._first = f"field:{field}" if field else None
        self.done: frozenset[str] = frozenset()

    def on_screen_resume(self) -> None:
        self.run_worker(self._read(), exclusive=True, group="reading")

    async def _read(self) -> None:
        with self.telling():
            self.renew(await asyncio.to_thread(self.fresh))
            self.done = await asyncio.to_thread(rehearsed, self.sheet_id, owner(self.program.settings.name))
            self.show(self._first)
            self._first = None
            self.query_one(Choices).focus()

    def fresh(self) -> Sheet:
        sheet = load_sheets().sheets.get(self.sheet_id)
        if sheet is None:
            raise SheetError(
                f'The prep sheet "{self.sheet_id}" is gone, or has a fault.', "`mock-interview prep lint` names faults."
            )
        return sheet

    def write(self, record: Sheet) -> None:
        save_sheet(record)

    # What is shown

    def heading(self) -> tuple[str, str]:
        sheet: Sheet = self.record
        needs = readiness(sheet)
        ready = f"{sum(need.ready for need in needs)} of {len(needs)} ready"
        return f"{sheet.role}, {sheet.employer}", self._where() if self.place else ready

    def _where(self) -> str:
        step = self.place[-1]
        return FIELDS[step][0] if isinstance(step, str) else named(editing.at(self.record, self.place))

    def whole(self) -> list[Row]:
        sheet: Sheet = self.record
        rows: list[Row] = []
        needs = readiness(sheet)
        if missing := [need for need in needs if not need.ready]:
            rows += [Row(label="Still missing")]
            rows += [Row(f"need:{n}:{need.field}", need.name, need.missing) for n, need in enumerate(missing)]
            rows += [Row()]
        today = when.now()
        sittings = spread(today.date().toordinal(), when.ordinal(sheet.interview.date), self.done)
        if sittings:
            rows += [Row(label="Practice up to the interview")]
            for each in sittings:
                rows.append(Row(f"practise:{each.theme}", when.day_of(each.day, today), SAID[each.theme]))
            rows += [Row()]
        for title, fields in GROUPS.items():
            rows += [Row(label=title), *self.field_rows(sheet, fields), Row()]
        return rows[:-1]

    def entry_row(self, number: int, entry: Any) -> Row:
        return Row(f"entry:{number}", named(entry), _rest(entry))

    def about(self) -> str:
        """What the selected row is about: its field explained, or all of its text."""
        kind, rest = self.kind_and_rest
        row = self.query_one(Choices).selected
        match kind:
            case "field":
                return FIELDS[rest][1]
            case "need" | "entry":
                return row.detail or row.label if row is not None else ""
            case "practise":
                return "Enter practises it now, on whatever day."
        return FIELDS[str(self.place[-1])][1] if self.place and isinstance(self.place[-1], str) else ""

    # Keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        kind, _ = self.kind_and_rest
        match action:
            case "remove":
                return kind == "entry"
            case "add":
                return self.in_a_list
            case "tick":
                return self.place == ("documents",) and kind == "entry"
            case "propose":
                return bool(self.record and self.record.posting) and self.place in ((), ("skills",), ("tasks",))
            case "open":
                return bool(kind)
        return True

    def action_open(self) -> None:
        kind, rest = self.kind_and_rest
        match kind:
            case "need":
                self.go((rest.partition(":")[2],))
            case "practise":
                self.program.open("interview", wish=practice(rest, self.sheet_id))
            case _:
                super().action_open()

    def read(self, place: Place, typed: str) -> Any:
        new = len(place) == 2 and isinstance(place[1], int)
        return editing.entry(self.record, str(place[0]), typed) if new else typed

    async def after(self, place: Place) -> None:
        if place == ("posting",):
            await self._propose()

    def action_tick(self) -> None:
        self.go((*self.place, int(self.kind_and_rest[1]), "ready"))

    @work
    async def action_add(self) -> None:
        field = str(self.place[-1])
        first = keys(ENTRIES[field])[0] if field in ENTRIES else field
        place = (*self.place, len(editing.at(self.record, self.place)))
        if await self.fill(place, "", FIELDS[first][1]):
            if field in ENTRIES and field != "documents":
                self.go(self.last)
            else:
                self.show("add")

    def action_remove(self) -> None:
        self.take_out((*self.place, int(self.kind_and_rest[1])))

    def action_propose(self) -> None:
        self.run_worker(self._propose())

    async def _propose(self) -> None:
        """Skills, then tasks."""
        proposed = propose(self.record.posting)
        await self.propose("skills", proposed.skills)
        await self.propose("tasks", proposed.tasks)


def _rest(entry: Any) -> str:
    if isinstance(entry, str):
        return ""
    if hasattr(entry, "ready"):
        return "ready" if entry.ready else "to do"
    if hasattr(entry, "competencies"):
        return ", ".join(entry.competencies) or "shows no competency yet"
    return detail(getattr(entry, keys(entry)[1])) or "no answer yet"
