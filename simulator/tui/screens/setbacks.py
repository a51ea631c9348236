"""The setbacks themselves, rehearsed: what happens, a line of one's own, and that line said once aloud or typed."""

from __future__ import annotations

from typing import Literal

from msgspec.structs import replace
from textual import work
from textual.app import ComposeResult

from simulator import when
from simulator.comeback.model import IfThen
from simulator.comeback.setbacks import BY_ID, SETBACKS, begins, happens, in_order, plan_of, sentence
from simulator.comeback.store import IF_THENS
from simulator.tui.actions import bindings
from simulator.tui.choice_page import ChoicePage
from simulator.tui.dialogs import Ask, Write
from simulator.tui.page import Dialog
from simulator.tui.widgets.choices import Choices, Row
from simulator.tui.widgets.words import Words

ABOUT = "What you have a line for frightens less. Each takes a minute; the lines come back on the day of the interview."
FAULTY = "A file of yours here has faults and is left out: {fault}"
NEW_WHEN = "What do you fear might happen? For example: If my voice shakes"
NEW_THEN = "And then, what do you say or do?"


class Rehearse(Dialog[Literal["said", "typed"] | None]):
    """It happens, and the line is said aloud, or typed from memory."""

    NAME = "rehearse"
    BINDINGS = bindings(NAME)

    def __init__(self, scene: str, line: str) -> None:
        super().__init__()
        self.scene = scene
        self.line = line

    def body(self) -> ComposeResult:
        yield Words(self.scene, classes="gap")
        yield Words("Breathe out. Now say your line aloud, slowly:", classes="gap")
        yield Words(f"“{self.line}”", classes="gap")

    def action_said(self) -> None:
        self.dismiss("said")

    @work
    async def action_type_it(self) -> None:
        typed = await self.app.push_screen_wait(Write(self.scene))
        if typed:
            self.dismiss("typed")

    def action_back(self) -> None:
        self.dismiss(None)


class Setbacks(ChoicePage):
    NAME = "setbacks"
    BINDINGS = bindings(NAME)
    title_left = "Rehearsing a setback"
    DEFAULT_CSS = """
    Setbacks #about { margin-top: 1; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.plans: dict[str, IfThen] = {}

    def body(self) -> ComposeResult:
        yield Words(ABOUT, id="said", classes="gap")
        yield from super().body()

    def on_mount(self) -> None:
        self._show()

    def _show(self) -> None:
        loaded = IF_THENS.load()
        self.plans = loaded.records
        if loaded.faults:
            self.query_one("#said", Words).say(FAULTY.format(fault=loaded.faults[0]))
        own = [each for each in in_order(self.plans.values()) if each.id not in BY_ID]
        rows = [Row(each.id, each.name, self._detail(each.id)) for each in SETBACKS]
        rows += [Row(each.id, begins(each), self._detail(each.id)) for each in own]
        self.query_one(Choices).show(rows)

    def _detail(self, id: str) -> str:
        plan = self.plans.get(id)
        if plan is None:
            return "no line yet"
        return f"rehearsed {when.day(plan.practised, when.now())}" if plan.practised else "not rehearsed yet"

    def about(self) -> str:
        plan, setback = self.plans.get(self.key), BY_ID.get(self.key)
        return sentence(plan) if plan else setback.why if setback else ""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return self.key in self.plans if action == "delete" else True

    @work
    async def action_open(self) -> None:
        id = self.key
        plan, setback = self.plans.get(id), BY_ID.get(id)
        if setback is not None:
            scene = setback.scene
            question = f"{scene}\n\n{setback.why} What do you say? Make it yours:"
            line = await self.program.push_screen_wait(Write(question, plan.then if plan else setback.line))
            plan = plan_of(setback, line, plan.practised if plan else "") if line else None
        elif plan is not None:
            scene = happens(plan)
            line = await self.program.push_screen_wait(Write(f"{scene}\n\n{NEW_THEN}", plan.then))
            plan = replace(plan, then=line) if line else None
        if plan is not None and self._save(plan):
            await self._rehearse(plan, scene)

    @work
    async def action_add(self) -> None:
        fear = await self.program.push_screen_wait(Write(NEW_WHEN))
        line = await self.program.push_screen_wait(Write(NEW_THEN)) if fear else None
        if fear and line:
            plan = None
            with self.telling():
                plan = IF_THENS.add(IfThen(id=IF_THENS.new_id(fear), when=fear, then=line))
            self._show()
            if plan is not None:
                await self._rehearse(plan, happens(plan))

    async def _rehearse(self, plan: IfThen, scene: str) -> None:
        done = await self.program.push_screen_wait(Rehearse(scene, plan.then))
        if done is not None:
            self._save(replace(plan, practised=when.now().date().isoformat()))

    def _save(self, plan: IfThen) -> bool:
        saved = False
        with self.telling():
            IF_THENS.save(plan)
            saved = True
        self._show()
        return saved

    @work
    async def action_delete(self) -> None:
        plan = self.plans[self.key]
        if await self.program.push_screen_wait(Ask(f"Delete this plan? {sentence(plan)}")):
            with self.telling():
                IF_THENS.delete(plan.id)
            self._show()
