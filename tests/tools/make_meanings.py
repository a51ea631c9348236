"""Writes `simulator/meaning/known.npz`, the vectors of the shipped banks' texts: `python -m tests.tools.make_meanings`.

To be run after a bank was changed; a test says so.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from simulator import meaning, paths
from simulator.meaning.known import FILE, WIDTH, digest
from simulator.meaning.minilm import MiniLM
from simulator.questions.load import load_banks
from simulator.questions.model import Question
from simulator.scoring import relevance

COARSE = 127


def questions() -> list[Question]:
    return [each for bank in load_banks([paths.shipped_banks()]).banks.values() for each in bank.questions]


def texts() -> list[str]:
    """What the scorer asks about, of all shipped questions: their texts, examples and listen-for points."""
    return list(dict.fromkeys(text for each in questions() for text in relevance.texts(each, ())))


def close_texts() -> list[str]:
    """What it asks about word by word."""
    every = questions()
    return list(dict.fromkeys(text for each in every[:2] for text in relevance.close_texts(each, every)))


def main() -> None:
    model = MiniLM()
    wanted, close = texts(), close_texts()
    vectors = np.array([each.vector for each in model.read(wanted)], np.float16)
    readings = model.read(close)
    documents = model.read([text for each in questions() for text in (each.text, each.example) if text])
    counts = np.zeros(model.vocabulary, np.uint16)
    for document in documents:
        counts[np.unique(document.ids)] += 1
    states = np.concatenate([each.states / np.linalg.norm(each.states, axis=1, keepdims=True) for each in readings])
    basis = np.linalg.svd(states[:: -(-len(states) // 8000)], full_matrices=False)[2][:WIDTH].T
    turned = states @ basis
    turned /= np.linalg.norm(turned, axis=1, keepdims=True)
    file = Path(meaning.__file__).with_name(FILE)
    np.savez_compressed(
        file,
        keys=np.array([digest(text) for text in wanted], np.uint64),
        vectors=vectors,
        token_keys=np.array([digest(text) for text in close], np.uint64),
        token_ends=np.cumsum([len(each.ids) for each in readings]).astype(np.int32),
        token_ids=np.concatenate([each.ids for each in readings]).astype(np.uint16),
        token_states=np.round(turned * COARSE).astype(np.int8),
        basis=basis.astype(np.float16),
        counts=counts,
        documents=np.int32(len(documents)),
    )
    print(f"{len(wanted)} texts, {len(close)} word by word, {file.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
