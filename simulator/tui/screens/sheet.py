"""One prep sheet: what is still missing, the practice up to the interview, and every field, changed in place and saved at once."""

from __future__ import annotations

import asyncio
from typing import Any

import msgspec
from textual import work
from textual.app import ComposeResult

from simulator.errors import SheetError
from simulator.interview.rehearsal import practice
from simulator.preparation import editing
from simulator.preparation.editing import ENTRIES, Place
from simulator.preparation.files import load_sheets, save_sheet
from simulator.preparation.model import Sheet
from simulator.preparation.posting import propose
from simulator.preparation.readiness import readiness
from simulator.preparation.schedule import SAID, spread
from simulator.sessions.people import owner
from simulator.sessions.wanted import rehearsed
from simulator.tui import when
from simulator.tui.actions import bindings
from simulator.tui.dialogs import Tick, Write, WriteLong
from simulator.tui.page import Page
from simulator.tui.widgets.choices import Choices, Row
from simulator.tui.widgets.words import Words

GROUPS: dict[str, tuple[str, ...]] = {
    "The interview": ("interview", "interviewers", "documents"),
    "The job": ("employer", "role", "company", "posting", "tasks", "skills", "questions"),
    "You": ("selling_points", "strengths", "weaknesses", "why_role", "why_leaving", "concerns", "transfers"),
    "Your stories": ("stories",),
}
"""The fields of a sheet as the screen orders them."""

