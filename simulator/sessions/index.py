"""The index of the sessions: a database beside them, made from their folders and never more than that.

Lists, full-text search and progress read it, so that ten thousand sessions open as fast as ten. Deleting it loses nothing:
`sync` makes it anew, and finds folders that were added, changed, moved or taken away.
"""

from __future__ import annotations

import re
import sqlite3
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec

from simulator import paths
from simulator.progress.sitting import Answered, Sitting
from simulator.scoring import card
from simulator.scoring.card import Moment
from simulator.sessions.indexed import Indexed, IndexedTake
from simulator.sessions.indexing import TAKES_OF_A_SESSION, Indexing
from simulator.sessions.people import NOBODY, Whose

READ = 2_000
"""So many answers are read from the database together."""

SHOWN = 1_000
"""So many answers that hold the words searched for are looked at, newest first."""


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """An answer that holds the words: a piece of it with the words between `[` and `]`."""

    session: Indexed
    take: str
    question: str
    piece: str


_UNKNOWN = re.compile("[\0\ud800-\udfff]")

_numbers = msgspec.json.Decoder(dict[str, float])
_moments = msgspec.json.Decoder(Moment)
_ratings = msgspec.json.Decoder(dict[str, dict[str, int]])
_sittings = msgspec.json.Decoder(Sitting)
_encode = msgspec.json.encode


