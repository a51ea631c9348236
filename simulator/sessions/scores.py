"""From a take to its scorecard: what the scorer is told about it, and the cards of a whole session."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from simulator.interview.standing import FOLLOW_UP_SECONDS, question_of
from simulator.interview.state import State, Take
from simulator.questions.model import Question
from simulator.scoring.card import VERSION, LeftOut, Scorecard
from simulator.sessions.store import SavedSession
from simulator.speech.transcript import Answer


def load() -> None:
    """Loads the scorer and the model of meaning, once: so that the first answer need not wait for them (about a second).
    Where nothing is scored they are never loaded: cards are looked at far more often."""
    import simulator.scoring.scorecard  # noqa: F401
    from simulator.meaning import mind

    mind.load()


def score_take(
    state: State, take: Take, answer: Answer, background: Sequence[Question], more: Sequence[Answer] = ()
) -> Scorecard:
    """`background` are the questions that the answer's fit is compared with: those of all banks.
    `more` are the answers to follow-ups, which the preparedness of the answer itself takes in. Takes a tenth of a second,
    and asks the model of meaning: call it from a thread while a screen is up."""
    from simulator.meaning.mind import meanings
    from simulator.scoring.scorecard import score_answer, wanted

    planned = question_of(state, take)
    question = planned if planned.id else None
    sheet = state.session.sheet if state.session else None
    return score_answer(
        answer,
        question=question,
        sheet=sheet,
        more=more,
        meanings=meanings(wanted(answer, question=question, background=background, sheet=sheet, more=more)),
        file=f"takes/{take.name}.flac" if take.audio else "",
        latency=take.latency,
        window=float(planned.answer_seconds) + len(more) * FOLLOW_UP_SECONDS,
        background=background,
        ticked=take.ticked,
        confirmed=take.corrected is not None,
        left_out=state.options.leaving_out,
    )


def card_of(saved: SavedSession, take: Take, background: Sequence[Question]) -> Scorecard | None:
    """The saved card, whichever scorer made it (`corrections.score_again` has this one do it); a new one where there is
    none; None while the take has not been heard."""
    return saved.card(take) or new_card(saved, take, background)


def new_card(saved: SavedSession, take: Take, background: Sequence[Question]) -> Scorecard | None:
    """What this scorer makes of a take; None while it has not been heard."""
    answer = saved.answer(take)
    return score_take(saved.state, take, answer, background, more_of(saved, take)) if answer is not None else None


def first_card(saved: SavedSession, take: Take, background: Sequence[Question]) -> Scorecard | None:
    """The card of a take that a person corrected, as it would be without; None for any other, and where words and fillers are
    as they were recognised again."""
    heard = saved.heard(take) if take.corrected is not None or take.marks else None
    if heard is None:
        return None
    bare = msgspec.structs.replace(take, corrected=None)
    first, now = (
        score_take(saved.state, bare, heard, background, more_of(saved, take)),
        card_of(saved, take, background),
    )
    as_recognised = now is not None and (now.transcript.text, now.fillers) == (first.transcript.text, first.fillers)
    return None if as_recognised else first


def counting_takes(state: State, cards: Mapping[str, Scorecard]) -> tuple[Take, ...]:
    """The takes that a session is scored by; `cards` by their names."""
    return state.last_takes([name for name, card in cards.items() if card.scored])


def outdated(card: Scorecard, leaving_out: Sequence[LeftOut] | None = None) -> bool:
    """Whether an older scorer made it, or one that left out something else than `leaving_out` (None: whatever it was)."""
    return card.version < VERSION or leaving_out not in (None, card.left_out)


def more_of(saved: SavedSession, take: Take) -> list[Answer]:
    """The answers to the follow-ups of an answer, as far as they were heard; those of a follow-up are none."""
    if take.follow_up:
        return []
    answers = [saved.answer(each) for each in saved.state.follow_ups(take)]
    return [each for each in answers if each is not None]
