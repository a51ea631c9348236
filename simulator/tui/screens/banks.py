"""The question banks there are, and what each one asks."""

from __future__ import annotations

from collections.abc import Sequence

from textual import work
from textual.app import ComposeResult

from simulator import paths
from simulator.documents.files import Fault
from simulator.errors import BankError
from simulator.questions.lists import Listed
from simulator.questions.model import Bank, Question
from simulator.questions.own import ASKED, add
from simulator.tui.actions import bindings
from simulator.tui.dialogs import Write
from simulator.tui.listing import ListPage
from simulator.tui.widgets.choices import Choices, Row
from simulator.tui.widgets.search import Search
from simulator.tui.widgets.words import Words

FAULTS_SHOWN = 3


class Banks(ListPage):
    """Banks first; Enter shows the questions of one, Esc all banks again."""

    NAME = "banks"
    BINDINGS = bindings(NAME)
    title_left = "Question banks"
    DEFAULT_CSS = """
    Banks Choices { height: 1fr; }
    Banks #about { max-height: 50%; margin-top: 1; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.bank: Bank | None = None
        self.banks: dict[str, Bank] = {}

    def body(self) -> ComposeResult:
        choices = Choices()
        yield Search(choices)
        yield choices
        yield Words(id="about", classes="quiet")

    def on_mount(self) -> None:
        self.query_one(Choices).focus()
        self.banks = self.program.banks()
        self._show_banks()
        if faults := self.program.loaded_banks().faults:
            self.program.tell(_told(faults))

    def _show_banks(self, selected: str | None = None) -> None:
        self.bank = None
        self.say_title("Question banks", f"your own lie in {paths.own_banks()}")
        rows = [Row(bank.id, bank.title, f"{_count(bank)}. {bank.for_whom}") for bank in self.banks.values()]
        self.query_one(Search).shut()
        self.query_one(Choices).show(rows, selected)
        self.refresh_bindings()

    def action_open(self) -> None:
        row = self.query_one(Choices).selected
        if self.bank is None and row is not None and row.key is not None:
            self.bank = self.banks[row.key]
            self.say_title(self.bank.title, _count(self.bank))
            rows = [Row(each.id, each.competency, " ".join(each.text.split())) for each in self.bank.questions]
            self.query_one(Search).shut()
            self.query_one(Choices).show(rows, rows[0].key)
            self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return {"open": self.bank is None, "whole": self.searching}.get(action, True)

    def on_choices_chosen(self, event: Choices.Chosen) -> None:
        self.action_open()

    def on_choices_moved(self, event: Choices.Moved) -> None:
        key = event.row.key if event.row is not None else None
        about = self.query_one("#about", Words)
        if self.bank is None:
            about.say(self.banks[key].for_whom if key in self.banks else "")
        else:
            about.say(next((_about(question) for question in self.bank.questions if question.id == key), ""))

    @work
    async def action_add(self) -> None:
        """Into the bank of questions that one was really asked, which is on screen afterwards."""
        from simulator.scoring.scorecard import question_from_text

        text = await self.program.push_screen_wait(Write("What were you asked? In their words, as you remember them."))
        if not text:
            return
        with self.telling():
            add(ASKED, [Listed(text=text)], lambda words: question_from_text(words).kind)
            self.banks = self.program.banks_again()
            self._show_banks(ASKED)

    def action_back(self) -> None:
        if self.bank is not None:
            self._show_banks(self.bank.id)
        else:
            self.dismiss()


def _count(bank: Bank) -> str:
    return f"{len(bank.questions)} question{'' if len(bank.questions) == 1 else 's'}"


def _told(faults: Sequence[Fault]) -> BankError:
    files = list(dict.fromkeys(fault.file for fault in faults))
    few = "\n".join(str(fault) for fault in faults[:FAULTS_SHOWN])
    return BankError(
        f"{'This file is' if len(files) == 1 else 'These files are'} left out: {', '.join(files)}.\n\n{few}",
        "`mock-interview banks lint` with the name of the file lists every fault with its line.",
    )


def _about(question: Question) -> str:
    points = " ".join(listen.point for listen in question.listen_for)
    return f"{question.text.strip()}\n\nA good answer: {points}"
