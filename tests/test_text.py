"""Text made harmless for a terminal."""

from __future__ import annotations

import json
import unicodedata

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from simulator.text import counted, json_text, plain


def test_escapes_become_visible_and_brackets_stay() -> None:
    assert plain("[red]a\x1b[31mb[/b]") == "[red]a␛[31mb[/b]"
    assert plain("a\u202eb\x7f\x9b") == "a�b␡�"
    assert plain("two\nlines\tand a tab") == "two\nlines\tand a tab"
    assert plain("naïve “quotes” 你好 🙂") == "naïve “quotes” 你好 🙂"


def test_one_is_said_as_one() -> None:
    assert [counted(count, "word") for count in (0, 1, 0.6, 2, 1.4)] == [
        "0 words",
        "1 word",
        "1 word",
        "2 words",
        "1 word",
    ]


@given(st.text())
def test_nothing_that_could_command_a_terminal_is_left(text: str) -> None:
    shown = plain(text)
    assert len(shown) == len(text)
    assert all(
        character in "\n\t\u200c\u200d" or unicodedata.category(character) not in ("Cc", "Cf", "Co", "Cs", "Cn")
        for character in shown
    )
    assert plain(shown) == shown


@given(st.text())
def test_json_stands_for_the_same_and_commands_no_terminal(text: str) -> None:
    text = text.encode("utf-8", "replace").decode()  # halves of characters cannot be written
    shown = json_text(msgspec.json.encode({text: [text]}))
    assert json.loads(shown) == {text: [text]}
    assert shown == plain(shown)
