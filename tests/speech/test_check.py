"""The device check, on virtual devices."""

from __future__ import annotations

import asyncio
from pathlib import Path

import numpy as np
import pytest
import soundfile

from simulator.speech import check
from simulator.speech.audiofile import RATE, Samples, read_audio
from simulator.speech.sound import Sound
from tests.speech.signals import CLIPS
from tests.virtual_microphone import SoundServer

pytestmark = pytest.mark.microphone


def with_noise(path: Path, speech: Samples, noise: float, seconds: float = 4.0) -> Path:
    """Speech in a room: white noise of so many dBFS all through."""
    samples = np.random.default_rng(5).normal(0, 10 ** (noise / 20), round(seconds * RATE))
    samples[: len(speech)] += speech
    soundfile.write(path, samples, RATE)
    return path


async def spoken_while_listening(sound: Sound, server: SoundServer, clip: Path) -> check.Levels:
    player = server.say(clip)
    try:
        await asyncio.wait([asyncio.create_task(sound.recent(1))], timeout=1)
        return await check.check_microphone(sound, 3.0)
    finally:
        player.kill()
        player.wait()


async def test_a_clear_voice(sound: Sound, sound_server: SoundServer, tmp_path: Path) -> None:
    speech = read_audio(CLIPS / "harv_spk1_1.flac").samples
    levels = await spoken_while_listening(sound, sound_server, with_noise(tmp_path / "clear.wav", speech, -60.0))
    assert levels.ok
    assert "hears you" in levels.sentence
    assert levels.noise == pytest.approx(-60.0, abs=4.0)
    assert levels.speech > levels.noise + 25.0


async def test_a_noisy_room(sound: Sound, sound_server: SoundServer, tmp_path: Path) -> None:
    speech = read_audio(CLIPS / "harv_spk1_1.flac").samples
    loud = 20 * np.log10(np.percentile(np.abs(speech), 98)) - 10
    levels = await spoken_while_listening(sound, sound_server, with_noise(tmp_path / "noisy.wav", speech, loud - 4))
    assert not levels.ok
    assert "above the noise of the room" in levels.sentence
    assert "quieter place" in levels.mend


async def test_nothing_but_noise(sound: Sound, sound_server: SoundServer, tmp_path: Path) -> None:
    silence = np.zeros(0, np.float32)
    levels = await spoken_while_listening(sound, sound_server, with_noise(tmp_path / "noise.wav", silence, -45.0))
    assert not levels.ok
    assert "noise of the room" in levels.sentence
    assert levels.mend


async def test_a_dead_microphone(sound: Sound) -> None:
    levels = await check.check_microphone(sound, 1.0)
    assert (levels.ok, levels.sentence) == (False, "The microphone gives no sound at all.")
    assert "mute" in levels.mend


async def test_a_microphone_turned_up_too_far(sound: Sound, sound_server: SoundServer, tmp_path: Path) -> None:
    speech = read_audio(CLIPS / "harv_spk1_1.flac").samples * 40
    soundfile.write(tmp_path / "loud.wav", np.clip(speech, -1.0, 1.0), RATE)
    levels = await spoken_while_listening(sound, sound_server, tmp_path / "loud.wav")
    assert not levels.ok
    assert "turned up so far" in levels.sentence


async def test_a_voice_that_stays_out_of_the_microphone(sound: Sound, sound_server: SoundServer) -> None:
    talking = sound_server.say(CLIPS / "harv_spk1_2.flac")  # somebody else is speaking meanwhile
    voice, echo = await check.check_voice(sound)
    talking.wait()
    assert voice.ok
    assert sound.loudspeaker in voice.sentence
    assert echo is not None
    assert echo.ok
    assert echo.correlation < check.ECHO_CORRELATION


async def test_a_voice_that_comes_back(sound: Sound, sound_server: SoundServer) -> None:
    """The loudspeaker stands before the microphone."""
    sound_server.control("load-module", "module-loopback", "source=speakers.monitor", "sink=micfeed", "latency_msec=60")
    voice, echo = await check.check_voice(sound)
    assert voice.ok
    assert echo is not None
    assert not echo.ok
    assert echo.correlation > check.ECHO_CORRELATION
    assert "headphones" in echo.mend
