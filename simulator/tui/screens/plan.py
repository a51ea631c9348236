"""The plan after an interview: a few things at first, each with its reason, each leading to the place where it can be done."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from msgspec.structs import replace
from textual import work
from textual.app import ComposeResult

from simulator import when
from simulator.comeback import plan as planning
from simulator.comeback.due import called
from simulator.comeback.fit import required
from simulator.comeback.gather import fit_of, gaining
from simulator.comeback.jobs import sheet_of
from simulator.comeback.model import Application, PlanItem, PracticePlan
from simulator.comeback.plan import FIRST_LINES
from simulator.comeback.store import APPLICATIONS, DEBRIEFS, PLANS, SKILLS
from simulator.errors import ComebackError
from simulator.interview.rehearsal import Wish, planned
from simulator.preparation.files import load_sheets
from simulator.questions.load import find_question
from simulator.sessions import planning as kept
from simulator.text import counted
from simulator.tui.actions import bindings
from simulator.tui.after import begin_sheet, letters
from simulator.tui.choice_page import ChoicePage
from simulator.tui.dialogs import Pick, Write
from simulator.tui.screens.behind import Behind
from simulator.tui.widgets.choices import Choices, Row
from simulator.tui.widgets.words import Words

NONE_YET = "There is no plan yet. It comes from looking back on an interview: `mock-interview debrief`, or home."
ALL_DONE = "Everything in it is done or dropped. What you did stays done, whatever they say next."
HOW = (
    "A plan comes from what you and others said about the interview. What the employer said weighs most, then the recruiter, then what you saw"
    " and guessed yourself; what came up after earlier rejections too weighs more. Practice closes an item: a question that went well once, a theme"
    " that went well twice, a part of the prep sheet that lacks nothing."
)
BY_HAND = "This one is done outside of the program."
IN_THE_CV = "This one is done outside of the program: in the file of your CV."
ITS_WORDS = "{job} asks, in its own words, for: {skills}."
NO_WORDS = "Once the posting stands in the application, what it asks for stands here."
WHICH_SKILL = "Which skill is it?"
ANOTHER = "another"


class PlanScreen(ChoicePage):
    NAME = "plan"
    BINDINGS = bindings(NAME)
    title_left = "Your plan"
    DEFAULT_CSS = """
    PlanScreen Choices { height: auto; max-height: 1fr; }
    PlanScreen #about { height: auto; min-height: 5; margin-top: 1; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.plan: PracticePlan | None = None
        self.job: Application | None = None
        """The one that the plan came of."""
        self.ahead: Application | None = None
        """The one that it prepares for."""
        self.whole = False
        self._stale = True
        """Whether something may have been done elsewhere since it was read."""

    def body(self) -> ComposeResult:
        yield Words(id="said", classes="gap")
        yield Choices()
        yield Words(id="about", classes="quiet")

    def on_screen_resume(self) -> None:
        if self._stale:
            self._stale = False
            self.read()

    @work(exclusive=True, group="reading")
    async def read(self) -> None:
        """What practice did meanwhile closes items."""

        def fresh() -> tuple[PracticePlan | None, Application | None, Application | None]:
            index = self.program.index()
            index.sync(stop=self.gone)
            questions = [question for bank in self.program.banks().values() for question in bank.questions]
            plan = kept.current(index, questions, when.now().date())
            debrief = DEBRIEFS.load().records.get(plan.id) if plan is not None else None
            jobs = APPLICATIONS.load().records
            job = jobs.get(debrief.application) if debrief is not None else None
            return plan, job, kept.ahead(job, jobs.values(), when.now().date())

        with self.telling():
            self.plan, self.job, self.ahead = await asyncio.to_thread(fresh)
        self._show()
        self.query_one(Choices).focus()

    # What is shown

    def _show(self) -> None:
        self.query_one("#said", Words).say(self._headline())
        self.say_title("Your plan", f"after {self.job.role}, {self.job.employer}" if self.job is not None else "")
        today = when.now()
        rows = [Row(item.key, f"{_mark(item)}{when.day(item.day, today)}", item.what) for item in self._items()]
        choices = self.query_one(Choices)
        choices.display = bool(rows)
        choices.show(rows)
        self.say_about()

    def _items(self) -> list[PlanItem]:
        if self.plan is None:
            return []
        if self.whole:
            return sorted(self.plan.items, key=lambda item: (not item.open, item.day))
        return planning.shown_first(self.plan)[:FIRST_LINES]

    def _headline(self) -> str:
        if self.plan is None:
            return NONE_YET
        still = len(self.plan.open_items)
        if not still:
            return ALL_DONE
        more = still - FIRST_LINES
        behind = (
            f" {counted(more, 'more thing')} come{'s' if more == 1 else ''} later (v)."
            if more > 0 and not self.whole
            else ""
        )
        return f"One thing at a time; the first is enough for today.{behind}"

    @property
    def chosen(self) -> PlanItem | None:
        return next((item for item in self._items() if item.key == self.key), None)

    def about(self) -> str:
        item = self.chosen
        return f"{item.what}\n\n{item.reason}".strip() if item is not None else ""

    # Keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        match action:
            case "open" | "tick_it" | "why" | "move" | "drop":
                return self.chosen is not None
            case "add":
                return self.plan is not None
            case "all":
                return self.plan is not None and (self.whole or len(self.plan.items) > len(self._items()))
        return True

    def action_open(self) -> None:
        """Where the item can be done."""
        item = self.chosen
        if item is None:
            return
        self._stale = True
        match item.kind:
            case "ask" | "thank" if self.job is not None:
                letters(self.program, "feedback" if item.kind == "ask" else "thanks", self.job.id)
            case "question" if (question := find_question(self.program.banks(), item.ref or item.what)) is not None:
                self.program.open("interview", wish=Wish(only=(question,), nerves=False))
            case "practise":
                sheet = self.ahead.sheet if self.ahead is not None else ""
                self.program.open("interview", wish=planned(item, sheet, self.program.banks()))
            case "nerves":
                self.program.open("nerves")
            case "sheet":
                self._prepare(item.ref)
            case "skill":
                self._gain(item)
            case "cv":
                self._show_behind(item, f"{IN_THE_CV} {self._its_words()}", closable=item.open)
            case _:
                self._show_behind(item, BY_HAND, closable=item.open)

    def _prepare(self, field: str) -> None:
        """In the sheet of the job that is ahead; one that it has not is begun."""
        job = self.ahead
        if job is None:
            self.program.open("prep")
            return
        with self.telling():
            sheet, known = job.sheet, load_sheets()
            if not sheet or (sheet not in known.sheets and not known.faults):
                sheet = begin_sheet(self.program, sheet_of(job))
                self.ahead = replace(APPLICATIONS.find(job.id), sheet=sheet)
                APPLICATIONS.save(self.ahead)
            self.program.open("sheet", sheet=sheet, field=field)

    @work(exclusive=True, group="gaining")
    async def _gain(self, item: PlanItem) -> None:
        """At the skill of this item; where none is named yet, one that the job requires and the person has not, or another."""
        job, skill = self.ahead, SKILLS.load().records.get(item.ref)
        if skill is None:
            fit = await asyncio.to_thread(fit_of, job) if job is not None else None
            missing = [each.required for each in fit.skills if each.state == "missing"] if fit is not None else []
            name: str | None = ANOTHER
            if missing:
                rows = [*(Row(each, each) for each in missing), Row(ANOTHER, "Another one")]
                name = await self.program.push_screen_wait(Pick(WHICH_SKILL, rows, missing[0]))
            if name == ANOTHER:
                name = await self.program.push_screen_wait(Write(WHICH_SKILL))
            if not name or self.plan is None:
                return
            with self.telling():
                skill = gaining(name, f"asked for by {called(job)}" if name in missing and job is not None else "")
                self._save(lambda plan: planning.changed(plan, item.key, ref=skill.id))
        if skill is not None:
            self.program.open("record", what="skill", of=skill.id)

    def _its_words(self) -> str:
        """What the job that is ahead asks for, for the CV."""
        job = self.ahead
        skills = required(job, load_sheets().sheets.get(job.sheet)) if job is not None else ()
        return ITS_WORDS.format(job=called(job), skills=", ".join(skills)) if job is not None and skills else NO_WORDS

    def action_why(self) -> None:
        if self.chosen is not None:
            self._show_behind(self.chosen, HOW, closable=False)

    @work
    async def _show_behind(self, item: PlanItem, how: str, *, closable: bool) -> None:
        behind = Behind(item.what, item.reason or "You added it.", how, closable=closable)
        if await self.program.push_screen_wait(behind) is not None:
            self._change("done")

    def action_tick_it(self) -> None:
        self._change("done")

    def action_drop(self) -> None:
        self._change("dropped")

    def _change(self, field: str) -> None:
        item = self.chosen
        if item is not None and self.plan is not None:
            today = "" if getattr(item, field) else when.now().date().isoformat()
            with self.telling():
                self._save(lambda plan: planning.changed(plan, item.key, **{field: today}))

    @work
    async def action_add(self) -> None:
        what = await self.program.push_screen_wait(Write("What do you want to do? One thing."))
        if what and self.plan is not None:
            with self.telling():
                self._save(lambda plan: planning.added(plan, what, when.now().date().isoformat()))

    @work
    async def action_move(self) -> None:
        item = self.chosen
        if item is None:
            return

        def take(day: str) -> None:
            if not when.ordinal(day):
                raise ComebackError(f"“{day}” is not a day.", "Write year, month and day, such as 2026-11-24.")
            self._save(lambda plan: planning.changed(plan, item.key, day=day))

        await self.ask("On which day? Year, month and day.", item.day, take)

    def action_all(self) -> None:
        self.whole = not self.whole
        self._show()

    def _save(self, change: Callable[[PracticePlan], PracticePlan]) -> None:
        """Raises ComebackError."""
        assert self.plan is not None
        self.plan = PLANS.change(self.plan.id, change)
        self._show()


def _mark(item: PlanItem) -> str:
    return "done  " if item.done else "dropped  " if item.dropped else ""
