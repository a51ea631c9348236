"""What either person at an interview can do from their page: the candidate's page and the friend's are made from it."""

from __future__ import annotations

from typing import ClassVar

from simulator.interview import events as ev
from simulator.interview.standing import main_take
from simulator.tui.notes import write_note
from simulator.tui.page import Page
from simulator.tui.sitting import Sitting
from simulator.tui.widgets.rating import RatingStage
from simulator.tui.widgets.scale import Scale


class Seat(Page[None]):
    """A page at an interview. A subclass sets `AUTHOR`, who sits there, and shows a RatingStage."""

    AUTHOR: ClassVar[ev.Author]
    HOLDS = True
    AUTO_FOCUS = ""

    sitting: Sitting

    @property
    def rating(self) -> bool:
        """Whether it is time to rate the whole on its scales."""
        raise NotImplementedError

    def action_done(self) -> None:
        self.app.run_worker(self.sitting.conductor.end_answer(self.AUTHOR))

    def action_ask_again(self) -> None:
        self.sitting.conductor.ask_again(self.AUTHOR)

    def action_take_again(self) -> None:
        self.sitting.conductor.take_again(self.AUTHOR)

    def action_skip(self) -> None:
        self.sitting.conductor.skip(self.AUTHOR)

    def action_pause(self) -> None:
        self.sitting.conductor.pause(self.AUTHOR)

    def action_resume(self) -> None:
        self.sitting.conductor.resume(self.AUTHOR)

    def action_rate(self, digit: str) -> None:
        state = self.sitting.state
        if state.take is not None:
            self.sitting.conductor.rate_answer(main_take(state, state.take).name, int(digit), self.AUTHOR)

    def action_rate_lower(self) -> None:
        self._rate_by(-1)

    def action_rate_higher(self) -> None:
        self._rate_by(1)

    def _rate_by(self, step: int) -> None:
        """What is rated now, one less or one more."""
        if self.rating:
            self.query_one(RatingStage).move(step)
        else:
            scale = self.query_one("#rating", Scale)
            scale.move(step)
            self.action_rate(str(scale.value))

    def action_rate_scale(self, digit: str) -> None:
        self.query_one(RatingStage).rate(int(digit))

    def action_take_back(self) -> None:
        self.query_one(RatingStage).take_back()

    def action_note(self) -> None:
        self.run_worker(write_note(self, self.sitting, self.AUTHOR))
