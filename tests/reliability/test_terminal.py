"""The real program in a real terminal that is closed, killed, made tiny or stopped: what was typed is kept, and it goes on."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from simulator.interview.conductor import DRAFT_SECONDS
from simulator.sessions import library
from simulator.sessions.store import JOURNAL, SavedSession, open_session
from tests.reliability.endings import to_the_end
from tests.reliability.walking import SAID
from tests.terminal import Terminal

pytestmark = [pytest.mark.terminal, pytest.mark.timeout(240)]

COMMAND = ("practise", "--typed", "--no-voice", "--questions", "1", "--seed", "1")
SILENT = {"MOCK_INTERVIEW_SOUND": "none"}


def typing(home: Path) -> Terminal:
    """A rehearsal in which the answer has been begun, and what was typed of it is on the screen."""
    terminal = Terminal(*COMMAND, home=home, environment=SILENT)
    terminal.wait_for("How nervous", timeout=60)
    terminal.press("enter")
    terminal.wait_for("typing")
    terminal.write(SAID)
    terminal.wait_until(lambda: draft(home) == SAID)
    return terminal


def session(home: Path) -> SavedSession:
    return open_session(next(library.folders(home / "sessions")))


def draft(home: Path) -> str:
    """What the journal holds of the answer."""
    take = session(home).state.take
    return take.draft.text if take is not None and take.draft is not None else ""


async def ends_well(home: Path) -> SavedSession:
    """Goes on with what is there, to the end."""
    saved = session(home)
    assert (saved.folder / JOURNAL).read_bytes()[saved.whole_bytes :] == b""
    after = await to_the_end(saved)
    assert after.finished
    assert after.events[: len(saved.events)] == saved.events
    return after


async def test_a_terminal_that_is_closed_keeps_what_was_typed(home: Path) -> None:
    with typing(home) as terminal:
        terminal.write(" And then")
        terminal.hang_up()
    kept = draft(home)
    lost = len(f"{SAID} And then") - len(kept)
    print(f"lost: {lost} letters, typed in the last {DRAFT_SECONDS} s")
    assert kept.startswith(SAID)
    assert (await ends_well(home)).state.takes[0].ended == "cut off"


@pytest.mark.parametrize("typed", [0, 1, 12])
async def test_kill_while_one_types_in_a_real_terminal(home: Path, typed: int) -> None:
    """The kill comes as so many more letters are being taken in."""
    with typing(home) as terminal:
        terminal.write(" and in the end we sold all of it"[:typed])
        terminal.kill()
    kept = draft(home)
    print(f"lost: {len(SAID) + typed - len(kept)} of {len(SAID) + typed} letters, typed in the last {DRAFT_SECONDS} s")
    assert kept.startswith(SAID)
    assert (await ends_well(home)).state.takes[0].ended == "cut off"


def test_made_tiny_and_large_again_and_stopped_and_continued_one_types_on(home: Path) -> None:
    more, most = " That was twenty by five.", " And that was stopped."
    with typing(home) as terminal:
        terminal.resize(20, 5)
        terminal.write(more)
        terminal.wait_until(lambda: draft(home) == SAID + more)
        terminal.resize(100, 30)
        terminal.wait_for(more.split()[-1])
        before = len(terminal.raw)
        os.kill(terminal.pid, signal.SIGTSTP)
        os.waitid(os.P_PID, terminal.pid, os.WSTOPPED)
        os.kill(terminal.pid, signal.SIGCONT)
        terminal.wait_for_bytes(more.split()[-1].encode(), since=before)
        terminal.write(most)
        terminal.wait_until(lambda: draft(home) == SAID + more + most)
        terminal.press("ctrl+s")
        terminal.wait_until(lambda: session(home).state.takes[0].heard, timeout=60)
        terminal.press("ctrl+q")
        assert terminal.wait_for_exit() == 0
    saved = session(home)
    assert saved.state.left
    take = saved.state.takes[0]
    assert take.ended == "key"
    assert take.draft is not None
    assert take.draft.text == SAID + more + most
