"""What a recogniser has to do, and which one reads a model."""

from __future__ import annotations

from collections.abc import Callable
from pkgutil import resolve_name
from typing import Protocol

from simulator.settings import Settings
from simulator.speech.levels import Samples
from simulator.speech.models import KINDS, Model
from simulator.speech.transcript import Word

LONGEST = 28.0
"""Seconds of a window at most."""

FIXED = 10.0
"""What a window costs before its first second of sound, in seconds of sound: Whisper always encodes 30 s. Measured with
tiny.en and a beam of five: 0.46 to 0.6 s of processor time for a window, 0.055 for each second in it."""


class Recogniser(Protocol):
    """A model, loaded once. `engine` names it in transcripts and scorecards, `model` in what was measured of this machine."""

    engine: str
    model: str
    window_seconds: float | None
    """What decoding a full window has taken so far, at least; None before there was one that tells."""

    def words(self, samples: Samples, offset: float) -> list[Word]:
        """The words of one window of up to LONGEST seconds; `offset` is where it begins, in seconds. The same samples give the same words."""


def open_recogniser(model: Model, settings: Settings) -> Recogniser:
    """Loads a model with what reads its kind."""
    opens: Callable[[Model, Settings], Recogniser] = resolve_name(KINDS[model.kind].opens)
    return opens(model, settings)
