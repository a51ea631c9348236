"""What the index holds of a session, read from its folder: one at a time, or many by several processes."""

from __future__ import annotations

import gc
import os
from collections import deque
from collections.abc import Generator, Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from io import FileIO
from os import DirEntry, scandir
from pathlib import Path
from typing import Any

import msgspec

from simulator.decoding import Number, Whole, using
from simulator.errors import SessionError
from simulator.interview import events as ev
from simulator.interview.state import Take
from simulator.scoring.card import LeftOut, Moment, Points
from simulator.sessions import library
from simulator.sessions.indexed import Indexed, IndexedTake
from simulator.sessions.people import candidate, folded
from simulator.sessions.sittings import sitting
from simulator.sessions.store import TAKES, SavedSession, open_session
from simulator.sessions.told import called

AT_ONCE = 50
"""So many sessions are read together."""

MANY = 500
"""From so many sessions on, processes of their own read them: that takes half the time, and leaves this one to its screen."""

PROCESSES = 4
"""At most; no more than there are processors."""

AHEAD = 8
"""So many times `AT_ONCE` sessions each process reads ahead, a megabyte each: they go on while the disk takes what was written."""

Rows = tuple[dict[str, Any], list[dict[str, Any]]]
"""A session and its answers as the tables of the index hold them, all but their keys."""


class _Score(msgspec.Struct):
    score: Points | None
    value: Number | None


class _Part(msgspec.Struct):
    score: Points | None
    dimensions: dict[str, _Score]


class _Text(msgspec.Struct):
    text: str


class _Card(msgspec.Struct):
    """As much of a scorecard as the index holds."""

    version: Whole
    transcript: _Text
    moments: tuple[Moment, ...]
    fluency: _Part
    preparedness: _Part
    left_out: tuple[LeftOut, ...] = ()


_cards = msgspec.json.Decoder(_Card)
_encode = msgspec.json.encode


def rows(folder: Path) -> Rows:
    session, takes = read(folder)
    own = sitting(session, takes) if session.asked else None
    values = {
        **msgspec.structs.asdict(session),
        "ratings": _encode(session.ratings).decode(),
        "person": folded(session.candidate),
        "sitting": _encode(own).decode() if own is not None else "",
    }
    return values, [
        {
            **{name: value for name, value in msgspec.structs.asdict(take).items() if name != "folder"},
            "dimensions": _encode(take.dimensions).decode(),
            "values": _encode(take.values).decode(),
            "moment": _encode(take.moment).decode() if take.moment is not None else "",
            "costs": _encode(take.costs).decode(),
            "left_out": " ".join(take.left_out),
        }
        for take in takes
    ]


def all_rows(folders: Sequence[Path]) -> Generator[list[Rows], None, None]:
    """Those of the sessions in these folders, in their order, `AT_ONCE` together. To be closed when the rest is not wanted."""
    batches = [folders[at : at + AT_ONCE] for at in range(0, len(folders), AT_ONCE)]
    if len(folders) < MANY:
        yield from map(_rows_of, batches)
        return
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    count = min(os.cpu_count() or 1, PROCESSES)
    pool = ProcessPoolExecutor(count, mp_context=get_context("spawn"), initializer=gc.disable)  # they live for seconds
    try:
        ahead = AHEAD * count
        waiting = deque(pool.submit(_rows_of, batch) for batch in batches[:ahead])
        for batch in [*batches[ahead:], *[None] * len(waiting)]:
            yield waiting.popleft().result()
            if batch is not None:
                waiting.append(pool.submit(_rows_of, batch))
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _rows_of(folders: Sequence[Path]) -> list[Rows]:
    return [rows(folder) for folder in folders]


