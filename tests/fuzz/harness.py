"""What every reader has to hold to: bytes in, and either a value out or an error that a person can be told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from simulator.errors import UserError
from simulator.text import plain

CORPUS = Path(__file__).parents[1] / "data" / "fuzz"
"""A folder for each reader: what begins with `good-` is read; the rest are files that it has to refuse or survive, those that it once
did not among them."""


class Reader(NamedTuple):
    """`read` gives a value for the bytes of a file or message, or raises one of `refusals`; `rooms` are the files whose coverage tells
    how much of the reader was reached."""

    read: Callable[[bytes], object]
    rooms: tuple[str, ...]
    refusals: tuple[type[Exception], ...] = (UserError,)


def is_read(reader: Reader, data: bytes) -> bool:
    """Whether there is a value; False where the reader says why there is none. Raises whatever else comes of it, and AssertionError
    where what it says is nothing, or nothing for a terminal."""
    try:
        reader.read(data)
    except reader.refusals as error:
        _check_told(str(error))
        return False
    return True


def _check_told(told: str) -> None:
    assert told.strip(), "it says nothing"
    assert told == plain(told), "it says what a terminal would obey"


def in_memory() -> str | None:
    """Where files can be written and synced a thousand times a second; None where there is no such place."""
    return "/dev/shm" if Path("/dev/shm").is_dir() else None


def corpus(name: str) -> Iterator[Path]:
    """The files that are kept for a reader."""
    yield from sorted((CORPUS / name).iterdir())
