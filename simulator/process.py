"""Child processes that do the heavy or noisy work: one JSON object a line, over pipes.

Why processes: sound libraries print on file descriptor 2, where the screen is drawn; recognising holds the
interpreter for seconds; and a process can be killed at once, which a thread cannot.

Parent to child: `{"id": 7, "op": "play", ...}`. Child to parent: `{"id": 7, "ok": {...}}` or `{"id": 7, "error":
"...", "mend": "...", "kind": "DeviceError"}`, and unasked `{"event": "level", ...}`. Whatever a library prints in the child goes to the log
file. A child ends when its standard input does, so none outlives the program; and one that hangs is killed, so that nobody waits for it.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import os
import queue
import sys
import threading
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO

import msgspec

from simulator import paths
from simulator.decoding import decode
from simulator.errors import DeviceError, UserError
from simulator.files import private_folder

Message = dict[str, Any]

_LINE_LIMIT = 1 << 26
"""Longest line in bytes; an hour of words is about 1 MB."""

_LOG_LIMIT = 1 << 20
"""Bytes of the log file beyond which it is begun anew."""

BEAT_SECONDS = 3.0
MOST_MISSES = 5
"""Every so often a child is asked whether it is there, and so many times in a row it may fail to say so in that time. A program that was stopped itself
(Ctrl+Z, a closed lid) misses one answer at most."""

_LOOK = "Start the program again; the log file says more."


def message(line: bytes) -> Message:
    """What a line says. Raises DecodeError for one that was cut off: its process was ended in the midst of it."""
    return decode(line, Message)


class ChildGone(DeviceError):
    """The child process ended before it answered."""


class Child:
    """The parent's end. `on_event` gets what the child says unasked, `on_gone` is called once if it ends unbidden."""

    def __init__(
        self,
        module: str,
        *arguments: str,
        on_event: Callable[[Message], None] | None = None,
        on_gone: Callable[[], None] | None = None,
    ) -> None:
        self.module = module
        self.arguments = arguments
        self.on_event = on_event
        self.on_gone = on_gone
        self._process: asyncio.subprocess.Process | None = None
        self._reader: asyncio.Task[None] | None = None
        self._watcher: asyncio.Task[None] | None = None
        self._waiting: dict[int, asyncio.Future[Message]] = {}
        self._ids = itertools.count(1)
        self._stopping = False

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.returncode is None

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    async def start(self) -> None:
        """Raises DeviceError where the log file cannot be written."""
        with _open_log() as sink:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                self.module,
                *self.arguments,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=sink,
                limit=_LINE_LIMIT,
                # The terminal's Ctrl+C is the program's to handle: the child ends when its input does.
                start_new_session=True,
            )
        self._stopping = False
        self._reader = asyncio.create_task(self._read(self._process))
        self._watcher = asyncio.create_task(self._watch())

    async def ask(self, op: str, **fields: Any) -> Message:
        """Sends a request and waits for its answer. Raises UserError with what the child said, or ChildGone."""
        number = next(self._ids)
        answer: asyncio.Future[Message] = asyncio.get_running_loop().create_future()
        self._waiting[number] = answer
        try:
            self._send({"id": number, "op": op, **fields})
            return await answer
        finally:
            self._waiting.pop(number, None)

    def tell(self, op: str, **fields: Any) -> None:
        """Sends a request whose answer nobody needs."""
        self._send({"id": 0, "op": op, **fields})

    async def stop(self, patience: float = 0.5) -> None:
        """Closes the child's input, waits `patience` seconds for it to end, then kills it."""
        process, self._stopping = self._process, True
        if process is None:
            return
        if process.stdin is not None:
            process.stdin.close()
        try:
            await asyncio.wait_for(process.wait(), patience)
        except TimeoutError:
            self.kill()
            await process.wait()
        if self._reader is not None:
            await self._reader

    def kill(self) -> None:
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError):
                self._process.kill()

    def _send(self, message: Message) -> None:
        if not self.running or self._process is None or self._process.stdin is None:
            raise ChildGone(f"A part of the program is not running: {self.module}.", _LOOK)
        self._process.stdin.write(msgspec.json.encode(message) + b"\n")

    async def _read(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdout is not None
        while (said := await self._next(process.stdout)) is not None:
            waiting = self._waiting.get(said.get("id", 0))
            if "event" in said:
                if self.on_event is not None:
                    self.on_event(said)
            elif waiting is None or waiting.done():
                continue
            elif "error" in said:
                kinds = {each.__name__: each for each in UserError.__subclasses__()}
                kind = kinds.get(said["kind"], UserError)
                waiting.set_exception(kind(said["error"], said["mend"]))
            else:
                waiting.set_result(said["ok"])
        await process.wait()
        if self._watcher is not None:
            self._watcher.cancel()
        for waiting in self._waiting.values():
            if not waiting.done():
                waiting.set_exception(ChildGone(f"A part of the program ended by itself: {self.module}.", _LOOK))
        if self.on_gone is not None and not self._stopping:
            self.on_gone()

    async def _next(self, out: asyncio.StreamReader) -> Message | None:
        """None at the end, which may come in the midst of a line; whoever says what is none has ended as well."""
        try:
            line = await out.readline()
            return message(line) if line else None
        except ValueError:  # DecodeError is one, and so is what is said of a line without end
            self.kill()
            return None

    async def _watch(self) -> None:
        """Kills a child that hangs: then it is told as one that died."""
        misses = 0
        while misses < MOST_MISSES:
            await asyncio.sleep(BEAT_SECONDS)
            try:
                async with asyncio.timeout(BEAT_SECONDS):
                    await self.ask("beat")
                misses = 0
            except TimeoutError:
                misses += 1
            except ChildGone:
                return
        self.kill()


def _open_log() -> BinaryIO:
    log = paths.log_file()
    try:
        private_folder(log.parent)
        full = log.exists() and log.stat().st_size > _LOG_LIMIT
        sink = log.open("wb" if full else "ab")
        log.chmod(0o600)
    except OSError as error:
        message = f"{log} cannot be written: {error.strerror}."
        raise DeviceError(message, "Choose another folder with --home DIR.") from error
    return sink


class Parent:
    """The child's end: requests in, answers and events out. Make it before any library is imported, so that
    nothing a library prints can get between the messages."""

    def __init__(self, on_end: Callable[[], None] | None = None) -> None:
        """`on_end` runs when the parent is gone, before the child ends (to close files, not to finish work)."""
        self._out: BinaryIO = os.fdopen(os.dup(1), "wb", buffering=0)
        os.dup2(2, 1)
        self._lock = threading.Lock()
        self._requests: queue.SimpleQueue[Message] = queue.SimpleQueue()
        self._on_end = on_end
        threading.Thread(target=self._listen, daemon=True).start()

    def requests(self) -> Iterator[Message]:
        """The requests as they come, for ever: when the input ends the whole process does, at once."""
        while True:
            yield self._requests.get()

    def batch(self) -> list[Message]:
        """All requests that have come, in their order; waits for the first."""
        come = [self._requests.get()]
        with contextlib.suppress(queue.Empty):
            while True:
                come.append(self._requests.get_nowait())
        return come

    def answer(self, request: Message, **fields: Any) -> None:
        if request["id"]:
            self._say({"id": request["id"], "ok": fields})

    def refuse(self, request: Message, error: Exception) -> None:
        if request["id"]:
            text, mend = (error.message, error.mend) if isinstance(error, UserError) else (str(error), "")
            self._say({"id": request["id"], "error": text, "mend": mend, "kind": type(error).__name__})

    def event(self, name: str, **fields: Any) -> None:
        self._say({"event": name, **fields})

    def _say(self, message: Message) -> None:
        with self._lock, contextlib.suppress(BrokenPipeError):
            self._out.write(msgspec.json.encode(message) + b"\n")

    def _listen(self) -> None:
        for line in sys.stdin.buffer:
            request = message(line)
            if request["op"] == "beat":
                self.answer(request)
            else:
                self._requests.put(request)
        if self._on_end is not None:
            self._on_end()
        os._exit(0)
