"""How well and how fast the program hears: `python -m tests.benchmarks.ears [FOLDER] [--pauses-only]`.

FOLDER holds recordings and a `references.tsv` with the columns id, file, category and reference (what was really said, ums
included); a TextGrid beside a recording, if there is one, tells when. By default the samples in `tests/data/speech`.

Printed are, for our ears and for faster-whisper itself over whole files (the same model; once with our options, once as it
comes): word error rate by category, with Whisper's English normaliser and verbatim; fillers found and false; errors of word
times against the TextGrids; then for an answer of two minutes, joined from the recordings with pauses, processor time,
real-time factor, and how long the transcript takes after the last sound; the peak memory of each; and for silences of
0.25 to 3 s put between the recordings, F1 and error of their length in white noise and among other voices.
"""

from __future__ import annotations

import argparse
import multiprocessing
import re
import resource
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

import jiwer
import numpy as np

from simulator.settings import Settings
from simulator.speech.audiofile import read_audio
from simulator.speech.levels import RATE, Samples
from simulator.speech.mending import FILLERS
from simulator.speech.models import find_model
from simulator.speech.signal import observe
from simulator.speech.transcript import Word
from tests.listening import SPEECH, Recording, normalised, recordings
from tests.speech import clips

ANSWER_SECONDS = 120.0
TICK = RATE // 5
"""The worker looks at a growing answer five times a second."""

NOISES = (60.0, 25.0, 15.0, 8.0)


class Run(NamedTuple):
    """What one way of hearing gave: the words of each recording and of the long answer, seconds of work, peak memory."""

    words: list[list[Word]]
    long: list[Word]
    cpu: float
    wall: float
    left: float
    """Seconds from the last sound of the long answer to its transcript."""
    megabytes: float


def ours(paths: Sequence[Path], long: Samples) -> Run:
    """The long answer comes in as the worker would see it, but without waiting for the clock."""
    from simulator.speech.listening import Listening
    from simulator.speech.whisper import Whisper

    recogniser = Whisper(find_model(Settings()))
    words = []
    for path in paths:
        listening = Listening(recogniser)
        listening.feed(read_audio(path).samples)
        words.append(list(listening.finish().words))
    listening = Listening(recogniser)
    began, used = time.perf_counter(), time.process_time()
    for at in range(0, len(long), TICK):
        listening.feed(long[at : at + TICK])
        listening.work()
    ended = time.perf_counter()
    heard = listening.finish()
    now = time.perf_counter()
    return Run(words, list(heard.words), time.process_time() - used, now - began, now - ended, peak_megabytes())


def whole_file(paths: Sequence[Path], long: Samples, *, prompted: bool) -> Run:
    """faster-whisper over the whole of each."""
    from faster_whisper import WhisperModel

    from simulator.speech.whisper import OPTIONS

    model = WhisperModel(str(find_model(Settings()).folder), device="cpu", compute_type="int8", cpu_threads=threads())
    options: dict[str, Any] = OPTIONS if prompted else {"language": "en", "word_timestamps": True}

    def hear(samples: Samples) -> list[Word]:
        segments, _ = model.transcribe(samples, **options)
        return [
            Word(text=piece.word.strip(), start=piece.start, end=piece.end, confidence=piece.probability)
            for segment in segments
            for piece in segment.words or ()
        ]

    words = [hear(read_audio(path).samples) for path in paths]
    began, used = time.perf_counter(), time.process_time()
    heard = hear(long)
    wall = time.perf_counter() - began
    return Run(words, heard, time.process_time() - used, wall, wall, peak_megabytes())


def threads() -> int:
    return multiprocessing.cpu_count()


def peak_megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def alone(work: Callable[..., Run], *arguments: object, **options: object) -> Run:
    """In a process of its own, so that its peak memory is its own."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(work, *arguments, **options).result()


def verbatim(text: str) -> str:
    """Lower case, no punctuation; every um stays."""
    return " ".join(re.findall(r"[a-z0-9']+", text.lower().replace("’", "'").replace("-", " ")))


def text_of(words: Sequence[Word]) -> str:
    return " ".join(word.text for word in words)


def is_filler(text: str) -> bool:
    return text.strip(".,?!-…").lower() in FILLERS


def fillers(recording: Recording, words: Sequence[Word]) -> tuple[int, int, int]:
    """How many were said, found and made up. By their times where there is a TextGrid, else by their place among the words."""
    heard = [word for word in words if is_filler(word.text)]
    said = list(map(is_filler, recording.reference.split()))
    grid = recording.path.with_suffix(".TextGrid")
    if grid.is_file():
        found = clips.matched(clips.fillers_said(recording.name, grid.parent), heard)
        return sum(said), min(found, sum(said)), len(heard) - found
    if not any(said) or not words:
        return sum(said), 0, len(heard)
    aligned = jiwer.process_words(verbatim(recording.reference), verbatim(text_of(words)))
    (before,), (after,) = aligned.references, aligned.hypotheses
    found = sum(
        is_filler(before[chunk.ref_start_idx + at]) and is_filler(after[chunk.hyp_start_idx + at])
        for chunk in aligned.alignments[0]
        if chunk.type in ("equal", "substitute")
        for at in range(chunk.ref_end_idx - chunk.ref_start_idx)
    )
    return sum(said), found, len(heard) - found


def time_errors(recording: Recording, words: Sequence[Word]) -> Iterator[float]:
    """Seconds between a word's beginning or end and what its TextGrid says, for words that were heard rightly."""
    grid = recording.path.with_suffix(".TextGrid")
    if not grid.is_file():
        return
    said = clips.words_said(grid)
    aligned = jiwer.process_words(" ".join(text for text, _ in said), verbatim(text_of(words)).strip() or "-")
    heard = [word for word in words for _ in verbatim(word.text).split()]
    for chunk in aligned.alignments[0]:
        if chunk.type == "equal":
            for at in range(chunk.ref_end_idx - chunk.ref_start_idx):
                span, word = said[chunk.ref_start_idx + at][1], heard[chunk.hyp_start_idx + at]
                yield abs(span.start - word.start)
                yield abs(span.end - word.end)


