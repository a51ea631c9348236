"""The search for a job on one screen: what is due today, the applications with their stages, and the way to contacts and skills."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from msgspec.structs import replace
from textual import work

from simulator import paths, when
from simulator.comeback import drafts
from simulator.comeback.due import Due, called
from simulator.comeback.gather import Search, gather, write_calendar
from simulator.comeback.keeping import new_job
from simulator.comeback.letters import CALLED, EXPECT, KINDS, Kind, newest
from simulator.comeback.model import STAGES, Application, Reached, Stage
from simulator.comeback.searching import patterns
from simulator.comeback.store import APPLICATIONS
from simulator.documents.files import Fault
from simulator.errors import ComebackError
from simulator.tui.actions import bindings
from simulator.tui.dialogs import Ask, Pick, Write
from simulator.tui.table_page import TablePage
from simulator.tui.widgets.choices import Choices, Row

NONE_YET = "No application yet. n begins one: the employer and the job are enough. i takes in a table."
FAULTS_SHOWN = 3

STAGE_SAID: dict[Stage, str] = {
    "lead": "something that you heard of",
    "applied": "your papers are there",
    "interview": "you were invited",
    "offer": "they want you",
    "rejected": "they said no",
    "withdrawn": "you said no",
    "accepted": "you take it",
}


class Applications(TablePage):
    NAME = "applications"
    BINDINGS = bindings(NAME)
    title_left = "Applications"
    KEPT = APPLICATIONS
    DEFAULT_CSS = """
    Applications Choices { height: 1fr; }
    Applications #about { max-height: 50%; margin-top: 1; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.search: Search | None = None
        self.found: tuple[Due, ...] = ()

    def on_screen_resume(self) -> None:
        self.read()
        self.query_one(Choices).focus()
        if self.search is not None and self.search.faults:
            self.tell_once(left_out(self.search.faults))

    def read(self, selected: str | None = None) -> None:
        first = self.search is None
        self.search = gather()
        self.found = self.search.due(when.now())
        rows = self._rows(self.search)
        if first and selected is None:
            selected = next((row.key for row in rows if row.key is not None), None)
        self.query_one(Choices).show(rows, selected)
        self.say_about()

    def _rows(self, search: Search) -> list[Row]:
        rows: list[Row] = []
        if self.found:
            rows += [Row(label="Due today"), *(self._due_row(number, each) for number, each in enumerate(self.found))]
            rows.append(Row())
        for title, is_open in (("Open", True), ("Over", False)):
            some = [each for each in search.applications.values() if each.open is is_open]
            some.sort(key=lambda each: each.stages[-1].date if each.stages else "", reverse=True)
            if some:
                rows += [Row(label=title), *(self._row(each) for each in some), Row()]
        if shared := patterns(search.applications, search.debriefs):
            rows += [Row(label="Worth a thought")]
            rows += [Row(f"pattern:{number}", each.question) for number, each in enumerate(shared)]
            rows.append(Row())
        gaps = [each for each in search.skills.values() if each.progress < 100]
        rows.append(Row("contacts", "Contacts, events and leads", f"{len(search.contacts)} so far"))
        rows.append(Row("skills", "Skills to gain", f"{len(gaps)} on the way"))
        return rows

    def _due_row(self, number: int, each: Due) -> Row:
        today = when.now()
        late = "" if each.day == today.date().isoformat() else f", {when.day(each.day, today)}"
        return Row(f"due:{number}", each.what, f"{each.whom}{late}")

    def _row(self, each: Application) -> Row:
        since = f" {when.day_ago(each.stages[-1].date, when.now())}" if each.stages else ""
        coming = [held.date for held in each.interviews if held.date >= when.now().date().isoformat()]
        date = min(coming, default="") or (each.due if each.next_action else "")
        what = "interview" if coming else each.next_action
        next_one = f"; {': '.join(filter(None, (_day(date), what)))}" if what and each.open else ""
        return Row(f"application:{each.id}", called(each), f"{each.stage}{since}{next_one}")

    # What is selected

    @property
    def chosen(self) -> Application | None:
        """The application that is selected, or to which what is selected belongs."""
        kind, rest = self.kind_and_rest
        if self.search is None:
            return None
        if kind == "due":
            each = self.found[int(rest)]
            return self.search.applications.get(each.id) if each.of == "application" else None
        return self.search.applications.get(rest) if kind == "application" else None

    def about(self) -> str:
        kind, rest = self.kind_and_rest
        if kind == "due":
            due = self.found[int(rest)]
            return (
                f"{due.whom}. Enter shows a draft. {EXPECT[due.letter]}" if due.letter else f"{due.whom}: {due.what}."
            )
        if kind == "pattern" and (row := self.query_one(Choices).selected) is not None:
            return row.label
        if self.search is not None and not self.search.applications:
            return NONE_YET
        if (chosen := self.chosen) is None:
            return ""
        following = f" Next: {chosen.next_action}." if chosen.open and chosen.next_action else ""
        return f"{called(chosen)}.{following} Enter opens it: dates, people, and which of the required skills you meet."

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in ("stage", "letter", "delete"):
            return self.chosen is not None
        if action == "export":
            return self.search is not None and bool(self.search.applications)
        if action == "open":
            return self.kind_and_rest[0] not in ("", "pattern")
        return True

    # Keys

    def action_open(self) -> None:
        kind, rest = self.kind_and_rest
        match kind:
            case "due":
                each = self.found[int(rest)]
                if each.letter is not None:
                    self.program.open("letter", kind=each.letter, of=each.id)
                else:
                    self.program.open("record", what=each.of, of=each.id)
            case "application":
                self.program.open("record", what="application", of=rest)
            case "contacts" | "skills":
                self.program.open(kind)

    @work
    async def action_new(self) -> None:
        employer = await self.program.push_screen_wait(Write("Who is the employer?"))
        role = await self.program.push_screen_wait(Write("Which job is it?")) if employer else None
        if not employer or not role:
            return
        with self.telling():
            made = APPLICATIONS.add(new_job(employer, role))
            self.program.open("record", what="application", of=made.id)

    @work
    async def action_stage(self) -> None:
        """How far it has come, from today on."""
        chosen = self.chosen
        if chosen is None:
            return
        rows = [Row(stage, stage, STAGE_SAID[stage]) for stage in STAGES]
        picked = await self.program.push_screen_wait(Pick("How far has it come?", rows, chosen.stage))
        stage = next((each for each in STAGES if each == picked), None)
        if stage is None or stage == chosen.stage:
            return
        with self.telling():
            reached = Reached(stage=stage, date=when.now().date().isoformat())
            fresh = APPLICATIONS.find(chosen.id)
            APPLICATIONS.save(replace(fresh, stages=(*fresh.stages, reached)))
            self.read(f"application:{chosen.id}")

    @work
    async def action_letter(self) -> None:
        chosen, search = self.chosen, self.search
        if chosen is None or search is None:
            return
        rows = [Row(kind, CALLED[kind]) for kind in letters_of(chosen, search)]
        picked = await self.program.push_screen_wait(Pick("Which letter?", rows, rows[0].key or ""))
        if picked:
            self.program.open("letter", kind=picked, of=chosen.id)

    def action_calendar(self) -> None:
        with self.telling():
            file = write_calendar(gather(), datetime.now(UTC))
            self.say(f"{file} is for your calendar. Taken in again, nothing stands there twice.")

    @work
    async def action_delete(self) -> None:
        chosen = self.chosen
        if chosen is None:
            return
        question = f"Delete the application {called(chosen)}, with the drafts of its letters? Debriefs stay."
        if await self.program.push_screen_wait(Ask(question)):
            with self.telling():
                APPLICATIONS.delete(chosen.id)
                for kind in KINDS:
                    drafts.forget(kind, chosen.id)
            self.read()


def _day(date: str) -> str:
    return when.day_of(when.ordinal(date), when.now()) if date else ""


def letters_of(application: Application, search: Search) -> Sequence[Kind]:
    """The letters that may be written now, the likeliest first."""
    debrief = newest(application.id, search.debriefs)
    if application.stage == "rejected" or (debrief is not None and debrief.outcome == "rejected"):
        return ("feedback", "reply", "thanks")
    if application.stage == "lead":
        return ("outreach", "thanks")
    return ("thanks", "outreach")


def left_out(faults: Sequence[Fault]) -> ComebackError:
    """Some of the faults of files that are left out until they are mended."""
    few = "\n".join(str(fault) for fault in faults[:FAULTS_SHOWN])
    mend = f"`mock-interview applications lint` with the name of the file lists every fault. They lie in {paths.comeback()}."
    return ComebackError(f"Something is left out until it is mended.\n\n{few}", mend)
