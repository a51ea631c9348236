"""The daily drill: what is due today and why, and the schedule behind it."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import datetime

from textual import work
from textual.app import ComposeResult

from simulator import when
from simulator.interview.rehearsal import Wish
from simulator.progress.drills import EASY, GOOD, HARD, MANY, MINUTES, MOST_DAYS, NEWEST, STEP, Drill, rating
from simulator.questions.choose import question_seconds
from simulator.questions.model import Question
from simulator.sessions import planning, record
from simulator.text import counted
from simulator.tui.actions import bindings
from simulator.tui.dialogs import Ask
from simulator.tui.listing import ListPage
from simulator.tui.screens.behind import Behind
from simulator.tui.widgets.choices import Choices, Row
from simulator.tui.widgets.search import Search
from simulator.tui.widgets.words import Words

LENGTHS = (5, 10, 15, 20, 30)
"""Minutes of a drill that can be chosen."""

READING = "Reading your schedule."
NOTHING = "Nothing is due yet: questions come here once you have answered them."

BETWEEN = {
    "Again": f"below {HARD:.0f}",
    "Hard": f"{HARD:.0f} to {GOOD:.0f}",
    "Good": f"{GOOD:.0f} to {EASY:.0f}",
    "Easy": f"{EASY:.0f} and above",
}
"""The merits that each of the scheduler's ratings stands for."""

HOW = (
    f"The merit of an answer is the mean of its fluency and preparedness, moved by {STEP:.0f} points for each step of your own rating away from 3."
    f" It becomes one of four ratings: {', '.join(f'{name} {merits}' for name, merits in BETWEEN.items())}."
    " From these the scheduler FSRS reckons how long the answer stays with you (stability: after so many days the chance that it goes as well is nine in"
    " ten) and how hard the question is for you (difficulty, 1 to 10). A better answer is never due earlier. All takes count, of each question the"
    f" newest {NEWEST}; a question is due after {MOST_DAYS} days at the latest. A drill asks first what your plan after an interview names, then two questions that are due, one of a weak competency,"
    " and so on, as far as its minutes go."
)


