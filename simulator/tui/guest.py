"""What the candidate reads of a friend's page while it interviews them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from simulator.friend.host import Host

AT_DOOR = "{name} is at the door: d lets them in, x sends them away."
AWAY = "{name}'s page is away for the moment. What they did is saved, and you can go on. {way}"
ANOTHER = "Should another page come instead: d makes a code."
CODE = "Another page comes in at {url} with the code {code}."
SHARED = "{name} sees the words of your answers."


def said_of(host: Host) -> str:
    """Empty where all is as it should be."""
    if host.door.at_door:
        return AT_DOOR.format(name=host.door.at_door)
    if not host.here:
        from simulator.friend.door import shown

        way = CODE.format(url=host.url, code=shown(host.door.code)) if host.door.left(host.now) else ANOTHER
        return AWAY.format(name=host.guest, way=way)
    return SHARED.format(name=host.guest) if host.feed.shares_transcript else ""
