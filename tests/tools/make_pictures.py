"""Draws docs/pictures from the program itself: `python -m tests.tools.make_pictures`.

The real program runs, 100 columns by 30 lines, with stand-ins for the devices and clocks that move only when told to: the same
program draws the same pictures.
"""

from __future__ import annotations

import asyncio
import os
import re
import sys
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, cast
from unittest.mock import patch

from textual.pilot import Pilot

from simulator import paths
from simulator.comeback.model import Application, Appointment, Asked, Audited, Debrief, Reached
from simulator.comeback.setbacks import SETBACKS, plan_of
from simulator.comeback.store import APPLICATIONS, DEBRIEFS, IF_THENS
from simulator.friend.host import LOOPBACK
from simulator.interview.conductor import Conductor
from simulator.interview.equipment import Equipment
from simulator.interview.rehearsal import Wish
from simulator.preparation.files import save_sheet
from simulator.preparation.model import Interview, Paper, Sheet
from simulator.questions.load import load_bank, load_banks
from simulator.sessions.people import owner
from simulator.sessions.planning import make
from simulator.settings import Settings
from simulator.tui.app import MockInterviewApp
from simulator.tui.player import Player
from simulator.tui.screens.door import DoorScreen
from simulator.tui.screens.replay import Replay
from simulator.tui.widgets.choices import Choices
from tests.fakes import FakeEars, FakeSound, render
from tests.tui import sessions
from tests.tui.conftest import frame, settle
from tests.tui.learning import learner
from tests.tui.rehearsing import stage, until

PICTURES = Path(__file__).parents[2] / "docs" / "pictures"
SIZE = (100, 30)
NOW = datetime.fromisoformat("2026-11-21T19:40:00+01:00")
"""The evening after the sample session."""
MORNING = NOW.replace(hour=8, minute=10)
ASKED = ("tell-me-about-yourself", "disagreement", "your-questions")

CELL = 12.2
"""Width of a character in these drawings."""
LINE_BEGINNING = re.compile(r'x="([\d.]+)"([^<>]*)textLength="([\d.]+)"([^<>]*)>((?:&#160;)+)(?=[^<])')


