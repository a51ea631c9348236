"""What the index holds, as progress and drills want it."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from statistics import fmean

import msgspec

from simulator import paths
from simulator.errors import SessionError
from simulator.files import write_atomically
from simulator.progress import drills
from simulator.progress import report as progress
from simulator.questions.choose import question_seconds
from simulator.questions.model import Question
from simulator.scoring.card import VERSION
from simulator.sessions.index import Index, Indexed, IndexedTake
from simulator.sessions.wanted import weak_spots


def report(index: Index, today: date) -> progress.Report:
    """Progress over all sessions."""
    known = [take for take in index.takes() if not take.follow_up]
    takes = [_comparable(take) for take in known]
    by_session = {folder: list(group) for folder, group in itertools.groupby(takes, key=lambda take: take.folder)}
    sittings = [sitting for each in index.sessions() if (sitting := _sitting(each, by_session.get(each.folder, [])))]
    answers = [
        progress.Answered(
            at=datetime.fromisoformat(take.at),
            ref=take.ref,
            competency=take.competency,
            question=take.question,
            session=take.folder,
            take=take.name,
            fluency=take.fluency,
            preparedness=take.preparedness,
        )
        for take in takes
    ]
    return progress.report(sittings, answers, today, sum(_outdated(take) for take in known))


def _outdated(take: IndexedTake) -> bool:
    return take.version is not None and take.version < VERSION


def _comparable(take: IndexedTake) -> IndexedTake:
    """Without the scores that an older scorer gave."""
    if not _outdated(take):
        return take
    return msgspec.structs.replace(take, fluency=None, preparedness=None, dimensions={}, values={})


def _sitting(session: Indexed, takes: Sequence[IndexedTake]) -> progress.Sitting | None:
    """A session as it was on its day: a question that was tried again on another one counts there, not here."""
    at = datetime.fromisoformat(session.created)
    last: dict[str, IndexedTake] = {}
    for take in takes:
        if datetime.fromisoformat(take.at).date() == at.date():
            last[take.name.partition("-")[0]] = take
    if not last:
        return None
    counted = list(last.values())
    return progress.Sitting(
        at=at,
        id=session.folder,
        fluency=_mean(take.fluency for take in counted),
        preparedness=_mean(take.preparedness for take in counted),
        dimensions=_means(take.dimensions for take in counted),
        values=_means(take.values for take in counted),
        nerves_before=session.nerves_before,
        nerves_after=session.nerves_after,
        said_fluency=session.said_fluency,
        said_preparedness=session.said_preparedness,
    )


def _mean(scores: Iterable[float | None]) -> float | None:
    known = [score for score in scores if score is not None]
    return fmean(known) if known else None


def _means(parts: Iterable[dict[str, float]]) -> dict[str, float]:
    found: dict[str, list[float]] = {}
    for part in parts:
        for name, value in part.items():
            found.setdefault(name, []).append(value)
    return {name: fmean(values) for name, values in found.items()}


# Drills


def schedule(index: Index) -> dict[str, drills.Drill]:
    """By ref, every question that was answered with a score, and when it is due again."""
    answers = (
        drills.Answered(
            ref=take.ref,
            at=datetime.fromisoformat(take.at),
            fluency=take.fluency,
            preparedness=take.preparedness,
            rating=take.rating,
        )
        for take in index.takes()
        if take.ref and not take.follow_up
    )
    return drills.schedule(answers, resets())


def resets() -> dict[str, datetime]:
    """When which questions were taken out of the schedule. Raises SessionError for a file that cannot be read."""
    path = paths.drills_file()
    try:
        return msgspec.json.decode(path.read_bytes(), type=dict[str, datetime])
    except FileNotFoundError:
        return {}
    except (OSError, msgspec.DecodeError) as error:
        raise SessionError(
            f"{path} cannot be read: {error}.", "It holds only which questions were reset; delete it to go on without."
        ) from error


def reset(refs: Iterable[str], now: datetime) -> None:
    """Takes questions out of the schedule, until they are answered again. Raises SessionError."""
    known = resets() | dict.fromkeys(refs, now)
    write_atomically(paths.drills_file(), msgspec.json.encode(known) + b"\n")


def daily_drill(index: Index, questions: Sequence[Question], now: datetime, minutes: float) -> list[Question]:
    """The questions of a daily drill of so many minutes, what is due mixed with weak competencies."""
    by_ref = {each.ref: each for each in questions}
    weak = weak_spots(questions)
    refs = drills.daily(
        schedule(index),
        sorted(weak, key=lambda ref: (-weak[ref], ref)),
        now,
        {ref: question_seconds(each) for ref, each in by_ref.items()},
        minutes * 60,
    )
    return [by_ref[ref] for ref in refs]
