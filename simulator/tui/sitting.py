"""One sitting of an interview as the screens see it: the rehearsal, its clocks, and the words for where it stands."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from statistics import median

from simulator.interview import events as ev
from simulator.interview.conductor import Conductor
from simulator.interview.machine import think_seconds
from simulator.interview.rehearsal import Again, Rehearsal, Wish, prepare, prepare_again
from simulator.interview.standing import question_of
from simulator.interview.state import State, Take
from simulator.scoring.card import Scorecard
from simulator.sessions.store import open_session
from simulator.settings import Settings

Tell = Callable[[ev.Event, State], object]


class Sitting:
    """Opened by the interview and handed on to the scorecard, which closes it. `tell` gets every event; `words` is the
    draft of what was understood of the answer so far, `notes` are all notes and marks of the session, and `scales` what each person has rated so far
    and not said yet."""

    def __init__(self, tell: Tell) -> None:
        self.tell = tell
        self.notes: list[ev.Noted | ev.MomentMarked] = []
        self.scales: dict[ev.Author, dict[str, int]] = {"candidate": {}, "friend": {}}
        self.words = ""
        self._rehearsal: Rehearsal | None = None
        self._thinking_since = 0.0
        self._ended: dict[str, float] = {}
        self._delays: list[float] = []

    async def open(self, wish: Wish, session: Path | None, settings: Settings, again: Again | None = None) -> None:
        """Opens the devices, and a new session, the one to continue, or one for another take. Raises UserError."""
        if session is not None:
            saved = open_session(session)
            self.notes = [event for event in saved.events if isinstance(event, ev.Noted | ev.MomentMarked)]
            self._rehearsal = await prepare_again(saved, settings, self._read, again)
        else:
            self._rehearsal = await prepare(wish, settings, self._read)

        if (ears := self._rehearsal.equipment.ears) is not None:
            ears.on_words = self._understood

    def _understood(self, draft: str) -> None:
        self.words = draft

    async def close(self) -> None:
        """Leaves the session if it is not at its end; everything is saved. Again is harmless."""
        rehearsal, self._rehearsal = self._rehearsal, None
        if rehearsal is not None:
            await rehearsal.close()

    async def close_microphone(self) -> None:
        """Nothing is left to be said: sound is let go of, while the recogniser may still be at work."""
        if self._rehearsal is not None and (sound := self._rehearsal.equipment.sound) is not None:
            self._rehearsal.equipment.sound = None
            await sound.close()

    @property
    def open_now(self) -> bool:
        return self._rehearsal is not None

    @property
    def rehearsal(self) -> Rehearsal:
        assert self._rehearsal is not None
        return self._rehearsal

    @property
    def conductor(self) -> Conductor:
        return self.rehearsal.conductor

    @property
    def state(self) -> State:
        return self.conductor.state if self._rehearsal is not None else State()

    @property
    def folder(self) -> Path:
        return self.conductor.writer.folder

    def _read(self, event: ev.Event, state: State) -> None:
        match event:
            case ev.ThinkingStarted():
                self._thinking_since = event.t
            case ev.AnswerStarted():
                self.words = ""
            case ev.AnswerEnded() if state.takes:
                self._ended[state.takes[-1].name] = event.t
            case ev.AnswerHeard() if event.take in self._ended:
                self._delays.append(event.t - self._ended.pop(event.take))
            case ev.Noted() | ev.MomentMarked():
                self.notes.append(event)
        self.tell(event, state)

    # What the screens poll

    def clock(self) -> tuple[float, float] | None:
        """Seconds of answering or thinking so far, and the recommended ones; None while neither is going on, and where there is no limit."""
        state = self.state
        take = state.take
        if take is None or state.paused or state.options.untimed:
            return None
        if state.stage == "answering":
            return take.seconds(self.conductor.now), float(question_of(state, take).answer_seconds)
        if state.stage == "thinking":
            return self.conductor.now - self._thinking_since, think_seconds(state)
        return None

    def level(self) -> float | None:
        """The microphone in dBFS while an answer is recorded."""
        state = self.state
        sound = self.rehearsal.equipment.sound if self._rehearsal is not None else None
        listening = state.stage == "answering" and not state.paused and state.take is not None and state.take.audio
        return sound.level if sound is not None and listening else None

    def hearing(self) -> str:
        """How far listening back is, in a few words; empty when everything has been heard."""
        counted = [take for take in self.state.takes if take.counts]
        waiting = [take for take in counted if not take.heard]
        if not waiting or self._rehearsal is None:
            return ""
        since = self._ended.get(waiting[0].name)
        spent = self.conductor.now - since if since is not None else 0.0
        if not self._delays:
            return f"{spent:.0f} s so far"
        left = median(self._delays) * len(waiting) - spent
        return f"about {left:.0f} s" if left >= 1 else "almost there"

    def card(self, take: Take) -> Scorecard | None:
        """A take's scorecard, made in this sitting or an earlier one; None while there is none."""
        made = self.conductor.cards.get(take.name)
        if made is None and take.heard:
            return self.conductor.writer.saved().card(take)
        return made

    @property
    def waiting(self) -> bool:
        """Whether an answer has still to be transcribed."""
        return any(take.counts and not take.heard for take in self.state.takes)

    def progress(self) -> tuple[int, int]:
        """How many answers have been heard, and how many there are."""
        counted = [take for take in self.state.takes if take.counts]
        return sum(take.heard for take in counted), len(counted)
