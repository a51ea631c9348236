"""Wall clocks as sessions write them down."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

YEARS = range(1970, 3000)
"""Before and after these, dates cannot be reckoned with."""


def moment(text: str) -> datetime:
    """The time that ISO 8601 names with its offset from UTC. Raises ValueError for anything else."""
    with suppress(ValueError):
        at = datetime.fromisoformat(text)
        if at.tzinfo is not None and at.year in YEARS:
            return at
    raise ValueError(f"{text[:40]!r} is no time with its offset from UTC")
