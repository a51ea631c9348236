"""The journal: append-only, one JSON line an event, written as it happens.

A line is handed to the operating system before `append` returns, so a killed process loses nothing, and a
background thread syncs it to the disk at once, so a power cut loses at most what the disk was still writing
and the screen never waits for it. A line that the disk has no room for leaves nothing of itself behind.
"""

from __future__ import annotations

import os
import threading
from contextlib import suppress
from functools import cache
from pathlib import Path

import msgspec

from simulator.decoding import using
from simulator.errors import UnsavedError
from simulator.files import APPEND, read_whole, sync_folder
from simulator.interview import events as ev
from simulator.sessions.times import moment
from simulator.text import json_text

_encoder = msgspec.json.Encoder()
_SITTINGS = (ev.SessionStarted, ev.SessionContinued)
"""Asked for first: isinstance takes ten times as long, and there are many events."""


@cache
def _decoder() -> msgspec.json.Decoder[ev.AnyEvent]:
    """Made when a journal is first read: for all kinds of events it takes a hundredth of a second."""
    return msgspec.json.Decoder(ev.AnyEvent)


class Read(msgspec.Struct, frozen=True, kw_only=True):
    """What a journal holds. `ends[i]` is the length in bytes up to the end of event `i`; `damage` says in one sentence
    what stands behind the last whole event, and is empty for a whole journal."""

    events: tuple[ev.AnyEvent, ...]
    ends: tuple[int, ...]
    damage: str = ""


def read(path: Path) -> Read:
    """Every event up to the first damaged line, if there is one. Raises OSError where there is no journal, or one that is far too large."""
    events: list[ev.AnyEvent] = []
    ends: list[int] = []
    damage, decoder = "", _decoder()
    for number, line in enumerate(read_whole(path).splitlines(keepends=True), start=1):
        try:
            if not line.endswith(b"\n"):
                raise msgspec.DecodeError("the line was cut off")
            event = using(decoder, line)
            if type(event) in _SITTINGS and isinstance(event, ev.SessionStarted | ev.SessionContinued):
                moment(event.at)
            events.append(event)
        except ValueError as error:  # DecodeError is one
            damage = f"{path}, line {number}: {error}. What stands before it is whole."
            break
        ends.append(len(line) + (ends[-1] if ends else 0))
    return Read(events=tuple(events), ends=tuple(ends), damage=damage)


class Journal:
    """An open journal."""

    def __init__(self, path: Path, keep: int | None = None) -> None:
        """Begins a journal, or goes on behind its first `keep` bytes; what stands after them is damaged, and moved to
        `journal.damaged`."""
        if keep is not None:
            _set_aside(path, keep)
        self._path = path
        self._new = keep is None
        self._handle = os.open(path, APPEND, 0o600)
        self._end = os.fstat(self._handle).st_size
        self._written = threading.Event()
        self._closing = False
        self._syncer = threading.Thread(target=self._sync, daemon=True)
        self._syncer.start()

    def append(self, event: ev.Event) -> None:
        """Raises UnsavedError where the disk does not take it; the journal is then as it was."""
        line = json_text(_encoder.encode(event)).encode() + b"\n"
        rest = memoryview(line)
        try:
            while rest:
                rest = rest[os.write(self._handle, rest) :]
        except OSError as error:
            with suppress(OSError):  # half a line would make what comes after it unreadable
                os.ftruncate(self._handle, self._end)
            raise UnsavedError(
                f"{self._path} cannot be written: {error.strerror}.",
                "What stands in it is safe. See that the disk has room.",
            ) from error
        self._end += len(line)
        self._written.set()

    def close(self) -> None:
        """Syncs what is left."""
        self._closing = True
        self._written.set()
        self._syncer.join()
        with suppress(OSError):
            os.fsync(self._handle)
        os.close(self._handle)
        self._handle = -1  # the number may be another file's by now

    def _sync(self) -> None:
        if self._new:  # the names of a new session's files, of its folder, and of the folder of all sessions
            for folder in self._path.parents[:3]:
                sync_folder(folder)
        while not self._closing:
            self._written.wait()
            self._written.clear()
            with suppress(OSError):  # what a disk does not take is told by the next line
                os.fsync(self._handle)


def _set_aside(path: Path, keep: int) -> None:
    damaged = path.read_bytes()[keep:]
    if damaged:
        handle = os.open(path.with_name("journal.damaged"), APPEND, 0o600)
        with os.fdopen(handle, "ab") as aside:
            aside.write(damaged)
            aside.flush()
            os.fsync(aside.fileno())
        sync_folder(path.parent)
        os.truncate(path, keep)
