"""What the search for a job holds, as frozen types: applications, debriefs, skills to gain, contacts. Each is a file that a person can read and
write; the formats are described in `docs/comeback.md`. Dates are YYYY-MM-DD, hours HH:MM, empty where they are not known."""

from __future__ import annotations

import re
from collections.abc import Collection
from itertools import chain, count
from typing import Annotated, Literal, get_args

import msgspec

from simulator.questions.model import Reason

Date = Annotated[str, msgspec.Meta(extra={"is": "date"})]
Hour = Annotated[str, msgspec.Meta(extra={"is": "hour"})]
Zone = Annotated[str, msgspec.Meta(extra={"is": "zone"})]
Id = Annotated[str, msgspec.Meta(extra={"is": "id"})]
Long = Annotated[str, msgspec.Meta(extra={"is": "lines"})]
"""Prose whose line breaks say something."""

Step = Annotated[int, msgspec.Meta(ge=1, le=5)]
Nerves = Annotated[int, msgspec.Meta(ge=0, le=10)]

Stage = Literal["lead", "applied", "interview", "offer", "rejected", "withdrawn", "accepted"]
Source = Literal["advertised", "contact", "outreach", "agency"]
Outcome = Literal["waiting", "offer", "rejected"]
Part = Literal[
    "homework",
    "first impression",
    "listening and answering",
    "enthusiasm",
    "your questions",
    "documents",
    "close and follow-up",
]
"""The seven parts of the audit, by the names that practice sessions use (`sessions.audit.PARTS`)."""

Topic = Reason | Part
"""What a finding is about: one of the five common reasons for rejection, or one of the seven parts of the audit."""

STAGES: tuple[Stage, ...] = get_args(Stage)
OPEN: tuple[Stage, ...] = ("lead", "applied", "interview", "offer")
PARTS: tuple[Part, ...] = get_args(Part)


