"""The debrief after a real interview: one question a screen, a way out on each, everything saved after every answer."""

from __future__ import annotations

import asyncio

from msgspec.structs import replace
from textual import work
from textual.app import ComposeResult

from simulator.comeback import awaiting, flow
from simulator.comeback.asking import Ask
from simulator.comeback.model import PARTS
from simulator.interview.rehearsal import SHORT_MINUTES, Wish
from simulator.sessions.looking_back import Answer, LookingBack
from simulator.sessions.people import owner
from simulator.tui.actions import bindings
from simulator.tui.after import letters
from simulator.tui.dialogs import Write
from simulator.tui.page import Page
from simulator.tui.saying import Say
from simulator.tui.widgets.asking import Asking, Passable
from simulator.tui.widgets.choices import Choices
from simulator.tui.widgets.scale import Scale
from simulator.tui.widgets.words import Words


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
        self._debrief = debrief
        self._awaited = awaited
        self._choosing: Ask | None = None
        self.looking = LookingBack(owner(self.program.settings.name), self.program.banks, turned_down=turned_down)

    @property
    def step(self) -> str:
        """The question at hand."""
        return self.looking.step

    def body(self) -> ComposeResult:
        yield Asking()
        yield Words(id="beside", classes="quiet")

    def on_mount(self) -> None:
        with self.telling():
            self.looking.begin(self._debrief, self._awaited)
        self._show()
        self._learn()

    # What others find out meanwhile

    @work
    async def _learn(self) -> None:
        found = await asyncio.to_thread(self.looking.learned)
        self.looking.known = replace(
            self.looking.known, practice=found.practice, seen=found.seen, competencies=found.competencies
        )
        if self.step in PARTS:
            self._show()

    @work(exclusive=True, group="meaning")
    async def _propose(self) -> None:
        """The competency of the question that was typed last, on top."""
        found = await asyncio.to_thread(self.looking.proposal)
        if self.step == flow.COMPETENCY and found:
            untouched = self.query_one(Asking).selected == flow.UNNAMED
            self.looking.known = replace(self.looking.known, proposed=found)
            self._show(found if untouched else self.query_one(Asking).selected)

    @work(exclusive=True, group="meaning")
    async def _rehearsed(self) -> None:
        index = self.program.index()
        await asyncio.to_thread(index.sync, stop=self.gone)
        found = await asyncio.to_thread(self.looking.rehearsed, index)
        self.looking.known = replace(self.looking.known, rehearsed=found)
        if self.step == flow.HANDS:
            self._show()

    # What is shown

    def _show(self, chosen: str = "") -> None:
        asks = self._choosing = self.looking.ask()
        job = self.looking.kept.job
        self.say_title(
            f"{job.role}, {job.employer}" if job is not None else self.title_left, self.looking.debrief.stage
        )
        self.query_one(Asking).show(asks, chosen)
        self._lay_beside()
        self.refresh_bindings()

    def _lay_beside(self) -> None:
        """Practice beside the step that is selected."""
        self.query_one("#beside", Words).say(self.looking.beside(self.query_one(Asking).selected))

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
        leads = self.looking.take(answer)
        match leads:
            case "closed":
                self.dismiss()
                return
            case "practise":
                program = self.program
                self.dismiss()
                program.open("interview", wish=Wish(minutes=SHORT_MINUTES, reason=self.looking.reason))
                return
            case "letter":
                letters(self.program, "feedback", self.looking.debrief.application)
                return
            case "plan":
                self._finish()
                return
            case "asked":
                self.program.banks_again()
            case "on":
                pass
        self._show()
        if self.step == flow.COMPETENCY:
            self._propose()
        elif self.step == flow.HANDS:
            self._rehearsed()

    @work
    async def _finish(self) -> None:
        """The plan stands in its place."""
        with self.telling():
            await asyncio.to_thread(self.looking.plan)
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
                return bool(self.looking.before)
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
        said = await self.program.push_screen_wait(Say(self.looking.ask().text))
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
        step = int(self.query_one(Asking).selected)
        note = await self.program.push_screen_wait(Write("What happened there?", self.looking.noting))
        if note is not None:
            with self.telling():
                self.looking.note(step, note)
                self._show()

    def action_before(self) -> None:
        self.looking.back()
        self._show()

    def action_back(self) -> None:
        self.dismiss()
