"""Where a host can be reached on the network at hand."""

from __future__ import annotations

import contextlib
import socket
from ipaddress import ip_address

from simulator.errors import FriendError

ANYWHERE = ((socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1"))
"""Addresses of documentation (RFC 5737 and 3849): nothing is sent there, the system only tells from which of its own addresses it would be."""

READ_ALONG = (
    "Whoever is on this network, the owner of the Wi-Fi among them, could read along: questions, notes and ratings go over it "
    "unencrypted. Your voice never does."
)

ONLY_HERE = "Only this computer can open it. Nothing goes over a network."


def lan_address() -> str:
    """This machine's address on its network: of several that by which it reaches the rest of the world. Raises FriendError without one."""
    for family, anywhere in ANYWHERE:
        with contextlib.suppress(OSError), socket.socket(family, socket.SOCK_DGRAM) as probe:
            probe.connect((anywhere, 9))
            address = str(probe.getsockname()[0])
            if not ip_address(address).is_loopback:
                return address
    raise FriendError(
        "No network leads out of this computer.",
        "Join the Wi-Fi that your friend is on, or let them use this computer.",
    )
