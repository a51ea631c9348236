"""What a replay asks before something is put right in it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from simulator.questions.model import Question
from simulator.sessions import corrections, putting_right
from simulator.sessions.answers import Replayable
from simulator.sessions.putting_right import Change
from simulator.tui.app import MockInterviewApp
from simulator.tui.dialogs import Write, WriteLong
from simulator.tui.widgets.bars import clock_text

CORRECT = "What you said, as the recogniser wrote it. Put it right; left empty, its own words count again."


@dataclass(frozen=True, slots=True)
class Asking:
    """Where the replay stands, and what answers are scored against, which may take a moment."""

    program: MockInterviewApp
    position: float
    background: Callable[[], Awaitable[Sequence[Question]]]


async def wanted_words(answer: Replayable, asking: Asking) -> Change | None:
    """Other words for the answer."""
    if answer.card is None:
        return None
    shown = corrections.text_to_correct(answer.card)
    text = await asking.program.push_screen_wait(WriteLong(CORRECT, shown))
    return None if text is None or text == shown else putting_right.other_words(answer, text, await asking.background())


async def other_filler(answer: Replayable, asking: Asking) -> Change | None:
    """The word at the playhead for a filler, or no longer."""
    return putting_right.other_filler(answer, asking.position, await asking.background())


async def wanted_note(answer: Replayable, asking: Asking) -> Change | None:
    """A note at the playhead; of a typed answer about the whole."""
    at = asking.position if answer.seconds else None
    text = await asking.program.push_screen_wait(
        Write(f"Your note{f' at {clock_text(at)}' if at is not None else ''}:")
    )
    return putting_right.noted(answer, at, text) if text else None
