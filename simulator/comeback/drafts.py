"""Drafts of letters, as private files."""

from __future__ import annotations

import errno
from pathlib import Path

from simulator import paths
from simulator.comeback.letters import Kind, Letter, as_text, from_text
from simulator.errors import ComebackError
from simulator.files import read_whole, write_atomically

MOST_BYTES = 100_000


def path(kind: Kind, id: str) -> Path:
    """The draft of such a letter for an application or contact."""
    return paths.comeback() / "letters" / f"{kind}-{id}.txt"


def load(kind: Kind, id: str) -> Letter | None:
    """None where there is no draft yet. Raises ComebackError where it cannot be read."""
    file = path(kind, id)
    try:
        return from_text(read_whole(file, MOST_BYTES).decode())
    except FileNotFoundError:
        return None
    except UnicodeDecodeError as error:
        raise ComebackError(f"{file} is not UTF-8 text.", "Save it as UTF-8 in your editor.") from error
    except OSError as error:
        if error.errno == errno.EFBIG:
            raise ComebackError(f"{file} is longer than a letter.", "Shorten it, or move it away.") from error
        raise ComebackError(f"{file} cannot be read: {error.strerror}.", "Check its permissions.") from error


def save(kind: Kind, id: str, letter: Letter) -> Path:
    """Raises ComebackError where the disk refuses."""
    file = path(kind, id)
    try:
        write_atomically(file, as_text(letter).encode())
    except OSError as error:
        raise ComebackError(f"{file} cannot be saved: {error.strerror}.", "Check its permissions.") from error
    return file


def forget(kind: Kind, id: str) -> None:
    """Raises ComebackError where the disk refuses."""
    file = path(kind, id)
    try:
        file.unlink(missing_ok=True)
    except OSError as error:
        raise ComebackError(f"{file} cannot be deleted: {error.strerror}.", "Check its permissions.") from error
