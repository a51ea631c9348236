"""A rehearsal line by line: what a screen reader can follow and a pipe can drive.

Lines that begin with a slash command (`/help` lists them); every other line is the answer, a rating, or just Enter.
"""

from __future__ import annotations

import asyncio
import os
import sys
import threading
from collections.abc import Callable
from pathlib import Path

from simulator.cli import drop_output, sessions
from simulator.comeback.ladder import SETTLE_FROM
from simulator.errors import UserError
from simulator.interview import events as ev
from simulator.interview.conductor import Conductor
from simulator.interview.keeping import LOST, MAKE_ROOM
from simulator.interview.rehearsal import Rehearsal, Wish, prepare, prepare_again
from simulator.interview.state import State, Take
from simulator.scoring.card import Scorecard
from simulator.sessions.store import open_session
from simulator.settings import Settings
from simulator.text import plain

HELP = """\
/again   ask the question again           /skip    pass over this question
/think   think first                      /pause   pause, /resume goes on
/note TEXT   keep a note                  /take    take the question again, after an answer
/leave   leave; continue later with `mock-interview practise --continue last`
A typed answer ends with an empty line, a spoken one with Enter."""


LEFT = "Left. {kept} `mock-interview practise --continue last` goes on."

SETTLE_HINT = "That is a lot to carry. “I am excited”, said aloud, helps; `mock-interview settle` breathes with you for two minutes."


class Lines:
    """Standard input, line by line, without blocking the event loop; None when it has ended."""

    def __init__(self) -> None:
        self._queue: asyncio.Queue[str | None] = asyncio.Queue()
        self._loop = asyncio.get_running_loop()
        threading.Thread(target=self._read, daemon=True).start()

    async def next(self) -> str | None:
        return await self._queue.get()

    def _read(self) -> None:
        with os.fdopen(sys.stdin.fileno(), encoding=sys.stdin.encoding, errors="replace", closefd=False) as lines:
            for line in lines:
                self._loop.call_soon_threadsafe(self._queue.put_nowait, line.rstrip("\n"))
        self._loop.call_soon_threadsafe(self._queue.put_nowait, None)


class PlainRehearsal:
    """Says what happens and takes lines in; the conductor does the rest."""

    def __init__(self) -> None:
        self.over = asyncio.Event()
        self._changed = asyncio.Event()
        self._conductor: Conductor | None = None
        self._typed: list[str] = []
        self._prompted = ("", "")

    def attach(self, conductor: Conductor) -> None:
        self._conductor = conductor

    @property
    def conductor(self) -> Conductor:
        assert self._conductor is not None
        return self._conductor

    async def until(self, condition: Callable[[State], bool]) -> None:
        """Waits for events until the condition holds."""
        while not condition(self.conductor.state):
            self._changed.clear()
            await self._changed.wait()

    async def line_or_over(self, lines: Lines) -> str | None:
        """The next line (None: the input has ended), unless the session ends first."""
        line = asyncio.create_task(lines.next())
        over = asyncio.create_task(self.over.wait())
        await asyncio.wait({line, over}, return_when=asyncio.FIRST_COMPLETED)
        over.cancel()
        if line.done():
            return line.result()
        line.cancel()
        return None

    def on_event(self, event: ev.Event, state: State) -> None:
        """Reads the stream and says what a listener has to know. Where nobody listens any more the session is left."""
        self._changed.set()
        try:
            self._tell(event, state)
        except BrokenPipeError:
            drop_output()
            self.over.set()

    def _tell(self, event: ev.Event, state: State) -> None:
        match event:
            case ev.SessionStarted():
                say(f"{len(state.plan)} questions. /help lists what you can say; nothing leaves this machine.")
            case ev.SessionContinued():
                say("Where you left it:")
            case ev.QuestionAsked():
                self._announce(event, state)
            case ev.ThinkingStarted():
                how_long = f"{event.seconds:.0f} seconds" if event.seconds else "as long as you like"
                say(f"Think: {how_long}. Enter begins your answer.")
            case ev.AnswerStarted():
                self._typed = []
                say(
                    "Listening. Press Enter when you are done."
                    if event.audio
                    else "Type your answer; an empty line ends it."
                )
            case ev.BrokenInto():
                say(f"They break in: {event.text}")
            case ev.AnswerEnded():
                say("Time. Your answer is kept." if event.why == "time" else "Listening back.")
            case ev.AnswerHeard():
                self._feedback(event, state)
            case ev.Trouble():
                say(event.sentence)
            case ev.Paused():
                say("Paused. /resume goes on.")
            case ev.SessionEnded() | ev.SessionLeft():
                self.over.set()
            case _:
                pass

    def _announce(self, event: ev.QuestionAsked, state: State) -> None:
        if event.second:
            say("The second interviewer:")
        if event.follow_up:
            say(f"A follow-up: {event.text}")
            return
        competency = state.plan[event.question].question.competency
        say("", f"Question {event.question + 1} of {len(state.plan)} ({competency})", event.text)

    def _feedback(self, event: ev.AnswerHeard, state: State) -> None:
        card = self.conductor.cards.get(event.take)
        if card is None or state.options.friend or state.options.poker_face:
            return
        for name, remark in (("Worked", card.worked), ("Next", card.next)):
            if remark is not None:
                say(f"{name}: {remark.text}")

    def prompt(self, state: State) -> None:
        """Says what a line would do now, once for each stage of each take."""
        prompts = {
            "nerves_before": "How nervous are you, 0 to 10? Enter passes.",
            "nerves_after": "And now, 0 to 10? Enter passes.",
            "forecast": "Before the scores: what do you think, 0 to 100? Fluency and preparedness, for example 60 70. "
            "Enter passes.",
            "ready": "Your turn. Press Enter to begin.",
            "reviewing": "Enter goes on, /take takes it again, 1 to 5 rates it yourself.",
        }
        key = (state.stage, state.take.name if state.take else "")
        stone = state.stage == "reviewing" and state.options.poker_face
        if not state.paused and key != self._prompted and state.stage in prompts and not stone:
            say(prompts[state.stage])
        self._prompted = key

    async def on_line(self, line: str) -> None:
        """One line from the person."""
        if line.startswith("/"):
            await self._command(line)
            return
        state, conductor = self.conductor.state, self.conductor
        if state.paused:
            conductor.resume()
            return
        match state.stage:
            case "nerves_before" | "nerves_after":
                self._nerves(line)
            case "forecast":
                self._forecast(line)
            case "asking" | "thinking" | "ready":
                conductor.start_answer()
            case "answering" if state.take is not None and not state.take.audio:
                await self._typed_line(line)
            case "answering":
                await conductor.end_answer()
            case "reviewing" if (rating := _number(line, 1, 5)) is not None and state.take is not None:
                conductor.rate_answer(state.take.name, rating)
            case _:
                conductor.go_on()

    async def _typed_line(self, line: str) -> None:
        if line.strip():
            self._typed.append(line)
            self.conductor.draft("\n".join(self._typed), 0)
        elif self._typed:
            await self.conductor.end_answer()

    def _nerves(self, line: str) -> None:
        value = _number(line, 0, 10)
        if value is not None or not line.strip():
            if value is not None and value >= SETTLE_FROM and self.conductor.state.stage == "nerves_before":
                say(SETTLE_HINT)
            self.conductor.rate_nerves(value)
        else:
            say("A number from 0 to 10, or just Enter.")

    def _forecast(self, line: str) -> None:
        numbers = [number for word in line.split() if (number := _number(word, 0, 100)) is not None]
        if not line.strip():
            self.conductor.rate_session(None, None)
        elif len(numbers) == 2:
            self.conductor.rate_session(numbers[0], numbers[1])
        else:
            say("Two numbers from 0 to 100, or just Enter.")

    async def _command(self, line: str) -> None:
        command, _, rest = line.partition(" ")
        conductor = self.conductor
        match command:
            case "/again":
                done = conductor.ask_again()
            case "/take":
                done = conductor.take_again()
            case "/skip":
                done = conductor.skip()
            case "/think":
                done = conductor.think()
            case "/pause":
                done = conductor.pause()
            case "/resume":
                done = conductor.resume()
            case "/note":
                done = bool(rest.strip()) and conductor.note(rest.strip())
            case "/leave":
                await conductor.leave()
                done = True
            case _:
                say(HELP)
                done = True
        if not done:
            say("Not now. /help lists what you can say.")


