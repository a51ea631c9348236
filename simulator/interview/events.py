"""The events of a session: one flat JSON object each, one line each in the journal.

Every event has `t` (seconds since the session began, over all its sittings, from a clock that cannot run
backwards) and `by` (who caused it). The journal's line number is an event's sequence number. Screens, saved
sessions, replay and scorecard are all readers of this stream. The format is described in `sessions/README.md`.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

import msgspec

from simulator.decoding import Number, Whole
from simulator.preparation.model import Sheet
from simulator.questions.model import Plan
from simulator.scoring.card import LeftOut

VERSION = 1
"""Version of the journal's format."""

Author = Literal["candidate", "friend", "program"]
MomentKind = Literal["strong", "unclear", "filler"]
EndReason = Literal["key", "time", "asked again", "think first", "skipped", "left", "cut off", "trouble"]


class Options(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How this session is run; chosen before it begins, kept in its first event. `follow_ups`: as
    many may come after an answer. `step`: at which step of the nerves ladder it is held (`comeback.ladder`), 0 for none; what a step means
    are the fields behind it. `untimed`: no limit of time at all, whatever the other fields say. `left_out`: what the person leaves out of the scores. `clock`: how long an answer takes is shown. `pressing`: a follow-up after every answer, whatever it lacks. `poker_face`: nothing
    is said between the questions. `interruptions`: the interviewer breaks in on long answers. `panel`: a second interviewer asks every other question, and
    after the answers of the first."""

    friend: bool = False
    answers: Literal["spoken", "typed"] = "spoken"
    voice: bool = True
    ends: Literal["key", "time"] = "key"
    listening: Literal["auto", "space"] = "auto"
    thinking: Literal["asked", "always", "never"] = "asked"
    follow_ups: Whole = 2
    nerves: bool = True
    step: Whole = 0
    clock: bool = True
    pressing: bool = False
    poker_face: bool = False
    interruptions: bool = False
    panel: bool = False
    untimed: bool = False
    left_out: tuple[LeftOut, ...] = ()

    @property
    def leaving_out(self) -> tuple[LeftOut, ...]:
        """All that is left out of the scores: without a limit nothing is scored by time."""
        return (*self.left_out, "time") if self.untimed else self.left_out


def _snake(name: str) -> str:
    return "".join(f"_{c.lower()}" if c.isupper() else c for c in name).lstrip("_")


class Event(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag=_snake):
    """What all events share."""

    t: Number
    by: Author = "program"


# The session as a whole


class SessionStarted(Event, frozen=True, kw_only=True):
    """The first event. `at` is the wall clock with its offset from UTC, ISO 8601. `people` gives names to authors. `sheet` is the
    prep sheet that was active, as it was then."""

    version: Whole
    at: str
    plan: Plan
    options: Options
    people: dict[str, str] = {}
    sheet: Sheet | None = None


class SessionContinued(Event, frozen=True, kw_only=True):
    """A later sitting begins, after leaving or after the session was cut off."""

    at: str


class Paused(Event, frozen=True, kw_only=True):
    """Nothing moves until `Resumed`."""


class Resumed(Event, frozen=True, kw_only=True):
    """Goes on where it was."""


class SessionLeft(Event, frozen=True, kw_only=True):
    """Left, to be continued later."""


class SessionEnded(Event, frozen=True, kw_only=True):
    """Nothing is left to do; the scorecard may be shown."""


class Adjusted(Event, frozen=True, kw_only=True):
    """From here on the session is held with or without limits of time, and scored without what is left out: the person has set it otherwise than
    when it began."""

    untimed: bool
    left_out: tuple[LeftOut, ...]


class TriedAgain(Event, frozen=True, kw_only=True):
    """A session that was at its end goes on with one of its questions, for another take, spoken or typed; then it is at its end
    again."""

    question: Whole
    answers: Literal["spoken", "typed"]


class SessionNamed(Event, frozen=True, kw_only=True):
    """What the person calls the session, read as one line; empty takes the name back."""

    name: str


class SessionTagged(Event, frozen=True, kw_only=True):
    """All tags of the session from here on, each read as one word."""

    tags: tuple[str, ...]


class ScoresShown(Event, frozen=True, kw_only=True):
    """The program's scores were on screen from here on: what people said before was said without sight of them."""


# A question


class QuestionAsked(Event, frozen=True, kw_only=True):
    """A question is put. `follow_up` counts from 1 for follow-ups and is 0 for the question itself; `second`: by the second interviewer of
    a panel."""

    question: Whole
    take: Whole
    text: str
    follow_up: Whole = 0
    aloud: bool = True
    second: bool = False


class QuestionSpoken(Event, frozen=True, kw_only=True):
    """The question has been said to its end (or was only shown); response latency counts from here."""


class ThinkingStarted(Event, frozen=True, kw_only=True):
    """Thinking time, `seconds` at most; 0: as long as it takes."""

    seconds: Number


class ThinkingEnded(Event, frozen=True, kw_only=True):
    """Thought through, by key or by time."""


class AnswerStarted(Event, frozen=True, kw_only=True):
    """The microphone is open for this take, or the box is. `audio` is the file within the session, empty when typed."""

    audio: str = ""


class BrokenInto(Event, frozen=True, kw_only=True):
    """The interviewer breaks in, `at` seconds into the take, with a short line. While it is said `aloud` nothing is recorded."""

    take: str
    text: str
    at: Number
    aloud: bool = False


class FloorReturned(Event, frozen=True, kw_only=True):
    """The line with which the interviewer broke in is over; the answer goes on."""


class AnswerEnded(Event, frozen=True, kw_only=True):
    """The take is over after `seconds` of answering."""

    why: EndReason
    seconds: Number


class DraftTyped(Event, frozen=True, kw_only=True):
    """The whole text of a typed answer so far, the last one being the answer; the rest as in `Typed`."""

    text: str
    first_key: Number | None = None
    corrections: Whole = 0


class AnswerHeard(Event, frozen=True, kw_only=True):
    """The take named has been transcribed and looked at; `lacks` holds the conditions of follow-ups that are met, `reply`
    what the interviewer answers where the candidate asked something."""

    take: str
    lacks: tuple[str, ...] = ()
    reply: str = ""


class QuestionSkipped(Event, frozen=True, kw_only=True):
    """Passed over."""


class WentOn(Event, frozen=True, kw_only=True):
    """Done with the stage on screen, on to the next."""


# What people say about it


class NervesRated(Event, frozen=True, kw_only=True):
    """0 (calm) to 10, before or after; None when passed over."""

    when: Literal["before", "after"]
    value: Whole | None


class Settled(Event, frozen=True, kw_only=True):
    """The person took time to settle before the first question, `seconds` of it: by slow breathing, or by saying aloud that they are excited."""

    way: Literal["breathing", "excited"]
    seconds: Number


class AnswerRated(Event, frozen=True, kw_only=True):
    """1 to 5 for one take, by the candidate or the friend."""

    take: str
    value: Whole


class SessionRated(Event, frozen=True, kw_only=True):
    """Of the whole, before the scores are shown: the candidate's forecast or a friend's rating. `fluency` and `preparedness` 0 to 100, None:
    passed over; `scales` 1 to 5 by the keys of `interview.scales`. A rating that came by post, after the end, has an `author`, an `id` and
    the `copy` of the page on which it was given (empty from an earlier version): of two from one copy, and of two by one author, that with the greater id counts."""

    fluency: Whole | None
    preparedness: Whole | None
    scales: dict[str, Whole] = {}
    remark: str = ""
    author: str = ""
    id: str = ""
    copy: str = ""


class PointTicked(Event, frozen=True, kw_only=True):
    """A listen-for point noticed (or taken back) in this take."""

    take: str
    point: str
    on: bool


class Noted(Event, frozen=True, kw_only=True):
    """A note at this moment. `take` and `at` (seconds into it) place it in an answer, where there is one. One that came by post has an
    `author` and an `id`."""

    text: str
    take: str = ""
    at: Number | None = None
    author: str = ""
    id: str = ""


class MomentMarked(Event, frozen=True, kw_only=True):
    """A moment that somebody noticed: `at` seconds into a take. One that came by post has an `author` and an `id`."""

    kind: MomentKind
    take: str
    at: Number
    author: str = ""
    id: str = ""


class Reassured(Event, frozen=True, kw_only=True):
    """The friend says: take your time."""


class TranscriptCorrected(Event, frozen=True, kw_only=True):
    """The words of a take as a person says they were; the recogniser's own stay beside it. None: those count again."""

    take: str
    text: str | None


class FillerMarked(Event, frozen=True, kw_only=True):
    """The word or the hum at `at` seconds into a take is a filler, or is none, whatever the program made of it."""

    take: str
    at: Number
    filler: bool


class Trouble(Event, frozen=True, kw_only=True):
    """Something failed and the interview goes on; one sentence says so. `what`: microphone (gone), sound, voice, recogniser; and disk, which is said
    and never written."""

    what: str
    sentence: str


AnyEvent = (
    SessionStarted
    | SessionContinued
    | Paused
    | Resumed
    | SessionLeft
    | SessionEnded
    | Adjusted
    | TriedAgain
    | SessionNamed
    | SessionTagged
    | ScoresShown
    | QuestionAsked
    | QuestionSpoken
    | ThinkingStarted
    | ThinkingEnded
    | AnswerStarted
    | BrokenInto
    | FloorReturned
    | AnswerEnded
    | DraftTyped
    | AnswerHeard
    | QuestionSkipped
    | WentOn
    | NervesRated
    | Settled
    | AnswerRated
    | SessionRated
    | PointTicked
    | Noted
    | MomentMarked
    | Reassured
    | TranscriptCorrected
    | FillerMarked
    | Trouble
)


@lru_cache(maxsize=1024)  # asked for with every event
def take_name(question: int, take: int, follow_up: int = 0) -> str:
    """`q03-t2` is the second take of the third question, `q03-t2-f1` its first follow-up. Counts from 1."""
    return f"q{question + 1:02}-t{take}" + (f"-f{follow_up}" if follow_up else "")
