"""What the state machine asks for, done in the world: speaking, recording, waiting, transcribing and scoring.

Each effect is answered with the event that it calls for, now or when it is done. The tasks and timers that run meanwhile are kept here,
so that the interview can wait for them or drop them.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Callable, Coroutine, Sequence
from pathlib import Path
from typing import Any

from simulator.errors import UserError
from simulator.interview import events as ev
from simulator.interview import machine
from simulator.interview import state as st
from simulator.interview.devices import Ears, Render, Sound
from simulator.interview.hearing import Hearing
from simulator.questions.model import Question
from simulator.scoring.card import Scorecard
from simulator.sessions.replies import reply_to
from simulator.sessions.store import SessionWriter

STILL_NONE = "There is still no microphone. End the answer here, or have the question asked again and type."


class Performer:
    """Performs the effects of one sitting. `post` takes in the events that answer them, `now` gives the second of the session, `time_is_up`
    is told when a timer is over and what for. Devices are None where there are none."""

    def __init__(
        self,
        writer: SessionWriter,
        *,
        post: Callable[[ev.Event], bool],
        now: Callable[[], float],
        time_is_up: Callable[[str], None],
        background: Sequence[Question],
        sound: Sound | None,
        ears: Ears | None,
        render: Render | None,
        render_second: Render | None,
    ) -> None:
        self.cards: dict[str, Scorecard] = {}
        """Of the answers that were heard in this sitting, by the names of their takes."""
        self._writer = writer
        self._post = post
        self._now = now
        self._time_is_up = time_is_up
        self._sound = sound
        self._render = render
        self._render_second = render_second or render
        self._hearing = Hearing(writer, ears, background, lambda sentence: self._trouble("recogniser", sentence))
        self._tasks: set[asyncio.Task[None]] = set()
        self._timers: dict[str, asyncio.TimerHandle] = {}
        self._speaking: asyncio.Task[None] | None = None
        self._opening: asyncio.Task[None] | None = None
        self._told: set[str] = set()
        self._voices = tempfile.TemporaryDirectory(prefix="mock-interview-")
        if sound is not None:
            sound.on_trouble = self._sound_trouble

    @property
    def _state(self) -> st.State:
        return self._writer.state

    async def settled(self) -> None:
        """Waits until everything under way (speaking, transcribing, scoring) is done."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    async def close(self) -> None:
        """Ends what is under way; the devices stay open. What is unheard is heard at the next opening."""
        self.cancel_timers()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._voices.cleanup()

    def perform(self, effect: st.Effect, by: ev.Author = "program") -> None:
        """`by`: whose doing it is; a question that is asked has an author."""
        match effect:
            case st.Ask():
                self._ask(effect, by)
            case st.Say():
                self._say(effect)
            case st.Hush():
                self.hush()
            case st.Record():
                self._opening = self.start(self._record(effect))
            case st.StopRecording():
                self.start(self.stop_recording())
            case st.Timer():
                self._set_timer(effect)
            case st.BreakIn():
                self.hush()
                self._speaking = self.start(self._break_in(effect))
            case st.Think():
                self._post(ev.ThinkingStarted(t=self._now(), seconds=machine.think_seconds(self._state)))
            case st.Hear():
                if (take := self._state.named(effect.take)) is not None:
                    self.start(self._hear(take))
            case st.GoOn():
                self._post(ev.WentOn(t=self._now()))
            case st.Close():
                self._post(ev.SessionEnded(t=self._now()))

    def _ask(self, effect: st.Ask, by: ev.Author) -> None:
        self._post(
            ev.QuestionAsked(
                t=self._now(),
                by=by,
                question=effect.question,
                take=effect.take,
                text=effect.text,
                follow_up=effect.follow_up,
                aloud=self.can_speak(),
                second=effect.second,
            )
        )

    # Tasks and timers

    def start(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Runs it beside the interview; `settled` waits for it, `close` cancels it."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)
        return task

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            asyncio.get_running_loop().call_exception_handler(
                {"message": "A part of the interview failed", "exception": error, "task": task}
            )

    def _set_timer(self, effect: st.Timer) -> None:
        if (running := self._timers.pop(effect.what, None)) is not None:
            running.cancel()
        later = asyncio.get_running_loop().call_later(effect.seconds, self._time_is_up, effect.what)
        self._timers[effect.what] = later

    def cancel_timers(self) -> None:
        while self._timers:
            self._timers.popitem()[1].cancel()

    # What goes wrong

    def _trouble(self, what: str, sentence: str) -> None:
        """Says it once."""
        if sentence and sentence not in self._told:
            self._told.add(sentence)
            self._post(ev.Trouble(t=self._now(), what=what, sentence=sentence))

    def _sound_trouble(self, sentence: str) -> None:
        """Only a microphone that is gone, or a recording that is written no more, interrupts an answer; a microphone that is
        silent, or back again, is just told of."""
        if self._sound is not None and (not self._sound.microphone or self._sound.cut_off):
            self._post(ev.Trouble(t=self._now(), what="microphone", sentence=sentence))
        else:
            self._trouble("sound", sentence)

    # Speaking

    def can_speak(self) -> bool:
        """Whether what the interviewer says now is heard; a loudspeaker that is missing is told of once."""
        if not self._state.options.voice or self._render is None or self._sound is None:
            return False
        self._trouble("voice", self._sound.loudspeaker_trouble)
        return bool(self._sound.loudspeaker)

    def _say(self, effect: st.Say) -> None:
        self.hush()
        if effect.aloud:
            self._speaking = self.start(self._ask_aloud(effect))
        else:
            self._post(ev.QuestionSpoken(t=self._now()))

    async def _ask_aloud(self, effect: st.Say) -> None:
        await self._speak(effect.text, second=effect.second)
        self._post(ev.QuestionSpoken(t=self._now()))

    async def _break_in(self, effect: st.BreakIn) -> None:
        await self._speak(effect.text, second=effect.second)
        self._post(ev.FloorReturned(t=self._now()))

    async def _speak(self, text: str, *, second: bool) -> None:
        """Says it to its end; what fails is told, and the text is on screen in any case."""
        render = self._render_second if second else self._render
        assert render is not None
        assert self._sound is not None
        try:
            spoken = await render(text, Path(self._voices.name) / "question.wav")
            await (await self._sound.play(spoken)).finished()
        except UserError as error:
            self._trouble("voice", str(error))

    def hush(self) -> None:
        """The interviewer falls silent."""
        if self._speaking is not None and not self._speaking.done() and self._speaking is not asyncio.current_task():
            self._speaking.cancel()
            if self._sound is not None:
                self._sound.stop_playing()
        self._speaking = None

    # Listening

    async def _record(self, effect: st.Record) -> None:
        """Opens the microphone for a take; without one the take is typed, and the person is told once."""
        take = self._state.named(effect.take)
        assert take is not None
        path = self._writer.recording(take)
        opened = self._state.options.answers == "spoken" and await self._microphone_on(path, again=effect.again)
        if effect.again:
            over = self._state.stage != "answering" or self._state.paused
            if opened and over:  # ended or paused in this very moment
                await self.stop_recording()
            elif not opened and not self._state.paused:
                self._post(ev.Trouble(t=self._now(), what="microphone", sentence=STILL_NONE))
        elif not opened:
            self._post(ev.AnswerStarted(t=self._now()))
        elif self._post(ev.AnswerStarted(t=self._now(), audio=f"takes/{path.name}")):
            self.start(self._hearing.follow(take))
        else:  # paused or left in this very moment: the take will begin again
            await self.stop_recording()

    @property
    def opening(self) -> bool:
        """Whether the microphone is about to open for an answer."""
        return self._opening is not None and not self._opening.done()

    async def stop_opening(self) -> None:
        """The microphone that was about to open for an answer stays shut."""
        opening, self._opening = self._opening, None
        if opening is not None and not opening.done():
            opening.cancel()
            await asyncio.gather(opening, return_exceptions=True)
            await self.stop_recording()

    async def _microphone_on(self, path: Path, *, again: bool) -> bool:
        """Where an answer goes on, one that has just been plugged in is looked for at once."""
        if self._sound is None or not (self._sound.microphone or again):
            known = self._sound.microphone_trouble if self._sound is not None else ""
            if not again:
                self._trouble("microphone", known or "There is no microphone here, so you type your answers.")
            return False
        if not again:
            path.unlink(missing_ok=True)
        try:
            await self._sound.record(path)
        except UserError as error:
            if not again:
                self._trouble("microphone", str(error))
            return False
        return True

    async def stop_recording(self) -> None:
        """Resolves when what was recorded is on disk."""
        if self._sound is not None:
            try:
                await self._sound.stop_recording()
            except UserError as error:
                self._trouble("microphone", str(error))

    def put_away(self, take: st.Take) -> None:
        """An abandoned take is not transcribed; its sound is kept."""
        self.start(self._hearing.put_away(take))

    async def _hear(self, take: st.Take) -> None:
        cards = await self._hearing.hear(self._state, take)
        self.cards |= cards
        lacks = cards.get(ev.take_name(take.question, take.number), cards[take.name]).lacks
        reply = await asyncio.to_thread(reply_to, self._state, take, cards[take.name])
        self._post(ev.AnswerHeard(t=self._now(), take=take.name, lacks=lacks, reply=reply))
