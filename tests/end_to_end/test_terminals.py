"""The real program in a terminal without colours, and in one that can only show line after line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.terminal import Terminal

pytestmark = [pytest.mark.terminal, pytest.mark.timeout(240)]

SILENT = {"MOCK_INTERVIEW_SOUND": "none"}
PLAIN = SILENT | {"NO_COLOR": "1"}


def coloured(raw: bytes) -> set[int]:
    """The colours that were asked for (ECMA-48, 8.3.117); 39 and 49 are the terminal's own."""
    numbers = (
        int(each) for found in re.findall(rb"\x1b\[([\d;:]*)m", raw) for each in re.split(rb"[;:]", found) if each
    )
    return {each for each in numbers if 30 <= each <= 48 or 90 <= each <= 107} - {39}


def test_with_no_color_no_colour_is_written(tmp_path: Path) -> None:
    with Terminal("--home", str(tmp_path), home=tmp_path, environment=PLAIN) as terminal:
        terminal.wait_for("> Try one question", timeout=60)
        terminal.press("ctrl+p")
        terminal.wait_for("Search for commands")
        terminal.write("settings")
        terminal.wait_for("Opens the settings.")
        terminal.press("escape", "ctrl+q")
        assert terminal.wait_for_exit() == 0
        assert coloured(bytes(terminal.raw)) == set()


def test_with_colours_they_are(tmp_path: Path) -> None:
    with Terminal("--home", str(tmp_path), home=tmp_path, environment=SILENT) as terminal:
        terminal.wait_for("> Try one question", timeout=60)
        assert 38 in coloured(bytes(terminal.raw)), "so the test above can fail"


def test_nor_is_it_on_the_command_line(tmp_path: Path) -> None:
    for command in (("banks", "list"), ("practise", "--no-such")):
        with Terminal(*command, home=tmp_path, environment=PLAIN) as terminal:
            terminal.wait_for_exit(timeout=60)
            assert b"\x1b[" not in terminal.raw


def test_a_terminal_of_lines_is_told_what_works_there(tmp_path: Path) -> None:
    with Terminal(home=tmp_path, environment=SILENT | {"TERM": "dumb"}) as terminal:
        assert terminal.wait_for_exit(timeout=60) == 1
        assert "this one (TERM=dumb) shows only line after line" in " ".join(terminal.text().split())
        assert "`mock-interview --plain` works line by line" in terminal.text()
        assert b"\x1b" not in terminal.raw


def test_there_a_rehearsal_goes_line_by_line(tmp_path: Path) -> None:
    with Terminal(
        "practise", "--typed", "--no-voice", "--untimed", "--questions", "1", "--seed", "1",
        home=tmp_path, environment=SILENT | {"TERM": "dumb"},
    ) as terminal:  # fmt: skip
        terminal.wait_for("How nervous are you, 0 to 10?", timeout=60)
        assert b"\x1b" not in terminal.raw
