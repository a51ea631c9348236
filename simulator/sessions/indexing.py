"""Making the index of the sessions: from their folders, and anew where it is damaged, of another version or full of what was deleted."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from functools import lru_cache
from os import DirEntry, scandir, stat, stat_result
from os.path import samestat
from pathlib import Path
from typing import Any, Self, TypeVar

import msgspec

from simulator.files import private_folder
from simulator.scoring import card
from simulator.sessions import library
from simulator.sessions.entries import MANY, Rows, all_rows, rows
from simulator.sessions.store import HEADER, JOURNAL, TAKES
from simulator.text import bare

VERSION = 8_000 + card.VERSION
"""Of the tables, and of the scorer: what it holds of scores of older ones depends on it. An index of another version is made anew."""

NAME = ".index.db"

HOLDS_DELETED = 1
"""The mark (SQLite's `application_id`) of an index in which words of a deleted session may still stand."""

KEPT = 200
"""So many sessions are written to disk together while many are read: the fewer times, the less the index of words has to be put in order."""

TRIES, BUSY_SECONDS = 20, 0.1
"""So often, and so far apart, it is tried to open the index before it lives in memory."""

_TABLES = """
CREATE TABLE IF NOT EXISTS session(
    key INTEGER PRIMARY KEY, folder TEXT NOT NULL UNIQUE, signature TEXT NOT NULL, id TEXT NOT NULL, created TEXT NOT NULL,
    title TEXT NOT NULL, name TEXT NOT NULL, tags TEXT NOT NULL, asked INTEGER NOT NULL, answered INTEGER NOT NULL,
    finished INTEGER NOT NULL, shown INTEGER NOT NULL, bytes INTEGER NOT NULL, trouble TEXT NOT NULL,
    fluency REAL, preparedness REAL, nerves_before INTEGER, nerves_after INTEGER, said_fluency INTEGER, said_preparedness INTEGER,
    candidate TEXT NOT NULL, person TEXT NOT NULL, ratings TEXT NOT NULL, step INTEGER NOT NULL, sitting TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS take(
    key INTEGER PRIMARY KEY, session INTEGER NOT NULL REFERENCES session ON DELETE CASCADE, name TEXT NOT NULL,
    at TEXT NOT NULL, ref TEXT NOT NULL, competency TEXT NOT NULL, question TEXT NOT NULL, answer TEXT NOT NULL, last INTEGER NOT NULL,
    own INTEGER NOT NULL, follow_up INTEGER NOT NULL, version INTEGER, fluency REAL, preparedness REAL, dimensions TEXT NOT NULL, "values" TEXT NOT NULL, rating INTEGER,
    moment TEXT NOT NULL, costs TEXT NOT NULL, left_out TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS take_session ON take(session);
CREATE INDEX IF NOT EXISTS take_ref ON take(ref, follow_up);
CREATE VIRTUAL TABLE IF NOT EXISTS text USING fts5(question, answer, content='take', content_rowid='key', tokenize='unicode61 remove_diacritics 2');
"""

TAKES_OF_A_SESSION = 1024
"""Keys are kept free for so many takes of a session: the key of a take grows with its time, as that of its session does."""

T = TypeVar("T")


class Sync(msgspec.Struct, frozen=True, kw_only=True):
    """What a look at the folders changed."""

    read: int
    gone: int


class Indexing:
    """The index below one folder of sessions, as it is made. May be used by several threads; a second program may have it open too."""

    def __init__(self, root: Path) -> None:
        """Where the folder cannot be written, the index lives in memory."""
        self.root = root
        self.changes = 0
        """Grows with everything that is written."""
        self._file: stat_result | None = None
        """The file that is open; None where the index lives in memory."""
        self._lock = threading.RLock()
        self._database = self._open()

    def close(self) -> None:
        """Of what was deleted nothing is left in the file afterwards."""
        with self._lock:
            with suppress(
                sqlite3.Error
            ):  # open in another program: the mark stays, and whoever closes it next sees to it
                self._wipe()
            self._database.close()

    def _wipe(self) -> None:
        """Deleted words stand on in older parts of the index of words, and in the log of writes, until both are made anew."""
        (marked,) = self._database.execute("PRAGMA application_id").fetchone()
        if marked == HOLDS_DELETED:
            with self._database:
                self._database.execute("INSERT INTO text(text) VALUES('optimize')")
                self._database.execute("PRAGMA application_id = 0")
            self._database.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _open(self) -> sqlite3.Connection:
        path = self.root / NAME
        for _ in range(TRIES):
            try:
                private_folder(self.root)
                path.touch(mode=0o600)
                self._file = path.stat()
                return _connected(str(path))
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                    break
                time.sleep(
                    BUSY_SECONDS
                )  # another program makes it in this very moment; SQLite itself does not wait for that
            except (sqlite3.DatabaseError, UnicodeDecodeError):
                _delete(path)
            except OSError:
                break
        self._file = None
        return _connected(":memory:")

    def _follow(self) -> None:
        """Opens the index that another program has made in place of the one that is open: what is written to this one nobody will read, and
        what is deleted from it stays in that one."""
        with self._lock, suppress(OSError):
            if self._file is not None and not samestat(self._file, (self.root / NAME).stat()):
                self._database.close()
                self._database = self._open()
                self.changes += 1

    def rebuild(self, tell: Callable[[int, int], None] | None = None) -> Sync:
        """Everything anew, from the folders."""
        self._begin_anew()
        return self.sync(tell)

    def _begin_anew(self) -> None:
        with self._lock:
            self._database.close()
            _delete(self.root / NAME)
            self._database = self._open()

    def sync(self, tell: Callable[[int, int], None] | None = None, stop: Callable[[], bool] = lambda: False) -> Sync:
        """Reads the folders that are new or have changed, oldest first, and forgets those that are gone. `tell` is told how
        many of how many were read; `stop` ends it early, and what was read until then stays. A damaged index is made anew, and where
        the disk takes no more it goes on in memory."""
        try:
            return self._synced(tell, stop)
        except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
            self._begin_again(error)
        return self._synced(tell, stop)

    def _begin_again(self, error: Exception) -> None:
        """Raises the error where it is neither damage nor the disk."""
        if _is_damaged(error):
            self._begin_anew()
        elif isinstance(error, sqlite3.OperationalError):
            with self._lock:
                self._database.close()
                self._file = None
                self._database = _connected(":memory:")
        else:
            raise error

    def _synced(self, tell: Callable[[int, int], None] | None, stop: Callable[[], bool] = lambda: False) -> Sync:
        library.forget_deleted(self.root)
        self._follow()
        with self._lock:
            known = dict(self._database.execute("SELECT folder, signature FROM session"))
        signatures = dict(_signatures(self.root))
        changed = sorted(name for name, signature in signatures.items() if known.get(name) != signature)
        gone = [name for name in known if name not in signatures]
        with self._writing() as database:
            for name in gone:
                _delete_rows(database, name)
        done = kept = 0
        reading = all_rows([self.root / name for name in changed])
        many = len(changed) >= MANY
        try:
            if many:
                self._prepare(_FOR_MANY)
            while done < len(changed) and not stop():
                sessions = next(reading)
                keep = not many or done + len(sessions) - kept >= KEPT or done + len(sessions) == len(changed)
                with self._writing(keep=keep) as database:  # between batches others may read and write
                    for name, session in zip(changed[done:], sessions, strict=False):
                        _put(database, name, signatures[name], session)
                done += len(sessions)
                kept = done if keep else kept
                if tell is not None:
                    tell(done, len(changed))
        finally:
            reading.close()
            with suppress(sqlite3.Error):  # closed meanwhile: `_connected` sees to it
                self._prepare(_FOR_FEW if many else ())
        return Sync(read=done, gone=len(gone))

    def _prepare(self, settings: Sequence[str]) -> None:
        with self._lock, self._database:
            for setting in settings:
                self._database.execute(setting)

    def put(self, folder: Path) -> None:
        """One session that is new or has changed, or was deleted."""
        signature = _signature(str(folder))
        session = rows(folder) if signature else None
        self._follow()
        try:
            with self._writing() as database:
                if session is None:
                    _delete_rows(database, folder.name)
                else:
                    _put(database, folder.name, signature, session)
        except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
            self._begin_again(error)
            self._synced(None)

    @contextmanager
    def _writing(self, *, keep: bool = True) -> Iterator[sqlite3.Connection]:
        """What is not to be kept yet is there for this program, and is kept with what is written next."""
        with self._lock:
            if not self._database.in_transaction:  # what is looked up in it no other program changes meanwhile
                self._database.execute("BEGIN IMMEDIATE")
            before = self._database.total_changes
            try:
                yield self._database
                if keep:
                    self._database.commit()
            except BaseException:
                self._database.rollback()
                raise
            self.changes += self._database.total_changes - before

    def _rows(self, query: str, values: Sequence[object] = ()) -> list[sqlite3.Row]:
        return self._each(lambda row: row, query, values)

    def _each(self, make: Callable[[sqlite3.Row], T], query: str, values: Sequence[object] = ()) -> list[T]:
        """What `make` makes of each row. Where that cannot be, the index is damaged, and made anew."""
        with self._lock:
            try:
                return [make(row) for row in self._database.execute(query, values)]
            except (sqlite3.DatabaseError, ValueError) as error:
                if not _is_damaged(error):
                    raise
            self.rebuild()
            return [make(row) for row in self._database.execute(query, values)]


_FOR_MANY = (
    "PRAGMA cache_size = -32000",
    "PRAGMA wal_autocheckpoint = 16000",
    "INSERT INTO text(text, rank) VALUES('automerge', 0)",
    "INSERT INTO text(text, rank) VALUES('hashsize', 16777216)",
)
"""While many sessions are written, the index of words is put in order seldom, and pages and words stay in memory (32 and 16 MB): with
`KEPT` that takes a quarter to two fifths less."""

_FOR_FEW = (
    "PRAGMA cache_size = -2000",
    "PRAGMA wal_autocheckpoint = 1000",
    "INSERT INTO text(text, rank) VALUES('hashsize', 1048576)",
    "INSERT INTO text(text, rank) VALUES('automerge', 4)",
)
"""As SQLite has it."""

_DAMAGED = {
    sqlite3.SQLITE_ERROR, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_CONSTRAINT, sqlite3.SQLITE_MISMATCH, sqlite3.SQLITE_NOTADB,
}  # fmt: skip


def _is_damaged(error: Exception) -> bool:
    """Whether the reason is what stands in the file, and not that the disk is full, or the file in use or closed. What is no
    UTF-8, or no value of ours, has no code."""
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT)
    return code & 0xFF in _DAMAGED and not isinstance(error, sqlite3.ProgrammingError)


