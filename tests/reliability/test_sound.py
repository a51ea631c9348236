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
from tests.listening import SPEECH, reference, word_error_rate
from tests.making import plan
from tests.reliability.walking import AT, SAID
from tests.speech.signals import CLIPS, correlation
from tests.virtual_microphone import SoundServer

pytestmark = pytest.mark.timeout(240)

CLIP = CLIPS / "harv_spk1_1.flac"
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
    assert correlation(clip[: -len(clip) // 4], samples[: kept // 2]) > 0.7
    assert correlation(clip, samples[kept // 2 :]) > 0.7


@pytest.mark.microphone
async def test_a_sound_server_that_is_killed_in_mid_answer(sound_server: SoundServer, tmp_path: Path) -> None:
    async with answering(tmp_path) as room:
        await spoken(sound_server)
        sound_server.kill()
        await room.until_told("The microphone stopped at")
        sound_server.start()
        await room.until_told("There is a microphone again")
        await goes_on(room, sound_server)


@pytest.mark.microphone
async def test_a_microphone_that_is_unplugged_and_comes_back_at_another_rate(
    sound_server: SoundServer, tmp_path: Path
) -> None:
    async with answering(tmp_path) as room:
        await spoken(sound_server)
        sound_server.control("unload-module", "module-remap-source")
        await room.until_told("The microphone stopped at")
        sound_server.control(
            "load-module",
            "module-remap-source",
            "master=micfeed.monitor",
            "source_name=virtmic",
            "remix=no",
            "rate=8000",
        )
        sound_server.control("set-default-source", "virtmic")
        await room.until_told("There is a microphone again")
        await goes_on(room, sound_server)


@pytest.mark.microphone
async def test_a_sound_process_that_hangs_in_mid_answer(
    sound_server: SoundServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with answering(tmp_path) as room:
        await spoken(sound_server)
        monkeypatch.setattr(process, "BEAT_SECONDS", 0.2)
        assert room.sound.pid is not None
        os.kill(room.sound.pid, signal.SIGSTOP)
        await room.until_told("has stopped. Everything up to here is saved.")
        monkeypatch.setattr(process, "BEAT_SECONDS", 3.0)
        await room.until_told("work again")
        await goes_on(room, sound_server)


class Told:
    """The sentences of ears, to be waited for."""

    def __init__(self, ears: Ears) -> None:
        self.sentences: list[str] = []
        self._queue: asyncio.Queue[str] = asyncio.Queue()
        ears.on_trouble = self._queue.put_nowait

    async def next(self) -> str:
        async with asyncio.timeout(60):
            self.sentences.append(await self._queue.get())
        return self.sentences[-1]


@pytest.fixture
async def ears() -> AsyncIterator[Ears]:
    opened = await Ears.open(Settings())
    await opened.ready()
    yield opened
    await opened.close()


AGAIN = "The recogniser stopped and was started again; your answer is on disk and will be transcribed."


@pytest.mark.voice
async def test_a_recogniser_that_hangs_costs_no_word(ears: Ears, monkeypatch: pytest.MonkeyPatch) -> None:
    told = Told(ears)
    monkeypatch.setattr(process, "BEAT_SECONDS", 0.2)
    assert ears.pid is not None
    os.kill(ears.pid, signal.SIGSTOP)
    hearing = asyncio.create_task(ears.hear(SPEECH / "jfk.flac"))
    assert await told.next() == AGAIN
    monkeypatch.setattr(process, "BEAT_SECONDS", 3.0)
    assert word_error_rate(reference("jfk"), (await hearing).text) < 0.15


@pytest.mark.voice
async def test_a_recogniser_without_memory_costs_no_word(ears: Ears) -> None:
    told = Told(ears)
    assert ears.pid is not None
    status = Path(f"/proc/{ears.pid}/status").read_text().splitlines()
    used = int(next(line for line in status if line.startswith("VmSize")).split()[1]) * 1024
    resource.prlimit(ears.pid, resource.RLIMIT_AS, (used, used))
    hearing = asyncio.create_task(ears.hear(SPEECH / "jfk.flac"))
    assert await told.next() == AGAIN
    assert word_error_rate(reference("jfk"), (await hearing).text) < 0.15
