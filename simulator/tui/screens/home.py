"""The first screen: it offers only what works now, and Enter takes the first offer."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from textual import work
from textual.app import ComposeResult

from simulator import paths, when
from simulator.errors import SessionError, SheetError
from simulator.sessions import library
from simulator.sessions.index import Index
from simulator.sessions.indexed import Indexed
from simulator.sessions.store import HEADER, SavedSession, open_session
from simulator.settings import Settings
from simulator.tui import after
from simulator.tui.actions import bindings
from simulator.tui.page import Page
from simulator.tui.widgets.choices import Choices, Row
from simulator.tui.widgets.words import Words

if TYPE_CHECKING:
    from simulator.sessions.record import Outlook

LOOKED_THROUGH = 5
"""So many of the newest sessions are looked through for one to continue, and one to replay."""

WELCOME = "Take your time. Everything you say stays on this machine."
WELCOME_BACK = "Good to see you again."
NERVES = "settle, and step by step to a tough panel"


class Home(Page[None]):
    NAME = "home"
    BINDINGS = bindings(NAME)
    DEFAULT_CSS = """
    Home #praise { margin-top: 1; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.outlook: Outlook | None = None
        """What is due, what there is to learn from, and what has become better; None until it has been reckoned."""
        self.due = ""
        """What is due of the search for a job, in a line; empty where nothing is."""
        self.back: tuple[list[Row], list[Row]] = ([], [])
        """An interview to look back on, and the plan that came of one."""
        self._selected: str | None = None
        """The offer that home selected itself."""
        self._reckoned: tuple[object, ...] = ()
        self._looking = False

    def body(self) -> ComposeResult:
        yield Words(id="sentence", classes="gap")
        yield Choices()
        yield Words(id="praise", classes="quiet")

    def on_mount(self) -> None:
        self.set_interval(30, self._time_passes)

    def on_screen_resume(self) -> None:
        self._say_time()
        self._offer()
        self._look_back()
        if not self._looking:
            self._looking = True
            self._look()

    @work(exclusive=True, group="back")
    async def _look_back(self) -> None:
        """What is to be looked back on comes first, and is selected unless something else was by then."""
        back = await asyncio.to_thread(after.offers, when.now())
        if back != self.back:
            self.back = back
            selected = self.query_one(Choices).selected
            self._offer(more=selected is None or selected.key != self._selected)

    @work
    async def _look(self) -> None:
        """What was offered stands on the index as it was left; what changed since is offered in a moment, and what has to be reckoned
        from all sessions when it is."""
        index = self.program.index()
        try:
            before = index.changes
            await asyncio.to_thread(index.sync, stop=self.gone)
            due = await asyncio.to_thread(_due, when.now())
            if index.changes != before or due != self.due:
                self.due = due
                self._offer(more=index.changes == before)
            reckoned = (index.changes, when.now().date(), _changed(paths.drills_file()))
            if index.count() and reckoned != self._reckoned:
                self.outlook = await asyncio.to_thread(_outlook, index, when.now(), self.gone)
                self._reckoned = reckoned
                self._offer(more=True)
        finally:
            self._looking = False

    def _time_passes(self) -> None:
        """What is today comes nearer, and goes."""
        if self.is_current:
            self._say_time()
            self._offer(more=True)

    def _say_time(self) -> None:
        self.say_title("mock-interview", when.moment(when.now()))

    def _offer(self, more: bool = False) -> None:
        """`more`: offers only come and go among those that are there, and what is selected stays so."""
        index = self.program.index()
        newest = index.page(LOOKED_THROUGH)
        outlook = self.outlook if newest else None
        if newest:
            sentence, rows = _later(newest, index.count(), self.program.settings.questions, outlook)
        else:
            sentence, rows = WELCOME, _first()
        ahead = _ahead(rows)
        due = [Row("applications", "Due today", self.due)] if self.due else []
        back, plan = self.back
        rows = [
            *_today(self.program.settings),
            *back,
            *rows[:ahead],
            *due,
            *_coming(self.program.settings),
            *plan,
            *rows[ahead:],
        ]
        if not due:
            at = [row.key for row in rows].index("prep")
            rows.insert(at, Row("applications", "Applications", "stages, letters, a calendar"))
        self.query_one("#sentence", Words).say(sentence)
        praise = self.query_one("#praise", Words)
        praise.display = outlook is not None and bool(outlook.praise)
        praise.say(outlook.praise if outlook is not None else "")
        choices = self.query_one(Choices)
        known = more or [row.key for row in choices.rows] == [row.key for row in rows]
        if not known:
            self._selected = rows[0].key
        choices.show(rows, None if known else self._selected)

    def action_wins(self) -> None:
        self.program.open("wins")

    def on_choices_chosen(self, event: Choices.Chosen) -> None:
        self.action_open()

    def action_open(self) -> None:
        row = self.query_one(Choices).selected
        if row is None or row.key is None:
            return
        kind, _, session = row.key.partition(":")
        match kind:
            case "first":
                from simulator.interview.rehearsal import Wish

                self.program.open("interview", wish=Wish(questions=1, nerves=False))
            case "continue":
                self.program.open("interview", session=Path(session))
            case "replay":
                self.program.open("replay", session=Path(session))
            case "sheet":
                self.program.open("sheet", sheet=session)
            case "debrief":
                self.program.open("debrief", debrief=session)
            case "awaited":
                from simulator.comeback.gather import waits

                self.program.open("debrief", awaited=next(iter(waits(when.now())), None))
            case "turned_down":
                self.program.open("debrief", turned_down=True)
            case "friend":
                self.program.open("choosing", friend=True)
            case _:
                self.program.open(kind)


