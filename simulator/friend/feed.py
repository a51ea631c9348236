"""The interview as a guest is told of it, event by event, each with its number, and what the guest wishes for. It knows the conductor, and no
socket: whoever reads slowly waits alone, and nothing here holds up the interview."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable

import msgspec

from simulator.friend import wire
from simulator.friend.view import View, view
from simulator.friend.wishes import grant, note_late
from simulator.interview import events as ev
from simulator.interview.conductor import Conductor
from simulator.interview.state import State

REMEMBERED = 1_000
"""Wishes whose answers are kept, for a page that never got them."""

FULL = "The disk is full: what is done now waits until there is room."
"""The friend is told this much."""


OVER = "The interview is over."


class Feed:
    """Of one interview after another; empty until `attach`."""

    def __init__(self) -> None:
        self.session = ""
        """The id of the session that is told of."""
        self._conductor: Conductor | None = None
        self._happened: list[str] = []
        self._shares = False
        self._turn = 0
        """Counts whatever changes what the page shows."""
        self._news = asyncio.Event()
        """Set, and replaced, with each turn."""
        self._done: OrderedDict[str, asyncio.Task[str]] = OrderedDict()

    def attach(self, conductor: Conductor) -> None:
        """The guest interviews whoever this conductor conducts, from now on. Events that were written before are the first to be told."""
        self._conductor = conductor
        self.session = conductor.writer.folder.name
        self._shares = False
        self._happened = []
        self._done.clear()
        if conductor.state.session is not None:
            for event in conductor.writer.saved().events:
                self._add(event)
        self.wake()

    @property
    def shares_transcript(self) -> bool:
        """Whether the guest sees the words of the answers: only in this session, and only if the candidate says so."""
        return self._shares

    def share_transcript(self, on: bool) -> None:
        self._shares = on
        self.wake()

    def take_in(self, event: ev.Event, state: State) -> None:
        """A reader of the interview: its event goes to the guest."""
        self._add(event)
        self.wake()

    def wake(self) -> None:
        """What the page shows has changed."""
        self._turn += 1
        news, self._news = self._news, asyncio.Event()
        news.set()

    def _add(self, event: ev.Event) -> None:
        seq = len(self._happened) + 1
        self._happened.append(wire.encode(wire.Happened(session=self.session, seq=seq, event=wire.seen(event))))

    def _view(self) -> View | None:
        conductor = self._conductor
        if conductor is None or conductor.state.session is None:
            return None
        state = conductor.state
        if conductor.held_up:  # the sentence on their screen names a folder
            state = msgspec.structs.replace(state, trouble=FULL)
        card = conductor.cards.get(state.take.name) if self._shares and state.take is not None else None
        return view(self.session, state, conductor.now, card.transcript.text if card is not None else "")

    async def tell(self, send: Callable[[str], Awaitable[None]], seen: int) -> None:
        """Sends what happens from event number `seen` on, and after it how things stand, until it is cancelled."""
        session, at, turn = self.session, seen, -1
        while True:
            while self._conductor is None or turn == self._turn:
                await self._news.wait()
            turn = self._turn
            if session != self.session:
                session, at = self.session, 0
            while at < len(self._happened) and session == self.session:
                await send(self._happened[at])
                at += 1
                await asyncio.sleep(0)  # however much there is to catch up on, a key comes between
            if turn == self._turn and (shown := self._view()) is not None:
                await send(wire.encode(wire.Showing(view=shown)))

    async def do(self, wish: wire.Wish) -> wire.Done:
        """Grants a wish, once; the answer to one that was sent before, on whichever connection, is the same again."""
        if wish.id not in self._done:
            self._done[wish.id] = asyncio.create_task(self._grant(wish))
            while len(self._done) > REMEMBERED:
                self._done.popitem(last=False)
        return wire.Done(id=wish.id, why=await asyncio.shield(self._done[wish.id]))

    async def _grant(self, wish: wire.Wish) -> str:
        conductor = self._conductor
        if conductor is None or conductor.state.session is None:
            return "The interview has not begun."
        if conductor.closed:
            noted = await note_late(conductor, wish) if isinstance(wish, wire.Note) else None
            if noted is not None and self._conductor is conductor:
                self.take_in(noted, conductor.state)
            return "" if noted is not None else OVER
        if await grant(conductor, wish):
            return ""
        return FULL if conductor.held_up else "That cannot be done at this moment."