def _number(text: str, least: int, most: int) -> int | None:
    """The whole number that the text is, if it is one of those."""
    text = text.strip()
    number = int(text) if text.isdecimal() and len(text) <= len(str(most)) else None
    return number if number is not None and least <= number <= most else None


def say(*lines: str) -> None:
    print(*(plain(line) for line in lines), sep="\n", flush=True)


async def practise(wish: Wish, settings: Settings, go_on: Path | None) -> int:
    """Holds a rehearsal on standard input and output, to its end or until the input ends."""
    saved = open_session(go_on) if go_on is not None else None
    if wish.friend or (saved is not None and saved.state.options.friend):
        raise UserError("With a friend it needs the screen.", "Leave out --plain.")
    run = PlainRehearsal()
    if saved is not None:
        rehearsal = await prepare_again(saved, settings, run.on_event)
    else:
        rehearsal = await prepare(wish, settings, run.on_event)
    run.attach(rehearsal.conductor)
    try:
        await _hold(run, rehearsal)
        if rehearsal.conductor.state.stage == "ended":
            await _show(rehearsal)
        else:
            lost = rehearsal.conductor.held_up
            say(LEFT.format(kept=f"{LOST} {MAKE_ROOM}" if lost else "Everything you said is saved;"))
    finally:
        await rehearsal.close()
    return 0


async def _hold(run: PlainRehearsal, rehearsal: Rehearsal) -> None:
    lines = Lines()
    for sentence in rehearsal.troubles:
        say(sentence)
    rehearsal.start()
    while not run.over.is_set():
        await run.until(lambda state: _listens(state) or run.over.is_set())
        run.prompt(rehearsal.conductor.state)
        line = await run.line_or_over(lines)
        if run.over.is_set():
            return
        if line is None:
            await rehearsal.conductor.leave()
        else:
            await run.on_line(line)


def _listens(state: State) -> bool:
    """Whether a line means something now. Between an answer and its feedback (where nothing was said there is none) no line is
    taken, so that an Enter that was meant for the one does not start the other."""
    take = state.take
    if state.stage == "asking":
        return take is not None and take.aloud and take.spoken is None
    return state.stage != "reviewing" or take is None or take.heard or not take.counts or state.paused


async def _show(rehearsal: Rehearsal) -> None:
    conductor = rehearsal.conductor
    if any(take.counts and not take.heard for take in conductor.state.takes):
        say("Listening back to what is left.")
    await conductor.settled()
    conductor.show_scores()
    saved = conductor.writer.saved()
    cards: list[tuple[Take, Scorecard | None]] = [(take, saved.card(take)) for take in saved.state.takes if take.counts]
    say("", *sessions.session_lines(saved, cards))
    say("", f"Saved as {saved.id}. `mock-interview replay last` brings it back.")
