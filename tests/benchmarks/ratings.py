"""How well fluency agrees with people: `python -m tests.benchmarks.ratings FOLDER`.

FOLDER holds clips and a `ratings.csv` with the columns utt (the clip's name without .ogg), spk, text (what was said) and
fluency (the mean of the raters), like the sample of speechocean762 that the norms were placed by. Each clip is scored
from its sound alone, and again with the syllables of the known text, all else alike. Printed are the rank correlation
per clip and the correlation of the means per speaker, with intervals of 95 % by drawing speakers again.
"""

from __future__ import annotations

import asyncio
import csv
import sys
from collections.abc import Sequence
from pathlib import Path
from unittest import mock

import msgspec
import numpy as np
import numpy.typing as npt

from simulator.scoring import scorecard
from simulator.scoring.scorecard import score_answer
from simulator.scoring.timeline import Timeline, measure
from simulator.scoring.words import syllables, tokens_of_text
from simulator.settings import Settings
from simulator.speech.ears import Ears
from simulator.speech.levels import Values
from simulator.speech.transcript import Heard

DRAWS = 1000


async def heard_in(paths: list[Path]) -> list[Heard]:
    ears = await Ears.open(Settings())
    try:
        return [await ears.hear(path) for path in paths]
    finally:
        await ears.close()


def fluency(heard: Heard, known: int | None = None) -> float:
    """0 to 100; `known` are the syllables of the text. A clip in which nothing was heard counts as 0."""

    def with_known(*arguments: object) -> Timeline:
        line = measure(*arguments)  # type: ignore[arg-type]
        return line if known is None else msgspec.structs.replace(line, syllables=known)

    with mock.patch.object(scorecard, "measure", with_known):
        return score_answer(heard, question=None, allow_short=True).fluency.score or 0.0


def ranks(values: Values) -> Values:
    """Equal values share the mean of their places."""
    _, group, count = np.unique(values, return_inverse=True, return_counts=True)
    return np.asarray((np.cumsum(count) - (count - 1) / 2)[group])


def correlations(scores: Values, ratings: Values, speakers: Sequence[npt.NDArray[np.intp]]) -> tuple[float, float]:
    """Spearman per clip and Pearson per speaker; `speakers` are the places of each one's clips."""
    at = np.concatenate(speakers)
    means = np.array([[scores[own].mean(), ratings[own].mean()] for own in speakers])
    return (
        float(np.corrcoef(ranks(scores[at]), ranks(ratings[at]))[0, 1]),
        float(np.corrcoef(means.T)[0, 1]),
    )


def main() -> None:
    folder = Path(sys.argv[1])
    with (folder / "ratings.csv").open(encoding="utf-8", newline="") as table:
        rows = list(csv.DictReader(table))
    heard = asyncio.run(heard_in([folder / f"{row['utt']}.ogg" for row in rows]))
    known = [sum(syllables(token.norm) for token in tokens_of_text(row["text"])) for row in rows]
    ratings = np.array([float(row["fluency"]) for row in rows])
    names = np.array([row["spk"] for row in rows])
    speakers = [np.flatnonzero(names == name) for name in np.unique(names)]
    random = np.random.default_rng(0)
    draws = [[speakers[at] for at in random.integers(len(speakers), size=len(speakers))] for _ in range(DRAWS)]
    print(f"{len(rows)} clips, {len(speakers)} speakers")
    reached = []
    for label, scores in (
        ("sound alone", np.array([fluency(each) for each in heard])),
        ("known text", np.array([fluency(each, count) for each, count in zip(heard, known, strict=True)])),
    ):
        reached.append(np.array(correlations(scores, ratings, speakers)))
        low, high = np.percentile(
            np.array([correlations(scores, ratings, drawn) for drawn in draws]), [2.5, 97.5], axis=0
        )
        clip, speaker = reached[-1]
        print(
            f"{label}: Spearman per clip {clip:.3f} ({low[0]:.3f} to {high[0]:.3f}), "
            f"Pearson per speaker {speaker:.3f} ({low[1]:.3f} to {high[1]:.3f})"
        )
    share = reached[0] / reached[1]
    print(f"sound alone reaches {share[0]:.3f} and {share[1]:.3f} of what the known text does")


if __name__ == "__main__":
    main()
