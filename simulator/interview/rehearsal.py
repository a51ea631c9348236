"""Setting up a rehearsal: from what a person wants to a conductor that is ready to begin.

Shared by the screen and the command line, so that both hold the same interview.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Sequence
from dataclasses import dataclass, field

import msgspec

from simulator import paths
from simulator.interview import events as ev
from simulator.interview.conductor import Conductor, Reader, wall_clock
from simulator.interview.equipment import Equipment, open_equipment
from simulator.questions.choose import choose_plan
from simulator.questions.load import load_banks
from simulator.questions.model import Bank, Plan, Planned, Question, Reason
from simulator.sessions import library
from simulator.sessions.store import SavedSession, SessionWriter, delete, open_session
from simulator.settings import Settings

RECENT_SESSIONS = 5
"""Questions of so many last sessions are not repeated while there are others."""


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """What a person wants to rehearse; None means as in the settings. `only` are exactly the questions to ask, to try
    one again; nothing else is chosen then."""

    questions: int | None = None
    only: tuple[Question, ...] = ()
    banks: tuple[str, ...] = ()
    reason: Reason | None = None
    friend: bool = False
    typed: bool = False
    voice: bool | None = None
    nerves: bool | None = None
    seed: int | None = None
    candidate_name: str = ""
    friend_name: str = ""


@dataclass
class Rehearsal:
    """One sitting: the conductor, and the devices that it is held with."""

    conductor: Conductor
    equipment: Equipment
    begin: tuple[Plan, ev.Options, dict[str, str]] | None = None
    saved: SavedSession | None = None
    troubles: tuple[str, ...] = field(default=())

    def start(self) -> None:
        """The first question, or where the session was left."""
        if self.saved is not None:
            self.conductor.go_on_from(self.saved)
        elif self.begin is not None:
            self.conductor.begin(*self.begin)

    async def close(self) -> None:
        """Leaves the session if it is not at its end, and lets go of the devices. A session that never began leaves nothing."""
        await self.conductor.leave()
        await self.equipment.close()
        if self.conductor.state.session is None:
            delete(self.conductor.writer.folder)


async def prepare(wish: Wish, settings: Settings, reader: Reader | None = None) -> Rehearsal:
    """A new session, its plan chosen. Raises BankError or SessionError."""
    banks = (await asyncio.to_thread(load_banks)).banks
    plan = _plan(wish, settings, banks)
    options = ev.Options(
        friend=wish.friend,
        answers="typed" if wish.typed else "spoken",
        voice=settings.voice if wish.voice is None else wish.voice,
        ends=settings.ends,
        listening=settings.listening,
        thinking=settings.thinking,
        nerves=settings.nerves if wish.nerves is None else wish.nerves,
    )
    people = {"candidate": wish.candidate_name, "friend": wish.friend_name if wish.friend else ""}
    writer = SessionWriter.create(paths.sessions(), at=wall_clock(), title="-".join(plan.banks[:1]))
    equipment = await open_equipment(settings, spoken=not wish.typed, voice=options.voice)
    conductor = _conductor(writer, equipment, _all_questions(banks), reader)
    names = {author: name for author, name in people.items() if name}
    return Rehearsal(conductor, equipment, begin=(plan, options, names), troubles=equipment.troubles)


async def prepare_again(saved: SavedSession, settings: Settings, reader: Reader | None = None) -> Rehearsal:
    """A session that was left or cut off, to be continued; or a finished one whose answers have not all been heard, for
    which neither microphone nor loudspeaker is opened. Raises SessionError if it is open elsewhere."""
    banks = (await asyncio.to_thread(load_banks)).banks
    writer = SessionWriter.reopen(saved)
    options = saved.state.options
    equipment = await open_equipment(
        settings, spoken=options.answers == "spoken", voice=options.voice, sound=not saved.finished
    )
    conductor = _conductor(writer, equipment, _all_questions(banks), reader)
    return Rehearsal(conductor, equipment, saved=saved, troubles=equipment.troubles)


def _plan(wish: Wish, settings: Settings, banks: dict[str, Bank]) -> Plan:
    seed = wish.seed if wish.seed is not None else random.SystemRandom().randrange(1 << 31)
    if wish.only:
        items = tuple(Planned(part="body", question=question) for question in wish.only)
        return Plan(items=items, seed=seed, banks=tuple(dict.fromkeys(each.bank for each in wish.only if each.bank)))
    return choose_plan(
        banks,
        count=wish.questions or settings.questions,
        seed=seed,
        bank_ids=wish.banks or ((settings.bank,) if settings.bank in banks else ()),
        reason=wish.reason,
        recent=_recent(),
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
        reader=reader,
    )


def _all_questions(banks: dict[str, Bank]) -> list[Question]:
    return [question for bank in banks.values() for question in bank.questions]


def _recent() -> frozenset[str]:
    refs: set[str] = set()
    for folder, _ in zip(library.folders(), range(RECENT_SESSIONS), strict=False):
        if not library.listed(folder).trouble:
            refs.update(item.question.ref for item in open_session(folder).state.plan)
    return frozenset(refs)
