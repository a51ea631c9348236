"""How far the recogniser's mistakes move fluency: `python -m tests.benchmarks.transcripts [FOLDER]`.

FOLDER, by default tests/data/speech, holds recordings and a `references.tsv` with the columns id, file, category and
reference (what was really said, ums included). Each is scored with the recogniser's words and with the reference, and so
are answers of about a minute, joined from the recordings with pauses. The contract: both differ by at most 5 points in the
median of the recordings.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import soundfile

from simulator.scoring.card import Score
from simulator.scoring.scorecard import score_answer
from simulator.speech.alignment import corrected
from simulator.speech.levels import RATE
from simulator.speech.transcript import Heard
from tests.benchmarks.ears import long_answer
from tests.benchmarks.ratings import heard_in
from tests.listening import SPEECH, Recording, recordings

MOST = 5.0
"""Points between the two that are let pass."""

ANSWERS, ANSWER_SECONDS = 5, 60.0
"""How many answers are joined, and about how long each is."""


class Pair(NamedTuple):
    """Fluency with the recogniser's words and with the reference."""

    name: str
    recognised: Score
    referred: Score

    @property
    def difference(self) -> float:
        """0 where nothing can be scored either way; 100 where only one way can."""
        return _difference(self.recognised.score, self.referred.score)

    @property
    def dimensions(self) -> Iterator[str]:
        """Those that differ by more than `MOST`."""
        for name, recognised in self.recognised.dimensions.items():
            referred = self.referred.dimensions[name]
            if _difference(recognised.score, referred.score) > MOST:
                yield f"{name} {_shown(recognised.score)} and {_shown(referred.score)}"


async def compare(of: Sequence[Recording]) -> list[Pair]:
    heard = await heard_in([recording.path for recording in of])
    return [
        Pair(recording.name, _fluency(each), _fluency(corrected(each, recording.reference)))
        for recording, each in zip(of, heard, strict=True)
    ]


def joined(of: Sequence[Recording], folder: Path) -> Iterator[Recording]:
    """Answers made of the recordings, written to the folder."""
    for seed in range(ANSWERS):
        answer = long_answer(of, ANSWER_SECONDS, seed)
        path = folder / f"{seed}.flac"
        soundfile.write(path, answer.samples, RATE)
        yield Recording(f"answer {seed} of {len(answer.samples) / RATE:.0f} s", path, "joined", answer.text)


def median(pairs: Sequence[Pair]) -> float:
    return statistics.median(pair.difference for pair in pairs)


def _fluency(heard: Heard) -> Score:
    return score_answer(heard, question=None, allow_short=True).fluency


def _difference(one: float | None, other: float | None) -> float:
    if one is None or other is None:
        return 0.0 if one is other else 100.0
    return abs(one - other)


def _shown(score: float | None) -> str:
    return "none" if score is None else f"{score:.1f}"


def show(what: str, pairs: Sequence[Pair]) -> None:
    for pair in pairs:
        scores = f"{_shown(pair.recognised.score)} recognised, {_shown(pair.referred.score)} from the reference"
        print("; ".join([f"{pair.name}: {scores}", *pair.dimensions]))
    worst = max(pair.difference for pair in pairs)
    print(f"{len(pairs)} {what}: they differ by {median(pairs):.1f} in the median, by {worst:.1f} at worst")


def main() -> None:
    of = recordings(Path(sys.argv[1]) if len(sys.argv) > 1 else SPEECH)
    show("recordings", asyncio.run(compare(of)))
    with TemporaryDirectory() as folder:
        show("joined answers", asyncio.run(compare(list(joined(of, Path(folder))))))


if __name__ == "__main__":
    main()
