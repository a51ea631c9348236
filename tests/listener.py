"""The program as a screen reader hears it: in a pseudo-terminal, line after line, each said once and in its order.

Whatever only eyes make sense of fails: an escape code, a line that is written over, a drawing, a table in columns, a sign in front of a line; and so does
a program that waits without having said what can be typed.
"""

from __future__ import annotations

import contextlib
import os
import re
import select
import signal
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType

from ptyprocess import PtyProcess

from tests.terminal import heed_signals

PATIENCE = 60.0

LONGEST = 200
"""Characters of a line in which no sentence or clause ends."""

PROMPT = re.compile(r"\b(?:[Tt]ype|Press Enter|press Enter|Enter \w+)\b")
"""What a line says that says what can be typed."""

DRAWN = re.compile(r"[\u2500-\u259f\u2800-\u28ff]|([^\w\s])\1{3,}")
"""Boxes, blocks, braille, and bars made of one sign."""

IN_COLUMNS = re.compile(r"\S {3,}\S")
SIGN_BEFORE = re.compile(r"^\s*(?:[>*+~|]|\[[ x]\]) ")


def fault(line: str) -> str:
    """What of a line cannot be heard; empty where all can."""
    control = next((character for character in line if not character.isprintable()), "")
    longest = max(map(len, re.split(r"(?<=[.?!:;,”])\s", line)))
    if control:
        return f"a control character, {control!r}"
    if DRAWN.search(line):
        return "a drawing"
    if IN_COLUMNS.search(line):
        return "columns"
    if SIGN_BEFORE.search(line):
        return "a sign before the line"
    return f"{longest} characters without an end" if longest > LONGEST else ""


class Listener:
    """`with Listener("--plain", home=home) as reader: reader.choose("Settle")`. Everything heard so far is in `heard`."""

    def __init__(self, *arguments: str, home: Path, environment: Mapping[str, str] | None = None) -> None:
        variables = {
            **os.environ,
            "TERM": "xterm-256color",
            "MOCK_INTERVIEW_HOME": str(home),
            "MOCK_INTERVIEW_SOUND": "none",
        }
        variables |= environment or {}
        self.heard: list[str] = []
        self._from = 0
        """The first line that has not been waited for."""
        self._rest = b""
        self._process = PtyProcess.spawn(
            [sys.executable, "-m", "simulator", *arguments], env=variables, echo=False, preexec_fn=heed_signals
        )

    @property
    def pid(self) -> int:
        return int(self._process.pid)

    def hear(self, wanted: str, timeout: float = PATIENCE) -> str:
        """Listens up to a line that holds `wanted`, and gives that line."""
        deadline = time.monotonic() + timeout
        while True:
            for place in range(self._from, len(self.heard)):
                if wanted in self.heard[place]:
                    self._from = place + 1
                    return self.heard[place]
            self._listen(deadline, f"never heard {wanted!r}")

    def answer(self, wanted: str, *lines: str) -> None:
        """Listens up to `wanted`, and on until it is said what can be typed; then types the lines."""
        line, deadline = self.hear(wanted), time.monotonic() + PATIENCE
        while not PROMPT.search(line):
            while self._from == len(self.heard):
                self._listen(deadline, f"after {wanted!r} it waits, and has not said what can be typed")
            line = self.heard[self._from]
            self._from += 1
        self.write(*lines)

    def choose(self, label: str) -> None:
        """Types the number under which something is offered."""
        number = self.hear(f". {label}").partition(".")[0]
        assert number.isdecimal(), f"{label!r} has no number"
        self.answer("Type a number", number)

    def write(self, *lines: str) -> None:
        for line in lines:
            self._process.write(f"{line}\n".encode())

    def interrupt(self) -> None:
        """Ctrl+C."""
        self._process.write(b"\x03")

    def end_of_input(self) -> None:
        """Ctrl+D."""
        self._process.write(b"\x04")

    def wait_for_exit(self, timeout: float = PATIENCE) -> int:
        """The exit status, once the program has ended by itself, or of the signal that ended it, below nothing; every line up to its end has been
        heard."""
        deadline = time.monotonic() + timeout
        while self._read(max(0.0, deadline - time.monotonic())):
            assert time.monotonic() < deadline, "still running"
        self._take()
        status = self._process.wait()
        return int(status) if status is not None else -int(self._process.signalstatus)

    @property
    def everything(self) -> str:
        return "\n".join(self.heard)

    def _listen(self, deadline: float, why: str) -> None:
        left = deadline - time.monotonic()
        if left <= 0 or not self._read(left):
            raise AssertionError(f"{why}; it was:\n{self.everything}\n{self._rest.decode(errors='replace')}")
        self._take()

    def _read(self, timeout: float) -> bool:
        ready, _, _ = select.select([self._process.fd], [], [], timeout)
        if not ready:
            return False
        try:
            data = os.read(self._process.fd, 1 << 16)
        except OSError:
            return False
        self._rest += data
        return bool(data)

    def _take(self) -> None:
        """The lines that are whole; a terminal ends each with a carriage return and a line feed."""
        *lines, self._rest = self._rest.split(b"\r\n")
        for line in lines:
            text = line.decode()
            assert not (wrong := fault(text)), f"{wrong}, in {text!r}"
            self.heard.append(text)

    def __enter__(self) -> Listener:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        self._process.close(force=True)
