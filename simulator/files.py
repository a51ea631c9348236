"""Files that are private to their owner and never half written."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

MOST_BYTES = 64 << 20
"""Of a file that is read as a whole, unless its reader allows less; a journal of a day's typed answers has a tenth of it."""

ALONE_SECONDS = 5.0

APPEND = os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0)
"""How a file is opened that only grows. Windows would write two bytes for each line end without O_BINARY, which other systems have no need of."""


def private_folder(path: Path) -> Path:
    """Makes a folder that only its owner may read, and those above it that are missing. Raises NotADirectoryError where a file has its name."""
    if not path.parent.is_dir():
        private_folder(path.parent)  # mkdir gives its mode to the last one alone
    try:
        path.mkdir(mode=0o700, exist_ok=True)
    except FileExistsError as error:
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(path)) from error
    return path


def sync_folder(folder: Path) -> None:
    """Makes the names in it durable, where folders can be synced (not on Windows): a file whose name is lost is lost. Of a file: what is in it."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def move_folder(folder: Path, target: Path) -> Path:
    """Gives a folder, with all that is in it, another name on the same disk; both are durable then."""
    for path in (*folder.rglob("*"), folder):
        sync_folder(path)
    moved = folder.rename(target)
    for parent in (target.parent, folder.parent, target.parent.parent):  # the last: that of a root that is new
        sync_folder(parent)
    return moved


def write_atomically(path: Path, data: bytes) -> None:
    """Writes to a temporary file beside `path`, syncs it and puts it in place: a reader sees the old file or the new one,
    and so it is after a power cut. Where `path` is a link to a file, that is done where it leads."""
    path = path.resolve() if path.is_symlink() and path.is_file() else path
    private_folder(path.parent)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
        sync_folder(path.parent)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Lets programs that read a file in it, change it and write it back do so one after the other. Where nothing can be locked, or another
    program takes very long, nobody is kept from it."""
    from filelock import FileLock  # a hundredth of a second, and home only reads

    lock = FileLock(folder / ".lock", mode=0o600, timeout=ALONE_SECONDS)
    with suppress(OSError):  # a timeout is one
        private_folder(folder)
        lock.acquire()
    try:
        yield
    finally:
        lock.release()


def read_whole(path: Path, most: int = MOST_BYTES) -> bytes:
    """All that is in a file. Raises OSError, for one that is larger than `most` bytes too (EFBIG), whatever it says of its size."""
    with path.open("rb") as file:
        expected = min(os.fstat(file.fileno()).st_size, most)
        data = file.read(expected + 1)
        if len(data) > expected:  # it has grown, or is no file at all
            data += file.read(most + 1 - len(data))
    if len(data) > most:
        raise OSError(errno.EFBIG, os.strerror(errno.EFBIG), str(path))
    return data


@contextmanager
def new_file(path: Path) -> Iterator[IO[bytes]]:
    """A file to write that is there as a whole or not at all. Raises FileExistsError, and leaves what is there, where `path` is taken."""
    private_folder(path.parent)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}."[:200])
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        path.touch(mode=0o600, exist_ok=False)
        Path(temporary).replace(path)
        sync_folder(path.parent)
    finally:
        Path(temporary).unlink(missing_ok=True)
