"""Two takes of one question, one under the other: timelines, scores, and where the words differ."""

from __future__ import annotations

import asyncio
import difflib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from textual import work
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.message import Message

from simulator.errors import AudioError
from simulator.interview import events as ev
from simulator.scoring.card import Scorecard
from simulator.sessions.answers import Replayable, replayable
from simulator.sessions.store import open_session
from simulator.speech.waveform import levels
from simulator.tui.actions import bindings
from simulator.tui.playing import Playing
from simulator.tui.sitting import Sitting
from simulator.tui.widgets.bars import clock_text, score_text
from simulator.tui.widgets.timeline import Shown, Timeline
from simulator.tui.widgets.words import Words

SAME = 6
"""Of a longer stretch of words that both takes share only the ends are shown."""


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
            self.takes = tuple(
                each for each in answers if each.take.question == self.number and not each.take.follow_up
            )
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
        self.say_title(f"Takes of question {self.number + 1}", f"{len(self.takes)} takes")
        self.query_one("#question", Words).say(first.question)
        self._name_takes()
        for place, name in enumerate(("upper", "lower")):
            take = self.takes[self.pair[place]]
            self.query_one(f"#{name}").display = take.seconds > 0 and (place == 0 or first is not second)
            self._measure(take)
        self.query_one("#second").display = first is not second
        self.query_one("#scores", Words).say("\n".join(score_lines(first, second)))
        self.query_one("#differences", Words).say(difference(said(first), said(second)))
        self._load()
        self.refresh_bindings()

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


def said(take: Replayable) -> str:
    return take.card.transcript.text if take.card is not None else take.text


def merit(card: Scorecard | None) -> float | None:
    """The mean of fluency and preparedness, or the one there is."""
    scores = [score for score in (card.fluency.score, card.preparedness.score) if score is not None] if card else []
    return sum(scores) / len(scores) if scores else None


def best_take(takes: tuple[Replayable, ...]) -> Replayable | None:
    """The one with the highest merit, the first of equals; None where no take has scores, or something else is left out of some."""
    scored = [(value, take) for take in takes if (value := merit(take.card)) is not None]
    left_out = {take.card.left_out for _, take in scored if take.card is not None}
    return max(scored, key=lambda each: each[0])[1] if len(left_out) == 1 else None


def totals(card: Scorecard | None) -> str:
    if card is None:
        return "not scored yet"
    return f"fluency {score_text(card.fluency.score)}   preparedness {score_text(card.preparedness.score)}"


def score_lines(first: Replayable, second: Replayable) -> Iterator[str]:
    """Each dimension of both takes, and by how many points the lower one differs."""
    if first is second or first.card is None or second.card is None:
        return
    one = {**first.card.fluency.dimensions, **first.card.preparedness.dimensions}
    other = {**second.card.fluency.dimensions, **second.card.preparedness.dimensions}
    if first.card.left_out != second.card.left_out:
        yield "Something else is left out of one than of the other: compare what they said, not their points."
        return
    yield f"{'':<20}{f'take {first.take.number}':>8}{f'take {second.take.number}':>8}"
    for name, dimension in one.items():
        now = other[name].score if name in other else None
        if dimension.score is None and now is None:
            continue
        by = ""
        if now is not None and dimension.score is not None:
            points = round(now) - round(dimension.score)
            by = f"{points:+8d}" if points else f"{'=':>8}"
        yield f"{name.replace('_', ' '):<20}{_points(dimension.score):>8}{_points(now):>8}{by}"


def _points(score: float | None) -> str:
    return "–" if score is None else score_text(score)


def difference(before: str, after: str) -> str:
    """What the later text says instead: `[-left out-]` and `{+put in+}`; long stretches that both share are shortened."""
    one, other = before.split(), after.split()
    if one == other:
        return ""
    parts = []
    matcher = difflib.SequenceMatcher(
        None, [_bare(word) for word in one], [_bare(word) for word in other], autojunk=False
    )
    for kind, start, end, begin, until in matcher.get_opcodes():
        if kind == "equal":
            words = other[begin:until]
            parts.append(" ".join(words if len(words) <= 2 * SAME else [*words[:SAME], "…", *words[-SAME:]]))
            continue
        if end > start:
            parts.append(f"[-{' '.join(one[start:end])}-]")
        if until > begin:
            parts.append(f"{{+{' '.join(other[begin:until])}+}}")
    return "\nWhat differs:\n" + " ".join(parts)


def _bare(word: str) -> str:
    return word.casefold().strip(".,;:!?\"'“”’")
