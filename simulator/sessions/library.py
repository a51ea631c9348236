"""The folders of the sessions: finding, naming and taking away."""

from __future__ import annotations

import re
import shutil
import time
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

import msgspec

from simulator import paths
from simulator.errors import SessionError, UserError
from simulator.files import move_folder, private_folder, write_atomically
from simulator.interview import events as ev
from simulator.sessions.store import (
    HEADER,
    LOCK,
    Imported,
    SavedSession,
    SessionWriter,
    free,
    locked,
    open_session,
    put_in_place,
    read_header,
    refuse_link,
)

SAMPLE = "sample"
"""The session that ships lies among those of a checkout."""


def folders(root: Path | None = None) -> Iterator[Path]:
    """The session folders, newest first. The sample is not among them."""
    root = root or paths.sessions()
    if root.is_dir():
        found = (path for path in root.iterdir() if may_be_session(path.name) and (path / HEADER).exists())
        yield from sorted(found, key=_time_and_name, reverse=True)


_TIMED = re.compile(r"\d{4}-\d\d-\d\d-\d{6}")


def _time_and_name(folder: Path) -> tuple[str, str]:
    """A session's time as its folder's name begins with it; of one that was renamed as its header has it, if it can be read."""
    if _TIMED.match(folder.name):
        return folder.name, folder.name
    try:
        day, _, time_of_day = read_header(folder).created.partition("T")
    except (OSError, msgspec.DecodeError):
        return "", folder.name
    return f"{day}-{time_of_day[:8].replace(':', '')}", folder.name


def renamed(root: Path | None = None) -> Iterator[Path]:
    """The folders that are not called by their time."""
    return (folder for folder in folders(root) if not _TIMED.match(folder.name))


def may_be_session(name: str) -> bool:
    """Whether a session's folder may be called so. A name in the bytes of another encoding is no text, which could be written down nowhere."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return name != SAMPLE


def title(saved: SavedSession) -> str:
    """What a session is called: by the name that the person gave it, otherwise by what it is about."""
    return saved.state.name or subject(saved)


def subject(saved: SavedSession) -> str:
    """What a session is about: its banks, and the reason it rehearses. The sample is nobody's own."""
    if saved.folder == paths.sample_session():
        return "a sample"
    if saved.header.recordings:
        return "a recording" if len(saved.header.recordings) == 1 else "recordings"
    plan = saved.state.session.plan if saved.state.session else None
    if plan is None:
        return saved.id
    banks = ", ".join(plan.banks) or "rehearsal"
    return f"{banks}, for “{plan.reason}”" if plan.reason else banks


def recordings(folder: Path) -> tuple[Imported, ...]:
    """What an imported session was made from; nothing of any other, or one that cannot be read."""
    try:
        return read_header(folder).recordings
    except (OSError, msgspec.DecodeError):
        return ()


def find(name: str, root: Path | None = None) -> Path:
    """A session's folder by its id, an unambiguous beginning of it, a path, `last`, or `sample`. Raises SessionError, also for no name at all,
    which a script gives whose variable is empty: it would name whatever session is the only one."""
    if not name:
        raise SessionError(
            "No session is called by an empty name.", "`mock-interview sessions list` names the ones there are."
        )
    if name == SAMPLE:
        return paths.sample_session()
    if (Path(name) / HEADER).exists():
        return Path(name)
    known = list(folders(root))
    if name == "last" and known:
        return known[0]
    matching = [path for path in known if path.name == name] or [path for path in known if path.name.startswith(name)]
    if len(matching) == 1:
        return matching[0]
    if name == "last":
        raise SessionError(
            "There is no session yet.", "`mock-interview practise` makes the first; `sample` names one to look at."
        )
    problem = "Several sessions begin with" if matching else "There is no session called"
    raise SessionError(f"{problem} {name!r}.", "`mock-interview sessions list` names the ones there are.")


def find_own(name: str, root: Path | None = None) -> Path:
    """A session's folder as `find` finds it, where it may be changed or deleted: the sample may not. Raises UserError."""
    folder = find(name, root)
    if folder.resolve() == paths.sample_session().resolve():
        raise UserError(
            "The sample belongs to the program and stays as it is.", "`mock-interview sessions list` names your own."
        )
    return folder


# Changing

DELETED = ".deleted"
"""Deleted sessions lie here, below the folder of the sessions, until the program closes."""

