"""What is typed fast is done in the order of the keys, and what is typed ahead waits for what it is meant for."""

from __future__ import annotations

import asyncio
from typing import Any, ClassVar

import pytest
from textual import events, work
from textual.app import App, ComposeResult
from textual.screen import ModalScreen, Screen
from textual.widgets import Input, Label, TextArea

from simulator.tui.dialogs import Line
from simulator.tui.one_by_one import OneByOne
from tests.tui.rehearsing import until


class Note(ModalScreen[str]):
    BINDINGS: ClassVar = [("enter", "done", "")]

    def compose(self) -> ComposeResult:
        yield Label("What is worth a note?")
        yield Line()

    def action_done(self) -> None:
        self.dismiss(self.query_one(Line).value)


class Behind(Screen[None]):
    BINDINGS: ClassVar = [("n", "note", ""), ("t", "tried", ""), ("q", "quickly", "")]

    def compose(self) -> ComposeResult:
        yield Label("behind")

    @work
    async def action_note(self) -> None:
        await asyncio.to_thread(str)
        self.program.notes.append(await self.app.push_screen_wait(Note()))

    async def action_quickly(self) -> None:
        await self.app.push_screen(Note(), lambda note: self.program.notes.append(note or ""))

    @work
    async def action_tried(self) -> None:
        """Work that opens nothing and goes on."""
        self.program.tried += 1
        await asyncio.Event().wait()

    @property
    def program(self) -> Program:
        assert isinstance(self.app, Program)
        return self.app


class Boxes(Screen[None]):
    def compose(self) -> ComposeResult:
        yield TextArea()
        yield Input()
        yield Input()


class Program(App[None]):
    def __init__(self, first: Screen[Any]) -> None:
        super().__init__()
        self.first = first
        self.notes: list[str] = []
        self.tried = 0
        self._keys = OneByOne(self, super().on_event)

    def get_default_screen(self) -> Screen[Any]:
        return self.first

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, events.Key) and not event.is_forwarded:
            await self._keys.take(event)
        else:
            await super().on_event(event)

    def type(self, *keys: str) -> None:
        """All at once."""
        for key in keys:
            self.post_message(events.Key(key, key if len(key) == 1 else None))


@pytest.mark.parametrize("kind", [TextArea, Input])
@pytest.mark.parametrize(
    ("keys", "wanted"),
    [
        (["t", "e", "backspace", "h", "e"], "the"),
        (["a", "c", "left", "b", "end", "d"], "abcd"),
        (["x", "y", "ctrl+u", "z"], "z"),
    ],
)
async def test_letters_do_not_overtake_keys(kind: type[TextArea | Input], keys: list[str], wanted: str) -> None:
    program = Program(Boxes())
    async with program.run_test() as pilot:
        box = program.screen.query(kind).first()
        box.focus()
        await pilot.pause()
        program.type(*keys)
        await until(pilot, lambda: (box.text if isinstance(box, TextArea) else box.value) == wanted)


async def test_what_is_typed_after_tab_goes_into_the_next_box() -> None:
    program = Program(Boxes())
    async with program.run_test() as pilot:
        first, second = program.screen.query(Input)
        first.focus()
        await pilot.pause()
        program.type("7", "0", "tab", "8", "0")
        await until(pilot, lambda: (first.value, second.value) == ("70", "80"))


@pytest.mark.parametrize("key", ["n", "q"])
async def test_what_is_typed_ahead_waits_for_the_dialog_that_a_key_opens(key: str) -> None:
    """At once, or by work in the background."""
    program = Program(Behind())
    async with program.run_test() as pilot:
        program.type(key, *"not that", "enter", "t")
        await until(pilot, lambda: program.tried > 0)
        assert program.notes == ["not that"]
        assert program.tried == 1, "the letters of the note were no keys of the screen behind it"


async def test_work_that_goes_on_holds_up_no_key() -> None:
    program = Program(Behind())
    async with program.run_test() as pilot:
        program.type("t", "t", "t", "t")
        await until(pilot, lambda: program.tried == 4)


async def test_a_key_that_hangs_takes_no_other_with_it() -> None:
    hangs, go_on, typed = asyncio.Event(), asyncio.Event(), asyncio.Event()

    class Hanging(Input):
        async def key_f1(self) -> None:
            hangs.set()
            await go_on.wait()

    class Two(Screen[None]):
        def compose(self) -> ComposeResult:
            yield Hanging()
            yield Input()

        def on_input_changed(self) -> None:
            typed.set()

    program = Program(Two())
    async with program.run_test(), asyncio.timeout(10):
        try:
            program.type("f1")
            await hangs.wait()
            program.screen.query(Input).last().focus()
            program.type("a")
            await typed.wait()
        finally:
            go_on.set()
