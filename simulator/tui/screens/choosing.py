"""Choosing what to practise. Everything is chosen already: Enter starts."""

from __future__ import annotations

from statistics import fmean
from typing import Literal

from msgspec.structs import replace
from textual.app import ComposeResult

from simulator.comeback.topics import HEARD
from simulator.interview.rehearsal import Wish
from simulator.questions.choose import DEFAULT, MOST
from simulator.questions.model import REASONS, Bank, Reason
from simulator.tui.actions import bindings
from simulator.tui.dialogs import Ask, Write
from simulator.tui.page import Page
from simulator.tui.widgets.choices import Choices, Row
from simulator.tui.widgets.words import Words

MINUTES = (0, 5, 10, 15, 20, 30, 45, 60)
"""What can be chosen as time at hand; 0: the number of questions decides."""

FOR_SHEET = "*"
"""Where questions come from if the job on the active prep sheet picks them."""

HELP = {
    "start": "Nothing you say leaves this machine, and you can pause or leave at any time.",
    "questions": "From four on, the last two are your own questions to them, and the goodbye.",
    "minutes": "As many questions as fit, answers at their recommended length.",
    "weak": "Questions about what went least well so far come first.",
    "reason": "Rehearses what a common reason for rejection calls for.",
    "typed": "Spoken answers are heard and timed; typed ones are scored for what they say.",
    "voice": "Whether the questions are said aloud; they are on the screen in any case.",
    "friend": "At the same table f swaps between your page and theirs; on their phone they have a page of their own.",
    "candidate_name": "Whoever answers: their sessions are kept apart by it. Left out, they are yours.",
    "friend_name": "For the page and the scorecard. It may stay empty.",
}


With = Literal["", "table", "peer", "phone"]
WITH: dict[With, str] = {
    "": "nobody, just you",
    "table": "a friend at the same table",
    "peer": "a friend, and then you swap",
    "phone": "a friend on their phone or laptop",
}
WHERE: dict[With, str] = {"": "interview", "table": "interview", "peer": "peer", "phone": "door"}
"""The screens on which each goes on."""
IS_IT_YOU = "Is {name} you? Then sessions under this name count as yours from here on; otherwise they are kept apart. The settings can change it."

LEFT_OUT = "A bank of yours has faults and is left out; the page of banks says which."


