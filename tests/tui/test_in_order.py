"""What is typed fast stands in the box in the order of the keys."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable

import pytest
from textual import events
from textual.app import App, ComposeResult
from textual.widgets import Input, TextArea

import simulator.tui
from simulator.tui.dialogs import Line
from simulator.tui.widgets.answer_box import AnswerBox
from simulator.tui.widgets.choices import Choices
from simulator.tui.widgets.in_order import InOrder
from simulator.tui.widgets.search import Search

BOXES: dict[str, Callable[[], TextArea | Input]] = {
    "AnswerBox": AnswerBox,
    "Line": Line,
    "Search": lambda: Search(Choices(), find=lambda words: None),
}


@pytest.mark.parametrize("name", BOXES)
@pytest.mark.parametrize(
    ("keys", "wanted"),
    [
        (["t", "e", "backspace", "h", "e"], "the"),
        (["a", "c", "left", "b", "end", "d"], "abcd"),
        (["x", "y", "ctrl+u", "z"], "z"),
    ],
)
async def test_letters_do_not_overtake_keys(name: str, keys: list[str], wanted: str) -> None:
    box = BOXES[name]()

    class Program(App[None]):
        def compose(self) -> ComposeResult:
            yield box

    async with Program().run_test() as pilot:
        box.add_class("-open")
        box.focus()
        await pilot.pause()
        for key in keys:
            pilot.app.post_message(events.Key(key, key if len(key) == 1 else None))
        await pilot.pause()
        assert (box.text if isinstance(box, TextArea) else box.value) == wanted


def test_every_box_for_typing_keeps_the_order() -> None:
    for module in pkgutil.walk_packages(simulator.tui.__path__, "simulator.tui."):
        importlib.import_module(module.name)
    boxes = [
        each for kind in (Input, TextArea) for each in kind.__subclasses__() if each.__module__.startswith("simulator.")
    ]
    assert boxes
    assert [each for each in boxes if not issubclass(each, InOrder)] == []
