"""Constructed debriefs with the plan that is expected of each (`tests/data/comeback`)."""

from __future__ import annotations

from pathlib import Path

import msgspec
import yaml

from simulator.comeback.audit import Standing
from simulator.comeback.findings import findings
from simulator.comeback.model import Debrief, Part, PracticePlan
from simulator.comeback.plan import make

FOLDER = Path(__file__).parents[1] / "data" / "comeback"

DAYS = (*(f"2026-11-{day}" for day in range(24, 31)), *(f"2026-12-0{day}" for day in range(1, 8)))
"""Two weeks from the day on which the plan is made."""


class Case(msgspec.Struct, forbid_unknown_fields=True):
    """What is known, in the shapes of the records, and the `plan`: day, kind, what and reason of each item, in their order."""

    about: str
    debrief: Debrief
    earlier: list[Debrief] = []
    practice: dict[Part, Standing] = {}
    asked: dict[str, str] = {}
    days: tuple[str, ...] = DAYS
    plan: list[dict[str, str]] = []


def cases() -> dict[str, Case]:
    """By the name of the file."""
    files = sorted(FOLDER.glob("*.yaml"))
    return {file.stem: msgspec.convert(yaml.safe_load(file.read_text(encoding="utf-8")), Case) for file in files}


def plan_of(case: Case) -> PracticePlan:
    return make(case.debrief, findings(case.debrief, case.earlier, case.practice), case.days, case.asked)


def shown(plan: PracticePlan) -> list[dict[str, str]]:
    return [
        {"day": item.day, "kind": item.kind, "what": item.what, "reason": item.reason}
        | ({"ref": item.ref} if item.kind == "question" else {})
        for item in plan.items
    ]
