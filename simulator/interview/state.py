"""The state of an interview and the effects that a step asks for, as frozen types. Pure."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable
from typing import Literal, TypeVar

import msgspec

from simulator.interview import events as ev
from simulator.questions.model import Planned, Question
from simulator.speech.transcript import FillerMark

T = TypeVar("T")

Stage = Literal[
    "empty",
    "nerves_before",
    "asking",
    "thinking",
    "ready",
    "answering",
    "reviewing",
    "forecast",
    "nerves_after",
    "ended",
]

THINK_SECONDS = 30.0
"""Thinking time where the question names none."""

ABANDONED: frozenset[ev.EndReason] = frozenset({"asked again", "think first", "skipped"})


class NotNow(Exception):
    """The event does not fit the state; nothing has changed and nothing must be written."""


class Take(msgspec.Struct, frozen=True, kw_only=True):
    """One attempt at one question, or at a follow-up to it."""

    question: int
    number: int
    text: str
    follow_up: int = 0
    asked: float = 0.0
    aloud: bool = False
    spoken: float | None = None
    thought: bool = False
    started: float | None = None
    audio: str = ""
    clock: float = 0.0
    running_since: float | None = None
    interrupted: bool = False
    ended: ev.EndReason | None = None
    draft: ev.DraftTyped | None = None
    heard: bool = False
    lacks: tuple[str, ...] = ()
    ratings: dict[str, int] = {}
    ticked: frozenset[str] = frozenset()
    corrected: str | None = None
    marks: tuple[FillerMark, ...] = ()
    second: bool = False
    """Whether the second interviewer of a panel asked."""
    broken_into: str = ""
    """The line with which the interviewer broke in; empty where nobody did."""
    reassured: bool = False
    """Whether the friend said to take one's time."""

    @property
    def name(self) -> str:
        return ev.take_name(self.question, self.number, self.follow_up)

    @property
    def counts(self) -> bool:
        """Whether it was answered: takes that were abandoned or hold nothing are kept, but neither scored nor listed."""
        said = self.audio or (self.draft is not None and self.draft.text.strip())
        return bool(said) and self.ended is not None and self.ended not in ABANDONED

    @property
    def latency(self) -> float | None:
        """Seconds from the end of the question to the open microphone; None where it would not be fair to score it."""
        if self.started is None or self.spoken is None or not self.aloud or self.thought or self.interrupted:
            return None
        return self.started - self.spoken

    def seconds(self, t: float) -> float:
        """Seconds of answering up to `t`, pauses of the interview left out."""
        return self.clock + (t - self.running_since if self.running_since is not None else 0.0)


class State(msgspec.Struct, frozen=True, kw_only=True):
    """Everything a reader needs to know at one moment of a session."""

    session: ev.SessionStarted | None = None
    t: float = 0.0
    stage: Stage = "empty"
    paused: bool = False
    left: bool = False
    question: int = 0
    takes: tuple[Take, ...] = ()
    skipped: frozenset[int] = frozenset()
    nerves: dict[str, int | None] = {}
    estimates: dict[str, ev.SessionRated] = {}
    """What people said of the whole: by `candidate`, `friend`, and `friend:NAME` for each whose rating came by post."""
    posted: dict[str, ev.SessionRated] = {}
    """The newest rating from each copy of a page that came by post; by its author, where the copy is not known."""
    scores_shown: bool = False
    trying_again: Literal["", "spoken", "typed"] = ""
    """How the question at hand is answered where it is only tried again, in a session that was at its end."""
    name: str = ""
    tags: frozenset[str] = frozenset()
    trouble: str = ""

    @property
    def options(self) -> ev.Options:
        options = self.session.options if self.session else ev.Options()
        if options.untimed:
            options = msgspec.structs.replace(options, ends="key", clock=False, interruptions=False)
        if self.trying_again:
            # Only the answer is given again, by whoever gave it: what would be asked after it would be about another.
            return msgspec.structs.replace(
                options, answers=self.trying_again, friend=False, follow_ups=0, poker_face=False, interruptions=False
            )
        return options

    @property
    def plan(self) -> tuple[Planned, ...]:
        return self.session.plan.items if self.session else ()

    @property
    def current(self) -> Question | None:
        return self.plan[self.question].question if self.question < len(self.plan) else None

    @property
    def take(self) -> Take | None:
        """The newest take, if it belongs to the question at hand."""
        return self.takes[-1] if self.takes and self.takes[-1].question == self.question else None

    def named(self, name: str) -> Take | None:
        return next((take for take in reversed(self.takes) if take.name == name), None)

    def follow_ups(self, take: Take) -> tuple[Take, ...]:
        """The answers to the follow-ups of an answer, in their order."""
        return tuple(
            each
            for each in self.takes
            if each.follow_up and each.counts and (each.question, each.number) == (take.question, take.number)
        )

    def last_takes(self, scored: Collection[str] = ()) -> tuple[Take, ...]:
        """For each question the last take that counts, follow-ups left out: the ones a session is scored by. Where takes are
        `scored`, by their names, it is the last of these: one that was too short, say, takes nothing away from one before it."""
        answers = (take for take in self.takes if take.counts and not take.follow_up)
        last = last_scored(answers, lambda take: take.question, lambda take: take.name in scored)
        return tuple(sorted(last, key=lambda take: take.question))


