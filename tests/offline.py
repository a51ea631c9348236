"""Namespaces of one's own, in which there is no network: no interface at all, or the loopback alone."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

WAYS = (("unshare", "-n"), ("unshare", "-rn"))
"""As root, and as anybody where that is allowed."""


def _way() -> tuple[str, ...]:
    for way in WAYS:
        if shutil.which(way[0]) and subprocess.run([*way, "true"], capture_output=True, check=False).returncode == 0:
            return way
    return ()


def missing() -> str:
    """Why none can be made here; empty when one can."""
    if not _way():
        return "no namespace without a network: unshare -n and unshare -rn are not allowed here"
    return "" if shutil.which("ip") else "no namespace with a loopback: ip is not installed"


def prefix(*, loopback: bool) -> list[str]:
    """What stands before a command that is to run in a namespace of its own."""
    up = "ip link set lo up && " if loopback else ""
    return [*_way(), "sh", "-c", f'{up}exec "$@"', "--"]


def tries() -> int:
    """How often something in this namespace tried to reach an address to which there is no way, as the kernel counts it."""
    old = dict(zip(*(line.split() for line in _lines("snmp") if line.startswith("Ip:")), strict=True))
    new = dict(line.split() for line in _lines("snmp6"))
    return int(old["OutNoRoutes"]) + int(new["Ip6OutNoRoutes"])


def _lines(table: str) -> list[str]:
    return Path("/proc/self/net", table).read_text().splitlines()
