"""The journal: append-only, one JSON line an event, written as it happens.

A line is handed to the operating system before `append` returns, so a killed process loses nothing, and a
background thread syncs it to the disk at once, so a power cut loses at most what the disk was still writing
and the screen never waits for it.
"""

from __future__ import annotations

import os
import threading
from pathlib import Path

import msgspec

from simulator.interview import events as ev

_decoder = msgspec.json.Decoder(ev.AnyEvent)
_encoder = msgspec.json.Encoder()


class Read(msgspec.Struct, frozen=True, kw_only=True):
    """What a journal holds. `ends[i]` is the length in bytes up to the end of event `i`; `damage` says in one sentence
    what stands behind the last whole event, and is empty for a whole journal."""

    events: tuple[ev.AnyEvent, ...]
    ends: tuple[int, ...]
    damage: str = ""


def read(path: Path) -> Read:
    """Every event up to the first damaged line, if there is one. Raises OSError where there is no journal."""
    events: list[ev.AnyEvent] = []
    ends: list[int] = []
    damage = ""
    for number, line in enumerate(path.read_bytes().splitlines(keepends=True), start=1):
        try:
            if not line.endswith(b"\n"):
                raise msgspec.DecodeError("the line was cut off")
            events.append(_decoder.decode(line))
        except msgspec.DecodeError as error:
            damage = f"{path}, line {number}: {error}. What stands before it is whole."
            break
        ends.append(len(line) + (ends[-1] if ends else 0))
    return Read(events=tuple(events), ends=tuple(ends), damage=damage)


class Journal:
    """An open journal."""

    def __init__(self, path: Path, keep: int | None = None) -> None:
        """Goes on behind the first `keep` bytes; what stands after them is damaged, and moved to `journal.damaged`."""
        if keep is not None:
            _set_aside(path, keep)
        self._handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        self._written = threading.Event()
        self._closing = False
        self._syncer = threading.Thread(target=self._sync, daemon=True)
        self._syncer.start()

    def append(self, event: ev.Event) -> None:
        os.write(self._handle, _encoder.encode(event) + b"\n")
        self._written.set()

    def close(self) -> None:
        """Syncs what is left."""
        self._closing = True
        self._written.set()
        self._syncer.join()
        os.fsync(self._handle)
        os.close(self._handle)

    def _sync(self) -> None:
        while not self._closing:
            self._written.wait()
            self._written.clear()
            os.fsync(self._handle)


def _set_aside(path: Path, keep: int) -> None:
    damaged = path.read_bytes()[keep:]
    if damaged:
        handle = os.open(path.with_name("journal.damaged"), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(handle, "ab") as aside:
            aside.write(damaged)
            aside.flush()
            os.fsync(aside.fileno())
        os.truncate(path, keep)
