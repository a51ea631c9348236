"""What is told of an answer beside its numbers, in sentences, on the screen and in exports alike."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from simulator.interview.state import State, Take
from simulator.scoring.card import Scorecard, Typing
from simulator.text import counted, score_text


def who_is(state: State, author: str) -> str:
    """`You`, the friend's name, or `Your friend`: at the beginning of a sentence."""
    if author == "candidate":
        return "You"
    people = state.session.people if state.session else {}
    name = people.get(author) or ("your friend" if author == "friend" else author)
    return name[:1].upper() + name[1:]


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
