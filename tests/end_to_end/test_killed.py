"""kill -9 at random moments of a spoken rehearsal of the whole program: nothing that was heard is lost, and it goes on."""

from __future__ import annotations

import contextlib
import os
import random
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

import pytest
import soundfile

from simulator.interview import events as ev
from simulator.interview.conductor import Conductor
from simulator.paths import HOME_VARIABLE
from simulator.sessions import library
from simulator.sessions.store import JOURNAL, SavedSession, SessionWriter, open_session
from simulator.speech.audiofile import RATE
from simulator.speech.capture import LOG_VARIABLE
from tests.listening import SPEECH
from tests.virtual_microphone import SoundServer

pytestmark = [
    pytest.mark.microphone,
    pytest.mark.timeout(600),
    pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="waits for processes as Linux does"),
]

PATIENCE = 60.0
MOST_LOST = 0.25
ANSWER_SECONDS = 0.7
"""So long is answered before the stages that come after an answer."""
RECOGNISED = (3, 9, 15)
"""The kills after which the real program goes on, up to the transcript: long enough in an answer for words."""


class Kill(NamedTuple):
    """`seconds` after `stage` has been reached the program is killed, and its recording process `both` times or not."""

    number: int
    stage: str
    seconds: float
    both: bool


def kills() -> Iterator[Kill]:
    chance = random.Random(20)
    stages = ["listening"] * 5 + ["reviewing"] * 4 + ["paused"] * 3 + ["between"] * 3 + ["nerves"] * 2
    chance.shuffle(stages)
    for number in RECOGNISED:
        stages.insert(number, "listening")
    for number, stage in enumerate(stages):
        longest = {"listening": 2.0, "reviewing": 3.0}.get(stage, 0.3)
        seconds = chance.uniform(2.5, 3.5) if number in RECOGNISED else chance.uniform(0.1, longest)
        yield Kill(number, stage, seconds, number % 2 == 0)


