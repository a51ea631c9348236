"""The real program in a real terminal that is closed, killed, made tiny or stopped: what was typed is kept, and it goes on."""

from __future__ import annotations

import asyncio
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


STOPS = 5
"""So many times in a row, each in the middle of what is drawn after the one before."""


def stopped(pid: int) -> bool:
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "T"


def session(home: Path) -> SavedSession:
    return open_session(next(library.folders(home / "sessions")))


def draft(home: Path) -> str:
    """What the journal holds of the answer."""
    take = session(home).state.take
    return take.draft.text if take is not None and take.draft is not None else ""


def ends_well(home: Path) -> SavedSession:
    """Goes on with what is there, to the end."""
    saved = session(home)
    assert (saved.folder / JOURNAL).read_bytes()[saved.whole_bytes :] == b""
    after = asyncio.run(to_the_end(saved))
    assert after.finished
    assert after.events[: len(saved.events)] == saved.events
    return after


def test_killed_while_one_types(home: Path) -> None:
    """The kill comes as letters are being taken in."""
    more = " and in the end"
    with typing(home) as terminal:
        terminal.write(more)
        terminal.kill()
    kept = draft(home)
    print(f"lost: {len(SAID + more) - len(kept)} of {len(SAID + more)} letters, typed in the last {DRAFT_SECONDS} s")
    assert (SAID + more).startswith(kept)
    assert kept.startswith(SAID)
    assert ends_well(home).state.takes[0].ended == "cut off"


def test_made_tiny_and_large_again_stopped_and_continued_and_at_last_closed(home: Path) -> None:
    more, most, last = " That was twenty by five.", " And that was stopped.", " And then"
    with typing(home) as terminal:
        terminal.resize(20, 5)
        terminal.write(more)
        terminal.wait_until(lambda: draft(home) == SAID + more)
        terminal.resize(100, 30)
        terminal.wait_for(more.split()[-1])
        for _ in range(STOPS):
            before = len(terminal.raw)
            os.kill(terminal.pid, signal.SIGTSTP)
            terminal.wait_until(lambda: stopped(terminal.pid))
            os.kill(terminal.pid, signal.SIGCONT)
            terminal.wait_for_bytes(more.split()[-1].encode(), since=before)
        terminal.write(most)
        terminal.wait_until(lambda: draft(home) == SAID + more + most)
        terminal.write(last)
        terminal.hang_up()
    whole, kept = SAID + more + most + last, draft(home)
    print(f"lost: {len(whole) - len(kept)} of {len(whole)} letters, typed in the last {DRAFT_SECONDS} s")
    assert whole.startswith(kept)
    assert kept.startswith(SAID + more + most)
    assert ends_well(home).state.takes[0].ended == "cut off"