def last_scored(takes: Iterable[T], question: Callable[[T], Hashable], scored: Callable[[T], bool]) -> tuple[T, ...]:
    """Of the takes of each question, given in the order of time, the last that was scored; the last where none was."""
    return tuple({question(take): take for take in sorted(takes, key=scored)}.values())


# Effects


class Ask(msgspec.Struct, frozen=True, kw_only=True):
    """Put this question: answer with `QuestionAsked`."""

    question: int
    take: int
    text: str
    follow_up: int = 0
    second: bool = False


class Say(msgspec.Struct, frozen=True, kw_only=True):
    """Say it aloud (if `aloud`), in the `second` interviewer's voice or the first one's: answer with `QuestionSpoken` when it has been said."""

    text: str
    aloud: bool
    second: bool = False


class BreakIn(msgspec.Struct, frozen=True, kw_only=True):
    """Say this line into the answer while nothing is recorded: answer with `FloorReturned`."""

    text: str
    second: bool = False


class Hush(msgspec.Struct, frozen=True):
    """Stop speaking."""


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """Open this take's recording, or go on with it: answer with `AnswerStarted` unless `again`."""

    take: str
    again: bool = False


class StopRecording(msgspec.Struct, frozen=True, kw_only=True):
    """Nothing more is written; the take goes on later."""

    take: str


class Timer(msgspec.Struct, frozen=True, kw_only=True):
    """After `seconds` say that the time for `what` is over, unless the stage changes first."""

    what: Literal["thinking", "answer", "patience"]
    seconds: float


class Think(msgspec.Struct, frozen=True):
    """Answer with `ThinkingStarted`."""


class Hear(msgspec.Struct, frozen=True, kw_only=True):
    """Transcribe and look at this take: answer with `AnswerHeard`."""

    take: str


class GoOn(msgspec.Struct, frozen=True):
    """Answer with `WentOn`: nothing is said between this answer and the next question."""


class Close(msgspec.Struct, frozen=True):
    """Nothing is left to ask: answer with `SessionEnded`."""


Effect = Ask | Say | BreakIn | Hush | Record | StopRecording | Timer | Think | Hear | GoOn | Close

Action = Literal[
    "start", "done", "think", "think_done", "ask_again", "take_again", "go_on", "skip", "pause", "resume", "follow_up"
]
"""What people may do, by name; leaving, noting, ticking and rating a take are possible at all times."""


def possible(state: State) -> frozenset[Action]:
    """What can be done now, so that a screen offers only what works."""
    if state.session is None or state.left or state.stage in ("empty", "ended"):
        return frozenset()
    if state.paused:
        return frozenset({"resume"})
    actions: dict[str, tuple[Action, ...]] = {
        "asking": ("start", "think", "ask_again", "skip"),
        "thinking": ("think_done", "ask_again", "skip"),
        "ready": ("start", "think", "ask_again", "skip"),
        "answering": ("done", "think", "ask_again", "skip"),
        "reviewing": ("go_on", "take_again", "follow_up"),
    }
    return frozenset({"pause", *actions.get(state.stage, ("go_on",))})
