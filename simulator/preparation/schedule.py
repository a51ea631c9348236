"""The practice that is left before an interview, spread over the days up to it. Days are ordinals of the proleptic calendar."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import msgspec

WHOLE = "whole"
"""A whole interview, from greeting to close."""

JOB = "job"
"""Questions that fit the job on the sheet."""

Theme = str
"""A reason for rejection, `JOB` or `WHOLE`."""

THEMES: tuple[Theme, ...] = (JOB, "match", "role", "research", "leaving", "commitment", WHOLE)
"""What is rehearsed, in this order: first what one has most of, last the whole."""

SAID: Mapping[Theme, str] = {
    JOB: "questions that fit the job",
    "match": "what you have done that carries over",
    "role": "the job itself",
    "research": "what you know about them",
    "leaving": "why you move on",
    "commitment": "why you want this job",
    WHOLE: "a whole interview, from greeting to close",
}
"""Each theme in a few words."""

REST_BEFORE = 1
"""Days before the interview on which nothing new is begun, where there are enough days."""


class Sitting(msgspec.Struct, frozen=True):
    """What to rehearse on which day."""

    day: int
    theme: Theme


def spread(today: int, interview: int, done: Collection[Theme]) -> tuple[Sitting, ...]:
    """The themes not yet done, evenly over the days from today to the day before the interview; in a hurry several on one day.
    Empty once the day has come."""
    left = [theme for theme in THEMES if theme not in done]
    days = interview - today
    if days < 1 or not left:
        return ()
    last = days - 1 - (REST_BEFORE if days > len(left) else 0)
    step = last / max(1, len(left) - 1)
    return tuple(Sitting(today + round(number * step), theme) for number, theme in enumerate(left))
