"""What friends sent back goes into the session that it belongs to: the file that their page saved, or a bundle from their own program.

What was said is only ever added, and each piece has an author and an id, so whatever comes twice or in another order makes no
difference, and there are no conflicts.
"""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import takewhile
from pathlib import Path

import msgspec

from simulator import paths
from simulator.errors import PostError
from simulator.interview import events as ev
from simulator.interview import scales
from simulator.interview.machine import fold, step
from simulator.interview.state import NotNow, State
from simulator.questions.model import Question
from simulator.sessions import library, post
from simulator.sessions.bundle import opened
from simulator.sessions.corrections import take_in
from simulator.sessions.post import NAME_SHOWN, NOTHING, Notes
from simulator.sessions.store import JOURNAL, SavedSession, open_session
from simulator.text import short_line, short_name

Said = ev.Noted | ev.MomentMarked | ev.PointTicked | ev.SessionRated

UNNAMED = "your friend"
BEHIND_SECONDS = 1.0
"""So far behind its end an answer may still be written about: sounds are a little longer in other formats."""


class Merged(msgspec.Struct, frozen=True, kw_only=True):
    """The session's folder, who wrote, and what of it is new. `elsewhere`: how many pieces are about answers that only the bundle has."""

    folder: Path
    author: str
    added: tuple[Said, ...]
    elsewhere: int = 0


# Pure: from what was sent to events


def written(notes: Notes, author: str, t: float) -> Iterator[tuple[str, Said]]:
    """What a page saved as events at `t`, each with its place in the file."""
    for number, note in enumerate(notes.notes):
        noted = ev.Noted(
            t=t, by="friend", text=note.text, take=note.take, at=note.at, author=author, id=notes.id_of(note)
        )
        yield f"notes[{number}]", noted
    for number, mark in enumerate(notes.marks):
        marked = ev.MomentMarked(
            t=t, by="friend", kind=mark.kind, take=mark.take, at=mark.at, author=author, id=notes.id_of(mark)
        )
        yield f"marks[{number}]", marked
    for number, tick in enumerate(notes.ticks):
        yield f"ticks[{number}]", ev.PointTicked(t=t, by="friend", take=tick.take, point=tick.point, on=True)
    if (rating := notes.rating) is not None:
        rated = ev.SessionRated(
            t=t, by="friend", fluency=None, preparedness=None, scales=rating.scales, remark=rating.remark,
            author=author, id=notes.id_of(rating), copy=notes.copy,
        )  # fmt: skip
        yield "rating", rated


def theirs(event: ev.AnyEvent, line: bytes, author: str, t: float) -> Said | None:
    """An event of a friend's own program as one of the friend's; None for what is not taken over. What came to them from somebody else
    stays that person's."""
    match event:
        case ev.PointTicked(on=True):
            return msgspec.structs.replace(event, t=t, by="friend")
        case ev.Noted() | ev.MomentMarked() | ev.SessionRated():
            id = event.id or hashlib.sha256(line).hexdigest()[:32]
            by = _name(event.author) if event.author else author
            return msgspec.structs.replace(event, t=t, by="friend", author=by, id=id)
        case _:
            return None


def _name(given: str) -> str:
    """Whom a friend is called: never what the program calls the candidate."""
    name = short_name(given, NAME_SHOWN)
    return UNNAMED if name.casefold() in ("", "you") else name


def fault(said: Said, state: State) -> str:
    """What is wrong with it in this session, in a sentence; empty where nothing is."""
    if isinstance(said, ev.SessionRated):
        return scales.faults(said.scales)
    if isinstance(said, ev.Noted) and not said.take:
        return ""
    take = state.named(said.take)
    if take is None:
        return f"There is no answer {said.take}."
    if isinstance(said, ev.PointTicked):
        points = () if take.follow_up else state.plan[take.question].question.listen_for
        return "" if any(point.id == said.point for point in points) else f"{said.take} has no point {said.point!r}."
    if said.at is not None and not 0 <= said.at <= take.clock + BEHIND_SECONDS:
        return f"{said.take} has no second {said.at:g}: it is {take.clock:.1f} s long."
    return ""


def new(said: Iterable[Said], state: State, known: Collection[str]) -> tuple[Said, ...]:
    """What is not in the session yet, once. `known`: the ids that are."""
    seen: set[object] = set(known)
    added = []
    for each in said:
        if isinstance(each, ev.PointTicked):
            take = state.named(each.take)
            key: object = (each.take, each.point)
            if take is not None and each.point in take.ticked:
                continue
        else:
            key = each.id
        if key not in seen:
            seen.add(key)
            added.append(each)
    return tuple(added)


def ids(events: Iterable[ev.AnyEvent]) -> set[str]:
    """The ids of everything that came by post."""
    return {each.id for each in events if isinstance(each, ev.Noted | ev.MomentMarked | ev.SessionRated) and each.id}


# On disk


