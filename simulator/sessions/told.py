"""What is told of an answer beside its numbers, in sentences, on the screen and in exports alike."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

import msgspec

from simulator.interview import events as ev
from simulator.interview.state import State, Take
from simulator.scoring.card import SET_SO, Scorecard, Typing
from simulator.sessions.store import SavedSession
from simulator.text import clock_text, counted, score_text


def called(state: State, author: str) -> str:
    """`you`, the friend's name, or `your friend`: within a sentence. `author` as in `State.estimates`: one of `ev.Author`, or
    `friend:NAME` for what came by post."""
    if author == "candidate":
        return "you"
    if ":" in author:
        return author.partition(":")[2]
    people = state.session.people if state.session else {}
    return people.get(author) or ("your friend" if author == "friend" else author)


def who_is(state: State, author: str) -> str:
    """As `called`, at the beginning of a sentence."""
    name = called(state, author)
    return name[:1].upper() + name[1:]


# What people noticed

MARKED: dict[ev.MomentKind, str] = {"strong": "strong", "unclear": "unclear", "filler": "a filler"}
"""Marks in words."""


class Note(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody noticed: a note in words, or with a `mark` one of `MARKED`. `who` is the beginning of a sentence; `at` is the second of the
    answer, where there is one; `take` names the answer, and is empty for what is about none."""

    who: str
    text: str
    at: float | None = None
    mark: Literal["", "strong", "unclear", "filler"] = ""
    take: str = ""

    @property
    def said(self) -> str:
        """What stands behind the name of who said it."""
        return MARKED[self.mark] if self.mark else self.text


def note_line(note: Note) -> str:
    """`0:12 Sam: clear start`."""
    return f"{f'{clock_text(note.at)} ' if note.at is not None else ''}{note.who}: {note.said}"


def notes(saved: SavedSession) -> Iterator[Note]:
    """All that people noticed, in the order in which they did."""
    for event in saved.events:
        if isinstance(event, ev.Noted | ev.MomentMarked):
            who = who_is(saved.state, author_of(event))
            if isinstance(event, ev.Noted):
                yield Note(who=who, text=event.text, at=event.at, take=event.take)
            else:
                yield Note(who=who, text="", at=event.at, mark=event.kind, take=event.take)


def author_of(event: ev.Noted | ev.MomentMarked) -> str:
    """Who noticed it, as `called` wants it."""
    return f"{event.by}:{event.author}" if event.author else event.by


# An answer


def given(state: State, take: Take, card: Scorecard | None) -> Iterator[str]:
    """How the answer was given, and what people made of it."""
    if card is not None and card.typing is not None:
        known = typing_text(card.typing)
        yield f"Typed{f': {known}' if known else ''}. Shown, never scored; fluency cannot be known from typing."
    for author, value in sorted(take.ratings.items()):
        yield f"{who_is(state, author)} gave it {value} of 5."
    if take.ticked:
        points = {point.id: point.point for point in state.plan[take.question].question.listen_for}
        heard = " ".join(points.get(each, each) for each in sorted(take.ticked))
        yield f"{who_is(state, 'friend')} heard: {heard}"


def to_keep_in_mind(card: Scorecard | None, older: Sequence[Scorecard]) -> Iterator[str]:
    """What the scores have to be read with; `older` are the cards of older scorers."""
    for each in older:
        yield f"Version {each.version} of the scorer gave {both_scores(each)}."
    if card is not None and card.left_out:
        yield f"{SET_SO.capitalize()}: {', '.join(card.left_out)}."
    if card is not None and card.labels:
        yield f"Keep in mind: {', '.join(card.labels)}."


def typing_text(typing: Typing) -> str:
    """What was observed of the typing; empty where nothing was."""
    known = (
        f"first key after {typing.first_key:.1f} s" if typing.first_key is not None else "",
        f"{counted(typing.words_per_minute, 'word')} a minute" if typing.words_per_minute is not None else "",
        f"{counted(typing.corrections, 'character')} taken back" if typing.corrections is not None else "",
    )
    return ", ".join(filter(None, known))


def both_scores(card: Scorecard) -> str:
    spoken = "" if card.typed else f"fluency {score_text(card.fluency.score)}, "
    return f"{spoken}preparedness {score_text(card.preparedness.score)}"
