"""What the disk does not take at once: it waits, in its order, and is kept as soon as there is room.

So an interview on a full disk stands where it is, says why in one sentence, and goes on by itself; and what was typed or
noted meanwhile is lost only if the program ends before that.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable

import msgspec

from simulator.errors import UnsavedError
from simulator.interview import events as ev

RETRY_SECONDS = 1.0

HELD_UP = (
    "Nothing more can be saved: {why} Until here all is kept; the rest waits until there is room, and then it goes on."
)

PAUSED = "Paused, and it can go on as soon as there is room."

LOST = "What could not be saved is lost; everything before it is there."
MAKE_ROOM = "Make room on the disk, then go on with the session."


class Waiting:
    """`take(event, perform)` takes an event in and says whether it fitted, or raises UnsavedError; `tell` gets one sentence
    each time the disk begins to refuse."""

    def __init__(self, take: Callable[[ev.Event, bool], bool], tell: Callable[[str], None]) -> None:
        self._take = take
        self._tell = tell
        self._events: deque[tuple[ev.Event, bool]] = deque()
        self._retry: asyncio.TimerHandle | None = None

    def __bool__(self) -> bool:
        """Whether there is something that is not kept yet."""
        return bool(self._events)

    def holds(self, event: ev.Event) -> bool:
        """Whether this very event waits."""
        return any(each is event for each, _ in self._events)

    def post(self, event: ev.Event, perform: bool) -> bool:
        """Takes an event in behind those that wait; whether it was taken now. What is done again while it waits is done once."""
        last = self._events[-1][0] if self._events else None
        if last is None or msgspec.structs.replace(event, t=last.t) != last:
            if isinstance(event, ev.DraftTyped) and isinstance(last, ev.DraftTyped):
                self._events.pop()  # the newer draft holds all of it
            self._events.append((event, perform))
        return self.catch_up()

    def catch_up(self) -> bool:
        """Takes in what waits, as far as the disk takes it; whether the last of it fitted."""
        taken = False
        while self._events:
            first = self._events.popleft()
            try:
                taken = self._take(*first)
            except UnsavedError as error:
                self._events.appendleft(first)
                self._try_later(error)
                return False
        self.stop()
        return taken

    def stop(self) -> None:
        """Tries no more by itself."""
        if self._retry is not None:
            self._retry.cancel()
            self._retry = None

    def _try_later(self, error: UnsavedError) -> None:
        if self._retry is None:
            self._tell(HELD_UP.format(why=error.message))
        else:
            self._retry.cancel()
        self._retry = asyncio.get_running_loop().call_later(RETRY_SECONDS, self.catch_up)


async def kept(save: Callable[[], None], tell: Callable[[str], None]) -> None:
    """Saves a file as soon as the disk takes it; `tell` gets one sentence while it does not."""
    while True:
        try:
            return save()
        except OSError as error:
            tell(HELD_UP.format(why=f"{error.strerror}."))
            await asyncio.sleep(RETRY_SECONDS)
