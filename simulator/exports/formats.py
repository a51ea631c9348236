"""Which formats there are, what the files of an export are called and where they go."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Literal

from simulator import paths
from simulator.sessions import library
from simulator.sessions.bundle import ENDING as BUNDLE_ENDING

Format = Literal["html", "bundle", "markdown", "csv", "json", "subtitles"]

FORMATS: dict[Format, str] = {
    "html": "a page with the sound in it, for any browser",
    "bundle": "one file with everything, to import again",
    "markdown": "a text to read or to go on writing",
    "csv": "a table, a row an answer, for a spreadsheet",
    "json": "everything that is known, for a program",
    "subtitles": "a folder with the sound and its subtitles",
}

OF_PROGRESS: dict[Format, str] = {
    "html": "a page, for any browser",
    "markdown": "a text to read or to go on writing",
    "csv": "a table, a row a week, for a spreadsheet",
    "json": "everything that is known, for a program",
}
"""Formats that progress has as well."""

OF_WINS: dict[Format, str] = {"html": "a page to read before the interview"}

OF_RECORDS: dict[Format, str] = {"csv": "a table, for a spreadsheet"}

_ENDINGS: dict[Format, str] = {
    "html": ".html",
    "bundle": BUNDLE_ENDING,
    "markdown": ".md",
    "csv": ".csv",
    "json": ".json",
    "subtitles": "-subtitles",
}
"""Subtitles are a folder."""

FOR_A_FRIEND = "for-a-friend"
"""Behind the name of a session that a friend is to write about."""

TABLE = "answers"
"""What a table of the answers of several sessions is called."""


def file_name(called: str, kind: Format) -> str:
    """The name of the file: `called` with the ending of its format."""
    return f"{called}{_ENDINGS[kind]}"


def default_place(name: str) -> Path:
    """Where an export goes if nothing else is said: below the home folder, under a name that is free."""
    return free(paths.exports() / name)


def free(path: Path) -> Path:
    """The path itself, or its name with the first free number behind it."""
    stem, dot, ending = path.name.partition(".")
    number = 1
    while path.exists():
        number += 1
        path = path.with_name(f"{stem}-{number}{dot}{ending}")
    return path


def called(session: Path) -> str:
    """What the exports of a session are named after: its folder."""
    return library.SAMPLE if session == paths.sample_session() else session.resolve().name


def progress_called(day: date) -> str:
    """What an export of progress is named after: the day on which it was made."""
    return f"progress-{day.isoformat()}"


def wins_called(day: date) -> str:
    """What an export of what went well is named after."""
    return f"wins-{day.isoformat()}"
