"""Setting up a rehearsal: from what a person wants to a conductor that is ready to begin.

Shared by the screen and the command line, so that both hold the same interview.
"""

from __future__ import annotations

import asyncio
import math
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

import msgspec
from msgspec.structs import replace

from simulator import paths
from simulator.comeback import plan as planning
from simulator.comeback.ladder import STEPS
from simulator.comeback.model import PlanItem
from simulator.errors import BankError
from simulator.interview import events as ev
from simulator.interview.conductor import Conductor, Reader, wall_clock
from simulator.interview.equipment import Equipment, open_equipment
from simulator.preparation.files import active_sheet
from simulator.preparation.model import Sheet
from simulator.preparation.schedule import WHOLE, Theme
from simulator.questions.choose import choose_plan, for_two
from simulator.questions.load import load_banks
from simulator.questions.model import QUESTIONS_TO_ASK, REASONS, Bank, Plan, Planned, Question, Reason
from simulator.sessions import scores
from simulator.sessions.index import Index
from simulator.sessions.people import person
from simulator.sessions.store import SavedSession, SessionWriter, delete
from simulator.sessions.wanted import WHOLE_QUESTIONS, fitting, job_of, recent, weak_spots
from simulator.settings import Settings

SHORT_MINUTES = 10
"""Of a short practice: one theme of a practice plan, or one reason for a rejection."""


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """What a person wants to rehearse; None means as in the settings. `only` are exactly the questions to ask, to try
    one again; nothing else is chosen then. `sheet` is the id of a prep sheet, empty for none. `minutes`: as many
    questions as fit into them. `weak_spots`: what went least well so far comes first. `posting`, `for_sheet`: what fits this job
    posting, or the job on the prep sheet, comes first, from all banks unless some are named. `without`: refs of questions that are not asked
    again, and `rounds` how many rounds there are still to be, this one among them, each with questions of its own. `warm_up`: nothing is asked or shown of scores at the end. `step`: a step of the nerves ladder, which decides how answers are given and what stands against them.
    `untimed`: without any limit of time."""

    questions: int | None = None
    minutes: float | None = None
    only: tuple[Question, ...] = ()
    banks: tuple[str, ...] = ()
    reason: Reason | None = None
    competencies: tuple[str, ...] = ()
    weak_spots: bool = False
    posting: str = ""
    for_sheet: bool = False
    friend: bool = False
    typed: bool = False
    voice: bool | None = None
    nerves: bool | None = None
    follow_ups: int | None = None
    seed: int | None = None
    without: frozenset[str] = frozenset()
    rounds: int = 1
    warm_up: bool = False
    step: int = 0
    untimed: bool | None = None
    sheet: str | None = None
    candidate_name: str = ""
    friend_name: str = ""


WARM_UP = Wish(questions=1, nerves=False, follow_ups=0, warm_up=True)
"""One question before a real interview, to hear one's own voice."""


def practice(theme: Theme, sheet: str) -> Wish:
    """What is rehearsed for one theme of the practice plan of a prep sheet."""
    if theme == WHOLE:
        return Wish(questions=WHOLE_QUESTIONS, for_sheet=True, sheet=sheet)
    reason = next((each for each in REASONS if each == theme), None)
    return Wish(minutes=SHORT_MINUTES, reason=reason, for_sheet=True, sheet=sheet)


def planned(item: PlanItem, sheet: str, banks: Mapping[str, Bank]) -> Wish:
    """A short practice of what an item of the plan after an interview is about; `sheet` is that of the job that is ahead, empty for none."""
    short = Wish(minutes=SHORT_MINUTES, sheet=sheet or None)
    match item.ref:
        case planning.OPENING:
            return replace(short, minutes=None, questions=1)
        case planning.YOURS | planning.CLOSE:
            return replace(short, only=_closing_question(banks, yours=item.ref == planning.YOURS))
        case planning.LISTENING:
            return replace(short, follow_ups=2)
    return replace(short, reason=next((each for each in REASONS if each == item.ref), None))


def _closing_question(banks: Mapping[str, Bank], *, yours: bool) -> tuple[Question, ...]:
    """A question that closes an interview: the one for the person's own questions, or the last one."""
    for bank in banks.values():
        for question in bank.questions:
            if question.kind == "closing" and (question.competency == QUESTIONS_TO_ASK) == yours:
                return (question,)
    return ()


class Again(msgspec.Struct, frozen=True):
    """Another take of a question (from 0) of a session that is at its end."""

    question: int
    typed: bool = False


@dataclass
class Rehearsal:
    """One sitting: the conductor, and the devices that it is held with."""

    conductor: Conductor
    equipment: Equipment
    begin: tuple[Plan, ev.Options, dict[str, str], Sheet | None] | None = None
    saved: SavedSession | None = None
    again: Again | None = None
    settings: Settings = field(default_factory=Settings)
    troubles: tuple[str, ...] = field(default=())
    _loading: asyncio.Task[None] | None = field(default=None, init=False)

    def start(self) -> None:
        """The first question, or where the session was left. Meanwhile the scorer and its model are loaded."""
        self._loading = asyncio.create_task(asyncio.to_thread(scores.load))
        if self.saved is not None:
            now = self.settings
            untimed = now.untimed or self.conductor.state.options.untimed
            self.conductor.adjust(untimed=untimed, left_out=now.left_out)
            self.conductor.go_on_from(self.saved)
            if self.again is not None:
                self.conductor.try_again(self.again.question, typed=self.again.typed)
        elif self.begin is not None:
            self.conductor.begin(*self.begin)

    async def close(self) -> None:
        """Leaves the session if it is not at its end, and lets go of the devices. A session that never began leaves nothing."""
        await self.conductor.leave()
        await self.equipment.close()
        if self.conductor.state.session is None:
            delete(self.conductor.writer.folder)


