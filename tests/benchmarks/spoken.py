"""The same answers typed, and spoken and recognised: `python -m tests.benchmarks.spoken [N]`, by default 24.

Each text is said by this machine's voice and heard by the real recogniser; prints by how many points preparedness moves.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from pathlib import Path
from statistics import median

from simulator.meaning.mind import meanings
from simulator.questions.model import Question
from simulator.scoring.scorecard import score_answer, wanted
from simulator.settings import Settings
from simulator.speech.ears import Ears
from simulator.speech.transcript import Answer, Typed
from simulator.speech.voice import render
from tests.scoring.test_order import ANSWERS, questions

GRADES = ("strong", "fair", "poor")


def preparedness(answer: Answer, question: Question) -> float:
    background = tuple(questions().values())
    vectors = meanings(wanted(answer, question=question, background=background))
    window = float(question.answer_seconds)
    card = score_answer(answer, question=question, background=background, meanings=vectors, window=window)
    assert card.preparedness.score is not None
    return card.preparedness.score


async def measure(count: int) -> list[tuple[float, str]]:
    every = [(each["question"], name, each[name]) for each in ANSWERS for name in GRADES]
    step = max(1, len(every) // count)
    chosen = every[:: step + (step % len(GRADES) == 0)][:count]  # strong, fair and poor in turn
    ears = await Ears.open(Settings())
    moved = []
    try:
        with tempfile.TemporaryDirectory() as folder:
            for number, (ref, name, text) in enumerate(chosen):
                question = questions()[ref]
                heard = await ears.hear(await render(text, Path(folder) / f"{number}.wav"))
                said, typed = preparedness(heard, question), preparedness(Typed(text=text), question)
                moved.append((abs(said - typed), f"{ref} {name}: typed {typed:.1f}, spoken {said:.1f}"))
    finally:
        await ears.close()
    return moved


def main() -> None:
    moved = sorted(asyncio.run(measure(int(sys.argv[1]) if len(sys.argv) > 1 else 24)))
    points = [each for each, _ in moved]
    print(f"{len(points)} answers: median {median(points):.1f}, p95 {points[int(0.95 * (len(points) - 1))]:.1f}")
    for _, line in moved[-5:]:
        print(line)


if __name__ == "__main__":
    main()
