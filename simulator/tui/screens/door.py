"""A friend on their phone: where the page is, with which code, who is at the door. The host lives as long as this screen."""

from __future__ import annotations

from msgspec.structs import replace
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message

from simulator.errors import FriendError
from simulator.friend import door
from simulator.friend.host import LOOPBACK, Host
from simulator.friend.network import ONLY_HERE, READ_ALONG, lan_address
from simulator.interview.rehearsal import Wish
from simulator.tui.actions import bindings
from simulator.tui.page import Page
from simulator.tui.screens.interview import Interview
from simulator.tui.widgets.qr import QrCode
from simulator.tui.widgets.words import Words

ON_NETWORK = "On their phone, on the same Wi-Fi: scan this, or open {url}"
HERE = "In a browser on this computer: {url}"
FROM_AFAR = "A phone cannot open it like this: l lets in the network that you are on."


class DoorScreen(Page[None]):
    """`lan`: whether the network at hand is let in from the start."""

    NAME = "door"
    BINDINGS = bindings(NAME)
    HOLDS = True
    title_left = "A friend on their phone"
    DEFAULT_CSS = """
    DoorScreen Horizontal { height: auto; }
    DoorScreen QrCode { margin-right: 3; }
    DoorScreen #beside { width: 1fr; max-width: 60; height: auto; }
    DoorScreen #code { text-style: bold; }
    DoorScreen #guest { text-style: bold; margin-top: 1; }
    """

    class Changed(Message):
        """Somebody is at the door, came, or went."""

    def __init__(self, wish: Wish | None = None, *, lan: bool = False, port: int = 0) -> None:
        super().__init__()
        self.wish = wish or Wish()
        self.lan = lan
        self.port = port
        self.host: Host | None = None

    def body(self) -> ComposeResult:
        with Horizontal():
            yield QrCode()
            with Vertical(id="beside"):
                yield Words(id="where", classes="gap")
                yield Words(id="code", classes="gap")
                yield Words(id="who", classes="quiet")
                yield Words(id="guest")

    # Opening and closing

    def on_mount(self) -> None:
        self.query_one(QrCode).display = False
        self.set_interval(1.0, self._tick)
        self.run_worker(self._open(), exclusive=True)

    async def _open(self) -> None:
        await self.put_away()
        try:
            address = lan_address() if self.lan else LOOPBACK
            self.host = await Host.open(lambda: self.post_message(self.Changed()), address=address, port=self.port)
        except FriendError as error:
            if not self.lan or self.port:
                self.dismiss()
            else:
                self.lan = False
                self.run_worker(self._open(), exclusive=True)
            self.program.tell(error)
            return
        self._show()

    async def put_away(self) -> None:
        host, self.host = self.host, None
        if host is not None:
            await host.close()

    def on_unmount(self) -> None:
        self.program.close_aside(self.put_away())

    # What is shown

    def on_door_screen_changed(self) -> None:
        self._show()
        for page in self.app.screen_stack:
            if isinstance(page, Interview):
                page.guest_moved()

    def on_screen_resume(self) -> None:
        self._show()

    def _tick(self) -> None:
        host = self.host
        if host is not None and not host.here and not host.door.at_door:
            self._say_code(host)

    def _show(self) -> None:
        host = self.host
        if host is None or self.was_left():
            return
        qr = self.query_one(QrCode)
        wanted = not host.guest or bool(host.door.left(host.now))
        qr.display = self.lan and wanted
        if qr.display:
            qr.say(f"{host.url}#{host.door.code}")
        self.query_one("#where", Words).say((ON_NETWORK if self.lan else HERE).format(url=host.url))
        self.query_one("#who", Words).say(READ_ALONG if self.lan else f"{ONLY_HERE} {FROM_AFAR}")
        for part in ("#where", "#code", "#who"):
            self.query_one(part).display = wanted
        self._say_code(host)
        self.query_one("#guest", Words).say(self._guest(host))
        self.refresh_bindings()

    def _say_code(self, host: Host) -> None:
        left = host.door.left(host.now)
        holds = f"for {max(1, round(left / 60))} min" if left else "no longer; n makes a new one"
        self.query_one("#code", Words).say(f"Code  {door.shown(host.door.code)}   ({holds})")

    def _guest(self, host: Host) -> str:
        if host.door.at_door:
            return f"{host.door.at_door} is at the door. Enter lets them in, x sends them away."
        if not host.guest:
            return "Nobody is at the door yet."
        if not host.here:
            return f"{host.guest}'s page is away for the moment. It comes back by itself, or another one by a new code."
        return f"{host.guest} is here, and will interview you. Enter begins."

    # What can be done

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        host = self.host
        if host is None:
            return action == "back"
        match action:
            case "admit" | "refuse":
                return bool(host.door.at_door)
            case "begin":
                return bool(host.guest) and not host.door.at_door
            case "new_code":
                return not host.here and not host.door.at_door
            case "network":
                return not self.lan and not host.guest and not host.door.at_door
            case _:
                return True

    def action_admit(self) -> None:
        if self.host is not None:
            self.host.admit()

    def action_refuse(self) -> None:
        if self.host is not None:
            self.host.refuse()
            self._show()

    def action_new_code(self) -> None:
        if self.host is not None:
            self.host.renew()
            self._show()

    def action_network(self) -> None:
        self.lan = True
        self.run_worker(self._open(), exclusive=True)

    def action_begin(self) -> None:
        if self.host is not None:
            wish = replace(self.wish, friend=True, friend_name=self.host.guest)
            self.app.push_screen(Interview(wish, host=self.host))
