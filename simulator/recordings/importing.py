"""Recordings become sessions: copied as FLAC, heard by the same ears, scored by the same scorer. The originals are only read.

What is being made lies in `.importing` below the sessions: of each recording `SHA256.flac` and, once it is heard, `SHA256.heard.json`.
A session is put together from these and takes its place as a whole. So an import can end at any moment, and the next one goes on
with what is there; which recordings are sessions already is told by their content.
"""

from __future__ import annotations

import asyncio
import hashlib
import shutil
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from time import monotonic
from typing import Protocol

import msgspec

from simulator import paths
from simulator.decoding import decode
from simulator.errors import AudioError, ModelError, SessionError, UserError
from simulator.files import private_folder, read_whole, write_atomically
from simulator.interview import events as ev
from simulator.questions.model import Bank, Plan, Planned, Question
from simulator.recordings.finding import Group, Recording, question_for
from simulator.recordings.told import Made, Outcome, Progress
from simulator.scoring.card import LeftOut
from simulator.sessions import library
from simulator.sessions.scores import score_take
from simulator.sessions.store import LOCK, Imported, SessionWriter, locked, put_in_place
from simulator.speech.audiofile import AudioReader, copy_as_flac
from simulator.speech.transcript import Heard
from simulator.text import plain

TAG = "imported"


class Ears(Protocol):
    """What is needed of `speech.ears.Ears`."""

    engine: str
    trouble: str

    async def ready(self) -> None: ...
    async def hear(self, path: Path, tell: Callable[[float], None] | None = None) -> Heard: ...


class _Piece(msgspec.Struct, frozen=True, kw_only=True):
    """A recording that is no session yet."""

    recording: Recording
    sha256: str
    question: Question
    seconds: float


class Importing:
    """One import. `tell` gets the progress, `told` each session that is made, and `failed` each sentence about what is not; all are
    called in the event loop."""

    def __init__(
        self,
        ears: Ears,
        banks: Mapping[str, Bank],
        *,
        tell: Callable[[Progress], None],
        told: Callable[[Made], None],
        failed: Callable[[str], None],
        untimed: bool = False,
        left_out: tuple[LeftOut, ...] = (),
    ) -> None:
        self._ears = ears
        self._options = ev.Options(nerves=False, follow_ups=0, untimed=untimed, left_out=left_out)
        self._banks = banks
        self._tell = tell
        self._told = told
        self._failed = failed
        self._failures: list[str] = []
        self._began = 0.0
        self._finished = self._whole = 0.0
        self._number = self._of = 0

    @cached_property
    def _background(self) -> list[Question]:
        return [question for bank in self._banks.values() for question in bank.questions]

    @cached_property
    def _staging(self) -> Path:
        return private_folder(private_folder(paths.sessions()) / library.IMPORTING)

    async def run(self, groups: Sequence[Group], question: str = "") -> Outcome:
        """Imports what is new; `question` is what was asked in all of them, an id or a text. Cancelled, it stops without loss.

        Raises ModelError without a recogniser, and SessionError where the folder of the sessions cannot be written, or another import
        is running.
        """
        await self._ears.ready()
        if not self._ears.engine:
            raise ModelError("Without a recogniser recordings cannot be imported.", self._ears.trouble)
        try:
            with locked(self._staging, "Another import is running."):
                return await self._run(groups, question)
        except OSError as error:
            raise SessionError(
                f"{paths.sessions()} cannot be written: {error.strerror}.", "Choose another folder with --home DIR."
            ) from error

    async def _run(self, groups: Sequence[Group], question: str) -> Outcome:
        self._clear(begun=True)
        known = await asyncio.to_thread(imported)
        waiting = [(group, [piece async for piece in self._new(group, known, question)]) for group in groups]
        there = sum(len(group.recordings) for group in groups) - len(self._failures)
        self._of = sum(len(pieces) for _, pieces in waiting)
        self._whole = sum(piece.seconds for _, pieces in waiting for piece in pieces)
        self._began = monotonic()
        made = []
        for group, pieces in waiting:
            heard = [(piece, heard) for piece in pieces if (heard := await self._heard(piece)) is not None]
            if heard:
                made.append(await self._make(group, heard))
                self._told(made[-1])
        self._clear(begun=False)
        return Outcome(made=tuple(made), known=there - self._of, failed=tuple(self._failures))

    def _clear(self, *, begun: bool) -> None:
        """Takes away what an import that was cut off left; `begun`: only what the next one has to begin again."""
        for left in self._staging.iterdir():
            if left.is_dir():
                shutil.rmtree(left)
            elif left.name != LOCK and not (begun and left.name.endswith((".flac", ".heard.json"))):
                left.unlink()

    def _fail(self, error: UserError) -> None:
        self._failures.append(plain(str(error)))
        self._failed(self._failures[-1])

    async def _new(self, group: Group, known: set[str], wish: str) -> AsyncIterator[_Piece]:
        """The recordings of a group that are no session yet, and have not come before in this import."""
        for recording in group.recordings:
            try:
                sha256 = await asyncio.to_thread(_sha256, recording.path)
                if sha256 not in known:
                    with AudioReader(recording.path) as reader:
                        seconds = reader.seconds
                    yield _Piece(
                        recording=recording,
                        sha256=sha256,
                        question=question_for(recording.path, self._banks, wish),
                        seconds=seconds,
                    )
            except UserError as error:
                self._fail(error)
            else:
                known.add(sha256)

    async def _heard(self, piece: _Piece) -> Heard | None:
        """What is heard in a recording; None, and a sentence, where it cannot be read."""
        self._number += 1
        kept = self._staging / f"{piece.sha256}.heard.json"
        flac = self._staging / f"{piece.sha256}.flac"
        self._say(piece, 0.0, piece.seconds)
        try:
            heard = _kept(kept) if flac.exists() else None
            if heard is None:
                seconds = await asyncio.to_thread(copy_as_flac, piece.recording.path, flac)
                heard = await self._ears.hear(flac, lambda done: self._say(piece, done, seconds))
                write_atomically(kept, msgspec.json.encode(heard))
        except UserError as error:
            self._fail(error)
            heard = None
        self._finished += piece.seconds
        return heard

    def _say(self, piece: _Piece, done: float, seconds: float) -> None:
        whole = max(self._whole, self._finished + seconds)
        share = min((self._finished + done) / whole, 1.0) if whole else 0.0
        taken = monotonic() - self._began
        self._tell(
            Progress(
                name=plain(piece.recording.path.name),
                number=self._number,
                of=self._of,
                done=done,
                seconds=seconds,
                share=share,
                left=taken / share * (1 - share) if share > 0.01 else None,
            )
        )

    # From what was heard to a session

    async def _make(self, group: Group, pieces: Sequence[tuple[_Piece, Heard]]) -> Made:
        at = group.recordings[0].at
        writer = SessionWriter.create(
            self._staging,
            at=at.isoformat(),
            title="recording" if len(pieces) == 1 else "recordings",
            recordings=tuple(Imported(name=plain(each.recording.path.name), sha256=each.sha256) for each, _ in pieces),
        )
        with writer:
            for event in _events(group, pieces, self._options):
                writer.take_in(event)
            for take, (piece, heard) in zip(writer.state.takes, pieces, strict=True):
                writer.save_heard(take, heard)
                card = await asyncio.to_thread(score_take, writer.state, take, heard, self._background)
                writer.save_card(take, card)
                flac = self._staging / f"{piece.sha256}.flac"
                shutil.copyfile(flac, writer.recording(take).with_suffix(".flac"))
                writer.recording(take).with_suffix(".flac").chmod(0o600)
        folder = put_in_place(writer.folder, paths.sessions())
        for piece, _ in pieces:
            (self._staging / f"{piece.sha256}.flac").unlink()
            (self._staging / f"{piece.sha256}.heard.json").unlink()
        return Made(folder=folder.name, name=plain(group.name), answers=len(pieces))


