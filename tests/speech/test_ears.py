"""Ears with the real process behind them: growing files, a process that is killed, no network, no model."""

from __future__ import annotations

import asyncio
import os
import select
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import numpy as np
import pytest

from simulator import settings
from simulator.errors import AudioError, ModelError, UserError
from simulator.settings import Settings
from simulator.speech.ears import Ears
from simulator.speech.levels import RATE, Samples
from tests.listening import SPEECH, fillers_in, reference, word_error_rate
from tests.speech import clips

pytestmark = pytest.mark.voice

FIRST = clips.clip("mfa_cold")
SECOND = clips.clip("jfk")
ANSWER = np.concatenate([FIRST, SECOND, np.zeros(RATE // 2, np.float32)])
SAID = f"{reference('mfa_cold')} {reference('jfk')}"
SECONDS = len(ANSWER) / RATE


FAILING_ENGINE = """
from speech_recognition.recognizers.whisper_local.base import WhisperCompatibleRecognizer

def fail(*_, **__):
    raise RuntimeError("the engine fails on this sound")

WhisperCompatibleRecognizer.recognize = fail
"""


class Diary:
    """What ears say unasked, waited for instead of slept for."""

    def __init__(self, ears: Ears) -> None:
        self.drafts: list[str] = []
        self.troubles: list[str] = []
        self._news = asyncio.Event()
        ears.on_words = lambda text: self._note(self.drafts, text)
        ears.on_trouble = lambda sentence: self._note(self.troubles, sentence)

    def _note(self, pages: list[str], line: str) -> None:
        pages.append(line)
        self._news.set()

    async def until(self, there: Callable[[], bool]) -> None:
        while not there():
            self._news.clear()
            await asyncio.wait_for(self._news.wait(), 120)


@pytest.fixture
async def ears() -> AsyncIterator[Ears]:
    opened = await Ears.open(Settings())
    yield opened
    await opened.close()


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    path = tmp_path / "q01-t1.pcm"
    path.touch()
    return path


def append(path: Path, samples: Samples) -> None:
    """As a recorder does: in blocks of 30 ms, an odd byte now and then left for the next."""
    data = clips.pcm(samples)
    with path.open("ab", buffering=0) as file:
        for at in range(0, len(data), 961):
            file.write(data[at : at + 961])


async def test_whole_recordings_of_every_kind_are_heard(ears: Ears, recording: Path) -> None:
    await ears.ready()
    assert (ears.engine, ears.trouble) == ("faster-whisper tiny.en", "")
    sealed = await ears.hear(SPEECH / "jfk.flac")
    append(recording, SECOND)
    raw = await ears.hear(recording)
    memory = await ears.hear_pcm(clips.pcm(SECOND))
    for heard in (sealed, raw, memory):
        assert word_error_rate(reference("jfk"), heard.text) == 0
        assert heard.seconds == pytest.approx(11.0, abs=0.01)
        assert heard.silences


async def test_what_is_no_recording_is_refused_and_the_rest_goes_on(ears: Ears, tmp_path: Path) -> None:
    text = tmp_path / "answer.wav"
    text.write_text("I am not a sound.", encoding="utf-8")
    with pytest.raises(AudioError, match="holds text"):
        await ears.hear(text)
    with pytest.raises(UserError, match="cannot be read"):
        await ears.follow(tmp_path / "nothing.pcm")
    with pytest.raises(ModelError, match="No answer is being followed"):
        await ears.finish(1.0)
    assert (await ears.hear(SPEECH / "harv_spk1_1.flac")).text


async def test_a_growing_answer_reads_like_the_whole(ears: Ears, recording: Path) -> None:
    diary = Diary(ears)
    await ears.follow(recording)
    append(recording, FIRST)
    await diary.until(lambda: bool(diary.drafts))
    append(recording, ANSWER[len(FIRST) :])
    followed = await ears.finish(SECONDS)
    whole = await ears.hear(recording)
    assert followed.seconds == whole.seconds == pytest.approx(SECONDS, abs=0.01)
    assert word_error_rate(whole.text, followed.text) < 0.1
    assert word_error_rate(SAID, followed.text) < 0.15
    assert fillers_in(followed.text) >= 0.8 * fillers_in(SAID)
    assert followed.speech == whole.speech
    assert diary.drafts[0].split()[:3] == followed.text.split()[:3]
    assert diary.troubles == []


async def test_a_recording_that_stops_short_is_finished_with_what_is_there(ears: Ears, recording: Path) -> None:
    await ears.follow(recording)
    append(recording, SECOND)
    heard = await asyncio.wait_for(ears.finish(60.0), 60)
    assert heard.seconds == pytest.approx(11.0, abs=0.01)
    assert word_error_rate(reference("jfk"), heard.text) == 0


async def test_a_recording_may_be_removed_while_it_is_followed(ears: Ears, recording: Path) -> None:
    await ears.follow(recording)
    append(recording, SECOND)
    recording.unlink()
    heard = await ears.finish(len(SECOND) / RATE)
    assert word_error_rate(reference("jfk"), heard.text) == 0


async def test_killing_the_process_in_mid_answer_costs_no_word(ears: Ears, recording: Path) -> None:
    diary = Diary(ears)
    await ears.follow(recording)
    append(recording, FIRST)
    await diary.until(lambda: bool(diary.drafts))
    assert ears.pid is not None
    os.kill(ears.pid, signal.SIGKILL)
    append(recording, ANSWER[len(FIRST) :])
    heard = await ears.finish(SECONDS)
    assert word_error_rate(SAID, heard.text) < 0.15
    assert heard.engine == "faster-whisper tiny.en"
    assert diary.troubles == [
        "The recogniser stopped and was started again; your answer is on disk and will be transcribed."
    ]


async def test_killing_it_while_it_finishes_costs_no_word(ears: Ears, recording: Path) -> None:
    diary = Diary(ears)
    append(recording, SECOND)
    await ears.follow(recording)
    first = ears.pid
    finishing = asyncio.create_task(ears.finish(len(SECOND) / RATE))
    await asyncio.sleep(0)
    assert first is not None
    os.kill(first, signal.SIGKILL)
    heard = await finishing
    assert word_error_rate(reference("jfk"), heard.text) == 0
    assert ears.pid != first
    assert len(diary.troubles) == 1


async def test_an_answer_sealed_before_the_process_died_is_heard_from_its_new_file(ears: Ears, tmp_path: Path) -> None:
    recording = tmp_path / "jfk.pcm"
    append(recording, SECOND)
    await ears.follow(recording)
    shutil.copy(SPEECH / "jfk.flac", tmp_path)
    recording.unlink()
    assert ears.pid is not None
    os.kill(ears.pid, signal.SIGKILL)
    heard = await ears.finish(len(SECOND) / RATE)
    assert word_error_rate(reference("jfk"), heard.text) == 0


async def test_dying_twice_on_one_answer_leaves_its_pauses(ears: Ears, recording: Path) -> None:
    diary = Diary(ears)
    await ears.follow(recording)
    append(recording, FIRST)
    for deaths in (1, 2):
        await diary.until(lambda: bool(diary.drafts))
        diary.drafts.clear()
        assert ears.pid is not None
        os.kill(ears.pid, signal.SIGKILL)
        await diary.until(lambda deaths=deaths: len(diary.troubles) == deaths)  # type: ignore[misc]
    heard = await ears.finish(len(FIRST) / RATE)
    assert (heard.engine, heard.words) == ("", ())
    assert heard.silences
    assert "no transcript" in diary.troubles[1]
    assert (await ears.hear(SPEECH / "harv_spk1_1.flac")).words, "the next answer is transcribed again"


async def test_an_engine_that_fails_on_an_answer_leaves_its_pauses(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "sitecustomize.py").write_text(FAILING_ENGINE, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    ears = await Ears.open(Settings())
    try:
        diary = Diary(ears)
        heard = await ears.hear(SPEECH / "harv_spk1_1.flac")
        assert (heard.engine, heard.words) == ("", ())
        assert heard.speech
        assert len(diary.troubles) == 2
    finally:
        await ears.close()


async def test_an_answer_that_is_given_up_makes_way(ears: Ears, recording: Path, tmp_path: Path) -> None:
    await ears.ready()
    append(recording, ANSWER)
    await ears.follow(recording)
    finishing = asyncio.create_task(ears.finish(SECONDS))
    await asyncio.sleep(0)
    ears.cancel()
    with pytest.raises(UserError, match="given up"):
        await finishing
    other = tmp_path / "q02-t1.pcm"
    append(other, clips.clip("harv_spk1_1"))
    await ears.follow(other)
    assert (await ears.finish(2.8)).text == "The child almost hurt the small dog."


async def test_a_hearing_that_nobody_waits_for_is_dropped(ears: Ears) -> None:
    await ears.ready()
    long = asyncio.create_task(ears.hear_pcm(clips.pcm(np.tile(SECOND, 30))))
    await asyncio.sleep(0)
    long.cancel()
    begun = time.monotonic()
    assert (await ears.hear(SPEECH / "harv_spk1_1.flac")).words
    took = time.monotonic() - begun
    assert took < 0.1 * 30 * len(SECOND) / RATE, "330 s of speech would have taken far longer"


async def test_closing_is_quick_even_in_mid_decoding(recording: Path) -> None:
    ears = await Ears.open(Settings())
    await ears.ready()
    diary = Diary(ears)
    append(recording, ANSWER)
    await ears.follow(recording)
    await diary.until(lambda: bool(diary.drafts))
    hearing = asyncio.create_task(ears.hear(SPEECH / "mfa_cold.flac"))
    await asyncio.sleep(0)
    pid = ears.pid
    begun = time.monotonic()
    await ears.close()
    assert time.monotonic() - begun < 3.0
    assert pid is not None
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
    with pytest.raises(UserError):
        await hearing


async def test_the_worker_steps_back_for_the_screen(ears: Ears) -> None:
    await ears.ready()
    assert ears.pid is not None
    assert os.getpriority(os.PRIO_PROCESS, ears.pid) >= os.getpriority(os.PRIO_PROCESS, 0) + 10 or (
        os.getpriority(os.PRIO_PROCESS, ears.pid) == 19
    )


async def test_without_a_model_there_are_pauses_and_one_sentence(tmp_path: Path, recording: Path) -> None:
    ears = await Ears.open(Settings(model_folder=str(tmp_path / "nowhere")))
    try:
        await ears.ready()
        assert ears.engine == ""
        assert ears.trouble.startswith(f"The recogniser's model in {tmp_path / 'nowhere'} lacks model.bin")
        assert "settings" in ears.trouble
        await ears.follow(recording)
        append(recording, SECOND)
        followed = await ears.finish(len(SECOND) / RATE)
        whole = await ears.hear(SPEECH / "jfk.flac")
        for heard in (followed, whole):
            assert (heard.engine, heard.words) == ("", ())
            assert len(heard.silences) >= 3
    finally:
        await ears.close()


async def test_a_damaged_model_is_told_and_never_loaded(tmp_path: Path) -> None:
    (tmp_path / "model").mkdir()
    for name, content in {"model.bin": b"\0" * 1000, "config.json": b"{}", "tokenizer.json": b"{}"}.items():
        (tmp_path / "model" / name).write_bytes(content)
    ears = await Ears.open(Settings(model_folder=str(tmp_path / "model")))
    try:
        await ears.ready()
        assert ears.engine == ""
        assert ears.trouble.startswith("The recogniser could not be started:")
        assert "\n" not in ears.trouble
    finally:
        await ears.close()


NO_NETWORK = """
import os, socket

def refuse(*arguments, **named):
    with open(os.environ["NETWORK_USED"], "a") as file:
        file.write("used\\n")
    raise OSError("the network was used")

socket.getaddrinfo = socket.create_connection = socket.socket.connect = refuse
"""


async def test_the_worker_never_touches_the_network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "sitecustomize.py").write_text(NO_NETWORK, encoding="utf-8")
    used = tmp_path / "used"
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setenv("NETWORK_USED", str(used))
    ears = await Ears.open(Settings())
    try:
        await ears.ready()
        assert ears.engine
        assert (await ears.hear(SPEECH / "harv_spk1_1.flac")).words
    finally:
        await ears.close()
    assert not used.exists()
    connecting = "import urllib.request as r; r.urlopen('http://127.0.0.1:9/')"
    control = await asyncio.to_thread(
        subprocess.run, [sys.executable, "-c", connecting], capture_output=True, check=False
    )
    assert control.returncode
    assert used.exists(), "the trap works: what does touch the network is seen"


PARENT = """
import asyncio, sys
from pathlib import Path
from simulator.settings import Settings
from simulator.speech.ears import Ears

async def main():
    ears = await Ears.open(Settings())
    await ears.ready()
    print(ears.pid, flush=True)
    await ears.hear_pcm(Path(sys.argv[1]).read_bytes())

asyncio.run(main())
"""


@pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="the end of somebody else's child is seen on Linux only")
async def test_the_worker_dies_with_its_parent_even_in_mid_decoding(recording: Path) -> None:
    append(recording, np.tile(SECOND, 10))
    parent = await asyncio.create_subprocess_exec(
        sys.executable, "-c", PARENT, str(recording), stdout=asyncio.subprocess.PIPE
    )
    assert parent.stdout is not None
    ended = os.pidfd_open(int(await parent.stdout.readline()))
    try:
        parent.kill()
        await parent.wait()
        assert await asyncio.to_thread(select.select, [ended], [], [], 5) == ([ended], [], [])
    finally:
        os.close(ended)


async def test_how_fast_the_recogniser_is_here_is_measured_at_its_first_use_and_kept(ears: Ears) -> None:
    await ears.hear_pcm(clips.pcm(clips.clip("harv_spk1_1")))
    assert settings.load().window_seconds == {}, "too short to tell"
    await ears.hear_pcm(clips.pcm(SECOND))
    measured = settings.load().window_seconds
    assert 0.05 < measured["tiny.en"] < 60
    await ears.hear_pcm(clips.pcm(SECOND))
    assert settings.load().window_seconds == measured