class Index(Indexing):
    """The index below one folder of sessions. Lists and searches hold everybody's sessions; what is reckoned from them (answers, sittings,
    drills) only one person's."""

    def __init__(self, root: Path | None = None, *, whose: Whose = NOBODY) -> None:
        super().__init__(root or paths.sessions())
        self._whose = whose

    def is_for(self, whose: Whose) -> None:
        """From here on it is this person whose sessions are reckoned with."""
        if whose != self._whose:
            self._whose = whose
            self.changes += 1

    @property
    def _theirs(self) -> str:
        """That a session is one of whom it is for, as a condition with a value for each name."""
        return f"session.person IN ({', '.join('?' * len(self._whose))})"

    def is_theirs(self, name: str) -> bool:
        """Whether a name (as `people.folded`) is one of the person for whom it reckons."""
        return name in self._whose

    def people(self) -> list[str]:
        """The names of those who answered here under one, in the order of the alphabet."""
        rows = self._rows(
            "SELECT min(candidate) AS name FROM session WHERE person <> '' GROUP BY person ORDER BY person"
        )
        return [row["name"] for row in rows]

    def count(self) -> int:
        return int(self._rows("SELECT count(*) FROM session")[0][0])

    def bytes(self) -> int:
        """What all sessions take on disk."""
        return int(self._rows("SELECT total(bytes) FROM session")[0][0])

    def page(self, count: int, before: int | None = None) -> list[Indexed]:
        """The newest sessions, or those before the one with this key."""
        where, values = ("WHERE key < ?", [before]) if before is not None else ("", [])
        return self._each(_indexed, f"{_SESSION} {where} ORDER BY key DESC LIMIT ?", [*values, count])

    def holding(self, words: str, count: int) -> list[Indexed]:
        """The newest sessions whose time, title, name, tags or candidate hold all these words, without regard to case and accents; `unfinished` is a word as well."""
        said = "created || ' ' || title || ' ' || name || ' ' || tags || ' ' || candidate || CASE WHEN finished THEN '' ELSE ' unfinished' END"
        query = f"{_SESSION} WHERE holds({said}, ?) ORDER BY key DESC LIMIT ?"
        return self._each(_indexed, query, [_searchable(words), count])

    def search(self, words: str, count: int) -> list[Found]:
        """Answers in which, or in whose questions, all these words stand (the last may be only begun), newest first, one a session."""
        quoted = [f'"{part}"' for word in _searchable(words).split() if (part := word.replace('"', " ").strip())]
        if not quoted:
            return []
        match = " ".join([*quoted[:-1], f"{quoted[-1]}*"])
        keys = [
            row[0]
            for row in self._rows(
                "SELECT rowid FROM text WHERE text MATCH ? ORDER BY rowid DESC LIMIT ?", (match, SHOWN)
            )
        ]
        first: dict[int, int] = {}
        for key in keys:
            first.setdefault(key // TAKES_OF_A_SESSION, key)
        wanted = list(first.values())[:count]
        if not wanted:
            return []
        # One query for all: each use of MATCH goes through all places of the words anew. The sign before rowid keeps it from becoming many.
        rows = self._rows(
            "SELECT take.name, take.question, snippet(text, -1, '[', ']', ' … ', 14) AS piece, session FROM text "
            "JOIN take ON take.key = text.rowid WHERE text MATCH ? AND text.rowid >= ? "
            "AND +text.rowid IN (SELECT value FROM json_each(?)) ORDER BY text.rowid DESC",
            (match, min(wanted), str(wanted)),
        )
        sessions = {
            each.key: each
            for each in self._each(
                _indexed,
                f"{_SESSION} WHERE key IN (SELECT value FROM json_each(?))",
                [str([row["session"] for row in rows])],
            )
        }
        return [
            Found(session=sessions[row["session"]], take=row["name"], question=row["question"], piece=row["piece"])
            for row in rows
        ]

    def takes(self, *, last: bool = False, newest: int | None = None) -> list[IndexedTake]:
        """All answers of the person, oldest first; `last`: of each question in a session only the one that counts. `newest`: no more than so
        many of the newest."""
        where = f"WHERE {self._theirs} {'AND take.last' if last else ''}"
        limit = "" if newest is None else f"LIMIT {newest:d}"
        return self._each(_take, f"{_TAKE} {where} ORDER BY take.key DESC {limit}", self._whose)[::-1]

    def newest(self, of_each: int) -> Iterator[IndexedTake]:
        """The person's newest answers to each question by their own time, so many of each, and without what was said in them; those of one
        session together, the oldest first. Follow-ups and recordings of no known question are none."""
        keys = self._rows(
            "SELECT key FROM (SELECT take.key, row_number() OVER (PARTITION BY ref ORDER BY julianday(at) DESC, take.key DESC) AS number FROM take"
            f" CROSS JOIN session ON session.key = take.session WHERE own AND NOT follow_up AND ref != '' AND {self._theirs})"
            " WHERE number <= ? ORDER BY key",
            [*self._whose, of_each],
        )
        for start in range(0, len(keys), READ):
            wanted = [row["key"] for row in keys[start : start + READ]]
            query = f"{_BRIEF} WHERE take.key IN (SELECT value FROM json_each(?)) ORDER BY take.key"
            yield from self._each(_take, query, [str(wanted)])

    def answers(self, competency: str | None = None) -> Iterator[Answered]:
        """All answers of the person (to questions of this competency), oldest first, as progress wants them; between `READ` of them
        others may read and write. Follow-ups are none, and scores of an older scorer are left out."""
        where, values = ("", []) if competency is None else ("AND competency = ?", [competency])
        after = -sys.maxsize  # a clock that begins with the year 1970 gives keys below 0 in the east
        while rows := self._rows(
            "SELECT take.key, at, ref, competency, question, folder, take.name, version, take.fluency, take.preparedness, left_out FROM take"
            " CROSS JOIN session ON session.key = take.session"
            f" WHERE own AND NOT follow_up AND take.key > ? AND {self._theirs} {where} ORDER BY take.key LIMIT {READ}",
            [after, *self._whose, *values],
        ):
            for _, at, ref, competency, question, folder, name, version, fluency, preparedness, left_out in rows:
                known = version is None or version >= card.VERSION
                yield Answered(
                    at=datetime.fromisoformat(at),
                    ref=ref,
                    competency=competency,
                    question=question,
                    session=folder,
                    take=name,
                    fluency=fluency if known else None,
                    preparedness=preparedness if known else None,
                    left_out=tuple(left_out.split()),
                )
            after = rows[-1]["key"]

    def outdated(self) -> int:
        """How many answers of the person have only scores of an older scorer."""
        query = (
            "SELECT count(*) FROM take CROSS JOIN session ON session.key = take.session"
            f" WHERE own AND NOT follow_up AND version < ? AND {self._theirs}"
        )
        return int(self._rows(query, [card.VERSION, *self._whose])[0][0])

    def sittings(self) -> list[Sitting]:
        """Each session of the person as it was on its day, oldest first."""
        query = f"SELECT sitting FROM session WHERE sitting <> '' AND {self._theirs} ORDER BY key"
        return self._each(lambda row: _sittings.decode(row["sitting"]), query, self._whose)

    def takes_of(self, folder: str) -> list[IndexedTake]:
        where = "WHERE take.session = (SELECT key FROM session WHERE folder = ?) ORDER BY take.key"
        return self._each(_take, f"{_TAKE} {where}", [folder])

    def sessions(self, *, openable: bool = True) -> list[Indexed]:
        """All sessions (that can be opened), oldest first."""
        where = "WHERE asked" if openable else ""
        return self._each(_indexed, f"{_SESSION} {where} ORDER BY key")


_SESSION = f"SELECT {', '.join(Indexed.__struct_fields__)} FROM session"
# Written as a cross join, SQLite goes through the takes in their order and looks up the session of each, and not the other way round.
_TAKE = "SELECT take.*, session.folder FROM take CROSS JOIN session ON session.key = take.session"
_BRIEF = _TAKE.replace(
    "take.*",
    ", ".join(f'take."{name}"' for name in ("key", *IndexedTake.__struct_fields__) if name not in ("answer", "folder")),
).replace("SELECT", "SELECT '' AS answer,")


def _indexed(row: sqlite3.Row) -> Indexed:
    return msgspec.convert({**dict(row), "ratings": _ratings.decode(row["ratings"])}, Indexed, strict=False)


def _take(row: sqlite3.Row) -> IndexedTake:
    values: dict[str, Any] = {name: row[name] for name in IndexedTake.__struct_fields__}
    values |= {
        "dimensions": _numbers.decode(row["dimensions"]),
        "values": _numbers.decode(row["values"]),
        "moment": _moments.decode(row["moment"]) if row["moment"] else None,
        "costs": _numbers.decode(row["costs"]),
        "last": bool(row["last"]),
        "own": bool(row["own"]),
        "left_out": tuple(row["left_out"].split()),
    }
    return IndexedTake(**values)


def _searchable(words: str) -> str:
    """What SQLite takes for the end of a text, and halves of characters, stand in no text that could be found."""
    return _UNKNOWN.sub("\ufffd", words)
