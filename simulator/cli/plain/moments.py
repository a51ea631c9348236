"""Learn from your moments in lines: the places that cost most, over all sessions, each to be heard and tried again."""

from __future__ import annotations

import asyncio

from simulator import paths, when
from simulator.cli.plain.lines import Choice, choose, say
from simulator.cli.plain.replay import replay
from simulator.progress.learning import advice, cost
from simulator.progress.moments import Lesson
from simulator.sessions import record
from simulator.sessions.answers import landing
from simulator.sessions.index import Index
from simulator.sessions.people import owner
from simulator.settings import Settings
from simulator.text import counted

NONE_YET = "No place to learn from yet: they come from answers that were spoken and scored, and cost a point or more."
HEARD = "The replay stands a little before it: press Enter to hear it, or type try to answer again."


async def moments(settings: Settings) -> int:
    """Until it is left."""
    while True:
        lessons = await asyncio.to_thread(_lessons, settings)
        if not lessons:
            say(NONE_YET)
            return 0
        choices = [Choice(str(place), _called(each)) for place, each in enumerate(lessons)]
        chosen = await choose(f"{counted(len(lessons), 'place')}, what cost most first.", choices)
        if chosen is None:
            return 0
        lesson = lessons[int(chosen)]
        say(*filter(None, (cost(lesson), advice(lesson, when.now()), HEARD)))
        await replay(paths.sessions() / lesson.folder, settings, lesson.take, landing(lesson.moment.start))


def _lessons(settings: Settings) -> list[Lesson]:
    with Index(whose=owner(settings.name)) as index:
        index.sync()
        return record.lessons(index)


def _called(lesson: Lesson) -> str:
    mended = " (mended since)" if lesson.mended is not None else ""
    return f"{lesson.moment.kind}{mended}, {when.ago(lesson.at.isoformat(), when.now())}: {lesson.question}"
