"""Processes and what they cost, from /proc: Linux only."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

LISTENS = "0A"
"""The state of a socket that takes connections."""


def family(pid: int) -> Iterator[int]:
    """A process and all below it; one that ends meanwhile may be among them."""
    yield pid
    with contextlib.suppress(FileNotFoundError, ProcessLookupError):
        for task in list(Path(f"/proc/{pid}/task").iterdir()):
            for child in (task / "children").read_text().split():
                yield from family(int(child))


def running(module: str, pid: int) -> list[int]:
    """The processes of a family that run a Python module."""
    found = []
    for each in family(pid):
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):
            if module.encode() in Path(f"/proc/{each}/cmdline").read_bytes().split(b"\0"):
                found.append(each)
    return found


def processor_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def peak_megabytes(pid: int) -> float:
    """The most that a process ever had in memory."""
    return _status(pid, "VmHWM")


def megabytes(pid: int) -> float:
    """What a process has in memory."""
    return _status(pid, "VmRSS")


def _status(pid: int, name: str) -> float:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith(name)).split()[1]) * 1024 / 1e6


def listening(pid: int) -> list[str]:
    """The addresses (as in /proc/net/tcp) on which a process and all below it take connections."""
    sockets: set[str] = set()
    for each in family(pid):
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):
            for handle in list(Path(f"/proc/{each}/fd").iterdir()):
                with contextlib.suppress(FileNotFoundError):
                    sockets.add(handle.readlink().name)
    found = []
    for table in ("tcp", "tcp6"):
        for line in Path(f"/proc/{pid}/net/{table}").read_text().splitlines()[1:]:
            fields = line.split()
            if fields[3] == LISTENS and f"socket:[{fields[9]}]" in sockets:
                found.append(fields[1])
    return found
