"""The debrief after a real interview: one question a screen, a way out on each, everything saved after every answer."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta

from msgspec.structs import replace
from textual import work
from textual.app import ComposeResult

from simulator.comeback import awaiting, flow, jobs
from simulator.comeback.asking import Ask, Known
from simulator.comeback.audit import laid_beside
from simulator.comeback.keeping import Keeping, job_of, new_job
from simulator.comeback.model import PARTS, Application, Asked, Date, Debrief, Outcome
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
from simulator.tui.dialogs import Write
from simulator.tui.page import Page
from simulator.tui.saying import Say
from simulator.tui.widgets.asking import Answer, Asking, Passable
from simulator.tui.widgets.choices import Choices
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
    DebriefScreen #beside { margin-top: 1; }
    """

    def __init__(
        self, debrief: str = "", *, awaited: awaiting.Awaited | None = None, turned_down: bool = False
    ) -> None:
        super().__init__()
        outcome: Outcome = "rejected" if turned_down else "waiting"
        self.kept = Keeping(Debrief(id="new", date=self._today, outcome=outcome))
        self.step = flow.TODAY if turned_down else flow.HOW
        self.known = Known()
        self._id = debrief
        self._awaited = awaited
        self._choosing: Ask | None = None
        self._waiting: list[awaiting.Awaited] = []
        self._employer = ""
        self._before: list[str] = []

    @property
    def debrief(self) -> Debrief:
        return self.kept.debrief

    def body(self) -> ComposeResult:
        yield Asking()
        yield Words(id="beside", classes="quiet")

    def on_mount(self) -> None:
        with self.telling():
            self._begin()
        self._show()
        self._learn()

    # Where it begins

    def _begin(self) -> None:
        if self._id:
            self.step = self.kept.open(self._id)
        elif self._awaited is not None:
            self.kept.take_job(job_of(self._awaited), self._awaited.date, self._today)

    @property
    def _today(self) -> Date:
        return when.now().date().isoformat()

    # What others find out meanwhile

    @work
    async def _learn(self) -> None:
        """What recent practice shows, and the competencies that questions have."""
        whose = owner(self.program.settings.name)
        shown = await asyncio.to_thread(practised.parts, whose)
        names = sorted({each.competency for bank in self.program.banks().values() for each in bank.questions})
        self.known = replace(
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
            untouched = self.query_one(Asking).selected == flow.UNNAMED
            self.known = replace(self.known, proposed=found)
            self._show(found if untouched else self.query_one(Asking).selected)

    @work(exclusive=True, group="meaning")
    async def _rehearsed(self) -> None:
        asked = [each.text for each in self.debrief.questions if each.competency]
        index = self.program.index()
        day = self.debrief.date

        def look() -> list[practised.Rehearsed]:
            index.sync(stop=self.gone)
            return practised.rehearsed(asked, index, day)

        found = await asyncio.to_thread(look)
        self.known = replace(self.known, rehearsed={each.asked: each.by for each in found})
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
        job = self.kept.job
        self.say_title(f"{job.role}, {job.employer}" if job is not None else self.title_left, self.debrief.stage)
        self.query_one(Asking).show(asks, chosen)
        self._lay_beside()
        self.refresh_bindings()

    def _lay_beside(self) -> None:
        """Practice beside the step that is selected."""
        part = next((each for each in PARTS if each == self.step), None)
        said = ""
        if part is not None:
            seen = self.known.seen.get(part, "")
            said = laid_beside(part, self.query_one(Asking).selected, self.known.practice, seen)
        self.query_one("#beside", Words).say(said)

    def on_text_area_changed(self) -> None:
        self.refresh_bindings()

    def on_choices_moved(self) -> None:
        self._lay_beside()
        self.refresh_bindings()

    # Answers

    def action_take(self) -> None:
        answer = self.query_one(Asking).answer
        with self.telling():
            self._take(answer)

    def _take(self, answer: Answer) -> None:
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
        elif step == flow.TODAY and answer == flow.LETTER:
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
            self.kept.save(debrief, following)
            if step == flow.OUTCOME:
                self.kept.outcome(self._today)
            self.step = following
        if self.step == flow.END:
            self._finish()
            return
        if self.step == flow.JOB and len(self._which().choices) == 1:
            self.step = jobs.EMPLOYER
        if self.step != step:
            self._before.append(step)
        self.known = replace(self.known, proposed="")
        self._show()
        if self.step == flow.COMPETENCY:
            self._propose()
        elif self.step == flow.HANDS:
            self._rehearsed()

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
                self._take_job(job_of(awaited), awaited.date)
            case flow.JOB if kind == jobs.APPLICATION:
                self._dated(APPLICATIONS.find(which))
            case flow.JOB if kind == jobs.SHEET:
                sheet = load_sheets().sheets[which]
                self._dated(new_job(sheet.employer, sheet.role, sheet.id))
            case flow.JOB:
                self.step = jobs.EMPLOYER
            case jobs.EMPLOYER if answer:
                self._employer, self.step = answer, jobs.ROLE
            case jobs.ROLE if answer:
                self._dated(new_job(self._employer, answer))
            case jobs.WHEN if answer == jobs.EARLIER:
                self.step = jobs.DATE
            case jobs.WHEN:
                day = today - timedelta(days=1) if answer == jobs.YESTERDAY else today
                self._on_day(day.isoformat())
            case jobs.DATE if answer:
                self._on_day(answer)
        if self.debrief.application:
            self.kept.save(self.debrief, self.step)

    def _take_job(self, job: Application, day: Date) -> None:
        self.step = self.kept.take_job(job, day, self._today)

    def _dated(self, job: Application) -> None:
        """Goes on where the day of the interview is known; else asks for it."""
        if day := jobs.last_interview(job, self._today):
            self._take_job(job, day)
        else:
            self.kept.job, self.step = job, jobs.WHEN

    def _on_day(self, day: str) -> None:
        number = when.ordinal(day)
        if not number or number > when.now().date().toordinal():
            raise ComebackError(f"“{day}” is no day up to today.", "Write year, month and day, such as 2026-11-24.")
        assert self.kept.job is not None
        self._take_job(self.kept.job, date.fromordinal(number).isoformat())

    def _rest(self, fun: str) -> None:
        tomorrow = (when.now().date() + timedelta(days=1)).isoformat()
        again = flow.TODAY if self.debrief.outcome == "rejected" else flow.HOW
        self.kept.save(replace(self.debrief, fun=fun, rest_until=tomorrow), again)
        self.step = RESTED

    def _practise(self, reason: str) -> None:
        """The short way: ten minutes for the reason that they gave."""
        known = next((each for each in REASONS if each == reason), None)
        if known is not None and self.kept.saved:
            self.kept.save(replace(self.debrief, reason_about=(known,)), self.debrief.left_at)
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
                return not asks.long or self.query_one(Passable).empty
            case "done":
                return asks.long
            case "tick_it":
                return asks.ticked is not None
            case "say_it":
                return asks.write is not None
            case "note":
                return self.step in PARTS and self.query_one(Asking).selected.isdigit()
            case "number":
                return asks.scale or any(each.key == parameters[0] for each in asks.choices)
            case "calmer" | "tenser":
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

    @work
    async def action_say_it(self) -> None:
        """What was understood can be corrected before it is taken."""
        said = await self.program.push_screen_wait(Say(self._ask().text))
        if said is not None:
            self.query_one(Asking).write(said)

    def action_tick_it(self) -> None:
        self.query_one(Asking).tick()

    def action_number(self, digit: str) -> None:
        if self._choosing is not None and self._choosing.scale:
            self.query_one(Scale).type(int(digit))
        else:
            self.query_one(Choices).select(digit)

    def action_calmer(self) -> None:
        self.query_one(Scale).move(-1)

    def action_tenser(self) -> None:
        self.query_one(Scale).move(1)

    @work
    async def action_note(self) -> None:
        """At the step that is selected."""
        part = next(each for each in PARTS if each == self.step)
        old = next((each for each in self.debrief.audit if each.part == part), None)
        step = int(self.query_one(Asking).selected)
        note = await self.program.push_screen_wait(Write("What happened there?", old.note if old is not None else ""))
        if note is not None:
            with self.telling():
                self.kept.save(flow.noted(self.debrief, part, step, note), self.step)
                self._show()

    def action_before(self) -> None:
        self.step = self._before.pop()
        self._show()

    def action_back(self) -> None:
        self.dismiss()
