"""How far the recogniser's mistakes move fluency: `python -m tests.benchmarks.transcripts [FOLDER]`.

FOLDER, by default tests/data/speech, holds clips and a `references.tsv` with the columns id, file and reference (what was
really said, ums included). Each clip is scored with the recogniser's words and with the reference. The contract: both
differ by at most 5 points in the median.
"""

from __future__ import annotations

import asyncio
import csv
import statistics
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from simulator.scoring.card import Score
from simulator.scoring.scorecard import score_answer
from simulator.speech.alignment import corrected
from simulator.speech.transcript import Heard
from tests.benchmarks.ratings import heard_in
from tests.listening import SPEECH

MOST = 5.0
"""Points between the two that are let pass."""


class Clip(NamedTuple):
    name: str
    heard: Heard
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


async def compare(folder: Path) -> list[Clip]:
    with (folder / "references.tsv").open(encoding="utf-8", newline="") as table:
        rows = list(csv.DictReader(table, delimiter="\t"))
    heard = await heard_in([folder / row["file"] for row in rows])
    return [
        Clip(row["id"], each, _fluency(each), _fluency(corrected(each, row["reference"])))
        for row, each in zip(rows, heard, strict=True)
    ]


def median(clips: Sequence[Clip]) -> float:
    return statistics.median(clip.difference for clip in clips)


def _fluency(heard: Heard) -> Score:
    return score_answer(heard, question=None, allow_short=True).fluency


def _difference(one: float | None, other: float | None) -> float:
    if one is None or other is None:
        return 0.0 if one is other else 100.0
    return abs(one - other)


def _shown(score: float | None) -> str:
    return "none" if score is None else f"{score:.1f}"


def main() -> None:
    clips = asyncio.run(compare(Path(sys.argv[1]) if len(sys.argv) > 1 else SPEECH))
    for clip in clips:
        scores = f"{_shown(clip.recognised.score)} recognised, {_shown(clip.referred.score)} from the reference"
        print("; ".join([f"{clip.name}: {scores}", *clip.dimensions]))
    worst = max(clip.difference for clip in clips)
    print(f"{len(clips)} clips: they differ by {median(clips):.1f} in the median, by {worst:.1f} at worst")


if __name__ == "__main__":
    main()
