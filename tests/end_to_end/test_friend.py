"""Two people at one terminal: the real program, three typed questions, and who said what in the journal."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from simulator.interview import events as ev
from simulator.sessions import library
from simulator.sessions.store import open_session
from tests.processes import listening
from tests.terminal import Terminal

pytestmark = [pytest.mark.terminal, pytest.mark.timeout(240)]

ANSWERS = (
    "Last winter a colleague fell ill and I counted the stock of 40 shelves with two others before the shop opened.",
    "I learned the till in one evening because I asked for the manual and wrote a list of the twelve keys I needed.",
    "In the end we were done an hour early, and I would plan the night shift sooner the next time.",
)
NOTE = "clear start, few numbers"
REMARK = "Calmer than last week."


def of_page(person: str, place: str) -> re.Pattern[str]:
    return re.compile(rf"The {person}'s page:\s+{place}")


def wait_for(terminal: Terminal, page: re.Pattern[str]) -> str:
    return terminal.wait_for(lambda screen: page.search(screen) is not None, timeout=60)


@pytest.mark.parametrize(("columns", "rows"), [(80, 24)])
def test_three_typed_questions_with_a_friend(home: Path, columns: int, rows: int) -> None:
    command = ("practise", "--friend", "--typed", "--no-voice", "--questions", "3", "--seed", "1")
    with Terminal(*command, home=home, columns=columns, rows=rows) as terminal:
        terminal.wait_for("How nervous", timeout=60)
        terminal.press("4", "enter")
        for number, answer in enumerate(ANSWERS, start=1):
            wait_for(terminal, of_page("candidate", f"Question {number} of 3"))
            terminal.wait_for("typing")
            terminal.write(answer)
            terminal.wait_for(answer[-20:])
            terminal.press("ctrl+s")
            mine = terminal.wait_for("It is saved.")
            assert "Worked" not in mine
            terminal.press("f")
            wait_for(terminal, of_page("friend", f"Question {number} of 3"))
            terminal.wait_for("a [ ]")
            terminal.press("a")
            terminal.wait_for("a [x]")
            terminal.press(str(number + 2))
            terminal.wait_for(f"[{number + 2}]")
            terminal.press("n")
            terminal.wait_for("A note")
            terminal.write(f"{NOTE} {number}")
            terminal.wait_for(f"{NOTE} {number}")
            terminal.press("enter")
            terminal.wait_for(lambda screen, note=f"{NOTE} {number}": "A note" not in screen and note in screen)  # type: ignore[misc]
            terminal.press("enter")

        # Each says what they think before either sees a number of the program's; here the friend is the first.
        wait_for(terminal, of_page("friend", "Before the scores"))
        terminal.wait_for("How did the candidate do")
        terminal.press("down", "down", "down", "4")
        terminal.wait_for("1  2  3 [4] 5")
        terminal.wait_for("> 4  between 3 and 5")
        terminal.press("enter")
        terminal.wait_for("A word to the candidate")
        terminal.write(REMARK)
        terminal.wait_for(REMARK)
        terminal.press("enter")
        terminal.wait_for(lambda screen: "Before the numbers" in screen and "[4]" not in screen)
        terminal.press("5", "5", "enter")
        terminal.wait_for(lambda screen: "And more closely" in screen and "[4]" not in screen)
        terminal.press("down", "down", "down", "2")
        terminal.wait_for("1 [2] 3  4  5")
        terminal.press("enter")
        terminal.wait_for("And now: how nervous")
        terminal.press("3", "enter")
        assert not listening(terminal.pid), "nobody asked for it"
        card = terminal.wait_for(lambda screen: "you said 55" in screen and "v three views" in screen, timeout=60)
        assert "Preparedness" in card
        terminal.press("v")
        views = terminal.wait_for(f"Your friend: {REMARK}")
        assert "Your friend rates your structure 4; you gave it 2" in " ".join(re.sub("[│╭╮╰╯─]", " ", views).split())
        terminal.press("escape")
        terminal.press("ctrl+q")
        assert terminal.wait_for_exit() == 0

    saved = open_session(library.find("last"))
    assert saved.finished
    assert not saved.damage
    events = saved.events
    friends = [event for event in events if event.by == "friend"]
    takes = [take.name for take in saved.state.last_takes()]
    assert takes == ["q01-t1", "q02-t1", "q03-t1"]

    points = [saved.state.plan[number].question.listen_for[0].id for number in range(3)]
    assert [(each.take, each.point, each.on) for each in friends if isinstance(each, ev.PointTicked)] == [
        (take, point, True) for take, point in zip(takes, points, strict=True)
    ]
    assert [(each.take, each.text) for each in friends if isinstance(each, ev.Noted)] == [
        (take, f"{NOTE} {number}") for number, take in enumerate(takes, start=1)
    ]
    assert [(each.take, each.value) for each in friends if isinstance(each, ev.AnswerRated)] == [
        (take, number + 2) for number, take in enumerate(takes, start=1)
    ]
    assert [(each.scales, each.remark) for each in friends if isinstance(each, ev.SessionRated)] == [
        ({"structure": 4}, REMARK)
    ]
    assert saved.state.estimates["candidate"].scales == {"structure": 2}
    assert not any(isinstance(each, (ev.DraftTyped, ev.AnswerEnded, ev.NervesRated)) for each in friends)

    drafts = [take.draft for take in saved.state.last_takes()]
    assert [(draft.by, draft.text) for draft in drafts if draft] == [("candidate", answer) for answer in ANSWERS]
    assert [each.by for each in events if isinstance(each, ev.AnswerEnded)] == ["candidate"] * 3
    assert [each.by for each in events if isinstance(each, ev.NervesRated)] == ["candidate"] * 2

    order = [(type(event), event.by) for event in events]
    assert order.index((ev.SessionRated, "friend")) < order.index((ev.ScoresShown, "program"))
    assert order.index((ev.SessionRated, "candidate")) < order.index((ev.ScoresShown, "program"))
