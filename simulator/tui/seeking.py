"""Going to a place in an answer: by the second, the word, the sentence or the moment, or by a click."""

from __future__ import annotations

from collections.abc import Sequence

from simulator.sessions.answers import Replayable, landing
from simulator.tui.playing import Playing
from simulator.tui.widgets.timeline import Timeline
from simulator.tui.widgets.transcript import Transcript

AGAIN_SECONDS = 1.0
"""Going back from less than this behind the beginning of something goes to what stands before it."""


class Seeking(Playing):
    """A page with one answer, its timeline and its transcript."""

    @property
    def answer(self) -> Replayable | None:
        """The one that is shown."""
        raise NotImplementedError

    def seek(self, seconds: float) -> None:
        self.player.seek(seconds)
        self._tick()

    def on_transcript_wanted(self, event: Transcript.Wanted) -> None:
        self.seek(event.seconds)

    def on_timeline_wanted(self, event: Timeline.Wanted) -> None:
        self.seek(event.seconds)

    def _jump(self, places: Sequence[float], step: int) -> None:
        """To the next of these places, or the one before."""
        now = self.player.position
        if step > 0:
            target = next((place for place in places if place > now + 0.05), None)
        else:
            back = AGAIN_SECONDS if self.player.playing else 0.05
            target = next((place for place in reversed(places) if place < now - back), 0.0)
        if target is not None:
            self.seek(target)

    def action_back_1(self) -> None:
        self.seek(self.player.position - 1)

    def action_forward_1(self) -> None:
        self.seek(self.player.position + 1)

    def action_back_5(self) -> None:
        self.seek(self.player.position - 5)

    def action_forward_5(self) -> None:
        self.seek(self.player.position + 5)

    def _words(self) -> list[float]:
        return [token.start for token in self.answer.tokens if token.kind != "part"] if self.answer else []

    def action_word_on(self) -> None:
        self._jump(self._words(), 1)

    def action_word_back(self) -> None:
        self._jump(self._words(), -1)

    def _sentences(self) -> Sequence[float]:
        return self.answer.sentences if self.answer else ()

    def action_sentence_on(self) -> None:
        self._jump(self._sentences(), 1)

    def action_sentence_back(self) -> None:
        self._jump(self._sentences(), -1)

    def _landings(self) -> list[float]:
        return [landing(mark.start) for mark in (self.answer.marks if self.answer else ())]

    def action_moment_on(self) -> None:
        self._jump(self._landings(), 1)

    def action_moment_back(self) -> None:
        self._jump(self._landings(), -1)

    def action_loop(self) -> None:
        """The beginning of a passage, then its end, then no loop any more."""
        self.player.mark_loop()
        self.look()
