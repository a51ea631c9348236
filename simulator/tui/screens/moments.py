"""Learn from your moments: the places that cost most, one at a time, heard and tried again."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from textual import work
from textual.app import ComposeResult

from simulator import paths, when
from simulator.errors import AudioError
from simulator.progress.learning import advice, cost
from simulator.progress.moments import Lesson
from simulator.scoring.annotated import Token
from simulator.sessions import record
from simulator.sessions.answers import Mark, Replayable, landing, replayable_take
from simulator.sessions.seeking import STAY_SECONDS
from simulator.sessions.store import open_session
from simulator.speech.waveform import levels
from simulator.tui.actions import bindings
from simulator.tui.playing import Playing
from simulator.tui.widgets.timeline import Shown, Timeline
from simulator.tui.widgets.transcript import Transcript
from simulator.tui.widgets.words import Words

AROUND_SECONDS = 8.0
"""So much of the answer before and after a place is shown as words."""

READING = "Looking through your answers."
NONE_YET = "No place to learn from yet: they come from answers that were spoken and scored, and cost a point or more."


class Moments(Playing):
    NAME = "moments"
    BINDINGS = bindings(NAME)
    title_left = "Learn from your moments"
    AUTO_FOCUS = ""
    DEFAULT_CSS = """
    Moments #question { max-height: 2; }
    Moments #where { height: 1; margin-bottom: 1; color: $quiet; }
    Moments Timeline { height: 3; }
    Moments Transcript { height: 1fr; max-height: 8; margin: 1 0; }
    Moments #cost { max-height: 3; }
    Moments #try { max-height: 3; margin-bottom: 1; color: $quiet; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.lessons: list[Lesson] = []
        self.number = 0
        self.answer: Replayable | None = None
        self._finished = False
        self._levels: dict[Path, bytes] = {}
        self._known = -1
        self._reading = False

    def body(self) -> ComposeResult:
        yield Words(READING, id="question")
        yield Words(id="where")
        yield Timeline(self._timeline)
        yield Transcript()
        yield Words(id="cost")
        yield Words(id="try")

    # Opening and closing

    def on_mount(self) -> None:
        self._hide(True)
        self.open_sound()

    def on_screen_resume(self) -> None:
        """A question may have been tried again since."""
        if not self._reading:
            self._reading = True
            self.read()

    def say_sound(self) -> None:
        self._say()

    @work
    async def read(self) -> None:
        def lessons() -> list[Lesson] | None:
            index = self.program.index()
            index.sync(stop=self.gone)
            if index.changes == self._known:
                return None
            self._known = index.changes
            return record.lessons(index, self.gone)

        try:
            with suppress(record.Stopped):
                found = await asyncio.to_thread(lessons)
                if found is not None:
                    before = self.lesson
                    self.lessons = found
                    self.number = _place(found, before, self.number)
                    await self._load()
        finally:
            self._reading = False

    # What is on screen

    @property
    def lesson(self) -> Lesson | None:
        return self.lessons[self.number] if self.lessons else None

    @property
    def _mark(self) -> Mark | None:
        if self.lesson is None:
            return None
        moment = self.lesson.moment
        sign = "x" if self.lesson.mended is None else "*"
        return Mark(moment.start, moment.end, sign, moment.kind, moment.text, moment.points)

    async def _load(self) -> None:
        """Reads the answer of the place in a thread, and shows it."""
        lesson = self.lesson
        self.player.pause()
        self.answer = None
        if lesson is not None:
            with self.telling():
                self.answer, self._finished = await asyncio.to_thread(self._read_answer, lesson)
        if lesson is self.lesson:
            self._show()

    def _read_answer(self, lesson: Lesson) -> tuple[Replayable | None, bool]:
        saved = open_session(paths.sessions() / lesson.folder)
        return replayable_take(saved, lesson.take, ()), saved.finished

    def _hide(self, hidden: bool) -> None:
        for kind in (Timeline, Transcript):
            self.query_one(kind).display = not hidden

    def _show(self) -> None:
        lesson, answer, mark = self.lesson, self.answer, self._mark
        self._hide(answer is None)
        if lesson is not None and answer is not None and mark is not None:
            self.player.load(answer.audio, answer.seconds)
            self.player.seek(landing(mark.start))
            self._measure(answer)
            self.query_one(Transcript).show(around(answer.tokens, mark))
        self.look()
        self._say()
        self.refresh_bindings()

    def _say(self) -> None:
        lesson, waiting = self.lesson, sum(each.mended is None for each in self.lessons)
        texts = {"question": NONE_YET if self._known >= 0 else READING, "where": "", "cost": "", "try": ""}
        if lesson is not None:
            at = when.ago(lesson.at.isoformat(), when.now())
            texts = {
                "question": lesson.question,
                "where": f"{at[:1].upper()}{at[1:]}, on {lesson.competency}",
                "cost": cost(lesson),
                "try": "\n".join(filter(None, (advice(lesson, when.now()), self.player.trouble))),
            }
            mended = len(self.lessons) - waiting
            self.say_title(
                self.title_left, f"{self.number + 1} of {len(self.lessons)}{f', {mended} mended' if mended else ''}"
            )
        for name, text in texts.items():
            self.query_one(f"#{name}", Words).say(text)

    def _timeline(self) -> Shown:
        answer, mark = self.answer, self._mark
        if answer is None or mark is None:
            return Shown(0.0, 0.0)
        return Shown(
            self.shown_at,
            answer.seconds,
            (mark,),
            None,
            answer.fillers,
            answer.pauses,
            answer.limit,
            answer.parts,
            self._levels.get(answer.audio, b"") if answer.audio is not None else b"",
        )

    @work(group="levels")
    async def _measure(self, answer: Replayable) -> None:
        if answer.audio is not None and answer.audio not in self._levels:
            with suppress(AudioError):
                found = await asyncio.to_thread(levels, answer.audio, self.was_left)
                if found and not self.was_left():
                    self._levels[answer.audio] = found
                    self.look()

    def _tick(self) -> None:
        super()._tick()
        mark = self._mark
        if mark is not None and self.player.playing and self.player.position >= mark.end + STAY_SECONDS:
            self.action_stop()

    def look(self) -> None:
        super().look()
        self.query_one(Transcript).light(self.shown_at)

    # Actions

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        match action:
            case "play":
                return self.answer is not None and not self.player.playing
            case "stop":
                return self.player.playing
            case "open":
                return self.answer is not None
            case "try_again" | "try_typed":
                return self.answer is not None and self._finished
            case "moment_on":
                return self.number < len(self.lessons) - 1
            case "moment_back":
                return self.number > 0
        return True

    def action_play(self) -> None:
        """Always from a little before the place."""
        mark = self._mark
        if mark is not None:
            self.player.seek(landing(mark.start))
            super().action_play()

    def action_moment_on(self) -> None:
        self._go(1)

    def action_moment_back(self) -> None:
        self._go(-1)

    def _go(self, step: int) -> None:
        self.number = min(max(self.number + step, 0), len(self.lessons) - 1)
        self._load_next()

    @work(group="loading", exclusive=True)
    async def _load_next(self) -> None:
        await self._load()

    def action_open(self) -> None:
        lesson, mark = self.lesson, self._mark
        if lesson is not None and mark is not None:
            self.action_stop()
            self.program.open(
                "replay", session=paths.sessions() / lesson.folder, take=lesson.take, at=landing(mark.start)
            )

    def action_try_again(self) -> None:
        self._try_again(typed=False)

    def action_try_typed(self) -> None:
        self._try_again(typed=True)

    def _try_again(self, *, typed: bool) -> None:
        if self.lesson is not None and self.answer is not None:
            self.action_stop()
            self.program.try_again(paths.sessions() / self.lesson.folder, self.answer.take.question, typed=typed)


def _place(lessons: list[Lesson], before: Lesson | None, number: int) -> int:
    """The same place as before, or what became of its question, or where it stood."""
    if before is not None:
        for same in (
            lambda each: (each.folder, each.take, each.moment) == (before.folder, before.take, before.moment),
            lambda each: each.ref == before.ref,
        ):
            for place, each in enumerate(lessons):
                if same(each):
                    return place
    return min(number, max(len(lessons) - 1, 0))


def around(tokens: Sequence[Token], mark: Mark) -> list[Token]:
    """The words at a place, with a sign where there are more before or after them."""
    near = [
        each for each in tokens if each.end >= mark.start - AROUND_SECONDS and each.start <= mark.end + AROUND_SECONDS
    ]
    if near and near[0] is not tokens[0]:
        near.insert(0, Token("…", near[0].start, near[0].start))
    if near and near[-1] is not tokens[-1]:
        near.append(Token("…", near[-1].end, near[-1].end))
    return near
