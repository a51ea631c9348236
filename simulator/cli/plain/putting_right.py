"""What is asked, line by line, before something in an answer is put right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from simulator.cli.plain.lines import Choice, ask, choose, say
from simulator.questions.model import Question
from simulator.sessions import corrections, putting_right
from simulator.sessions.answers import Replayable
from simulator.sessions.putting_right import Change
from simulator.text import clock_text

AROUND = 4
"""Words on either side, by which one place is told from another."""

NO_WORDS = "There are no recognised words in this answer to put right."


@dataclass(frozen=True, slots=True)
class PuttingRight:
    """The answer at hand, the second in it, and what answers are scored against. Each gives the change, None for none."""

    answer: Replayable
    at: float
    background: Sequence[Question]

    async def words(self, rest: str) -> Change | None:
        """`rest`: `back` for the recogniser's own words; otherwise some words are asked for, and what they should be."""
        card = self.answer.card
        if card is None or not self.answer.take.audio:
            say(NO_WORDS)
            return None
        if rest == "back":
            return putting_right.other_words(self.answer, "", self.background)
        said = corrections.text_to_correct(card).split()
        wrong = (
            rest or await ask("Which words are wrong? Type them as they stand.", enter="leaves all as it is")
        ).split()
        place = await _place(said, wrong) if wrong else None
        if place is None:
            return None
        instead = await ask(f"And what did you say instead of “{' '.join(wrong)}”?", enter="takes them out")
        text = " ".join([*said[:place], *instead.split(), *said[place + len(wrong) :]])
        return putting_right.other_words(self.answer, text, self.background)

    async def filler(self, _: str) -> Change | None:
        """The word at hand for a filler, or no longer."""
        change = putting_right.other_filler(self.answer, self.at, self.background) if self.answer.tokens else None
        if change is None:
            say(NO_WORDS)
        return change

    async def note(self, rest: str) -> Change | None:
        """A note at this second; of a typed answer about the whole."""
        at = self.at if self.answer.seconds else None
        text = rest or await ask(f"Your note{f' at {clock_text(at)}' if at is not None else ''}:", enter="leaves it")
        return putting_right.noted(self.answer, at, text) if text else None


async def _place(said: Sequence[str], wrong: Sequence[str]) -> int | None:
    """Where these words stand; where they stand several times, the one that is chosen."""
    wanted = [each.casefold().strip(".,;:!?") for each in wrong]
    bare = [each.casefold().strip(".,;:!?") for each in said]
    places = [at for at in range(len(bare) - len(wanted) + 1) if bare[at : at + len(wanted)] == wanted]
    if not places:
        say(f"“{' '.join(wrong)}” does not stand in this answer; read says its words.")
        return None
    if len(places) == 1:
        return places[0]
    around = [" ".join(said[max(at - AROUND, 0) : at + len(wanted) + AROUND]) for at in places]
    chosen = await choose(
        "They stand there more than once. Which one?",
        [Choice(str(at), text) for at, text in zip(places, around, strict=True)],
        enter="leaves all as it is",
    )
    return None if chosen is None else int(chosen)
