"""Keys that work on every keyboard, and keys of one's own."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from simulator.errors import SettingsError
from simulator.interview.rehearsal import Wish
from simulator.settings import Settings
from simulator.tui.actions import ACTIONS, actions
from simulator.tui.key_names import key_named
from simulator.tui.keyboard import Keyboard
from simulator.tui.screens.replay import Replay
from tests.tools import make_keys
from tests.tui import rehearsing, sessions
from tests.tui.conftest import Opening, frame, settle
from tests.tui.rehearsing import ANSWER, Devices, answer, simple, stage, state, until

devices = rehearsing.devices

HARD_TO_REACH = {
    *(key_named(sign) for sign in "[]{}\\|@#~^`"), "left_curly_bracket", "right_curly_bracket", "backslash",
    "vertical_line", "at", "number_sign", "tilde", "circumflex_accent", "grave_accent",
}  # fmt: skip
"""Behind AltGr, or dead keys, on one of the common German, French, Spanish or Scandinavian layouts."""

SWALLOWED = {
    "ctrl+i", "ctrl+m", "ctrl+left_square_bracket", "ctrl+h", "ctrl+j", "ctrl+z", "ctrl+s", "ctrl+q",
    "ctrl+a", "ctrl+b", "ctrl+left", "ctrl+right", "shift+left", "shift+right",
    *(f"f{number}" for number in range(1, 25)),
}  # fmt: skip
"""The same as another key in a terminal; flow control; the prefixes of screen and tmux; what the desktops of macOS and laptops take, and what
the Linux console does not tell from an arrow alone."""

DIGITS = set("0123456789")
"""Behind Shift on a French keyboard."""

MEANWHILE = {"interview.rate": "rate_higher", "interview.nerves": "tenser", "interview.rate_scale": "rate_higher",
             "friend.rate": "rate_higher", "friend.rate_scale": "rate_higher", "debrief.number": "tenser"}  # fmt: skip
"""What does the same as a row of digits, on the same screen."""


def test_every_action_has_a_key_that_every_keyboard_and_terminal_has_or_a_name() -> None:
    for action in ACTIONS:
        easy = set(action.keys) - HARD_TO_REACH - SWALLOWED
        assert not action.keys or easy or action.id == "everywhere.quit", action
    assert next(action for action in ACTIONS if action.id == "everywhere.quit").called_by_name


def test_what_digits_do_arrows_do_too() -> None:
    rows = {action.id for action in ACTIONS if action.takes_key and set(action.keys) <= DIGITS}
    assert rows == set(MEANWHILE)
    for row, other in MEANWHILE.items():
        screen = row.partition(".")[0]
        assert any(each.name == other and set(each.keys) <= {"left", "right"} for each in actions(screen))


def test_names_of_actions_are_their_own() -> None:
    assert len({action.id for action in ACTIONS}) == len(ACTIONS)
    assert all(re.fullmatch(r"[a-z_]+\.[a-z0-9_]+", action.id) for action in ACTIONS)


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"replay.plai": "p"}, r"replay\.plai: there is no such action.*Is it replay\.play\?"),
        ({"replay.play": "spaec"}, r"replay\.play: 'spaec' is no key"),
        ({"replay.play": "hyper+p"}, "is no key"),
        ({"replay.play": " "}, "no different keys"),
        ({"replay.play": "p p"}, "no different keys"),
        ({"replay.play": "l"}, r"l is the key of replay\.loop.*give replay\.loop another"),
        ({"replay.play": "?"}, r"\? is the key of everywhere\.help"),
        ({"replay.play": "j"}, r"j is the key of lists\.cursor_down"),
        ({"lists.cursor_down": "enter"}, "is the key of"),
        ({"interview.rate": "y u"}, "it takes 5 keys"),
        ({"everywhere.quit": "q"}, "takes? a letter|would take a letter"),
        ({"everywhere.go_plan": "f2"}, "it has no key"),
    ],
)
def test_what_cannot_be_is_told_with_its_place(home: Path, changes: dict[str, str], what: str) -> None:
    with pytest.raises(SettingsError, match=r"settings\.json, keys, ") as told:
        Keyboard(changes)
    assert re.search(what, str(told.value))


def test_two_actions_may_change_places() -> None:
    keyboard = Keyboard({"replay.loop": "c", "replay.compare": "l"})
    assert {
        each.id: each.keys for each in keyboard.actions("replay") if each.id in ("replay.loop", "replay.compare")
    } == {
        "replay.loop": ("c",),
        "replay.compare": ("l",),
    }


def test_the_page_on_keys_gives_an_example_that_works(home: Path) -> None:
    example = re.search(r"```json\n(.+?)\n```", make_keys.HEAD)
    assert example is not None
    keyboard = Keyboard(json.loads(example[1])["keys"])
    assert keyboard.keymap["interview.rate.5"] == "p"


def is_playing(replay: Replay) -> bool:
    return replay.player.playing


async def test_own_keys_work_and_the_last_line_and_the_help_name_them(opening: Opening) -> None:
    mine = Settings(keys={"replay.play": "p", "replay.compare": "ctrl+g", "everywhere.help": "f1"})
    async with opening("replay", session=sessions.spoken(), settings=mine) as pilot:
        last = frame(pilot).splitlines()[-1]
        assert "p play" in last
        assert "f1 help" in last
        replay = pilot.app.screen
        assert isinstance(replay, Replay)
        await pilot.press("space")
        assert not is_playing(replay), "space plays no more"
        await pilot.press("p")
        assert is_playing(replay)
        assert "space stop" in frame(pilot).splitlines()[-1], "what shared the key keeps it"
        await pilot.press("space")
        assert not is_playing(replay)
        await pilot.press("question_mark")
        assert getattr(pilot.app.screen, "NAME", "") == "replay"
        await pilot.press("f1")
        await settle(pilot)
        text = " ".join(" ".join(str(words.render()) for words in pilot.app.screen.query("Words")).split())
        assert "p Plays from here on." in text
        assert "ctrl+g Lays two takes" in text


async def test_a_row_of_letters_stands_for_the_numbers_and_so_do_arrows(opening: Opening, devices: Devices) -> None:
    wish = Wish(typed=True, voice=False, nerves=False, follow_ups=0, only=simple(1))
    mine = Settings(keys={"interview.rate": "y u i o p"})
    async with opening("interview", wish=wish, settings=mine) as pilot:
        await answer(pilot, ANSWER)
        await stage(pilot, "reviewing")
        await pilot.press("o")
        await until(pilot, lambda: state(pilot).takes[-1].ratings == {"candidate": 4})
        await pilot.press("1")
        await pilot.press("right")
        await until(pilot, lambda: state(pilot).takes[-1].ratings == {"candidate": 5})
        await pilot.press("left", "left")
        await until(pilot, lambda: state(pilot).takes[-1].ratings == {"candidate": 3})