def _first() -> list[Row]:
    """What is offered before there is any session: the first line needs no decision."""
    rows = [
        Row("first", "Try one question", "two minutes, nothing to set up"),
        Row("device_check", "Check microphone and voice", "half a minute"),
    ]
    if (paths.sample_session() / HEADER).exists():
        rows.append(
            Row(f"replay:{paths.sample_session()}", "Look at a finished session", "hear it, and see what it shows")
        )
    return [
        *rows,
        Row("prep", "Prep sheets", "homework, a sheet for each application"),
        Row("nerves", "Nerves", NERVES),
        Row(),
        Row("turned_down", "I was just turned down", "a short, gentle way in"),
        Row("debrief", "After an interview", "look back on it, and plan what is next"),
    ]


def _later(newest: list[Indexed], count: int, questions: int, outlook: Outlook | None) -> tuple[str, list[Row]]:
    """A sentence and the offers; `count` sessions there are."""
    today = when.now()
    sentence, rows = WELCOME_BACK, []
    if (left := _left(newest[0])) is not None:
        sentence = f"You left a rehearsal {when.ago(left.header.created, today)}. It waits where it was."
        where = f"question {left.state.question + 1} of {len(left.state.plan)}"
        rows.append(Row(f"continue:{left.folder}", "Continue", f"{library.title(left)}, {where}"))
    rows += [
        Row("choosing", "Practise", f"{questions} questions, or as many as you like"),
        *_reckoned(outlook),
        Row("friend", "With a friend", "at the same table, or on their phone"),
    ]
    if (last := next((each for each in newest if each.answered), None)) is not None:
        scores = _scores(last)
        detail = f"{when.day_ago(last.created, today)}: {scores}" if scores else when.ago(last.created, today)
        rows.append(Row(f"replay:{paths.sessions() / last.folder}", "Replay last", detail))
    rows += [
        Row("nerves", "Nerves", f"step {outlook.step} is there, if you like" if outlook and outlook.step else NERVES),
        Row("progress", "Progress", "what has changed, and what only varies"),
        Row("sessions", "Sessions", f"{count:,} so far"),
        Row(),
        Row("turned_down", "I was just turned down", "a short, gentle way in"),
        Row("debrief", "After an interview", "look back on it, and plan what is next"),
        Row("prep", "Prep sheets", "homework, a sheet for each application"),
        Row("banks", "Banks", "the questions, and your own"),
        Row("settings", "Settings"),
        Row("device_check", "Check microphone and voice"),
    ]
    return sentence, rows


