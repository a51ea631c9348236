"""How well `on_the_question` tells a person's answers from answers to other questions: `python -m tests.benchmarks.relevance PAIRS.csv`.

PAIRS has one answer a line, with the columns `id` (person), `q` (question) and `a` (answer), such as the answers of the SIOP
2024 machine learning competition (MIT). Every answer is scored against its own question, the others that this person was
asked, and twelve more, with the shipped banks as background: AUC of own against other questions, own against the other questions of that person, how often the own
question comes first among these, and the time an answer takes.
"""

from __future__ import annotations

import csv
import random
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import fmean, median

from simulator.meaning.mind import meanings
from simulator.questions.load import load_banks
from simulator.scoring.scorecard import question_from_text, score_answer, wanted
from simulator.speech.transcript import Typed

OTHERS = 12
"""Questions of other people that each answer is held against."""


def auc(own: Sequence[float], others: Sequence[float]) -> float:
    return fmean((one > other) + 0.5 * (one == other) for one in own for other in others)


def main() -> None:
    with Path(sys.argv[1]).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    questions = {text: question_from_text(text) for text in dict.fromkeys(row["q"] for row in rows)}
    background = [question for bank in load_banks().banks.values() for question in bank.questions]
    by_words = "--words" in sys.argv
    fits: list[dict[str, float]] = []
    times = []
    chance = random.Random(0)
    for row in rows:
        answer = Typed(text=row["a"])
        fit = {}
        rivals = {other["q"] for other in rows if other["id"] == row["id"]}
        for text in sorted(rivals | set(chance.sample(sorted(questions), OTHERS))):
            question = questions[text]
            begun = time.perf_counter()
            vectors = None if by_words else meanings(wanted(answer, question=question, background=background))
            card = score_answer(answer, question=question, background=background, meanings=vectors, allow_short=True)
            times.append(time.perf_counter() - begun)
            fit[text] = card.preparedness.dimensions["on_the_question"].score or 0.0
        fits.append(fit)
    own = [fit[row["q"]] for fit, row in zip(fits, rows, strict=True)]
    others = [score for fit, row in zip(fits, rows, strict=True) for text, score in fit.items() if text != row["q"]]
    print(f"{len(rows)} answers, {len(questions)} questions: AUC {auc(own, others):.3f}")
    of_person = {each: {row["q"] for row in rows if row["id"] == each} for each in {row["id"] for row in rows}}
    compared = [
        [fit[text] for text in of_person[row["id"]] if text != row["q"]] for fit, row in zip(fits, rows, strict=True)
    ]
    print(
        f"against the other questions of that person: AUC {auc(own, [each for some in compared for each in some]):.3f}"
    )
    first = [score > max(some) for score, some in zip(own, compared, strict=True) if some]
    print(f"own question first among that person's: {fmean(first):.3f} of {len(first)}")
    print(f"milliseconds for all of a card: median {median(times) * 1000:.0f}, worst {max(times) * 1000:.0f}")


if __name__ == "__main__":
    main()