def _connected(path: str) -> sqlite3.Connection:
    """Raises DatabaseError for a file that is no database, or one of another version."""
    database = sqlite3.connect(path, check_same_thread=False, timeout=10)
    try:
        database.row_factory = sqlite3.Row
        database.create_function("holds", 2, _holds, deterministic=True)
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("PRAGMA synchronous = NORMAL")
        database.execute("PRAGMA foreign_keys = ON")
        database.execute("PRAGMA secure_delete = ON")  # what is deleted is overwritten
        (version,) = database.execute("PRAGMA user_version").fetchone()
        if version == 0:
            database.executescript(f"BEGIN IMMEDIATE; {_TABLES} PRAGMA user_version = {VERSION}; COMMIT;")
        elif version != VERSION:
            raise sqlite3.DatabaseError("of another version")
        if database.execute("SELECT 1 FROM text_config WHERE k = 'automerge' AND v = 0").fetchone():
            with database:  # many were written when the program was ended
                database.execute(_FOR_FEW[-1])
    except (sqlite3.Error, UnicodeDecodeError):
        database.close()
        raise
    return database


def _holds(said: str, words: str) -> bool:
    """Whether all these words stand in it, as `bare`; of conditions in SQL there may not be as many as there may be words."""
    looked_at = bare(said)
    return all(word in looked_at for word in _each_word(words))