class Choosing(Page[None]):
    """`friend`: whether it begins with a friend at the same table."""

    NAME = "choosing"
    BINDINGS = bindings(NAME)
    title_left = "Practise an interview"
    DEFAULT_CSS = """
    Choosing #about { margin-top: 1; }
    """

    def __init__(self, friend: bool = False) -> None:
        super().__init__()
        self._banks: dict[str, Bank] = {}
        self.questions = 0
        self.minutes = 0
        self.weak = False
        self.bank = ""
        self.reason: Reason | None = None
        self.typed = False
        self.voice = True
        self.friend: With = "table" if friend else ""
        self.names = {"candidate_name": "", "friend_name": ""}

    def body(self) -> ComposeResult:
        yield Choices()
        yield Words(id="about", classes="quiet")

    def on_mount(self) -> None:
        settings = self.program.settings
        self._banks = self.program.banks()
        self.questions, self.voice = settings.questions, settings.voice
        self.names["candidate_name"] = settings.name
        self.bank = next((each for each in (settings.bank, DEFAULT) if each in self._banks), "")
        self._show()

    @property
    def wish(self) -> Wish:
        for_sheet = self.bank == FOR_SHEET
        return Wish(
            questions=self.questions,
            minutes=self.minutes or None,
            banks=() if for_sheet else (self.bank,) if self.bank else tuple(self._banks),
            for_sheet=for_sheet,
            weak_spots=self.weak,
            reason=self.reason,
            typed=self.typed,
            voice=self.voice,
            friend=bool(self.friend),
            candidate_name=self.names["candidate_name"] if self.friend else "",
            friend_name=self.names["friend_name"] if self.friend in ("table", "peer") else "",
        )

    # What is shown

    def _show(self) -> None:
        rows = [
            Row("start", "Start", self._length()),
            Row(),
            Row("minutes", "Time", f"{self.minutes} minutes" if self.minutes else "as long as it takes"),
            Row("questions", "Questions", "as many as fit" if self.minutes else str(self.questions)),
            Row("bank", "From", self._source()),
            Row("reason", "For", HEARD[self.reason][1] if self.reason else "an interview as it comes"),
            Row("weak", "First", "what went least well" if self.weak else "anything"),
            Row("typed", "Answers", "typed" if self.typed else "spoken"),
            Row("voice", "Voice", "asks aloud" if self.voice else "off, questions are only shown"),
            Row("friend", "With", WITH[self.friend]),
        ]
        if self.friend:
            rows.append(Row("candidate_name", "Who answers", self.names["candidate_name"] or "left out"))
        if self.friend in ("table", "peer"):
            rows.append(Row("friend_name", "Your friend's name", self.names["friend_name"] or "left out"))
        self.query_one(Choices).show(rows)

    def _source(self) -> str:
        if self.bank == FOR_SHEET:
            return f"what fits your prep sheet ({self.program.settings.sheet})"
        return self._banks[self.bank].title if self.bank else "all banks"

    def _length(self) -> str:
        """How many questions, and how long the recommended answers to so many are."""
        if self.minutes:
            return f"about {self.minutes} minutes"
        banks = [self._banks[self.bank]] if self.bank in self._banks else self._banks.values()
        seconds = [question.answer_seconds for bank in banks for question in bank.questions]
        count = f"{self.questions} question{'' if self.questions == 1 else 's'}"
        if not seconds:
            return count
        minutes = max(1, round(self.questions * fmean(seconds) / 60))
        return f"{count}, about {minutes} minute{'' if minutes == 1 else 's'} of answering"

    @property
    def _selected(self) -> str:
        row = self.query_one(Choices).selected if self.is_mounted else None
        return (row.key or "") if row else ""

    def on_choices_moved(self) -> None:
        about = HELP.get(self._selected, "")
        if self._selected == "bank":
            bank = self._banks.get(self.bank)
            whole = "The job on your active prep sheet picks them." if self.bank == FOR_SHEET else "Whatever there is."
            about = f"{bank.for_whom.rstrip('.')}." if bank else whole
            about += f" {LEFT_OUT}" if self.program.loaded_banks().faults else ""
        self.query_one("#about", Words).say(about)
        self.refresh_bindings()

    def on_choices_chosen(self, event: Choices.Chosen) -> None:
        self.action_open() if self._selected == "start" else self._step(1)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        match action:
            case "open":
                return self._selected == "start"
            case "change":
                return self._selected not in ("", "start")
            case "change_back":
                return self._selected not in ("", "start", *self.names)
            case _:
                return True

    # What can be done

    def action_open(self) -> None:
        program, wish = self.program, self.wish
        self.dismiss()
        program.open(WHERE[self.friend], wish=wish)

    def action_change(self) -> None:
        self._step(1)

    def action_change_back(self) -> None:
        self._step(-1)

    def _step(self, step: int) -> None:
        match self._selected:
            case "questions":
                self.minutes, self.questions = 0, min(max(self.questions + step, 1), MOST)
            case "minutes":
                self.minutes = MINUTES[(MINUTES.index(self.minutes) + step) % len(MINUTES)]
            case "bank":
                sheets = [FOR_SHEET] if self.program.settings.sheet else []
                ids = ["", *self._banks, *sheets]
                self.bank = ids[(ids.index(self.bank) + step) % len(ids)]
            case "reason":
                reasons = [None, *REASONS]
                self.reason = reasons[(reasons.index(self.reason) + step) % len(reasons)]
            case "weak":
                self.weak = not self.weak
            case "typed":
                self.typed = not self.typed
            case "voice":
                self.voice = not self.voice
            case "friend":
                ways = list(WITH)
                self.friend = ways[(ways.index(self.friend) + step) % len(ways)]
            case "candidate_name" | "friend_name" as field:
                self.run_worker(self._ask_name(field))
        self._show()

    async def _ask_name(self, field: str) -> None:
        name = await self.program.push_screen_wait(Write(HELP[field], self.names[field]))
        if name is None:
            return
        self.names[field] = name
        self._show()
        settings = self.program.settings
        unknown = field == "candidate_name" and name != "" and not settings.name
        if unknown and await self.program.push_screen_wait(Ask(IS_IT_YOU.format(name=name))):
            with self.telling():
                self.program.change(replace(settings, name=name))
