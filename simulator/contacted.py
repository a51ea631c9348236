"""Every address that the program has contacted, and where it offered a friend a page: one JSON object a line, in a private file.

By itself the program contacts nothing. Who came to a friend's page is not written here: the guest is named in the session alone.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import msgspec

from simulator import paths
from simulator.decoding import decode
from simulator.files import APPEND, private_folder


class Contact(msgspec.Struct, frozen=True, kw_only=True):
    """`at` is the wall clock, ISO 8601; `address` a name or number, with its port where there is one; `why` a few words."""

    at: str
    address: str
    why: str


def note(address: str, why: str) -> None:
    """Raises OSError where it cannot be written down."""
    at = datetime.now().astimezone().isoformat(timespec="seconds")
    line = msgspec.json.encode(Contact(at=at, address=address, why=why)) + b"\n"
    file = paths.contacted_file()
    private_folder(file.parent)
    handle = os.open(file, APPEND, 0o600)
    try:
        os.write(handle, line)
    finally:
        os.close(handle)


@contextmanager
def noted(why: str) -> Iterator[None]:
    """While it lasts each name or number that a library looks up is noted before it can be contacted; where it cannot be noted the
    look-up fails with OSError."""
    known: set[str] = set()
    lasts = True

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if lasts and event == "socket.getaddrinfo" and (address := _text(arguments[0])) not in known:
            known.add(address)
            note(address, why)

    sys.addaudithook(hook)
    try:
        yield
    finally:
        lasts = False  # a hook cannot be taken out again


def _text(host: str | bytes | None) -> str:
    return host.decode(errors="replace") if isinstance(host, bytes) else host or "this computer"


def told() -> list[str]:
    """Each contact in a line, oldest first; a line that cannot be read as it stands. Raises OSError."""
    file = paths.contacted_file()
    return [_told(line) for line in file.read_bytes().splitlines()] if file.exists() else []


def _told(line: bytes) -> str:
    try:
        contact = decode(line, Contact)
    except msgspec.DecodeError:
        return line.decode(errors="replace")
    return f"{contact.at}  {contact.address}: {contact.why}"
