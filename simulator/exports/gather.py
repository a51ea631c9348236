"""A session as every export tells it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

import msgspec

from simulator.interview import events as ev
from simulator.interview.state import State, Take
from simulator.questions.load import all_questions
from simulator.questions.model import Question
from simulator.scoring.card import Scorecard
from simulator.scoring.session import SessionScore, session_scores
from simulator.sessions import library
from simulator.sessions.answers import Replayable, replayable
from simulator.sessions.audit import Observed, audit
from simulator.sessions.scores import counting_takes, first_card
from simulator.sessions.store import SavedSession, open_session
from simulator.sessions.told import Note, given, notes, to_keep_in_mind, who_is
from simulator.sessions.views import Views, views
from simulator.text import plain


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """One take, with what people made of it. `given` tells it in sentences. `last`: the session is scored by it. `older` are cards of
    older scorers, and `corrected` tells whether its words or fillers are others than those recognised."""

    shown: Replayable
    notes: tuple[Note, ...]
    given: tuple[str, ...]
    older: tuple[Scorecard, ...]
    corrected: bool
    last: bool

    @property
    def take(self) -> Take:
        return self.shown.take

    @property
    def name(self) -> str:
        return self.shown.take.name

    @property
    def card(self) -> Scorecard | None:
        return self.shown.card


class Session(msgspec.Struct, frozen=True, kw_only=True):
    """`nerves` (0 to 10) by when (before, after), `forecasts` by who. `notes` are those that belong to no answer. `views` are what people and the
    program say side by side, None where nobody rated the session on scales."""

    saved: SavedSession
    subject: str
    answers: tuple[Answer, ...]
    notes: tuple[Note, ...]
    scores: SessionScore
    audit: tuple[Observed, ...]
    nerves: dict[str, int]
    forecasts: dict[str, ev.SessionRated]
    views: Views | None

    @property
    def state(self) -> State:
        return self.saved.state

    @property
    def id(self) -> str:
        return self.saved.id

    @property
    def name(self) -> str:
        """What the person calls it, or what it is about."""
        return self.state.name or self.subject[:1].upper() + self.subject[1:]

    def where(self, number: int | None) -> str:
        """The place of one of the answers that count."""
        counted = [answer for answer in self.answers if answer.last and answer.card is not None]
        return place(counted[number]) if number is not None else ""

    @property
    def when(self) -> str:
        """`Tuesday 24 November 2026, 19:40`; what is no time is given as it is."""
        return told_time(self.saved.header.created)


def gather(folder: Path, background: Sequence[Question] | None = None) -> Session:
    """Reads a session with all its scorecards. `background`: `all_questions`, if they have been read already. Raises SessionError.
    Takes a tenth of a second for each answer without a card."""
    saved = open_session(folder)
    background = all_questions() if background is None else background
    takes = replayable(saved, background)
    cards = {each.take.name: each.card for each in takes if each.card is not None}
    last = {take.name for take in counting_takes(saved.state, cards)}
    answers = tuple(_answer(saved, each, background, each.take.name in last) for each in takes)
    shown = {answer.name for answer in answers}
    return Session(
        saved=saved,
        subject=library.subject(saved),
        answers=answers,
        notes=tuple(note for note in notes(saved) if note.take not in shown),
        scores=session_scores([card for name, card in cards.items() if name in last]),
        audit=audit(saved.state, cards) if saved.finished and cards else (),
        nerves={when: value for when, value in saved.state.nerves.items() if value is not None},
        forecasts={who_is(saved.state, author): rated for author, rated in sorted(saved.state.estimates.items())},
        views=views(saved.state, cards) if saved.finished else None,
    )


def _answer(saved: SavedSession, shown: Replayable, background: Sequence[Question], last: bool) -> Answer:
    take = shown.take
    return Answer(
        shown=shown,
        notes=tuple(note for note in notes(saved) if note.take == take.name),
        given=tuple(given(saved.state, take, shown.card)),
        older=saved.older_cards(take),
        corrected=first_card(saved, take, background) is not None,
        last=last,
    )


def told_time(created: str) -> str:
    try:
        at = datetime.fromisoformat(created)
    except ValueError:
        return plain(created)
    return f"{at:%A} {at.day} {at:%B %Y}, {at:%H:%M}"


def place(answer: Answer) -> str:
    """`Question 2, take 2`."""
    take = answer.take
    parts = [f"Question {take.question + 1}"]
    parts += [f"follow-up {take.follow_up}"] if take.follow_up else []
    parts += [f"take {take.number}"] if take.number > 1 else []
    return ", ".join(parts)


def remarks(answer: Answer) -> Iterator[str]:
    """How the answer was given and what people made of it, in sentences."""
    yield from answer.given
    if answer.corrected:
        yield "You corrected the transcript."
    yield from to_keep_in_mind(answer.card, answer.older)
