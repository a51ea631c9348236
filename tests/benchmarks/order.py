"""How well preparedness tells strong from fair from poor answers: `python -m tests.benchmarks.order [FILE...]`.

FILES are lists of constructed answers in JSON, as `tests/data/README.md` tells; by default those of `tests/data/constructed` by which
the scorer's settings were chosen, and then those held out.
Beside it stand two simpler scorers on the same pairs: the number of words, and the words themselves (a ridge regression on
log counts, learnt with one question left out, from answers of the same writers).
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from statistics import fmean

import numpy as np

from simulator.scoring.words import tokens_of_text
from tests.scoring import test_order
from tests.scoring.test_order import bare, in_order, questions, score, share

GRADES = ("strong", "fair", "poor")


def bag_of_words(answers: Sequence[dict[str, str]]) -> list[dict[str, float]]:
    """Scores by a ridge regression on log counts of words, learnt with one question left out (2, 1 and 0 for strong, fair and
    poor), which is about the best that words alone can do."""
    texts = [[token.norm for token in tokens_of_text(each[name])] for each in answers for name in GRADES]
    known = {word: number for number, word in enumerate(sorted({word for text in texts for word in text}))}
    counts = np.zeros((len(texts), len(known)))
    for row, text in enumerate(texts):
        for word in text:
            counts[row, known[word]] += 1
    features = np.log1p(counts)
    grades = np.tile([1.0, 0.0, -1.0], len(answers))
    found = []
    for number in range(len(answers)):
        own = np.arange(len(texts)) // 3 == number
        learnt = features[~own]
        middle = learnt.mean(axis=0)
        kernel = (learnt - middle) @ (learnt - middle).T
        weights = np.linalg.solve(kernel + 10 * np.eye(len(kernel)), grades[~own])
        guesses = (features[own] - middle) @ (learnt - middle).T @ weights
        found.append(dict(zip(GRADES, guesses.tolist(), strict=True)))
    return found


def main() -> None:
    if len(sys.argv) > 1:
        show([Path(name) for name in sys.argv[1:]])
    for pattern in () if len(sys.argv) > 1 else ("answers-*.json", "held-out-*.json"):
        print(f"{pattern}:")
        show(sorted(test_order.FOLDER.glob(pattern)))


def show(files: Sequence[Path]) -> None:
    answers = [each for file in files for each in json.loads(file.read_text(encoding="utf-8"))]
    scored = [{name: score(each["question"], each[name]) for name in GRADES} for each in answers]
    low = [{name: score(each["question"], bare(each[name])) for name in GRADES} for each in answers]
    counts = [{name: float(len(each[name].split())) for name in GRADES} for each in answers]
    print(
        f"{len(answers)} questions, pairs in order: preparedness {in_order(scored):.3f}, on bare text {in_order(low):.3f}"
    )
    print(f"number of words {in_order(counts):.3f}, bag of words {in_order(bag_of_words(answers)):.3f}")
    for kind in ("stuffed", "readback"):
        below = [score(each["question"], each[kind]) < of["fair"] for each, of in zip(answers, scored, strict=True)]
        print(f"{kind} below fair: {share(below):.3f}")
    every = [
        score(each["question"], other["strong"]) < of["fair"]
        for each, of in zip(answers, scored, strict=True)
        for other in answers
        if questions()[other["question"]].competency != questions()[each["question"]].competency
    ]
    print(f"strong answers to other questions, of another competency, below fair: {share(every):.3f} of {len(every)}")
    for name in GRADES:
        gains = [
            score(each["question"], f"{each[name]} {each['ramble']}") - of[name]
            for each, of in zip(answers, scored, strict=True)
        ]
        raised = sum(gain > 0 for gain in gains)
        print(
            f"{name}, doubled by rambling: raised {raised} of {len(gains)}, mean {fmean(gains):+.1f}, most {max(gains):+.1f}"
        )


if __name__ == "__main__":
    main()
