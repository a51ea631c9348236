from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import numpy as np
import pytest
import soundfile
from numpy.typing import NDArray

from simulator.errors import DeviceError
from simulator.speech import voice
from simulator.speech.audiofile import read_audio
from tests.speech.signals import correlation

pytestmark = pytest.mark.voice

QUESTION = "Tell me about a time you disagreed with a colleague. What did you do?"


async def test_a_question_becomes_sound_without_espeak_on_the_system(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))  # no espeak-ng, no aplay
    out = await voice.render(QUESTION, tmp_path / "question.wav")
    samples, rate = soundfile.read(out)
    loud = np.flatnonzero(np.abs(samples) > 0.01)
    assert 2.5 < len(samples) / rate < 8.0
    assert np.abs(samples).max() > 0.1
    assert (len(samples) - loud[-1]) / rate < 0.1, "silence at the end would count as thinking"


@pytest.mark.skipif(sys.platform != "linux", reason="espeakng-loader is for Linux")
def test_the_packaged_engine_is_the_one_that_speaks() -> None:
    code = """
        import espeakng_loader
        from simulator.speech.voice import _start
        _start()
        loaded = {line.split()[-1] for line in open("/proc/self/maps") if "espeak" in line and ".so" in line}
        assert loaded == {espeakng_loader.get_library_path()}, loaded
    """
    subprocess.run([sys.executable, "-c", textwrap.dedent(code)], check=True, timeout=60)


async def test_the_rate_is_obeyed(tmp_path: Path) -> None:
    slow = read_audio(await voice.render(QUESTION, tmp_path / "slow.wav", rate=120)).seconds
    fast = read_audio(await voice.render(QUESTION, tmp_path / "fast.wav", rate=240)).seconds
    assert 1.6 < slow / fast < 2.4


async def test_a_voice_can_be_chosen_and_one_that_is_gone_is_replaced(tmp_path: Path) -> None:
    usual = read_audio(await voice.render(QUESTION, tmp_path / "usual.wav")).samples
    same = read_audio(await voice.render(QUESTION, tmp_path / "same.wav", voice="no such voice")).samples
    english = [each for each in await voice.voices() if each.language.startswith("en")]
    other = read_audio(await voice.render(QUESTION, tmp_path / "other.wav", voice=english[0].id)).samples
    assert np.array_equal(usual, same)
    assert correlation(usual[: len(other) // 2], other) < 0.9


async def test_voices_have_names_and_languages_with_english_first() -> None:
    voices = await voice.voices()
    assert len(voices) > 20
    assert all(each.id and each.name for each in voices)
    english = [each.language.startswith("en") for each in voices]
    assert english[0]
    assert english == sorted(english, reverse=True)


def test_escapes_and_controls_are_not_read_aloud() -> None:
    assert voice.speakable("\x1b[31mTell\x1b[0m me\tabout\n\x1b]0;title\x07 \u202eyou\x00rself [/b].") == (
        "Tell me about you rself [/b]."
    )


async def test_nothing_to_say_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(DeviceError, match="nothing to say"):
        await voice.render(" \x1b[2J\n", tmp_path / "a.wav")


async def test_cancelling_kills_the_engine(tmp_path: Path) -> None:
    rendering = asyncio.create_task(voice.render("one more word " * 100_000, tmp_path / "a.wav"))
    await asyncio.wait([rendering], timeout=0.5)
    assert not rendering.done()
    began = asyncio.get_running_loop().time()
    rendering.cancel()
    with pytest.raises(asyncio.CancelledError):
        await rendering
    assert asyncio.get_running_loop().time() - began < 5.0, "all of it would have taken minutes"
    assert not (tmp_path / "a.wav").exists()


async def test_nothing_is_printed(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    await voice.render(QUESTION, tmp_path / "a.wav")
    assert capfd.readouterr() == ("", "")
    assert (tmp_path / "home" / "log.txt").stat().st_mode & 0o777 == 0o600


@pytest.mark.skipif(sys.platform != "linux", reason="espeakng-loader is for Linux")
async def test_a_long_path_to_the_packages_does_not_matter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import espeakng_loader

    deep = tmp_path.joinpath(*["a folder with a long name"] * 8)
    shutil.copytree(Path(espeakng_loader.__file__).parent, deep / "espeakng_loader")
    monkeypatch.setenv("PYTHONPATH", str(deep), prepend=os.pathsep)
    assert (await voice.render(QUESTION, tmp_path / "a.wav")).stat().st_size > 50_000


async def test_without_an_engine_one_sentence_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for package in ("pyttsx3", "espeakng_loader"):
        (tmp_path / "none" / package).mkdir(parents=True)
        (tmp_path / "none" / package / "__init__.py").write_text(f"raise ImportError('no {package}')")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "none"), prepend=os.pathsep)
    with pytest.raises(DeviceError) as caught:
        await voice.render(QUESTION, tmp_path / "a.wav")
    assert "No voice could be started" in caught.value.message
    assert "shown on screen" in caught.value.mend


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the voices of the system are used as they are")
async def test_a_second_interviewer_sounds_like_somebody_else(tmp_path: Path) -> None:
    known = await voice.voices()
    first = read_audio(await voice.render(QUESTION, tmp_path / "first.wav"))
    second = read_audio(await voice.render(QUESTION, tmp_path / "second.wav", voice=voice.another(known, "")))
    assert _pitch(second.samples) > 1.5 * _pitch(first.samples)


def _pitch(samples: NDArray[np.float32], rate: int = 16_000) -> float:
    """The median pitch in Hz of the loud parts, by autocorrelation."""
    found = []
    for at in range(0, len(samples) - 2048, 1024):
        part = samples[at : at + 2048].astype(float)
        same = np.correlate(part, part, "full")[2047:]
        low, high = rate // 400, rate // 60
        lag = low + int(same[low:high].argmax())
        if np.sqrt((part**2).mean()) > 0.02 and same[lag] > 0.5 * same[0]:
            found.append(rate / lag)
    return float(np.median(found))
