"""The clock on the wall jumps while an interview is held: its seconds are counted by another, and nothing is confused."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
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


PROGRAM = """
import asyncio, sys
from pathlib import Path
from tests.reliability.test_clock import continue_it, sit

async def main():
    root, clock = Path(sys.argv[1]), Path(sys.argv[2])
    conductor = await sit(root)
    clock.write_text("-3600\\n")
    await conductor.end_answer()
    await conductor.settled()
    await conductor.leave()
    await continue_it(conductor.writer.folder)

asyncio.run(main())
"""


async def sit(root: Path) -> Conductor:
    """Begins a session, in which an answer is being typed."""
    conductor = Conductor(SessionWriter.create(root, at=wall_clock(), title="clock"), background=())
    conductor.begin(plan(1), TYPED, {})
    await conductor.settled()
    conductor.draft(SAID, 0)
    return conductor


async def continue_it(folder: Path) -> None:
    """Another sitting, which is left at once."""
    saved = open_session(folder)
    conductor = Conductor(SessionWriter.reopen(saved), background=())
    conductor.go_on_from(saved)
    await conductor.settled()
    await conductor.leave()


def test_a_clock_that_is_set_back_an_hour(tmp_path: Path) -> None:
    preload = next(iter(sorted(Path("/usr/lib").glob(f"*/{FAKETIME}"))), None)
    if preload is None:
        pytest.skip("no clock can be set here: libfaketime is not installed")
    clock = tmp_path / "clock"
    clock.write_text("+0\n")
    variables = {
        "LD_PRELOAD": str(preload),
        "FAKETIME_TIMESTAMP_FILE": str(clock),
        "FAKETIME_NO_CACHE": "1",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
    }
    root = tmp_path / "sessions"
    began = time.monotonic()
    command = [sys.executable, "-c", PROGRAM, str(root), str(clock)]
    subprocess.run(command, env={**os.environ, **variables}, check=True, timeout=60)
    took = time.monotonic() - began
    saved = open_session(next(library.folders(root)))
    assert timedelta(hours=-1) <= continued(saved) < timedelta(minutes=-59)
    assert seconds(saved) < took
    take = saved.state.takes[0]
    assert take.draft is not None
    assert take.draft.text == SAID
    assert 0.0 <= take.clock < took
    with Index(root) as index:
        index.sync()
        assert [each.answered for each in index.page(5)] == [1]


async def test_summer_time_that_begins_in_an_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    change = datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=2)
    day = min(change.timetuple().tm_yday, 365)
    monkeypatch.setenv("TZ", f"WIN0SUM-1,{day - 1}/{change:%H:%M:%S},{(day + 180) % 365}/0")
    time.tzset()
    try:
        began = time.monotonic()
        conductor = await sit(tmp_path)
        left = change.timestamp() - datetime.now(UTC).timestamp() + 0.01
        changed = asyncio.Event()
        asyncio.get_running_loop().call_later(left, changed.set)
        await changed.wait()
        await conductor.leave()
        await continue_it(conductor.writer.folder)
        took = time.monotonic() - began
        saved = open_session(conductor.writer.folder)
        offsets = [
            event.at[-6:] for event in saved.events if isinstance(event, ev.SessionStarted | ev.SessionContinued)
        ]
        assert offsets == ["+00:00", "+01:00"]
        assert timedelta(0) < continued(saved) < timedelta(seconds=took + 1)
        assert 0.3 < seconds(saved) < took
        assert 0.3 < saved.state.takes[0].clock < took
    finally:
        monkeypatch.undo()
        time.tzset()
