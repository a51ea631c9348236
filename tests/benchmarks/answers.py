"""From the end of a spoken answer to its scorecard: `python -m tests.benchmarks.answers [FOLDER] [--answers 8] [--seconds 120]`.

FOLDER holds clips and a references.tsv with the columns id, file, dur_s, category and reference (others are passed over).
Answers of about so many seconds are joined from all its clips, in an order of their own, with pauses of 0.3 to 2 s around
each clip; the seed is fixed. They are spoken at real speed into the virtual microphone of the real program, in a terminal
that is read all the while; the first begins when the model is loaded, and each is ended with the end key. Then the same files are
decoded by faster-whisper alone, in a process of its own: same model, options, threads and environment.

For each answer are printed its seconds, spoken and heard, and
  wait   seconds from the end key until its transcript and its scorecard lie on disk
  WER    word errors against the joined references
  CPU    processor seconds of the process that listens, from the microphone's opening to the scorecard
  UI     processor seconds of the program itself meanwhile
  MB     the peaks (VmHWM) so far of the program and all processes below it, added up: at least what they had together
and beside it, under `alone`, seconds, CPU and WER of the run that decodes the whole file. Nobody's CPU has the loading of
the model in it. At the end: the median and worst wait, CPU in proportion to the whole-file runs, and the peak memory.
`--answers 1 --seconds 600` shows whether memory grows with an answer's length. Linux only.
"""

from __future__ import annotations

import argparse
import contextlib
import csv
import multiprocessing
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import NamedTuple

import numpy as np
import soundfile

from simulator import paths
from simulator.sessions import library
from simulator.sessions.store import TAKES, open_session
from simulator.settings import Settings
from simulator.speech import whisper, worker
from simulator.speech.audiofile import RATE, Samples, read_audio
from simulator.speech.models import find_model
from simulator.speech.signal import observe
from tests.benchmarks.idle import loaded, rest
from tests.benchmarks.table import Pair
from tests.listening import SPEECH, word_error_rate
from tests.processes import family, peak_megabytes, processor_seconds
from tests.speech.clips import at_one_level
from tests.terminal import Terminal
from tests.virtual_microphone import SoundServer, missing

PAUSES = 0.3, 2.0


class Answer(NamedTuple):
    sound: Path
    seconds: float
    text: str


class Cost(NamedTuple):
    """What the program took for an answer."""

    take: str
    wait: float
    listening: float
    ui: float
    megabytes: float


class Alone(NamedTuple):
    """What the engine alone took for the whole file, and what it heard; the peak memory of its process so far."""

    seconds: float
    cpu: float
    text: str
    megabytes: float


def speech(clip: Path) -> Samples:
    """A clip from its first voice to its last, at the level of all others."""
    samples = read_audio(clip).samples
    heard = observe(samples).speech
    return at_one_level(samples[round(heard[0].start * RATE) : round(heard[-1].end * RATE)])


def joined(folder: Path, seconds: float, count: int, into: Path) -> Iterator[Answer]:
    """Answers that last at least so long; each takes all clips in a new order before any comes again."""
    with (folder / "references.tsv").open(encoding="utf-8", newline="") as table:
        clips = [(speech(folder / row["file"]), row["reference"]) for row in csv.DictReader(table, delimiter="\t")]
    chance = random.Random(1)
    for number in range(1, count + 1):
        parts, texts, order = [pause(chance)], list[str](), list[tuple[Samples, str]]()
        while (length := sum(map(len, parts)) / RATE) < seconds:
            order = order or chance.sample(clips, len(clips))
            samples, text = order.pop()
            parts += [samples, pause(chance)]
            texts.append(text)
        path = into / f"answer{number}.wav"
        soundfile.write(path, np.concatenate(parts), RATE)
        yield Answer(path, length, " ".join(texts))


def pause(chance: random.Random) -> Samples:
    return np.zeros(round(chance.uniform(*PAUSES) * RATE), np.float32)


def recordings() -> list[Path]:
    """What the program is recording."""
    return list(paths.sessions().glob(f"*/{TAKES}/*.pcm"))


def rehearse(answers: Sequence[Answer], server: SoundServer, home: Path) -> Iterator[Cost]:
    """Gives the program one answer after the other, to its follow-up questions too."""
    options = ("practise", "--no-voice", "--seed", "3", "--questions", str(len(answers)))
    with Terminal(*options, home=home, environment=server.variables) as terminal:
        terminal.wait_for("How nervous")
        listener = loaded(terminal)
        for number, answer in enumerate(answers, start=1):
            rest(terminal, 1.0)
            if not recordings():  # a follow-up begins by itself
                terminal.press("enter")
            terminal.wait_until(lambda: bool(recordings()))
            terminal.wait_for("listening")
            (recording,) = recordings()
            listening, ui = processor_seconds(listener), processor_seconds(terminal.pid)
            speak(answer, server, terminal)
            terminal.press("space")
            ended = time.perf_counter()
            terminal.wait_until(recording.with_suffix(".card.json").exists, 120)  # written after the transcript
            wait = time.perf_counter() - ended
            listening, ui = processor_seconds(listener) - listening, processor_seconds(terminal.pid) - ui
            yield Cost(recording.stem, wait, listening, ui, sum(map(peak_megabytes, family(terminal.pid))))
            print(f"answer {number}: {wait:.2f} s", file=sys.stderr, flush=True)
        terminal.press("ctrl+q")
        terminal.wait_for_exit()


