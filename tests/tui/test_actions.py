"""The registry is the truth: every action runs on its screen, and no screen has keys or actions beside it."""

from __future__ import annotations

import inspect
from collections import Counter
from importlib import import_module
from itertools import combinations
from pkgutil import iter_modules
from typing import Any

import pytest
from textual.screen import Screen

from simulator.tui import dialogs, saying, screens
from simulator.tui.actions import ACTIONS, EVERYWHERE, LISTS, SCREENS, actions
from simulator.tui.app import SCREENS as SCREEN_CLASSES
from simulator.tui.app import MockInterviewApp, screen_class
from simulator.tui.key_names import key_name
from simulator.tui.page import Page
from simulator.tui.widgets.choices import Choices
from simulator.tui.widgets.transcript import Transcript
from tests.tui import sessions
from tests.tui.conftest import Opening, frame, settle

NEEDS_ALTGR = {"left_square_bracket", "right_square_bracket", "backslash", "vertical_line", "at", "tilde",
               "left_curly_bracket", "right_curly_bracket", "number_sign"}  # fmt: skip
"""On the common German, French, Spanish or Scandinavian layouts."""


def all_homes() -> dict[str, list[type[Any]]]:
    """Whatever has actions, by its name in the registry: the app, the lists, every screen and dialog."""
    found: dict[str, list[type[Any]]] = {EVERYWHERE: [MockInterviewApp], LISTS: [Choices, Transcript]}
    modules = [
        dialogs,
        saying,
        *(import_module(f"{screens.__name__}.{each.name}") for each in iter_modules(screens.__path__)),
    ]
    for module in modules:
        for kind in vars(module).values():
            if inspect.isclass(kind) and kind.__module__ == module.__name__ and kind.__dict__.get("NAME"):
                found[kind.__dict__["NAME"]] = [kind]
    return found


HOMES = all_homes()


def test_every_screen_has_actions_and_every_action_a_screen() -> None:
    assert set(SCREENS) == set(HOMES)
    assert {screen_class(name).__dict__["NAME"] for name in SCREEN_CLASSES} == set(SCREEN_CLASSES)


@pytest.mark.parametrize("name", HOMES)
def test_every_action_can_run_where_it_belongs(name: str) -> None:
    for action in actions(name):
        where, _, rest = action.name.partition("(")[0].rpartition(".")
        targets: dict[str, list[type[Any]]] = {"app": [MockInterviewApp], "screen": [Screen]}
        for home in targets.get(where, HOMES[name]):
            assert callable(getattr(home, f"action_{rest}", None)), f"{home.__name__} has no action {rest}"


@pytest.mark.parametrize("name", HOMES)
def test_keys_are_those_of_the_registry_and_no_others(name: str) -> None:
    wanted = {(key, action.called(key)) for action in actions(name) for key in action.keys}
    for home in HOMES[name]:
        own = home.__dict__["BINDINGS"]
        assert {(each.key, each.action) for each in own} == wanted
        assert len(own) == len(wanted)


@pytest.mark.parametrize("name", HOMES)
def test_screens_have_no_actions_beside_the_registry(name: str) -> None:
    known = {action.name.partition("(")[0].rpartition(".")[2] for action in actions(name)}
    for home in HOMES[name]:
        own = {member.removeprefix("action_") for member in home.__dict__ if member.startswith("action_")}
        assert own <= known


def test_a_key_is_shared_only_where_the_screen_says_which_action_is_possible() -> None:
    for name, homes in HOMES.items():
        for one, other in combinations(actions(name), 2):
            if set(one.keys) & set(other.keys):
                assert "check_action" in homes[0].__dict__, f"{name}: {one.name} and {other.name}"


def test_every_action_can_be_reached_without_altgr() -> None:
    for action in ACTIONS:
        assert not action.keys or set(action.keys) - NEEDS_ALTGR, action


def test_names_are_unique_and_sentences_are_sentences() -> None:
    assert max(Counter((action.screen, action.name) for action in ACTIONS).values()) == 1
    for action in ACTIONS:
        assert action.help.endswith("."), action
        assert "!" not in action.help
        assert len(action.label) <= 28


async def test_the_footer_shows_what_can_be_pressed_and_always_the_way_to_help(opening: Opening) -> None:
    async with opening("sessions") as pilot:
        last = frame(pilot).splitlines()[-1]
        assert "esc back" in last
        assert "? help" in last
        assert "delete" not in last, "there is nothing to delete"


@pytest.mark.parametrize(
    "start",
    [
        "home",
        "applications",
        "contacts",
        "skills",
        "sessions",
        "progress",
        "drill",
        "moments",
        "banks",
        "settings",
        "debrief",
        "plan",
        "device_check",
    ],
)
async def test_help_explains_every_key_of_the_screen(opening: Opening, start: str, size: tuple[int, int]) -> None:
    async with opening(start, size=size) as pilot:
        await pilot.press("question_mark")
        await settle(pilot)
        shown = frame(pilot)
        assert "esc or enter or ? close" not in shown
        assert "esc close" in shown
        text = " ".join(str(words.render()) for words in pilot.app.screen.query("Words"))
        for action in (*actions(start), *actions(EVERYWHERE)):
            if action.keys:
                assert " ".join(action.help.split()) in " ".join(text.split())
                assert key_name(action.keys[0]) in text
        await pilot.press("escape")
        assert getattr(pilot.app.screen, "NAME", "") == start


async def test_a_click_in_the_footer_does_what_the_key_does(opening: Opening) -> None:
    async with opening("sessions") as pilot:
        column = frame(pilot).splitlines()[-1].index("esc back")
        await pilot.click(offset=(column + 1, 23))
        await settle(pilot)
        assert getattr(pilot.app.screen, "NAME", "") == "home"


async def test_the_command_palette_finds_everything_by_name(opening: Opening) -> None:
    async with opening() as pilot:
        offered = {command.title for command in pilot.app.get_system_commands(pilot.app.screen)}
        for action in (*actions("home"), *actions(EVERYWHERE)):
            assert (action.label.capitalize() in offered) is action.called_by_name or action.name == "app.quit"
        await pilot.press("ctrl+p", *"settings", "enter")
        await settle(pilot)
        if not isinstance(pilot.app.screen, Page):  # the first Enter only chose it
            await pilot.press("enter")
            await settle(pilot)
        assert getattr(pilot.app.screen, "NAME", "") == "settings"


async def test_help_begins_with_what_can_be_pressed_now(opening: Opening) -> None:
    async with opening("replay", session=sessions.spoken()) as pilot:
        await pilot.press("question_mark")
        await settle(pilot)
        text = " ".join(str(words.render()) for words in pilot.app.screen.query("Words"))
        now, later = text.split("On this screen, at other times")
        assert "Plays from here on." in now
        assert "Stops here." in later
