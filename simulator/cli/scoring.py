"""What `mock-interview score` needs to score: banks, ears and the rest, each loaded once, when it is first needed."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path

from simulator import settings
from simulator.errors import AudioError
from simulator.meaning.mind import meanings
from simulator.preparation.files import find_sheet
from simulator.preparation.model import Sheet
from simulator.questions.load import find_question, load_banks
from simulator.questions.model import Bank, Question
from simulator.scoring.card import Scorecard
from simulator.scoring.scorecard import question_from_text, score_answer, wanted
from simulator.settings import Settings
from simulator.speech.ears import Ears
from simulator.speech.transcript import Answer
from simulator.text import plain

MOST_TEXT = 1_000_000
"""Bytes of a text: an hour of speech is about 60,000."""


class Scoring:
    """Scores answers one after another. `close` it in the end."""

    def __init__(self, *, allow_short: bool) -> None:
        self.allow_short = allow_short
        self._ears: Ears | None = None
        self._sheets: dict[str, Sheet] = {}

    @cached_property
    def _settings(self) -> Settings:
        return settings.load()

    @cached_property
    def banks(self) -> Mapping[str, Bank]:
        return load_banks().banks

    @cached_property
    def background(self) -> list[Question]:
        return [question for bank in self.banks.values() for question in bank.questions]

    def question(self, text_or_ref: str) -> Question:
        return find_question(self.banks, text_or_ref) or question_from_text(text_or_ref)

    def sheet(self, name: str) -> Sheet:
        """A prep sheet by its id or path, read once. Raises SheetError."""
        if name not in self._sheets:
            self._sheets[name] = find_sheet(name)
        return self._sheets[name]

    async def heard(self, audio: str) -> Answer:
        """Raises AudioError where the recording cannot be read."""
        self._ears = self._ears or await Ears.open(self._settings)
        return await self._ears.hear(Path(audio))

    def card(
        self,
        answer: Answer,
        question: Question | None,
        *,
        file: str,
        confirmed: bool = False,
        sheet: Sheet | None = None,
    ) -> Scorecard:
        return score_answer(
            answer,
            question=question,
            file=file,
            allow_short=self.allow_short,
            background=self.background,
            sheet=sheet,
            meanings=meanings(wanted(answer, question=question, background=self.background, sheet=sheet)),
            confirmed=confirmed,
            left_out=self._settings.leaving_out,
        )

    async def close(self) -> None:
        if self._ears is not None:
            await self._ears.close()


def check_name(name: str) -> None:
    """Bytes of a name that are no UTF-8 could neither be handed on nor be reported. Raises AudioError."""
    try:
        name.encode()
    except UnicodeEncodeError as error:
        raise AudioError(f"The name of {plain(name)} is not UTF-8.", "Give the file another name.") from error