def show_words(name: str, of: Sequence[Recording], run: Run) -> None:
    print(f"\n{name}")
    for category in dict.fromkeys(recording.category for recording in of):
        pairs = [(r.reference, text_of(w)) for r, w in zip(of, run.words, strict=True) if r.category == category]
        said, heard = zip(*pairs, strict=True)
        errors = [
            jiwer.wer([form(each) or "-" for each in said], [form(each) or "-" for each in heard])
            for form in (normalised, verbatim)
        ]
        print(f"  {category:<12} {len(pairs):>3} recordings   WER normalised {errors[0]:.3f}, verbatim {errors[1]:.3f}")
    counts = [fillers(recording, words) for recording, words in zip(of, run.words, strict=True)]
    said_count, found, false = (sum(each) for each in zip(*counts, strict=True))
    recall = f"recall {found / said_count:.2f}, " if said_count else ""
    precision = f"precision {found / (found + false):.2f}" if found + false else "none heard"
    print(f"  um, uh: {said_count} said, {found} found, {false} false ({recall}{precision})")
    times = [error for pair in zip(of, run.words, strict=True) for error in time_errors(*pair)]
    if times:
        ninth = sorted(times)[int(len(times) * 0.9)]
        print(f"  word times: median {statistics.median(times):.3f} s off, nine in ten within {ninth:.3f} s")


def show_work(name: str, run: Run, seconds: float, text: str) -> None:
    error = jiwer.wer(normalised(text), normalised(text_of(run.long)))
    print(
        f"  {name:<30} {run.cpu:5.1f} s of processor time, {run.wall / seconds:.3f} of real time, transcript {run.left:.2f} s "
        f"after the last sound, WER {error:.3f}, peak {run.megabytes:.0f} MB"
    )


def long_answer(of: Sequence[Recording], least: float = ANSWER_SECONDS, seed: int = 1) -> clips.Joined:
    """Recordings drawn at random, joined with pauses to an answer of about so many seconds."""
    random = np.random.default_rng(seed)
    pieces: list[tuple[Samples, str]] = []
    while sum(len(samples) / RATE + 1 for samples, _ in pieces) < least:
        piece = of[int(random.integers(len(of)))]
        pieces.append((read_audio(piece.path).samples, piece.reference))
    return clips.join(pieces, list(random.uniform(0.3, 1.8, len(pieces) - 1)))


def show_pauses(of: Sequence[Recording]) -> None:
    """Only of recordings without pauses of their own worth the name: elsewhere nobody knows what is true."""
    sounds = [(read_audio(recording.path).samples, "") for recording in of]
    steady = [each for each in sounds if not any(pause.seconds > 0.5 for pause in observe(each[0]).silences)]
    random = np.random.default_rng(2)
    order = random.permutation(np.repeat(np.arange(len(steady)), -(-12 // len(steady))))
    gaps = list(np.geomspace(0.25, 3.0, len(order) - 1)[random.permutation(len(order) - 1)])
    answer = clips.join([steady[at] for at in order], gaps)
    print(f"\npauses: {len(gaps)} gaps between {len(order)} recordings")
    for name, add in (("white noise", clips.noisy), ("other voices", clips.among_others)):
        for decibels in NOISES:
            score, error = clips.gaps_found(observe(add(answer.samples, decibels)).silences, answer)
            print(f"  {name:<12} {decibels:2.0f} dB below: F1 {score:.3f}, length {1000 * error:.0f} ms off")


def main() -> None:
    parser = argparse.ArgumentParser(description="How well and how fast the program hears.")
    parser.add_argument("folder", nargs="?", type=Path, default=SPEECH)
    parser.add_argument("--pauses-only", action="store_true")
    arguments = parser.parse_args()
    of = recordings(arguments.folder)
    if not arguments.pauses_only:
        paths = [recording.path for recording in of]
        long = long_answer(of)
        seconds = len(long.samples) / RATE
        runs = {
            "our ears": alone(ours, paths, long.samples),
            "whole files, our options": alone(whole_file, paths, long.samples, prompted=True),
            "whole files, plain": alone(whole_file, paths, long.samples, prompted=False),
        }
        for name, run in runs.items():
            show_words(name, of, run)
        print(f"\none answer of {seconds:.0f} s")
        for name, run in runs.items():
            show_work(name, run, seconds, long.text)
    show_pauses(of)


if __name__ == "__main__":
    main()
