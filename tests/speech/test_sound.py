"""Playing and recording for real, through a virtual loudspeaker and a virtual microphone."""

from __future__ import annotations

import asyncio
import os
import resource
import signal
import statistics
import time
from pathlib import Path

import numpy as np
import pytest

from simulator.errors import AudioError, DeviceError
from simulator.speech import voice
from simulator.speech.audiofile import RATE, read_audio, seal
from simulator.speech.backend import SILENCE_DB
from simulator.speech.sound import Sound
from tests.speech.signals import CLIPS, alike, loud_seconds, loudest_frequency, pcm, sounding, tone
from tests.virtual_microphone import SoundServer

pytestmark = pytest.mark.microphone

each_library = pytest.mark.parametrize("library", ["miniaudio", "sounddevice"], indirect=True)

CLIP = CLIPS / "harv_spk1_1.flac"


async def spoken(server: SoundServer, clip: Path) -> None:
    assert await asyncio.to_thread(server.say(clip).wait) == 0


class Told:
    """The sentences of `on_trouble`, to be waited for."""

    def __init__(self, sound: Sound) -> None:
        self._sentences: asyncio.Queue[str] = asyncio.Queue()
        sound.on_trouble = self._sentences.put_nowait

    async def until(self, part: str) -> str:
        async with asyncio.timeout(15):
            while part not in (sentence := await self._sentences.get()):
                pass
        return sentence


@each_library
async def test_a_rendered_question_is_heard(sound: Sound, sound_server: SoundServer, tmp_path: Path) -> None:
    question = await voice.render("Tell me about yourself. What brings you here?", tmp_path / "question.wav")
    with sound_server.hear() as heard:
        playback = await sound.play(question)
        assert await playback.finished()
        ended = time.monotonic()
    assert alike(read_audio(question).samples, heard.samples()) > 0.8
    assert playback.position == pytest.approx(playback.seconds, abs=0.01)
    assert ended > heard.last_sound()


@each_library
async def test_the_end_is_told_when_it_has_been_heard(sound: Sound, sound_server: SoundServer, tmp_path: Path) -> None:
    """Response latency counts from here. The recorder itself is up to 10 ms late."""
    late = []
    for seconds, rate in ((0.7, 16_000), (0.93, 22_050), (1.11, 48_000)):
        with sound_server.hear() as heard:
            playback = await sound.play(tone(tmp_path / "tone.wav", seconds, rate=rate))
            assert await playback.finished()
            ended = time.monotonic()
        assert loud_seconds(heard.samples()) == pytest.approx(seconds, abs=0.02)
        late.append(ended - heard.last_sound(0.05))
    print(f"told {min(late):.3f} to {max(late):.3f} s after the last sound")
    assert min(late) > -0.03
    assert min(late) < 0.15, "a busy machine delays one; what is reckoned wrongly delays all"


@each_library
async def test_stopping_is_silence_within_a_tenth_of_a_second(
    sound: Sound, sound_server: SoundServer, tmp_path: Path
) -> None:
    long = tone(tmp_path / "tone.wav", 20.0)
    after = []
    for _ in range(3):
        with sound_server.hear() as heard:
            playback = await sound.play(long)
            await asyncio.wait([asyncio.create_task(playback.finished())], timeout=0.5)
            asked = time.monotonic()
            sound.stop_playing()
            assert not await playback.finished()
        assert len(sounding(heard.samples())) > 0.3 * RATE
        after.append(heard.last_sound() - asked)
    assert min(after) < 0.1, after
    assert max(after) < 2.0, after


