"""`mock-interview score`: recordings and texts in, scorecards out, one at a time and in order."""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path

import msgspec

from simulator.cli import show
from simulator.cli.scoring import MOST_TEXT, Scoring, check_name
from simulator.errors import AudioError, UserError
from simulator.speech.alignment import corrected
from simulator.speech.transcript import Answer, Heard, Typed
from simulator.text import json_text, plain


def run(arguments: argparse.Namespace) -> int:
    if misused := _misused(arguments):
        print(f"usage: mock-interview score [--help] FILE...\nmock-interview score: error: {misused}", file=sys.stderr)
        return 2
    return asyncio.run(_run(arguments))


def _misused(arguments: argparse.Namespace) -> str:
    """What is wrong with the command line; empty if nothing is."""
    if arguments.jsonl is None:
        return "" if arguments.files else "Name a recording or a .txt file, or --jsonl FILE."
    if arguments.files or arguments.question or arguments.transcript or arguments.prep:
        return "--jsonl goes with --allow-short only: its lines name question, answer and prep sheet."
    return ""


async def _run(arguments: argparse.Namespace) -> int:
    scoring = Scoring(allow_short=arguments.allow_short)
    try:
        if arguments.jsonl is not None:
            from simulator.cli.score_lines import score_lines

            return await score_lines(scoring, arguments.jsonl)
        return await _score_files(scoring, arguments)
    finally:
        await scoring.close()


async def _score_files(scoring: Scoring, arguments: argparse.Namespace) -> int:
    transcript = _transcript(arguments.transcript, arguments.files) if arguments.transcript is not None else None
    question = scoring.question(arguments.question) if arguments.question else None
    sheet = scoring.sheet(arguments.prep) if arguments.prep else None
    failed = False
    for name in arguments.files:
        try:
            answer = await _answer(scoring, name)
            if transcript is not None and isinstance(answer, Heard):
                answer = corrected(answer, transcript)
            card = scoring.card(answer, question, file=name, confirmed=transcript is not None, sheet=sheet)
        except UserError as error:
            failed = True
            _report_error(name, error, as_json=arguments.json)
            continue
        if arguments.json:
            _print(json_text(msgspec.json.encode(card)))
        else:
            _print(f"{plain(name)}", *show.card(card), "")
    return 1 if failed else 0


async def _answer(scoring: Scoring, name: str) -> Answer:
    check_name(name)
    return Typed(text=_text(Path(name))) if _is_text(name) else await scoring.heard(name)


def _is_text(name: str) -> bool:
    return Path(name).suffix.lower() == ".txt"


def _transcript(name: str, files: Sequence[str]) -> str:
    """The words of the one recording that is scored."""
    if len(files) != 1 or _is_text(files[0]):
        raise AudioError("--transcript goes with exactly one recording.", "Score others by themselves.")
    check_name(name)
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
        _print(json_text(msgspec.json.encode({"file": name.encode(errors="replace").decode(), "error": str(error)})))
    else:
        print(f"{plain(str(error))}", file=sys.stderr)


def _print(*lines: str) -> None:
    print(*lines, sep="\n", flush=True)
