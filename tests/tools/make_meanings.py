"""Writes `simulator/meaning/known.npz`, the vectors of the shipped banks' texts: `python -m tests.tools.make_meanings`.

To be run after a bank was changed; a test says so.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from simulator import meaning, paths
from simulator.meaning.known import FILE, digest
from simulator.meaning.minilm import MiniLM
from simulator.questions.load import load_banks
from simulator.scoring import relevance


def texts() -> list[str]:
    """What the scorer asks about, of all shipped questions: their texts, examples and listen-for points."""
    questions = [each for bank in load_banks([paths.shipped_banks()]).banks.values() for each in bank.questions]
    return list(dict.fromkeys(text for each in questions for text in relevance.texts(each, ())))


def main() -> None:
    wanted = texts()
    vectors = np.array(MiniLM().vectors(wanted), np.float16)
    keys = np.array([digest(text) for text in wanted], np.uint64)
    file = Path(meaning.__file__).with_name(FILE)
    np.savez_compressed(file, keys=keys, vectors=vectors)
    print(f"{len(wanted)} texts, {file.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
