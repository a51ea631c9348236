"""Keys are done one by one, also where they come faster than the program is: the next when what this one did is there.

Textual itself gives each key at once to the box that has the focus in that moment. A letter goes into the box there and then, while a key that is
bound (Backspace, Left, Tab) is done only when nobody has taken it on its way up to the app, so the letter overtakes it (Textualize/textual,
issue 6605). And what was typed right after the key that opens a dialog was taken for keys of the page behind it.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from textual import events

if TYPE_CHECKING:
    from textual.app import App
    from textual.message_pump import MessagePump
    from textual.screen import Screen
    from textual.worker import Worker

WORK_SECONDS = 0.05
"""How long work that a key has begun may take to open a dialog, before the next key goes where the focus is."""

PATIENCE_SECONDS = 1.0
"""After so long the next key is done in any case: nothing that hangs takes the keys with it."""


@dataclass(frozen=True, eq=False)
class _Key:
    """A key under way, and the screens and the work that were there before it."""

    event: events.Key
    screens: tuple[Screen[Any], ...]
    work: frozenset[Worker[Any]]


class OneByOne:
    """`do` gives a key to the program as Textual would. All of it runs in the app's own turn."""

    def __init__(self, app: App[Any], do: Callable[[events.Event], Awaitable[None]]) -> None:
        self._app = app
        self._do = do
        self._waiting: deque[events.Key] = deque()
        self._under_way: _Key | None = None

    async def take(self, event: events.Key) -> None:
        """Now, or after those that came before it."""
        self._waiting.append(event)
        if self._under_way is None:
            await self._next()

    async def _next(self) -> None:
        app, event = self._app, self._waiting.popleft()
        screens = tuple(app.screen_stack)
        if not screens:  # the very end of the program
            return
        key = self._under_way = _Key(event, screens, frozenset(app.workers))
        asyncio.get_running_loop().call_later(PATIENCE_SECONDS, partial(app.call_later, self._done, key))
        node = app.focused or screens[-1]
        await self._do(event)
        if event.is_forwarded:
            node.call_later(self._up, key, node)
        else:  # it was bound for everywhere
            app.call_later(self._settle, key)

    def _up(self, key: _Key, node: MessagePump) -> None:
        """Behind the key, which has just been through this node: stopped there, or on its way to the one above."""
        above = None if key.event._stop_propagation else node._parent
        if above is None or not above.call_later(self._up, key, above):
            self._app.call_later(self._settle, key)

    def _settle(self, key: _Key) -> None:
        """The key has been done; what it began may be about to open a dialog."""
        begun = any(not each.is_finished for each in self._app.workers if each not in key.work)
        if begun and tuple(self._app.screen_stack) == key.screens:
            self._app.set_timer(WORK_SECONDS, partial(self._show, key))
        else:
            self._show(key)

    def _show(self, key: _Key) -> None:
        """What it opened is drawn, and has its focus, before the next key."""
        opened = [each for each in self._app.screen_stack if each not in key.screens]
        if not opened or not opened[-1].call_after_refresh(self._app.call_later, self._done, key):
            self._app.call_later(self._done, key)

    async def _done(self, key: _Key) -> None:
        if key is self._under_way:
            self._under_way = None
            if self._waiting:
                await self._next()
