"""The conductor: the one imperative part of an interview.

Everything a person does is a method here; every event goes the same way: checked by `step`, written to the journal, told to the
readers, and the effects that it asks for (speak, record, wait, transcribe, score) are performed (`performing`), whose answers are
events again. It runs in the event loop of whoever shows it, and never blocks it.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

import msgspec

from simulator.interview import events as ev
from simulator.interview import machine, pressure
from simulator.interview import state as st
from simulator.interview.devices import Ears, Render, Sound
from simulator.interview.keeping import PAUSED, Waiting
from simulator.interview.performing import Performer
from simulator.preparation.model import Sheet
from simulator.questions.model import Plan, Question
from simulator.scoring.card import LeftOut, Scorecard
from simulator.sessions.store import SavedSession, SessionWriter

DRAFT_SECONDS = 0.2
"""A typed answer is written at most this often; so much typing at most is lost when the power goes."""

Reader = Callable[[ev.Event, st.State], None]
"""Called with every event and the state after it, in order."""


class Conductor:
    """Conducts one sitting of one session. `sound`, `ears` and `render` are None where there are none; `render_second` is the voice of the second
    interviewer of a panel."""

    def __init__(
        self,
        writer: SessionWriter,
        *,
        background: Sequence[Question],
        sound: Sound | None = None,
        ears: Ears | None = None,
        render: Render | None = None,
        render_second: Render | None = None,
        reader: Reader | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.writer = writer
        self._reader = reader
        self._clock = clock
        self._base = writer.state.t - clock()
        self._waiting = Waiting(self._take_in, self._held_up)
        self._full = ""  # what is said while the disk is full
        self._holding: tuple[ev.Paused, st.State] | None = None  # a pause that had no room there, and the state with it
        self._performer = Performer(
            writer,
            post=self._post,
            now=lambda: self.now,
            time_is_up=self._time_is_up,
            background=background,
            sound=sound,
            ears=ears,
            render=render,
            render_second=render_second,
        )
        self._draft: ev.DraftTyped | None = None
        self._draft_timer: asyncio.TimerHandle | None = None
        self._ending = False
        self.closed = False  # then nothing more is taken in: it would be written nowhere
        self.shut = asyncio.Event()  # then another may open the session

    @property
    def state(self) -> st.State:
        """As it is written. While the disk is full it says so, and a pause holds before it is written."""
        state = self.writer.state
        if self._holding is not None and self._waiting.holds(self._holding[0]):
            state = self._holding[1]
        return msgspec.structs.replace(state, trouble=self._full) if self.held_up else state

    @property
    def cards(self) -> Mapping[str, Scorecard]:
        """Of the answers that were heard in this sitting, by the names of their takes."""
        return self._performer.cards

    @property
    def held_up(self) -> bool:
        """Whether something waits for room on the disk; once this is closed it is lost."""
        return bool(self._waiting)

    @property
    def now(self) -> float:
        """Seconds of the session, over all its sittings."""
        return self._base + self._clock()

    # Beginning and ending a sitting

    def begin(self, plan: Plan, options: ev.Options, people: dict[str, str], sheet: Sheet | None = None) -> None:
        self._post(
            ev.SessionStarted(
                t=0.0,
                version=ev.VERSION,
                at=wall_clock(),
                plan=plan,
                options=options,
                people=people,
                sheet=sheet,
                by="candidate",
            )
        )

    def go_on_from(self, saved: SavedSession) -> None:
        """Goes on with a session that was left or cut off: first the answer that was being given is brought to its end."""
        take = self.state.take
        if self.state.stage == "answering" and take is not None:
            audio = saved.audio(take)
            seconds = _pcm_seconds(audio) if audio is not None else take.clock
            self._post(ev.AnswerEnded(t=self.now, why="cut off", seconds=seconds), perform=False)
        self._post(ev.SessionContinued(t=self.now, by="candidate", at=wall_clock()))

    def adjust(self, *, untimed: bool, left_out: tuple[LeftOut, ...]) -> bool:
        """Goes on as the person has it set now, where the session began otherwise."""
        options = self.state.options
        if (options.untimed, options.left_out) == (untimed, left_out):
            return False
        return self._post(ev.Adjusted(t=self.now, by="candidate", untimed=untimed, left_out=left_out))

    def try_again(self, question: int, *, typed: bool) -> bool:
        """Another take of one question, in a session at its end."""
        answers: Any = "typed" if typed else "spoken"
        return self._post(ev.TriedAgain(t=self.now, by="candidate", question=question, answers=answers))

    async def leave(self, by: ev.Author = "candidate") -> None:
        """Leaves the session, to be continued later, and lets go of everything."""
        if self.state.session is not None and self.state.stage != "ended" and not self.state.left:
            if self.state.stage == "answering":
                await self.end_answer(by, "left")
            self._post(ev.SessionLeft(t=self.now, by=by))
        await self.close()

    async def close(self) -> None:
        """Ends what is under way and closes the session's files. What is unheard is heard at the next opening."""
        if self.closed:
            return
        self._write_draft()
        self.closed = True
        self._waiting.catch_up()
        self._waiting.stop()
        await self._performer.close()
        self.writer.close()
        self.shut.set()

    async def settled(self) -> None:
        """Waits until everything under way (speaking, transcribing, scoring) is done."""
        await self._performer.settled()

    # What people do

    def go_on(self, by: ev.Author = "candidate") -> bool:
        return self._post(ev.WentOn(t=self.now, by=by))

    def skip(self, by: ev.Author = "candidate") -> bool:
        """Passes over the question, in whatever stage it is."""
        if self.state.stage == "answering":
            self._performer.start(
                self._end_then("skipped", by, lambda: self._post(ev.QuestionSkipped(t=self.now, by=by)))
            )
            return True
        return self._post(ev.QuestionSkipped(t=self.now, by=by))

    def ask_again(self, by: ev.Author = "candidate") -> bool:
        """Puts the question again; an answer already begun is abandoned, its sound kept."""
        if self.state.stage == "answering":
            self._performer.start(self._end_then("asked again", by))
            return True
        return self._ask(lambda: machine.asked_again(self.state), by)

    take_again = ask_again

    def follow_up(self, text: str, by: ev.Author = "friend") -> bool:
        return self._ask(lambda: machine.asked_follow_up(self.state, text), by)

    def think(self, by: ev.Author = "candidate") -> bool:
        """Asks for thinking time; an answer already begun starts afresh after it."""
        if self.state.stage == "answering" or self._performer.opening:
            self._performer.start(self._think_after_all(by))
            return True
        return self._post(ev.ThinkingStarted(t=self.now, by=by, seconds=machine.think_seconds(self.state)))

    def start_answer(self, by: ev.Author = "candidate") -> bool:
        """Begins to answer before the question or the thinking time is over, or when Space starts it."""
        if self.state.stage == "thinking":
            return self._post(ev.ThinkingEnded(t=self.now, by=by))
        if self.state.stage == "asking" and self.state.take is not None:
            self._performer.hush()
            return self._post(ev.QuestionSpoken(t=self.now, by=by))
        if self.state.stage == "ready" and not self.state.paused and self.state.take is not None:
            self._performer.perform(st.Record(take=self.state.take.name), by)
            return True
        return False

    async def end_answer(self, by: ev.Author = "candidate", why: ev.EndReason = "key") -> bool:
        """Ends the take; resolves when its sound is on disk."""
        take = self.state.take
        if self.state.stage != "answering" or take is None or self._ending:
            return False
        self._ending = True
        try:
            seconds = take.seconds(self.now)
            if take.audio:
                await self._performer.stop_recording()
                seconds = _pcm_seconds(self.writer.recording(take))
            self._write_draft()
            ended = self._post(ev.AnswerEnded(t=self.now, by=by, why=why, seconds=seconds))
            if ended and take.audio and why in st.ABANDONED:
                self._performer.put_away(take)
            return ended
        finally:
            self._ending = False

    def draft(self, text: str, corrections: int) -> None:
        """The typed answer as it stands; written at once if the last time is long enough ago, else a moment later."""
        take = self.state.take
        if self.state.stage != "answering" or self.state.paused or take is None or take.audio:
            return
        known = self._draft or take.draft
        first_key = known.first_key if known else self.now - (take.spoken or take.started or self.now)
        self._draft = ev.DraftTyped(t=self.now, by="candidate", text=text, first_key=first_key, corrections=corrections)
        if self._draft_timer is None:
            self._draft_timer = asyncio.get_running_loop().call_later(DRAFT_SECONDS, self._write_draft)

    def pause(self, by: ev.Author = "candidate") -> bool:
        """Holds at once, though on a full disk the pause is written later."""
        self._write_draft()
        paused = ev.Paused(t=self.now, by=by)
        return self._post(paused) or self._hold(paused)

    def resume(self, by: ev.Author = "candidate") -> bool:
        """Not while the pause itself waits for room."""
        return self.writer.state.paused and self._post(ev.Resumed(t=self.now, by=by))

    def rate_nerves(self, value: int | None) -> bool:
        when: Any = "before" if self.state.stage == "nerves_before" else "after"
        return self._post(ev.NervesRated(t=self.now, by="candidate", when=when, value=value))

    def settled_by(self, way: Literal["breathing", "excited"], seconds: float) -> bool:
        """Keeps that the person settled before they rated their nerves."""
        return self._post(ev.Settled(t=self.now, by="candidate", way=way, seconds=round(seconds, 1)))

    def rate_session(
        self,
        fluency: int | None,
        preparedness: int | None,
        by: ev.Author = "candidate",
        *,
        scales: Mapping[str, int] | None = None,
        remark: str = "",
    ) -> bool:
        return self._say(
            ev.SessionRated(
                t=self.now, by=by, fluency=fluency, preparedness=preparedness, scales=dict(scales or {}), remark=remark
            )
        )

    def rate_answer(self, take: str, value: int, by: ev.Author = "candidate") -> bool:
        return self._say(ev.AnswerRated(t=self.now, by=by, take=take, value=value))

    def tick(self, take: str, point: str, on: bool, by: ev.Author = "friend") -> bool:
        return self._say(ev.PointTicked(t=self.now, by=by, take=take, point=point, on=on))

    def moment(self) -> tuple[str, float | None]:
        """The take at hand and the second of it, for a note that is begun now and written in a while."""
        take = self.state.take
        at = take.seconds(self.now) if take is not None and take.started is not None else None
        return take.name if take else "", at

    def note(self, text: str, by: ev.Author = "candidate", moment: tuple[str, float | None] | None = None) -> bool:
        take, at = moment or self.moment()
        return self._say(ev.Noted(t=self.now, by=by, text=text, take=take, at=at))

    def mark(
        self, kind: ev.MomentKind, by: ev.Author = "friend", moment: tuple[str, float | None] | None = None
    ) -> bool:
        """Marks this moment of the answer being given, or the end of the one just given."""
        take, at = moment or self.moment()
        return at is not None and self._say(ev.MomentMarked(t=self.now, by=by, kind=kind, take=take, at=round(at, 2)))

    def reassure(self, by: ev.Author = "friend") -> bool:
        return self._post(ev.Reassured(t=self.now, by=by))

    def show_scores(self) -> bool:
        return self._post(ev.ScoresShown(t=self.now))

    # Events in, effects out

    def _post(self, event: ev.Event, *, perform: bool = True) -> bool:
        """Takes an event in if it fits the state; whether it did. Where the disk is full it waits, and all that comes after it."""
        return not self.closed and self._waiting.post(event, perform)

    def _say(self, event: ev.Event) -> bool:
        """Takes in what somebody says of the interview; that it waits for room on the disk is no reason to say it again."""
        return self._post(event) or (self.held_up and not self.closed)

    def _hold(self, paused: ev.Paused) -> bool:
        """Pauses while the disk is full; whether there was something to pause."""
        try:
            state, effects = machine.step(self.state, paused)
        except st.NotNow:
            return False
        self._holding = paused, state
        self._performer.cancel_timers()
        for effect in effects:
            self._performer.perform(effect, paused.by)
        self._held_up(f"{PAUSED} {self._full}")
        return True

    def _take_in(self, event: ev.Event, perform: bool) -> bool:
        """Raises UnsavedError where the disk does not take it."""
        before = self.state
        try:
            effects = self.writer.take_in(event)
        except st.NotNow:
            return False
        after = self.state
        was, is_now = ((each.stage, each.paused, each.take and each.take.name) for each in (before, after))
        if was != is_now:
            self._performer.cancel_timers()
            if before.stage == "answering":  # an interviewer who was breaking in
                self._performer.hush()
        if self._reader is not None:
            self._reader(event, after)
        if perform:
            for effect in effects:
                self._performer.perform(effect, event.by)
        return True

    def _ask(self, ask: Callable[[], st.Ask], by: ev.Author) -> bool:
        try:
            self._performer.perform(ask(), by)
        except st.NotNow:
            return False
        return True

    def _held_up(self, sentence: str) -> None:
        """Says what cannot be written down."""
        self._full = sentence
        if self._reader is not None:
            self._reader(ev.Trouble(t=self.now, what="disk", sentence=sentence), self.state)

    def _time_is_up(self, what: str) -> None:
        match what:
            case "thinking":
                self._post(ev.ThinkingEnded(t=self.now))
            case "patience":
                self._lose_patience()
            case _:
                self._performer.start(self._end_then("time", "program"))

    def _lose_patience(self) -> None:
        take, session = self.state.take, self.state.session
        if take is None or session is None or self._ending:
            return
        text = pressure.line(session.plan.seed, take.question)
        at = round(take.seconds(self.now), 2)
        self._post(ev.BrokenInto(t=self.now, take=take.name, text=text, at=at, aloud=self._performer.can_speak()))

    async def _end_then(self, why: ev.EndReason, by: ev.Author, then: Callable[[], object] | None = None) -> None:
        if await self.end_answer(by, why) and then is not None:
            then()

    async def _think_after_all(self, by: ev.Author) -> None:
        if self.state.stage != "answering" or await self.end_answer(by, "think first"):
            self._performer.hush()
            await self._performer.stop_opening()
            self._post(ev.ThinkingStarted(t=self.now, by=by, seconds=machine.think_seconds(self.state)))

    # Typing

    def _write_draft(self) -> None:
        if self._draft_timer is not None:
            self._draft_timer.cancel()
            self._draft_timer = None
        draft, self._draft = self._draft, None
        if draft is not None:
            self._post(draft)


def wall_clock() -> str:
    """Now, with its offset from UTC, ISO 8601."""
    return datetime.now().astimezone().isoformat(timespec="seconds")


def _pcm_seconds(path: Path) -> float:
    """Seconds in a recording of 16 kHz, 16 bit, mono."""
    return path.stat().st_size / 32_000
