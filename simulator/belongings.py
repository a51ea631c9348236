"""Everything that the program keeps of a person: where it lies, all of it in one file to take along, and all of it gone.

Only what the program itself keeps under its names is touched: a home may be a folder in which other things lie too.
"""

from __future__ import annotations

import os
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

import msgspec

from simulator import paths
from simulator.errors import ExportError, UserError
from simulator.files import new_file
from simulator.sessions import library
from simulator.sessions.bundle import UNPACKING
from simulator.sessions.indexing import NAME as INDEX_FILE
from simulator.sessions.store import HEADER, JOURNAL, LOCK, locked
from simulator.text import counted

SESSION, INDEX = "session", "index"
SHEETS, BANKS, SETTINGS, DRILLS = "prep sheets", "question banks of yours", "settings", "the drill schedule"
COMEBACK = "the comeback (applications, contacts, skills, debriefs, plans, letters, lines for setbacks, wins)"
CONTACTED = "the addresses that were contacted"
DELETED, UNFINISHED = "what you deleted last", "imports that are not finished"
EXPORTS, MODELS, LOG = "exports", "recogniser models", "the log"


class DeleteError(UserError):
    title = "Not everything could be deleted"


class Belonging(msgspec.Struct, frozen=True, kw_only=True):
    """A file or folder of the person's; `what` it holds, as it is said before it is deleted. `personal`: it goes into an export of everything."""

    path: Path
    what: str
    personal: bool = True


def belongings() -> list[Belonging]:
    """What there is, sessions first."""
    found = [Belonging(path=folder, what=SESSION) for folder in library.folders()]
    root = paths.sessions()
    found += [Belonging(path=path, what=INDEX, personal=False) for path in sorted(root.glob(f"{INDEX_FILE}*"))]
    kept = (
        (paths.sheets(), SHEETS, True),
        (paths.comeback(), COMEBACK, True),
        (paths.own_banks(), BANKS, True),
        (paths.settings_file(), SETTINGS, True),
        (paths.drills_file(), DRILLS, True),
        (paths.contacted_file(), CONTACTED, True),
        (root / library.DELETED, DELETED, False),
        (root / library.IMPORTING, UNFINISHED, False),
        (root / UNPACKING, UNFINISHED, False),
        (paths.exports(), EXPORTS, False),
        (paths.models(), MODELS, False),
        (paths.log_file(), LOG, False),
    )
    for path, what, personal in kept:
        torn = path.parent.glob(f".{path.name}.*")  # what a program that was killed had not yet put in place
        found += [Belonging(path=each, what=what, personal=personal) for each in (path, *torn) if each.exists()]
    return found


def told(found: list[Belonging]) -> str:
    """What there is, in one sentence."""
    sessions = sum(each.what == SESSION for each in found)
    others = list(dict.fromkeys(each.what for each in found if each.what not in (SESSION, INDEX)))
    recordings = f"with {'its' if sessions == 1 else 'their'} recordings"
    parts = ([f"{counted(sessions, 'session')} {recordings}"] if sessions else []) + others
    return ", ".join(parts[:-1]) + (" and " if len(parts) > 1 else "") + parts[-1] if parts else "nothing"


def export_everything(to: Path) -> Path:
    """Writes all that is personal into one private archive, as files in their documented formats. Raises ExportError; nothing is overwritten."""
    try:
        with new_file(to) as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            for each in belongings():
                if each.personal:
                    top = "sessions" if each.what == SESSION else ""
                    for path in files(each.path):
                        archive.write(path, os.fspath(Path(top) / path.relative_to(each.path.parent)))
    except FileExistsError as error:
        raise ExportError(f"{to} is there already, and stays as it is.", "Choose another name.") from error
    except OSError as error:
        raise ExportError(f"{to} cannot be written: {error.strerror}.", "Choose another place.") from error
    return to


def files(path: Path) -> Iterator[Path]:
    """A file, or those in a folder. What a link points to and a lock are none of them."""
    if path.is_file():
        yield path
        return
    for each in sorted(path.rglob("*")):
        if each.is_file() and not each.is_symlink() and each.name != LOCK:
            yield each


def delete_everything() -> None:
    """Deletes all that there is, recordings and what was made from them among it. Raises SessionError while a session is open in another program, with
    nothing deleted, and DeleteError that names what the disk would not let go."""
    found = belongings()
    with ExitStack() as held:
        for each in found:
            if each.what == SESSION or each.path.name == library.IMPORTING:
                held.enter_context(locked(each.path))
    left = []
    for each in found:
        try:
            _delete(each.path)
        except OSError as error:
            left.append(f"{error.filename or each.path}: {error.strerror}")
    with suppress(OSError):
        (paths.home() / LOCK).unlink(missing_ok=True)
    for folder in (paths.sessions(), paths.home()):
        with suppress(OSError):  # something else lies there, and stays
            folder.rmdir()
    if left:
        raise DeleteError("\n".join(left), "Check the permissions there, and do it again.")


def _delete(path: Path) -> None:
    """A link is taken away, and what it points to stays."""
    if path.is_dir() and not path.is_symlink():
        # What says that it is a session goes last: one that is left over by an error is found again.
        for name in sorted(path.iterdir(), key=lambda each: each.name in (HEADER, JOURNAL)):
            _delete(name)
        path.rmdir()
    else:
        path.unlink()
