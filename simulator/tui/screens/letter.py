"""A letter as a draft: seen, changed in the person's editor, copied or opened in the mail program. The program never sends it."""

from __future__ import annotations

import asyncio

from textual import work
from textual.app import ComposeResult, SuspendNotSupported
from textual.containers import VerticalScroll

from simulator import when
from simulator.comeback import drafts, machine
from simulator.comeback.gather import Search, gather, letter, mark_sent
from simulator.comeback.letters import CALLED, EXPECT, Kind, Letter, as_text, from_text, mailto
from simulator.tui.actions import bindings
from simulator.tui.dialogs import Ask, WriteLong
from simulator.tui.page import Page
from simulator.tui.widgets.words import Words

COPIED = "The letter was handed to the clipboard of your terminal. If nothing comes out where you paste it, open it in mail instead."
OPENED = "Your mail program has it, where you send it, or not."


class LetterScreen(Page[None]):
    """`of`: the id of the application, or for a note to a lead of a contact, that the letter is for. A draft that was changed stands as it was
    left."""

    NAME = "letter"
    BINDINGS = bindings(NAME)
    DEFAULT_CSS = """
    LetterScreen VerticalScroll { height: 1fr; max-width: 78; scrollbar-size-vertical: 1; background: $background; }
    LetterScreen #about { height: 2; margin-top: 1; }
    """

    def __init__(self, kind: Kind, of: str) -> None:
        super().__init__()
        self.kind = kind
        self.of = of
        self.title_left = CALLED[kind]
        self.search: Search = gather()
        self.letter = Letter(to="", subject="", body="")
        self.changed = False
        """Whether it is a draft that was kept."""

    def body(self) -> ComposeResult:
        with VerticalScroll():
            yield Words(id="letter")
        yield Words(EXPECT[self.kind], id="about", classes="quiet")

    def on_mount(self) -> None:
        self._read()
        self.query_one(VerticalScroll).focus()

    def _read(self) -> None:
        with self.telling():
            self.letter, self.changed = letter(
                self.kind, self.of, self.search, self.program.settings.name, when.now().date()
            )
            self._show()

    def _show(self) -> None:
        self.query_one("#letter", Words).say(as_text(self.letter))
        self.say_title(CALLED[self.kind], "your draft" if self.changed else "from what you entered")
        self.refresh_bindings()

    def _say(self, text: str) -> None:
        self.query_one("#about", Words).say(text)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return self.changed if action == "anew" else True

    @work
    async def action_edit(self) -> None:
        """In the person's editor, for which the program steps aside; where none is set up, here."""
        with self.telling():
            try:
                machine.editor()
                with self.app.suspend():
                    machine.edit(drafts.save(self.kind, self.of, self.letter))
            except (SuspendNotSupported, machine.NoEditor):
                await self._edit_here()
        self._read()

    async def _edit_here(self) -> None:
        question = "The first two lines say to whom, and what about."
        written = await self.program.push_screen_wait(WriteLong(question, as_text(self.letter).strip()))
        if written:
            drafts.save(self.kind, self.of, from_text(written))

    def action_copy(self) -> None:
        self.app.copy_to_clipboard(self.letter.body)
        self._say(COPIED)

    @work
    async def action_mail(self) -> None:
        with self.telling():
            await asyncio.to_thread(machine.open_mail, mailto(self.letter))
            if not self.was_left():
                self._say(OPENED)

    def action_sent(self) -> None:
        with self.telling():
            where = mark_sent(self.kind, self.of, gather(), when.now().date())  # as it is now: writing takes a while
            self.search = gather()
            self._say(f"Sent today{f': that stands in its {where} now' if where else ''}.")

    @work
    async def action_anew(self) -> None:
        question = "Write it anew from what you entered? Your changes to this draft are lost."
        if await self.program.push_screen_wait(Ask(question)):
            drafts.forget(self.kind, self.of)
            self._read()
