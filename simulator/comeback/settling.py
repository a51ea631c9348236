"""Two minutes to settle before an interview: slow breathing, or one sentence said aloud. Pure.

About six breaths a minute, a little longer out than in, is what trials of slow breathing used (Zaccaro et al. 2018, Frontiers in Human Neuroscience 12:353;
Laborde et al. 2022, Neuroscience and Biobehavioral Reviews 138:104711). People who said "I am excited" before a speech, and did not try to calm
down, were found more persuasive, competent and confident by their listeners (Brooks 2014, Journal of Experimental Psychology: General 143:1144).
"""

from __future__ import annotations

import math

SECONDS = 120.0
"""Of the whole exercise; it can be left at any moment."""

IN, OUT = 4.0, 6.0
"""Seconds of breathing in and out: six breaths a minute."""

BREATHING = "Breathe with the shape, through the nose if you can: about six breaths a minute, out a little longer than in. Leave whenever you like."
BREATHING_CALM = BREATHING.replace("with the shape", "with the words")
"""Where the guide is words and a count."""

BREATHING_SOURCE = "Slow breathing calms the body within minutes (Zaccaro et al. 2018, Laborde et al. 2022)."

EXCITED = "Say it aloud, as if you meant it: “I am excited.” And once more."
EXCITED_SOURCE = "A fast heart is the same in fear and in looking forward. People who called it excitement spoke better than those who tried to calm down (Brooks 2014)."


def fullness(seconds: float) -> float:
    """How full the lungs are after so many seconds of the exercise, 0 to 1, turning gently at either end."""
    at = seconds % (IN + OUT)
    share = at / IN if at < IN else 1 - (at - IN) / OUT
    return (1 - math.cos(math.pi * share)) / 2


def word(seconds: float) -> str:
    return "breathe in" if seconds % (IN + OUT) < IN else "breathe out"


def count(seconds: float) -> int:
    """How many seconds of this breath, in or out, have begun."""
    at = seconds % (IN + OUT)
    return int(at if at < IN else at - IN) + 1
