"""Whatever kills the program or the process that records: what the microphone gave is on disk."""

from __future__ import annotations

import os
import random
import select
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from simulator.speech.audiofile import RATE, read_audio, seal
from simulator.speech.capture import LOG_VARIABLE
from tests.speech.signals import CLIPS, alike
from tests.virtual_microphone import SoundServer

pytestmark = [
    pytest.mark.microphone,
    pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="waits for processes as Linux does"),
]

KILLS = 20
CLIP = CLIPS / "harv_spk1_1.flac"


def ended_within(process: int, seconds: float) -> bool:
    return bool(select.select([process], [], [], seconds)[0])


def kill_at(path: Path, seconds: float, *, parent: bool) -> None:
    """Records into `path` and kills the parent, or its child, that many seconds after recording has begun."""
    command = [sys.executable, "-m", "tests.speech.recording_program", str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as program:
        assert program.stdout is not None
        child = int(program.stdout.readline())
        recorder = os.pidfd_open(child)
        try:
            assert not ended_within(recorder, seconds)
            os.kill(program.pid if parent else child, signal.SIGKILL)
            assert ended_within(recorder, 1.0), "the process that records outlived the program"
        finally:
            os.close(recorder)
            program.kill()


def test_kill_at_random_moments(
    sound_server: SoundServer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    log = tmp_path / "captured.log"
    monkeypatch.setenv(LOG_VARIABLE, str(log))
    chance = random.Random(20)
    for number in range(KILLS):
        kill_at(tmp_path / f"take-{number}.pcm", chance.uniform(0.05, 1.2), parent=number % 2 == 0)

    captured: dict[str, int] = {}
    for line in log.read_text().splitlines():
        path, samples = line.rsplit(" ", 1)
        captured[path] = max(int(samples), captured.get(path, 0))
    assert len(captured) == KILLS
    lost = {path: samples - Path(path).stat().st_size // 2 for path, samples in captured.items()}
    print(f"{KILLS} kills lost {sum(lost.values()) / RATE:.3f} of {sum(captured.values()) / RATE:.1f} s")
    assert sum(captured.values()) > KILLS * 0.2 * RATE
    assert sum(lost.values()) <= 0.25 * RATE, lost
    assert min(lost.values()) >= 0


def test_what_was_said_before_the_kill_can_be_heard(sound_server: SoundServer, tmp_path: Path) -> None:
    path = tmp_path / "q01-t1.pcm"
    said = read_audio(CLIP)
    speaking = sound_server.say(CLIP)
    kill_at(path, said.seconds, parent=True)
    speaking.wait()
    sealed = read_audio(seal(path)).samples
    beginning = sealed[:RATE]
    assert len(sealed) > 2 * RATE
    assert alike(beginning, said.samples) > 0.8