IMPORTING = ".importing"
"""Sessions that are being made of recordings lie here, and what an import that was stopped has heard."""

KEPT_SECONDS = 24 * 3600
"""What a program that was killed left among the deleted goes so much later."""


def rename(folder: Path, text: str) -> None:
    """Calls a session by a name of the person's own; an empty one takes it back. Raises SessionError."""
    _add(folder, lambda t: ev.SessionNamed(t=t, by="candidate", name=text))


def tag(folder: Path, tags: Iterable[str]) -> None:
    """Gives a session these tags, and no others; a comma divides tags. Raises SessionError."""
    alike = (unicodedata.normalize("NFC", text.casefold()) for text in tags)
    words = tuple(sorted({"-".join(each.split()) for text in alike for each in text.split(",")} - {""}))
    _add(folder, lambda t: ev.SessionTagged(t=t, by="candidate", tags=words))


def _add(folder: Path, event: Callable[[float], ev.Event]) -> None:
    saved = open_session(folder)
    with SessionWriter.reopen(saved) as writer:
        writer.take_in(event(saved.state.t))


def own_copy(folder: Path, at: str, name: str) -> Path:
    """A copy of a session as the person's own, made at the time `at` (ISO 8601): of the sample, which stays as it is. Its header goes
    on to say whose voice is in it."""
    root = private_folder(paths.sessions())
    copy = root / f"{at[:19].replace('T', '-').replace(':', '')}-{folder.name}"
    copy.mkdir(mode=0o700)
    try:
        shutil.copytree(folder, copy, ignore=shutil.ignore_patterns(LOCK, HEADER), dirs_exist_ok=True)
        for path in (copy, *copy.rglob("*")):  # what is installed may be read-only
            path.chmod(0o700 if path.is_dir() else 0o600)
        header = msgspec.structs.replace(read_header(folder), id=copy.name, created=at)
        write_atomically(copy / HEADER, msgspec.json.encode(header) + b"\n")  # last: from here on it is a session
        rename(copy, name)
    except BaseException:
        shutil.rmtree(copy, ignore_errors=True)
        raise
    return copy


def own(folder: Path, at: str, name: str) -> Path:
    """The session itself, or where it is the sample, which stays as it is, a copy made at the time `at` and called `name`. Raises SessionError."""
    if folder != paths.sample_session():
        return folder
    try:
        return own_copy(folder, at, name)
    except OSError as error:
        raise SessionError(
            f"{paths.sessions()} cannot be written: {error.strerror}.", "Choose another folder with --home DIR."
        ) from error


_held: dict[Path, tuple[Path, ExitStack]] = {}
"""What this program deleted and may still bring back, with where it lay, stays locked, however long it runs and whatever the clock says meanwhile."""


def set_aside(folder: Path) -> Path:
    """Deletes a session so that `bring_back` can undo it, as long as the program runs; where it lies until then."""
    refuse_link(folder)
    with ExitStack() as held:
        held.enter_context(locked(folder))
        deleted = private_folder(folder.parent / DELETED)
        aside = free(deleted, folder.name)  # one that was deleted before, and imported again, may still come back too
        folder.rename(aside)
        _held[aside] = folder, held.pop_all()
    aside.touch()
    return aside


def bring_back(aside: Path) -> Path:
    """Undoes a deletion; the folder where the session lies again, under a free name where its own was taken meanwhile. Raises SessionError."""
    place, held = _held.pop(aside, (aside.parents[1] / aside.name, ExitStack()))
    held.close()
    try:
        return put_in_place(aside, place.parent) if place.exists() else move_folder(aside, place)
    except (OSError, msgspec.DecodeError) as error:
        why = "It is no longer there" if not aside.exists() else str(error)
        raise SessionError(f"{aside.name} cannot be brought back.", f"{why}.") from error


def forget_deleted(root: Path | None = None) -> None:
    """Lets go of what a program that was killed had deleted."""
    where = (root or paths.sessions()) / DELETED
    for aside in where.iterdir() if where.is_dir() else ():
        # Another program let go of it, or brought it back, or still can.
        with suppress(FileNotFoundError, SessionError):
            if time.time() - aside.stat().st_mtime > KEPT_SECONDS:
                with locked(aside):
                    pass
                shutil.rmtree(aside, ignore_errors=True)
