"""Microphones, sound servers and recognisers that fail in mid-answer, for real: what was heard is kept, and it goes on."""

from __future__ import annotations

import asyncio
import os
import resource
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from simulator import process
from simulator.interview import events as ev
from simulator.interview.conductor import Conductor
from simulator.interview.state import State, Take
from simulator.sessions.store import SessionWriter, open_session
from simulator.settings import Settings
from simulator.speech.audiofile import read_audio
from simulator.speech.ears import Ears
from simulator.speech.sound import Sound
from tests.fakes import FakeEars
from tests.listening import reference, word_error_rate
from tests.making import plan
from tests.reliability.walking import AT, SAID
from tests.speech.signals import CLIPS, alike
from tests.virtual_microphone import SoundServer

pytestmark = pytest.mark.timeout(240)

CLIP = CLIPS / "harv_spk1_1.flac"
AGAIN = "The recogniser stopped and was started again; your answer is on disk and will be transcribed."
SPOKEN = ev.Options(voice=False, nerves=False, follow_ups=0)


class Room:
    """A spoken interview with the real devices, in which the first answer is being given."""

    def __init__(self, folder: Path, sound: Sound) -> None:
        self.sound = sound
        self.told: list[str] = []
        self.writer = SessionWriter.create(folder, at=AT, title="sound")
        self._moved = asyncio.Event()
        self.conductor = Conductor(self.writer, background=(), sound=sound, ears=FakeEars(SAID), reader=self._read)

    def _read(self, event: ev.Event, state: State) -> None:
        if isinstance(event, ev.Trouble):
            self.told.append(event.sentence)
        self._moved.set()

    async def until(self, condition: Callable[[], bool]) -> None:
        async with asyncio.timeout(40):
            while not condition():
                self._moved.clear()
                await self._moved.wait()

    async def until_told(self, part: str) -> None:
        await self.until(lambda: any(part in sentence for sentence in self.told))

    @property
    def take(self) -> Take:
        return self.conductor.state.takes[0]

    @property
    def recorded(self) -> int:
        return self.writer.recording(self.take).stat().st_size


@asynccontextmanager
async def answering(folder: Path) -> AsyncIterator[Room]:
    sound = await Sound.open()
    room = Room(folder, sound)
    room.conductor.begin(plan(1), SPOKEN, {})
    try:
        await room.until(lambda: room.conductor.state.stage == "answering")
        assert room.take.audio
        yield room
    finally:
        await room.conductor.close()
        await sound.close()


async def spoken(server: SoundServer) -> None:
    assert await asyncio.to_thread(server.say(CLIP).wait) == 0


async def goes_on(room: Room, server: SoundServer) -> None:
    """The answer goes on behind what was kept of it, and both halves are in the session."""
    kept = room.recorded
    assert room.conductor.state.paused
    assert room.conductor.resume()
    await room.until(lambda: not room.conductor.state.paused)
    await room.conductor.settled()
    await spoken(server)
    await room.conductor.end_answer()
    await room.until(lambda: room.take.heard)
    saved = open_session(room.writer.folder)
    audio = saved.audio(saved.state.takes[0])
    assert audio is not None
    samples = read_audio(audio).samples
    clip = read_audio(CLIP).samples
    assert alike(clip[: -len(clip) // 4], samples[: kept // 2]) > 0.8
    assert alike(clip, samples[kept // 2 :]) > 0.8


@pytest.mark.microphone
async def test_a_sound_server_that_is_killed_and_whose_microphone_comes_back_at_another_rate(
    sound_server: SoundServer, tmp_path: Path
) -> None:
    async with answering(tmp_path) as room:
        await spoken(sound_server)
        sound_server.kill()
        await room.until_told("The microphone stopped at")
        sound_server.start(rate=8_000)
        await room.until_told("There is a microphone again")
        await goes_on(room, sound_server)


@pytest.mark.voice
async def test_a_recogniser_that_hangs_and_one_without_memory_cost_no_word(monkeypatch: pytest.MonkeyPatch) -> None:
    told: asyncio.Queue[str] = asyncio.Queue()
    ears = await Ears.open(Settings())
    ears.on_trouble = told.put_nowait
    try:
        for make in (hang, starve):
            await ears.ready()
            assert ears.pid is not None
            monkeypatch.setattr(process, "BEAT_SECONDS", 0.2)
            make(ears.pid)
            hearing = asyncio.create_task(ears.hear(CLIP))
            async with asyncio.timeout(60):
                assert await told.get() == AGAIN
            monkeypatch.setattr(process, "BEAT_SECONDS", 3.0)
            assert word_error_rate(reference("harv_spk1_1"), (await hearing).text) < 0.15
    finally:
        await ears.close()


def hang(pid: int) -> None:
    os.kill(pid, signal.SIGSTOP)


def starve(pid: int) -> None:
    """From here on the process gets no more memory than it has."""
    status = Path(f"/proc/{pid}/status").read_text().splitlines()
    used = int(next(line for line in status if line.startswith("VmSize")).split()[1]) * 1024
    resource.prlimit(pid, resource.RLIMIT_AS, (used, used))
