"""Scorecards as the lines of a screen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from simulator.interview.state import State, Take
from simulator.questions.model import Bank
from simulator.scoring.card import SET_SO, VERSION, Dimension, LeftOut, Scorecard, measured_text
from simulator.scoring.session import SessionScore, session_scores
from simulator.sessions.audit import Observed, audit
from simulator.sessions.scores import card_of, counting_takes, first_card, outdated
from simulator.sessions.store import SavedSession, open_session
from simulator.sessions.told import both_scores, called, given, note_line, notes, to_keep_in_mind
from simulator.sessions.views import Views, views
from simulator.tui.widgets.bars import clock_text, score_bar, score_text
from simulator.tui.widgets.choices import Row

BAR_WIDTH = 10
VALUE_WIDTH = 17
POINTS_WIDTH = 12

OLDER = "An older version of the scorer made these scores."
UNLIKE = "These scores leave out other parts than you have set."

ABOVE = 5
"""From so many points on it is worth saying that a score is above what was expected."""


@dataclass(frozen=True, slots=True)
class Answered:
    """A take and its scorecard, None while it is not transcribed; `first` as it would be without the person's corrections,
    if there are any, and `older` what older scorers made of it. `leaving_out`: what is to be left out now (None: whatever was)."""

    take: Take
    card: Scorecard | None
    first: Scorecard | None = None
    older: tuple[Scorecard, ...] = ()
    leaving_out: Sequence[LeftOut] | None = None

    @property
    def outdated(self) -> str:
        """Why it would be scored otherwise now; empty where it would not."""
        if self.card is None or not outdated(self.card, self.leaving_out):
            return ""
        return OLDER if self.card.version < VERSION else UNLIKE


@dataclass(frozen=True, slots=True)
class Cards:
    """A session with the scorecards of its answers, in the order of the interview."""

    saved: SavedSession
    answers: tuple[Answered, ...]

    @property
    def state(self) -> State:
        return self.saved.state

    def counted(self) -> list[Answered]:
        """The answers that the session is scored by, as far as they have a card."""
        names = {take.name for take in counting_takes(self.state, self._cards())}
        return [each for each in self.answers if each.take.name in names and each.card is not None]

    def audit(self) -> tuple[Observed, ...]:
        return audit(self.state, self._cards())

    def views(self) -> Views | None:
        """What people and the program say side by side; None where nobody rated the session on scales."""
        return views(self.state, self._cards()) if self.saved.finished else None

    def _cards(self) -> dict[str, Scorecard]:
        return {each.take.name: each.card for each in self.answers if each.card is not None}

    def scores(self) -> SessionScore:
        return session_scores([each.card for each in self.counted() if each.card is not None])


def read_cards(folder: Path, banks: dict[str, Bank], leaving_out: Sequence[LeftOut] | None = None) -> Cards:
    """Reads a session and its scorecards; `leaving_out`: what is to be left out of them now. Raises SessionError."""
    saved = open_session(folder)
    if leaving_out is not None and saved.state.options.untimed and "time" not in leaving_out:
        leaving_out = (*leaving_out, "time")
    background = [question for bank in banks.values() for question in bank.questions]
    takes = [take for take in saved.state.takes if take.counts]
    answers = [
        Answered(
            take,
            card_of(saved, take, background),
            first_card(saved, take, background),
            saved.older_cards(take),
            leaving_out,
        )
        for take in takes
    ]
    return Cards(saved, tuple(answers))


# Headlines


def headlines(fluency: float | None, preparedness: float | None, state: State, *, whole: bool) -> str:
    """Both scores, over the whole session with what people said before they saw them."""
    parts = [
        f"{name} {score_text(score)}{_said(state, name.lower()) if whole else ''}"
        for name, score in (("Fluency", fluency), ("Preparedness", preparedness))
    ]
    together = (" " * 8).join(parts)
    return together if len(together) <= 76 else "\n".join(parts)


def _said(state: State, which: str) -> str:
    said = [
        f"{called(state, author)} said {value}"
        for author, rated in sorted(state.estimates.items())
        if (value := getattr(rated, which)) is not None
    ]
    return f"  ({', '.join(said)})" if said else ""


# The whole session


def answer_rows(cards: Cards) -> list[Row]:
    return [Row(each.take.name, _label(each.take), _scores(each.card)) for each in cards.answers]


def _label(take: Take) -> str:
    number = f"{take.question + 1}."
    if take.follow_up:
        return f"{' ' * len(number)}  then: {take.text}"
    return f"{number} {f'take {take.number}: ' if take.number > 1 else ''}{take.text}"


def _scores(card: Scorecard | None) -> str:
    if card is None:
        return "not transcribed yet"
    if not card.scored:
        return "too short to score" if "short" in card.labels else "not scored"
    return both_scores(card)


def audit_rows(cards: Cards) -> list[Row]:
    """A heading and a line for each of the seven parts; the number in the key is its place in the audit."""
    rows = [Row(f"part {number}", capital(each.part), each.text) for number, each in enumerate(cards.audit())]
    return [Row(None), Row(None, "The seven parts of an interview"), *rows]


def session_notes(cards: Cards) -> Iterator[str]:
    """What else is worth a line about the whole session."""
    state, scores = cards.state, cards.scores()
    if (beside := cards.views()) is not None:
        yield from beside.gaps
    said = state.estimates.get("candidate")
    for name in ("fluency", "preparedness"):
        score, expected = getattr(scores, name), getattr(said, name, None)
        if score is not None and expected is not None and score - expected >= ABOVE:
            yield f"Your {name} came out {score - expected:.0f} points above what you expected."
    why = next(filter(None, (each.outdated for each in cards.answers)), "")
    if why and len(cards.answers) > 1:
        yield f"{why} r scores them anew and keeps what there is."
    nerves = [f"{value} {when}" for when, value in state.nerves.items() if value is not None]
    if nerves:
        yield f"Nerves, 0 to 10: {', '.join(nerves)}."
    shown = {each.take.name for each in cards.answers}
    yield from (note_line(note) for note in notes(cards.saved) if note.take not in shown)


# One answer


def dimension_rows(card: Scorecard) -> list[Row]:
    """A line for each dimension; of a typed answer only for those that typing can show."""
    shown = [card.preparedness] if card.typed else [card.fluency, card.preparedness]
    return [
        Row(
            name,
            name.replace("_", " "),
            f"{_measured(dimension):<{VALUE_WIDTH}}  {_bar(dimension)}  {_band(card, name)}",
        )
        for score in shown
        for name, dimension in score.dimensions.items()
    ]


def moment_rows(card: Scorecard) -> list[Row]:
    """A heading and a line for each moment, in the card's order; the number in the key is its place there."""
    rows = [
        Row(
            f"moment {number}",
            f"{clock_text(moment.start)} {moment.kind}",
            f"{f'{moment.points:+.1f} points' if moment.points else '':<{POINTS_WIDTH}}  {moment.text}",
        )
        for number, moment in enumerate(card.moments)
    ]
    return [Row(None), Row(None, "Moments"), *rows] if rows else []