FIELDS: dict[str, tuple[str, str]] = {
    "employer": ("Employer", "Who would employ you."),
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

GONE = "The sheet was changed elsewhere, and this place is no longer in it. Nothing was written."


class SheetScreen(Page[None]):
    """`place` is what is on screen: the whole sheet, a list in it, or one entry. Every change is read from disk, made and
    written at once, so that an editor beside the program loses nothing."""

    NAME = "sheet"
    BINDINGS = bindings(NAME)
    title_left = "Prep sheet"
    DEFAULT_CSS = """
    SheetScreen Choices { height: 1fr; }
    SheetScreen #about { height: auto; max-height: 6; margin-top: 1; }
    """

    def __init__(self, sheet: str) -> None:
        super().__init__()
        self.sheet_id = sheet
        self.sheet: Sheet | None = None
        self.place: Place = ()
        self.done: frozenset[str] = frozenset()

    def body(self) -> ComposeResult:
        yield Choices()
        yield Words(id="about", classes="quiet")

    def on_screen_resume(self) -> None:
        self.run_worker(self._read(), exclusive=True, group="reading")

    async def _read(self) -> None:
        with self.telling():
            self.sheet = await asyncio.to_thread(self._fresh)
            self.done = await asyncio.to_thread(rehearsed, self.sheet_id, owner(self.program.settings.name))
            self._show()
            self.query_one(Choices).focus()

    def _fresh(self) -> Sheet:
        sheet = load_sheets().sheets.get(self.sheet_id)
        if sheet is None:
            raise SheetError(
                f'The prep sheet "{self.sheet_id}" is gone, or has a fault.', "`mock-interview prep lint` names faults."
            )
        return sheet

    # What is shown

    def _show(self, selected: str | None = None) -> None:
        sheet = self.sheet
        if sheet is None:
            return
        needs = readiness(sheet)
        ready = f"{sum(need.ready for need in needs)} of {len(needs)} ready"
        self.say_title(f"{sheet.role}, {sheet.employer}", ready if not self.place else self._where(sheet))
        rows = self._whole(sheet) if not self.place else self._part(sheet)
        same = [row.key for row in self.query_one(Choices).rows] == [row.key for row in rows]
        first = next((row.key for row in rows if row.key is not None), None)
        self.query_one(Choices).show(rows, selected or (None if same else first))
        self._say_about()

    def _where(self, sheet: Sheet) -> str:
        step = self.place[-1]
        return FIELDS[step][0] if isinstance(step, str) else _named(editing.at(sheet, self.place))

    def _whole(self, sheet: Sheet) -> list[Row]:
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
            rows.append(Row(label=title))
            rows += [Row(f"field:{field}", FIELDS[field][0], _detail(getattr(sheet, field))) for field in fields]
            rows.append(Row())
        return rows[:-1]

    def _part(self, sheet: Sheet) -> list[Row]:
        """The entries of a list with a line to add one, or the keys of an entry."""
        value = editing.at(sheet, self.place)
        if isinstance(value, tuple):
            rows = [Row(f"entry:{number}", _named(each), _rest(each)) for number, each in enumerate(value)]
            return [*rows, Row("add", "Add one")]
        fields = [each for each in value.__struct_fields__ if each != "id"]
        return [Row(f"field:{field}", FIELDS[field][0], _detail(getattr(value, field))) for field in fields]

    def _say_about(self) -> None:
        """What the selected row is about: its field explained, or all of its text."""
        kind, _, rest = self._row().partition(":")
        row = self.query_one(Choices).selected
        match kind:
            case "field":
                about = FIELDS[rest][1]
            case "need" | "entry":
                about = row.detail if row is not None and row.detail else row.label if row is not None else ""
            case "practise":
                about = "Enter practises it now, on whatever day."
            case _:
                about = FIELDS[str(self.place[-1])][1] if self.place and isinstance(self.place[-1], str) else ""
        self.query_one("#about", Words).say(about)
        self.refresh_bindings()

    # Keys

    def _row(self) -> str:
        row = self.query_one(Choices).selected if self.is_mounted else None
        return (row.key or "") if row is not None else ""

    def on_choices_moved(self) -> None:
        self._say_about()

    def on_choices_chosen(self, event: Choices.Chosen) -> None:
        self.action_open()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        row, sheet = self._row(), self.sheet
        match action:
            case "remove":
                return row.startswith("entry:")
            case "add":
                return bool(self.place) and sheet is not None and isinstance(editing.at(sheet, self.place), tuple)
            case "tick":
                return self.place == ("documents",) and row.startswith("entry:")
            case "propose":
                return sheet is not None and bool(sheet.posting) and self.place in ((), ("skills",), ("tasks",))
            case "open":
                return bool(row)
            case _:
                return True

    def action_open(self) -> None:
        kind, _, rest = self._row().partition(":")
        match kind:
            case "need":
                self._go((rest.partition(":")[2],))
            case "practise":
                self.program.open("interview", wish=practice(rest, self.sheet_id))
            case "field":
                self._go((*self.place, rest))
            case "entry":
                self._go((*self.place, int(rest)))
            case "add":
                self.action_add()

    def _go(self, place: Place) -> None:
        """Into a list or an entry; what is a text is written at once."""
        assert self.sheet is not None
        value = editing.at(self.sheet, place)
        if isinstance(value, str):
            self._write(place, value)
        elif isinstance(value, bool):
            self._change(place, not value)
        else:
            self.place = place
            self._show()

    @work
    async def _write(self, place: Place, value: str) -> None:
        field = next(step for step in reversed(place) if isinstance(step, str))
        dialog = WriteLong if field in LONG else Write
        written = await self.program.push_screen_wait(dialog(FIELDS[field][1], value))
        if written is None or written == value:
            return
        if not written and isinstance(place[-1], int):
            self._remove(place)
        elif self._change(place, written) and field == "posting":
            await self._propose()

    def _change(self, place: Place, value: Any) -> bool:
        """Whether it could be written."""
        try:
            return self._save(editing.put(self._fresh(), place, value))
        except LookupError:
            self.program.tell(SheetError(GONE, "Look at the sheet again."))
        except SheetError as error:
            self.program.tell(error)
        return False

    def _save(self, sheet: Sheet) -> bool:
        try:
            save_sheet(sheet)
        except SheetError as error:
            self.program.tell(error)
            return False
        self.sheet = sheet
        self._show(self._row())
        return True

    def action_tick(self) -> None:
        place = (*self.place, int(self._row().partition(":")[2]), "ready")
        assert self.sheet is not None
        self._change(place, not editing.at(self.sheet, place))

    @work
    async def action_add(self) -> None:
        field = str(self.place[-1])
        first = next(each for each in ENTRIES[field].__struct_fields__ if each != "id") if field in ENTRIES else field
        written = await self.program.push_screen_wait(Write(FIELDS[first][1]))
        if not written or self.sheet is None:
            return
        number = len(editing.at(self.sheet, self.place))
        place = (*self.place, number)
        if self._change(place, editing.entry(self.sheet, field, written)):
            if field in ENTRIES and field != "documents":
                self._go(place)
            else:
                self._show("add")

    def action_remove(self) -> None:
        self._remove((*self.place, int(self._row().partition(":")[2])))

    def _remove(self, place: Place) -> None:
        with self.telling():
            self._save(editing.without(self._fresh(), place))

    def action_propose(self) -> None:
        self.run_worker(self._propose())

    async def _propose(self) -> None:
        """Skills, then tasks, that the posting names and the sheet has not; what is ticked is taken over."""
        sheet = self.sheet
        if sheet is None:
            return
        proposed = propose(sheet.posting)
        for field, found in (("skills", proposed.skills), ("tasks", proposed.tasks)):
            known = {each.casefold() for each in getattr(sheet, field)}
            new = [each for each in found if each.casefold() not in known]
            question = f"The posting names these {field}. Which are right?"
            chosen = await self.program.push_screen_wait(Tick(question, new)) if new else None
            if chosen:
                self._change((field,), (*getattr(self.sheet, field), *chosen))

    def action_back(self) -> None:
        """Out of the entry or list, then out of the sheet."""
        if not self.place:
            self.dismiss()
            return
        left = self.place[-1]
        self.place = self.place[:-1]
        self._show(f"entry:{left}" if isinstance(left, int) else f"field:{left}")


def _named(entry: Any) -> str:
    """What an entry of a list is called: a text itself, of the others their first key."""
    if isinstance(entry, str):
        return entry
    fields = [each for each in entry.__struct_fields__ if each != "id"]
    return str(getattr(entry, fields[0]))


def _rest(entry: Any) -> str:
    if isinstance(entry, str):
        return ""
    if hasattr(entry, "ready"):
        return "ready" if entry.ready else "to do"
    fields = [each for each in entry.__struct_fields__ if each != "id"]
    if hasattr(entry, "competencies"):
        return ", ".join(entry.competencies) or "shows no competency yet"
    return _detail(getattr(entry, fields[1])) or "no answer yet"


def _detail(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return " ".join(value.split())
    if isinstance(value, msgspec.Struct):
        return ", ".join(filter(None, (str(getattr(value, each)) for each in value.__struct_fields__)))
    if not value:
        return ""
    return f"{len(value)}: {', '.join(_named(each) for each in value)}"