class DrillScreen(ListPage):
    NAME = "drill"
    BINDINGS = bindings(NAME)
    title_left = "Drill"
    DEFAULT_CSS = """
    DrillScreen Choices { height: 1fr; }
    DrillScreen #about { height: 4; margin-top: 1; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.minutes = MINUTES
        self.schedule: record.Schedule | None = None
        self.today: list[Question] = []
        self._looks = 0
        self._reading = False
        self._told = False
        """Whether it was said that the schedule cannot be read: once is enough."""

    def body(self) -> ComposeResult:
        choices = Choices()
        yield Words(READING, id="said", classes="gap")
        yield Search(choices)
        yield choices
        yield Words(id="about", classes="quiet")

    def on_screen_resume(self) -> None:
        if not self._told and not self._reading:
            self._reading = True
            self.read()

    @work
    async def read(self) -> None:
        def schedule() -> record.Schedule:
            index = self.program.index()
            index.sync(stop=self.gone)
            questions = [question for bank in self.program.banks().values() for question in bank.questions]
            return record.whole_schedule(index, questions, self.gone, planning.planned())

        self._looks += 1
        look = self._looks
        with self.telling(), suppress(record.Stopped):
            self._told = True
            found = await asyncio.to_thread(schedule)
            self._told = False
            if look == self._looks:  # a look that began earlier may end later, and knows less
                self.schedule = found
        self._reading = False
        self._show()

    # What is shown

    def _show(self) -> None:
        found = self.schedule
        if found is None:
            self.query_one("#said", Words).say(NOTHING)
            return
        now = when.now()
        self.today = found.daily(now, self.minutes) if found.drills or found.planned else []
        chosen = {each.ref for each in self.today}
        later = sorted(
            (each for each in found.drills.values() if each.ref not in chosen), key=lambda each: (each.due, each.ref)
        )
        rows = [Row(f"today:{each.ref}", _text(each), self._reason(each, now)) for each in self.today]
        if later:
            rows += [Row(), Row(None, "Later")] if rows else [Row(None, "In the schedule")]
            rows += [
                Row(f"later:{each.ref}", self._label(each.ref), f"{_due(each, now)}, last {_last(each)}")
                for each in later
            ]
        choices = self.query_one(Choices)
        choices.display = bool(rows)
        choices.show(rows)
        choices.focus()
        self.query_one("#said", Words).say(self._headline(now))
        self.say_title("Drill", f"{self.minutes} minutes   {len(found.drills)} in the schedule" if found.drills else "")
        self._say_about()

    def _headline(self, now: datetime) -> str:
        found = self.schedule
        if found is None or not (found.drills or self.today):
            return NOTHING
        due = [each for each in found.drills.values() if _days(each, now) <= 0]
        many = len(due) > MANY and bool(self.today)
        if not found.drills:
            what = "Your plan comes first."
        elif not due:
            first = min(found.drills.values(), key=lambda each: each.due)
            what = f"Nothing is due today; the next one is due {_due(first, now).removeprefix('due ')}."
        elif many:
            what = "More is due than one day needs; what has waited longest comes first."
        else:
            what = f"{_count(len(due))} {'is' if len(due) == 1 else 'are'} due today."
        if not self.today:
            return what
        minutes = max(1, round(sum(map(question_seconds, self.today)) / 60))
        known = {drill.ref for drill in due} | set(found.planned)
        weak = sum(each.ref not in known for each in self.today)
        with_weak = f", {weak} of them for what is weakest" if weak and due else " for what is weakest" if weak else ""
        asks = f"This drill asks {_count(len(self.today))}{with_weak}, in about {counted(minutes, 'minute')}."
        return f"{what} {asks}{' That is enough for today.' if many else ''}"

    def _label(self, ref: str) -> str:
        question = self.schedule.questions.get(ref) if self.schedule is not None else None
        return _text(question) if question is not None else f"{ref} (no bank holds it any more)"

    def _reason(self, question: Question, now: datetime) -> str:
        assert self.schedule is not None
        drill = self.schedule.drills.get(question.ref)
        if question.ref in self.schedule.planned:
            return "in your plan"
        if drill is not None and _days(drill, now) <= 0:
            return f"{_due(drill, now)}, last {_last(drill)}"
        return f"answers on {question.competency}: {self._competency(question):.0f}"

    def _competency(self, question: Question) -> float:
        assert self.schedule is not None
        return 100 * (1 - self.schedule.weak.get(question.ref, 0.0))

    @property
    def chosen(self) -> str:
        """The ref of the question that is selected."""
        row = self.query_one(Choices).selected if self.is_mounted else None
        return row.key.partition(":")[2] if row is not None and row.key is not None else ""

    def _say_about(self) -> None:
        if self.schedule is not None:
            question = self.schedule.questions.get(self.chosen)
            lines = [_text(question)] if question is not None else []
            self.query_one("#about", Words).say("\n".join([*lines, self._history()] if self.chosen else lines))
        self.refresh_bindings()

    def _history(self) -> str:
        assert self.schedule is not None
        now, drill, question = (
            when.now(),
            self.schedule.drills.get(self.chosen),
            self.schedule.questions.get(self.chosen),
        )
        if drill is None:
            if question is None or question.ref not in self.schedule.weak:
                return "Not in the schedule yet." if question is not None else ""
            return f"Not in the schedule yet. Your answers on {question.competency} are at {self._competency(question):.0f}."
        last = when.day_of(drill.last.astimezone(now.tzinfo).date().toordinal(), now)
        times = "once" if drill.answers == 1 else f"{drill.answers} times"
        return (
            f"Answered {times}, last {_on(last)}: {_last(drill)} ({BETWEEN[rating(drill.merit).name]}). "
            f"Stable for {drill.stability:.1f} days, difficulty {drill.difficulty:.1f} of 10, {_due(drill, now)}."
        )

    def on_choices_moved(self, event: Choices.Moved) -> None:
        self._say_about()

    def on_choices_chosen(self, event: Choices.Chosen) -> None:
        self._say_about()

    # Actions

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if not self.is_mounted:
            return True
        known = self.schedule is not None and bool(self.schedule.drills)
        match action:
            case "open" | "open_typed":
                return bool(self.today)
            case "longer":
                return known and self.minutes < LENGTHS[-1]
            case "shorter":
                return known and self.minutes > LENGTHS[0]
            case "reset":
                return self.schedule is not None and self.chosen in self.schedule.drills
            case "reset_all" | "search":
                return known
            case "whole":
                return self.searching
        return True

    def action_open(self) -> None:
        self._start(typed=False)

    def action_open_typed(self) -> None:
        self._start(typed=True)

    def _start(self, *, typed: bool) -> None:
        program, wish = self.program, Wish(only=tuple(self.today), nerves=False, typed=typed)
        self.dismiss()
        program.open("interview", wish=wish)

    def action_shorter(self) -> None:
        self._turn(-1)

    def action_longer(self) -> None:
        self._turn(1)

    def _turn(self, step: int) -> None:
        self.minutes = LENGTHS[min(max(LENGTHS.index(self.minutes) + step, 0), len(LENGTHS) - 1)]
        self._show()

    @work
    async def action_why(self) -> None:
        said = self._history() if self.chosen else NOTHING
        await self.program.push_screen_wait(Behind("How the schedule is made", said, HOW))

    @work
    async def action_reset(self) -> None:
        known = self.schedule.drills.get(self.chosen) if self.schedule is not None else None
        if known is None:
            return
        question = (
            f"Take “{self._label(known.ref)}” out of the schedule? Its sessions stay, and answering it brings it back."
        )
        if await self.program.push_screen_wait(Ask(question)):
            await self._reset([known])

    @work
    async def action_reset_all(self) -> None:
        known = list(self.schedule.drills.values()) if self.schedule is not None else []
        question = f"Take all {_count(len(known))} out of the schedule? Your sessions stay, and answering a question brings it back."
        if await self.program.push_screen_wait(Ask(question)):
            await self._reset(known)

    async def _reset(self, known: list[Drill]) -> None:
        with self.telling():
            await asyncio.to_thread(record.reset, known, when.now())
            await self.read().wait()


def _text(question: Question) -> str:
    return " ".join(question.text.split())


def _count(count: int) -> str:
    return counted(count, "question")


def _days(drill: Drill, now: datetime) -> int:
    """From today on; overdue is below 0."""
    return (drill.due.astimezone(now.tzinfo).date() - now.date()).days


def _due(drill: Drill, now: datetime) -> str:
    """What is overdue is due, and for how long is nobody's debt."""
    days = _days(drill, now)
    if days < 0:
        return "due"
    return "due today" if days == 0 else "due tomorrow" if days == 1 else f"due in {days} days"


def _last(drill: Drill) -> str:
    return f"{drill.merit:.0f} {rating(drill.merit).name}"


def _on(day: str) -> str:
    return day if day == "today" else f"on {day}"
