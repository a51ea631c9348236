"""What a power cut leaves: the operations on files below a folder are watched as they happen, and the disk is rebuilt as it may be found after any of
them.

For certain there is only what was synced: the data of a file since its last fsync may be there, be missing, be torn or be zeros, and a name that was made,
replaced or taken away since the last fsync of its folder may be as it was or as it is, each for itself. That is harsher than any file system in use.
"""

from __future__ import annotations

import os
import random
import stat
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

Names = dict[str, int]
"""Inodes by their paths below the folder."""

CHANGES = ("open", "write", "ftruncate", "truncate", "rename", "replace", "mkdir", "unlink", "remove")


class Moment(NamedTuple):
    """The disk after an operation: what a reader sees now, and what is synced; and how much had been acknowledged."""

    after: str
    names: Names
    data: dict[int, bytes]
    synced_names: Names
    synced_data: dict[int, bytes]
    acknowledged: int


class Disk:
    """Watches `folder`, which is there and empty, until the monkeypatch is undone. Count up `acknowledged` whenever something is."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        self.acknowledged = 0
        self.moments: list[Moment] = []
        self._lock = threading.RLock()
        self._names: Names = {}
        self._data: dict[int, bytes] = {}
        self._stamps: dict[int, tuple[int, int]] = {}
        self._synced_names: Names = {}
        self._synced_data: dict[int, bytes] = {}
        self._open, self._close, self._fsync = os.open, os.close, os.fsync
        self._held: dict[int, int] = {}
        for name in CHANGES:
            monkeypatch.setattr(os, name, self._watched(name, getattr(os, name)))
        monkeypatch.setattr(os, "fsync", self._watched_fsync)

    def close(self) -> None:
        for handle in self._held.values():
            self._close(handle)

    def _watched(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def watched(*given: Any, **named: Any) -> Any:
            with self._lock:
                result = real(*given, **named)
                self._look(name)
            return result

        return watched

    def _watched_fsync(self, handle: int) -> None:
        """What was there when it began is on the disk when it is over."""
        with self._lock:
            self._see()
            there = os.fstat(handle)
            names = self._names
            data = self._data.get(there.st_ino)
        self._fsync(handle)
        with self._lock:
            if stat.S_ISDIR(there.st_mode):
                self._sync_names(there.st_ino, names)
            elif data is not None:
                self._synced_data = {**self._synced_data, there.st_ino: data}
            self._look("fsync")

    def _sync_names(self, folder: int, names: Names) -> None:
        here = next((path for path, inode in names.items() if inode == folder), None)
        if here is None and folder != self.folder.stat().st_ino:
            return
        parent = here or ""
        others = {path: inode for path, inode in self._synced_names.items() if os.path.dirname(path) != parent}  # noqa: PTH120
        self._synced_names = others | {
            path: inode
            for path, inode in names.items()
            if os.path.dirname(path) == parent  # noqa: PTH120
        }

    def _look(self, after: str) -> None:
        self._see()
        now = (self._names, self._data, self._synced_names, self._synced_data, self.acknowledged)
        if not self.moments or now != self.moments[-1][1:]:
            self.moments.append(Moment(after, *now))

    def _see(self) -> None:
        """Reads what has changed. Every file is kept open, so that no inode is used for another."""
        names: Names = {}
        data: dict[int, bytes] = {}
        for path in sorted(self.folder.rglob("*")):
            there = path.lstat()
            names[str(path.relative_to(self.folder))] = there.st_ino
            if there.st_ino not in self._held:
                self._held[there.st_ino] = self._open(path, os.O_RDONLY)
            if stat.S_ISREG(there.st_mode):
                stamp = (there.st_size, there.st_mtime_ns)
                known = self._data.get(there.st_ino) if self._stamps.get(there.st_ino) == stamp else None
                self._stamps[there.st_ino] = stamp
                data[there.st_ino] = path.read_bytes() if known is None else known
        gone = {
            inode: was for inode, was in self._data.items() if inode not in data
        }  # a synced name may lead there still
        self._follow_folders(names, data)
        self._names, self._data = names, gone | data

    def _follow_folders(self, names: Names, data: dict[int, bytes]) -> None:
        """What is in a folder goes where the folder goes."""
        now = {inode: path for path, inode in names.items() if inode not in data}
        moved = {was: now[inode] for was, inode in self._names.items() if now.get(inode, was) != was}
        if moved:
            self._synced_names = {
                f"{moved[folder]}/{name}" if folder in moved else path: inode
                for path, inode in self._synced_names.items()
                for folder, name in [os.path.split(path)]
            }


def worst(moment: Moment, into: Path) -> Path:
    """Only what was synced."""
    return _rebuilt(into, moment.synced_names, lambda inode: moment.synced_data.get(inode, b""), moment)


def at_random(moment: Moment, into: Path, chance: random.Random) -> Path:
    """Some of what was not."""
    names: Names = {}
    for path in {*moment.names, *moment.synced_names}:
        bound = chance.choice((moment.names, moment.synced_names)).get(path)
        if bound is not None:
            names[path] = bound
    return _rebuilt(into, names, lambda inode: _torn(moment, inode, chance), moment)


def _torn(moment: Moment, inode: int, chance: random.Random) -> bytes:
    now, synced = moment.data[inode], moment.synced_data.get(inode, b"")
    if not now.startswith(synced):
        return chance.choice((now, synced))
    rest = now[len(synced) :]
    kept = rest[: chance.randint(0, len(rest))]
    zeros = bytes(chance.randint(0, len(rest) - len(kept))) if chance.random() < 0.3 else b""
    return synced + kept + zeros


def _rebuilt(into: Path, names: Names, data: Callable[[int], bytes], moment: Moment) -> Path:
    into.mkdir(parents=True)
    for path, inode in sorted(names.items()):
        place = into / path
        if not place.parent.is_dir():
            continue  # its folder is lost, and it with it
        if inode in moment.data:
            place.write_bytes(data(inode))
        else:
            place.mkdir()
    return into
