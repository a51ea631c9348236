"""A progress report of made-up sessions, and what went well in them."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from simulator.comeback.wins import HEADINGS, Good
from simulator.progress.report import Report, report
from simulator.progress.sitting import Answered, Sitting
from tests.exports import hostile

FIRST = datetime.fromisoformat("2026-09-01T19:00:00+02:00")


def progress(count: int = 14) -> Report:
    """Scores that rise with a little variation, in competencies of which one is called by markup."""
    sittings, answers = [], []
    for number in range(count):
        at = FIRST + timedelta(days=5 * number)
        fluency, preparedness = 50.0 + 2 * number + number % 3, 55.0 + number % 4
        sittings.append(
            Sitting(
                at=at,
                id=f"session-{number}",
                fluency=fluency,
                preparedness=preparedness,
                dimensions={"flow": fluency},
                nerves_before=7 - number % 3,
                nerves_after=4 + number % 2,
                said_fluency=48 + number % 5,
                said_preparedness=50,
                friends={"flow": 2.0 + number % 3},
            )
        )
        answers += [
            Answered(
                at=at, ref=f"bank/{competency}", competency=competency, question=f"Tell me {hostile.SCRIPT}",
                session=f"session-{number}", take="q01-t1", fluency=fluency, preparedness=preparedness + 7 * place,
            )
            for place, competency in enumerate(("teamwork", "conflict", hostile.IMAGE)[: 1 + number % 3])
        ]  # fmt: skip
    return report(sittings, answers, date(2026, 11, 27))


def goods() -> list[Good]:
    """One of each kind of what went well, in long and hostile words."""
    return [
        Good(kind=kind, text=f"{hostile.NOTE} {'word ' * 40}", by=hostile.NAME, date="2026-11-01", question=text)
        for kind, text in zip(HEADINGS, (*hostile.ALL, ""), strict=True)
    ]
