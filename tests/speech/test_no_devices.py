"""A machine without sound: the sentences are right and nothing hangs."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest

from simulator.errors import DeviceError
from simulator.speech import backend, capture, playback
from simulator.speech.backend import SILENCE_DB
from simulator.speech.check import check_microphone, check_voice
from simulator.speech.sound import Sound

pytestmark = [
    pytest.mark.voice,
    pytest.mark.skipif(sys.platform != "linux", reason="takes the sound server away as Linux finds it"),
]


@pytest.fixture(params=["no sound server", "no sound system", "no library"])
def without(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> str:
    for name in ("PULSE_SERVER", "PIPEWIRE_REMOTE", "JACK_DEFAULT_SERVER"):
        monkeypatch.setenv(name, f"unix:{tmp_path}/nobody")
    monkeypatch.setenv("ALSA_CONFIG_PATH", str(tmp_path / "none.conf"))
    if request.param == "no sound system":
        # What cannot be loaded is as good as not installed: miniaudio is then left with its null backend.
        for library in ("libpulse.so", "libpulse.so.0", "libasound.so", "libasound.so.2", "libjack.so", "libjack.so.0"):
            (tmp_path / library).write_text("not a library")
        monkeypatch.setenv("LD_LIBRARY_PATH", str(tmp_path))
    if request.param == "no library":
        monkeypatch.setenv(backend.CHOICE_VARIABLE, "none")
    return str(request.param)


async def test_everything_says_so_and_goes_on(without: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    began = time.monotonic()
    sound = await Sound.open()
    told: list[str] = []
    sound.on_trouble = told.append
    try:
        assert (sound.microphone, sound.loudspeaker) == ("", "")
        assert sound.microphone_trouble == capture.NONE_FOUND
        assert sound.loudspeaker_trouble == playback.NONE_FOUND
        assert sound.level == sound.noise_floor == SILENCE_DB
        devices = await sound.devices()
        assert devices == ((), ())
        with pytest.raises(DeviceError) as caught:
            await sound.record(tmp_path / "q01-t1.pcm")
        assert caught.value.message == capture.NONE_FOUND
        assert not (tmp_path / "q01-t1.pcm").exists()
        assert await sound.stop_recording() == 0.0
        sound.stop_playing()
        microphone = await check_microphone(sound)
        assert (microphone.ok, microphone.sentence) == (False, capture.NONE_FOUND)
        voice, echo = await check_voice(sound)
        assert (voice.ok, voice.sentence, echo) == (False, playback.NONE_FOUND, None)
    finally:
        await sound.close()
    assert time.monotonic() - began < 8.0
    assert told == []
    assert capfd.readouterr() == ("", ""), "a library's chatter reached the terminal"