def _reckoned(outlook: Outlook | None) -> list[Row]:
    """What is offered only on days on which there is something."""
    if outlook is None:
        return []
    from simulator.progress.drills import MANY, MINUTES

    rows = []
    if outlook.due > MANY:
        rows.append(Row("drill", "Drill", f"{MINUTES} minutes are enough today"))
    elif outlook.due:
        due = "1 question is" if outlook.due == 1 else f"{outlook.due} questions are"
        rows.append(Row("drill", "Drill", f"{due} due today"))
    if outlook.lessons:
        places = "one place is" if outlook.lessons == 1 else f"{outlook.lessons} places are"
        rows.append(Row("moments", "Learn from your moments", f"{places} worth another try"))
    return rows


def _outlook(index: Index, now: datetime, stop: Callable[[], bool]) -> Outlook | None:
    """In a thread, with all that it needs imported there: home itself needs none of it."""
    from simulator.sessions import record

    with suppress(record.Stopped, SessionError):
        return record.outlook(index, now, stop)
    return None


def _due(now: datetime) -> str:
    """In a thread, and with nothing imported where there is no search for a job."""
    if not paths.comeback().is_dir():
        return ""
    from simulator.comeback.due import in_a_line
    from simulator.comeback.gather import gather

    return in_a_line(gather().due(now))


def _changed(path: Path) -> int:
    """When a file was changed; 0 where there is none."""
    with suppress(OSError):
        return path.stat().st_mtime_ns
    return 0


def _ahead(rows: list[Row]) -> int:
    """What stands before an interview that is coming: a rehearsal that was left."""
    return int(bool(rows) and (rows[0].key or "").startswith("continue:"))


def _coming(settings: Settings) -> list[Row]:
    """The interview of the active prep sheet, until it is over; nothing where the sheet cannot be read."""
    if not settings.sheet:
        return []
    from simulator.preparation.files import active_sheet
    from simulator.preparation.readiness import readiness

    try:
        sheet = active_sheet(settings)
    except SheetError:
        return []
    today = when.now()
    if sheet is None or 0 < when.ordinal(sheet.interview.date) < today.date().toordinal():
        return []
    needs = readiness(sheet)
    date = f"{when.day(sheet.interview.date, today)}; " if sheet.interview.date else ""
    detail = f"{date}{sum(need.ready for need in needs)} of {len(needs)} ready"
    return [Row(f"sheet:{sheet.id}", f"Prepare for {sheet.employer}", detail)]


def _today(settings: Settings) -> list[Row]:
    """The interview of today, until its hour; nothing where none is known."""
    if not settings.sheet and not (paths.comeback() / "applications").is_dir():
        return []
    from simulator.sessions.day import day

    now = when.now()
    found = day(settings, now.date())
    hour, ahead = found.begins, when.ahead(found.begins, now)
    if not found.known or (hour and not ahead):
        return []
    said = f"{ahead}; all you need, on one page" if ahead else "all you need for the day, on one page"
    return [Row("today", f"Today: {found.employer}{hour and f', {hour}'}", said)]


def _left(newest: Indexed) -> SavedSession | None:
    """The newest session, if it was left or cut off before its end."""
    if newest.finished or not newest.asked:
        return None
    with suppress(SessionError):
        saved = open_session(paths.sessions() / newest.folder)
        return None if saved.finished else saved
    return None


def _scores(session: Indexed) -> str:
    """The scores that the session has, if they were made and shown before; home makes none itself."""
    scores = (("fluency", session.fluency), ("preparedness", session.preparedness)) if session.shown else ()
    return ", ".join(f"{name} {score:.0f}" for name, score in scores if score is not None)
