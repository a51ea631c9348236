"""What a person puts right in an answer while it is replayed, as a change that is made to the session, and what is said of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from simulator.errors import SessionError
from simulator.questions.model import Question
from simulator.sessions import corrections
from simulator.sessions.answers import Replayable
from simulator.sessions.seeking import word_at
from simulator.text import score_text


@dataclass(frozen=True, slots=True)
class Change:
    """`change` is made to the session's folder, in a thread; `done` says what it was."""

    done: str
    change: Callable[[Path], None]
    scored: bool = True

    def make(self, session: Path) -> None:
        """Raises SessionError."""
        try:
            self.change(session)
        except OSError as error:
            raise SessionError(f"{session} cannot be written: {error.strerror}.", "Nothing was changed.") from error


def other_words(answer: Replayable, text: str, background: Sequence[Question]) -> Change:
    """These words for the answer; with none the recogniser's own count again."""
    return Change(
        "The words are as you wrote them" if text else "The recogniser's own words count again",
        partial(corrections.correct, name=answer.take.name, text=text or None, background=background),
    )


def other_filler(answer: Replayable, position: float, background: Sequence[Question]) -> Change | None:
    """The word at that second for a filler, or no longer; None where no word is."""
    token = word_at(answer, position)
    if token is None:
        return None
    filler, word = token.kind != "filler", token.text.strip("()‹›.,")
    return Change(
        f"“{word}” counts as a filler" if filler else f"“{word}” counts as no filler",
        partial(corrections.mark_filler, name=answer.take.name, at=token.start, filler=filler, background=background),
    )


def noted(answer: Replayable, at: float | None, text: str) -> Change:
    """A note at that second; None: about the whole answer."""
    return Change("Noted", partial(corrections.note, name=answer.take.name, at=at, text=text), scored=False)


def told(change: Change, before: Replayable, after: Replayable | None) -> str:
    """What was done, and what it does to the scores."""
    if not change.scored or before.card is None or after is None or after.card is None:
        return f"{change.done}."
    scores = [
        f"{name} {_from_to(was.score, now.score)}"
        for name, was, now in (
            ("fluency", before.card.fluency, after.card.fluency),
            ("preparedness", before.card.preparedness, after.card.preparedness),
        )
    ]
    return f"{change.done}: {', '.join(scores)}."


def _from_to(before: float | None, after: float | None) -> str:
    now, then = score_text(after), score_text(before)
    return f"still {now}" if now == then else f"{now}, was {then}"