def _band(card: Scorecard, name: str) -> str:
    return SET_SO if card.leaves_out(name) else (card.fluency.dimensions | card.preparedness.dimensions)[name].band


def _measured(dimension: Dimension) -> str:
    """The value; a long unit is cut to its first word, as the band says it in full."""
    text = value_text(dimension)
    return text if len(text) <= VALUE_WIDTH else " ".join(text.split()[:2])


def value_text(dimension: Dimension) -> str:
    return measured_text(dimension, digits=1)


def _bar(dimension: Dimension) -> str:
    number = "  -" if dimension.score is None else f"{dimension.score:3.0f}"
    return f"{number} {score_bar(dimension.score, BAR_WIDTH)}"


def answer_notes(cards: Cards, answered: Answered) -> Iterator[str]:
    """How the answer was given, what people made of it, and what to keep in mind."""
    take, card, state = answered.take, answered.card, cards.state
    yield from given(state, take, card)
    yield from (note_line(note) for note in notes(cards.saved) if note.take == take.name)
    if answered.first is not None:
        yield f"You corrected the transcript. Without that: {both_scores(answered.first)}."
    yield from to_keep_in_mind(card, answered.older)
    if answered.outdated:
        yield f"{answered.outdated} r scores it anew and keeps what there is."


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]
