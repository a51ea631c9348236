"""A session on disk: one private folder. The format is described in `sessions/README.md`.

header.json             what this folder is, and in which version of the format
journal.jsonl           every event, one a line: the only thing that cannot be made again, with the audio
takes/q01-t1.pcm|.flac  the sound of a take: .pcm while it is recorded, .flac when the take is done
takes/q01-t1.heard.json what was observed of it      (derived)
takes/q01-t1.card.json  its scorecard                (derived)
takes/q01-t1.card-v4.json  the one that an older scorer made of it
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, TypeVar

import msgspec

from simulator import __version__
from simulator.decoding import decode
from simulator.errors import SessionError, UnsavedError
from simulator.files import move_folder, private_folder, read_whole, write_atomically
from simulator.interview import events as ev
from simulator.interview.machine import step
from simulator.interview.state import Effect, NotNow, State, Take
from simulator.scoring.card import VERSION, Scorecard
from simulator.sessions import journal
from simulator.sessions.times import moment
from simulator.speech.transcript import Heard, Typed
from simulator.text import short_line

if TYPE_CHECKING:  # imported when a session is opened to be written: home only looks
    from filelock import FileLock

FORMAT = 1

JOURNAL = "journal.jsonl"
HEADER = "header.json"
TAKES = "takes"
LOCK = ".lock"

MOST_PROGRAM = 40
"""So many signs are said of what a session or a bundle calls the version that made it."""


class Imported(msgspec.Struct, frozen=True, kw_only=True):
    """A recording that was there before: the `name` of its file, and the SHA-256 of what was in it."""

    name: str
    sha256: str


class Header(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """`created` is the wall clock with its offset, ISO 8601; `program` the version that made the folder; `recordings` are what
    the answers of an imported session were made from, in their order; `shipped` are the takes, by name, that came with the program: the sample
    has them, and so has a copy of it, in which a person may have given others."""

    format: int
    id: str
    created: str
    program: str
    recordings: tuple[Imported, ...] = ()
    shipped: tuple[str, ...] = ()


class SavedSession:
    """A session to read: its events, its state at the end, and what was derived from its takes.

    `damage` says in one sentence what is wrong behind the first `whole_bytes` of the journal, and is empty for a whole one.
    """

    def __init__(
        self, folder: Path, header: Header, events: tuple[ev.AnyEvent, ...], state: State, whole_bytes: int, damage: str
    ) -> None:
        self.folder = folder
        self.header = header
        self.events = events
        self.state = state
        self.whole_bytes = whole_bytes
        self.damage = damage

    @property
    def id(self) -> str:
        return self.header.id

    @property
    def finished(self) -> bool:
        return self.state.stage == "ended"

    def audio(self, take: Take) -> Path | None:
        """The sound of a take, sealed or not; None for a typed one, or where it was deleted."""
        candidates = (self.folder / TAKES / f"{take.name}{ending}" for ending in (".flac", ".pcm"))
        return next((path for path in candidates if path.exists()), None)

    def heard(self, take: Take) -> Heard | None:
        return _read_derived(self.folder / TAKES / f"{take.name}.heard.json", Heard)

    def card(self, take: Take) -> Scorecard | None:
        return _whole(_read_derived(_card_file(self.folder, take), Scorecard))

    def older_cards(self, take: Take) -> tuple[Scorecard, ...]:
        """What older scorers made of a take, the oldest first."""
        paths = (self.folder / TAKES).glob(f"{take.name}.card-v*.json")
        cards = [card for path in paths if (card := _whole(_read_derived(path, Scorecard))) is not None]
        return tuple(sorted(cards, key=lambda card: card.version))

    def answer(self, take: Take) -> Heard | Typed | None:
        """What was observed of a take, as a person corrected it: the typed text from the journal, or the derived file."""
        if take.audio:
            heard = self.heard(take)
            return None if heard is None else _as_corrected(heard, take)
        if take.draft is None:
            return Typed(text="", seconds=take.clock)
        draft = take.draft
        return Typed(text=draft.text, seconds=take.clock, first_key=draft.first_key, corrections=draft.corrections)


def _card_file(folder: Path, take: Take) -> Path:
    return folder / TAKES / f"{take.name}.card.json"


def _as_corrected(heard: Heard, take: Take) -> Heard:
    if take.corrected is not None:
        from simulator.speech.alignment import corrected

        heard = corrected(heard, take.corrected)
    return msgspec.structs.replace(heard, marks=take.marks)


D = TypeVar("D", Heard, Scorecard)


def _read_derived(path: Path, kind: type[D]) -> D | None:
    """A derived file that is missing, damaged or of another version is as good as none: it is made again."""
    try:
        return decode(read_whole(path), kind)
    except (OSError, msgspec.DecodeError):
        return None


def _whole(card: Scorecard | None) -> Scorecard | None:
    """A card that lacks dimensions is as good as none, too."""
    return card if card is not None and card.whole else None


def read_header(folder: Path) -> Header:
    """Raises OSError or DecodeError."""
    header = decode(read_whole(folder / HEADER), Header)
    if header.format <= FORMAT:
        try:
            moment(header.created)
        except ValueError as error:
            raise msgspec.DecodeError(f"{error} - at `$.created`") from error
    return header


def open_session(folder: Path) -> SavedSession:
    """Reads a session without touching it. Raises SessionError naming the file, the place and the mend."""
    try:
        header = read_header(folder)
    except FileNotFoundError as error:
        raise SessionError(
            f"{folder} is not a session: it has no {HEADER}.",
            "`mock-interview sessions list` names the ones there are.",
        ) from error
    except (OSError, msgspec.DecodeError) as error:
        raise SessionError(
            f"{folder / HEADER} cannot be read: {error}.",
            "Nothing was changed; the journal beside it may still be whole.",
        ) from error
    if header.format > FORMAT:
        raise _newer(folder, header)
    try:
        found = journal.read(folder / JOURNAL)
    except OSError as error:
        raise SessionError(
            f"{folder / JOURNAL} cannot be read: {error.strerror}.",
            "Nothing was changed; without it the session cannot be opened.",
        ) from error
    state, events, damage = State(), [], found.damage
    for number, event in enumerate(found.events, start=1):
        try:
            state, _ = step(state, event)
        except NotNow as error:
            damage = f"{folder / JOURNAL}, line {number}: this event does not fit here ({error})"
            break
        events.append(event)
    if state.session is None:
        raise SessionError(
            f"{folder / JOURNAL} holds no whole event. {damage}".strip(),
            "The session was cut off before it began; it can be deleted.",
        )
    if state.session.version > ev.VERSION:  # what is not known here would be taken for damage, and cut off
        raise _newer(folder, header)
    return SavedSession(folder, header, tuple(events), state, found.ends[len(events) - 1], damage)


def _newer(folder: Path, header: Header) -> SessionError:
    return SessionError(
        f"{folder} was made by a newer version of this program ({short_line(header.program, MOST_PROGRAM)}).",
        "Update mock-interview to open it.",
    )


class SessionWriter:
    """A session open for writing. Holds its lock, so that a second program is refused."""

    def __init__(self, folder: Path, header: Header, state: State, whole_bytes: int | None = None) -> None:
        self.folder = folder
        self.header = header
        self.state = state
        self._lock = _lock(folder)
        try:
            if whole_bytes is not None:
                _refuse_outdated(folder, whole_bytes)
            self._journal = journal.Journal(folder / JOURNAL, keep=whole_bytes)
        except OSError as error:
            self._lock.release()
            raise _unwritable(folder, error) from error
        except SessionError:
            self._lock.release()
            raise

    @classmethod
    def create(cls, root: Path, *, at: str, title: str, recordings: tuple[Imported, ...] = ()) -> SessionWriter:
        """A new session below `root`, its folder named after its time `at` (ISO 8601) and `title`.

        Raises UnsavedError if it cannot be written."""
        name = f"{at[:19].replace('T', '-').replace(':', '')}-{title or 'session'}"
        try:
            folder = _unused(private_folder(root) / name)
            private_folder(folder / TAKES)
            header = Header(format=FORMAT, id=folder.name, created=at, program=__version__, recordings=recordings)
            write_atomically(folder / HEADER, msgspec.json.encode(header) + b"\n")
            return cls(folder, header, State())
        except OSError as error:
            raise _unwritable(root, error) from error

    @classmethod
    def reopen(cls, saved: SavedSession) -> SessionWriter:
        """To go on with a session that was left or cut off. Raises SessionError if it is open elsewhere, has been written to by another
        program since it was read, or cannot be written."""
        return cls(saved.folder, saved.header, saved.state, saved.whole_bytes)

    def take_in(self, event: ev.Event) -> tuple[Effect, ...]:
        """One event: checked, written, and only then true. Raises NotNow, and UnsavedError where the disk does not take it, with
        nothing written."""
        state, effects = step(self.state, event)
        self._journal.append(event)
        self.state = state
        return effects

    def recording(self, take: Take) -> Path:
        return self.folder / TAKES / f"{take.name}.pcm"

    def save_heard(self, take: Take, heard: Heard) -> None:
        write_atomically(self.folder / TAKES / f"{take.name}.heard.json", msgspec.json.encode(heard))

    def save_card(self, take: Take, card: Scorecard) -> None:
        """Saves what the scorer makes of a take; the card of an older scorer stays beside it."""
        self._keep_older(take)
        write_atomically(_card_file(self.folder, take), msgspec.json.encode(card))

    def forget_card(self, take: Take) -> None:
        """For a card that no longer says what the journal does: a missing one is made again."""
        self._keep_older(take)
        _card_file(self.folder, take).unlink(missing_ok=True)

    def _keep_older(self, take: Take) -> None:
        path = _card_file(self.folder, take)
        card = _read_derived(path, Scorecard)
        if card is not None and card.version < VERSION:
            path.replace(path.with_name(f"{take.name}.card-v{card.version}.json"))

    def saved(self) -> SavedSession:
        """The session so far, as a reader sees it."""
        return open_session(self.folder)

    def close(self) -> None:
        self._journal.close()
        self._lock.release()

    def __enter__(self) -> SessionWriter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def put_in_place(folder: Path, root: Path) -> Path:
    """Gives a session that was made elsewhere on the same disk its place below `root`, as a whole; where it lies then."""
    header, place = read_header(folder), free(root, folder.name)
    if place.name != header.id:
        write_atomically(folder / HEADER, msgspec.json.encode(msgspec.structs.replace(header, id=place.name)) + b"\n")
    return move_folder(folder, place)


def free(root: Path, name: str) -> Path:
    """A place below `root` that is not taken: under this name, or the next free one."""
    place, number = root / name, 1
    while place.exists():
        number += 1
        place = root / f"{name}-{number}"
    return place


def delete(folder: Path) -> None:
    """Deletes a session with everything in it; refused while a program has it open."""
    refuse_link(folder)
    with locked(folder):
        pass
    shutil.rmtree(folder)


def refuse_link(folder: Path) -> None:
    """Raises SessionError for a link: without it the recordings would still be where it leads."""
    if folder.is_symlink():
        raise SessionError(
            f"{folder.name} is only a link to {folder.resolve()}.", "Delete it there; nothing was changed."
        )


@contextmanager
def locked(folder: Path, taken: str = "") -> Iterator[None]:
    """Raises SessionError, saying `taken`, while a program has the session open."""
    lock = _lock(folder, taken)
    try:
        yield
    finally:
        lock.release()


def _lock(folder: Path, taken: str = "") -> FileLock:
    from filelock import FileLock, Timeout

    if not folder.is_dir():  # the lock would make one, and an empty one would stand where a session was
        raise SessionError(
            f"{folder.name} is no longer there.", "It was deleted or moved by another program; nothing was changed."
        )
    lock = FileLock(folder / LOCK, mode=0o600)
    try:
        lock.acquire(blocking=False)
    except Timeout as error:
        raise SessionError(
            taken or f"{folder.name} is open in another mock-interview.",
            "Finish or leave it there first; nothing was changed.",
        ) from error
    except OSError as error:
        raise _unwritable(folder, error) from error
    return lock


def _refuse_outdated(folder: Path, whole_bytes: int) -> None:
    """Raises SessionError where whole events have come behind what was read of the journal: they would be taken for damage, and set aside."""
    if (folder / JOURNAL).stat().st_size > whole_bytes and open_session(folder).whole_bytes > whole_bytes:
        raise SessionError(
            f"{folder.name} has just been written to by another mock-interview.", "Try again; nothing was changed."
        )


def _unwritable(folder: Path, error: OSError) -> UnsavedError:
    return UnsavedError(
        f"{folder} cannot be written: {error.strerror}.",
        "See that the disk has room, or choose another folder with --home DIR.",
    )


def _unused(folder: Path) -> Path:
    """The folder itself, or its name with the first free number behind it; made at once, so that it stays ours."""
    number = 1
    while True:
        candidate = folder if number == 1 else folder.with_name(f"{folder.name}-{number}")
        try:
            candidate.mkdir(mode=0o700)
        except FileExistsError:
            number += 1
        else:
            return candidate
