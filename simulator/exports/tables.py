"""Answers and weeks as CSV, for a spreadsheet, and everything as JSON, for a program. The columns are described in `docs/exports.md`."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

import msgspec

from simulator import __version__
from simulator.exports.gather import Answer, Session
from simulator.progress.report import Report
from simulator.scoring.card import FLUENCY, PREPAREDNESS, Scorecard
from simulator.scoring.session import SessionScore
from simulator.sessions.audit import Observed
from simulator.sessions.told import Note
from simulator.sessions.views import Views
from simulator.text import is_formula, json_text, plain

Cell = str | float | int | None

FORMAT = 1
"""Of the JSON."""

COLUMNS = (
    "session", "created", "session_name", "tags", "finished", "nerves_before", "nerves_after", "forecast_fluency",
    "forecast_preparedness", "take", "question_number", "take_number", "follow_up", "counts", "question_id", "competency", "question",
    "answered", "seconds", "words", "own_rating", "friend_rating", "fluency", "preparedness",
    *(f"{name}_{what}" for name in (*FLUENCY, *PREPAREDNESS) for what in ("score", "value")),
    "labels", "scorer", "transcript",
)  # fmt: skip

WEEK_COLUMNS = ("week", "sessions", "fluency", "preparedness")


def answers_csv(sessions: Iterable[Session]) -> str:
    """A row an answer."""
    return _csv(COLUMNS, (_row(session, answer) for session in sessions for answer in session.answers))


def weeks_csv(report: Report) -> str:
    """A row a week."""
    rows: Iterable[Sequence[Cell]] = (
        (week.monday.isoformat(), week.sessions, week.fluency, week.preparedness) for week in report.weeks
    )
    return _csv(WEEK_COLUMNS, rows)


def _row(session: Session, answer: Answer) -> Sequence[Cell]:
    state, take, card = session.state, answer.take, answer.card
    question = state.plan[take.question].question
    said = state.estimates.get("candidate")
    dimensions = {**card.fluency.dimensions, **card.preparedness.dimensions} if card is not None else {}
    numbers: list[Cell] = []
    for name in (*FLUENCY, *PREPAREDNESS):
        each = dimensions.get(name)
        numbers += [each.score, each.value] if each is not None else [None, None]
    text = card.transcript.text if card is not None else answer.shown.text
    return (
        session.id, session.saved.header.created, session.name, " ".join(sorted(state.tags)), "yes" if session.saved.finished else "no",
        session.nerves.get("before"), session.nerves.get("after"), said.fluency if said else None, said.preparedness if said else None,
        take.name, take.question + 1, take.number, take.follow_up, "yes" if answer.last else "no", question.ref, question.competency,
        take.text, "aloud" if take.audio else "typed", card.seconds if card is not None else None, len(text.split()),
        take.ratings.get("candidate"), take.ratings.get("friend"),
        card.fluency.score if card is not None else None, card.preparedness.score if card is not None else None,
        *numbers, ", ".join(card.labels) if card is not None else "", card.version if card is not None else None, text,
    )  # fmt: skip


def _csv(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows([safe(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
    return out.getvalue()


def safe(text: str) -> str:
    """What a spreadsheet would take for a formula gets an apostrophe before it, so that it shows as text and does nothing."""
    text = plain(text)
    return f"'{text}" if is_formula(text) else text


# JSON


class _Answer(msgspec.Struct, kw_only=True):
    take: str
    question: int
    number: int
    follow_up: int
    counts: bool
    question_id: str
    competency: str
    text: str
    ratings: dict[str, int]
    heard: tuple[str, ...]
    notes: tuple[Note, ...]
    card: Scorecard | None
    older: tuple[Scorecard, ...]


class _Session(msgspec.Struct, kw_only=True):
    format: int
    program: str
    id: str
    created: str
    name: str
    tags: tuple[str, ...]
    finished: bool
    nerves: dict[str, int]
    forecasts: dict[str, dict[str, int | None]]
    scores: SessionScore
    views: Views | None
    audit: tuple[Observed, ...]
    notes: tuple[Note, ...]
    answers: tuple[_Answer, ...]


def session_json(session: Session) -> bytes:
    state = session.state
    told = _Session(
        format=FORMAT,
        program=__version__,
        id=session.id,
        created=session.saved.header.created,
        name=session.name,
        tags=tuple(sorted(state.tags)),
        finished=session.saved.finished,
        nerves=session.nerves,
        forecasts={
            author: {"fluency": rated.fluency, "preparedness": rated.preparedness}
            for author, rated in state.estimates.items()
        },
        scores=session.scores,
        views=session.views,
        audit=session.audit,
        notes=session.notes,
        answers=tuple(_told(session, answer) for answer in session.answers),
    )
    return _indented(told)


def _told(session: Session, answer: Answer) -> _Answer:
    take = answer.take
    question = session.state.plan[take.question].question
    return _Answer(
        take=take.name,
        question=take.question + 1,
        number=take.number,
        follow_up=take.follow_up,
        counts=answer.last,
        question_id=question.ref,
        competency=question.competency,
        text=take.text,
        ratings=dict(take.ratings),
        heard=tuple(sorted(take.ticked)),
        notes=answer.notes,
        card=answer.card,
        older=answer.older,
    )


def progress_json(report: Report) -> bytes:
    return _indented(report)


def _indented(told: object) -> bytes:
    return json_text(msgspec.json.format(msgspec.json.encode(told), indent=2)).encode() + b"\n"
