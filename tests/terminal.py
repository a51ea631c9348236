"""A real terminal for tests: the program runs in a pseudo-terminal, and an emulator keeps what a person would see."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType

import pyte
from ptyprocess import PtyProcess

KEYS = {
    "enter": "\r",
    "escape": "\x1b",
    "space": " ",
    "tab": "\t",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "home": "\x1b[H",
    "end": "\x1b[F",
    "backspace": "\x7f",
    "ctrl+c": "\x03",
    "ctrl+p": "\x10",
    "ctrl+q": "\x11",
    "ctrl+s": "\x13",
}


class Terminal:
    """`with Terminal("practise", "--typed", home=tmp_path) as t: t.wait_for("Question 1"); t.press("enter")`."""

    def __init__(
        self,
        *arguments: str,
        home: Path,
        columns: int = 100,
        rows: int = 30,
        environment: Mapping[str, str] | None = None,
        program: Sequence[str] = (sys.executable, "-m", "simulator"),
    ) -> None:
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self.raw = bytearray()
        """Every byte that the program wrote."""
        self.came: list[tuple[int, float]] = []
        """How many bytes there were at what time of `time.monotonic`."""
        self._drawn = 0
        variables = {
            **os.environ,
            "TERM": "xterm-256color",
            "COLORTERM": "truecolor",
            "MOCK_INTERVIEW_HOME": str(home),
            **(environment or {}),
        }
        self._process = PtyProcess.spawn(
            [*program, *arguments], env=variables, dimensions=(rows, columns), preexec_fn=heed_signals
        )

    @property
    def pid(self) -> int:
        return int(self._process.pid)

    def text(self) -> str:
        """The screen as it stands, trailing blanks cut."""
        self._stream.feed(bytes(self.raw[self._drawn :]))
        self._drawn = len(self.raw)
        return "\n".join(line.rstrip() for line in self._screen.display)

    def press(self, *keys: str) -> None:
        """Names as in KEYS, or a single character."""
        for key in keys:
            self._process.write(KEYS.get(key, key).encode())

    def write(self, text: str) -> None:
        self._process.write(text.encode())

    def wait_for(self, wanted: str | Callable[[str], bool], timeout: float = 30.0) -> str:
        """Reads until the screen shows `wanted` (or satisfies it); raises AssertionError with the screen if it never does."""
        satisfied = wanted if callable(wanted) else lambda screen: wanted in screen
        deadline = time.monotonic() + timeout
        while not satisfied(screen := self.text()):
            left = deadline - time.monotonic()
            if left <= 0 or not self._read(left):
                raise AssertionError(f"never saw {wanted!r}; the screen was:\n{self.text()}")
        return screen

    def wait_for_bytes(self, wanted: bytes, since: int, timeout: float = 30.0) -> None:
        """Reads until the program has written these bytes behind the first `since`: no emulator's time is in it."""
        deadline = time.monotonic() + timeout
        while wanted not in self.raw[since:]:
            left = deadline - time.monotonic()
            if left <= 0 or not self._read(left):
                raise AssertionError(f"never saw {wanted!r}; the screen was:\n{self.text()}")

    def wait_until(self, done: Callable[[], bool], timeout: float = 30.0) -> None:
        """Reads, so that the program is never held up, until something beside the screen has happened; looks 100 times a
        second. No emulator's time is in it."""
        deadline = time.monotonic() + timeout
        while not done():
            if time.monotonic() > deadline:
                raise AssertionError(f"it never happened; the screen was:\n{self.text()}")
            self._read(0.01)

    def press_until(self, key: str, wanted: str, tries: int = 10) -> str:
        """Presses a key until the screen shows `wanted`, for a page that takes one box after the other."""
        for _ in range(tries - 1):
            self.press(key)
            with contextlib.suppress(AssertionError):
                return self.wait_for(wanted, timeout=2.0)
        self.press(key)
        return self.wait_for(wanted)

    def wait_for_exit(self, timeout: float = 30.0) -> int:
        """The exit status, once the program has ended by itself."""
        deadline = time.monotonic() + timeout
        while self._read(max(0.0, deadline - time.monotonic())):
            if time.monotonic() > deadline:
                raise AssertionError(f"still running; the screen was:\n{self.text()}")
        return int(self._process.wait())

    def resize(self, columns: int, rows: int) -> None:
        """As a person drags the corner of the window."""
        self.text()
        self._screen.resize(rows, columns)
        self._process.setwinsize(rows, columns)

    def hang_up(self) -> None:
        """The window is closed: the program gets SIGHUP, and is waited for."""
        self._process.fileobj.close()
        self._process.wait()

    def kill(self) -> None:
        """kill -9, as nobody can prepare for."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        self._process.wait()

    def _read(self, timeout: float) -> bool:
        """Takes in what the program writes next; False if it wrote nothing in time or has ended."""
        ready, _, _ = select.select([self._process.fd], [], [], timeout)
        if not ready:
            return False
        try:
            data = os.read(self._process.fd, 65536)
        except OSError:
            return False
        self.raw += data
        self.came.append((len(self.raw), time.monotonic()))
        return bool(data)

    def __enter__(self) -> Terminal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.close(force=True)


def heed_signals() -> None:
    """Tests that run in the background ignore Ctrl+C, and after nohup a terminal that is closed; what they start would too. In a person's
    terminal it does not."""
    for number in (signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
