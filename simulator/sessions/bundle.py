"""A session as one file, to keep or to carry to another machine, and back. The format is described in `docs/exports.md`.

A bundle comes from anywhere, so nothing that it says of itself is trusted: every name, size and hash is checked, and what it holds
becomes a session in one step at the end, or not at all.
"""

from __future__ import annotations

import filecmp
import hashlib
import os
import re
import shutil
import stat
import struct
import tempfile
import time
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import msgspec

from simulator import __version__, paths
from simulator.decoding import decode
from simulator.errors import BundleError, ExportError, SessionError
from simulator.files import MOST_BYTES as MOST_TEXT
from simulator.files import move_folder, new_file, private_folder, write_atomically
from simulator.sessions.library import KEPT_SECONDS, SAMPLE, renamed
from simulator.sessions.store import HEADER, JOURNAL, MOST_PROGRAM, TAKES, SavedSession, open_session
from simulator.text import short_line

FORMAT = 1

ENDING = ".mock-interview.zip"
MANIFEST = "manifest.json"
DAMAGED = "journal.damaged"

MOST_FILES = 5_000
MOST_BYTES = 8 << 30
MOST_RATIO = 100
"""What compresses better than this is stored as it is, so nothing in a bundle ever grows by more when it is unpacked."""

MOST_MANIFEST = 4 << 20
UNPACKING = ".unpacking"
"""Below the folder of the sessions: what is being unpacked lies here until it is found good."""

_BLOCK = 1 << 20
_EARLIEST = (1980, 1, 1, 0, 0, 0)
_TAKE = re.compile(
    r"takes/q\d{2,4}-t\d{1,4}(-f\d{1,4})?\.(flac|pcm|heard\.json|card\.json|card-v\d{1,4}\.json)", re.ASCII
)
_SOUND = (".flac", ".pcm")

_NOTHING = "Nothing was imported."


class File(msgspec.Struct, frozen=True, kw_only=True):
    """`sha256` in hexadecimal digits, `size` in bytes."""

    path: str
    size: int
    sha256: str


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What a bundle says of itself. `program` is the version that made it."""

    format: int
    program: str
    session: str
    files: tuple[File, ...]


class _Versioned(msgspec.Struct):
    format: int
    program: str = ""


class Imported(msgspec.Struct, frozen=True, kw_only=True):
    """The session's folder, and whether it was `already` there."""

    folder: Path
    already: bool


# Out


def export_bundle(session: Path, to: Path) -> None:
    """Writes a session as a bundle; the same session gives the same bytes. The journal goes as far as it is whole. Raises SessionError,
    and ExportError where it cannot be written; nothing is overwritten."""
    saved = open_session(session)
    try:
        with new_file(to) as file, zipfile.ZipFile(file, "w") as bundle:
            files = [_put(bundle, name, saved) for name in _names(session)]
            manifest = Manifest(format=FORMAT, program=__version__, session=saved.id, files=tuple(files))
            _write(bundle, MANIFEST, msgspec.json.format(msgspec.json.encode(manifest)) + b"\n")
    except FileExistsError as error:
        raise ExportError(f"{to} is there already, and stays as it is.", "Choose another name.") from error
    except OSError as error:
        raise ExportError(f"{to} cannot be written: {error.strerror}.", "Choose another place.") from error


def _names(session: Path) -> Iterator[str]:
    yield from (HEADER, JOURNAL)
    if (session / DAMAGED).exists():
        yield DAMAGED
    takes = session / TAKES
    found = sorted(f"{TAKES}/{path.name}" for path in takes.iterdir()) if takes.is_dir() else []
    yield from (name for name in found if _TAKE.fullmatch(name))


def _put(bundle: zipfile.ZipFile, name: str, saved: SavedSession) -> File:
    path = saved.folder / name
    if name.endswith(_SOUND):
        return _copy(bundle, name, path)
    data = path.read_bytes()
    return _write(bundle, name, data[: saved.whole_bytes] if name == JOURNAL else data)


def _write(bundle: zipfile.ZipFile, name: str, data: bytes) -> File:
    info = _info(name)
    if len(zlib.compress(data)) * MOST_RATIO / 2 > len(data):
        info.compress_type = zipfile.ZIP_DEFLATED
    bundle.writestr(info, data)
    return File(path=name, size=len(data), sha256=hashlib.sha256(data).hexdigest())