def merge(file: Path, background: Callable[[], Sequence[Question]], by: str = "", root: Path | None = None) -> Merged:
    """Takes what a friend sent into its session below `root` (where sessions lie, if not given), as written by `by`, if given. `background`
    is asked where a point was ticked: that counts as heard, so the answer is scored anew. Raises PostError, BundleError and SessionError, with
    nothing written."""
    root = root or paths.sessions()
    if zipfile.is_zipfile(file):
        return _merge_bundle(file, background, by, root)
    received = post.read(file)
    notes = received.notes
    saved, key = _session_of(file, notes.session, root)
    if not received.sealed_by(key):
        raise PostError(
            f"{file} is not as your friend saved it: its seal does not fit what stands in it.",
            f"Ask for the file once more. {NOTHING}",
        )
    author = _name(by or notes.by)
    said = []
    for place, each in written(notes, author, saved.state.t):
        if wrong := fault(each, saved.state):
            raise PostError(f"{file}, {place}: {wrong}", NOTHING)
        said.append(each)
    return _write(file, saved, author, said, background)


def _session_of(file: Path, origin: post.Origin, root: Path) -> tuple[SavedSession, str]:
    """The session that a page was made of, whatever it is called now, and the key of the seal."""
    for folder in sorted(library.folders(root), key=lambda each: each.name != origin.id):
        if key := post.key_for(origin, folder):
            return open_session(folder), key
    if post.key_for(origin, paths.sample_session()):
        raise PostError(
            f"{file} is about the sample, which belongs to the program and stays as it is.",
            f"Share a session of your own. {NOTHING}",
        )
    raise PostError(f"{file} is about {short_line(origin.id, 80)}, and no such session is here.", NOTHING)


def _merge_bundle(file: Path, background: Callable[[], Sequence[Question]], by: str, root: Path) -> Merged:
    author = _name(by)
    with opened(file, root) as sent:
        lines = _lines(sent)
        saved, shared = _same_beginning(file, sent, lines, root)
        beginning = fold(sent.events[:shared])
        pairs = zip(sent.events[shared:], lines[shared:], strict=True)
        found = [said for event, line in pairs if (said := theirs(event, line, author, saved.state.t)) is not None]
    added, elsewhere = [], 0
    for each in found:
        if not isinstance(each, ev.SessionRated) and each.take and not _whole(each.take, beginning):
            elsewhere += 1
        elif wrong := fault(each, beginning):
            raise PostError(f"{file}, {JOURNAL}: {wrong}", NOTHING)
        else:
            added.append(each)
    done = _write(file, saved, author, added, background)
    return msgspec.structs.replace(done, elsewhere=elsewhere)


def _whole(name: str, state: State) -> bool:
    """Whether an answer was given to its end."""
    take = state.named(name)
    return take is not None and take.ended is not None


def _same_beginning(file: Path, sent: SavedSession, lines: Sequence[bytes], root: Path) -> tuple[SavedSession, int]:
    """The session of ours that has most of its events in common with the one sent, up to its end at least, and how many these are."""
    found: list[tuple[int, bool, Path]] = []
    for folder in library.folders(root):
        if _begins(folder, lines[0]):
            pairs = zip(_lines(open_session(folder)), lines, strict=False)
            shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
            found.append((shared, folder.name == sent.id, folder))
    shared, _, folder = max(found, default=(0, False, file))
    if not any(isinstance(event, ev.SessionEnded) for event in sent.events[:shared]):
        raise PostError(f"{file} is about {sent.id}, and no session here began and ended as that one did.", NOTHING)
    return open_session(folder), shared


def _begins(folder: Path, line: bytes) -> bool:
    try:
        with (folder / JOURNAL).open("rb") as file:
            return file.read(len(line)) == line
    except OSError:
        return False


def _lines(saved: SavedSession) -> list[bytes]:
    """A line for each of its events."""
    return (saved.folder / JOURNAL).read_bytes()[: saved.whole_bytes].splitlines(keepends=True)


def _write(
    file: Path, saved: SavedSession, author: str, said: Sequence[Said], background: Callable[[], Sequence[Question]]
) -> Merged:
    """All that is new. Where an earlier merge was cut off after its ticks and before their scores, these are made now."""
    state = saved.state
    added = new(said, state, ids(saved.events))
    if any(isinstance(each, ev.SessionRated) for each in added) and not saved.finished:
        raise PostError(
            f"{saved.folder.name} is rated in {file}, and is not at its end now.",
            f"`mock-interview practise --continue {saved.folder.name}` goes on with it. {NOTHING}",
        )
    try:
        for each in added:
            state, _ = step(state, each)
    except NotNow as error:
        raise PostError(f"{file} does not fit {saved.folder.name}: {error}", NOTHING) from error
    ticked, anew = ({each.take for each in part if isinstance(each, ev.PointTicked)} for part in (said, added))
    concerned = [
        take
        for take in saved.state.takes
        if take.name in anew or (take.name in ticked and take.heard and saved.card(take) is None)
    ]
    try:
        if added or concerned:
            take_in(saved, added, concerned, background() if concerned else ())
    except OSError as error:
        raise PostError(
            f"{saved.folder} cannot be written: {error.strerror}.", "Merge again when it can; nothing is doubled."
        ) from error
    return Merged(folder=saved.folder, author=author, added=added)
