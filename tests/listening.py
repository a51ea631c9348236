"""How well something was heard: word errors and fillers found."""

from __future__ import annotations

import csv
import functools
from pathlib import Path
from typing import NamedTuple

import jiwer
from whisper_normalizer.english import EnglishTextNormalizer

SPEECH = Path(__file__).parent / "data" / "speech"
FILLERS = {"um", "uh", "er", "erm", "hm", "mm"}


class Recording(NamedTuple):
    """A line of a `references.tsv`; `reference` is what is really said, ums included."""

    name: str
    path: Path
    category: str
    reference: str


def recordings(folder: Path = SPEECH) -> list[Recording]:
    """Those that a folder's `references.tsv` lists: tab separated, with the columns id, file, category, reference."""
    with (folder / "references.tsv").open(encoding="utf-8", newline="") as table:
        rows = list(csv.DictReader(table, delimiter="\t"))
    return [Recording(row["id"], folder / row["file"], row["category"], row["reference"]) for row in rows]


@functools.cache
def _normalizer() -> EnglishTextNormalizer:
    return EnglishTextNormalizer()


def reference(clip: str) -> str:
    """What is really said in a clip, ums included."""
    return next(each.reference for each in recordings() if each.name == clip)


def normalised(text: str) -> str:
    """Through Whisper's English normaliser, which drops ums."""
    return str(_normalizer()(text))


def word_error_rate(said: str, heard: str) -> float:
    """Between two texts, both normalised."""
    return float(jiwer.wer(normalised(said), normalised(heard)))


def fillers_in(text: str) -> int:
    return sum(word.strip(".,?!-…").lower() in FILLERS for word in text.split())