async def test_a_new_recording_takes_the_place_of_the_one_before(
    sound: Sound, sound_server: SoundServer, tmp_path: Path
) -> None:
    first = await sound.play(tone(tmp_path / "long.wav", 20.0))
    with sound_server.hear() as heard:
        second = await sound.play(tone(tmp_path / "short.wav", 0.5, frequency=1500.0))
        assert not await first.finished()
        assert await second.finished()
    assert loudest_frequency(heard.samples()[-RATE // 2 :]) == pytest.approx(1500.0, abs=5.0)


@pytest.mark.parametrize("speed", [0.5, 1.5, 2.0])
async def test_another_speed_keeps_the_pitch(
    sound: Sound, sound_server: SoundServer, tmp_path: Path, speed: float
) -> None:
    with sound_server.hear() as heard:
        playback = await sound.play(tone(tmp_path / "tone.wav", 2.0, frequency=440.0), speed=speed)
        assert await playback.finished()
    played = sounding(heard.samples())
    assert loud_seconds(played) == pytest.approx(2.0 / speed, rel=0.05)
    assert loudest_frequency(played) == pytest.approx(440.0, abs=2.0)
    assert playback.position == pytest.approx(2.0, abs=0.1)


async def test_playing_from_a_place(sound: Sound, sound_server: SoundServer) -> None:
    with sound_server.hear() as heard:
        playback = await sound.play(CLIP, start=1.2)
        assert playback.position == 1.2
        assert await playback.finished()
    assert alike(read_audio(CLIP).samples[round(1.2 * RATE) :], heard.samples()) > 0.8


async def test_the_position_follows_the_ear(sound: Sound, tmp_path: Path) -> None:
    playback = await sound.play(tone(tmp_path / "tone.wav", 1.5))
    began = time.monotonic()
    finished = asyncio.create_task(playback.finished())
    seen = []
    while not (await asyncio.wait([finished], timeout=0.05))[0]:
        seen.append((time.monotonic() - began, playback.position))
    positions = [position for _, position in seen]
    assert positions == sorted(positions)
    assert len(set(positions)) > 15
    assert statistics.median(abs(position - at) for at, position in seen) < 0.25, seen


async def test_what_cannot_be_played_is_said_so(sound: Sound, tmp_path: Path) -> None:
    (tmp_path / "text.wav").write_text("no sound")
    with pytest.raises(AudioError, match="holds text"):
        await sound.play(tmp_path / "text.wav")
    assert await (await sound.play(tone(tmp_path / "tone.wav", 0.2))).finished()


@each_library
async def test_what_is_said_is_on_disk(sound: Sound, sound_server: SoundServer, tmp_path: Path) -> None:
    answer = tmp_path / "q01-t1.pcm"
    await sound.record(answer)
    await spoken(sound_server, CLIP)
    seconds = await sound.stop_recording()
    assert seconds == answer.stat().st_size / (2 * RATE)
    assert answer.stat().st_mode & 0o777 == 0o600
    assert alike(read_audio(CLIP).samples, pcm(answer)) > 0.8
    await spoken(sound_server, CLIP)
    assert answer.stat().st_size == seconds * 2 * RATE, "what is said outside an answer is not written"
    assert await sound.stop_recording() == 0.0


async def test_a_recording_goes_on_where_it_was(sound: Sound, sound_server: SoundServer, tmp_path: Path) -> None:
    answer = tmp_path / "q01-t1.pcm"
    before = np.arange(1, 1001, dtype="<i2").tobytes()
    answer.write_bytes(before + b"\x07")
    await sound.record(answer)
    await spoken(sound_server, CLIP)
    seconds = await sound.stop_recording()
    assert answer.read_bytes().startswith(before)
    assert seconds > 1000 / RATE + read_audio(CLIP).seconds
    assert alike(read_audio(CLIP).samples, pcm(answer)) > 0.8


@each_library
async def test_recording_while_playing(sound: Sound, sound_server: SoundServer, tmp_path: Path) -> None:
    answer = tmp_path / "q01-t1.pcm"
    await sound.record(answer)
    with sound_server.hear() as heard:
        playback = await sound.play(CLIPS / "harv_spk1_2.flac")
        await spoken(sound_server, CLIP)
        assert await playback.finished()
    await sound.stop_recording()
    assert alike(read_audio(CLIPS / "harv_spk1_2.flac").samples, heard.samples()) > 0.8
    assert alike(read_audio(CLIP).samples, pcm(answer)) > 0.8


async def test_levels(sound: Sound, sound_server: SoundServer, tmp_path: Path) -> None:
    await spoken(sound_server, tone(tmp_path / "quiet.wav", 0.5, loudness=0.0))
    assert sound.noise_floor == SILENCE_DB
    speaking = asyncio.create_task(spoken(sound_server, tone(tmp_path / "loud.wav", 1.0, loudness=0.5)))
    levels = []
    while not (await asyncio.wait([speaking], timeout=0.05))[0]:
        levels.append(sound.level)
    assert max(levels) == pytest.approx(20 * np.log10(0.5 / np.sqrt(2)), abs=1.0)
    assert not sound.clipping
    square = tmp_path / "square.pcm"
    square.write_bytes(np.tile(np.repeat(np.array([32767, -32768], "<i2"), 40), 200).tobytes())
    await spoken(sound_server, seal(square))
    await asyncio.wait([asyncio.create_task(sound.recent(0.05))], timeout=1)
    assert sound.clipping


async def test_the_last_seconds_are_remembered(sound: Sound, sound_server: SoundServer, tmp_path: Path) -> None:
    await spoken(sound_server, tone(tmp_path / "before.wav", 1.0))
    await spoken(sound_server, CLIP)
    wanted = read_audio(CLIP).seconds + 0.5
    heard = np.frombuffer(await sound.recent(wanted), "<i2")
    assert len(heard) == pytest.approx(wanted * RATE, abs=1)
    assert alike(read_audio(CLIP).samples, np.asarray(heard / 32768, np.float32)) > 0.8


@each_library
async def test_a_loudspeaker_that_goes_cuts_off_what_is_played(
    sound: Sound, sound_server: SoundServer, tmp_path: Path
) -> None:
    playback = await sound.play(tone(tmp_path / "tone.wav", 60.0))
    await spoken(sound_server, CLIP)
    sound_server.kill()
    async with asyncio.timeout(30):
        assert not await playback.finished()
    assert 0 < playback.position < 30


@each_library
async def test_a_microphone_that_goes_and_comes_back(sound: Sound, sound_server: SoundServer, tmp_path: Path) -> None:
    told = Told(sound)
    answer = tmp_path / "q01-t1.pcm"
    await sound.record(answer)
    await spoken(sound_server, CLIP)
    sound_server.kill()
    sentence = await told.until("stopped")
    assert (
        sentence
        == f"The microphone stopped at 0:0{int(answer.stat().st_size / 2 / RATE)}. Everything up to there is saved."
    )
    assert (sound.microphone, sound.microphone_trouble) == ("", sentence)
    assert alike(read_audio(CLIP).samples[: -RATE // 2], pcm(answer)) > 0.8
    with pytest.raises(DeviceError, match="stopped at"):
        await sound.record(answer)
    sound_server.start()
    await told.until("There is a microphone again")
    assert sound.microphone
    assert sound.microphone_trouble == ""
    kept = answer.stat().st_size
    await sound.record(answer)
    await spoken(sound_server, CLIP)
    assert await sound.stop_recording() > kept / 2 / RATE + read_audio(CLIP).seconds
    assert await (await sound.play(CLIP)).finished()


async def test_a_microphone_that_was_just_plugged_in_is_found_by_whoever_goes_on(
    sound: Sound, sound_server: SoundServer, tmp_path: Path
) -> None:
    """Looking again by itself, the program may be ten seconds late."""
    told = Told(sound)
    answer = tmp_path / "q01-t1.pcm"
    await sound.record(answer)
    await spoken(sound_server, CLIP)
    sound_server.kill()
    await told.until("stopped")
    for _ in range(2):
        with pytest.raises(DeviceError, match="stopped at"):
            await sound.record(answer)
    sound_server.start()
    kept = answer.stat().st_size
    await sound.record(answer)
    await spoken(sound_server, CLIP)
    assert await sound.stop_recording() > kept / 2 / RATE + 0.9 * read_audio(CLIP).seconds


async def test_a_microphone_that_is_unplugged(sound: Sound, sound_server: SoundServer, tmp_path: Path) -> None:
    """The sound server would otherwise go on with the loudspeaker's own monitor."""
    told = Told(sound)
    await sound.record(tmp_path / "q01-t1.pcm")
    sound_server.control("unload-module", "module-remap-source")
    await told.until("stopped at 0:0")
    assert sound.microphone == ""


async def test_a_sound_process_that_dies_is_started_again(
    sound: Sound, sound_server: SoundServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("simulator.speech.sound._RESTART_SECONDS", 0.0)
    told = Told(sound)
    playback = await sound.play(tone(tmp_path / "tone.wav", 20.0))
    assert sound.pid is not None
    os.kill(sound.pid, signal.SIGKILL)
    await told.until("has stopped")
    assert not await playback.finished()
    await told.until("work again")
    assert sound.microphone
    assert await (await sound.play(tone(tmp_path / "tone.wav", 0.2))).finished()


async def test_a_silent_microphone_is_told(sound: Sound, sound_server: SoundServer) -> None:
    told = Told(sound)
    assert await told.until("no sound at all") == sound.microphone_trouble
    await spoken(sound_server, CLIP)
    await told.until("can be heard again")


async def test_a_full_disk_is_told(sound: Sound, tmp_path: Path) -> None:
    assert sound.pid is not None
    told = Told(sound)
    answer = tmp_path / "q01-t1.pcm"
    resource.prlimit(sound.pid, resource.RLIMIT_FSIZE, (32_000, resource.RLIM_INFINITY))
    await sound.record(answer)
    assert await told.until("Recording stopped") == (
        "Recording stopped at 0:01: File too large. Everything up to there is saved."
    )
    assert answer.stat().st_size == 32_000
    cut_off = sound.cut_off
    await sound.record(tmp_path / "q01-t2.pcm")
    assert (cut_off, sound.cut_off) == (True, False)
    with pytest.raises(DeviceError, match="cannot be written"):
        await sound.record(tmp_path / "no such folder" / "a.pcm")


async def test_a_device_that_is_not_here_is_replaced_and_told(sound_server: SoundServer, library: str) -> None:
    sound = await Sound.open(microphone="Studio Nine", loudspeaker="Stage Left")
    try:
        assert sound.microphone
        assert sound.microphone_trouble == f"The microphone Studio Nine is not here, so {sound.microphone} is used."
        assert sound.loudspeaker_trouble == f"The loudspeaker Stage Left is not here, so {sound.loudspeaker} is used."
    finally:
        await sound.close()


async def test_devices_can_be_chosen(sound_server: SoundServer, tmp_path: Path) -> None:
    sound = await Sound.open(loudspeaker="MicrophoneFeed")
    try:
        assert sound.loudspeaker == "MicrophoneFeed"
        devices = await sound.devices()
        assert devices.microphones == ("VirtualMicrophone",)
        assert set(devices.loudspeakers) == {"VirtualSpeakers", "MicrophoneFeed"}
        await sound.record(tmp_path / "a.pcm")
        assert await (await sound.play(CLIP)).finished()
        await sound.stop_recording()
        assert alike(read_audio(CLIP).samples, pcm(tmp_path / "a.pcm")) > 0.8
    finally:
        await sound.close()


async def test_closing_is_quick_and_ends_everything(sound: Sound, sound_server: SoundServer, tmp_path: Path) -> None:
    playback = await sound.play(tone(tmp_path / "tone.wav", 20.0))
    await sound.record(tmp_path / "a.pcm")
    began = time.monotonic()
    await sound.close()
    assert time.monotonic() - began < 5.0, "the tone would have gone on for 20 s"
    assert not await playback.finished()
    assert await sound.stop_recording() == 0.0
    assert "native-protocol" not in sound_server.control("list", "short", "source-outputs")


async def test_a_playback_leaves_nothing_behind(sound: Sound, sound_server: SoundServer, tmp_path: Path) -> None:
    short = tone(tmp_path / "tone.wav", 0.1)
    for _ in range(5):
        assert await (await sound.play(short)).finished()
    clients = sound_server.control("list", "short", "clients").splitlines()
    assert len([client for client in clients if "pactl" not in client]) <= 3, clients
