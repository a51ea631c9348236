"""Looking back on a real interview in lines: one question after the other, saved after each, to be left at any of them."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from msgspec.structs import replace

from simulator import when
from simulator.cli.plain import plan
from simulator.cli.plain.lines import Choice, Ended, hear, say, tell_error, whole
from simulator.cli.plain.offers import letter, rehearse
from simulator.comeback import flow
from simulator.comeback.asking import Ask
from simulator.comeback.awaiting import to_go_on
from simulator.comeback.gather import waits
from simulator.comeback.model import PARTS
from simulator.comeback.store import DEBRIEFS
from simulator.errors import BankError, ComebackError
from simulator.interview.rehearsal import SHORT_MINUTES, Wish
from simulator.questions.load import load_banks
from simulator.sessions.index import Index
from simulator.sessions.looking_back import Answer, LookingBack
from simulator.sessions.people import owner
from simulator.settings import Settings

HOW = "One question at a time; everything is saved as you go. Type back for the question before, leave to go on another day, ? to hear the question again."
LEFT = "It waits where you left it: `mock-interview --plain debrief` goes on."


class Left(Exception):
    """The person wants to go on another day."""


async def debrief(settings: Settings, *, turned_down: bool = False) -> int:
    """Holds a debrief to its end, or until it is left. Goes on with the one that was left, if there is one."""
    whose = owner(settings.name)
    looking = LookingBack(whose, lambda: load_banks().banks, turned_down=turned_down)
    _begin(looking, turned_down=turned_down)
    looking.known = await asyncio.to_thread(looking.learned)
    say(HOW)
    while True:
        await _look_up(looking)
        try:
            leads = looking.take(await _answer(looking))
        except (ComebackError, BankError) as error:
            tell_error(error)
            continue
        except (Left, Ended) as end:
            say(LEFT)
            if isinstance(end, Ended):
                raise
            return 0
        match leads:
            case "closed":
                return 0
            case "practise":
                return await rehearse(Wish(minutes=SHORT_MINUTES, reason=looking.reason), settings)
            case "letter":
                await letter("feedback", looking.debrief.application, settings)
            case "plan":
                await asyncio.to_thread(looking.plan)
                return await plan.plan(settings)
            case "on" | "asked":
                pass


def _begin(looking: LookingBack, *, turned_down: bool) -> None:
    now = when.now()
    left = to_go_on(DEBRIEFS.load().records.values(), now.date().isoformat())
    awaited = next(iter(waits(now)), None)
    if left is not None:
        looking.begin(debrief=left.id)
    elif awaited is not None and not turned_down:
        looking.begin(awaited=awaited)
    job = looking.kept.job
    if job is not None:
        say(f"About {job.role}, {job.employer}, {when.day(looking.debrief.date, now)}.")


async def _look_up(looking: LookingBack) -> None:
    """What the question at hand needs to be known."""
    if looking.step == flow.COMPETENCY:
        looking.known = replace(looking.known, proposed=await asyncio.to_thread(looking.proposal))
    elif looking.step == flow.HANDS:

        def look() -> dict[str, str]:
            with Index(whose=looking.whose) as index:
                index.sync()
                return dict(looking.rehearsed(index))

        looking.known = replace(looking.known, rehearsed=await asyncio.to_thread(look))


async def _answer(looking: LookingBack) -> Answer:
    """What was typed in answer to the question at hand, as the debrief takes it. Raises Left or Ended."""
    while True:
        asks = looking.ask()
        choices = [Choice(*_bare(each.key, each.label, each.detail)) for each in asks.choices]
        _say(asks, choices, looking)
        answered = await (_long() if asks.long else hear())
        if answered.casefold() in ("leave", "/leave"):
            raise Left
        if answered.casefold() == "back":
            looking.back()
        elif answered != "?":
            number, _, note = answered.partition(" ") if looking.step in PARTS else (answered, "", "")
            if (found := _read(asks, choices, number)) is not _UNREAD:
                if note and isinstance(found, str) and found.isdigit():
                    looking.note(int(found), note.strip())
                return found


_UNREAD: tuple[str, ...] = ("",)
"""What was typed is no answer to the question."""


def _bare(key: str, label: str, detail: str) -> tuple[str, str, str]:
    """A choice that is only a number says what the number means."""
    return (key, detail or "between its neighbours", "") if label.isdigit() else (key, label, detail)


def _say(asks: Ask, choices: Sequence[Choice], looking: LookingBack) -> None:
    say(asks.text, *asks.about.splitlines())
    if (beside := looking.beside("")) != "":
        say(*beside.splitlines())
    ticked = asks.ticked or frozenset()
    for number, each in enumerate(choices, start=1):
        say(f"{number}. {each.text}{', ticked' if each.key in ticked else ''}")
    noting = " Behind the number you can type what happened there." if looking.step in PARTS else ""
    if not asks.scale:  # what is about a scale says what can be typed
        say(f"{_prompt(asks, choices)}{noting}")


def _prompt(asks: Ask, choices: Sequence[Choice]) -> str:
    if asks.ticked is not None:
        return "Type the numbers of all that hold, with blanks between them; 0 for none. Enter keeps what is ticked."
    if choices:
        chosen = next((number for number, each in enumerate(choices, start=1) if each.key == asks.chosen), 0)
        enter = f" Enter takes {chosen}." if chosen else ""
        return f"Type a number from 1 to {len(choices)}.{enter}"
    if asks.long:
        keeps = f" Enter alone keeps: {asks.write}" if asks.write else ""
        return f"Type as many lines as you like; an empty line ends them.{keeps}"
    if asks.write is not None:
        return f"Type it and press Enter. {f'Enter alone keeps: {asks.write}' if asks.write else 'Enter alone leaves it empty.'}"
    return "Press Enter to go on."


async def _long() -> str:
    """Several lines up to an empty one."""
    lines: list[str] = []
    while (line := await hear()) != "":
        lines.append(line)
        if len(lines) == 1 and line.casefold() in ("?", "back", "leave"):
            break
    return "\n".join(lines)


def _read(asks: Ask, choices: Sequence[Choice], answered: str) -> Answer:
    """The answer that a line is; `_UNREAD` where it is none, which is said."""
    if asks.ticked is not None:
        return _ticks(asks, choices, answered)
    if choices:
        if not answered and asks.chosen:
            return asks.chosen
        number = whole(answered, 1, len(choices))
        if number is not None:
            return choices[number - 1].key
    elif asks.scale:
        if not answered or (step := whole(answered, 0, 10)) is not None:
            return step if answered else None
    elif asks.write is not None:
        return answered or asks.write
    else:
        return None
    say(f"“{answered}” is none of these.")
    return _UNREAD


def _ticks(asks: Ask, choices: Sequence[Choice], answered: str) -> Answer:
    if not answered:
        return sorted(asks.ticked or ())
    if answered == "0":
        return []
    numbers = [whole(word, 1, len(choices)) for word in answered.replace(",", " ").split()]
    keys = [choices[number - 1].key for number in numbers if number is not None]
    if len(keys) != len(numbers):
        say(f"“{answered}” is none of these.")
        return _UNREAD
    return sorted(set(keys))
