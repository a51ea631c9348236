"""Small questions, plans and sessions for tests."""

from __future__ import annotations

from simulator.interview import events as ev
from simulator.questions.model import FollowUp, ListenFor, Part, Plan, Planned, Question


def question(number: int = 1, **changes: object) -> Question:
    fields: dict[str, object] = {
        "id": f"question-{number}",
        "bank": "test",
        "text": f"Tell me about time number {number} when you helped a colleague.",
        "competency": f"competency {number}",
        "kind": "behavioural",
        "listen_for": (ListenFor(id="result", point="Say what came of it.", cues=("in the end", "as a result")),),
        "follow_ups": (
            FollowUp(when="no_result", text="What came of it?"),
            FollowUp(when="short", text="Can you say more?"),
        ),
        "think_seconds": 20,
        "answer_seconds": 90,
    }
    return Question(**{**fields, **changes})  # type: ignore[arg-type]


def plan(count: int = 2) -> Plan:
    parts: list[Part] = ["body"] * count
    items = tuple(Planned(part=part, question=question(number)) for number, part in enumerate(parts, start=1))
    return Plan(items=items, seed=1, banks=("test",))


def started(count: int = 2, **options: object) -> ev.SessionStarted:
    return ev.SessionStarted(
        t=0.0,
        by="candidate",
        version=ev.VERSION,
        at="2026-11-24T19:40:12+01:00",
        plan=plan(count),
        options=ev.Options(**{"nerves": False, **options}),  # type: ignore[arg-type]
    )