def read(folder: Path) -> tuple[Indexed, list[IndexedTake]]:
    """A session and its answers; of one that cannot be opened only why."""
    try:
        saved = open_session(folder)
    except SessionError as error:
        return Indexed(key=0, folder=folder.name, id=folder.name, trouble=error.message), []
    state = saved.state
    sittings = [
        (each.t, datetime.fromisoformat(each.at))
        for each in saved.events
        if type(each) in _SITTINGS and isinstance(each, ev.SessionStarted | ev.SessionContinued)
    ]
    takes = [_read_take(saved, take, _wall_clock(sittings, take.asked)) for take in state.takes if take.counts]
    last = {take.name for take in state.last_takes([take.name for take in takes if take.scored])}
    takes = [msgspec.structs.replace(take, last=take.name in last) for take in takes]
    counted = [take for take in takes if take.last]
    said = state.estimates.get("candidate")
    return (
        Indexed(
            key=0,
            folder=folder.name,
            id=saved.id,
            created=saved.header.created,
            title=library.subject(saved),
            name=state.name,
            tags=" ".join(sorted(state.tags)),
            asked=len(state.plan),
            answered=len(last),
            finished=saved.finished,
            shown=state.scores_shown,
            bytes=sum(entry.stat().st_size for entry in _files(folder)),
            trouble=saved.damage,
            fluency=_mean(take.fluency for take in counted),
            preparedness=_mean(take.preparedness for take in counted),
            nerves_before=state.nerves.get("before"),
            nerves_after=state.nerves.get("after"),
            said_fluency=said.fluency if said else None,
            said_preparedness=said.preparedness if said else None,
            candidate="" if saved.header.shipped else candidate(state),
            ratings={
                called(state, author): rated.scales
                for author, rated in state.estimates.items()
                if author != "candidate" and rated.scales
            },
            step=state.options.step,
        ),
        takes,
    )


_SITTINGS = (ev.SessionStarted, ev.SessionContinued)
"""The kind of an event is looked at first: isinstance takes ten times as long, and there are many events."""


def _wall_clock(sittings: list[tuple[float, datetime]], t: float) -> str:
    """When it was `t` seconds of the session, ISO 8601: reckoned from the beginning of the sitting."""
    began, at = next((each for each in reversed(sittings) if each[0] <= t), sittings[0])
    return (at + timedelta(seconds=round(t - began))).isoformat()


def _files(folder: Path) -> Iterator[DirEntry[str]]:
    for where in (folder, folder / TAKES):
        try:
            with scandir(where) as entries:
                yield from (entry for entry in entries if entry.is_file())
        except FileNotFoundError:
            continue


def _read_take(saved: SavedSession, take: Take, at: str) -> IndexedTake:
    question = saved.state.plan[take.question].question
    found = _card(f"{saved.folder}/{TAKES}/{take.name}.card.json")
    if found is None:
        answer = saved.answer(take)
        text = answer.text if answer is not None else ""
    else:
        text = found.transcript.text
    scores = {**found.fluency.dimensions, **found.preparedness.dimensions} if found is not None else {}
    return IndexedTake(
        name=take.name,
        at=at,
        ref=question.ref,
        competency=question.competency,
        question=take.text,
        answer=text,
        own=take.name not in saved.header.shipped,
        follow_up=take.follow_up,
        version=found.version if found else None,
        fluency=found.fluency.score if found else None,
        preparedness=found.preparedness.score if found else None,
        dimensions={name: each.score for name, each in scores.items() if each.score is not None},
        values={name: each.value for name, each in scores.items() if each.value is not None},
        rating=take.ratings.get("candidate"),
        moment=min(
            (each for each in found.moments if each.points < 0) if found else (),
            key=lambda each: each.points,
            default=None,
        ),
        costs=_costs(found.moments) if found else {},
        left_out=found.left_out if found else (),
    )


def _costs(moments: Iterable[Moment]) -> dict[str, float]:
    costs: dict[str, float] = {}
    for each in moments:
        if each.points < 0:
            costs[each.kind] = round(costs.get(each.kind, 0.0) + each.points, 1)
    return costs


def _card(path: str) -> _Card | None:
    try:
        with FileIO(path) as file:
            return using(_cards, file.readall())
    except (OSError, msgspec.DecodeError):
        return None


def _mean(scores: Iterable[float | None]) -> float | None:
    known = [score for score in scores if score is not None]
    return round(sum(known) / len(known), 1) if known else None
