"""Home in lines: the jobs by number. What is due stands first, as on the screen."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from simulator import settings as kept
from simulator import when
from simulator.cli.plain.lines import STOPPED, Choice, Ended, choose, number, say, tell_error
from simulator.errors import SessionError, UserError
from simulator.sessions import library
from simulator.sessions.store import open_session
from simulator.settings import Settings

WELCOME = "mock-interview. Everything you say stays on this machine."
WHAT = "What would you like to do?"
NEXT = "What next?"
GOODBYE = "Goodbye."


class Job(NamedTuple):
    """One that is offered: in a line, and what holds it."""

    label: str
    detail: str
    held: Callable[[Settings], Coroutine[Any, Any, int]]


async def _rehearse(settings: Settings) -> int:
    from simulator.cli.plain.offers import rehearse
    from simulator.interview.rehearsal import Wish

    count = await number("How many questions?", 1, 30, enter=f"takes {settings.questions}, as in the settings")
    return await rehearse(Wish(questions=count), settings)


async def _go_on(settings: Settings) -> int:
    from simulator.cli.plain.practise import practise
    from simulator.interview.rehearsal import Wish

    return await practise(Wish(), settings, _left())


async def _drill(settings: Settings) -> int:
    from simulator.cli.drill import due
    from simulator.cli.plain.offers import rehearse

    wish = await asyncio.to_thread(due, 10)
    return 0 if wish is None else await rehearse(wish, settings)


async def _replay(settings: Settings) -> int:
    from simulator.cli.plain.replay import replay

    return await replay(library.find("last"), settings)


async def _library(settings: Settings) -> int:
    from simulator.cli.plain.library import browse

    return await browse(settings)


async def _progress(_: Settings) -> int:
    return _command("progress")


async def _moments(settings: Settings) -> int:
    from simulator.cli.plain.moments import moments

    return await moments(settings)


async def _friend(settings: Settings) -> int:
    from simulator.cli.plain.friend import friend
    from simulator.cli.plain.offers import typed
    from simulator.interview.rehearsal import Wish

    how = await typed()
    return 0 if how is None else await friend(Wish(friend=True, typed=how), settings, lan=False, port=0)


async def _debrief(settings: Settings) -> int:
    from simulator.cli.plain.debrief import debrief

    return await debrief(settings)


async def _turned_down(settings: Settings) -> int:
    from simulator.cli.plain.debrief import debrief

    return await debrief(settings, turned_down=True)


async def _plan(settings: Settings) -> int:
    from simulator.cli.plain.plan import plan

    return await plan(settings)


async def _search(_: Settings) -> int:
    """What is there and what is due; the commands change it."""
    code = max(_command("applications", "list"), _command("applications", "due"))
    say(
        "`mock-interview applications --help`, `contacts --help`, `skills --help` and `letter --help` say how to change them."
    )
    return code


async def _today(settings: Settings) -> int:
    """The page of the day, and what helps in the minutes before."""
    from simulator.cli.plain.offers import rehearse
    from simulator.interview.rehearsal import WARM_UP

    code = _command("today", "--plain")
    before = [
        Choice("settle", "Settle", "two minutes"),
        Choice("warm", "One warm-up question", "to hear your own voice"),
        Choice("wins", "Your wins", "what went well, to read before you go in"),
    ]
    match await choose("Before you go:", before):
        case "settle":
            return await _settle(settings)
        case "warm":
            return await rehearse(WARM_UP, settings)
        case "wins":
            return await _wins(settings)
        case _:
            return code


async def _settle(_: Settings) -> int:
    from simulator.cli.plain.settle import alone

    return await alone()


async def _setbacks(_: Settings) -> int:
    from simulator.cli.plain.setbacks import setbacks

    return await setbacks()


async def _ladder(settings: Settings) -> int:
    from simulator.cli.plain.practise import practise
    from simulator.interview.rehearsal import Wish

    _command("ladder")
    step = await number("At which step do you want to practise?", 1, 7, enter="goes back")
    return 0 if step is None else await practise(Wish(step=step), settings, None)


async def _wins(_: Settings) -> int:
    return _command("wins")


async def _prep(_: Settings) -> int:
    code = _command("prep", "list")
    say("`mock-interview prep --help` says how to begin, fill in and use one.")
    return code


async def _banks(_: Settings) -> int:
    code = _command("banks", "list")
    say("`mock-interview banks show ID` says the questions of one; `banks add QUESTION` adds one of yours.")
    return code


async def _settings(_: Settings) -> int:
    from simulator.cli.plain.settings import change

    return await change()


async def _check(settings: Settings) -> int:
    from simulator.cli.plain.check import check

    return await check(settings)


JOBS = (
    Job("Rehearse an interview", "asked aloud, answered aloud or typed", _rehearse),
    Job("Drill", "the questions that are due", _drill),
    Job("Replay the last session", "hear it again, moment by moment", _replay),
    Job("The library", "all sessions: search, open, name, delete", _library),
    Job("Progress", "what has changed, and what only varies", _progress),
    Job("Learn from your moments", "the places that cost most, heard and tried again", _moments),
    Job("A friend on their phone", "they interview you on a page", _friend),
    Job("I was just turned down", "a short, gentle way in", _turned_down),
    Job("After an interview", "look back on it, and plan what is next", _debrief),
    Job("Your plan", "what to do next, one thing at a time", _plan),
    Job("Applications", "stages, letters, what is due", _search),
    Job("The day of the interview", "all you need on one page", _today),
    Job("Settle", "two minutes: breathe, or say it aloud", _settle),
    Job("Rehearse a setback", "a blank mind, a hard question, a cold face", _setbacks),
    Job("The nerves ladder", "seven steps, from typed and untimed to a tough panel", _ladder),
    Job("Your wins", "what went well, and what people said", _wins),
    Job("Prep sheets", "homework, a sheet for each application", _prep),
    Job("Question banks", "the questions, and your own", _banks),
    Job("Settings", "each by its number", _settings),
    Job("Check microphone and voice", "half a minute", _check),
)


GO_ON = Job("Go on with the rehearsal that you left", "it waits where it was", _go_on)
"""Offered first, where there is one."""


def _left() -> Path | None:
    """The newest session, if it was left or cut off before its end."""
    newest = next(library.folders(), None)
    with suppress(SessionError):
        if newest is not None and not (saved := open_session(newest)).finished and saved.state.session is not None:
            return newest
    return None


def _command(*words: str) -> int:
    """A command that prints and asks nothing."""
    from simulator.cli import main

    return main(words)


def home() -> int:
    """Offers the jobs until it is left; they are all said once, and again where their numbers have changed. A job that fails or is stopped by Ctrl+C comes back here."""
    say(WELCOME, when.moment(when.now()))
    asks, known = WHAT, 0
    while True:
        jobs = (GO_ON, *JOBS) if _left() is not None else JOBS
        choices = [Choice(str(place), job.label, job.detail) for place, job in enumerate(jobs)]
        try:
            chosen = asyncio.run(choose(asks, choices, enter="ends the program", known=known == len(jobs)))
        except (Ended, KeyboardInterrupt):
            chosen = None
        if chosen is None:
            say(GOODBYE)
            return 0
        asks, known = NEXT, len(jobs)
        try:
            asyncio.run(jobs[int(chosen)].held(kept.load()))
        except UserError as error:
            tell_error(error)
        except KeyboardInterrupt:
            say("", STOPPED)
        except Ended:
            say(GOODBYE)
            return 0
