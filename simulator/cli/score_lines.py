"""`mock-interview score --jsonl`: one record a line in, one scorecard a line out, in order and as they come."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

from simulator.cli.scoring import MOST_TEXT, Scoring, check_name
from simulator.decoding import decode
from simulator.errors import AudioError, UserError
from simulator.questions.model import Kind, Question
from simulator.speech.transcript import Typed
from simulator.text import json_text

MOST_LINE = 2 * MOST_TEXT
"""Bytes of a line; a longer one is passed over, not kept."""


class Record(msgspec.Struct, frozen=True):
    """What a line holds; other fields are passed over. `question` is the id of a question in a bank, or its text, `prep` the path of a
    prep sheet."""

    question: str
    answer: str | None = None
    audio: str | None = None
    kind: Kind | None = None
    prep: str | None = None


async def score_lines(scoring: Scoring, name: str) -> int:
    """`name` of the file, or - for standard input. 1 if any line was bad. Raises AudioError where there is no such file."""
    failed = False
    with _opened(name) as file:
        for number, line in lines(file):
            try:
                shown: Any = await _card(scoring, line)
            except UserError as error:
                failed = True
                shown = {"line": number, "error": str(error)}
            sys.stdout.buffer.write(json_text(msgspec.json.encode(shown)).encode() + b"\n")
            sys.stdout.buffer.flush()
    return 1 if failed else 0


def _opened(name: str) -> BinaryIO:
    if name == "-":
        return sys.stdin.buffer
    try:
        return Path(name).open("rb")
    except OSError as error:
        raise AudioError(f"{name} cannot be read: {error.strerror}.", "Check the name and its permissions.") from error


def lines(file: BinaryIO) -> Iterator[tuple[int, bytes | None]]:
    """The lines that are not blank, with their numbers; None for one that is too long."""
    number = 0
    while line := file.readline(MOST_LINE + 1):
        number += 1
        if len(line) > MOST_LINE:
            while line and not line.endswith(b"\n"):
                line = file.readline(MOST_LINE)
            yield number, None
        elif line.strip():
            yield number, line


async def _card(scoring: Scoring, line: bytes | None) -> Any:
    said = record(line)
    question = _question(scoring, said)
    sheet = scoring.sheet(said.prep) if said.prep else None
    if said.audio is not None:
        check_name(said.audio)
        return scoring.card(await scoring.heard(said.audio), question, file=said.audio, sheet=sheet)
    return scoring.card(Typed(text=said.answer or ""), question, file="", sheet=sheet)


def record(line: bytes | None) -> Record:
    """Raises AudioError, which names what is wrong with the line; None stands for one that is too long."""
    if line is None:
        raise AudioError(f"This line is longer than {MOST_LINE} bytes.", "Give one answer a line.")
    try:
        said = decode(line, Record)
    except msgspec.DecodeError as error:
        mend = 'A line is such as {"question": "...", "answer": "..."}.'
        raise AudioError(f"This line cannot be read: {error}.", mend) from error
    if (said.answer is None) == (said.audio is None):
        raise AudioError("This line needs an answer or an audio file, and not both.", "Take one of them.")
    if said.answer is not None and not said.answer.strip():
        raise AudioError("The answer is empty.", "Write what was said.")
    if not said.question.strip():
        raise AudioError("The question is empty.", "Write what was asked, or the id of a question.")
    return said


def _question(scoring: Scoring, said: Record) -> Question:
    question = scoring.question(said.question)
    return question if said.kind is None else msgspec.structs.replace(question, kind=said.kind)
