"""Peer practice: two people at one terminal, two rounds. Each answers one and interviews one, and no question comes twice."""

from __future__ import annotations

from pathlib import Path

from msgspec.structs import replace
from textual.app import ComposeResult

from simulator import when
from simulator.errors import UserError
from simulator.interview.rehearsal import Wish
from simulator.interview.turns import Turn, held, turns
from simulator.sessions.store import SavedSession, open_session
from simulator.text import counted
from simulator.tui.actions import bindings
from simulator.tui.page import Page
from simulator.tui.screens.interview import Interview
from simulator.tui.widgets.choices import Choices, Row
from simulator.tui.widgets.words import Words

ROUNDS = 2
MINUTES = 30
"""Of a round, where neither minutes nor questions are given."""

BEFORE = "Round {round} of 2: {candidate} answers, {friend} interviews. {length} Take a few minutes to prepare, each for yourself."
FOR_CANDIDATE = (
    "{candidate}: call to mind two or three things that you did, and what came of each. Have a glass of water there."
)
FOR_FRIEND = (
    "{friend}: your page is behind f, at any time. It shows what to listen for and follow-ups to ask; tick what you hear, and note what "
    "strikes you. In the end you say what you think, before either of you sees a score."
)
LEFT = "{candidate}'s round was left before its end. It goes on where it was."
GOES_ON = "Your practice of today is not at its end yet."
DONE = "Both rounds are done. Look at them together: first what worked, then the one thing to change."


class PeerScreen(Page[None]):
    """`wish` names the candidate and the friend of the first round; in the second they swap."""

    NAME = "peer"
    BINDINGS = bindings(NAME)
    title_left = "Practise in turns"
    DEFAULT_CSS = """
    PeerScreen Choices { margin-top: 1; }
    """

    def __init__(self, wish: Wish | None = None) -> None:
        super().__init__()
        wish = wish or Wish()
        length = {} if wish.questions or wish.minutes else {"minutes": MINUTES}
        self.wish = replace(wish, **length)
        self.turns: tuple[Turn, Turn] | tuple[()] = ()
        self.rounds: list[SavedSession] = []
        """Those that came to their end."""
        self._interview: Interview | None = None
        self._left: Path | None = None
        self._comes_back = False
        """Whether the rounds so far are from another time today, and none was held on this screen yet."""

    def body(self) -> ComposeResult:
        yield Words(id="before", classes="gap")
        yield Words(id="candidate", classes="gap")
        yield Words(id="friend")
        yield Choices()

    def on_mount(self) -> None:
        try:
            owners_name = self.program.settings.name
            self.turns = turns(self.wish, owners_name)
            for saved in held(self.turns, owners_name, when.now()):
                self._take_in(saved)
                self._comes_back = True
        except UserError as error:
            self.dismiss()
            self.program.tell(error)
            return
        self._show()

    def on_screen_resume(self) -> None:
        """A round was left, or came to its end."""
        interview, self._interview = self._interview, None
        if interview is None or interview.folder is None or not interview.folder.exists():
            return
        with self.telling():
            self._take_in(open_session(interview.folder))
        self._comes_back = False
        self._show()

    def _take_in(self, saved: SavedSession) -> None:
        if saved.finished:
            self.rounds.append(saved)
        self._left = None if saved.finished else saved.folder

    # What is shown

    def _show(self) -> None:
        done = len(self.rounds) == ROUNDS
        lines = {"before": DONE, "candidate": "", "friend": ""}
        if not done:
            candidate, friend, _ = self.turns[len(self.rounds)]
            names = {"candidate": candidate, "friend": friend, "round": len(self.rounds) + 1, "length": self._length()}
            before = (LEFT if self._left is not None else BEFORE).format(**names)
            lines = {"before": f"{GOES_ON} {before}" if self._comes_back else before}
            lines |= {"candidate": FOR_CANDIDATE.format(**names), "friend": FOR_FRIEND.format(**names)}
        for name, line in lines.items():
            words = self.query_one(f"#{name}", Words)
            words.say(line[:1].upper() + line[1:])
            words.display = bool(line)
        rows = [
            Row(
                str(number), f"{self.turns[number].candidate}'s round", counted(len(saved.state.last_takes()), "answer")
            )
            for number, saved in enumerate(self.rounds)
        ]
        choices = self.query_one(Choices)
        choices.show(rows if done else [])
        choices.display = done
        if done:
            choices.focus()
        self.refresh_bindings()

    def _length(self) -> str:
        wish = self.wish
        if wish.questions:
            return f"{counted(wish.questions, 'question')}."
        return f"Up to {wish.minutes:.0f} minutes."

    # What can be done

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        done = len(self.rounds) == ROUNDS
        match action:
            case "begin":
                return not done and self._left is None
            case "go_on":
                return not done and self._left is not None
            case "open":
                return done
            case "anew":
                return self._comes_back
            case _:
                return True

    def action_begin(self) -> None:
        asked = {item.question.ref for saved in self.rounds for item in saved.state.plan}
        self._open(Interview(replace(self.turns[len(self.rounds)].wish, without=frozenset(asked))))

    def action_go_on(self) -> None:
        self._open(Interview(session=self._left))

    def action_anew(self) -> None:
        self.rounds, self._left, self._comes_back = [], None, False
        self._show()

    def _open(self, interview: Interview) -> None:
        self._interview = interview
        self.app.push_screen(interview)

    def on_choices_chosen(self, event: Choices.Chosen) -> None:
        self.action_open()

    def action_open(self) -> None:
        row = self.query_one(Choices).selected
        if row is not None and row.key is not None:
            self.program.open("scorecard", session=self.rounds[int(row.key)].folder)
