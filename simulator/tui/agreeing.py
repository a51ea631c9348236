"""What the progress screen shows of how far friends and the program agree."""

from __future__ import annotations

from datetime import datetime

from simulator import when
from simulator.interview.scales import BY_KEY
from simulator.progress.agreement import LEAST, Agreement, ends, pairs_of, shown
from simulator.progress.report import Report
from simulator.tui.widgets.choices import Row
from simulator.tui.widgets.trend import Drawn

AGREEMENT = "agreement:"
"""What the keys of its rows begin with."""

HIGHEST = 5.0


def rows(report: Report) -> list[Row]:
    """A heading and a line for each scale that a friend rated and the program sees."""
    if not report.agreement:
        return []
    return [
        Row(),
        Row(None, "Friends, less the program, in steps of 1 to 5"),
        *(Row(f"{AGREEMENT}{key}", BY_KEY[key].name, _detail(each)) for key, each in report.agreement.items()),
    ]


def _detail(each: Agreement) -> str:
    sessions = "1 session" if each.count == 1 else f"{each.count:,} sessions"
    if each.difference is None:
        return f"{'too few to say':<16} {sessions}"
    order = f", order {shown(each.order.found, '.2f')}" if each.order is not None else ""
    return f"{shown(each.difference.found, '+.1f')} ({ends(each.difference, '+.1f')}){order}, {sessions}"


def drawn(report: Report, key: str, today: datetime) -> Drawn:
    """What friends and the program said of one scale, session by session."""
    found = [(each.at, pairs_of(each)[key]) for each in report.sittings if key in pairs_of(each)]
    return Drawn(
        f"{BY_KEY[key].name} by session: ● friends, ○ program",
        tuple(friend for _, (friend, _) in found),
        tuple(program for _, (_, program) in found),
        most=HIGHEST,
        begins=when.day_of(found[0][0].toordinal(), today),
        ends=when.day_of(found[-1][0].toordinal(), today),
    )


def behind(each: Agreement) -> str:
    """How it was found, with the numbers that it was found by."""
    if each.difference is None:
        return (
            f"From {LEAST} sessions on, rated by a friend and seen by the program, it can be told how far they agree."
        )
    where = "above" if each.difference.found >= 0 else "below"
    level = (
        f"Friends rate {abs(each.difference.found):.2f} steps {where} the program, on average over {each.count} sessions. From"
        f" {ends(each.difference, '+.2f')} lies the truth in 95 of 100 cases (Student's t with {each.count - 1} degrees of freedom)."
    )
    if each.order is None:
        return f"{level}\n\nOne of them gives every session the same, so there is no order to compare."
    return (
        f"{level}\n\nThe order into which they put the sessions is alike by {shown(each.order.found, '.2f')} (Spearman's rank correlation, 1 for the same order,"
        f" -1 for the opposite one); from {ends(each.order, '.2f')} lies the truth in 95 of 100 cases (Fisher's z, Bonett & Wright 2000)."
    )


def measured(report: Report, key: str, today: datetime) -> list[Row]:
    """Each session with both, the newest first; the key is its folder."""
    found = [(each, pairs_of(each)[key]) for each in reversed(report.sittings) if key in pairs_of(each)]
    return [
        Row(each.id, when.ago(each.at.isoformat(), today), f"friends {friend:.1f}, program {program:.1f}")
        for each, (friend, program) in found
    ]
