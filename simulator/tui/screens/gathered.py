"""Contacts and skills to gain: two lists of the same kind, each line with what is next."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from msgspec.structs import replace
from textual import work

from simulator import when
from simulator.comeback import drafts
from simulator.comeback.gather import gaining
from simulator.comeback.model import Contact, Skill
from simulator.comeback.store import CONTACTS, SKILLS
from simulator.tui.actions import bindings
from simulator.tui.dialogs import Ask, Pick, Write
from simulator.tui.screens.applications import left_out
from simulator.tui.table_page import TablePage
from simulator.tui.widgets.choices import Choices, Row

STEP = 10
"""Percent, by one key."""

CONTACT_KINDS = {
    "person": "somebody who may know of work",
    "event": "where such people are",
    "lead": "a job that was never advertised",
}


class _Gathered(TablePage):
    """A list of records of one kind."""

    NONE_YET = ""
    DEFAULT_CSS = """
    _Gathered Choices { height: 1fr; }
    _Gathered #about { max-height: 50%; margin-top: 1; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.records: dict[str, Any] = {}

    def on_screen_resume(self) -> None:
        self.read()
        self.query_one(Choices).focus()

    def read(self, selected: str | None = None) -> None:
        loaded = self.KEPT.load()
        self.records = loaded.records
        self.query_one(Choices).show([self._row(each) for each in self.records.values()], selected)
        self.say_about()
        if loaded.faults:
            self.tell_once(left_out(loaded.faults))

    def _row(self, each: Any) -> Row:
        raise NotImplementedError

    def _about(self, each: Any) -> str:
        raise NotImplementedError

    @property
    def chosen(self) -> Any:
        """The record that is selected, or None."""
        return self.records.get(self.key)

    def about(self) -> str:
        return self.NONE_YET if self.chosen is None else self._about(self.chosen)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return self.chosen is not None or action in ("new", "take_in", "back")

    def action_open(self) -> None:
        if self.chosen is not None:
            self.program.open("record", what=self.KEPT.what, of=self.chosen.id)

    def _save(self, record: Any) -> None:
        with self.telling():
            self.KEPT.save(record)
            self.read(record.id)

    def _change(self, id: str, change: Callable[[Any], Any]) -> None:
        with self.telling():
            self.KEPT.change(id, change)
        self.read(id)

    @work
    async def action_delete(self) -> None:
        chosen = self.chosen
        if chosen is not None and await self.program.push_screen_wait(Ask(f"Delete {chosen.name}?")):
            with self.telling():
                self.KEPT.delete(chosen.id)
                if self.KEPT is CONTACTS:
                    drafts.forget("outreach", chosen.id)
            self.read()


class Contacts(_Gathered):
    NAME = "contacts"
    BINDINGS = bindings(NAME)
    title_left = "Contacts, events and leads"
    KEPT = CONTACTS
    NONE_YET = "Nobody yet. Many jobs are never advertised: n adds a person, an event or a lead."

    def _row(self, each: Contact) -> Row:
        today = when.now()
        due = f"{each.next_action} {when.day(each.due, today)}".strip() if each.next_action else ""
        date = when.day(each.date, today) if each.date else ""
        return Row(each.id, each.name, ", ".join(filter(None, (each.kind, due or date))))

    def _about(self, each: Contact) -> str:
        return each.note or each.met or f"{each.kind}: {CONTACT_KINDS[each.kind]}"

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "done":
            return self.chosen is not None and bool(self.chosen.next_action)
        return super().check_action(action, parameters)

    @work
    async def action_new(self) -> None:
        rows = [Row(kind, kind, said) for kind, said in CONTACT_KINDS.items()]
        kind = await self.program.push_screen_wait(Pick("What is it?", rows, "person"))
        question = {"person": "Who is it?", "event": "Which event is it?"}.get(
            kind or "", "What is it, in a few words?"
        )
        name = await self.program.push_screen_wait(Write(question)) if kind else None
        if name:
            made = Contact(id=CONTACTS.new_id(name), name=name, kind=kind)  # type: ignore[arg-type]  # one of the rows
            self._save(made)
            if made.id in self.records:
                self.program.open("record", what="contact", of=made.id)

    @work
    async def action_done(self) -> None:
        """The next action is done today; another may follow."""
        chosen = self.chosen
        if chosen is None:
            return
        following = await self.program.push_screen_wait(Write("Done. What is next? Leave it empty if nothing is."))
        if following is not None:
            today = when.now().date().isoformat()
            self._change(chosen.id, lambda now: replace(now, date=today, next_action=following, due=""))

    def action_letter(self) -> None:
        if self.chosen is not None:
            self.program.open("letter", kind="outreach", of=self.chosen.id)


class Skills(_Gathered):
    NAME = "skills"
    BINDINGS = bindings(NAME)
    title_left = "Skills to gain"
    KEPT = SKILLS
    NONE_YET = "None yet. n adds a skill that jobs ask for, with a way to gain it."

    def _row(self, each: Skill) -> Row:
        by = f"by {each.by}" if each.by else ""
        cost = f"cost {each.cost}" if each.cost else ""
        return Row(each.id, each.name, ", ".join(filter(None, (f"{each.progress} %", each.way, by, cost))))

    def _about(self, each: Skill) -> str:
        return " ".join(filter(None, (each.how, each.why))) or "Enter opens it: the way, the cost, until when."

    @work
    async def action_new(self) -> None:
        name = await self.program.push_screen_wait(Write("Which skill is it?"))
        if name:
            with self.telling():
                self.program.open("record", what="skill", of=gaining(name).id)

    def action_more(self) -> None:
        self._step(STEP)

    def action_less(self) -> None:
        self._step(-STEP)

    def _step(self, percent: int) -> None:
        if self.chosen is not None:
            self._change(self.chosen.id, lambda now: replace(now, progress=min(max(now.progress + percent, 0), 100)))
