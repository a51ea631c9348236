"""Files that are private to their owner and never half written."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO


def private_folder(path: Path) -> Path:
    """Makes a folder that only its owner may read, and those above it that are missing."""
    if not path.parent.is_dir():
        private_folder(path.parent)  # mkdir gives its mode to the last one alone
    path.mkdir(mode=0o700, exist_ok=True)
    return path


def write_atomically(path: Path, data: bytes) -> None:
    """Writes to a temporary file beside `path`, syncs it and puts it in place: a reader sees the old file or the new one."""
    private_folder(path.parent)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


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
    finally:
        Path(temporary).unlink(missing_ok=True)
