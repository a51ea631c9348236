"""A short way in for someone who was just turned down: comfort first, then one choice."""

from __future__ import annotations

from textual.app import ComposeResult

from simulator.questions.model import REASONS, Reason
from simulator.tui.actions import bindings
from simulator.tui.page import Page
from simulator.tui.widgets.choices import Choices, Row
from simulator.tui.widgets.words import Words

COMFORT = "I am sorry. Being turned down hurts, and it says little about the next time."
ASKED = "Did they tell you why? Whatever it was can be practised, a little at a time."
REST = "Then not today. You did something hard, and rest is part of it. This will be here."

SAID: dict[Reason, tuple[str, str]] = {
    "leaving": ("Why I am leaving was not clear", "questions about why you move on"),
    "role": ("I had not grasped the role", "questions about the job itself"),
    "research": ("I knew too little about them", "questions about the company"),
    "commitment": ("I did not seem to want it enough", "questions about why you want this job"),
    "match": ("My experience did not match", "questions that show what carries over"),
}
"""Each reason as someone hears it, and what is practised for it."""


class TurnedDown(Page[None]):
    NAME = "turned_down"
    BINDINGS = bindings(NAME)
    title_left = "After a rejection"

    def body(self) -> ComposeResult:
        yield Words(COMFORT, id="comfort", classes="gap")
        yield Words(ASKED, id="asked", classes="gap")
        yield Choices(
            [
                *(Row(reason, *SAID[reason]) for reason in REASONS),
                Row("none", "They gave no reason", "a little of everything"),
                Row(),
                Row("rest", "Not today"),
            ]
        )

    def on_choices_chosen(self, event: Choices.Chosen) -> None:
        self.action_open()

    def action_open(self) -> None:
        row = self.query_one(Choices).selected
        key = row.key if row else None
        if key == "rest":
            self.query_one("#comfort", Words).say(REST)
            self.query_one("#asked", Words).display = False
            self.query_one(Choices).show([Row("home", "Back to the beginning")])
        elif key == "home":
            self.action_back()
        elif key is not None:
            from simulator.interview.rehearsal import SHORT_MINUTES, Wish

            reason = next((each for each in REASONS if each == key), None)
            program = self.program
            self.dismiss()
            program.open("interview", wish=Wish(minutes=SHORT_MINUTES, reason=reason))