def _copy(bundle: zipfile.ZipFile, name: str, path: Path) -> File:
    """Sound is stored: it does not get any smaller. One that still grows is taken as it is now."""
    size, digest = 0, hashlib.sha256()
    with path.open("rb") as source, bundle.open(_info(name), "w", force_zip64=True) as target:
        while block := source.read(_BLOCK):
            target.write(block)
            digest.update(block)
            size += len(block)
    return File(path=name, size=size, sha256=digest.hexdigest())


def _info(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, _EARLIEST)
    info.external_attr = (stat.S_IFREG | 0o600) << 16
    return info


# In


def import_bundle(bundle: Path, root: Path | None = None) -> Imported:
    """Makes a bundle a session below `root` (where sessions lie, if not given). One that is there already is left as it is; another
    of the same name stays, and this one gets a free name. Raises BundleError, with nothing written."""
    root = root or paths.sessions()
    with opened(bundle, root) as saved:
        return _settle(saved.folder, saved, root)


@contextmanager
def opened(bundle: Path, root: Path) -> Iterator[SavedSession]:
    """The session in a bundle, checked, in a folder below `root` that is gone again afterwards unless it was moved away. Raises
    BundleError."""
    try:
        if not bundle.is_file():
            raise BundleError(f"{bundle} is no file.", _NOTHING)
        with zipfile.ZipFile(bundle) as archive:
            manifest = _manifest(bundle, archive)
            with _unpacking(root) as folder:
                for file in manifest.files:
                    _unpack(bundle, archive, file, folder)
                yield _checked(bundle, folder)
    except (
        zipfile.BadZipFile,
        zlib.error,
        struct.error,
        EOFError,
        RuntimeError,
        ValueError,
    ) as error:  # all that zipfile raises
        raise BundleError(f"{bundle} is no whole bundle: {error}.", _NOTHING) from error
    except OSError as error:
        raise BundleError(
            f"{error.filename or bundle} cannot be read or written: {error.strerror}.", _NOTHING
        ) from error


def _manifest(bundle: Path, archive: zipfile.ZipFile) -> Manifest:
    """The manifest of an archive in which nothing is but what it names, and nothing of it is larger than it may be."""
    entries = archive.infolist()
    if len(entries) > MOST_FILES:
        raise BundleError(f"{bundle} holds {len(entries):,} files, and no session has so many.", _NOTHING)
    for entry in entries:
        if fault := _fault(entry):
            raise BundleError(f"{bundle} {fault}.", _NOTHING)
    names = [entry.filename for entry in entries]
    if len(set(names)) < len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise BundleError(f"{bundle} holds {twice} twice.", _NOTHING)
    if sum(entry.file_size for entry in entries) > MOST_BYTES:
        raise BundleError(f"{bundle} would take more than {MOST_BYTES >> 30} GB.", _NOTHING)
    if MANIFEST not in names:
        raise BundleError(f"{bundle} is no bundle of mock-interview: it has no {MANIFEST}.", _NOTHING)
    manifest = _read_manifest(bundle, archive)
    declared = [file.path for file in manifest.files]
    for name in sorted(set(names) - {MANIFEST, *declared}):
        raise BundleError(f"{bundle} holds {name}, of which its {MANIFEST} says nothing.", _NOTHING)
    for name in [*declared, HEADER, JOURNAL]:
        if name not in names or name == MANIFEST or declared.count(name) != 1:
            raise BundleError(f"{bundle} should hold {name!r} once, and does not.", _NOTHING)
    return manifest


def _fault(entry: zipfile.ZipInfo) -> str:
    """What is wrong with an entry by its name and kind; empty for a good one."""
    name, mode = entry.orig_filename, entry.external_attr >> 16
    if name.startswith(("/", "\\")) or ":" in name or ".." in re.split(r"[/\\]", name):
        return f"would write outside of its session, to {name!r}"
    if stat.S_ISLNK(mode):
        return f"holds a symbolic link, {name!r}"
    if (name not in (MANIFEST, HEADER, JOURNAL, DAMAGED) and not _TAKE.fullmatch(name)) or stat.S_IFMT(mode) not in (
        0,
        stat.S_IFREG,
    ):
        return f"holds {name!r}, which is no part of a session"
    if entry.flag_bits & 0x1:
        return f"is encrypted ({name})"
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return f"is packed in a way that is not used here ({name})"
    if not name.endswith(_SOUND) and entry.file_size > MOST_TEXT:
        return f"holds {name}, which would take more than {MOST_TEXT >> 20} MB"
    if entry.file_size > max(entry.compress_size, 1) * MOST_RATIO:
        return f"holds {name}, which grows {entry.file_size // max(entry.compress_size, 1):,} times when it is unpacked"
    return ""


