"""What a person puts right while an answer is replayed: what is asked, what it does, and what is said of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from simulator.errors import SessionError
from simulator.questions.model import Question
from simulator.scoring.annotated import Token
from simulator.sessions import corrections
from simulator.sessions.answers import Replayable
from simulator.tui.app import MockInterviewApp
from simulator.tui.dialogs import Write, WriteLong
from simulator.tui.widgets.bars import clock_text, score_text

CORRECT = "What you said, as the recogniser wrote it. Put it right; left empty, its own words count again."


@dataclass(frozen=True, slots=True)
class Asking:
    """Where the replay stands, and what answers are scored against."""

    program: MockInterviewApp
    position: float
    background: Sequence[Question]


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


async def wanted_words(answer: Replayable, asking: Asking) -> Change | None:
    """Other words for the answer."""
    if answer.card is None:
        return None
    shown = corrections.text_to_correct(answer.card)
    text = await asking.program.push_screen_wait(WriteLong(CORRECT, shown))
    if text is None or text == shown:
        return None
    return Change(
        "The words are as you wrote them" if text else "The recogniser's own words count again",
        partial(corrections.correct, name=answer.take.name, text=text or None, background=asking.background),
    )


async def other_filler(answer: Replayable, asking: Asking) -> Change | None:
    """The word at the playhead for a filler, or no longer."""
    token = _word(answer, asking.position)
    if token is None:
        return None
    filler, word = token.kind != "filler", token.text.strip("()‹›.,")
    return Change(
        f"“{word}” counts as a filler" if filler else f"“{word}” counts as no filler",
        partial(
            corrections.mark_filler,
            name=answer.take.name,
            at=token.start,
            filler=filler,
            background=asking.background,
        ),
    )


def _word(answer: Replayable, position: float) -> Token | None:
    """The word or hum that is lit, or the last one before; before all of them the first."""
    said = [token for token in answer.tokens if token.kind not in ("part", "pause")]
    begun = [token for token in said if token.start <= position]
    return begun[-1] if begun else next(iter(said), None)


async def wanted_note(answer: Replayable, asking: Asking) -> Change | None:
    """A note at the playhead; of a typed answer about the whole."""
    at = asking.position if answer.seconds else None
    text = await asking.program.push_screen_wait(
        Write(f"Your note{f' at {clock_text(at)}' if at is not None else ''}:")
    )
    if not text:
        return None
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
