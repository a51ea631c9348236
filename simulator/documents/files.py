"""The files of a folder that people write into, and what is wrong with them."""

from __future__ import annotations

import re
import stat
from collections.abc import Sequence
from pathlib import Path

import msgspec

from simulator.documents.nodes import MAX_BYTES
from simulator.files import write_atomically
from simulator.text import plain

SUFFIXES = (".yaml", ".yml")


class Fault(msgspec.Struct, frozen=True):
    """One thing wrong with a file: where (lines count from 1), what, and what to do about it."""

    file: str
    line: int
    message: str
    mend: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message} {self.mend}".rstrip()


_COMMENT = re.compile(rb"(?m)(?:^|\s)#")


def keep_comments(path: Path) -> None:
    """A file with comments, which what is written over it has not, is kept beside it under its name with a ~. Raises OSError."""
    if path.exists() and _COMMENT.search(before := path.read_bytes()):
        write_atomically(path.with_name(f"{path.name}~"), before)


def told(path: Path, faults: Sequence[Fault]) -> tuple[str, str]:
    """All of them as the message and the mend of one error."""
    count = "a fault" if len(faults) == 1 else f"{len(faults)} faults"
    listed = "\n".join(plain(str(fault)) for fault in faults)
    return f"{plain(str(path))} has {count}, and is left as it is.\n{listed}", "Mend them and try again."


def files(folder: Path, faults: list[Fault]) -> list[Path]:
    """The YAML files of a folder by name. A folder that is not there has none; one that cannot be read is a fault."""
    try:
        names = [path for path in folder.iterdir() if path.suffix.lower() in SUFFIXES and path.name[0] != "."]
    except FileNotFoundError:
        return []
    except OSError as error:
        message = f"This folder cannot be read: {error.strerror}."
        faults.append(Fault(str(folder), 1, message, "Check what it is and its permissions."))
        return []
    return sorted(names)


def contents(path: Path, name_it: str) -> tuple[bytes | None, Fault | None]:
    """What is in the file, a byte more than may be at most; or why it cannot be read. `name_it`: the mend where it is no file."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):  # a pipe would keep the reader waiting
            return None, Fault(str(path), 1, "This is not a file.", name_it)
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1), None
    except FileNotFoundError:
        return None, Fault(str(path), 1, "There is no such file.", "Check the name.")
    except (OSError, ValueError) as error:  # ValueError: a name with a null character
        reason = getattr(error, "strerror", None) or error
        return None, Fault(str(path), 1, f"This file cannot be read: {reason}.", "Check its name and permissions.")