def _read_manifest(bundle: Path, archive: zipfile.ZipFile) -> Manifest:
    with archive.open(MANIFEST) as file:
        data = file.read(MOST_MANIFEST + 1)
    try:
        if len(data) > MOST_MANIFEST:
            raise msgspec.DecodeError("it is too long")
        versioned = decode(data, _Versioned)
        if versioned.format > FORMAT:
            program = short_line(versioned.program, MOST_PROGRAM)
            made_by = f" ({program})" if program else ""
            raise BundleError(
                f"{bundle} was made by a newer version of this program{made_by}.",
                f"Update mock-interview to import it. {_NOTHING}",
            )
        return decode(data, Manifest)
    except msgspec.DecodeError as error:
        raise BundleError(f"{bundle}: its {MANIFEST} cannot be read: {error}.", _NOTHING) from error


@contextmanager
def _unpacking(root: Path) -> Iterator[Path]:
    """A folder beside the sessions that is gone again afterwards, unless it was moved away. What a program that was killed left is
    taken away as well, when it is old enough to be nobody's."""
    importing = private_folder(private_folder(root) / UNPACKING)
    for left in importing.iterdir():
        if time.time() - left.stat().st_mtime > KEPT_SECONDS:
            shutil.rmtree(left, ignore_errors=True)
    folder = Path(tempfile.mkdtemp(dir=importing))
    try:
        private_folder(folder / TAKES)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        with suppress(OSError):  # another import is at work
            importing.rmdir()


def _unpack(bundle: Path, archive: zipfile.ZipFile, file: File, folder: Path) -> None:
    """Never more than was declared, whatever comes out of the archive."""
    size, digest = 0, hashlib.sha256()
    handle = os.open(folder / file.path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as target, archive.open(file.path) as source:
        while size <= file.size and (block := source.read(_BLOCK)):
            target.write(block)
            digest.update(block)
            size += len(block)
        target.flush()
        os.fsync(target.fileno())
    if size != file.size or digest.hexdigest() != file.sha256.lower():
        raise BundleError(f"{bundle}: {file.path} is not what its {MANIFEST} says it is.", _NOTHING)


def _checked(bundle: Path, folder: Path) -> SavedSession:
    """The session as it was unpacked."""
    try:
        saved = open_session(folder)
    except SessionError as error:
        raise BundleError(_here(error.message, folder, bundle), f"{error.mend} {_NOTHING}") from error
    if saved.damage:
        raise BundleError(_here(saved.damage, folder, bundle), _NOTHING)
    if not _good_name(saved.id):
        raise BundleError(f"{bundle}: its session cannot be called {saved.id!r}.", _NOTHING)
    return saved


def _here(sentence: str, folder: Path, bundle: Path) -> str:
    """A sentence about the unpacked session, said of the bundle."""
    return sentence.replace(f"{folder}{os.sep}", f"{bundle}: ").replace(str(folder), str(bundle))


def _good_name(name: str) -> bool:
    """Whether it can be the name of a session's folder, anywhere."""
    return name.isprintable() and not re.search(r'^[.]|[/\\:*?"<>|]|[. ]$|^$', name) and len(name.encode()) <= 200


def _settle(folder: Path, saved: SavedSession, root: Path) -> Imported:
    """Moves a good session to where it belongs, unless it is there, perhaps in a folder that was renamed."""
    for there in renamed(root):
        if _same(folder, there):
            return Imported(folder=there, already=True)
    wanted = root / (saved.id if saved.id != SAMPLE else f"{saved.header.created[:10]}-{SAMPLE}")
    number = 1
    while True:
        target = wanted if number == 1 else wanted.with_name(f"{wanted.name}-{number}")
        if not target.exists():
            header = msgspec.structs.replace(saved.header, id=target.name)
            if header != saved.header:
                write_atomically(folder / HEADER, msgspec.json.encode(header) + b"\n")
            move_folder(folder, target)
            return Imported(folder=target, already=False)
        if _same(folder, target):
            return Imported(folder=target, already=True)
        number += 1


def _same(one: Path, other: Path) -> bool:
    """Whether `other` holds everything that `one` does, and perhaps what came after it."""
    try:
        if not (other / JOURNAL).read_bytes().startswith((one / JOURNAL).read_bytes()):
            return False
        sounds = [path.name for path in (one / TAKES).iterdir() if path.suffix in _SOUND]
        return all(filecmp.cmp(one / TAKES / name, other / TAKES / name, shallow=False) for name in sounds)
    except OSError:
        return False
