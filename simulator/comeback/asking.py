"""One question of a debrief, as data: whoever shows it needs to know nothing else. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from simulator.comeback.audit import Standing
from simulator.comeback.model import Part


class Choice(msgspec.Struct, frozen=True):
    key: str
    label: str
    detail: str = ""


class Ask(msgspec.Struct, frozen=True, kw_only=True):
    """One question as it is shown: with `choices` (of which several may be ticked, where `ticked` is not None), a text to `write` (the
    value is what stands there at first; `long`: of several lines), a `scale` of 0 to 10, or, with none of these, only to be read."""

    text: str
    about: str = ""
    choices: tuple[Choice, ...] = ()
    chosen: str = ""
    ticked: frozenset[str] | None = None
    write: str | None = None
    long: bool = False
    scale: bool = False
    value: int | None = None


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """What others found out: the question by which each asked one had been rehearsed (empty: none; None: not looked up yet), how recent practice
    went and what was seen in it, competencies, and the one that is `proposed` for the question at hand (empty: none yet)."""

    rehearsed: Mapping[str, str] | None = None
    practice: Mapping[Part, Standing] = {}
    seen: Mapping[Part, str] = {}
    competencies: Sequence[str] = ()
    proposed: str = ""
