"""Going to a place in an answer: by the second, the word, the sentence or the moment, or by a click."""

from __future__ import annotations

from collections.abc import Sequence

from simulator.sessions.answers import Replayable
from simulator.sessions.seeking import landings_of, place_after, place_before, words_of
from simulator.tui.playing import Playing
from simulator.tui.widgets.timeline import Timeline
from simulator.tui.widgets.transcript import Transcript


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
        target = place_after(places, now) if step > 0 else place_before(places, now, playing=self.player.playing)
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

    def action_word_on(self) -> None:
        self._jump(words_of(self.answer), 1)

    def action_word_back(self) -> None:
        self._jump(words_of(self.answer), -1)

    def _sentences(self) -> Sequence[float]:
        return self.answer.sentences if self.answer else ()

    def action_sentence_on(self) -> None:
        self._jump(self._sentences(), 1)

    def action_sentence_back(self) -> None:
        self._jump(self._sentences(), -1)

    def action_moment_on(self) -> None:
        self._jump(landings_of(self.answer), 1)

    def action_moment_back(self) -> None:
        self._jump(landings_of(self.answer), -1)

    def action_loop(self) -> None:
        """The beginning of a passage, then its end, then no loop any more."""
        self.player.mark_loop()
        self.look()
