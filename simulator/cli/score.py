"""`mock-interview score`: recordings and texts in, scorecards out, one at a time and in order."""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from simulator import settings
from simulator.cli import show
from simulator.errors import AudioError, UserError
from simulator.questions.load import find_question, load_banks
from simulator.questions.model import Bank, Question
from simulator.scoring.scorecard import question_from_text, score_answer
from simulator.speech.alignment import corrected
from simulator.speech.ears import Ears
from simulator.speech.transcript import Answer, Typed
from simulator.text import plain

MOST_TEXT = 1_000_000
"""Bytes of a text file: an hour of speech is about 60,000."""


def run(arguments: argparse.Namespace) -> int:
    return asyncio.run(_run(arguments))


async def _run(arguments: argparse.Namespace) -> int:
    transcript = _transcript(arguments.transcript, arguments.files) if arguments.transcript is not None else None
    banks = load_banks().banks
    background = [question for bank in banks.values() for question in bank.questions]
    question = _question(arguments.question, banks) if arguments.question else None
    failed = False
    ears: Ears | None = None
    try:
        for name in arguments.files:
            try:
                _check_name(name)
                if _is_text(name):
                    answer: Answer = Typed(text=_text(Path(name)))
                else:
                    ears = ears or await Ears.open(settings.load())
                    answer = await ears.hear(Path(name))
                    if transcript is not None:
                        answer = corrected(answer, transcript)
            except UserError as error:
                failed = True
                _report_error(name, error, as_json=arguments.json)
                continue
            card = score_answer(
                answer,
                question=question,
                file=name,
                allow_short=arguments.allow_short,
                background=background,
                confirmed=transcript is not None,
            )
            if arguments.json:
                _print(msgspec.json.encode(card).decode())
            else:
                _print(f"{plain(name)}", *show.card(card), "")
    finally:
        if ears is not None:
            await ears.close()
    return 1 if failed else 0


def _question(text_or_ref: str, banks: Mapping[str, Bank]) -> Question:
    return find_question(banks, text_or_ref) or question_from_text(text_or_ref)


def _check_name(name: str) -> None:
    """Bytes of a name that are no UTF-8 could neither be handed on nor be reported."""
    try:
        name.encode()
    except UnicodeEncodeError as error:
        raise AudioError(f"The name of {plain(name)} is not UTF-8.", "Give the file another name.") from error


def _is_text(name: str) -> bool:
    return Path(name).suffix.lower() == ".txt"


def _transcript(name: str, files: Sequence[str]) -> str:
    """The words of the one recording that is scored."""
    if len(files) != 1 or _is_text(files[0]):
        raise AudioError("--transcript goes with exactly one recording.", "Score others by themselves.")
    _check_name(name)
    return _text(Path(name))


def _text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            raw = file.read(MOST_TEXT + 1)
    except OSError as error:
        raise AudioError(f"{path} cannot be read: {error.strerror}.", "Check the name and its permissions.") from error
    if len(raw) > MOST_TEXT:
        raise AudioError(f"{path} is longer than any answer (over {MOST_TEXT} bytes).", "Give one answer a file.")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise AudioError(f"{path} is not UTF-8 text (byte {error.start}).", "Save it as UTF-8.") from error
    if not text.strip():
        raise AudioError(f"{path} is empty.", "Write the answer into it.")
    return text


def _report_error(name: str, error: UserError, *, as_json: bool) -> None:
    if as_json:
        _print(msgspec.json.encode({"file": name.encode(errors="replace").decode(), "error": str(error)}).decode())
    else:
        print(f"{plain(str(error))}", file=sys.stderr)


def _print(*lines: str) -> None:
    print(*lines, sep="\n", flush=True)
