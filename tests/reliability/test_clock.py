"""The clock on the wall jumps while an interview is held: its seconds are counted by another, and nothing is confused."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from simulator.interview import events as ev
from simulator.interview.conductor import DRAFT_SECONDS, Conductor, wall_clock
from simulator.sessions import library
from simulator.sessions.index import Index
from simulator.sessions.store import SavedSession, SessionWriter, open_session
from tests.end_to_end.test_killed import Plain
from tests.making import plan
from tests.reliability.walking import SAID

pytestmark = pytest.mark.timeout(120)

FAKETIME = "faketime/libfaketimeMT.so.1"
TYPED = ev.Options(answers="typed", voice=False, nerves=False, follow_ups=0)


def continued(saved: SavedSession) -> timedelta:
    """From the beginning of the session to that of its second sitting, as the clock on the wall has it."""
    assert saved.state.session is not None
    again = next(event.at for event in saved.events if isinstance(event, ev.SessionContinued))
    return datetime.fromisoformat(again) - datetime.fromisoformat(saved.state.session.at)


def seconds(saved: SavedSession) -> float:
    """Of the session; they only grow, but that what is typed is written a moment later with the time at which it was typed."""
    times = [event.t for event in saved.events]
    assert all(later > earlier - 2 * DRAFT_SECONDS for earlier, later in pairwise(times))
    return times[-1]


def test_a_clock_that_is_set_back_an_hour(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library_path = next(iter(sorted(Path("/usr/lib").glob(f"*/{FAKETIME}"))), None)
    if library_path is None:
        pytest.skip("no clock can be set here: libfaketime is not installed")
    clock = tmp_path / "clock"
    clock.write_text("+0\n")
    monkeypatch.setenv("LD_PRELOAD", str(library_path))
    monkeypatch.setenv("FAKETIME_TIMESTAMP_FILE", str(clock))
    monkeypatch.setenv("FAKETIME_CACHE_DURATION", "1")
    monkeypatch.setenv("FAKETIME_DONT_FAKE_MONOTONIC", "1")
    began = time.monotonic()
    with Plain("--typed", "--no-voice", "--questions", "1", "--seed", "1", home=home) as program:
        program.wait_for("How nervous")
        program.say()
        program.wait_for("Type your answer")
        program.say(SAID)
        program.say("/note Before the clock was set back.")
        clock.write_text("-3600\n")
        program.say("/leave")
        assert program.wait_for_exit() == 0
    with Plain("--continue", "last", home=home) as program:
        program.wait_for("Enter goes on")
        program.say("/leave")
        assert program.wait_for_exit() == 0
    took = time.monotonic() - began
    saved = open_session(next(library.folders(home / "sessions")))
    assert timedelta(hours=-1) <= continued(saved) < timedelta(minutes=-59)
    assert seconds(saved) < took
    draft = saved.state.takes[0].draft
    assert draft is not None
    assert draft.text == SAID
    assert 0.0 <= saved.state.takes[0].clock < took
    with Index(home / "sessions") as index:
        index.sync()
        assert [each.answered for each in index.page(5)] == [1]


async def test_summer_time_that_begins_in_an_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    change = datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=2)
    day = min(change.timetuple().tm_yday, 365)
    monkeypatch.setenv("TZ", f"WIN0SUM-1,{day - 1}/{change:%H:%M:%S},{(day + 180) % 365}/0")
    time.tzset()
    try:
        began = time.monotonic()
        writer = SessionWriter.create(tmp_path, at=wall_clock(), title="summer")
        conductor = Conductor(writer, background=())
        conductor.begin(plan(1), TYPED, {})
        conductor.draft(SAID, 0)
        left = change.timestamp() - datetime.now(UTC).timestamp() + 0.01
        changed = asyncio.Event()
        asyncio.get_running_loop().call_later(left, changed.set)
        await changed.wait()
        await conductor.leave()
        saved = open_session(writer.folder)
        conductor = Conductor(SessionWriter.reopen(saved), background=())
        conductor.go_on_from(saved)
        await conductor.settled()
        await conductor.leave()
        took = time.monotonic() - began
        saved = open_session(writer.folder)
        offsets = [
            event.at[-6:] for event in saved.events if isinstance(event, ev.SessionStarted | ev.SessionContinued)
        ]
        assert offsets == ["+00:00", "+01:00"]
        assert timedelta(0) < continued(saved) < timedelta(seconds=took + 1)
        assert 1.0 < seconds(saved) < took
        assert saved.state.takes[0].clock < took
    finally:
        monkeypatch.undo()
        time.tzset()
