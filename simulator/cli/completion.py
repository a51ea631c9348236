"""`mock-interview completion`: what a shell needs so that Tab completes commands, options, files and your own names. The shell then
runs `mock-interview` itself at each Tab, with a variable set, and `answer` tells it what fits."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import argcomplete
from argcomplete.shell_integration import shellcode

from simulator import paths
from simulator.documents.files import SUFFIXES

_NEWEST = 200
"""So many sessions are asked for their tags."""

_FILES = ("FILE", "DIR", "PATH", "BUNDLE", "FOLDER_OR_FILE", "TEXT_FILE", "ID_OR_FILE")
"""What stands for a file in the help."""


def run(arguments: argparse.Namespace) -> int:
    # Without the options that argcomplete adds, bash offers files where a name of your own is called for.
    print(shellcode(["mock-interview"], shell=arguments.shell, complete_arguments=["-o", "nospace"]))
    return 0


def answer(top: argparse.ArgumentParser) -> None:
    """Tells the shell what fits, and ends the process."""
    _prepare(top, ())
    argcomplete.autocomplete(top, always_complete_options="long", exclude=("-h", "--help"))


def _prepare(command: argparse.ArgumentParser, path: tuple[str, ...]) -> None:
    """Gives each argument what it takes, as argcomplete looks for it; `path` are the names of the command."""
    for action in command._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, each in action.choices.items():
                _prepare(each, (*path, name))
        elif action.choices is None:
            names = _names(path, action.dest)
            if names or action.metavar not in _FILES:
                action.completer = _at_home(names or tuple)  # type: ignore[attr-defined]


def _at_home(names: Callable[[], Iterable[str]]) -> Callable[..., list[str]]:
    def offered(*, parsed_args: argparse.Namespace, **_: Any) -> list[str]:
        if home := getattr(parsed_args, "home", None):
            os.environ[paths.HOME_VARIABLE] = home
        return list(names())

    return offered


def _names(path: tuple[str, ...], argument: str) -> Callable[[], Iterable[str]] | None:
    """What can be named there: the ids are names of files and folders, which costs no time to look at."""
    match path, argument:
        case ("export", *_), "sessions":
            return lambda: ("last", "all", "sample", *_sessions())
        case ("replay" | "share", *_), "session":
            return lambda: ("last", "sample", *_sessions())
        case _, "session" | "go_on":
            return lambda: ("last", *_sessions())
        case ("sessions", "tag"), "tags":
            return _tags
        case (_, "bank") | (("banks", _), "bank"):
            return lambda: _ids(paths.shipped_banks(), paths.own_banks())
        case (_, "prep" | "sheet") | (("prep", "show" | "use"), "id"):
            return lambda: _ids(paths.sheets())
        case (("applications", "show" | "stage" | "interview"), "id") | (("letter",), "of"):
            return lambda: _ids(paths.comeback() / "applications")
        case ("contacts", "done"), "id":
            return lambda: _ids(paths.comeback() / "contacts")
        case ("skills", "progress"), "id":
            return lambda: _ids(paths.comeback() / "skills")
        case _:
            return None


def _sessions() -> Iterator[str]:
    from simulator.sessions import library

    return (folder.name for folder in library.folders())


def _tags() -> set[str]:
    """As the index was made last: making it anew would take too long."""
    from simulator.sessions.index import Index

    with Index() as index:
        return {tag for session in index.page(_NEWEST) for tag in session.tags.split()}


def _ids(*folders: Path) -> list[str]:
    return sorted(
        {file.stem for folder in folders if folder.is_dir() for file in folder.iterdir() if file.suffix in SUFFIXES}
    )
