"""A session again: heard where there is a loudspeaker, seen in any case."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import partial
from pathlib import Path

from textual import work
from textual.app import ComposeResult
from textual.containers import VerticalScroll

from simulator import when
from simulator.errors import AudioError
from simulator.interview.state import Take
from simulator.questions.model import Question
from simulator.sessions import library
from simulator.sessions.answers import Mark, Replayable, answered, passage, replay_of
from simulator.sessions.putting_right import Change, told
from simulator.sessions.seeking import HERE_SECONDS, mark_at, place_of
from simulator.sessions.store import TAKES, SavedSession, open_session
from simulator.speech.waveform import levels
from simulator.text import plain
from simulator.tui import garbage
from simulator.tui.actions import bindings
from simulator.tui.dialogs import Write
from simulator.tui.putting_right import Asking, other_filler, wanted_note, wanted_words
from simulator.tui.seeking import Seeking
from simulator.tui.widgets.bars import clock_text
from simulator.tui.widgets.timeline import Shown, Timeline
from simulator.tui.widgets.transcript import WIDTH, Transcript
from simulator.tui.widgets.words import Words

NOTHING = "Nothing was answered in this session, so there is nothing to replay."
UNFINISHED = "This session has not ended: trying again, correcting and notes come then. Enter, then c, goes on with it."


class Replay(Seeking):
    """`take` names the answer to begin with, `at` the second in it."""

    NAME = "replay"
    BINDINGS = bindings(NAME)
    title_left = "Replay"
    AUTO_FOCUS = ""
    DEFAULT_CSS = """
    Replay #question { max-height: 2; margin-bottom: 1; }
    Replay #heard, Replay #read { height: 1fr; margin-top: 1; }
    Replay #read { max-width: 78; scrollbar-size-vertical: 1; }
    Replay #moments { max-height: 6; margin: 1 0; color: $quiet; }
    """

    def __init__(self, session: Path, take: str = "", at: float = 0.0) -> None:
        super().__init__()
        self.session = session
        self.takes: tuple[Take, ...] = ()
        self.number = 0
        self._answers: dict[str, Replayable] = {}
        """What has been read, by the names of the takes: first the one that is shown first, then the others."""
        self._plays_on = False
        """Whether the answer that was gone to plays as soon as it has been read."""
        self._first = (take, at)
        self._heading = "Replay"
        self._shown_mark: Mark | None = None
        self._levels: dict[str, bytes] = {}
        self._finished = False
        self._typed = False
        self._said = ""
        self._changing = asyncio.Lock()
        self._as_shown = (0, 0)
        self._wanted = ""
        """The words that were gone to last: the same again goes on to where they are said next."""

    def body(self) -> ComposeResult:
        yield Words(id="question")
        yield Timeline(self._timeline)
        yield Transcript(id="heard")
        with VerticalScroll(id="read"):
            yield Words(id="typed")
        yield Words(id="moments")

    # Opening and closing

    def on_mount(self) -> None:
        self.query_one("#read").display = False
        self._open_session()

    @work
    async def _open_session(self, *, changed: bool = False) -> None:
        """Shows the session; `changed`: only if it is not what it was when it was shown last."""
        with self.telling():
            saved = await asyncio.to_thread(open_session, self.session)
            state = (saved.whole_bytes, (saved.folder / TAKES).stat().st_mtime_ns)
            if self.was_left() or (changed and state == self._as_shown):
                return
            if changed and self.answer is not None:
                self._first = (self.answer.take.name, self.player.position)
            self._as_shown = state
            self._heading = f"{library.title(saved)}, {when.ago(saved.header.created, when.now())}"
            self.say_title(self._heading)
            self._finished = saved.finished
            self._typed = saved.state.options.answers == "typed"
            takes = answered(saved)
            if not takes:
                self.query_one("#question", Words).say(NOTHING)
                return
            name, at = self._first
            number = next((number for number, take in enumerate(takes) if take.name == name), 0)
            first = await asyncio.to_thread(self._read, saved, takes[number])
            if self.was_left():
                return
            self.takes, self._answers = takes, {first.take.name: first}
            self._show(number, at)
            # The screen comes first.
            self.call_after_refresh(self._read_others, saved)
            self.call_after_refresh(self.open_sound)

    @work(group="others", exclusive=True)
    async def _read_others(self, saved: SavedSession) -> None:
        """One by one, from the answer on that is at hand meanwhile."""
        takes, answers = self.takes, self._answers
        with self.telling():
            while len(answers) < len(takes) and not self.was_left():
                ahead = (*takes[self.number :], *takes[: self.number])
                take = next(each for each in ahead if each.name not in answers)
                answers[take.name] = await asyncio.to_thread(self._read, saved, take)
                if take is takes[self.number] and not self.was_left():
                    self._show(self.number)
            garbage.spare(self.app)

    def _read(self, saved: SavedSession, take: Take) -> Replayable:
        return replay_of(saved, take, self._background)

    def _background(self) -> list[Question]:
        return [question for bank in self.program.banks().values() for question in bank.questions]

    def on_screen_resume(self) -> None:
        """There may be another take since."""
        if self.answer is not None:
            self._open_session(changed=True)

    def say_sound(self) -> None:
        self._say_state()
        self._say_moments()

    # What is on screen

    @property
    def answer(self) -> Replayable | None:
        return self._answers.get(self.takes[self.number].name) if self.takes else None

    def _show(self, number: int, at: float = 0.0) -> None:
        if number != self.number:
            self._said = ""
        self.number = number
        answer = self.answer
        if answer is None:
            self._show_question()
            return
        self.player.load(answer.audio, answer.seconds)
        self.player.seek(at)
        self.call_after_refresh(self._measure, answer)
        self.query_one("#question", Words).say(answer.question)
        self.query_one("#heard", Transcript).show(answer.tokens)
        self.query_one("#typed", Words).say("\n\n".join((answer.text, *answer.noticed)))
        self.query_one("#heard").display = bool(answer.tokens)
        self.query_one("#read").display = not answer.tokens
        self.query_one(Timeline).display = answer.seconds > 0
        self._say_state()
        self._say_moments()
        if self._plays_on:
            self._plays_on = False
            self.play()
        self.look()
        self.refresh_bindings()

    def _show_question(self) -> None:
        """What is known of an answer before it has been read."""
        self.player.load(None, 0.0)
        self.say_title(self._heading)
        self.query_one("#question", Words).say(self.takes[self.number].text)
        self.query_one("#heard", Transcript).show(())
        self.query_one("#typed", Words).say("")
        self._say_moments()
        self.look()
        self.refresh_bindings()

    def _say_state(self) -> None:
        answer = self.answer
        if answer is not None:
            how = f"{self.player.speed:g}x" if answer.seconds else "typed"
            silent = ", silent" if answer.seconds and self.player.trouble else ""
            self.say_title(self._heading, f"{answer.place}   {how}{silent}")

    def _say_moments(self) -> None:
        answer, at = self.answer, self._mark()
        self._shown_mark = at
        marks = answer.marks if answer is not None else ()
        places = [f"{'>' if mark is at else ' '} {mark.sign} {clock_text(mark.start)} {mark.name}" for mark in marks]
        lines = [self._said] if self._said else []
        lines += [UNFINISHED] if answer is not None and not self._finished else []
        lines += answer.noticed if answer is not None and answer.tokens else ()
        lines.append(_in_lines(places, min(self.size.width - 4, WIDTH)))
        if answer is not None and answer.seconds and self.player.trouble:
            lines.append(self.player.trouble)
        self.query_one("#moments", Words).say("\n".join(lines))

    def _timeline(self) -> Shown:
        answer = self.answer
        if answer is None:
            return Shown(0.0, 0.0)
        return Shown(
            self.shown_at,
            answer.seconds,
            answer.marks,
            self._mark(),
            answer.fillers,
            answer.pauses,
            answer.limit,
            answer.parts,
            self._levels.get(answer.take.name, b""),
            self.player.loop,
        )

    @work(group="levels")
    async def _measure(self, answer: Replayable) -> None:
        """The waveform comes when it is known; a recording that cannot be read has none, and playing it says why."""
        if answer.audio is not None and answer.take.name not in self._levels:
            with suppress(AudioError):
                found = await asyncio.to_thread(
                    levels, answer.audio, lambda: self.was_left() or self.answer is not answer
                )
                if found and not self.was_left():
                    self._levels[answer.take.name] = found
                    self.look()

    def _mark(self) -> Mark | None:
        return mark_at(self.answer, self.player.position)

    def look(self) -> None:
        super().look()
        self.query_one("#heard", Transcript).light(self.shown_at)
        if self._mark() is not self._shown_mark:
            self._say_moments()

    # Actions

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        answer = self.answer
        match action:
            case "play":
                return answer is not None and answer.seconds > 0 and not self.player.playing
            case "stop":
                return self.player.playing
            case "moment_on" | "moment_back":
                return answer is not None and bool(answer.marks)
            case "try_again" | "try_typed":
                return answer is not None and self._finished
            case "correct":
                return answer is not None and answer.card is not None and bool(answer.take.audio) and self._finished
            case "go_to_word":
                return answer is not None and bool(answer.tokens)
            case "filler":
                return answer is not None and bool(answer.tokens) and self._finished
            case "note":
                return answer is not None and self._finished
            case "export" | "keep":
                return answer is not None
            case "compare":
                return answer is not None and any(_other_take(each, answer.take) for each in self.takes)
            case "question_on" | "question_back":
                return len(self.takes) > 1
        return True

    def action_play(self) -> None:
        super().action_play()
        self._say_state()

    @work
    async def action_go_to_word(self) -> None:
        answer = self.answer
        words = await self.program.push_screen_wait(Write("Go to the word:", self._wanted)) if answer else ""
        if answer is None or not words:
            return
        self._wanted = words
        place = place_of(words, answer.tokens, self.player.position + HERE_SECONDS)
        self._said = "" if place is not None else f"“{plain(words)}” is not said in this answer."
        self._say_moments()
        if place is not None:
            self.seek(place)

    def _go(self, step: int) -> None:
        number = min(max(self.number + step, 0), len(self.takes) - 1)
        if number != self.number:
            self._plays_on = self._plays_on or self.player.playing
            self._show(number)

    def action_question_on(self) -> None:
        self._go(1)

    def action_question_back(self) -> None:
        self._go(-1)

    def action_slower(self) -> None:
        self.player.faster(-1)
        self._say_state()

    def action_faster(self) -> None:
        self.player.faster(1)
        self._say_state()

    def action_try_again(self) -> None:
        self._try_again(typed=self._typed)

    def action_try_typed(self) -> None:
        self._try_again(typed=True)

    def _try_again(self, *, typed: bool) -> None:
        if self.answer is not None:
            self.action_stop()
            self.program.try_again(self.session, self.answer.take.question, typed=typed)

    # Putting right

    @work
    async def action_correct(self) -> None:
        await self._change(wanted_words)

    @work
    async def action_filler(self) -> None:
        await self._change(other_filler)

    @work
    async def action_note(self) -> None:
        await self._change(wanted_note)

    async def _change(self, ask: Callable[[Replayable, Asking], Awaitable[Change | None]]) -> None:
        """Changes the session in a thread, then shows it as it is now; of the sample, which stays as it is, a copy."""
        answer = self.answer
        if answer is None:
            return
        self.action_stop()
        background = partial(asyncio.to_thread, self._background)
        change = await ask(answer, Asking(self.program, self.player.position, background))
        if change is None:
            return
        async with self._changing:  # one that is asked for meanwhile waits, and what was typed is not lost
            with self.telling():
                self.session = await asyncio.to_thread(self.program.own, self.session, "the sample, corrected")
                await asyncio.to_thread(change.make, self.session)
                self._first = (answer.take.name, self.player.position)
                await self._open_session().wait()
                self._said = told(change, answer, self.answer)
                self._say_moments()

    def action_compare(self) -> None:
        if self.answer is not None:
            self.action_stop()
            self.program.open("takes", session=self.session, question=self.answer.take.question)

    @work
    async def action_keep(self) -> None:
        from simulator.tui.screens.wins import keep

        answer = self.answer
        if answer is not None:
            self.action_stop()
            mark = self._mark()
            words = f"“{mark.text}”" if mark is not None and mark.sign == "*" and mark.text else ""
            if await keep(self.program, words or passage(answer.tokens, answer.sentences, self.player.position)):
                self._said = "Kept among your wins."
                self._say_moments()

    @work
    async def action_export(self) -> None:
        from simulator.tui.screens.exporting import export

        self.action_stop()
        await export(self.program, self.session)

    def action_scores(self) -> None:
        self.action_stop()
        self.program.open("scorecard", session=self.session)


def _other_take(one: Take, other: Take) -> bool:
    return one.question == other.question and one.number != other.number and not one.follow_up


def _in_lines(parts: list[str], width: int) -> str:
    """The parts side by side, none of them broken."""
    lines: list[str] = []
    for part in parts:
        if lines and len(lines[-1]) + 3 + len(part) <= width:
            lines[-1] += f"   {part}"
        else:
            lines.append(part)
    return "\n".join(lines)
