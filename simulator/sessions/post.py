"""What a friend wrote about a session on a page of their own, as the one file in which it comes back. The format is described in
`docs/exports.md`.

The page knows the session by how its journal began when the page was made. The hash of that beginning is in the page and in the
journal but not in the file: it is the key of the seal, so what was changed on its way is found out.
"""

from __future__ import annotations

import codecs
import hashlib
import hmac
from pathlib import Path
from typing import Annotated

import msgspec

from simulator.decoding import Whole, decode
from simulator.errors import PostError
from simulator.interview import events as ev
from simulator.sessions.store import JOURNAL, SavedSession
from simulator.text import size_text

FORMAT = 1
ENDING = ".mock-interview-notes.json"

MOST_BYTES = 2 << 20
MOST_ITEMS = 2_000
"""Of notes and marks together, and of ticks."""

MOST_TEXT = 10_000
NAME_SHOWN = 40
"""Letters of a friend's name that are kept."""

NOTHING = "Nothing was merged."

_Text = Annotated[str, msgspec.Meta(max_length=MOST_TEXT)]
_Name = Annotated[str, msgspec.Meta(max_length=200)]
_Take = Annotated[str, msgspec.Meta(min_length=1, max_length=20)]
_Seconds = Annotated[float, msgspec.Meta(ge=0, le=86_400)]
_Hash = Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{64}$")]


class _Part(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    pass


class Origin(_Part, frozen=True, kw_only=True):
    """A session, and the first `bytes` of its journal, which had `journal` as the hash of their hash."""

    id: _Name
    bytes: Annotated[int, msgspec.Meta(ge=1, le=1 << 30)]
    journal: _Hash


class Note(_Part, frozen=True, kw_only=True):
    """`at`: seconds into the take."""

    take: _Take
    text: Annotated[str, msgspec.Meta(min_length=1, max_length=MOST_TEXT)]
    at: _Seconds | None = None


class Mark(_Part, frozen=True, kw_only=True):
    take: _Take
    kind: ev.MomentKind
    at: _Seconds


class Tick(_Part, frozen=True, kw_only=True):
    """A listen-for point that was heard in a take."""

    take: _Take
    point: _Name


class Rating(_Part, frozen=True, kw_only=True):
    """`when` it was last changed, in UTC: of two from one copy, or by the same friend, the newer counts. `scales` as in `interview.scales`."""

    when: Annotated[str, msgspec.Meta(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$")]
    scales: dict[_Name, Whole] = {}
    remark: _Text = ""


class Notes(_Part, frozen=True, kw_only=True):
    """All that a friend wrote. `copy` is the page in one browser, whatever name is given there: the same words from it are the same note."""

    session: Origin
    copy: Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{32}$")]
    by: _Name = ""
    notes: Annotated[tuple[Note, ...], msgspec.Meta(max_length=MOST_ITEMS)] = ()
    marks: Annotated[tuple[Mark, ...], msgspec.Meta(max_length=MOST_ITEMS)] = ()
    ticks: Annotated[tuple[Tick, ...], msgspec.Meta(max_length=MOST_ITEMS)] = ()
    rating: Rating | None = None

    def id_of(self, item: Note | Mark | Rating) -> str:
        """The same for the same content from the same copy. Those of ratings are in the order of their times."""
        content = msgspec.json.encode((self.copy, type(item).__name__, item))
        digest = hashlib.sha256(content).hexdigest()[:32]
        return f"{item.when}-{digest}" if isinstance(item, Rating) else digest


class _Versioned(msgspec.Struct, frozen=True):
    format: int
    program: str = ""


class _File(msgspec.Struct, frozen=True):
    """`seal` is over the bytes of `content` as they stand in the file."""

    content: msgspec.Raw
    seal: _Hash


class Received(msgspec.Struct, frozen=True, kw_only=True):
    """A file that was read, and whose seal has still to be compared."""

    notes: Notes
    content: bytes
    seal: str

    def sealed_by(self, key: str) -> bool:
        return hmac.compare_digest(self.seal, seal(key, self.content))


def seal(key: str, content: bytes) -> str:
    """HMAC-SHA-256, in hexadecimal digits."""
    return hmac.new(key.encode(), content, "sha256").hexdigest()


def key_of(beginning: bytes) -> str:
    """The key that the beginning of a journal is: its SHA-256, in hexadecimal digits."""
    return hashlib.sha256(beginning).hexdigest()


def sign_of(key: str) -> str:
    """What tells the session of a key without telling the key."""
    return hashlib.sha256(key.encode()).hexdigest()


def addressed(saved: SavedSession) -> tuple[Origin, str]:
    """The session as it is now, for a page that is made of it, and the key of the seal."""
    key = key_of((saved.folder / JOURNAL).read_bytes()[: saved.whole_bytes])
    return Origin(id=saved.id, bytes=saved.whole_bytes, journal=sign_of(key)), key


def key_for(origin: Origin, session: Path) -> str:
    """The key, if the journal of this session began like that; empty if not."""
    try:
        with (session / JOURNAL).open("rb") as file:
            beginning = file.read(origin.bytes) if (session / JOURNAL).stat().st_size >= origin.bytes else b""
    except OSError:
        return ""
    key = key_of(beginning)
    return key if sign_of(key) == origin.journal else ""


def read(path: Path) -> Received:
    """Raises PostError for everything that is no such file. What editors put around the content, which is what the seal is about, is no harm."""
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise PostError(f"{path} cannot be read: {error.strerror}.", NOTHING) from error
    if len(data) > MOST_BYTES:
        raise PostError(f"{path} is larger than {size_text(MOST_BYTES)}, and no friend's notes are.", NOTHING)
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        versioned = decode(data, _Versioned)
        if versioned.format > FORMAT:
            raise PostError(f"{path} was made by a newer version of this program.", f"Update mock-interview. {NOTHING}")
        file_ = decode(data, _File)
        content = bytes(file_.content)
        return Received(notes=decode(content, Notes), content=content, seal=file_.seal)
    except msgspec.DecodeError as error:
        raise PostError(f"{path} is no file of a friend's notes: {error}.", NOTHING) from error
