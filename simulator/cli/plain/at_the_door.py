"""What the candidate can do about a friend on their phone while the interview goes on, as commands among the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.cli.plain.lines import say

if TYPE_CHECKING:
    from simulator.friend.host import Host

HELP = (
    "/share: shows the words of your answers to your friend, or no longer.",
    "/code: a new code, for another page of theirs; /admit lets in who is at the door, /refuse sends them away.",
)

COMMANDS = ("/share", "/code", "/admit", "/refuse")

SHARED = "{name} sees the words of your answers."
NOT_SHARED = "{name} sees no words of your answers."
CODE = "They type this code: {code}. It holds for {minutes} min, and for one guest. Letter by letter: {spelt}."


def do(host: Host, command: str) -> bool:
    """Whether it could be done now."""
    match command:
        case "/share":
            host.feed.share_transcript(not host.feed.shares_transcript)
            say((SHARED if host.feed.shares_transcript else NOT_SHARED).format(name=host.guest))
        case "/code" if not host.here and not host.door.at_door:
            host.renew()
            say(code_line(host))
        case "/admit" if host.door.at_door:
            host.admit()
        case "/refuse" if host.door.at_door:
            host.refuse()
            say("They were sent away.", code_line(host))
        case _:
            return False
    return True


def code_line(host: Host) -> str:
    """The code, as it is read out and letter by letter."""
    from simulator.friend import door

    minutes = max(1, round(host.door.left(host.now) / 60))
    return CODE.format(code=door.shown(host.door.code), minutes=minutes, spelt=", ".join(host.door.code))