class _Record(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    pass


class Record(_Record, frozen=True, kw_only=True):
    """What has a file of its own, named by its id."""

    id: Id


class Person(_Record, frozen=True, kw_only=True):
    """Somebody on the other side; `what` they are there."""

    name: str
    what: str = ""
    mail: str = ""


class Reached(_Record, frozen=True, kw_only=True):
    """The day on which an application came to a stage."""

    stage: Stage
    date: Date


class Appointment(_Record, frozen=True, kw_only=True):
    """A real interview: `zone` is a name of the time zone database (Europe/Berlin), empty for that of this machine."""

    date: Date
    hour: Hour = ""
    zone: Zone = ""
    minutes: Annotated[int, msgspec.Meta(ge=5, le=600)] = 60
    place: str = ""


def as_it_stands(held: Appointment) -> tuple[Date, Hour]:
    """Day and hour of an interview by the clock of its place."""
    return held.date, held.hour


class Application(Record, frozen=True, kw_only=True):
    """A job that one goes for. `stages` in the order of time; the last one is where it stands."""

    employer: str
    role: str
    area: str = ""
    source: Source = "advertised"
    sheet: Id = ""
    """The prep sheet, by its id."""
    posting: Long = ""
    skills: tuple[str, ...] = ()
    """Those that the posting requires, as the person confirmed them."""
    contact: Person | None = None
    recruiter: Person | None = None
    stages: tuple[Reached, ...] = ()
    interviews: tuple[Appointment, ...] = ()
    next_action: str = ""
    due: Date = ""
    note: Long = ""

    @property
    def stage(self) -> Stage:
        return self.stages[-1].stage if self.stages else "lead"

    @property
    def open(self) -> bool:
        return self.stage in OPEN


class Asked(_Record, frozen=True, kw_only=True):
    """A question that was really asked; `went` 1 (badly) to 5 (well)."""

    text: str
    competency: str = ""
    went: Step | None = None


class Audited(_Record, frozen=True, kw_only=True):
    """A part of the audit as the person saw it; `step` 1 to 5, anchored in `comeback.audit`."""

    part: Part
    step: Step
    note: str = ""


class Feedback(_Record, frozen=True, kw_only=True):
    """What an employer or recruiter said. `about` is what the person read out of it; `advice` is for the next application;
    `good` is what they liked."""

    date: Date
    by: Literal["employer", "recruiter"] = "employer"
    text: Long = ""
    about: tuple[Topic, ...] = ()
    advice: str = ""
    good: Long = ""


class Debrief(Record, frozen=True, kw_only=True):
    """One real interview, looked back on. `guesses` are what the person thinks fell short; `feedback` is what others said.
    `rest_until`: the day on which it is taken up again, if not today."""

    application: Id = ""
    """Empty until the person has said which job it was."""
    date: Date
    stage: str = ""
    """Which round it was, in the person's words: phone, first, second, final."""
    outcome: Outcome = "waiting"
    reason_given: str = ""
    reason_about: tuple[Topic, ...] = ()
    """What the person read out of the reason given."""
    interviewers: tuple[str, ...] = ()
    talked_about: tuple[str, ...] = ()
    questions: tuple[Asked, ...] = ()
    nerves: Nerves | None = None
    audit: tuple[Audited, ...] = ()
    guesses: tuple[Topic, ...] = ()
    feedback: tuple[Feedback, ...] = ()
    fun: str = ""
    """Something enjoyed first."""
    rest_until: Date = ""
    left_at: str = ""
    """The question of the debrief at which it goes on; empty once it is at its end."""
    thanked: Date = ""
    asked_for_feedback: Date = ""
    replied: Date = ""

    @property
    def begun(self) -> bool:
        """Whether anything was looked back on: letters that went out, the outcome that they answer, and whom one met are written down before that."""
        looked = (
            self.stage,
            self.reason_given,
            self.reason_about,
            self.questions,
            self.audit,
            self.guesses,
            self.feedback,
        )
        ended = self.outcome != "waiting" and not (self.thanked or self.asked_for_feedback or self.replied)
        return self.nerves is not None or ended or any(looked) or bool(self.left_at or self.fun)

    @property
    def met(self) -> bool:
        """Whether it tells of an interview that was held: where an application was turned down without one, only letters are written down."""
        told = (self.stage, self.interviewers, self.talked_about, self.questions, self.audit)
        return self.nerves is not None or any(told)


ItemKind = Literal["ask", "thank", "advice", "question", "practise", "sheet", "cv", "skill", "nerves", "own"]
"""What has to be done: a letter (ask for feedback, thank), advice to follow, a question or a theme to practise, a gap in the prep
sheet, a detail of the CV, a skill, a setting to rehearse, or what the person added."""


class PlanItem(_Record, frozen=True, kw_only=True):
    """One thing to do, the finding behind it as its `reason`, and its day. `key` tells it from others of its plan. `ref` says where it is done: a question
    (`bank/id`), a theme of practice, a field of the prep sheet, or a skill once it is named. `done` and `dropped` are the days on which it was."""

    key: str
    kind: ItemKind
    what: str
    reason: str = ""
    day: Date
    ref: str = ""
    done: Date = ""
    dropped: Date = ""

    @property
    def open(self) -> bool:
        return not self.done and not self.dropped


class PracticePlan(Record, frozen=True, kw_only=True):
    """What to do after an interview; its id is that of the debrief. `made` is the day from which on practice counts for it."""

    made: Date
    items: tuple[PlanItem, ...] = ()

    @property
    def open_items(self) -> tuple[PlanItem, ...]:
        return tuple(item for item in self.items if item.open)


class Skill(Record, frozen=True, kw_only=True):
    """A skill to gain. `progress` in percent, `cost` in the person's own currency."""

    name: str
    why: str = ""
    way: Literal["course", "certificate", "qualification", "project", "practice"] = "course"
    how: str = ""
    cost: Annotated[int, msgspec.Meta(ge=0, le=1_000_000)] = 0
    by: Date = ""
    progress: Annotated[int, msgspec.Meta(ge=0, le=100)] = 0


class Contact(Record, frozen=True, kw_only=True):
    """Somebody who may know of work, an event where such people are, or a lead that was never advertised."""

    kind: Literal["person", "event", "lead"] = "person"
    name: str
    mail: str = ""
    met: str = ""
    date: Date = ""
    """Of the event, or of the last word with them."""
    next_action: str = ""
    due: Date = ""
    note: Long = ""


class IfThen(Record, frozen=True, kw_only=True):
    """A plan for a moment that one fears: if this happens, then I do that. `practised` is the day on which it was last rehearsed."""

    when: str
    then: str
    practised: Date = ""


class Win(Record, frozen=True, kw_only=True):
    """A kind word, or something that went well, kept to be read before the next interview."""

    date: Date
    text: str
    by: str = ""


def free_id(text: str, taken: Collection[str]) -> str:
    """An id out of these words that is not taken yet."""
    base = "-".join(re.findall(r"[a-z0-9]+", text.casefold())[:6])[:48].strip("-") or "one"
    numbered = (f"{base}-{number}" for number in count(2))
    return next(each for each in chain((base,), numbered) if each not in taken)
