"""Which recordings there are below what a person names, when they were made, and what was asked.

A recording that is named, or lies in the folder that is named, becomes a session. Those in a folder below become one session
together: an answer each, in the order of their names.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import msgspec

from simulator.errors import AudioError
from simulator.questions.lists import UNNAMED
from simulator.questions.load import find_question
from simulator.questions.model import Bank, Question
from simulator.scoring.scorecard import question_from_text
from simulator.sessions.times import YEARS
from simulator.text import plain

KINDS = (
    *(".wav", ".flac", ".mp3", ".m4a", ".ogg", ".oga", ".opus", ".aac", ".aif", ".aiff", ".amr", ".wma", ".mka"),
    *(".3gp", ".mp4", ".m4v", ".mov", ".webm", ".mkv"),
)
"""Endings by which recordings are found in a folder. A file that is named itself may have any."""

MOST_WORDS = 60
"""A text beside a recording that is longer than this is no question."""

FEWEST_WORDS = 3
"""A file's name with fewer words than this, beside those of `_GENERIC`, says nothing of what was asked."""

_GENERIC = re.compile(
    r"answers?|audio|call|clip|copy|demo|file|final|interviews?|job|meeting|memo|mock|mono|my|new|note|old|part|practi[cs]e"
    r"|q|questions?|rec|record(ed|ings?)?|round|screen|session|stereo|take|test|track|untitled|video|vn|voice|zoom"
)
"""Words that files are called by, whatever is in them."""

_DATE = re.compile(
    r"(?<!\d)((?:19|20)\d\d)[-_. ]?(\d\d)[-_. ]?(\d\d)"
    r"(?:(?:[ T_.,-]|at )*([01]\d|2[0-3])[-_.:h]?([0-5]\d)(?:[-_.:m]?([0-5]\d))?s?)?(?!\d)"
)
_NUMBER = re.compile(r"^\s*(?:q(?:uestion)?\s*)?\d{1,3}\s*[-.):_]?\s+", re.IGNORECASE)


class Recording(msgspec.Struct, frozen=True, kw_only=True):
    """`at` is the wall clock when it was made, with its offset from UTC."""

    path: Path
    at: datetime


class Group(msgspec.Struct, frozen=True, kw_only=True):
    """What becomes one session. `name` is what it is called."""

    name: str
    recordings: tuple[Recording, ...]


def groups(places: Sequence[Path]) -> list[Group]:
    """The sessions-to-be below these files and folders, oldest first. Raises AudioError where one is not there, or nothing is in
    any of them."""
    found: list[Group] = []
    for place in places:
        if not place.exists():
            raise AudioError(f"{place} is not there.", "Name a folder of recordings, or recordings.")
        found += _in_folder(place) if place.is_dir() else [_alone(place)]
    if not found:
        raise AudioError(
            f"{places[0]} holds no recordings.", f"Recordings end in {', '.join(KINDS[:-1])} or {KINDS[-1]}."
        )
    return sorted(found, key=lambda group: group.recordings[0].at)


def _in_folder(top: Path) -> Iterator[Group]:
    for folder, below, names in os.walk(top):
        below[:] = sorted(name for name in below if not name.startswith("."))
        called = (Path(folder) / name for name in sorted(names, key=_in_order) if is_recording(name))
        paths = [path for path in called if path.is_file()]  # a link may lead nowhere, and a pipe never ends
        if Path(folder) == top:
            yield from map(_alone, paths)
        elif paths:
            recordings = tuple(Recording(path=path, at=recorded(path, Path(folder).name)) for path in paths)
            first = min(each.at for each in recordings)
            yield Group(
                name=str(Path(folder).relative_to(top)),
                recordings=(msgspec.structs.replace(recordings[0], at=first), *recordings[1:]),
            )


def is_recording(name: str) -> bool:
    return Path(name).suffix.casefold() in KINDS and not name.startswith(".")


def _alone(path: Path) -> Group:
    return Group(name=_undated(path.stem) or path.stem, recordings=(Recording(path=path, at=recorded(path)),))


def _undated(name: str) -> str:
    """A file's name without a date in it."""
    return " ".join(_DATE.sub(" ", name).replace("_", " ").split()).strip(" -,.")


def _in_order(name: str) -> list[tuple[int, str]]:
    """`q2` before `q10`."""
    return [(int(part), "") if part.isdecimal() else (0, part) for part in re.split(r"(\d{1,9})", name.casefold())]


def recorded(path: Path, folder: str = "") -> datetime:
    """When a recording was made: the date in its name, or in that of its folder, else the time of its file."""
    changed = _changed(path)
    for name in (path.stem, folder):
        for year, month, day, hour, minute, second in _DATE.findall(name):
            try:
                at = datetime(int(year), int(month), int(day), int(hour or 12), int(minute or 0), int(second or 0))  # noqa: DTZ001
            except ValueError:
                continue
            if at.year not in YEARS:
                continue
            if not hour and at.date() == changed.date():
                return changed
            return at.astimezone()
    return changed


def _changed(path: Path) -> datetime:
    """The time of a file; where a session can have none such, or the file is gone, it is now."""
    with suppress(OSError, OverflowError, ValueError):
        at = datetime.fromtimestamp(path.stat().st_mtime).astimezone()
        if at.year in YEARS:
            return at
    return datetime.now().astimezone()


def question_for(path: Path, banks: Mapping[str, Bank], wish: str = "") -> Question:
    """What was asked: the `wish`, an id or a text, where there is one; else what stands in the text file of the same name beside the
    recording; else its own name. Where that says nothing it is only a name (see `Question`).

    Raises AudioError where the text beside it is no question.
    """
    text = wish or _beside(path)
    if text:
        return find_question(banks, text) or _own(text)
    name = _NUMBER.sub("", _undated(path.stem)) or path.stem
    known = find_question(banks, name)
    if known is not None:
        return known
    telling = [word for word in re.findall(r"[^\W\d]+", name.casefold()) if not _GENERIC.fullmatch(word)]
    own = _own(plain(name[:1].upper() + name[1:]))
    return own if len(telling) >= FEWEST_WORDS else msgspec.structs.replace(own, id="")


def _own(text: str) -> Question:
    return msgspec.structs.replace(question_from_text(text), competency=UNNAMED)


def _beside(path: Path) -> str:
    """The question in the text file of the same name; empty where there is none."""
    beside = path.with_suffix(".txt")
    try:
        with beside.open("rb") as file:
            text = file.read(64 * MOST_WORDS).decode("utf-8-sig")
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as error:
        raise AudioError(f"{beside} cannot be read as the question of {path.name}.", "Save it as UTF-8.") from error
    words = plain(text).split()
    if len(words) > MOST_WORDS:
        raise AudioError(
            f"{beside} is longer than the question of {path.name} can be.", "Shorten it, or name one with --question."
        )
    return " ".join(words)
