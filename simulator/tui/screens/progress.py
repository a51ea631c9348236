"""Progress: first a sentence, then a chart, then the numbers, each of which can be opened."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import date

from textual import events, work
from textual.app import ComposeResult

from simulator import paths, when
from simulator.interview.scales import BY_KEY
from simulator.progress import agreement
from simulator.progress.report import Report
from simulator.sessions import record
from simulator.tui import agreeing, trends
from simulator.tui.actions import bindings
from simulator.tui.page import Page
from simulator.tui.screens.behind import Behind
from simulator.tui.widgets.choices import Choices
from simulator.tui.widgets.trend import Trend
from simulator.tui.widgets.words import Words

READING = "Reading your sessions."

TALL = 28
"""From so many lines on there is room for more words and a higher chart."""


class Progress(Page[None]):
    """The chart is that of the line that is selected."""

    NAME = "progress"
    BINDINGS = bindings(NAME)
    title_left = "Progress"
    DEFAULT_CSS = """
    Progress #said { height: 4; margin-bottom: 1; }
    Progress Trend { height: 8; margin-bottom: 1; }
    Progress.tall #said { height: 6; }
    Progress.tall Trend { height: 10; }
    Progress Choices { height: 1fr; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.report: Report | None = None
        self.weekly = False
        self._known: tuple[int, date] | None = None
        """How far the index had changed, and on which day, when the report was made."""
        self._reading = False

    def body(self) -> ComposeResult:
        yield Words(READING, id="said")
        yield Trend()
        yield Choices()

    def on_resize(self, event: events.Resize) -> None:
        self.set_class(event.size.height >= TALL, "tall")
        self._say()

    def on_screen_resume(self) -> None:
        if not self._reading:
            self._reading = True
            self.read()

    @work
    async def read(self) -> None:
        """Looks at the sessions and reckons in a thread; what was shown before stays until then."""
        loop, index, today = asyncio.get_running_loop(), self.program.index(), when.now().date()

        def tell(done: int, of: int) -> None:
            loop.call_soon_threadsafe(self._tell, done, of)

        try:
            await asyncio.to_thread(index.sync, tell, self.gone)
            known = (index.changes, today)
            if self.report is None or self._known != known:
                self._tell(0, 0)
                with suppress(record.Stopped):
                    self.report = await asyncio.to_thread(record.report, index, today, self.gone)
                    self._known = known
        finally:
            self._reading = False
        self._show()

    def _tell(self, done: int, of: int) -> None:
        if self.report is None and not self.was_left():
            how_far = f" {done:,} of {of:,} are new." if of else ""
            self.query_one("#said", Words).say(f"{READING}{how_far}")

    def _show(self) -> None:
        if self.report is None:
            return
        count = self.report.sessions
        since = f" since {trends.day(self.report.sittings[0].at, when.now())}" if count else ""
        self.say_title("Progress", f"{count:,} session{'' if count == 1 else 's'}{since}")
        choices = self.query_one(Choices)
        choices.show(trends.rows(self.report, when.now()))
        choices.display = bool(count)
        choices.focus()
        self._draw()

    @property
    def chosen(self) -> str:
        row = self.query_one(Choices).selected if self.is_mounted else None
        return row.key or "" if row is not None else ""

    def _draw(self) -> None:
        if self.report is not None:
            self.query_one(Trend).show(trends.drawn(self.report, self.chosen, self.weekly, when.now()))
            self._say()
            self.refresh_bindings()

    def _say(self) -> None:
        """What is said of the line that is selected; in words, as many whole sentences as there is room for."""
        if self.report is None:
            return
        said, room = self.query_one("#said", Words), 6 if self.has_class("tall") else 4
        kind, _, name = self.chosen.partition(":")
        if f"{kind}:" == trends.CHANGE:
            said.say(self.report.said[name])
        elif f"{kind}:" == agreeing.AGREEMENT:
            said.say(agreement.sentence(name, self.report.agreement[name]))
        elif f"{kind}:" == trends.COMPETENCY:
            said.say(trends.COMPETENCY_SAID)
        elif f"{kind}:" == trends.BEST:
            said.say(trends.best_said(self.report.bests[int(name)], when.now()))
        else:
            said.say(trends.fitting_words(self.report, room))

    def on_choices_moved(self, event: Choices.Moved) -> None:
        self._draw()

    def on_choices_chosen(self, event: Choices.Chosen) -> None:
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if not self.is_mounted:
            return True
        kind = f"{self.chosen.partition(':')[0]}:"
        match action:
            case "export":
                return self.report is not None and bool(self.report.sessions)
            case "hear":
                return kind == trends.BEST
            case "why":
                return bool(self.chosen) and kind != trends.BEST
            case "weeks" | "sessions":
                both = kind not in (trends.COMPETENCY, agreeing.AGREEMENT)
                return bool(self.report and self.report.sessions) and both and self.weekly == (action == "sessions")
        return True

    def action_weeks(self) -> None:
        self.weekly = True
        self._draw()

    def action_sessions(self) -> None:
        self.weekly = False
        self._draw()

    def action_hear(self) -> None:
        if self.report is not None and self.chosen:
            best = self.report.bests[int(self.chosen.partition(":")[2])]
            self.program.open("replay", session=paths.sessions() / best.session, take=best.take)

    @work
    async def action_export(self) -> None:
        from simulator.tui.screens.exporting import export_progress

        if self.report is not None:
            await export_progress(self.program, self.report, when.now())

    @work
    async def action_why(self) -> None:
        if self.report is None:
            return
        kind, _, name = self.chosen.partition(":")
        if f"{kind}:" == trends.CHANGE:
            panel = Behind(
                trends.name_text(name), self.report.said[name], trends.behind(self.report, name),
                trends.measured(self.report, name, when.now()), playable=True,
            )  # fmt: skip
        elif f"{kind}:" == agreeing.AGREEMENT:
            each = self.report.agreement[name]
            panel = Behind(
                BY_KEY[name].name, agreement.sentence(name, each), agreeing.behind(each),
                agreeing.measured(self.report, name, when.now()), playable=True,
            )  # fmt: skip
        elif f"{kind}:" == trends.COMPETENCY:
            answers = await asyncio.to_thread(list, self.program.index().answers(name))
            rows = trends.by_week(self.report.map[name], answers, when.now())
            panel = Behind(name, trends.COMPETENCY_SAID, "", rows, playable=True)
        else:
            panel = Behind("In words", trends.words(self.report), trends.HOW)
        wanted = await self.program.push_screen_wait(panel)
        if wanted:
            session, _, take = wanted.partition("/")
            self.program.open("replay", session=paths.sessions() / session, take=take)
