"""A rehearsal line by line: what a screen reader can follow and a pipe can drive.

Lines that begin with a slash command (`/help` lists them); every other line is the answer, a rating, or just Enter.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from simulator.cli import drop_output, sessions
from simulator.cli.plain import at_the_door, table
from simulator.cli.plain.lines import LINES, Ended, say, show, whole
from simulator.cli.plain.rating import Rating
from simulator.cli.plain.settle import settle
from simulator.cli.plain.telling import HELP, ON_OR_AWAY, Telling
from simulator.comeback.ladder import SETTLE_FROM
from simulator.interview import events as ev
from simulator.interview.conductor import Conductor
from simulator.interview.keeping import LOST, MAKE_ROOM
from simulator.interview.rehearsal import Rehearsal, Wish, prepare, prepare_again
from simulator.interview.standing import main_take, name_of, question_of
from simulator.interview.state import State, Take
from simulator.scoring.card import Scorecard
from simulator.sessions.store import open_session
from simulator.settings import Settings
from simulator.text import clock_text

if TYPE_CHECKING:
    from simulator.friend.host import Host

LEFT = "Left. {kept} `mock-interview --plain practise --continue last` goes on."
SETTLE_HINT = "That is a lot to carry. “I am excited”, said aloud, helps; /pause waits for as long as you like."
NOT_NOW = "Not now. /help lists what you can type."
UNTIMED = "There is no limit of time here, and no clock: take as long as you like."
NOTHING_TYPED = (
    "Nothing is typed yet. Type your answer; an empty line after it ends it, /skip passes over the question."
)
NO_RATING = "That is no rating. Type a number from 1 to 5 to rate it; Enter goes on."
WARMED_UP = "That was your warm-up. It is kept, without numbers. Go well."
FRIENDS_TURN = "Thank you. Now {name} says what they think on their page. /without goes on without it."
YOURSELF = "And more closely: how was it?"


class PlainRehearsal:
    """Says what happens and takes lines in; the conductor does the rest. The guest of `host`, if there is one, interviews on their own page; otherwise
    a friend, if there is one, sits at the same table. `again`: a question of a replay is tried again."""

    def __init__(self, host: Host | None = None, *, warm_up: bool = False, again: bool = False) -> None:
        self.over = asyncio.Event()
        self.host = host
        self.warm_up = warm_up
        self.understood = ""
        """The draft of what was understood of the answer that is being given."""
        self._changed = asyncio.Event()
        self._rehearsal: Rehearsal | None = None
        self._again = again
        self._telling = Telling(self._card, again=again)
        self._typed: list[str] = []
        self._prompted: tuple[str, ...] = ()
        self._forecast: tuple[int | None, int | None] = (None, None)
        self._rating: Rating | None = None

    def attach(self, rehearsal: Rehearsal) -> None:
        self._rehearsal = rehearsal
        if (ears := rehearsal.equipment.ears) is not None:
            ears.on_words = self._understand
        if self.host is not None:
            self.host.feed.attach(rehearsal.conductor)

    def _understand(self, draft: str) -> None:
        self.understood = draft

    def _card(self, take: str) -> Scorecard | None:
        return self.conductor.cards.get(take)

    @property
    def conductor(self) -> Conductor:
        assert self._rehearsal is not None
        return self._rehearsal.conductor

    async def until(self, condition: Callable[[State], bool]) -> None:
        """Waits for events until the condition holds."""
        while not condition(self.conductor.state):
            self._changed.clear()
            await self._changed.wait()

    async def line_or_change(self) -> tuple[bool, str | None]:
        """Whether a line came, and the line (None: the input has ended); not so where something happened before."""
        self._changed.clear()
        line, changed = asyncio.create_task(LINES.next()), asyncio.create_task(self._changed.wait())
        try:
            await asyncio.wait({line, changed}, return_when=asyncio.FIRST_COMPLETED)
            return (True, line.result()) if line.done() else (False, None)
        finally:
            line.cancel()
            changed.cancel()

    def on_event(self, event: ev.Event, state: State) -> None:
        """Reads the stream and says what a listener has to know. Where nobody listens any more the session is left."""
        self._changed.set()
        if self.host is not None:
            self.host.feed.take_in(event, state)
        try:
            match event:
                case ev.AnswerStarted():
                    self._typed, self.understood = [], ""
                case ev.SessionEnded() | ev.SessionLeft():
                    self.over.set()
            self._telling.tell(event, state)
        except BrokenPipeError:
            drop_output()
            self.over.set()

    def prompt(self, state: State) -> None:
        """Says what a line would do now, once for each stage of each take."""
        key = (state.stage, state.take.name if state.take else "", *state.estimates)
        stone = state.stage == "reviewing" and state.options.poker_face
        if not state.paused and key != self._prompted and not stone:
            if state.stage == "forecast":
                self._prompt_forecast(state)
            elif state.stage in PROMPTS:
                say(PROMPTS[state.stage])
                if state.stage == "reviewing" and state.options.friend and self.host is None:
                    say(table.HINT)
        self._prompted = key

    def _prompt_forecast(self, state: State) -> None:
        if self._rating is not None:
            self._rating.ask()
        elif "candidate" not in state.estimates:
            say(FORECAST)
        elif self.host is not None:
            say(FRIENDS_TURN.format(name=name_of(state, "friend")))
        else:
            self._rating = Rating(table.TURN.format(name=name_of(state, "friend")))

    async def on_line(self, line: str | None) -> None:
        """One line from the person. Raises Ended where the input has ended, before it or while it is seen to."""
        if line is None:
            raise Ended
        if self._again and line.strip() == "leave":  # the word that leaves everywhere else in a replay
            line = "/leave"
        if line.strip() == "?" or line.startswith("/"):
            await self._command(line)
            return
        state, conductor = self.conductor.state, self.conductor
        if state.paused:
            if line.strip():  # an answer that goes on would be lost
                say(f"Still paused. {ON_OR_AWAY}")
            elif not conductor.resume():
                say(state.trouble)
            return
        match state.stage:
            case "nerves_before" | "nerves_after":
                self._nerves(line)
            case "forecast":
                self._on_forecast(line)
            case "asking" | "thinking" | "ready":
                conductor.start_answer()
            case "answering" if state.take is not None and not state.take.audio:
                await self._typed_line(line)
            case "answering":
                await conductor.end_answer()
            case "reviewing" if (rating := whole(line, 1, 5)) is not None and state.take is not None:
                conductor.rate_answer(main_take(state, state.take).name, rating)
                say(f"You gave it {rating} of 5. Enter goes on.")
            case "reviewing" if line.strip():
                say(NO_RATING)
            case _:
                conductor.go_on()

    async def _typed_line(self, line: str) -> None:
        if line.strip():
            self._typed.append(line)
            self.conductor.draft("\n".join(self._typed), 0)
        elif self._typed:
            await self.conductor.end_answer()
        else:
            say(NOTHING_TYPED)

    def _nerves(self, line: str) -> None:
        value = whole(line, 0, 10)
        if value is not None or not line.strip():
            if value is not None and value >= SETTLE_FROM and self.conductor.state.stage == "nerves_before":
                say(SETTLE_HINT)
            self.conductor.rate_nerves(value)
        else:
            say("A number from 0 to 10, or just Enter.")

    # What one thinks of the whole

    def _on_forecast(self, line: str) -> None:
        state = self.conductor.state
        if self._rating is not None:
            self._rating.take(line)
            if self._rating.over:
                self._say_rating(state)
        elif "candidate" in state.estimates:
            self._prompt_forecast(state)
        else:
            self._on_numbers(line, state)

    def _on_numbers(self, line: str, state: State) -> None:
        numbers = [number for word in line.split() if (number := whole(word, 0, 100)) is not None]
        if line.strip() and len(numbers) != 2:
            say("Two numbers from 0 to 100, or just Enter.")
            return
        self._forecast = (numbers[0], numbers[1]) if numbers else (None, None)
        if state.options.friend:
            self._rating = Rating(YOURSELF)
        else:
            self.conductor.rate_session(*self._forecast)

    def _say_rating(self, state: State) -> None:
        """Of the candidate first; a friend at the same table then has their turn."""
        rating, self._rating = self._rating, None
        if rating is None:
            return
        if "candidate" not in state.estimates:
            self.conductor.rate_session(*self._forecast, scales=rating.scales)
        else:
            self.conductor.rate_session(None, None, by="friend", scales=rating.scales)

    # Commands

    async def _command(self, line: str) -> None:
        command, _, rest = line.partition(" ")
        conductor, rest = self.conductor, rest.strip()
        match command:
            case "/again" | "/repeat":
                done = self._resumed() and conductor.ask_again()
            case "/take":
                done = conductor.take_again()
            case "/skip":
                done = self._resumed() and conductor.skip()
            case "/think":
                done = conductor.think()
            case "/pause":
                done = conductor.pause()
            case "/resume":
                done = conductor.resume()
            case "/note":
                done = bool(rest) and conductor.note(rest)
            case "/leave":
                await conductor.leave()
                done = True
            case _:
                done = await self._other_command(command, rest)
        if not done:
            say(NOT_NOW)

    async def _other_command(self, command: str, rest: str) -> bool:
        """What asks about the interview, or what a friend does."""
        state = self.conductor.state
        match command:
            case "/time":
                return self._say_time(state)
            case "/words":
                say(self.understood or "\n".join(self._typed) or "Nothing has been understood yet.")
                return True
            case "/settle" if state.stage == "nerves_before":
                done = await settle()
                if done is not None:
                    self.conductor.settled_by(done.way, done.seconds)
                say(PROMPTS[state.stage])
                return True
            case "/settle":
                return False
            case "/without" if "candidate" in state.estimates:
                return self.conductor.go_on()
        if self.host is not None and command in at_the_door.COMMANDS:
            return at_the_door.do(self.host, command)
        if state.options.friend and self.host is None and command in table.COMMANDS:
            return await table.do(self.conductor, command, rest)
        if state.take is not None and state.stage in ("asking", "thinking", "ready", "answering"):
            say(f"The question: {state.take.text}")
        say(*HELP, *(at_the_door.HELP if self.host is not None else table.HELP if state.options.friend else ()))
        self._prompted = ()
        return True

    def _resumed(self) -> bool:
        """Goes on first where it is paused."""
        if self.conductor.state.paused and self.conductor.state.stage != "answering":
            self.conductor.resume()
        return True

    def _say_time(self, state: State) -> bool:
        take = state.take
        if not state.options.clock:
            say(UNTIMED)
            return True
        if take is None or state.stage != "answering":
            return False
        recommended = clock_text(question_of(state, take).answer_seconds)
        say(f"{clock_text(take.seconds(self.conductor.now))} so far; {recommended} is a good length.")
        return True


FORECAST = "Before the scores: what do you think, 0 to 100? Fluency and preparedness, for example 60 70. Enter passes."

PROMPTS = {
    "nerves_before": "How nervous are you, 0 to 10? Enter passes; /settle takes two minutes to settle first.",
    "nerves_after": "And now, 0 to 10? Enter passes.",
    "ready": "Your turn. Press Enter to begin.",
    "reviewing": "Enter goes on, /take takes it again, 1 to 5 rates it yourself.",
}


def _listens(state: State) -> bool:
    """Whether a line means something now. Between an answer and its feedback (where nothing was said there is none) no line is
    taken, so that an Enter that was meant for the one does not start the other."""
    take = state.take
    if state.stage == "asking":
        return take is not None and take.aloud and take.spoken is None
    return state.stage != "reviewing" or take is None or take.heard or not take.counts or state.paused


async def practise(wish: Wish, settings: Settings, go_on: Path | None, host: Host | None = None) -> int:
    """Holds a rehearsal on standard input and output, to its end or until the input ends."""
    run = PlainRehearsal(host, warm_up=wish.warm_up)
    if go_on is not None:
        rehearsal = await prepare_again(open_session(go_on), settings, run.on_event)
    else:
        rehearsal = await prepare(wish, settings, run.on_event)
    await sit(run, rehearsal)
    return 0


async def sit(run: PlainRehearsal, rehearsal: Rehearsal) -> None:
    """Holds one sitting and closes it. At its end the scorecard is said; where it is left, by Ctrl+C too, how it goes on."""
    run.attach(rehearsal)
    try:
        try:
            await _hold(run, rehearsal)
        except asyncio.CancelledError:
            await rehearsal.conductor.leave()
            say("")
            _say_left(rehearsal)
            raise
        if rehearsal.conductor.state.stage == "ended" and not rehearsal.conductor.state.left:
            await (rehearsal.conductor.settled() if run.warm_up else _show(rehearsal))
            if run.warm_up:
                say(WARMED_UP)
        else:
            _say_left(rehearsal)
    finally:
        await rehearsal.close()


def _say_left(rehearsal: Rehearsal) -> None:
    lost = rehearsal.conductor.held_up
    say(LEFT.format(kept=f"{LOST} {MAKE_ROOM}" if lost else "Everything you said is saved;"))


async def _hold(run: PlainRehearsal, rehearsal: Rehearsal) -> None:
    for sentence in rehearsal.troubles:
        say(sentence)
    rehearsal.start()
    while not run.over.is_set():
        await run.until(lambda state: _listens(state) or run.over.is_set())
        if run.over.is_set():
            return
        if run.warm_up and rehearsal.conductor.state.stage == "forecast":
            rehearsal.conductor.go_on()
            continue
        run.prompt(rehearsal.conductor.state)
        came, line = await run.line_or_change()
        try:
            if came:
                await run.on_line(line)
        except Ended:
            await rehearsal.conductor.leave()


async def _show(rehearsal: Rehearsal) -> None:
    conductor = rehearsal.conductor
    if any(take.counts and not take.heard for take in conductor.state.takes):
        say("Listening back to what is left.")
    await conductor.settled()
    if rehearsal.again is not None:
        return
    conductor.show_scores()
    saved = conductor.writer.saved()
    cards: list[tuple[Take, Scorecard | None]] = [(take, saved.card(take)) for take in saved.state.takes if take.counts]
    say("")
    show(sessions.session_lines(saved, cards))
    say("", f"Saved as {saved.id}. `mock-interview --plain replay last` brings it back.")