class Plain:
    """The real program, line by line, on pipes."""

    def __init__(self, *arguments: str, home: Path) -> None:
        self._program = subprocess.Popen(
            [sys.executable, "-m", "simulator", "practise", "--plain", *arguments],
            env={**os.environ, HOME_VARIABLE: str(home), LOG_VARIABLE: str(home.with_suffix(".captured"))},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        self._said = b""

    def wait_for(self, wanted: str) -> None:
        """Reads up to a line that holds it."""
        assert self._program.stdout is not None
        deadline = time.monotonic() + PATIENCE
        while wanted.encode() not in self._said:
            left = max(0.0, deadline - time.monotonic())
            ready, _, _ = select.select([self._program.stdout], [], [], left)
            said = os.read(self._program.stdout.fileno(), 1 << 16) if ready else b""
            assert said, f"never said {wanted!r}, but:\n{self._said.decode()}"
            self._said += said
        _, _, self._said = self._said.partition(wanted.encode())

    def say(self, line: str = "") -> None:
        assert self._program.stdin is not None
        self._program.stdin.write(f"{line}\n".encode())
        self._program.stdin.flush()

    def wait_for_exit(self) -> int:
        return self._program.wait(PATIENCE)

    def children(self) -> dict[str, int]:
        """The processes it has started, by their module."""
        pid = self._program.pid
        found = {}
        for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
            module = Path(f"/proc/{child}/cmdline").read_bytes().split(b"\0")[2].decode()
            found[module] = int(child)
        return found

    def goes_on_for(self, seconds: float) -> None:
        """So long it is left alone, and does not end."""
        handle = os.pidfd_open(self._program.pid)
        try:
            assert not ended(handle, seconds)
        finally:
            os.close(handle)

    def kill(self, *, both: bool, seconds: float) -> None:
        """kill -9, as nobody can prepare for, after so many seconds; all its processes end."""
        children = self.children()
        assert set(children) == {"simulator.speech.sound_process", "simulator.speech.worker"}
        with contextlib.ExitStack() as handles:
            watched = {module: os.pidfd_open(pid) for module, pid in children.items()}
            for handle in watched.values():
                handles.callback(os.close, handle)
            assert not ended(watched["simulator.speech.sound_process"], seconds)
            self._program.kill()
            if both:
                os.kill(children["simulator.speech.sound_process"], signal.SIGKILL)
            self._program.wait()
            for module, handle in watched.items():
                assert ended(handle, PATIENCE), f"{module} outlived the program"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._program.poll() is None:
            self._program.kill()
        with contextlib.suppress(BrokenPipeError):
            self._program.__exit__(kind, error, trace)


def ended(process: int, seconds: float) -> bool:
    """Whether it ends within so many seconds."""
    return bool(select.select([process], [], [], seconds)[0])


def rehearse_until(program: Plain, stage: str, server: SoundServer, clip: Path) -> subprocess.Popen[bytes] | None:
    """Brings a rehearsal to that stage; gives what speaks into the microphone meanwhile."""
    program.wait_for("How nervous")
    if stage == "nerves":
        return None
    program.say("4")
    program.wait_for("Listening.")
    speaking = server.say(clip)
    if stage != "listening":
        program.goes_on_for(ANSWER_SECONDS)
    match stage:
        case "reviewing":
            program.say()
            program.wait_for("Listening back.")
        case "paused":
            program.say("/pause")
            program.wait_for("Paused.")
        case "between":
            program.say("/skip")
            program.wait_for("Question 2 of 2")
    return speaking


def kept_samples(path: Path) -> int:
    """What is on disk of a recording, which may be sealed by now; one that holds nothing is an empty file."""
    if path.exists():
        return path.stat().st_size // 2
    sealed = path.with_suffix(".flac")
    return int(soundfile.info(sealed).frames) if sealed.stat().st_size else 0


def lost_seconds(home: Path) -> dict[str, float]:
    """For each recording the seconds that came from the microphone and are not on disk."""
    captured: dict[str, int] = {}
    log = home.with_suffix(".captured")
    for line in log.read_text().splitlines() if log.exists() else []:
        path, samples = line.rsplit(" ", 1)
        captured[path] = int(samples)
    return {path: (samples - kept_samples(Path(path))) / RATE for path, samples in captured.items()}


def check_journal(folder: Path) -> SavedSession:
    """It parses; only its last line may be torn."""
    saved = open_session(folder)
    behind = (folder / JOURNAL).read_bytes()[saved.whole_bytes :]
    assert b"\n" not in behind, saved.damage
    assert bool(saved.damage) == bool(behind)
    return saved


async def go_on_here(saved: SavedSession) -> None:
    """Goes on in this process, without devices, and leaves again."""
    before = saved.state.take
    writer = SessionWriter.reopen(saved)
    conductor = Conductor(writer, background=())
    conductor.go_on_from(saved)
    await conductor.settled()
    if saved.state.stage == "answering" and before is not None:
        cut = conductor.state.named(before.name)
        assert cut is not None
        assert cut.ended == "cut off"
        assert cut.heard
        audio = writer.saved().audio(cut)
        assert audio is not None
        assert audio.suffix == ".flac"
        assert cut.clock == kept_samples(audio.with_suffix(".pcm")) / RATE
    assert not conductor.state.left
    await conductor.leave()


def go_on_with_the_program(home: Path, take: str) -> str:
    """Goes on as a person does; what was understood of the answer that was cut off."""
    with Plain("--continue", "last", home=home) as program:
        program.wait_for("Where you left it:")
        program.wait_for("Enter goes on")
        program.say("/leave")
        assert program.wait_for_exit() == 0
    saved = open_session(library.find("last"))
    found = saved.state.named(take)
    assert found is not None
    heard = saved.heard(found)
    assert heard is not None
    return heard.text


async def test_kill_at_twenty_random_moments(
    sound_server: SoundServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clip = tmp_path / "clip.wav"
    samples, rate = soundfile.read(SPEECH / "jfk.flac")
    soundfile.write(clip, samples, rate)
    losses: list[float] = []
    kept = 0.0
    for kill in kills():
        home = tmp_path / f"home-{kill.number}"
        monkeypatch.setenv(HOME_VARIABLE, str(home))
        with Plain("--questions", "2", "--no-voice", "--seed", str(kill.number), home=home) as program:
            speaking = rehearse_until(program, kill.stage, sound_server, clip)
            program.kill(both=kill.both, seconds=kill.seconds)
        if speaking is not None:
            speaking.kill()
            speaking.wait()

        lost = lost_seconds(home)
        assert bool(lost) == (kill.stage != "nerves"), kill
        assert all(-1e-9 <= seconds <= MOST_LOST for seconds in lost.values()), (kill, lost)
        losses += lost.values()
        kept += sum(kept_samples(Path(path)) / RATE for path in lost)

        saved = check_journal(library.find("last"))
        if kill.number in RECOGNISED:
            assert saved.state.take is not None
            text = go_on_with_the_program(home, saved.state.take.name)
            assert "americans" in text.lower(), text
        else:
            await go_on_here(saved)
        again = check_journal(saved.folder)
        assert not again.damage
        assert again.events[: len(saved.events)] == saved.events
        assert any(isinstance(event, ev.SessionContinued) for event in again.events)
        assert isinstance(again.events[-1], ev.SessionLeft)
        assert max(lost_seconds(home).values(), default=0.0) <= MOST_LOST, "going on lost what the kill had not"
    print(f"{len(losses)} recordings: worst loss {max(losses):.3f} s, all {sum(losses):.3f} s of {kept:.1f} s kept")
