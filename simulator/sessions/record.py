"""What the index holds, as progress, drills and lessons want it. Everything here may take seconds where there are thousands of sessions;
`stop` ends it early, by Stopped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Annotated, TypeVar

import msgspec

from simulator import paths, settings
from simulator.comeback.ladder import Held, Ladder
from simulator.comeback.ladder import ladder as climb
from simulator.decoding import decode
from simulator.errors import SessionError
from simulator.files import alone, read_whole, write_atomically
from simulator.progress import drills, moments
from simulator.progress import report as progress
from simulator.questions.choose import question_seconds
from simulator.questions.model import Question
from simulator.sessions.index import Index
from simulator.sessions.wanted import weak_spots

T = TypeVar("T")

_Time = Annotated[datetime, msgspec.Meta(tz=True)]

LOOK_EVERY = 500
"""After so many answers it is asked whether to stop."""


class Stopped(Exception):
    """Nobody waits for it any more."""


def _going() -> bool:
    return False


def _until(answers: Iterable[T], stop: Callable[[], bool]) -> Iterator[T]:
    for number, answer in enumerate(answers):
        if number % LOOK_EVERY == 0 and stop():
            raise Stopped
        yield answer


def report(index: Index, today: date, stop: Callable[[], bool] = _going) -> progress.Report:
    """Progress over all sessions. Raises SettingsError."""
    leaving_out = settings.load().leaving_out
    return progress.report(index.sittings(), _until(index.answers(), stop), today, index.outdated(), leaving_out)


# Drills


def schedule(index: Index, stop: Callable[[], bool] = _going) -> dict[str, drills.Drill]:
    """By ref, every question that was answered with a score, and when it is due again."""
    answers = (
        drills.Answered(
            ref=take.ref,
            at=datetime.fromisoformat(take.at),
            fluency=take.fluency,
            preparedness=take.preparedness,
            rating=take.rating,
        )
        for take in _until(index.newest(drills.NEWEST), stop)
    )
    return drills.schedule(answers, resets())


def resets() -> dict[str, datetime]:
    """When which questions were taken out of the schedule. Raises SessionError for a file that cannot be read."""
    path = paths.drills_file()
    try:
        return decode(read_whole(path), dict[str, _Time])
    except FileNotFoundError:
        return {}
    except (OSError, msgspec.DecodeError) as error:
        raise SessionError(
            f"{path} cannot be read: {error}.", "It holds only which questions were reset; delete it to go on without."
        ) from error


def reset(taken_out: Iterable[drills.Drill], now: datetime) -> None:
    """Takes questions out of the schedule, until they are answered again; also one whose last answer has the time of a clock
    that went wrong, and lies ahead. Raises SessionError."""
    path = paths.drills_file()
    try:
        with alone(path.parent):
            known = resets() | {each.ref: max(now, each.last) for each in taken_out}
            write_atomically(path, msgspec.json.encode(known) + b"\n")
    except OSError as error:
        raise SessionError(f"{path} cannot be saved: {error.strerror}.", "Check its permissions.") from error


class Schedule(msgspec.Struct, frozen=True, kw_only=True):
    """What a daily drill is made from: `drills` by ref, `weak` by ref how far the competency of a question is from a full score (0 to 1),
    `planned` the refs that the plan after an interview names, which come first on a day on which they were not practised yet."""

    drills: dict[str, drills.Drill]
    weak: dict[str, float]
    questions: dict[str, Question]
    planned: tuple[str, ...] = ()

    def in_plan(self, now: datetime) -> list[str]:
        return [ref for ref in self.planned if ref in self.questions and not self._practised(ref, now)]

    def daily(self, now: datetime, minutes: float) -> list[Question]:
        """The questions of a daily drill of so many minutes, what is due mixed with weak competencies."""
        refs = drills.daily(
            self.drills,
            self._weakest(now),
            now,
            {ref: question_seconds(each) for ref, each in self.questions.items()},
            minutes * 60,
            self.in_plan(now),
        )
        return [self.questions[ref] for ref in refs]

    def _weakest(self, now: datetime) -> list[str]:
        """One question of each competency in turn, the weakest first, those that were never answered before others; none twice a day."""
        taken: Counter[str] = Counter()
        turns: dict[str, int] = {}
        for ref in sorted(self.weak, key=lambda ref: (ref in self.drills, ref)):
            if not self._practised(ref, now):
                turns[ref] = taken[self.questions[ref].competency]
                taken[self.questions[ref].competency] += 1
        return sorted(turns, key=lambda ref: (turns[ref], -self.weak[ref], ref))

    def _practised(self, ref: str, now: datetime) -> bool:
        """Today."""
        return ref in self.drills and self.drills[ref].last.astimezone(now.tzinfo).date() == now.date()


def whole_schedule(
    index: Index, questions: Sequence[Question], stop: Callable[[], bool] = _going, planned: Sequence[str] = ()
) -> Schedule:
    """What is weak is asked from the banks that were practised: those of another trade are none of one's business."""
    by_ref = {each.ref: each for each in questions}
    found = schedule(index, stop)
    banks = {by_ref[ref].bank for ref in found if ref in by_ref}
    return Schedule(
        drills=found,
        weak=weak_spots([each for each in questions if each.bank in banks], index),
        questions=by_ref,
        planned=tuple(planned),
    )


def daily_drill(
    index: Index, questions: Sequence[Question], now: datetime, minutes: float, planned: Sequence[str] = ()
) -> list[Question]:
    return whole_schedule(index, questions, planned=planned).daily(now, minutes)


# Moments


def lessons(index: Index, stop: Callable[[], bool] = _going) -> list[moments.Lesson]:
    """The places to learn from; only the newest answers to each question are looked at."""
    return moments.lessons(_until(index.newest(moments.NEWEST), stop))


# Nerves


def ladder(index: Index) -> Ladder:
    """Where the person's sessions have led on the nerves ladder."""
    return climb(Held(each.step, each.nerves_before) for each in index.sittings())


# Home


class Outlook(msgspec.Struct, frozen=True, kw_only=True):
    """What home has to say: how many questions are due, how many places wait to be learnt from, a sentence of praise, if there is
    reason for one, and the step of the nerves ladder that is offered (0: none)."""

    due: int
    lessons: int
    praise: str
    step: int = 0


def outlook(index: Index, now: datetime, stop: Callable[[], bool] = _going) -> Outlook:
    found = report(index, now.date(), stop)
    return Outlook(
        due=len(drills.due(schedule(index, stop), now)),
        lessons=sum(each.mended is None for each in lessons(index, stop)),
        praise=next(iter(found.praise()), ""),
        step=climb(Held(each.step, each.nerves_before) for each in found.sittings).offered,
    )
