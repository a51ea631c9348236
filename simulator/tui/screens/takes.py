"""Two takes of one question, one under the other: timelines, scores, and where the words differ."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from textual import work
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.message import Message

from simulator.errors import AudioError
from simulator.interview import events as ev
from simulator.sessions import comparing
from simulator.sessions.answers import Replayable, replayable
from simulator.sessions.comparing import best_take, difference, said, totals
from simulator.sessions.store import open_session
from simulator.speech.waveform import levels
from simulator.tui.actions import bindings
from simulator.tui.playing import Playing
from simulator.tui.sitting import Sitting
from simulator.tui.widgets.bars import clock_text, score_text
from simulator.tui.widgets.timeline import Shown, Timeline
from simulator.tui.widgets.words import Words


class Takes(Playing):
    """The takes of question `question` (from 0). With a `sitting` the last one was just given, and is still being heard."""

    NAME = "takes"
    BINDINGS = bindings(NAME)
    title_left = "Takes"
    AUTO_FOCUS = ""
    DEFAULT_CSS = """
    Takes #question { max-height: 2; margin-bottom: 1; }
    Takes Timeline { height: 3; }
    Takes .take { height: 1; }
    Takes #saying { height: 2; }
    Takes #more { height: 1fr; margin-top: 1; max-width: 78; scrollbar-size-vertical: 1; }
    """

    class Heard(Message):
        """An answer has been transcribed and scored."""

    def __init__(self, session: Path, question: int, *, sitting: Sitting | None = None) -> None:
        super().__init__()
        self.session = session
        self.number = question
        self.sitting = sitting
        self.takes: tuple[Replayable, ...] = ()
        self.pair = (0, 0)
        self.lower = True
        """Whether keys are about the lower take of the two."""
        self._levels: dict[str, bytes] = {}

    def body(self) -> ComposeResult:
        yield Words(id="question")
        yield Words(id="first", classes="take")
        yield Timeline(lambda: self._timeline(0), id="upper")
        yield Words(id="second", classes="take")
        yield Timeline(lambda: self._timeline(1), id="lower")
        yield Words(id="saying", classes="quiet")
        with VerticalScroll(id="more", can_focus=True):
            yield Words(id="scores")
            yield Words(id="differences")

    def on_mount(self) -> None:
        if self.sitting is not None:
            self.sitting.tell = self._tell
        self._begin()

    def _tell(self, event: ev.Event, _: object) -> None:
        if isinstance(event, ev.AnswerHeard):
            self.post_message(self.Heard())

    @work
    async def _begin(self) -> None:
        if self.sitting is not None:
            await self.sitting.close_microphone()
        await self._read()
        self.open_sound()

    async def on_takes_heard(self) -> None:
        await self._read()

    async def _read(self) -> None:
        """The newest take and the one before it, until others are chosen."""
        with self.telling():
            saved = await asyncio.to_thread(open_session, self.session)
            background = [question for bank in self.program.banks().values() for question in bank.questions]
            answers = await asyncio.to_thread(replayable, saved, background)
            self.takes = comparing.takes_of(answers, self.number)
            self.pair = (max(len(self.takes) - 2, 0), max(len(self.takes) - 1, 0))
            self._show()
        if self.sitting is not None and not self.sitting.waiting:
            sitting, self.sitting = self.sitting, None
            await sitting.close()

    async def put_away(self) -> None:
        await super().put_away()
        if self.sitting is not None:
            await self.sitting.close()

    # What is shown

    @property
    def chosen(self) -> Replayable | None:
        return self.takes[self.pair[self.lower]] if self.takes else None

    def _timeline(self, place: int) -> Shown:
        if not self.takes:
            return Shown(0.0, 0.0)
        take = self.takes[self.pair[place]]
        at = self.shown_at if bool(place) == self.lower else 0.0
        return Shown(
            at,
            take.seconds,
            take.marks,
            None,
            take.fillers,
            take.pauses,
            take.limit,
            take.parts,
            self._levels.get(take.take.name, b""),
        )

    def _show(self) -> None:
        if not self.takes or self.was_left():
            return
        first, second = (self.takes[place] for place in self.pair)
        self.say_sound()
        self.query_one("#question", Words).say(first.question)
        self._name_takes()
        for place, name in enumerate(("upper", "lower")):
            take = self.takes[self.pair[place]]
            self.query_one(f"#{name}").display = take.seconds > 0 and (place == 0 or first is not second)
            self._measure(take)
        self.query_one("#second").display = first is not second
        self.query_one("#scores", Words).say("\n".join(score_lines(first, second)))
        differs = difference(said(first), said(second))
        self.query_one("#differences", Words).say(f"\nWhat differs:\n{differs}" if differs else "")
        self._load()
        self.refresh_bindings()

    def say_sound(self) -> None:
        silent = ", silent" if self.player.trouble and any(take.audio for take in self.takes) else ""
        self.say_title(f"Takes of question {self.number + 1}", f"{len(self.takes)} takes{silent}")

    def _name_takes(self) -> None:
        best = best_take(self.takes)
        for place, name in enumerate(("first", "second")):
            take = self.takes[self.pair[place]]
            sign = ">" if bool(place) == self.lower or len(self.takes) == 1 else " "
            how = clock_text(take.seconds) if take.seconds else "typed"
            praise = "   * the best so far" if best is take and len(self.takes) > 1 else ""
            self.query_one(f"#{name}", Words).say(
                f"{sign} Take {take.take.number}, {how}   {totals(take.card)}{praise}"
            )

    def _load(self) -> None:
        take = self.chosen
        if take is not None:
            self.player.load(take.audio, take.seconds)
            self.look()

    @work(group="levels")
    async def _measure(self, take: Replayable) -> None:
        if take.audio is not None and take.take.name not in self._levels:
            with suppress(AudioError):
                found = await asyncio.to_thread(levels, take.audio, self.was_left)
                if found and not self.was_left():
                    self._levels[take.take.name] = found
                    self.look()

    def look(self) -> None:
        super().look()
        self.say_aloud(self.chosen, self.query_one("#saying", Words))

    # Actions

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        take = self.chosen
        match action:
            case "play":
                return take is not None and take.seconds > 0 and not self.player.playing
            case "stop":
                return self.player.playing
            case "open" | "try_again" | "try_typed":
                return take is not None and self.sitting is None
            case "take_on" | "take_back":
                return len(self.takes) > 2
            case "other":
                return len(self.takes) > 1
        return True

    def action_other(self) -> None:
        self.lower = not self.lower
        self._load()
        self._name_takes()
        self.refresh_bindings()

    def _turn(self, step: int) -> None:
        """The take that is selected gives way to another that is not shown."""
        shown, place = list(self.pair), int(self.lower)
        while True:
            shown[place] = (shown[place] + step) % len(self.takes)
            if shown[0] != shown[1]:
                break
        self.pair = (shown[0], shown[1])
        self._show()

    def action_take_on(self) -> None:
        self._turn(1)

    def action_take_back(self) -> None:
        self._turn(-1)

    def on_timeline_wanted(self, event: Timeline.Wanted) -> None:
        """Goes there in the take that was clicked, which is selected then, and plays on if one played."""
        if len(self.takes) > 1 and self.lower != (event.timeline.id == "lower"):
            played = self.player.playing
            self.action_other()
            if played:
                self.play()
        self.player.seek(event.seconds)
        self.look()

    def action_open(self) -> None:
        if self.chosen is not None:
            self.action_stop()
            self.program.open("replay", session=self.session, take=self.chosen.take.name)

    def action_try_again(self) -> None:
        self._try_again(typed=self.chosen is not None and not self.chosen.take.audio)

    def action_try_typed(self) -> None:
        self._try_again(typed=True)

    def _try_again(self, *, typed: bool) -> None:
        self.action_stop()
        self.dismiss()
        self.program.try_again(self.session, self.number, typed=typed)


def score_lines(first: Replayable, second: Replayable) -> Iterator[str]:
    """Each dimension of both takes, and by how many points the lower one differs; or why they are not compared."""
    if sentence := comparing.unlike(first, second):
        yield sentence
    rows = list(comparing.dimensions(first, second))
    if rows:
        yield f"{'':<20}{f'take {first.take.number}':>8}{f'take {second.take.number}':>8}"
    for name, before, now in rows:
        points = comparing.points_between(before, now)
        by = "" if points is None else f"{points:+8d}" if points else f"{'=':>8}"
        yield f"{name:<20}{_points(before):>8}{_points(now):>8}{by}"


def _points(score: float | None) -> str:
    return "–" if score is None else score_text(score)
