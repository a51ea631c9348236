"""A friend on their phone, in lines: where the page is, with which code, who is at the door, and the interview that they hold."""

from __future__ import annotations

import asyncio

from msgspec.structs import replace

from simulator.cli.plain.at_the_door import code_line
from simulator.cli.plain.lines import LINES, Ended, say, tell_error
from simulator.cli.plain.practise import practise
from simulator.errors import FriendError
from simulator.friend.host import LOOPBACK, Host
from simulator.friend.network import ONLY_HERE, READ_ALONG, lan_address
from simulator.interview.rehearsal import Wish
from simulator.settings import Settings

WHERE = "Your friend opens this address in a browser {where}: {url}"
NETWORK = "on their phone, on the same Wi-Fi"
HERE = "on this computer"
FROM_AFAR = "A phone cannot open it like this; network lets in the network that you are on."
AT_DOOR = "{name} is at the door. Type yes to let them in, or no to send them away."
AT_DOOR_NOW = "{name} is at the door. Type /admit to let them in, or /refuse to send them away."
IS_HERE = "{name} is here, and will interview you. Press Enter to begin."
NOT_HERE = (
    "{name}'s page is away for the moment. It comes back by itself; type code for a new code, or press Enter to begin."
)
AWAY = "{name}'s page is away for the moment. It comes back by itself, and what they did is saved; /code makes a code for another page."
BACK = "{name}'s page is back."
WAITING = "Waiting for your friend. Type code for a new code, network to let in your network, or leave; ? says the address again."


class Hosting:
    """The door, and the lines about it. `left` once the person wants no friend any more, `begins` once the friend is in and wanted."""

    def __init__(self, lan: bool, port: int) -> None:
        self.left = False
        self.begins = False
        self._lan = lan
        self._port = port
        self._host: Host | None = None
        self._news = asyncio.Event()
        self._here = False
        self._said = ""

    @property
    def host(self) -> Host:
        assert self._host is not None
        return self._host

    async def open(self) -> None:
        """Raises FriendError."""
        await self.close()
        address = lan_address() if self._lan else LOOPBACK
        self._host = await Host.open(self._moved, address=address, port=self._port)
        self._said = ""
        self._say_address()

    async def close(self) -> None:
        host, self._host = self._host, None
        if host is not None:
            await host.close()

    def _moved(self) -> None:
        """Somebody is at the door, came, or went. During the interview it is said at once."""
        self._news.set()
        if not self.begins or self._host is None:
            return
        at_door, here = self.host.door.at_door, self.host.here
        if at_door and at_door != self._said:
            say(AT_DOOR_NOW.format(name=at_door))
        if here != self._here:
            say((BACK if here else AWAY).format(name=self.host.guest))
        self._said, self._here = at_door, here

    def _say_address(self) -> None:
        host = self.host
        say(WHERE.format(where=NETWORK if self._lan else HERE, url=host.url))
        say(READ_ALONG if self._lan else f"{ONLY_HERE} {FROM_AFAR}")
        say(code_line(host))

    def _prompt(self) -> None:
        """Says who is there, or who is waited for, once."""
        host = self.host
        was_here, self._here = self._here, host.here or self._here
        if host.door.at_door:
            prompt = AT_DOOR.format(name=host.door.at_door)
        elif not host.guest:
            prompt = WAITING
        elif host.here:
            prompt = IS_HERE.format(name=host.guest)
        else:  # let in just now, or gone again
            prompt = NOT_HERE.format(name=host.guest) if was_here else ""
        if prompt and prompt != self._said:
            say(prompt)
        self._said = prompt

    async def wait(self) -> None:
        """Until the friend is in and the interview may begin, or it is left. Raises Ended."""
        while not (self.left or self.begins):
            self._prompt()
            self._news.clear()
            line, news = asyncio.create_task(LINES.next()), asyncio.create_task(self._news.wait())
            try:
                await asyncio.wait({line, news}, return_when=asyncio.FIRST_COMPLETED)
                came = line.done()
                said = line.result() if came else ""
            finally:
                line.cancel()
                news.cancel()
            if said is None:
                raise Ended
            if came:
                await self._do(said.strip().casefold())

    async def _do(self, word: str) -> None:
        host = self.host
        if host.door.at_door and word in ("yes", "no"):
            (host.admit if word == "yes" else host.refuse)()
            if word == "no":
                say("They were sent away.")
                self._say_address()
        elif host.guest and not word:
            self.begins, self._here, self._said = True, host.here, ""
        elif word == "leave":
            self.left = True
        elif word == "code" and not host.here and not host.door.at_door:
            host.renew()
            self._say_address()
        elif word == "network" and not self._lan and not host.guest and not host.door.at_door:
            await self._let_in_network()
        else:
            if not host.guest:
                self._say_address()
            self._said = ""

    async def _let_in_network(self) -> None:
        self._lan = True
        try:
            await self.open()
        except FriendError as error:
            tell_error(error)
            self._lan = False
            await self.open()


async def friend(wish: Wish, settings: Settings, *, lan: bool, port: int) -> int:
    """Waits for a friend and holds the interview that they want. Raises FriendError where nobody can be let in."""
    hosting = Hosting(lan, port)
    try:
        await hosting.open()
        await hosting.wait()
        if hosting.left:
            say("The door is closed.")
            return 0
        host = hosting.host
        return await practise(replace(wish, friend=True, friend_name=host.guest), settings, None, host)
    finally:
        await hosting.close()
