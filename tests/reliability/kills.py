"""Killing a walker in a stage of its session, and what it had said until then."""

from __future__ import annotations

import contextlib
import json
import os
import random
import select
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

import soundfile

from simulator.errors import SessionError
from simulator.sessions import library
from simulator.sessions.store import JOURNAL, SavedSession, open_session
from tests.reliability.walking import Kind

LATEST = 0.004
"""Seconds after a stage was reached in which the kill falls: about so long a walker stays in one."""


@dataclass
class Said:
    """What a walker said before it was killed: the lines of the journal, and how many bytes of each recording were on disk."""

    before: int = 0
    events: list[str] = field(default_factory=list)
    stages: list[str] = field(default_factory=list)
    sounds: dict[str, int] = field(default_factory=dict)
    over: bool = False

    def take_in(self, line: str) -> None:
        word, _, rest = line.partition(" ")
        match word:
            case "before":
                self.before = int(rest)
            case "event":
                stage, _, event = rest.partition(" ")
                with contextlib.suppress(json.JSONDecodeError):  # a line that was cut off by the kill itself
                    if audio := json.loads(event).get("audio"):
                        self.sounds[Path(audio).stem] = 0
                    self.events.append(event)
                    self.stages.append(stage)
            case "sound":
                take, _, count = rest.partition(" ")
                if take in self.sounds and count.isdecimal():  # before the answer begins it is not one
                    self.sounds[take] = max(int(count), self.sounds[take])
            case "over":
                self.over = True
            case "fault":
                raise AssertionError("the walker failed by itself; stderr says how")


class Warm:
    """The process with everything loaded."""

    def __init__(self) -> None:
        command = [sys.executable, "-m", "tests.reliability.warm"]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        assert self._line() == "ready"

    def kill_in(self, stage: str, root: Path, kind: Kind, seed: int, *, at_once: bool = False) -> Said:
        """Kills a walker a moment after it has come into that stage, for the first or second time, or when its session
        is over. At once: it is killed in that stage, however busy the machine."""
        assert self._process.stdin is not None
        chance = random.Random(seed)
        visits, delay = chance.choice((1, 1, 2)), chance.uniform(0.0, LATEST)
        self._process.stdin.write(json.dumps([str(root), kind, seed, stage if at_once else None]).encode() + b"\n")
        self._process.stdin.flush()
        word, pid = self._line().split()
        assert word == "walker"
        said = Said()
        seen = 0
        while not said.over and seen < visits:
            said.take_in(self._line())
            came = len(said.stages) > 1 and said.stages[-1] == stage != said.stages[-2]
            if said.stages and (came or said.stages == [stage]):
                seen += 1
        if not at_once:
            _let_pass(int(pid), delay)
        with contextlib.suppress(ProcessLookupError):  # killed in its stage already
            os.kill(int(pid), signal.SIGKILL)
        while (line := self._line()) != "gone":
            said.take_in(line)
        return said

    def _line(self) -> str:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line, "the warm process ended"
        return line.decode().rstrip("\n")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        with self._process:
            pass


def _let_pass(pid: int, seconds: float) -> None:
    """So long the walker is left alone; it does not end by itself."""
    handle = os.pidfd_open(pid)
    try:
        assert not select.select([handle], [], [], seconds)[0]
    finally:
        os.close(handle)


def copies(template: Path, into: Path) -> Path:
    """A folder of sessions that holds a copy of that one."""
    shutil.copytree(template, into / template.name)
    return into


def left_by(root: Path, said: Said) -> SavedSession | None:
    """The session as the kill left it, with everything in it that was said; None where it had not begun."""
    folder = next(library.folders(root), None)
    if folder is None:
        assert not said.events
        return None
    try:
        saved = open_session(folder)
    except SessionError:
        assert not said.events
        return None
    written = (folder / JOURNAL).read_bytes()
    lines = written[: saved.whole_bytes].decode().splitlines()
    assert lines[said.before : said.before + len(said.events)] == said.events
    assert b"\n" not in written[saved.whole_bytes :], "only the last line may be torn"
    for take, count in said.sounds.items():
        assert recorded(folder, take) >= count, take
    return saved


def recorded(folder: Path, take: str) -> int:
    """The bytes of sound that there are of a take, sealed or not."""
    raw = folder / "takes" / f"{take}.pcm"
    if raw.exists():
        return raw.stat().st_size
    sealed = raw.with_suffix(".flac")
    return int(soundfile.info(sealed).frames) * 2 if sealed.stat().st_size else 0


def stages(kind: Kind) -> Iterator[str]:
    """Those that a session of this kind goes through, for ever."""
    of_answers = ("asking", "answering", "reviewing", "paused")
    ends = ("nerves_before", "thinking", "forecast", "nerves_after", "ended")
    others = {"retry": ("ended",), "continued": ("forecast", "nerves_after", "ended"), "drill": ("forecast", "ended")}
    while True:
        yield from of_answers
        yield from others.get(kind, ends)