def _events(group: Group, pieces: Sequence[tuple[_Piece, Heard]], options: ev.Options) -> Iterator[ev.Event]:
    """The stream of an interview in which nothing happened but the answers."""
    at = group.recordings[0].at.isoformat()
    asked = tuple(Planned(part="body", question=piece.question) for piece, _ in pieces)
    yield ev.SessionStarted(
        t=0.0,
        version=ev.VERSION,
        at=at,
        plan=Plan(items=asked, seed=0),
        options=options,
    )
    yield ev.SessionNamed(t=0.0, name=plain(group.name))
    yield ev.SessionTagged(t=0.0, tags=(TAG,))
    t = 0.0
    for number, (piece, heard) in enumerate(pieces):
        take = ev.take_name(number, 1)
        yield ev.QuestionAsked(t=t, question=number, take=1, text=piece.question.text, aloud=False)
        yield ev.QuestionSpoken(t=t)
        yield ev.AnswerStarted(t=t, audio=f"takes/{take}.pcm")
        t += heard.seconds
        yield ev.AnswerEnded(t=t, by="candidate", why="key", seconds=heard.seconds)
        yield ev.AnswerHeard(t=t, take=take)
        yield ev.WentOn(t=t)
    yield ev.WentOn(t=t)
    yield ev.SessionEnded(t=t)


def imported(root: Path | None = None) -> set[str]:
    """The SHA-256 of every recording that is a session."""
    return {each.sha256 for folder in library.folders(root) for each in library.recordings(folder)}


def _kept(path: Path) -> Heard | None:
    try:
        return decode(read_whole(path), Heard)
    except (OSError, msgspec.DecodeError):
        return None


def _sha256(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise AudioError(f"{path} cannot be read: {error.strerror}.", "Check its permissions.") from error
