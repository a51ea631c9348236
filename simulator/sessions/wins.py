"""What went well, gathered from sessions, debriefs and what the person kept. Opens sessions: call it from a thread while a screen is up."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date, datetime

from simulator.comeback.day import strongest
from simulator.comeback.model import Win
from simulator.comeback.store import APPLICATIONS, DEBRIEFS, WINS
from simulator.comeback.wins import Good, collected, is_kind
from simulator.errors import SessionError
from simulator.interview import events as ev
from simulator.sessions import record
from simulator.sessions.index import Index
from simulator.sessions.people import folded
from simulator.sessions.store import SavedSession, open_session
from simulator.sessions.told import author_of, called
from simulator.text import short_line

NEWEST = 60
"""So many of the newest sessions are looked through for what friends said and marked."""

BEST = 6
"""So many of the strongest answers give their best moment."""

WORDS = 160
"""Characters of a passage that is quoted."""


def gathered(index: Index, today: date, stop: Callable[[], bool] = lambda: False) -> list[Good]:
    """All of it. Ends early, with what is known then, where `stop` says so."""
    index.sync(stop=stop)
    improved: list[str] = []
    with suppress(record.Stopped):
        improved = list(record.report(index, today, stop).praise())
    employers = {id: each.employer for id, each in APPLICATIONS.load().records.items()}
    return collected(
        improved=improved,
        kept=WINS.load().records.values(),
        debriefs=DEBRIEFS.load().records.values(),
        employers=employers,
        heard=[*_from_friends(index, stop), *_moments(index, stop)],
    )


def keep(text: str, today: date, by: str = "") -> Win:
    """Keeps a win of the person's own. Raises ComebackError where it cannot be saved."""
    return WINS.add(Win(id=WINS.new_id(text), date=today.isoformat(), text=text, by=by))


def _from_friends(index: Index, stop: Callable[[], bool]) -> Iterator[Good]:
    for session in index.page(NEWEST):
        if stop():
            return
        if session.asked and index.is_theirs(folded(session.candidate)):
            with suppress(SessionError):
                yield from _of_session(open_session(index.root / session.folder))


def _of_session(saved: SavedSession) -> Iterator[Good]:
    day = _day(saved)
    for author, rated in saved.state.estimates.items():
        if author != "candidate" and rated.remark and is_kind(list(rated.scales.values())):
            yield Good(
                kind="friend", text=rated.remark, by=called(saved.state, author), date=day, folder=saved.folder.name
            )
    for event in saved.events:
        if isinstance(event, ev.MomentMarked) and event.kind == "strong" and event.by == "friend":
            take = saved.state.named(event.take)
            if take is not None and take.counts:
                yield Good(
                    kind="marked",
                    text=_words_at(saved, event.take, event.at) or "A strong moment",
                    by=called(saved.state, author_of(event)),
                    date=day,
                    folder=saved.folder.name,
                    take=event.take,
                    at=event.at,
                    question=take.text,
                )


def _moments(index: Index, stop: Callable[[], bool]) -> Iterator[Good]:
    for each in strongest(index.takes(newest=1_000), BEST):
        if stop():
            return
        with suppress(SessionError):
            saved = open_session(index.root / each.folder)
            take = saved.state.named(each.take)
            card = saved.card(take) if take is not None else None
            best = next((moment for moment in card.moments if moment.good), None) if card is not None else None
            if best is not None:
                yield Good(
                    kind="moment",
                    text=f"“{short_line(best.text, WORDS)}”" if best.text else "A good passage",
                    date=_day(saved),
                    folder=each.folder,
                    take=each.take,
                    at=best.start,
                    question=each.question,
                )


def _day(saved: SavedSession) -> str:
    return datetime.fromisoformat(saved.header.created).date().isoformat()


def _words_at(saved: SavedSession, name: str, at: float, before: float = 6.0, after: float = 2.0) -> str:
    """What was said around a moment, between quotation marks; people mark when they have heard it."""
    take = saved.state.named(name)
    card = saved.card(take) if take is not None else None
    if card is None:
        return ""
    near = [word.text for word in card.transcript.words if at - before <= word.start <= at + after]
    return f"“{short_line(' '.join(near), WORDS)}”" if near else ""
