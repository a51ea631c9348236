"""Sound, with the virtual microphone and loudspeaker."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from simulator.speech.backend import CHOICE_VARIABLE
from simulator.speech.sound import Sound
from tests.virtual_microphone import SoundServer


@pytest.fixture
def library(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """The sound library in use: the program's own choice, or what the test is parametrised with (`each_library`), which
    is skipped by name where it is not here. sounddevice is for Linux on aarch64, with libportaudio2."""
    name = str(getattr(request, "param", ""))
    if not name:
        return name
    try:
        __import__(name)
    except (ImportError, OSError) as error:
        pytest.skip(f"no {name}: {error}")
    monkeypatch.setenv(CHOICE_VARIABLE, name)
    return name


@pytest.fixture
async def sound(sound_server: SoundServer, library: str) -> AsyncIterator[Sound]:
    """Sound with the virtual microphone and loudspeaker."""
    opened = await Sound.open()
    if library == "sounddevice" and not opened.microphone and not opened.loudspeaker:
        await opened.close()
        pytest.skip("no way from ALSA to PulseAudio: libasound2-plugins is not installed")
    try:
        yield opened
    finally:
        await opened.close()
