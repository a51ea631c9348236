"""A letter in a real terminal: the program steps aside for the person's editor, comes back, copies, and sends nothing."""

from __future__ import annotations

import base64
from datetime import date, timedelta
from pathlib import Path

import pytest

from simulator.comeback import drafts
from simulator.comeback.model import Application, Appointment, Person
from simulator.comeback.store import APPLICATIONS, DEBRIEFS
from tests.terminal import Terminal

pytestmark = [pytest.mark.terminal]

EDITOR = '#!/bin/sh\necho IN THE EDITOR\nread line\necho "PS. $line" >> "$1"\n'


def test_a_thank_you_note_is_edited_copied_and_marked_as_sent(home: Path, tmp_path: Path) -> None:
    yesterday = (date.today() - timedelta(days=1)).isoformat()  # noqa: DTZ011  # the day as the program sees it
    APPLICATIONS.save(
        Application(
            id="harbour",
            employer="Harbour Foods",
            role="Clerk",
            contact=Person(name="Ms Okafor"),
            interviews=(Appointment(date=yesterday),),
        )
    )
    editor = tmp_path / "editor"
    editor.write_text(EDITOR)
    editor.chmod(0o755)
    environment = {"VISUAL": str(editor), "MOCK_INTERVIEW_SOUND": "none"}
    with Terminal(home=home, environment=environment) as terminal:
        terminal.wait_for("Due today")
        terminal.press("ctrl+p")
        terminal.wait_for("Search for commands")
        terminal.write("applications")
        terminal.wait_for("Lists the jobs that you go for")
        terminal.press_until("enter", "Enter shows a draft")
        terminal.press("enter")
        terminal.wait_for("Dear Ms Okafor,")
        terminal.press("e")
        terminal.wait_for("IN THE EDITOR")
        terminal.write("Thank you for the coffee.\n")
        terminal.wait_for("your draft")
        terminal.wait_for("PS. Thank you for the coffee.")
        kept = drafts.load("thanks", "harbour")
        assert kept is not None
        before = len(terminal.raw)
        terminal.press("c")
        copied = base64.b64encode(kept.body.encode())
        terminal.wait_for_bytes(b"\x1b]52;c;" + copied, before)
        terminal.press("s")
        terminal.wait_for("Sent today")
        terminal.press("ctrl+q")
        assert terminal.wait_for_exit() == 0
    (debrief,) = DEBRIEFS.load().records.values()
    assert (debrief.application, debrief.date) == ("harbour", yesterday)
