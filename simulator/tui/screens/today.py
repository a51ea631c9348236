"""The day of an interview on one page: what to know and bring, what to say if it happens, the strongest answers, a warm-up."""

from __future__ import annotations

import asyncio
from pathlib import Path

from msgspec.structs import replace
from textual import work
from textual.app import ComposeResult
from textual.containers import VerticalScroll

from simulator import paths, when
from simulator.comeback import day as morning
from simulator.comeback.day import Day
from simulator.comeback.setbacks import begins, sentence
from simulator.interview.rehearsal import WARM_UP
from simulator.preparation.files import find_sheet, save_sheet
from simulator.sessions.answers import Replayable, replayable_take
from simulator.sessions.day import whole_day
from simulator.sessions.store import open_session
from simulator.tui.actions import bindings
from simulator.tui.playing import Playing
from simulator.tui.widgets.choices import Choices, Row
from simulator.tui.widgets.words import Words

READING = "Gathering what you have."


class Today(Playing):
    NAME = "today"
    BINDINGS = bindings(NAME)
    title_left = "The interview day"
    DEFAULT_CSS = """
    Today Choices { height: 1fr; margin-top: 1; }
    Today VerticalScroll { height: auto; max-height: 60%; scrollbar-size-vertical: 1; }
    Today #about { max-height: 3; color: $quiet; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.day: Day | None = None
        self._date = when.now().date()
        self._loaded = ""
        self._heard: Replayable | None = None

    def body(self) -> ComposeResult:
        with VerticalScroll(can_focus=True):
            yield Words(READING, id="facts")
        yield Choices()
        yield Words(id="about")

    def on_mount(self) -> None:
        self.set_interval(30, self._time_passes)

    def on_screen_resume(self) -> None:
        self.read()

    @work(exclusive=True, group="reading")
    async def read(self) -> None:
        program, self._date = self.program, when.now().date()
        with self.telling():
            self.day = await asyncio.to_thread(whole_day, program.index(), program.settings, self._date, self.gone)
        if self.day is not None and not self.was_left():
            self._show(self.day)

    # What is shown

    def _show(self, day: Day) -> None:
        self._say_facts(day)
        self.query_one(Choices).show(rows(day))
        self.query_one(Choices).focus()

    def _time_passes(self) -> None:
        """The hour comes nearer; at midnight it is another day."""
        if self._date != when.now().date():
            self.read()
        elif self.day is not None:
            self._say_facts(self.day)

    def _say_facts(self, day: Day) -> None:
        now = when.now()
        self.say_title(self.title_left, when.moment(now))
        facts = list(morning.facts(day))
        width = max((len(name) for name, _ in facts), default=0) + 2
        lines = [
            morning.heading(day, when.ahead(day.begins, now)),
            *(f"{f'{name}:':<{width}}{text}" for name, text in facts),
        ]
        self.query_one("#facts", Words).say("\n".join(lines))

    @property
    def chosen(self) -> tuple[str, int]:
        row = self.query_one(Choices).selected if self.is_mounted else None
        kind, _, number = ((row.key if row is not None else None) or "").partition(":")
        return kind, int(number or 0)

    def on_choices_moved(self, event: Choices.Moved) -> None:
        kind, number = self.chosen
        about = ""
        if self.day is not None and kind == "take":
            strong = self.day.strongest[number]
            about = f"{strong.question} {morning.score(strong)[:1].upper()}{morning.score(strong)[1:]}."
        elif self.day is not None and kind == "plan":
            about = sentence(self.day.plans[number])
        elif self.day is not None and kind == "ask":
            about = self.day.questions[number]
        self.query_one("#about", Words).say(about)
        if not (kind == "take" and self._loaded == f"take:{number}"):
            self.player.pause()
        self.refresh_bindings()

    def look(self) -> None:
        super().look()
        self.say_aloud(self._heard, self.query_one("#about", Words))

    def on_choices_chosen(self, event: Choices.Chosen) -> None:
        self.action_open()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        kind, _ = self.chosen
        match action:
            case "play":
                return kind == "take" and not self.player.playing
            case "stop":
                return self.player.playing
            case "tick":
                return kind == "paper"
            case "open":
                return kind in ("take", "plan", "warm", "settle", "sheet", "prep", "setbacks", "wins", "applications")
            case _:
                return True

    # What can be done

    def action_open(self) -> None:
        kind, number = self.chosen
        self.action_stop()
        match kind:
            case "take" if self.day is not None:
                strong = self.day.strongest[number]
                self.program.open("replay", session=paths.sessions() / strong.folder, take=strong.take)
            case "warm":
                self.program.open("interview", wish=WARM_UP)
            case "sheet" if self.day is not None:
                self.program.open("sheet", sheet=self.day.sheet)
            case "settle" | "prep" | "setbacks" | "wins" | "applications":
                self.program.open(kind)
            case "plan":
                self.program.open("setbacks")
            case _:
                pass

    def action_tick(self) -> None:
        """Saved in the sheet at once."""
        kind, number = self.chosen
        day = self.day
        if day is None or kind != "paper":
            return
        with self.telling():
            sheet = find_sheet(day.sheet)
            papers = tuple(
                replace(each, ready=not each.ready) if each.name == day.documents[number].name else each
                for each in sheet.documents
            )
            save_sheet(replace(sheet, documents=papers))
            self.day = replace(day, documents=papers)
            self.query_one(Choices).show(rows(self.day))

    def action_play(self) -> None:
        kind, number = self.chosen
        if kind != "take" or self.day is None:
            return
        if self._loaded == f"take:{number}":
            super().action_play()
        else:
            self._play(number, self.day.strongest[number])

    @work(exclusive=True, group="playing")
    async def _play(self, number: int, strong: morning.Strong) -> None:
        self.open_sound()
        with self.telling():
            heard = await asyncio.to_thread(_answer, paths.sessions() / strong.folder, strong.take)
            if not self.was_left():
                self._loaded, self._heard = f"take:{number}", heard
                self.player.load(heard.audio if heard else None, heard.seconds if heard else 0.0)
                super().action_play()


def _answer(session: Path, name: str) -> Replayable | None:
    """An answer with its sound and its words. Raises SessionError."""
    return replayable_take(open_session(session), name, ())


def rows(day: Day) -> list[Row]:
    """What can be done or looked at, each part under its heading; the warm-up is always there."""
    found: list[Row] = []
    if day.documents:
        found.append(Row(None, "To bring"))
        found += [
            Row(f"paper:{number}", f"{'[x]' if each.ready else '[ ]'} {each.name}")
            for number, each in enumerate(day.documents)
        ]
    if day.questions:
        found.append(Row(None, "To ask them"))
        found += [Row(f"ask:{number}", each) for number, each in enumerate(day.questions)]
    if day.plans:
        found.append(Row(None, "If it happens"))
        found += [Row(f"plan:{number}", begins(each), f"“{each.then}”") for number, each in enumerate(day.plans)]
    if day.strongest:
        found.append(Row(None, "Your strongest answers"))
        found += [
            Row(f"take:{number}", each.question, morning.score(each)) for number, each in enumerate(day.strongest)
        ]
    found += [
        Row(None, "Before you go"),
        Row("settle", "Settle", "two minutes"),
        Row("warm", "One warm-up question", "to hear your own voice"),
    ]
    if not day.plans:
        found.append(Row("setbacks", "A line for a blank mind", "a minute, if you like"))
    if day.wins or day.strongest:
        found.append(Row("wins", "Your wins", "what went well, to read before you go"))
    found.append(Row("sheet", "Prep sheet", "all of your homework") if day.sheet else Row("prep", "Prep sheets"))
    if not day.known:
        found.append(Row("applications", "Applications", "where the day of an interview is noted"))
    return found
