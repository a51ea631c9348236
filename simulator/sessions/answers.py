"""What a replay shows of a session: its answers in order, each with its words, moments and sentences."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from simulator.interview import events as ev
from simulator.interview.standing import question_of
from simulator.interview.state import Take
from simulator.questions.model import Question
from simulator.scoring.annotated import Token, parts, tokens
from simulator.scoring.card import Scorecard
from simulator.sessions.scores import new_card
from simulator.sessions.store import SavedSession
from simulator.sessions.told import MARKED, author_of, called, note_line, notes
from simulator.text import clock_text

LEAD_SECONDS = 1.0
"""A moment is heard from so long before it."""

SIGNS: dict[ev.MomentKind, str] = {"strong": "+", "unclear": "?", "filler": "~"}
"""On the timeline, of the marks that people set."""

BROKEN_INTO = "!"
"""On the timeline, where the interviewer broke in."""

NOT_HEARD = "This answer has not been transcribed yet. It will be when the session is continued."
NO_WORDS = "No words were recognised here. The pauses are measured all the same."


@dataclass(frozen=True, slots=True)
class Mark:
    """A place worth jumping to: `sign` on the timeline (`x` a place to work on, `*` a good one, `n` a note, `!` where the
    interviewer broke in, and one of `SIGNS` for what a person marked), and the `points` that it cost, below 0, or won; what people notice costs none."""

    start: float
    end: float
    sign: str
    name: str
    text: str
    points: float = 0.0


@dataclass(frozen=True, slots=True, repr=False)
class Replayable:
    """One take, ready to be shown. `text` stands in for the words of a typed answer, or says why there are none. `noticed` is what people
    noticed that has no place on its timeline, each in a line."""

    take: Take
    place: str
    question: str
    card: Scorecard | None
    audio: Path | None
    seconds: float
    tokens: tuple[Token, ...]
    text: str
    marks: tuple[Mark, ...]
    sentences: tuple[float, ...]
    fillers: tuple[float, ...] = ()
    pauses: tuple[tuple[float, float], ...] = ()
    limit: float = 0.0
    parts: tuple[tuple[float, str], ...] = ()
    noticed: tuple[str, ...] = ()

    def __repr__(self) -> str:
        # Textual describes every worker with its arguments: for an hour of words that takes longer than showing them.
        return f"Replayable({self.take.name})"


def answered(saved: SavedSession) -> tuple[Take, ...]:
    """The takes of a session that are worth a replay, in the order of the interview."""
    return tuple(take for take in saved.state.takes if take.counts)


def replayable(saved: SavedSession, background: Sequence[Question]) -> tuple[Replayable, ...]:
    """The answered takes of a session, in the order of the interview."""
    return tuple(replay_of(saved, take, lambda: background) for take in answered(saved))


def replayable_take(saved: SavedSession, name: str, background: Sequence[Question]) -> Replayable | None:
    """One answered take by its name."""
    return next((replay_of(saved, take, lambda: background) for take in answered(saved) if take.name == name), None)


def replay_of(saved: SavedSession, take: Take, background: Callable[[], Sequence[Question]]) -> Replayable:
    """One of the takes that were answered; `background` is asked only where there is no card yet."""
    card = saved.card(take) or new_card(saved, take, background())
    words = tokens(card) if card is not None and take.audio else ()
    if not take.audio:
        text = take.draft.text if take.draft is not None else ""
    elif card is None:
        text = NOT_HEARD
    else:
        text = "" if card.transcript.words else NO_WORDS
    follow_up = f", follow-up {take.follow_up}" if take.follow_up else ""
    second = ", by the second" if take.second else ""
    return Replayable(
        take=take,
        place=f"question {take.question + 1} of {len(saved.state.plan)}{follow_up}, take {take.number}{second}",
        question=take.text,
        card=card,
        audio=saved.audio(take) if take.audio else None,
        seconds=(card.seconds if card is not None and card.seconds is not None else take.clock) if take.audio else 0.0,
        tokens=words,
        text=text,
        marks=_marks(saved, take, card),
        sentences=_sentences(words),
        fillers=tuple(each.start for each in card.fillers) if card is not None and words else (),
        pauses=tuple((token.start, token.end) for token in words if token.kind == "pause"),
        limit=0.0 if saved.state.options.untimed else float(question_of(saved.state, take).answer_seconds),
        parts=parts(card) if card is not None and words else (),
        noticed=tuple(
            note_line(each) for each in notes(saved) if each.take == take.name and (each.at is None or not take.audio)
        ),
    )


def _marks(saved: SavedSession, take: Take, card: Scorecard | None) -> tuple[Mark, ...]:
    if not take.audio:
        return ()
    found = [
        Mark(each.start, each.end, "*" if each.good else "x", each.kind, each.text, each.points)
        for each in (card.moments if card is not None else ())
    ]
    for event in saved.events:
        if isinstance(event, ev.BrokenInto) and event.take == take.name:
            found.append(Mark(event.at, event.at, BROKEN_INTO, "they break in", event.text))
            continue
        if not isinstance(event, ev.Noted | ev.MomentMarked) or event.take != take.name or event.at is None:
            continue
        who = called(saved.state, author_of(event))
        if isinstance(event, ev.Noted):
            found.append(Mark(event.at, event.at, "n", f"note by {who}", event.text))
        else:
            found.append(Mark(event.at, event.at, SIGNS[event.kind], f"{MARKED[event.kind]}, marked by {who}", ""))
    return tuple(sorted(found, key=lambda mark: mark.start))


def _sentences(words: Sequence[Token]) -> tuple[float, ...]:
    """Where sentences begin: behind a full stop, question or exclamation mark, or a long pause."""
    starts: list[float] = []
    fresh = True
    for token in words:
        if token.kind in ("pause", "part"):
            fresh = fresh or token.kind == "pause"
            continue
        if fresh:
            starts.append(token.start)
        fresh = token.text.rstrip("\"'”’)›").endswith((".", "?", "!"))
    return tuple(starts)


def landing(start: float) -> float:
    """The second from which a moment is heard."""
    return max(start - LEAD_SECONDS, 0.0)


def mark_line(mark: Mark) -> str:
    """`0:52 long pause, -2.3 points: 1.8 s`; a note has no points."""
    points = f", {mark.points:+.1f} points" if mark.points else ""
    return f"{clock_text(mark.start)} {mark.name}{points}{f': {mark.text}' if mark.text else ''}"


def passage(words: Sequence[Token], sentences: Sequence[float], at: float) -> str:
    """The sentence that is being said `at` that second, between quotation marks; empty where nothing was said."""
    begins = max((start for start in sentences if start <= at), default=0.0)
    ends = min((start for start in sentences if start > at), default=float("inf"))
    said = [each.text for each in words if each.kind not in ("part", "pause") and begins <= each.start < ends]
    return f"“{' '.join(said)}”" if said else ""