def speak(answer: Answer, server: SoundServer, terminal: Terminal) -> None:
    speaking = server.say(answer.sound)
    terminal.wait_until(lambda: speaking.poll() is not None, answer.seconds + 60)
    assert speaking.returncode == 0


def decode(sounds: Sequence[Path]) -> list[Alone]:
    """Each file by the engine alone, the model loaded once."""
    import ctranslate2
    from faster_whisper import WhisperModel

    folder = str(find_model(Settings()).folder)
    model = WhisperModel(folder, device="cpu", compute_type="int8", cpu_threads=os.cpu_count() or 1)
    results = []
    for sound in sounds:
        samples = read_audio(sound).samples
        ctranslate2.set_random_seed(0)
        began, before = time.perf_counter(), time.process_time()
        segments, _ = model.transcribe(samples, **whisper.OPTIONS)
        text = " ".join(segment.text.strip() for segment in segments)
        taken = time.perf_counter() - began, time.process_time() - before
        results.append(Alone(*taken, text, peak_megabytes(os.getpid())))
    return results


def report(answers: Sequence[Answer], costs: Sequence[Cost], alone: Sequence[Alone]) -> None:
    saved = open_session(library.find("last"))
    print("answer  spoken   heard   wait     WER    CPU     UI    MB    alone:    s    CPU     WER")
    for number, (answer, cost, engine) in enumerate(zip(answers, costs, alone, strict=True), start=1):
        take = saved.state.named(cost.take)
        heard = saved.heard(take) if take is not None else None
        assert heard is not None
        ours, theirs = (word_error_rate(answer.text, text) for text in (heard.text, engine.text))
        print(
            f"{number:6} {answer.seconds:7.1f} {heard.seconds:7.1f} {cost.wait:6.2f} {ours:7.1%} {cost.listening:6.1f}"
            f" {cost.ui:6.1f} {cost.megabytes:5.0f}         {engine.seconds:6.1f} {engine.cpu:6.1f} {theirs:7.1%}"
        )
    waits = [cost.wait for cost in costs]
    listening, ui, whole = sum(c.listening for c in costs), sum(c.ui for c in costs), sum(a.cpu for a in alone)
    print(f"end key to scorecard: median {statistics.median(waits):.2f} s, worst {max(waits):.2f} s")
    print(f"CPU: {listening / whole:.2f} times the whole-file runs, {(listening + ui) / whole:.2f} with the UI")
    print(f"peak memory: {max(cost.megabytes for cost in costs):.0f} MB")


def compared(clips: Path, seconds: float, count: int, folder: Path) -> tuple[list[Answer], list[Cost], list[Alone]]:
    """So many answers to the program and to the engine alone. `folder` is a new one, with a path short enough for a socket."""
    home = os.environ[paths.HOME_VARIABLE] = str(folder / "home")
    answers = list(joined(clips, seconds, count, folder))
    with contextlib.closing(SoundServer(folder)) as server:
        costs = list(rehearse(answers, server, Path(home)))
    os.environ.update(worker._ENVIRONMENT)
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as process:
        alone = process.submit(decode, [answer.sound for answer in answers]).result()
    return answers, costs, alone


def measured(seconds: float = 45.0, count: int = 3) -> list[Pair]:
    """The median seconds from the end key to the scorecard beside those of the whole file, then the seconds of processor time for an answer
    and the peak memory in MB, beside those of the engine alone."""
    with tempfile.TemporaryDirectory(prefix="mi-", dir="/tmp") as name:
        _, costs, alone = compared(SPEECH, seconds, count, Path(name))
    return [
        Pair(statistics.median(cost.wait for cost in costs), statistics.median(each.seconds for each in alone)),
        Pair(sum(cost.listening for cost in costs) / count, sum(each.cpu for each in alone) / count),
        Pair(max(cost.megabytes for cost in costs), alone[-1].megabytes),
    ]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.answers")
    parser.add_argument("folder", nargs="?", type=Path, default=SPEECH)
    parser.add_argument("--answers", type=int, default=8)
    parser.add_argument("--seconds", type=float, default=120.0)
    wanted = parser.parse_args()
    if reason := missing():
        sys.exit(reason)
    with tempfile.TemporaryDirectory(prefix="mi-", dir="/tmp") as name:
        report(*compared(wanted.folder, wanted.seconds, wanted.answers, Path(name)))


if __name__ == "__main__":
    main()