@lru_cache(maxsize=1)
def _each_word(words: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(bare(words).split()))


def _delete(path: Path) -> None:
    for ending in ("", "-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)


def _signatures(root: Path) -> Iterator[tuple[str, str]]:
    if not root.is_dir():
        return
    with scandir(root) as entries:
        for entry in entries:
            if _may_be_session(entry) and (signature := _signature(entry.path)):
                yield entry.name, signature


def _may_be_session(entry: DirEntry[str]) -> bool:
    return not entry.name.startswith(".") and library.may_be_session(entry.name) and entry.is_dir()


def _signature(folder: str) -> str:
    """Changes when the journal does, or what was derived; empty where there is no session. Asked of every session at each look: as plain
    texts its paths take a third of the time."""
    try:
        stat(f"{folder}/{HEADER}")  # noqa: PTH116
    except (FileNotFoundError, NotADirectoryError):
        return ""
    try:
        takes = stat(f"{folder}/{TAKES}").st_mtime_ns  # noqa: PTH116
        journal = stat(f"{folder}/{JOURNAL}")  # noqa: PTH116
    except FileNotFoundError:
        return f"{HEADER} only"
    return f"{journal.st_mtime_ns} {journal.st_size} {takes}"


def _forget(database: sqlite3.Connection, folder: str) -> int | None:
    """Takes a session out; its key, if it had one."""
    row = database.execute("SELECT key FROM session WHERE folder = ?", (folder,)).fetchone()
    if row is None:
        return None
    key: int = row["key"]
    database.execute(
        "INSERT INTO text(text, rowid, question, answer) SELECT 'delete', key, question, answer FROM take WHERE session = ?",
        (key,),
    )
    database.execute("DELETE FROM session WHERE key = ?", (key,))
    return key


def _delete_rows(database: sqlite3.Connection, folder: str) -> None:
    """Takes a session out for good."""
    if _forget(database, folder) is not None:
        database.execute(f"PRAGMA application_id = {HOLDS_DELETED}")


def _put(database: sqlite3.Connection, folder: str, signature: str, rows: Rows) -> None:
    session, takes = rows
    key = _forget(database, folder) or _free_key(database, session["created"])
    _insert(database, "session", [{**session, "key": key, "signature": signature}])
    keyed = [
        {**take, "key": key * TAKES_OF_A_SESSION + number, "session": key}
        for number, take in enumerate(takes[:TAKES_OF_A_SESSION])
    ]
    _insert(database, "take", keyed)
    database.executemany("INSERT INTO text(rowid, question, answer) VALUES (:key, :question, :answer)", keyed)


def _insert(database: sqlite3.Connection, table: str, rows: list[dict[str, Any]]) -> None:
    if rows:
        names = list(rows[0])
        columns = ", ".join(f'"{name}"' for name in names)
        database.executemany(f"INSERT INTO {table}({columns}) VALUES ({', '.join(f':{name}' for name in names)})", rows)


def _free_key(database: sqlite3.Connection, created: str) -> int:
    """Grows with the time at which the session was made, in thousandths of a second, so that the newest come first
    whatever order they were read in."""
    try:
        key = int(datetime.fromisoformat(created).timestamp() * 1000)
    except ValueError:
        key = 0
    while database.execute("SELECT 1 FROM session WHERE key = ?", (key,)).fetchone():
        key += 1
    return key
