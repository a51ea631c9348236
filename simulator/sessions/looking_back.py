"""The debrief as it is held: which question is at hand, what an answer does, and what is kept. The screen and the lines both ask by it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Literal

from msgspec.structs import replace

from simulator import when
from simulator.comeback import awaiting, flow, jobs
from simulator.comeback.asking import Ask, Known
from simulator.comeback.audit import laid_beside
from simulator.comeback.gather import waits
from simulator.comeback.keeping import Keeping, job_of, new_job
from simulator.comeback.model import PARTS, Application, Asked, Date, Debrief, Outcome, PracticePlan
from simulator.comeback.store import APPLICATIONS, DEBRIEFS
from simulator.errors import ComebackError
from simulator.preparation.files import load_sheets
from simulator.questions.lists import Listed
from simulator.questions.model import REASONS, Bank, Question, Reason
from simulator.questions.own import ASKED, add
from simulator.sessions import planning, practised
from simulator.sessions.index import Index
from simulator.sessions.people import Whose

Answer = str | Sequence[str] | int | None
"""A key or a text, the keys that are ticked, a number; None passes."""

RESTED = "rested"
JOB_STEPS = (jobs.EMPLOYER, jobs.ROLE, jobs.DATE)

Leads = Literal["on", "asked", "closed", "practise", "letter", "plan"]
"""Where an answer leads: on to the next question; a question was added to the bank (and on); to the end for today; to a short practice for `reason`; to
the letter that asks for feedback; or to the plan, which `plan` makes."""


class LookingBack:
    """Begins with the question at hand in `ask`, and goes on by `take`. `turned_down`: with comfort, and with the short way to practice. `banks` gives
    the banks as they are now. Its methods raise ComebackError or BankError where something cannot be saved; the question then stays."""

    def __init__(
        self,
        whose: Whose,
        banks: Callable[[], dict[str, Bank]],
        *,
        turned_down: bool = False,
    ) -> None:
        self.whose = whose
        self.step = flow.TODAY if turned_down else flow.HOW
        self.known = Known()
        self.before: list[str] = []
        """The questions that can be gone back to, the last one last."""
        self.reason: Reason | None = None
        """What the short way practises; None: a little of everything."""
        self._banks = banks
        outcome: Outcome = "rejected" if turned_down else "waiting"
        self.kept = Keeping(Debrief(id="new", date=self._today, outcome=outcome))
        self._waiting: list[awaiting.Awaited] = []
        self._employer = ""

    @property
    def debrief(self) -> Debrief:
        return self.kept.debrief

    @property
    def _today(self) -> Date:
        return when.now().date().isoformat()

    def begin(self, debrief: str = "", awaited: awaiting.Awaited | None = None) -> None:
        """Goes on with the debrief of that id, or looks back on the interview that was `awaited`."""
        if debrief:
            self.step = self.kept.open(debrief)
        elif awaited is not None:
            self.kept.take_job(job_of(awaited), awaited.date, self._today)

    # What others find out meanwhile: each takes a while, and belongs into a thread while a screen is up

    def learned(self) -> Known:
        """With what recent practice shows, and the competencies that questions have."""
        shown = practised.parts(self.whose)
        return replace(
            self.known,
            practice={part: each.standing for part, each in shown.items()},
            seen={part: each.seen for part, each in shown.items()},
            competencies=sorted({each.competency for each in self._questions()}),
        )

    def proposal(self) -> str:
        """The competency of the question that was typed last; empty where none is near."""
        return practised.competency_of(self.debrief.questions[-1].text, self._questions())

    def rehearsed(self, index: Index) -> Mapping[str, str]:
        """By which question each asked one had been rehearsed. `index` is up to date."""
        asked = [each.text for each in self.debrief.questions if each.competency]
        return {each.asked: each.by for each in practised.rehearsed(asked, index, self.debrief.date)}

    def plan(self) -> PracticePlan:
        """Made and saved, at the end."""
        return planning.make(self.debrief, self._banks(), self.whose, when.now().date())

    def _questions(self) -> list[Question]:
        return [question for bank in self._banks().values() for question in bank.questions]

    # What is asked

    def ask(self) -> Ask:
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
        now = when.now()
        sheets = load_sheets().sheets.values()
        applications = APPLICATIONS.load().records.values()
        debriefs = DEBRIEFS.load().records.values()
        self._waiting = waits(now)
        dates = {each.date for each in debriefs} | {each.date for each in self._waiting}
        return jobs.which(self._waiting, applications, sheets, debriefs, {day: when.day(day, now) for day in dates})

    def beside(self, selected: str) -> str:
        """Practice beside a step of the audit; empty elsewhere."""
        part = next((each for each in PARTS if each == self.step), None)
        if part is None:
            return ""
        return laid_beside(part, selected, self.known.practice, self.known.seen.get(part, ""))

    @property
    def noting(self) -> str:
        """The note on the part of the audit at hand; what there is none of is empty."""
        return next((each.note for each in self.debrief.audit if each.part == self.step), "")

    # Answers

    def take(self, answer: Answer) -> Leads:
        step, leads = self.step, self._taken(answer)
        if self.step == flow.END:
            return "plan"
        if self.step == flow.JOB and len(self._which().choices) == 1:
            self.step = jobs.EMPLOYER
        if self.step != step:
            self.before.append(step)
        self.known = replace(self.known, proposed="")
        return leads

    def _taken(self, answer: Answer) -> Leads:
        step = self.step
        if step in (flow.JOB, jobs.WHEN, *JOB_STEPS):
            self._take_place(step, str(answer or ""))
        elif step == RESTED:
            return "closed"
        elif step == flow.SHORT:
            self._short_way(str(answer))
            return "practise"
        elif step == flow.TODAY and answer == flow.LETTER:
            return "letter"
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
            return "asked" if step == flow.COMPETENCY else "on"
        return "on"

    def note(self, step: int, text: str) -> None:
        """Keeps a note at a step of the part of the audit at hand."""
        part = next(each for each in PARTS if each == self.step)
        self.kept.save(flow.noted(self.debrief, part, step, text), self.step)

    def back(self) -> None:
        """To the question before, where there is one."""
        if self.before:
            self.step = self.before.pop()

    def _into_bank(self, asked: Asked) -> None:
        from simulator.scoring.scorecard import question_from_text

        listed = Listed(text=asked.text, competency=asked.competency)
        add(ASKED, [listed], lambda words: question_from_text(words).kind)

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

    def _short_way(self, reason: str) -> None:
        self.reason = next((each for each in REASONS if each == reason), None)
        if self.reason is not None and self.kept.saved:
            self.kept.save(replace(self.debrief, reason_about=(self.reason,)), self.debrief.left_at)
