"""How well something was heard: word errors and fillers found."""

from __future__ import annotations

import csv
import functools
from pathlib import Path

import jiwer
from whisper_normalizer.english import EnglishTextNormalizer

SPEECH = Path(__file__).parent / "data" / "speech"
FILLERS = {"um", "uh", "er", "erm", "hm", "mm"}


@functools.cache
def _normalizer() -> EnglishTextNormalizer:
    return EnglishTextNormalizer()


def reference(clip: str) -> str:
    """What is really said in a clip, ums included."""
    with (SPEECH / "references.tsv").open(encoding="utf-8", newline="") as table:
        return next(row["reference"] for row in csv.DictReader(table, delimiter="\t") if row["id"] == clip)


def word_error_rate(said: str, heard: str) -> float:
    """Between two texts, both through Whisper's English normaliser (which drops ums)."""
    return float(jiwer.wer(_normalizer()(said), _normalizer()(heard)))


def fillers_in(text: str) -> int:
    return sum(word.strip(".,?!-…").lower() in FILLERS for word in text.split())