async def prepare(wish: Wish, settings: Settings, reader: Reader | None = None) -> Rehearsal:
    """A new session, its plan chosen. Raises BankError, SheetError or SessionError."""
    banks = (await asyncio.to_thread(load_banks)).banks
    sheet = await asyncio.to_thread(
        active_sheet, settings if wish.sheet is None else replace(settings, sheet=wish.sheet)
    )
    plan = await asyncio.to_thread(_plan, wish, settings, banks, sheet)
    options = ev.Options(
        friend=wish.friend,
        answers="typed" if wish.typed else "spoken",
        voice=settings.voice if wish.voice is None else wish.voice,
        ends=settings.ends,
        listening=settings.listening,
        thinking=settings.thinking,
        follow_ups=settings.follow_ups if wish.follow_ups is None else wish.follow_ups,
        nerves=settings.nerves if wish.nerves is None else wish.nerves,
        untimed=settings.untimed if wish.untimed is None else wish.untimed,
        left_out=settings.left_out,
    )
    if wish.step:
        options = STEPS[wish.step - 1].applied(options)
    people = {"candidate": wish.candidate_name, "friend": wish.friend_name if wish.friend else ""}
    writer = SessionWriter.create(paths.sessions(), at=wall_clock(), title="-".join(plan.banks[:1]))
    equipment = await open_equipment(settings, spoken=options.answers == "spoken", voice=options.voice)
    conductor = _conductor(writer, equipment, _all_questions(banks), reader)
    names = {author: name for author, name in people.items() if name}
    return Rehearsal(conductor, equipment, begin=(plan, options, names, sheet), troubles=equipment.troubles)


async def prepare_again(
    saved: SavedSession, settings: Settings, reader: Reader | None = None, again: Again | None = None
) -> Rehearsal:
    """A session that was left or cut off, to be continued; or a finished one: `again` for another take of one of its
    questions, otherwise because its answers have not all been heard, for which neither microphone nor loudspeaker is opened.
    Raises SessionError if it is open elsewhere."""
    banks = (await asyncio.to_thread(load_banks)).banks
    writer = SessionWriter.reopen(saved)
    options = saved.state.options
    equipment = await open_equipment(
        settings,
        spoken=not again.typed if again is not None else options.answers == "spoken",
        voice=options.voice,
        sound=again is not None or not saved.finished,
    )
    conductor = _conductor(writer, equipment, _all_questions(banks), reader)
    return Rehearsal(conductor, equipment, saved=saved, again=again, settings=settings, troubles=equipment.troubles)


def _plan(wish: Wish, settings: Settings, banks: dict[str, Bank], sheet: Sheet | None) -> Plan:
    seed = wish.seed if wish.seed is not None else random.SystemRandom().randrange(1 << 31)
    if wish.only:
        items = tuple(Planned(part="body", question=question) for question in wish.only)
        return Plan(items=items, seed=seed, banks=tuple(dict.fromkeys(each.bank for each in wish.only if each.bank)))
    liking: dict[str, float] = {}
    bank_ids = wish.banks or ((settings.bank,) if settings.bank in banks else ())
    job = wish.posting or (job_of(sheet) if wish.for_sheet and sheet is not None else "")
    if job:
        bank_ids = wish.banks or tuple(banks)
        liking = fitting(job, _all_questions(banks))
    elif wish.minutes and not wish.banks and (wish.rounds > 1 or wish.without):
        bank_ids = for_two(banks, bank_ids)
    whose = person(wish.candidate_name, settings.name)
    if wish.weak_spots:
        with Index(whose=whose) as index:
            index.sync()
            for ref, lacking in weak_spots(_all_questions(banks), index).items():
                liking[ref] = liking.get(ref, 0.0) + lacking
    choose = partial(
        choose_plan,
        banks,
        seed=seed,
        bank_ids=bank_ids,
        reason=wish.reason,
        competencies=wish.competencies,
        liking=liking,
        recent=recent(whose),
    )
    count = wish.questions or settings.questions
    plan = choose(count=count, minutes=wish.minutes, without=wish.without)
    if not plan.items:
        raise BankError("The banks that were chosen have no question that fits.", "Choose others, or ask for less.")
    return plan if wish.rounds == 1 else _shared(choose, count, wish)


def _shared(choose: Callable[..., Plan], count: int, wish: Wish) -> Plan:
    """A plan that leaves as many questions for the round after it, or one less; a shorter one than wished for where the banks are small."""
    most = math.ceil(wish.minutes or count)
    for size in range(most, 0, -1):
        shorter = {"count": count, "minutes": min(size, wish.minutes)} if wish.minutes else {"count": size}
        plan = choose(**shorter, without=wish.without)
        asked = wish.without.union(item.question.ref for item in plan.items)
        left = choose(count=count, minutes=wish.minutes, without=asked)
        if left.items and len(left.items) >= len(plan.items) - 1:
            return plan
    raise BankError(
        "The banks that were chosen have too few questions: none is left for the round after this one.",
        "Choose more banks.",
    )


def _conductor(
    writer: SessionWriter, equipment: Equipment, background: Sequence[Question], reader: Reader | None
) -> Conductor:
    return Conductor(
        writer,
        background=background,
        sound=equipment.sound,
        ears=equipment.ears,
        render=equipment.render,
        render_second=equipment.render_second,
        reader=reader,
    )


def _all_questions(banks: dict[str, Bank]) -> list[Question]:
    return [question for bank in banks.values() for question in bank.questions]
