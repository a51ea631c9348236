"""What all screens have in common."""

from __future__ import annotations

import asyncio
import gc

import pytest
from textual._styles_cache import StylesCache
from textual.app import App, ComposeResult
from textual.widgets import Static

from simulator.tui.keyboard import Keyboard
from simulator.tui.page import Dialog, Page

closing: asyncio.Event


class WithKeys(App[None]):
    """As much of the program as every screen asks for."""

    keyboard = Keyboard({})


class LastToGo(Static):
    """A widget that takes its time to go; those beside it are gone by then."""

    async def on_unmount(self) -> None:
        closing.set()
        for _ in range(10):
            await asyncio.sleep(0)


class _Reads:
    """What it reads comes in while its widgets are going."""

    def on_mount(self) -> None:
        self.run_worker(self.read())  # type: ignore[attr-defined]

    def body(self) -> ComposeResult:
        yield Static(id="sentence")
        yield LastToGo()

    async def read(self) -> None:
        await closing.wait()
        await asyncio.sleep(0)
        self.query_one("#sentence", Static).update("It came in.")  # type: ignore[attr-defined]


class ReadingPage(_Reads, Page[None]):
    pass


class ReadingDialog(_Reads, Dialog[None]):
    pass


@pytest.mark.parametrize("kind", [ReadingPage, ReadingDialog])
@pytest.mark.parametrize("leave", ["dismiss", "exit"])
async def test_what_comes_in_while_a_screen_goes_is_no_fault(
    kind: type[ReadingPage | ReadingDialog], leave: str
) -> None:
    global closing
    closing = asyncio.Event()
    app = WithKeys()
    async with app.run_test() as pilot:
        app.push_screen(kind())
        await pilot.pause()
        if leave == "dismiss":
            app.screen.dismiss()
            await asyncio.wait_for(closing.wait(), 10)
            await pilot.pause()
            assert not app.workers
    assert closing.is_set()


class PlainPage(Page[None]):
    def body(self) -> ComposeResult:
        yield Static("One line.")


async def test_nothing_is_held_of_screens_that_were_left() -> None:
    app = WithKeys()
    async with app.run_test() as pilot:
        held = []
        for _ in range(3):
            app.push_screen(PlainPage())
            await pilot.pause()
            app.screen.dismiss()
            await pilot.pause()
            gc.collect()
            held.append(sum(isinstance(each, StylesCache) for each in gc.get_objects()))
    assert held[0] == held[1] == held[2]
