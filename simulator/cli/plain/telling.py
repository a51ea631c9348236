"""What happens in an interview, said in lines as it happens: a reader of the stream of events."""

from __future__ import annotations

from collections.abc import Callable

from simulator.cli.plain.lines import say
from simulator.interview import events as ev
from simulator.interview.standing import name_of
from simulator.interview.state import State
from simulator.scoring.card import Scorecard
from simulator.sessions.told import MARKED
from simulator.text import clock_text, counted

HELP = (
    "/again or /repeat: asks the question again.",
    "/skip: passes over this question.",
    "/think: thinks first.",
    "/pause: pauses; /resume goes on.",
    "/time: says how long you have answered, and how long an answer should be.",
    "/words: says what was understood of your answer so far.",
    "/note and what you noticed: keeps a note.",
    "/take: takes the question again, after an answer.",
    "/settle: two minutes to settle, before the first question.",
    "/leave: leaves; continue later with `mock-interview --plain practise --continue last`.",
    "A typed answer ends with an empty line, a spoken one with Enter.",
)

STARTED = "{count}. /help lists what you can type; nothing leaves this machine."
CONTINUED = "Where you left it:"
ONCE_MORE = "Once more. Type leave to leave it for later."
LISTENING = "Listening. Press Enter when you are done."
TYPING = "Type your answer; an empty line ends it."
ON_OR_AWAY = "Press Enter or type /resume to go on, or type /leave to leave and to continue later."
REASSURED = "{name} says: take your time."
RATED = "{name} has said what they think."


class Telling:
    """`card` gives the scorecard of a take by its name, None while there is none; `again`: a question of a replay is tried again."""

    def __init__(self, card: Callable[[str], Scorecard | None], *, again: bool = False) -> None:
        self._card = card
        self._again = again
        self._noticed: list[str] = []
        """What a friend noticed in the answer that is being given: said when it is over, so that it interrupts nobody."""

    def tell(self, event: ev.Event, state: State) -> None:
        match event:
            case ev.SessionStarted():
                say(STARTED.format(count=counted(len(state.plan), "question")))
            case ev.SessionContinued():
                say(ONCE_MORE if self._again else CONTINUED)
            case ev.QuestionAsked():
                _announce(event, state)
            case ev.ThinkingStarted():
                how_long = f"{event.seconds:.0f} seconds" if event.seconds else "as long as you like"
                say(f"Think: {how_long}. Enter begins your answer.")
            case ev.AnswerStarted():
                say(LISTENING if event.audio else TYPING)
            case ev.BrokenInto():
                say(f"They break in: {event.text}")
            case ev.AnswerEnded():
                self._ended(event, state)
            case ev.AnswerHeard():
                self._feedback(event, state)
            case ev.Trouble():
                say(event.sentence)
            case ev.Paused():
                say(f"{_friend(state)} paused." if event.by == "friend" else "Paused.", ON_OR_AWAY)
            case ev.Resumed():
                say(f"{_friend(state)} goes on." if event.by == "friend" else "On we go.")
                if state.stage == "answering" and state.take is not None:
                    say(LISTENING if state.take.audio else TYPING)
            case _:
                self._of_friend(event, state)

    def _of_friend(self, event: ev.Event, state: State) -> None:
        if event.by != "friend":
            return
        name = _friend(state)
        match event:
            case ev.Reassured():
                say(REASSURED.format(name=name))
            case ev.SessionRated():
                say(RATED.format(name=name))
            case ev.Noted() | ev.MomentMarked():
                at = f" at {clock_text(event.at)}" if event.at is not None else ""
                what = (
                    f"noted{at}: {event.text}" if isinstance(event, ev.Noted) else f"marked{at}: {MARKED[event.kind]}"
                )
                self._noticed.append(f"{name} {what}.")
                if state.stage != "answering":
                    self._tell_noticed()

    def _tell_noticed(self) -> None:
        say(*self._noticed)
        self._noticed.clear()

    def _ended(self, event: ev.AnswerEnded, state: State) -> None:
        who = f"{_friend(state)} ends it here. " if event.by == "friend" else ""
        typed = state.take is not None and not state.take.audio
        kept = "Your answer is kept." if typed else "Listening back."
        time = "Time. Your answer is kept." if event.why == "time" else kept
        say(f"{who}{time} That took {clock_text(event.seconds)}.")
        if self._noticed:
            self._tell_noticed()

    def _feedback(self, event: ev.AnswerHeard, state: State) -> None:
        card = self._card(event.take)
        if card is None or state.options.friend or state.options.poker_face:
            return
        for name, remark in (("Worked", card.worked), ("Next", card.next)):
            if remark is not None:
                say(f"{name}: {remark.text}")


def _friend(state: State) -> str:
    """Their name, at the beginning of a sentence."""
    name = name_of(state, "friend")
    return f"{name[:1].upper()}{name[1:]}"


def _announce(event: ev.QuestionAsked, state: State) -> None:
    if event.second:
        say("The second interviewer:")
    if event.follow_up:
        asks = f"{_friend(state)} asks" if event.by == "friend" else "A follow-up"
        say(f"{asks}: {event.text}")
        return
    competency = state.plan[event.question].question.competency
    take = f", take {event.take}" if event.take > 1 else ""
    say("", f"Question {event.question + 1} of {len(state.plan)}{take} ({competency})", event.text)
