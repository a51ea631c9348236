"""A session that is replayed in lines: where it stands, and what each word that is typed does. `replay` gives it the words."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

from simulator import when
from simulator.cli import show
from simulator.cli.plain import taking
from simulator.cli.plain.lines import say, seconds_of, whole
from simulator.cli.plain.putting_right import PuttingRight
from simulator.errors import UserError
from simulator.interview.conductor import wall_clock
from simulator.interview.rehearsal import Again
from simulator.interview.state import Take
from simulator.questions.load import all_questions
from simulator.questions.model import Question
from simulator.sessions import library
from simulator.sessions.answers import Replayable, answered, landing, mark_line, passage, replay_of
from simulator.sessions.player import Player
from simulator.sessions.putting_right import Change, told
from simulator.sessions.seeking import landings_of, mark_at, place_after, place_before, place_of, word_at
from simulator.sessions.store import SavedSession, open_session
from simulator.settings import Settings
from simulator.speech.sound import Sound
from simulator.text import clock_text, counted

TICK_SECONDS = 0.04
SILENT = "No loudspeaker was found, so this plays silently; `read` says the words."
NOTHING = "Nothing was answered in this session, so there is nothing to replay."
UNFINISHED = "This session has not come to its end: `mock-interview --plain practise --continue {id}` goes on with it."
TYPED = "It was typed, so there is nothing to hear; read says it."
SAMPLE_NAME = "the sample, corrected"


class Replay:
    """`say`s where it is and does what is typed. Opened by `open`, closed by `close`."""

    def __init__(self, folder: Path, settings: Settings) -> None:
        self.folder = folder
        self.player = Player()
        self.number = 0
        self.takes: tuple[Take, ...] = ()
        self.left = False
        self._settings = settings
        self._sound: Sound | None = None
        self._saved: SavedSession | None = None
        self._answers: dict[str, Replayable] = {}
        self._questions: list[Question] = []
        self._ticking: asyncio.Task[None] | None = None
        self._trouble = ""
        """Of the sound, as it was said last."""

    # Opening and closing

    async def open(self, take: str = "", at: float = 0.0) -> bool:
        """Whether there is anything to replay. Raises SessionError."""
        await self._read()
        if not self.takes:
            say(NOTHING)
            return False
        saved = self.saved
        say(
            f"{library.title(saved)}, {when.ago(saved.header.created, when.now())}: {counted(len(self.takes), 'answer')}."
        )
        if saved.damage:
            say(saved.damage)
        await self._open_sound()
        number = next((number for number, each in enumerate(self.takes) if each.name == take), 0)
        self._ticking = asyncio.create_task(self._tick())
        await self.go(number, at)
        return True

    async def close(self) -> None:
        if self._ticking is not None:
            self._ticking.cancel()
        await self._close_sound()

    async def _open_sound(self) -> None:
        try:
            sound = await Sound.open(loudspeaker=self._settings.loudspeaker, capture=False)
        except UserError as error:
            self.player.trouble = str(error)
        else:
            self._sound = sound
            self.player.trouble = "" if sound.loudspeaker else SILENT
            self.player.attach(sound)
        self._trouble = self.player.trouble
        if self._trouble and any(take.audio for take in self.takes):
            say(self._trouble)

    async def _close_sound(self) -> None:
        self.player.pause()
        if self._sound is not None:
            sound, self._sound = self._sound, None
            await sound.close()

    async def _read(self) -> None:
        self._saved = await asyncio.to_thread(open_session, self.folder)
        self.takes, self._answers = answered(self._saved), {}

    async def _tick(self) -> None:
        """Says when an answer that plays has come to its end, and why it is not heard."""
        while True:
            await asyncio.sleep(TICK_SECONDS)
            was = self.player.playing
            self.player.tick()
            if self.player.trouble != self._trouble:
                self._trouble = self.player.trouble
                if self._trouble:
                    say(self._trouble)
            if was and not self.player.playing:
                say("The end of this answer.")

    # Where it is

    @property
    def saved(self) -> SavedSession:
        assert self._saved is not None
        return self._saved

    @property
    def answer(self) -> Replayable:
        """The answer at hand."""
        take = self.takes[self.number]
        if take.name not in self._answers:
            self._answers[take.name] = replay_of(self.saved, take, self.questions)
        return self._answers[take.name]

    def questions(self) -> list[Question]:
        """What answers are scored against."""
        self._questions = self._questions or all_questions()
        return self._questions

    async def go(self, number: int, at: float = 0.0) -> None:
        """To an answer; it plays on if it played."""
        played = self.player.playing
        self.player.pause()
        self.number = number
        answer = await asyncio.to_thread(lambda: self.answer)
        self.player.load(answer.audio, answer.seconds)
        self.player.seek(at)
        say(f"Answer {number + 1} of {len(self.takes)}, {answer.place}: {answer.question}")
        if answer.seconds:
            say(f"It takes {clock_text(answer.seconds)} and has {counted(len(answer.marks), 'moment')}.")
        else:
            say(TYPED)
        if played:
            self.player.play()

    def where(self) -> str:
        """The second, the word and the moment."""
        answer, now = self.answer, self.player.position
        if not answer.seconds:
            return f"Answer {self.number + 1} of {len(self.takes)}, typed."
        word, mark = word_at(answer, now), mark_at(answer, now)
        parts = [
            f"{clock_text(now)} of {clock_text(answer.seconds)}",
            f"at “{word.text}”" if word is not None else "",
            f"in the moment {mark.name}" if mark is not None else "",
            "playing" if self.player.playing else "paused",
            f"at speed {self.player.speed:g}" if self.player.speed != 1 else "",
        ]
        return f"{', '.join(filter(None, parts))}."

    def seek(self, seconds: float) -> None:
        self.player.seek(seconds)
        say(self.where())

    # What is typed

    async def play(self, _: str) -> None:
        if self.player.playing:
            self.player.pause()
            say(f"Paused at {clock_text(self.player.position)}.")
        elif self.answer.seconds:
            self.player.play()
            say(f"Playing from {clock_text(self.player.position)}.")
        else:
            self._say_words()

    async def tell_where(self, _: str) -> None:
        say(self.where())

    async def at(self, rest: str) -> None:
        seconds = seconds_of(rest)
        if seconds is None:
            say("Type at and a time, such as at 0:52.")
        else:
            self.seek(seconds)

    async def faster(self, _: str) -> None:
        self.player.faster(1)
        say(f"Speed {self.player.speed:g}.")

    async def slower(self, _: str) -> None:
        self.player.faster(-1)
        say(f"Speed {self.player.speed:g}.")

    async def again(self, _: str) -> None:
        """The sentence at hand from its beginning."""
        begins = [start for start in self.answer.sentences if start <= self.player.position + TICK_SECONDS]
        self.player.seek(begins[-1] if begins else 0.0)
        self.player.play()
        say(f"Again from {clock_text(self.player.position)}.")

    async def loop(self, _: str) -> None:
        self.player.mark_loop()
        match self.player.loop:
            case None:
                say("No passage is repeated now.")
            case (start, None):
                say(f"A passage begins at {clock_text(start)}. Type loop again where it ends.")
            case (start, end):
                say(f"From {clock_text(start)} to {clock_text(end or 0.0)} is repeated, until you type loop again.")

    def _jump(self, places: Sequence[float], back: bool) -> bool:
        now = self.player.position
        place = place_before(places, now, playing=self.player.playing) if back else place_after(places, now)
        if place is not None:
            self.player.seek(place)
        return place is not None

    async def sentence(self, rest: str) -> None:
        if not self._jump(self.answer.sentences, rest == "back"):
            say("That was the last sentence.")
            return
        say(
            f"{clock_text(self.player.position)} {passage(self.answer.tokens, self.answer.sentences, self.player.position)}"
        )

    async def moment(self, rest: str) -> None:
        """The next one, the one before, or one by its number."""
        marks = self.answer.marks
        number = whole(rest, 1, len(marks))
        if number is not None:
            self.player.seek(landing(marks[number - 1].start))
        elif not marks or not self._jump(landings_of(self.answer), rest == "back"):
            say("That was the last moment." if marks else "There are no moments in this answer.")
            return
        mark = mark_at(self.answer, self.player.position)
        if mark is not None:
            say(f"Moment {marks.index(mark) + 1} of {len(marks)}: {mark_line(mark)}")
        else:
            say(self.where())

    async def moments(self, _: str) -> None:
        marks = self.answer.marks
        say(*(f"{number}. {mark_line(mark)}" for number, mark in enumerate(marks, start=1)))
        say("moment and a number goes there." if marks else "There are no moments in this answer.")

    async def question(self, rest: str) -> None:
        number = whole(rest, 1, len(self.takes))
        target = number - 1 if number is not None else self.number + (-1 if rest == "back" else 1)
        if 0 <= target < len(self.takes):
            await self.go(target)
        else:
            say("There is no answer behind this one." if target > 0 else "This is the first answer.")

    async def word(self, rest: str) -> None:
        place = place_of(rest, self.answer.tokens, self.player.position + TICK_SECONDS)
        if place is None:
            say(f"“{rest}” is not said in this answer." if rest else "Type word and what was said.")
        else:
            self.seek(place)

    async def read(self, _: str) -> None:
        self._say_words()

    def _say_words(self) -> None:
        answer = self.answer
        say(*(show.transcript(answer.card) if answer.seconds else [answer.text]), *answer.noticed)

    async def scores(self, _: str) -> None:
        card = self.answer.card
        if card is None:
            say("It has not been scored yet.")
        else:
            say(*show.card(card))

    async def try_again(self, rest: str) -> None:
        """Another take; then both are compared, if it was not left."""
        if not self.saved.finished:
            say(UNFINISHED.format(id=self.saved.id))
            return
        take = self.takes[self.number]
        typed = rest == "typed" or self.saved.state.options.answers == "typed"
        self.folder = library.own(self.folder, wall_clock(), "the sample, tried again")
        await self._close_sound()
        try:
            await taking.again(self.folder, self._settings, Again(take.question, typed))
        except UserError:  # the replay goes on, and is to be heard
            await self._open_sound()
            raise
        await self._read()
        await self._open_sound()
        newest = max(n for n, each in enumerate(self.takes) if each.question == take.question and not each.follow_up)
        if self.takes[newest].ended == "left":
            await self.go(self.number)
            return
        await self.go(newest)
        await self.compare("")

    async def compare(self, _: str) -> None:
        await taking.compare([self._of(each) for each in self.takes], self.takes[self.number].question)

    def _of(self, take: Take) -> Replayable:
        return self._answers.get(take.name) or replay_of(self.saved, take, self.questions)

    async def change(self, rest: str, ask: Callable[[PuttingRight, str], Awaitable[Change | None]]) -> None:
        """Asks what is to be put right, makes the change, and says what it does to the scores."""
        if not self.saved.finished:
            say(UNFINISHED.format(id=self.saved.id))
            return
        self.player.pause()
        before, at = self.answer, self.player.position
        change = await ask(PuttingRight(before, at, self.questions()), rest)
        if change is None:
            return
        self.folder = library.own(self.folder, wall_clock(), SAMPLE_NAME)
        await asyncio.to_thread(change.make, self.folder)
        await self._read()
        self.player.load(self.answer.audio, self.answer.seconds)
        self.player.seek(at)
        say(told(change, before, self.answer))

    async def correct(self, rest: str) -> None:
        await self.change(rest, PuttingRight.words)

    async def filler(self, rest: str) -> None:
        await self.change(rest, PuttingRight.filler)

    async def note(self, rest: str) -> None:
        await self.change(rest, PuttingRight.note)

    async def keep(self, _: str) -> None:
        from simulator.sessions import wins

        mark, answer = mark_at(self.answer, self.player.position), self.answer
        text = f"“{mark.text}”" if mark is not None and mark.sign == "*" and mark.text else ""
        text = text or passage(answer.tokens, answer.sentences, self.player.position) or answer.text
        wins.keep(text, when.now().date())
        say(f"Kept among your wins: {text}")

    async def leave(self, _: str) -> None:
        self.left = True
