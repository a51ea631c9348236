"""What is said and heard line by line: one question at a time, choices by number, nothing drawn and no line written over.

Every prompt is a line of its own that says what can be typed. `?` says the question again; an end of the input ends the job kindly.
"""

from __future__ import annotations

import asyncio
import os
import sys
import threading
from collections import deque
from collections.abc import Callable, Coroutine, Iterable, Sequence
from contextlib import suppress
from typing import Any, NamedTuple

from simulator.errors import UserError
from simulator.text import plain

GOODBYE = "That was the end of the input. Everything so far is kept."
STOPPED = "Stopped. Everything so far is kept."


class Ended(Exception):
    """The input is over: nothing more will be typed."""


class Choice(NamedTuple):
    """Something to choose by its number."""

    key: str
    label: str
    detail: str = ""

    @property
    def text(self) -> str:
        return f"{self.label}: {self.detail}" if self.detail else self.label


class Lines:
    """Standard input, a line at a time. One is read only when it is wanted, so that what is typed for another program (an editor, say) is left to it; and
    one that came too late for whoever wanted it goes to whoever asks next."""

    def __init__(self) -> None:
        self._kept: deque[str] = deque()
        self._over = sys.stdin is None
        self._tell: Callable[[str | None], object] | None = None
        self._wanted = threading.Semaphore(0)
        self._lock = threading.Lock()
        self._reading = False
        self._thread: threading.Thread | None = None

    async def next(self) -> str | None:
        """The next line, without its end; None when there are no more."""
        loop = asyncio.get_running_loop()
        came: asyncio.Future[str | None] = loop.create_future()

        def take(line: str | None) -> None:
            if came.done():
                self._keep(line)
            else:
                came.set_result(line)

        def tell(line: str | None) -> None:
            loop.call_soon_threadsafe(take, line)

        self._ask(tell)
        try:
            return await came
        except asyncio.CancelledError:
            self._ask_no_more(tell)
            if came.done() and not came.cancelled():
                self._keep(came.result())
            raise

    def _ask(self, tell: Callable[[str | None], object]) -> None:
        with self._lock:
            if not self._kept and not self._over:
                self._tell = tell
                if not self._reading:
                    self._reading = True
                    self._wanted.release()
                if self._thread is None:
                    self._thread = threading.Thread(target=self._work, daemon=True)
                    self._thread.start()
                return
            line = self._kept.popleft() if self._kept else None
        tell(line)

    def _ask_no_more(self, tell: Callable[[str | None], object]) -> None:
        """Unless somebody else asks by now."""
        with self._lock:
            if self._tell is tell:
                self._tell = None

    def _keep(self, line: str | None) -> None:
        """A line that came too late: for who waits now, or for whoever asks next."""
        if line is None:
            return
        with self._lock:
            tell, self._tell = self._tell, None
            if tell is None:
                self._kept.appendleft(line)
        if tell is not None:
            tell(line)

    def _work(self) -> None:
        with os.fdopen(sys.stdin.fileno(), encoding=sys.stdin.encoding, errors="replace", closefd=False) as lines:
            while not self._over:
                self._wanted.acquire()
                try:
                    line = lines.readline()
                except OSError:  # the terminal is gone
                    line = ""
                with self._lock:
                    self._reading = False
                    self._over = not line
                    tell, self._tell = self._tell, None
                    if tell is None and line:
                        self._kept.append(line.rstrip("\n"))
                if tell is not None:
                    with suppress(RuntimeError):  # the loop that wanted it is closed
                        tell(line.rstrip("\n") if line else None)


LINES = Lines()
"""The one standard input there is."""


def say(*lines: str) -> None:
    if lines:
        print(*(plain(line) for line in lines), sep="\n", flush=True)


def show(lines: Iterable[str]) -> None:
    """Says lines that are harmless already."""
    for line in lines:
        print(line, flush=True)


async def hear() -> str:
    """The next line, without blanks around it. Raises Ended where there is none."""
    line = await LINES.next()
    if line is None:
        raise Ended
    return line.strip()


async def choose(
    asks: str, choices: Sequence[Choice], *, enter: str = "goes back", about: str = "", known: bool = False
) -> str | None:
    """The key of what was chosen by its number; None for just Enter, which does what `enter` says. Choices that are `known` are said only when asked for."""

    def tell() -> None:
        say(*filter(None, (asks, about)))
        say(*(f"{number}. {each.text}" for number, each in enumerate(choices, start=1)))
        say(f"Type a number from 1 to {len(choices)}. Enter {enter}." if choices else f"Press Enter: it {enter}.")

    if known:
        say(f"{asks} Type a number from 1 to {len(choices)}. ? says them all, Enter {enter}.")
    else:
        tell()
    while (line := await hear()) != "":
        number = whole(line, 1, len(choices))
        if number is not None:
            return choices[number - 1].key
        if line == "?":
            tell()
        else:
            say(f"That is none of them. Type a number from 1 to {len(choices)}; ? says them again, Enter {enter}.")
    return None


async def ask(asks: str, *, now: str = "", enter: str = "") -> str:
    """A line of text; just Enter gives `now`. `enter`: what just Enter does, if that is not clear from `now`."""
    keeps = f"Enter keeps: {now}" if now else f"Enter {enter or 'leaves it empty'}."
    prompt = f"Type it and press Enter. {keeps}"
    say(asks, prompt)
    while (line := await hear()) == "?":
        say(asks, prompt)
    return line or now


async def number(asks: str, least: int, most: int, *, enter: str = "passes") -> int | None:
    """A whole number; None for just Enter."""
    prompt = f"Type a number from {least} to {most}. Enter {enter}."
    say(asks, prompt)
    while (line := await hear()) != "":
        if (found := whole(line, least, most)) is not None:
            return found
        say(*((asks, prompt) if line == "?" else (prompt,)))
    return None


async def sure(asks: str) -> bool:
    """Whether it was `yes`, typed out; anything else is no."""
    say(f"{asks} Type yes, or just press Enter for no.")
    return (await hear()).casefold() == "yes"


def confirmed(asks: str) -> bool:
    """The same for a command that asks nothing else; the end of the input is a no."""
    say(f"{asks} Type yes, or just press Enter for no.")
    return sys.stdin.readline().strip().casefold() == "yes"


def whole(text: str, least: int, most: int) -> int | None:
    """The whole number that the text is, if it is one of those."""
    text = text.strip()
    found = int(text) if text.isdecimal() and len(text) <= len(str(most)) else None
    return found if found is not None and least <= found <= most else None


def seconds_of(text: str) -> float | None:
    """`75`, `1:15` and `1:15.5` as seconds; None for what is no time."""
    minutes, colon, seconds = text.rpartition(":")
    try:
        found = float(seconds) + (60 * int(minutes) if colon else 0)
    except ValueError:
        return None
    return found if 0 <= found < 1e6 else None


def tell_error(error: UserError) -> None:
    """What did not work, as a line among the others."""
    say(f"{error.title}: {error}")


def hold(job: Coroutine[Any, Any, int]) -> int:
    """Does a job; the end of the input and Ctrl+C end it kindly."""
    try:
        return asyncio.run(job)
    except Ended:
        say(GOODBYE)
        return 0
    except KeyboardInterrupt:
        say("", STOPPED)
        return 130
