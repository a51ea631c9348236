"""The morning of an interview in a real terminal: home offers it, documents are ticked, a line is rehearsed, one settles, warms up and reads."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from simulator.comeback.store import IF_THENS
from simulator.preparation.files import find_sheet, save_sheet
from simulator.preparation.model import Interview, Paper, Sheet
from simulator.sessions import library
from simulator.sessions.store import open_session
from simulator.settings import Settings, save
from tests.terminal import Terminal
from tests.tui import sessions

pytestmark = [pytest.mark.terminal, pytest.mark.timeout(240)]

ANSWER = "I have bought fruit for six years, and last spring I cut what we threw away by a third."


@pytest.mark.parametrize(("columns", "rows"), [(80, 24)])
def test_the_morning_of_an_interview(home: Path, columns: int, rows: int) -> None:
    today = datetime.now().astimezone().date().isoformat()
    save_sheet(
        Sheet(
            id="harbour",
            employer="Harbour Foods",
            role="Buyer",
            interview=Interview(date=today, hour="23:59", place="Pier 3", way="Tram 4", arrive="23:45", dress="Shirt"),
            interviewers=("Maria Lopez",),
            documents=(Paper(name="CV, three copies"),),
        )
    )
    save(Settings(sheet="harbour"))
    sessions.spoken()
    silent = {"MOCK_INTERVIEW_SOUND": "none"}
    with Terminal(home=home, columns=columns, rows=rows, environment=silent) as terminal:
        terminal.wait_for("> Today: Harbour Foods, 23:59")
        terminal.press("enter")
        page = terminal.wait_for("[ ] CV, three copies")
        assert all(known in page for known in ("Pier 3", "Tram 4", "23:45", "Shirt", "Maria Lopez"))
        terminal.press("space")
        terminal.wait_for("[x] CV, three copies")
        terminal.press("down")
        terminal.wait_for("space hear")
        terminal.press("space")
        terminal.wait_for("space stop")
        terminal.press("space")
        terminal.wait_for("space hear")

        terminal.press("down", "down")
        terminal.wait_for("> Settle")
        terminal.press("enter")
        terminal.wait_for("> Breathe slowly")
        terminal.press("enter")
        terminal.wait_for("breathe in")
        terminal.wait_for("breathe out")
        terminal.press("escape")

        terminal.wait_for("> Settle")
        terminal.press("down", "down")
        terminal.wait_for("> A line for a blank mind")
        terminal.press("enter")
        terminal.wait_for("> My mind goes blank")
        terminal.press("enter")
        terminal.wait_for("Make it yours")
        terminal.press("enter")
        terminal.wait_for("say your line aloud")
        terminal.press("enter")
        terminal.wait_for("rehearsed today")
        terminal.press("escape")
        terminal.wait_for("If it happens")

        terminal.press("end", "up", "up")
        terminal.wait_for("> One warm-up question")
        terminal.press("enter")
        terminal.wait_for("typing", timeout=60)
        terminal.write(ANSWER)
        terminal.wait_for(ANSWER[-12:])
        terminal.press("ctrl+s")
        terminal.wait_for("enter go on", timeout=60)
        terminal.press("ctrl+q")
        assert terminal.wait_for_exit() == 0

    assert find_sheet("harbour").documents[0].ready
    assert IF_THENS.find("blank-mind").practised == today
    warm_up = open_session(next(library.folders()))
    assert warm_up.state.takes[0].draft is not None
    assert warm_up.state.takes[0].draft.text == ANSWER
