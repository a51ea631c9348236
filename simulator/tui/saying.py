"""Words that are said instead of typed, where a screen asks for some."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, cast

from textual import work
from textual.app import ComposeResult

from simulator.errors import UserError
from simulator.interview.equipment import Equipment, open_equipment
from simulator.tui.actions import bindings
from simulator.tui.page import Dialog
from simulator.tui.widgets.live import LevelMeter
from simulator.tui.widgets.words import Words

if TYPE_CHECKING:
    from simulator.tui.app import MockInterviewApp

LONGEST_SECONDS = 30.0
"""What the microphone's memory holds; nothing of it is written to disk."""

OPENING = "Opening the microphone…"
NOW = "Say it now; half a minute is kept in memory, and nothing on disk."
READING = "Reading what you said…"
NO_WORDS = "No words were heard. Say it once more, or press Esc and type it."
NO_MICROPHONE = "Press Esc and type it."


class Say(Dialog[str | None]):
    """Listens, and gives what was understood; None when it was left."""

    NAME = "say"
    BINDINGS = bindings(NAME)
    DEFAULT_CSS = """
    Say LevelMeter { width: 40; margin-top: 1; }
    """

    def __init__(self, what: str) -> None:
        super().__init__()
        self.what = what
        self._equipment: Equipment | None = None
        self._since = 0.0

    def body(self) -> ComposeResult:
        yield Words(self.what, classes="gap")
        yield Words(OPENING, id="state")
        yield LevelMeter(self._level)

    @property
    def listening(self) -> bool:
        return self._since > 0

    def _level(self) -> float | None:
        sound = self._equipment.sound if self._equipment is not None else None
        return sound.level if sound is not None and self.listening else None

    def on_mount(self) -> None:
        self._open()

    @work
    async def _open(self) -> None:
        program = cast("MockInterviewApp", self.app)
        equipment = await open_equipment(program.settings, spoken=True, voice=False)
        if not self.is_attached:
            program.close_aside(equipment.close())
            return
        self._equipment = equipment
        sound, ears = equipment.sound, equipment.ears
        if ears is not None:
            await ears.ready()
        if sound is None or ears is None or not sound.microphone or ears.trouble:
            why = [*equipment.troubles, sound.microphone_trouble if sound else "", ears.trouble if ears else ""]
            self._say(f"{next((each for each in why if each), '')} {NO_MICROPHONE}")
        else:
            self._listen(NOW)

    def _listen(self, said: str) -> None:
        self._since = time.monotonic()
        self._say(said)

    def _say(self, state: str) -> None:
        if self.is_attached:
            self.query_one("#state", Words).say(state)
            self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return self.listening or action != "done"

    @work(exclusive=True)
    async def action_done(self) -> None:
        equipment, seconds = self._equipment, min(time.monotonic() - self._since, LONGEST_SECONDS)
        if equipment is None or equipment.sound is None or equipment.ears is None:
            return
        self._since = 0.0
        self._say(READING)
        try:
            heard = await equipment.ears.hear_pcm(await equipment.sound.recent(seconds))
        except UserError as error:
            self._say(f"{error.message} {NO_MICROPHONE}")
            return
        if heard.text:
            self.dismiss(f"{heard.text[0].upper()}{heard.text[1:]}")
        else:
            self._listen(NO_WORDS)

    def action_back(self) -> None:
        self.dismiss(None)

    def on_unmount(self) -> None:
        if self._equipment is not None:
            cast("MockInterviewApp", self.app).close_aside(self._equipment.close())
