"""The debrief after a real interview: one question a screen, a way out on each, everything saved after every answer."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import date, timedelta

from msgspec.structs import replace
from textual import work
from textual.app import ComposeResult

from simulator.comeback import awaiting, flow, jobs
from simulator.comeback.flow import Ask, Choice, Known
from simulator.comeback.model import PARTS, Application, Asked, Date, Debrief
from simulator.comeback.store import APPLICATIONS, DEBRIEFS
from simulator.errors import ComebackError
from simulator.interview.rehearsal import SHORT_MINUTES, Wish
from simulator.preparation.files import load_sheets
from simulator.questions.lists import Listed
from simulator.questions.model import REASONS
from simulator.questions.own import ASKED, add
from simulator.sessions import planning, practised
from simulator.sessions.people import owner
from simulator.tui import when
from simulator.tui.actions import bindings
from simulator.tui.after import letters, waits
from simulator.tui.dialogs import Line, Write
from simulator.tui.page import Page
from simulator.tui.widgets.answer_box import AnswerBox
from simulator.tui.widgets.choices import Choices, Row
from simulator.tui.widgets.scale import Scale
from simulator.tui.widgets.words import Words

RESTED = "rested"
JOB_STEPS = (jobs.EMPLOYER, jobs.ROLE, jobs.DATE)


class DebriefScreen(Page[None]):
    """Goes on with the debrief of that id, or begins one: of the interview that is `awaited`, or of one that the person names.
    `turned_down`: it begins with comfort, and with the short way to practice."""

    NAME = "debrief"
    BINDINGS = bindings(NAME)
    AUTO_FOCUS = ""
    title_left = "After an interview"
    DEFAULT_CSS = """
    DebriefScreen #about { margin-bottom: 1; }
    DebriefScreen Choices { height: auto; max-height: 1fr; }
    DebriefScreen AnswerBox { height: 8; }
    DebriefScreen Line { max-width: 76; }
    DebriefScreen #beside { margin-top: 1; }
    """

    def __init__(
        self, debrief: str = "", *, awaited: awaiting.Awaited | None = None, turned_down: bool = False
    ) -> None:
        super().__init__()
        self.debrief = Debrief(id=debrief or "new", date="1970-01-01", outcome="rejected" if turned_down else "waiting")
        self.step = flow.TODAY if turned_down else flow.HOW
        self.known = Known()
        self._id = debrief
        self._awaited = awaited
        self._choosing: Ask | None = None
        self._waiting: list[awaiting.Awaited] = []
        self._employer = ""
        self._job: Application | None = None
        self._before: list[str] = []
        self._ticked: set[str] = set()
        self._saved = False
        """Whether the debrief has a file."""

    def body(self) -> ComposeResult:
        yield Words(id="asks", classes="gap")
        yield Words(id="about", classes="quiet")
        yield Choices()
        yield Scale(0, 10, "calm", "very nervous")
        yield Line()
        yield AnswerBox()
        yield Words(id="beside", classes="quiet")

    def on_mount(self) -> None:
        with self.telling():
            self._begin()
        self._show()
        self._learn()

    # Where it begins

    def _begin(self) -> None:
        self.debrief = replace(self.debrief, date=self._today)
        if self._id:
            self.debrief = DEBRIEFS.find(self._id)
            self._saved = True
            self.step = self.debrief.left_at or flow.OUTCOME
            self._job = APPLICATIONS.load().records.get(self.debrief.application)
        elif self._awaited is not None:
            self._take_job(self._job_of(self._awaited), self._awaited.date)
            self.step = flow.HOW

    @property
    def _today(self) -> Date:
        return when.now().date().isoformat()

    def _job_of(self, awaited: awaiting.Awaited) -> Application:
        if awaited.application:
            return APPLICATIONS.find(awaited.application)
        return self._new_job(awaited.employer, awaited.role, awaited.sheet)

    def _new_job(self, employer: str, role: str, sheet: str = "") -> Application:
        id = APPLICATIONS.new_id(employer, role)
        return Application(id=id, employer=employer, role=role, sheet=sheet)

    def _take_job(self, job: Application, day: Date) -> None:
        """The debrief about that interview, if there is one; else this one becomes it."""
        self._job = jobs.interviewed(job, day)
        if self._job != job or job.id not in APPLICATIONS.load().records:
            APPLICATIONS.save(self._job)
        known = jobs.debrief_of(DEBRIEFS.load().records.values(), job.id, day)
        turned_down = self.debrief.outcome == "rejected"
        if known is not None and known.id != self.debrief.id:
            if self._saved:
                DEBRIEFS.delete(self.debrief.id)
            news = turned_down and known.outcome != "rejected"
            self.debrief = replace(known, outcome="rejected") if news else known
            self.step = flow.REASON if news else known.left_at or flow.OUTCOME
            self._saved = True
        else:
            self.debrief = replace(self.debrief, application=job.id, date=day)
            self.step = flow.ROUND
        if turned_down:
            self._save_job(jobs.with_outcome(self._job, "rejected", self._today))

    # What others find out meanwhile

    @work
    async def _learn(self) -> None:
        """What recent practice shows, and the competencies that questions have."""
        whose = owner(self.program.settings.name)
        shown = await asyncio.to_thread(practised.parts, whose)
        names = sorted({each.competency for bank in self.program.banks().values() for each in bank.questions})
        self.known = _known(
            self.known,
            practice={part: each.standing for part, each in shown.items()},
            seen={part: each.seen for part, each in shown.items()},
            competencies=names,
        )
        if self.step in PARTS:
            self._show()

    @work(exclusive=True, group="meaning")
    async def _propose(self) -> None:
        """The competency of the question that was typed last, on top."""
        text = self.debrief.questions[-1].text
        questions = [each for bank in self.program.banks().values() for each in bank.questions]
        found = await asyncio.to_thread(practised.competency_of, text, questions)
        if self.step == flow.COMPETENCY and found:
            others = [each for each in self.known.competencies if each != found]
            self.known = _known(self.known, competencies=[found, *others])
            self._show(found)

    @work(exclusive=True, group="meaning")
    async def _rehearsed(self) -> None:
        asked = [each.text for each in self.debrief.questions if each.competency]
        index = self.program.index()
        day = self.debrief.date

        def look() -> list[practised.Rehearsed]:
            index.sync(stop=self.gone)
            return practised.rehearsed(asked, index, day)

        found = await asyncio.to_thread(look)
        self.known = _known(self.known, rehearsed={each.asked: each.by for each in found})
        if self.step == flow.HANDS:
            self._show()

    # What is shown

    def _ask(self) -> Ask:
        match self.step:
            case flow.JOB:
                return self._which()
            case jobs.WHEN:
                return jobs.when()
            case flow.SHORT:
                return flow.short_way()
            case step if step == RESTED:
                return Ask(text=flow.RESTED, about=f"This evening: {self.debrief.fun}." if self.debrief.fun else "")
            case step if step in JOB_STEPS:
                return jobs.asks(step)
        return flow.ask(self.step, self.debrief, self.known)

    def _which(self) -> Ask:
        today = when.now()
        sheets = load_sheets().sheets.values()
        applications = APPLICATIONS.load().records.values()
        debriefs = DEBRIEFS.load().records.values()
        self._waiting = waits(today)
        dates = {each.date for each in debriefs} | {each.date for each in self._waiting}
        return jobs.which(self._waiting, applications, sheets, debriefs, {day: when.day(day, today) for day in dates})

    def _show(self, chosen: str = "") -> None:
        asks = self._choosing = self._ask()
        job = f"{self._job.role}, {self._job.employer}" if self._job is not None else "After an interview"
        self.say_title(job, self.debrief.stage)
        self.query_one("#asks", Words).say(asks.text)
        about = self.query_one("#about", Words)
        about.say(asks.about)
        about.display = bool(asks.about)
        choices, scale, line, box = (
            self.query_one(Choices),
            self.query_one(Scale),
            self.query_one(Line),
            self.query_one(AnswerBox),
        )
        choices.display = bool(asks.choices)
        scale.display = asks.scale
        line.display = asks.write is not None and not asks.long
        box.display = asks.write is not None and asks.long
        self._ticked = set(asks.ticked or ())
        choices.show(self._rows(asks), chosen or asks.chosen or (asks.choices[0].key if asks.choices else None))
        scale.value = asks.value
        line.value, line.cursor_position = asks.write or "", len(asks.write or "")
        box.begin()
        box.load_text(asks.write or "")
        box.move_cursor(box.document.end)
        self.set_focus(next((each for each in (choices, line, box) if each.display), None))
        self._lay_beside()
        self.refresh_bindings()

    def _lay_beside(self) -> None:
        """Practice beside the step that is selected."""
        part = next((each for each in PARTS if each == self.step), None)
        row = self.query_one(Choices).selected
        said = flow.laid_beside(part, (row.key or "") if row is not None else "", self.known) if part else ""
        self.query_one("#beside", Words).say(said)

    def on_choices_moved(self) -> None:
        self._lay_beside()

    def _rows(self, asks: Ask) -> list[Row]:
        return [Row(each.key, f"{self._mark(asks, each)}{each.label}", each.detail) for each in asks.choices]

    def _mark(self, asks: Ask, choice: Choice) -> str:
        if asks.ticked is None:
            return ""
        return "[x] " if choice.key in self._ticked else "[ ] "

    # Answers

    def _answer(self) -> str | Sequence[str] | int | None:
        asks = self._choosing
        assert asks is not None
        if asks.ticked is not None:
            return sorted(self._ticked)
        if asks.choices:
            row = self.query_one(Choices).selected
            return row.key if row is not None else None
        if asks.scale:
            return self.query_one(Scale).value
        if asks.write is not None:
            return self.query_one(AnswerBox).text.strip() if asks.long else self.query_one(Line).value.strip()
        return None

    def action_take(self) -> None:
        answer = self._answer()
        with self.telling():
            self._take(answer)

    def _take(self, answer: str | Sequence[str] | int | None) -> None:
        """Raises ComebackError or BankError where something cannot be saved; the question then stays."""
        step = self.step
        if step in (flow.JOB, jobs.WHEN, *JOB_STEPS):
            self._take_place(step, str(answer or ""))
        elif step == RESTED:
            self.dismiss()
            return
        elif step == flow.SHORT:
            self._practise(str(answer))
            return
        elif answer == flow.LETTER:
            letters(self.program, "feedback", self.debrief.application)
            return
        elif step == flow.TODAY and answer == flow.SHORT:
            self.step = flow.SHORT
        elif step == flow.FUN:
            self._rest(str(answer or ""))
        else:
            debrief = flow.taken(step, self.debrief, answer, self._today)
            following = flow.following(step, debrief, answer)
            if step == flow.COMPETENCY:
                self._into_bank(debrief.questions[-1])
            self._save(debrief, following)
            if step == flow.OUTCOME and self._job is not None:
                self._save_job(jobs.with_outcome(self._job, debrief.outcome, self._today))
            self.step = following
        if self.step == flow.END:
            self._finish()
            return
        if self.step == flow.JOB and len(self._which().choices) == 1:
            self.step = jobs.EMPLOYER
        if self.step != step:
            self._before.append(step)
        self._show()
        if self.step == flow.COMPETENCY:
            self._propose()
        elif self.step == flow.HANDS:
            self._rehearsed()

    def _save(self, debrief: Debrief, left_at: str) -> None:
        """From the first answer on that belongs to a job, or to a day of rest."""
        debrief = replace(debrief, left_at=left_at)
        if debrief.application or debrief.rest_until or self._saved:
            if not self._saved:
                debrief = replace(debrief, id=DEBRIEFS.new_id(debrief.application or "debrief"))
            DEBRIEFS.save(debrief)
            self._saved = True
        self.debrief = debrief

    def _save_job(self, job: Application) -> None:
        if job != self._job:
            APPLICATIONS.save(job)
            self._job = job

    def _into_bank(self, asked: Asked) -> None:
        from simulator.scoring.scorecard import question_from_text

        listed = Listed(text=asked.text, competency=asked.competency)
        add(ASKED, [listed], lambda words: question_from_text(words).kind)
        self.program.banks_again()

    def _take_place(self, step: str, answer: str) -> None:
        """Which job it is about, and on which day it was."""
        kind, _, which = answer.partition(":")
        today = when.now().date()
        match step:
            case flow.JOB if kind == jobs.AWAITED:
                awaited = self._waiting[int(which)]
                self._take_job(self._job_of(awaited), awaited.date)
            case flow.JOB if kind == jobs.APPLICATION:
                self._dated(APPLICATIONS.find(which))
            case flow.JOB if kind == jobs.SHEET:
                sheet = load_sheets().sheets[which]
                self._dated(self._new_job(sheet.employer, sheet.role, sheet.id))
            case flow.JOB:
                self.step = jobs.EMPLOYER
            case jobs.EMPLOYER if answer:
                self._employer, self.step = answer, jobs.ROLE
            case jobs.ROLE if answer:
                self._dated(self._new_job(self._employer, answer))
            case jobs.WHEN if answer == jobs.EARLIER:
                self.step = jobs.DATE
            case jobs.WHEN:
                day = today - timedelta(days=1) if answer == jobs.YESTERDAY else today
                self._on_day(day.isoformat())
            case jobs.DATE if answer:
                self._on_day(answer)
        if self.debrief.application:
            self._save(self.debrief, self.step)

    def _dated(self, job: Application) -> None:
        """Goes on where the day of the interview is known; else asks for it."""
        if day := jobs.last_interview(job, self._today):
            self._take_job(job, day)
        else:
            self._job, self.step = job, jobs.WHEN

    def _on_day(self, day: str) -> None:
        number = when.ordinal(day)
        if not number or number > when.now().date().toordinal():
            raise ComebackError(f"“{day}” is no day up to today.", "Write year, month and day, such as 2026-11-24.")
        assert self._job is not None
        self._take_job(self._job, date.fromordinal(number).isoformat())

    def _rest(self, fun: str) -> None:
        tomorrow = (when.now().date() + timedelta(days=1)).isoformat()
        again = flow.TODAY if self.debrief.outcome == "rejected" else flow.HOW
        self._save(replace(self.debrief, fun=fun, rest_until=tomorrow), again)
        self.step = RESTED

    def _practise(self, reason: str) -> None:
        """The short way: ten minutes for the reason that they gave."""
        known = next((each for each in REASONS if each == reason), None)
        if known is not None and self._saved:
            self._save(replace(self.debrief, reason_about=(known,)), self.debrief.left_at)
        program = self.program
        self.dismiss()
        program.open("interview", wish=Wish(minutes=SHORT_MINUTES, reason=known))

    @work
    async def _finish(self) -> None:
        """The plan stands in its place."""
        with self.telling():
            whose = owner(self.program.settings.name)
            banks, today = self.program.banks(), when.now().date()
            await asyncio.to_thread(planning.make, self.debrief, banks, whose, today)
            program = self.program
            self.dismiss()
            program.open("plan")

    # Keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        asks = self._choosing
        if asks is None:
            return True
        match action:
            case "take":
                return not asks.long
            case "done":
                return asks.long
            case "tick_it":
                return asks.ticked is not None
            case "note":
                return self.step in PARTS
            case "number" | "calmer" | "tenser":
                return asks.scale
            case "before":
                return bool(self._before)
        return True

    def on_choices_chosen(self, event: Choices.Chosen) -> None:
        if self.check_action("tick_it", ()):
            self.action_tick_it()
        else:
            self.action_take()

    def action_done(self) -> None:
        self.action_take()

    def action_tick_it(self) -> None:
        row, asks = self.query_one(Choices).selected, self._choosing
        if row is not None and row.key is not None and asks is not None:
            self._ticked ^= {row.key}
            self.query_one(Choices).show(self._rows(asks), row.key)

    def action_number(self, digit: str) -> None:
        self.query_one(Scale).type(int(digit))

    def action_calmer(self) -> None:
        self.query_one(Scale).move(-1)

    def action_tenser(self) -> None:
        self.query_one(Scale).move(1)

    @work
    async def action_note(self) -> None:
        """At the step that is selected."""
        row = self.query_one(Choices).selected
        part = next(each for each in PARTS if each == self.step)
        old = next((each for each in self.debrief.audit if each.part == part), None)
        key = row.key if row is not None and row.key else ""
        step = int(key) if key.isdigit() else old.step if old is not None else 3
        note = await self.program.push_screen_wait(Write("What happened there?", old.note if old is not None else ""))
        if note is not None:
            with self.telling():
                self._save(flow.noted(self.debrief, part, step, note), self.step)
                self._show()

    def action_before(self) -> None:
        self.step = self._before.pop()
        self._show()

    def action_back(self) -> None:
        self.dismiss()


def _known(known: Known, **changes: object) -> Known:
    return replace(known, **changes)