class Clock:
    """Seconds that pass only when they are added."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Heard:
    """Something that plays, as far as the clock says."""

    clock: Clock
    start: float
    since: float

    @property
    def position(self) -> float:
        return self.start + self.clock.now - self.since

    @property
    def told(self) -> float:
        return self.clock.now


class Loudspeaker:
    """What replay opens here: a loudspeaker that nobody hears."""

    loudspeaker = "loudspeaker"

    def __init__(self, clock: Clock) -> None:
        self.clock = clock

    async def play(self, path: Path, *, start: float = 0.0, speed: float = 1.0) -> Heard:
        return Heard(self.clock, start, self.clock.now)

    def stop_playing(self) -> None:
        pass

    async def close(self) -> None:
        pass


@asynccontextmanager
async def opened(start: str, **arguments: Any) -> AsyncIterator[Pilot[None]]:
    app = MockInterviewApp(Settings(), start, **arguments)
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        yield pilot


async def taken(pilot: Pilot[None]) -> str:
    """The screen as it is now, as SVG."""
    for moving in pilot.app.screen.query("Polled"):
        moving.refresh()
    await settle(pilot)
    return pilot.app.export_screenshot()


async def home(clock: Clock) -> str:
    async with opened("home") as pilot:
        return await taken(pilot)


async def interview(clock: Clock) -> str:
    """42 seconds into the second answer, with someone speaking."""
    sound = FakeSound()
    sound.level = -29.0

    async def open_equipment(*_: object, **__: object) -> Equipment:
        return Equipment(sound=cast(Any, sound), ears=cast(Any, FakeEars()), render=render)

    known = {question.id: question for question in load_bank(paths.shipped_banks() / "general.yaml").questions}
    wish = Wish(only=tuple(known[name] for name in ASKED), nerves=False, follow_ups=0)
    with (
        patch("simulator.interview.rehearsal.open_equipment", open_equipment),
        patch("simulator.interview.rehearsal.Conductor", partial(Conductor, clock=clock)),
    ):
        async with opened("interview", wish=wish) as pilot:
            await stage(pilot, "answering", 1)
            await pilot.press("s")
            await stage(pilot, "answering", 2)
            clock.now += 42
            return await taken(pilot)


async def scorecard(clock: Clock) -> str:
    """The answer of the sample session in which most can be seen."""
    async with opened("scorecard", session=paths.sample_session()) as pilot:
        await until(pilot, lambda: "Fluency" in frame(pilot))
        await pilot.press("right", "right")
        return await taken(pilot)


async def replay(clock: Clock) -> str:
    """In the middle of an answer, at a moment."""

    async def open_sound(**_: object) -> Loudspeaker:
        return Loudspeaker(clock)

    with (
        patch("simulator.tui.playing.Player", lambda: Player(clock)),
        patch("simulator.tui.playing.Sound.open", open_sound),
    ):
        async with opened("replay", session=paths.sample_session()) as pilot:
            screen = cast(Replay, pilot.app.screen)
            await pilot.press("pagedown", "space", "full_stop", "full_stop")
            await settle(pilot)
            clock.now += 2.5
            screen._tick()
            return await taken(pilot)


async def takes(clock: Clock) -> str:
    """Two takes of one answer, the second without the fillers."""
    first = (
        "I was working in the warehouse and um the delivery was late for the third time. So I | rang the supplier myself and uh asked"
        " them why. They had changed the route, um, so we agreed on a later slot. In the end we had 12 deliveries in a row on time."
    )
    folder = sessions.spoken(said=first)
    sessions.again(folder, first.replace("um ", "").replace("uh ", "").replace("| ", "").replace("um, ", ""))
    async with opened("takes", session=folder, question=0) as pilot:
        await until(pilot, lambda: "> Take 2" in frame(pilot))
        return await taken(pilot)


def practised(days_ago: int = 22, *, sound: bool = False) -> None:
    """Ten sessions, begun so long ago, of a learner whose fluency gets better."""
    general = load_bank(paths.shipped_banks() / "general.yaml").questions
    learner(
        10,
        dict.fromkeys(("flow", "fillers", "start"), 30.0),
        questions=general[:4],
        first=NOW - timedelta(days=days_ago),
        sound=sound,
    )


async def progress(clock: Clock) -> str:
    """What flow has become over ten sessions."""
    practised()
    async with opened("progress") as pilot:
        await until(pilot, lambda: "In words" in frame(pilot))
        await pilot.press("down", "down", "down")
        return await taken(pilot)


async def drill(clock: Clock) -> str:
    practised(days_ago=50)
    async with opened("drill") as pilot:
        await until(pilot, lambda: "in the schedule" in frame(pilot))
        return await taken(pilot)


async def moments(clock: Clock) -> str:
    """The place that cost most in the newest answers."""
    practised(sound=True)

    async def open_sound(**_: object) -> Loudspeaker:
        return Loudspeaker(clock)

    with patch("simulator.tui.playing.Sound.open", open_sound):
        async with opened("moments") as pilot:
            await until(pilot, lambda: "Try:" in frame(pilot))
            return await taken(pilot)


LOOKED_BACK = Debrief(
    id="harbour",
    application="harbour",
    date="2026-11-19",
    stage="first",
    outcome="rejected",
    reason_given="You knew too little about us, and your answers were a little long.",
    reason_about=("research", "listening and answering"),
    questions=(Asked(text="What do you know about our shops?", competency="research", went=1),),
    nerves=6,
    audit=(Audited(part="homework", step=2, note="I did not know about the school meals"),),
    asked_for_feedback="2026-11-20",
    left_at="listening and answering",
)


def searching() -> None:
    """A job that was lost, and one whose interview is today."""
    ready = (Paper(name="Three copies of the CV", ready=True), Paper(name="Forklift licence"))
    sheet = Sheet(
        id="mill-road",
        employer="Mill Road Foods",
        role="Stock keeper",
        interview=Interview(date=MORNING.date().isoformat(), hour="10:00", way="Tram 4, twenty minutes", arrive="09:45", dress="A clean shirt"),
        interviewers=("Ms Okafor, head of stores",),
        documents=ready,
        questions=("Who would I work with most?", "What does the first month look like?"),
        strengths=("I count the stock of two halls every night.",),
        selling_points=("I showed three new colleagues how to pack cold goods.",),
    )  # fmt: skip
    save_sheet(sheet)
    held = Appointment(date=MORNING.date().isoformat(), hour="10:00", place="1 Mill Road, second floor")
    asked_for = ("Stock counts at night", "Showing new colleagues the work", "Forklift licence", "Spanish")
    APPLICATIONS.save(
        Application(
            id="mill-road", employer="Mill Road Foods", role="Stock keeper", area="logistics", sheet="mill-road",
            skills=asked_for, stages=(Reached(stage="interview", date="2026-11-12"),), interviews=(held,),
        )
    )  # fmt: skip
    APPLICATIONS.save(
        Application(
            id="harbour", employer="Harbour Foods", role="Packer", interviews=(Appointment(date="2026-11-19"),),
            stages=(Reached(stage="rejected", date="2026-11-20"),),
        )
    )  # fmt: skip
    DEBRIEFS.save(LOOKED_BACK)


async def audit(clock: Clock) -> str:
    """A part of the audit, beside what practice shows of it."""
    practised()
    searching()
    async with opened("debrief", debrief="harbour") as pilot:
        await until(pilot, lambda: "Listening and answering" in frame(pilot) and "ractice" in frame(pilot))
        pilot.app.screen.query_one(Choices).select("2")
        return await taken(pilot)


async def plan(clock: Clock) -> str:
    """What came of it: each line with the words that it is from."""
    searching()
    banks = load_banks().banks
    make(LOOKED_BACK, banks, owner(""), NOW.date())
    async with opened("plan") as pilot:
        await until(pilot, lambda: "One thing at a time" in frame(pilot))
        return await taken(pilot)


async def fit(clock: Clock) -> str:
    """Which of the required skills are met, and by what."""
    searching()
    async with opened("record", what="application", of="mill-road") as pilot:
        await until(pilot, lambda: "How it fits" in frame(pilot))
        pilot.app.screen.query_one(Choices).select("fit:0")
        return await taken(pilot)


async def today(clock: Clock) -> str:
    """The morning of an interview."""
    practised(days_ago=20)
    searching()
    for setback in SETBACKS[:2]:
        IF_THENS.save(plan_of(setback, setback.line, "2026-11-18"))
    with patch("simulator.tui.when.now", lambda: MORNING):
        async with opened("today") as pilot:
            await until(pilot, lambda: "To bring" in frame(pilot))
            return await taken(pilot)


async def door(clock: Clock) -> str:
    """Somebody is at the door, on the network at hand."""
    with patch("simulator.tui.screens.door.lan_address", lambda: LOOPBACK):
        async with opened("door", lan=True, port=8765) as pilot:
            screen = cast(DoorScreen, pilot.app.screen)
            await until(pilot, lambda: "Nobody is at the door yet." in frame(pilot))
            assert screen.host is not None
            screen.host._address, screen.host.door.code = "192.168.1.23", "K7M4QX"
            screen.host.door.at_door = "Sam"
            screen.on_door_screen_changed()
            return await taken(pilot)


def _set_in(text: re.Match[str]) -> str:
    x, between, length, rest, spaces = text.groups()
    wide = CELL * spaces.count(";")
    return f'x="{float(x) + wide:.1f}"{between}textLength="{float(length) - wide:.1f}"{rest}>'


def plain_svg(svg: str, name: str) -> str:
    """Without the fonts that would be fetched, with ids of its own, and set in by place where a line begins with spaces,
    which not every viewer keeps."""
    svg = re.sub(LINE_BEGINNING, _set_in, svg)
    svg = re.sub(r"\s*<!--.*?-->", "", svg)
    svg = re.sub(r"\s*@font-face \{.*?\}", "", svg, flags=re.DOTALL)
    svg = svg.replace("font-family: Fira Code, monospace", "font-family: monospace")
    svg = svg.replace("font-family: arial", "font-family: sans-serif")
    svg = re.sub(r"terminal-\d+", name, svg)
    return re.sub(r"[ \t]+$", "", svg, flags=re.MULTILINE)


DRAWN: dict[str, Callable[[Clock], Awaitable[str]]] = {
    "home": home,
    "interview": interview,
    "scorecard": scorecard,
    "replay": replay,
    "progress": progress,
    "drill": drill,
    "moments": moments,
    "takes": takes,
    "audit": audit,
    "plan": plan,
    "fit": fit,
    "today": today,
    "door": door,
}


async def draw(folder: Path) -> None:
    """Writes every picture into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, picture in DRAWN.items():
        with tempfile.TemporaryDirectory() as empty, ExitStack() as during:
            during.enter_context(patch.dict(os.environ, MOCK_INTERVIEW_HOME=empty, MOCK_INTERVIEW_SOUND="none"))
            during.enter_context(patch("simulator.tui.when.now", lambda: NOW))
            svg = await picture(Clock())
        (folder / f"{name}.svg").write_text(plain_svg(svg, name), encoding="utf-8")


if __name__ == "__main__":
    asyncio.run(draw(Path(sys.argv[1]) if len(sys.argv) > 1 else PICTURES))
