"""Voice, microphone, recogniser: three lines that turn into plain results."""

from __future__ import annotations

import asyncio
import time
from typing import Literal

from textual import work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content

from simulator.errors import UserError
from simulator.speech.check import SENTENCE, Finding, check_microphone, check_voice
from simulator.speech.ears import Ears
from simulator.speech.sound import Sound
from simulator.text import plain
from simulator.tui.actions import bindings
from simulator.tui.page import Page
from simulator.tui.widgets.live import LevelMeter
from simulator.tui.widgets.words import Words

SAY = "I am ready for this."
LISTENING_SECONDS = 4.0

Part = Literal["voice", "microphone", "recogniser"]

WITHOUT: dict[Part, str] = {
    "voice": "Everything else works without it.",
    "microphone": "Without it you type your answers; they are scored for what they say.",
    "recogniser": "Without it your answers are recorded and their pauses measured, and no words.",
}

NOT_HEARD = "If not, turn the volume up or choose another loudspeaker in the settings."
KEPT = "Nothing of this check is kept."


class CheckLine(Vertical):
    """One part: its name, and what is known of it so far."""

    DEFAULT_CSS = """
    CheckLine { height: auto; margin-bottom: 1; }
    CheckLine Words { padding-left: 3; }
    CheckLine .name { padding-left: 0; text-style: bold; }
    """

    def __init__(self, part: Part) -> None:
        super().__init__(id=part)
        self.part = part
        self.finding: Finding | None = None

    def compose(self) -> ComposeResult:
        yield Words(classes="name")
        yield Words(classes="result")
        yield Words(classes="mend quiet")

    def wait(self, doing: str) -> None:
        """Not known yet."""
        self.finding = None
        self._say("…", doing, "")

    def find(self, finding: Finding, *, without: bool = False) -> None:
        """The result; `without` adds what works all the same where the part is missing."""
        self.finding = finding
        mend = " ".join(each for each in (finding.mend, WITHOUT[self.part] if without else "") if each)
        self._say("works" if finding.ok else "missing" if without else "needs a look", finding.sentence, mend)

    def _say(self, state: str, result: str, mend: str) -> None:
        name = Content.assemble(f"{self.part.capitalize()}: ", Content(plain(state)))
        self.query_one(".name", Words).say(name)
        self.query_one(".result", Words).say(result)
        self.query_one(".mend", Words).say(mend)
        self.query_one(".mend").display = bool(mend)


class DeviceCheck(Page[None]):
    NAME = "device_check"
    BINDINGS = bindings(NAME)
    title_left = "Microphone and voice"
    DEFAULT_CSS = """
    DeviceCheck LevelMeter { width: 40; margin-left: 3; display: none; }
    DeviceCheck LevelMeter.-open { display: block; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._sound: Sound | None = None
        self._ears: Ears | None = None

    def body(self) -> ComposeResult:
        yield CheckLine("voice")
        yield CheckLine("microphone")
        yield LevelMeter(lambda: self._sound.level if self._sound is not None else None)
        yield CheckLine("recogniser")
        yield Words(KEPT, classes="quiet")

    def line(self, part: Part) -> CheckLine:
        return self.query_one(f"#{part}", CheckLine)

    @property
    def recogniser_process(self) -> int | None:
        """Its id, while it runs."""
        return self._ears.pid if self._ears is not None else None

    def on_mount(self) -> None:
        self.action_again()

    def action_again(self) -> None:
        self._check()

    async def put_away(self) -> None:
        closing = [each.close() for each in (self._sound, self._ears) if each is not None]
        self._sound = self._ears = None
        await asyncio.gather(*closing)

    async def on_unmount(self) -> None:
        await self.put_away()

    @work(exclusive=True)
    async def _check(self) -> None:
        for part in ("voice", "microphone", "recogniser"):
            self.line(part).wait("opening…")
        await self.put_away()
        await asyncio.gather(self._check_sound(), self._open_ears())
        await self._check_words()
        await self.put_away()

    async def _open_ears(self) -> None:
        line = self.line("recogniser")
        line.wait("loading…")
        self._ears = ears = await Ears.open(self.program.settings)
        await ears.ready()
        if ears.engine:
            line.wait("waiting for your words…")
        else:
            line.find(Finding(ok=False, sentence=ears.trouble), without=True)

    async def _check_sound(self) -> None:
        settings = self.program.settings
        self._sound = sound = await Sound.open(microphone=settings.microphone, loudspeaker=settings.loudspeaker)
        self.line("microphone").wait("waiting for the voice to end…" if settings.voice else "opening…")
        if settings.voice:
            self.line("voice").wait(f"speaking… “{SENTENCE}”")
            voice, echo = await check_voice(sound, voice_id=settings.voice_id, rate=settings.voice_rate)
            if voice.ok:
                voice = Finding(ok=True, sentence=voice.sentence, mend=NOT_HEARD)
            if echo is not None and not echo.ok:
                voice = Finding(ok=False, sentence=f"{voice.sentence} {echo.sentence}", mend=echo.mend)
            self.line("voice").find(voice, without=echo is None and not voice.ok)
        else:
            self.line("voice").find(Finding(ok=True, sentence="Turned off in the settings: questions are only shown."))
        meter = self.query_one(LevelMeter)
        if sound.microphone:
            self.line("microphone").wait(f"listening… say: “{SAY}”")
            meter.add_class("-open")
        levels = await check_microphone(sound, LISTENING_SECONDS)
        meter.remove_class("-open")
        self.line("microphone").find(levels, without=not sound.microphone)

    async def _check_words(self) -> None:
        sound, ears, line = self._sound, self._ears, self.line("recogniser")
        if ears is None or sound is None or not ears.engine:
            return
        if not sound.microphone:
            line.find(Finding(ok=True, sentence="It is loaded; without a microphone it has nothing to hear."))
            return
        line.wait("reading what you said…")
        try:
            samples = await sound.recent(LISTENING_SECONDS)
            began = time.monotonic()
            heard = await ears.hear_pcm(samples)
            took = time.monotonic() - began
        except UserError as error:
            line.find(Finding(ok=False, sentence=error.message, mend=error.mend), without=True)
            return
        if heard.text:
            sentence = f"It understood “{heard.text}”, in {took:.1f} s for {LISTENING_SECONDS:.0f} s of sound."
            line.find(Finding(ok=True, sentence=sentence))
        else:
            line.find(Finding(ok=False, sentence="It heard no words.", mend=f"Press Space and say: “{SAY}”"))
