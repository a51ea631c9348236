"""Which of this machine's addresses a friend on the network is given, in networks of our own."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests import offline

ASKED = """
from simulator.errors import FriendError
from simulator.friend.network import lan_address
try:
    print(lan_address())
except FriendError as error:
    print(error)
"""

NOWHERE = "No network leads out of this computer."
LINK = "ip link add lan0 type veth peer name far0 && ip link set far0 up && ip link set lan0 up"
OLD, NEW = "ip addr add 10.1.2.3/24 dev lan0", "ip addr add 2001:db8:7::5/64 dev lan0 nodad"
OTHER = "ip link add vpn0 type veth peer name far1 && ip link set far1 up && ip link set vpn0 up && ip addr add 10.9.9.9/24 dev vpn0"


@pytest.mark.skipif(bool(offline.missing()), reason=offline.missing() or "it can be made")
@pytest.mark.parametrize(
    ("made", "told"),
    [
        ("true", NOWHERE),
        (f"{LINK} && {OLD}", NOWHERE),
        (f"{LINK} && {OLD} && ip route add default dev lan0", "10.1.2.3"),
        (f"{LINK} && {NEW} && ip -6 route add default dev lan0", "2001:db8:7::5"),
        (f"{LINK} && {OLD} && {NEW} && {OTHER} && ip route add default via 10.1.2.1 dev lan0", "10.1.2.3"),
    ],
    ids=["none", "one that leads nowhere", "one", "the newer kind alone", "several"],
)
def test_the_address_is_that_of_the_way_into_the_world(made: str, told: str) -> None:
    command = [*offline.prefix(loopback=True), "sh", "-c", f'{made} && exec "$@"', "--", sys.executable, "-c", ASKED]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.startswith(told)
