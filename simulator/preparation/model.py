"""What a prep sheet holds, as frozen types. The file format is described in `docs/prep-sheets.md`."""

from __future__ import annotations

import msgspec


class Interview(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """When, where and how. `date` is YYYY-MM-DD, `hour` and `arrive` are HH:MM, in local time."""

    date: str = ""
    hour: str = ""
    place: str = ""
    format: str = ""
    way: str = ""
    arrive: str = ""
    dress: str = ""


class Concern(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What they may hold against one, and the answer to it."""

    concern: str
    answer: str = ""


class Transfer(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """For a change of career: a requirement, and the experience from another field that meets it."""

    requirement: str
    experience: str = ""


class Paper(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A document to bring: references, work samples, copies of the CV."""

    name: str
    ready: bool = False


class Story(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A STAR story. `points` are the key points that it must not be told without."""

    id: str
    title: str
    competencies: tuple[str, ...] = ()
    situation: str = ""
    task: str = ""
    action: str = ""
    result: str = ""
    points: tuple[str, ...] = ()


class Sheet(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The homework for one application."""

    id: str
    employer: str
    role: str
    interview: Interview = Interview()
    company: tuple[str, ...] = ()
    """Facts about the employer."""
    posting: str = ""
    tasks: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    """Those that the role requires, as the person confirmed them."""
    strengths: tuple[str, ...] = ()
    weaknesses: tuple[str, ...] = ()
    selling_points: tuple[str, ...] = ()
    why_role: str = ""
    why_leaving: str = ""
    concerns: tuple[Concern, ...] = ()
    transfers: tuple[Transfer, ...] = ()
    interviewers: tuple[str, ...] = ()
    documents: tuple[Paper, ...] = ()
    questions: tuple[str, ...] = ()
    """To ask the interviewer."""
    stories: tuple[Story, ...] = ()
