"""Where a host can be reached on the network at hand."""

from __future__ import annotations

import socket

from simulator.errors import FriendError

ANYWHERE = "192.0.2.1"
"""An address of documentation (RFC 5737): nothing is sent there, the system only tells from which of its own addresses it would be."""

READ_ALONG = (
    "Whoever is on this network, the owner of the Wi-Fi among them, could read along: questions, notes and ratings go over it "
    "unencrypted. Your voice never does."
)

ONLY_HERE = "Only this computer can open it. Nothing goes over a network."


def lan_address() -> str:
    """This machine's address on its network. Raises FriendError without one."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect((ANYWHERE, 9))
            address = str(probe.getsockname()[0])
        except OSError:
            address = ""
    if not address or address.startswith("127."):
        raise FriendError(
            "This computer is on no network.", "Join the Wi-Fi that your friend is on, or let them use this computer."
        )
    return address
