"""What pages have in common on which answers are heard: the player, and the loudspeaker for as long as the page is there."""

from __future__ import annotations

from contextlib import suppress

from textual import work
from textual.worker import Worker, WorkerError

from simulator.sessions.answers import Replayable, passage
from simulator.sessions.player import Player
from simulator.speech.sound import Sound
from simulator.tui.page import Page
from simulator.tui.widgets.live import is_calm
from simulator.tui.widgets.timeline import Timeline
from simulator.tui.widgets.words import Words

TICKS_PER_SECOND = 25
"""So that what is shown is at no time 50 ms away from what is heard."""

SILENT = "No loudspeaker was found, so this plays silently."


class Playing(Page[None]):
    """Opens its sound by `open_sound`, when it has something to show; until then, and without a loudspeaker, it plays silently."""

    def __init__(self) -> None:
        super().__init__()
        self.player = Player()
        self._sound: Sound | None = None
        self._opening_sound: Worker[None] | None = None
        self._saying = ""
        self._trouble = ""
        """Of the sound, as it was said last."""

    def on_mount(self) -> None:
        self._ticks = self.set_interval(1 / TICKS_PER_SECOND, self._tick, pause=True)

    def open_sound(self) -> None:
        if self._opening_sound is None and not self.was_left():
            self._opening_sound = self._open_sound()

    @work
    async def _open_sound(self) -> None:
        with self.telling():
            sound = await Sound.open(loudspeaker=self.program.settings.loudspeaker, capture=False)
            if self.was_left():
                await sound.close()
                return
            self._sound = sound
            self.player.trouble = self._trouble = "" if sound.loudspeaker else SILENT
            self.player.attach(sound)
            self.say_sound()

    def say_sound(self) -> None:
        """Whether there is sound is known now, or has changed."""

    async def put_away(self) -> None:
        self.player.pause()
        if self._opening_sound is not None:
            with suppress(WorkerError):
                await self._opening_sound.wait()
        if self._sound is not None:
            sound, self._sound = self._sound, None
            await sound.close()

    def on_unmount(self) -> None:
        self.program.close_aside(self.put_away())

    @property
    def shown_at(self) -> float:
        """Where it is in the answer, in seconds, as it is shown: where less motion is wanted, in whole ones while it plays."""
        at = self.player.position
        return float(int(at)) if self.player.playing and is_calm(self) else at

    def look(self) -> None:
        """Shows where the player is: while it plays, and whenever something of it has changed."""
        for timeline in self.query(Timeline):
            timeline.look()

    def _tick(self) -> None:
        """Looks where the player is, as long as it plays; keys change when it has come to the end."""
        was = self.player.playing
        self.player.tick()
        self.look()
        if self._trouble != self.player.trouble:
            self._trouble = self.player.trouble
            self.say_sound()
        if not self.player.playing:
            self._ticks.pause()
            if was:
                self.refresh_bindings()

    def play(self) -> None:
        self.player.play()
        self._ticks.resume()

    def say_aloud(self, heard: Replayable | None, line: Words) -> None:
        """While an answer is heard, the sentence that is being said stands on the screen as well."""
        if self.player.playing and heard is not None:
            saying = passage(heard.tokens, heard.sentences, self.player.position)
            if saying != self._saying:
                self._saying = saying
                line.say(saying)

    def action_play(self) -> None:
        self.play()
        self.refresh_bindings()

    def action_stop(self) -> None:
        self.player.pause()
        self.look()
        self.refresh_bindings()
