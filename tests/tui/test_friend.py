"""With a friend at the same table: two pages, every event with its author, and the friend's word before the scores."""

from __future__ import annotations

import re

from textual import events

from simulator.interview import events as ev
from simulator.interview.rehearsal import Wish
from simulator.interview.scales import SCALES
from simulator.questions.model import FollowUp, ListenFor
from simulator.tui.screens.friend import FriendPage
from simulator.tui.screens.interview import Interview
from simulator.tui.screens.scorecard import ScorecardScreen
from simulator.tui.widgets.stages import REASSURED
from tests.making import question
from tests.tui import rehearsing, sessions
from tests.tui.conftest import Opening, a_long_walk, frame, settle
from tests.tui.rehearsing import (
    ANSWER,
    Devices,
    answer,
    on,
    saved,
    shown,
    simple,
    stage,
    state,
    until,
    write,
)

devices = rehearsing.devices

POINTS = (
    ListenFor(id="own", point="Say what you did yourself.", cues=("I did",)),
    ListenFor(id="result", point=f"Say what came of it {'[b]and so on[/b] ' * 8}in the end.", cues=("in the end",)),
)
FOLLOW_UPS = (
    FollowUp(when="short", text="Can you say more?"),
    FollowUp(when="no_result", text="What came of it, " + "\x1b[31mand then, " * 8 + "in the end?"),
)
ASKED = tuple(question(number, listen_for=POINTS, follow_ups=FOLLOW_UPS) for number in (1, 2, 3))
TYPED = Wish(
    typed=True, voice=False, nerves=False, friend=True, only=ASKED, candidate_name="Ada", friend_name="Sam [x]"
)
SPOKEN = Wish(nerves=False, friend=True, only=simple(2, listen_for=POINTS))


def by_friend() -> list[ev.Event]:
    return [event for event in saved().events if event.by == "friend"]


@a_long_walk
async def test_three_typed_questions_with_a_friend(opening: Opening, devices: Devices, size: tuple[int, int]) -> None:
    async with opening("interview", size=size, wish=TYPED) as pilot:
        assert "Ada's page" in await shown(pilot, "typing")
        await answer(pilot, ANSWER)
        page = await shown(pilot, "It is saved.")
        assert "Worked" not in page
        assert "Next" not in page
        await pilot.press("f")
        sheet = await shown(pilot, "Sam [x]'s page")
        assert on(pilot, FriendPage)
        assert "a [ ] Say what you did yourself." in sheet
        assert "Can you say more?" in sheet
        assert "Worked" not in sheet
        await pilot.press("a")
        await shown(pilot, "a [x]")
        await pilot.press("down", "space")
        await shown(pilot, "b [x]")
        await pilot.press("b")
        await shown(pilot, "b [ ]")
        await pilot.press("4")
        await shown(pilot, "[4]")
        await pilot.press("n")
        await shown(pilot, "A note")
        await write(pilot, "clear [b]start[/b]")
        await pilot.press("enter")
        await shown(pilot, "clear [b]start[/b]")
        await pilot.press("g")
        await shown(pilot, "  strong")
        await pilot.press("f")
        mine = await shown(pilot, "Ada's page")
        assert on(pilot, Interview)
        assert "clear" not in mine, "the friend's notes are for the end"
        assert "strong" not in mine
        assert "[4]" not in mine
        await pilot.press("f")
        await shown(pilot, "Sam [x]'s page")
        await pilot.press("enter")
        await stage(pilot, "answering", 2)
        await shown(pilot, "Ada's page")
        await answer(pilot, ANSWER)
        await pilot.press("enter")
        await answer(pilot, ANSWER)
        await pilot.press("enter")
        await shown(pilot, "Before the numbers")
        await write(pilot, "55")
        await pilot.press("enter")
        page = await shown(pilot, "And more closely")
        assert "> Flow and pace" in page
        assert "5  Steady, with pauses where sentences end." in page
        await pilot.press("down", "down", "2")
        page = await shown(pilot, "> On the question            1 [2] 3  4  5")
        assert "> 2  between 1 and 3" in page
        assert "5  Each answer met what I asked." in page, "there is room for all of its words"
        await pilot.press("down", "1")
        assert "> 1  I lost the thread." in await shown(pilot, "> Structure                 [1]")
        await pilot.press("minus")
        await shown(pilot, "> Structure                  1  2  3  4  5")
        await pilot.press("enter")
        await shown(pilot, "Now Sam [x] says what they think: press f")
        assert not any(isinstance(event, ev.ScoresShown) for event in saved().events)
        await pilot.press("f")
        page = await shown(pilot, "How did Ada do")
        assert "Sam [x]'s page" in page
        assert "[2]" not in page
        await pilot.press("5", "down", "down", "4")
        await shown(pilot, "> On the question            1  2  3 [4] 5")
        await pilot.press("f")
        await shown(pilot, "Ada's page")
        await pilot.press("f")
        await shown(pilot, "Flow and pace              1  2  3  4 [5]")
        await pilot.press("down", "3", "backspace", "enter")
        await shown(pilot, "A word to Ada")
        await pilot.press("escape")
        await shown(pilot, "How did Ada do")
        await pilot.press("enter")
        await shown(pilot, "A word to Ada")
        await write(pilot, "so [b]calm[/b]")
        await pilot.press("enter")
        await until(pilot, lambda: on(pilot, ScorecardScreen))
        whole = await shown(pilot, "v three views")
        assert "you said 55" in whole
        assert "Sam [x] rates how you keep to the question 4; you gave it 2" in " ".join(whole.split())
        await pilot.press("v")
        views = await shown(pilot, "Three views, 1 to 5")
        row = next(line for line in views.splitlines() if "On the question" in line).split()
        assert row[row.index("question") + 1 :][:2] == ["2", "4"]
        assert "Sam [x]: so [b]calm[/b]" in views
        await pilot.press("escape")
        await until(pilot, lambda: saved().state.scores_shown)
        await pilot.press("enter")
        one = await shown(pilot, "Sam [x] gave it 4 of 5.")
        assert "Sam [x] heard: Say what you did yourself." in one
        assert "Sam [x]: clear [b]start[/b]" in one
    found = by_friend()
    ticks = [(event.point, event.on) for event in found if isinstance(event, ev.PointTicked)]
    assert ticks == [("own", True), ("result", True), ("result", False)]
    assert [event.value for event in found if isinstance(event, ev.AnswerRated)] == [4]
    assert [event.text for event in found if isinstance(event, ev.Noted)] == ["clear [b]start[/b]"]
    assert [event.kind for event in found if isinstance(event, ev.MomentMarked)] == ["strong"]
    (rated,) = (event for event in found if isinstance(event, ev.SessionRated))
    assert (rated.fluency, rated.preparedness) == (None, None)
    assert rated.scales == {"flow": 5, "on_the_question": 4}
    assert rated.remark == "so [b]calm[/b]"
    assert saved().state.estimates["candidate"].scales == {"on_the_question": 2}
    assert sum(isinstance(event, ev.WentOn) for event in found) == 1
    order = [(type(event), event.by) for event in saved().events]
    assert order.index((ev.SessionRated, "friend")) < order.index((ev.ScoresShown, "program"))


async def test_long_points_wrap_and_nothing_in_them_is_markup(
    opening: Opening, devices: Devices, size: tuple[int, int]
) -> None:
    async with opening("interview", size=size, wish=TYPED) as pilot:
        await answer(pilot, ANSWER)
        await pilot.press("f")
        await shown(pilot, "page")
        sheet = " ".join((await shown(pilot, "Ask next")).split())
        assert POINTS[1].point in sheet
        assert "Listen for (advice to Ada)" in sheet
        assert " ".join(FOLLOW_UPS[1].text.replace("\x1b", "␛").split()) in sheet


async def test_a_follow_up_of_the_bank_and_one_in_their_own_words(opening: Opening, devices: Devices) -> None:
    async with opening("interview", wish=TYPED) as pilot:
        await answer(pilot, ANSWER)
        assert state(pilot).stage == "reviewing", "with a friend the program asks no follow-up of its own"
        await pilot.press("f")
        await shown(pilot, "Ask next")
        await pilot.press("j", "j")
        assert "space ask it" in await shown(pilot, ">   Can you say more?")
        await pilot.press("space")
        asked = await shown(pilot, "Question 1 of 3, a follow-up")
        assert "Ada's page" in asked, "whoever has to type has the keyboard"
        assert "Can you say more?" in asked
        await answer(pilot, ANSWER)
        await pilot.press("f")
        await shown(pilot, "Ask next")
        await pilot.press("o")
        await shown(pilot, "in your own words")
        await write(pilot, "And the [i]others[/i]?")
        await pilot.press("enter")
        await shown(pilot, "And the [i]others[/i]?")
        await stage(pilot, "answering", 1)
    asked_by_friend = [event for event in by_friend() if isinstance(event, ev.QuestionAsked)]
    assert [(event.text, event.follow_up) for event in asked_by_friend] == [
        ("Can you say more?", 1),
        ("And the [i]others[/i]?", 2),
    ]


async def test_while_the_candidate_speaks_the_friend_has_the_page(opening: Opening, devices: Devices) -> None:
    async with opening("interview", wish=SPOKEN) as pilot:
        await shown(pilot, "listening")
        await pilot.press("f")
        page = await shown(pilot, "The friend's page")
        assert "listening" in page
        assert "Ask when the answer is over" in page
        assert "enter answer over" in page
        await pilot.press("a", "5", "enter")
        await stage(pilot, "reviewing")
        assert "enter next question" in await shown(pilot, "Ask next")
        await pilot.press("escape")
        await shown(pilot, "Paused. Space goes on.")
        await pilot.press("space")
        await pilot.press("t")
        await stage(pilot, "answering", 1)
        assert "take 2" in await shown(pilot, "listening")
        assert on(pilot, FriendPage)
        await pilot.press("s")
        await stage(pilot, "answering", 2)
        await pilot.press("f")
        await shown(pilot, "The candidate's page")
    kinds = {type(event) for event in by_friend()}
    assert {ev.PointTicked, ev.AnswerRated, ev.AnswerEnded, ev.Paused, ev.Resumed, ev.QuestionAsked} <= kinds


async def test_the_friend_may_rate_the_session_first(opening: Opening, devices: Devices) -> None:
    wish = Wish(nerves=False, friend=True, only=simple(1))
    async with opening("interview", wish=wish) as pilot:
        await shown(pilot, "listening")
        await pilot.press("f")
        await shown(pilot, "The friend's page")
        await pilot.press("enter")
        await stage(pilot, "reviewing")
        await pilot.press("enter")
        await shown(pilot, "How did the candidate do")
        await pilot.press("5", "enter")
        await shown(pilot, "A word to the candidate")
        await pilot.press("enter")
        mine = await shown(pilot, "Before the numbers")
        assert "[5]" not in mine
        await pilot.press("f")
        assert "Thank you." in await shown(pilot, "The friend's page")
        await pilot.press("f")
        await shown(pilot, "The candidate's page")
        await pilot.press("tab", "tab", "enter", "enter")
        assert "[5]" not in await shown(pilot, "And more closely")
        await pilot.press("enter")
        await until(pilot, lambda: on(pilot, ScorecardScreen))
        await shown(pilot, "three views")
    assert saved().state.estimates["friend"].scales == {"flow": 5}
    assert saved().state.estimates["candidate"] == ev.SessionRated(
        t=saved().state.estimates["candidate"].t, by="candidate", fluency=None, preparedness=None
    )


@a_long_walk
async def test_the_friend_marks_moments_and_says_to_take_ones_time(
    opening: Opening, devices: Devices, size: tuple[int, int]
) -> None:
    async with opening("interview", size=size, wish=SPOKEN) as pilot:
        await shown(pilot, "listening")
        assert REASSURED not in frame(pilot)
        await pilot.press("f")
        assert "u unclear" in await shown(pilot, "A moment to come back to")
        await pilot.press("u", "m")
        page = await shown(pilot, "  a filler")
        assert "  unclear" in page
        await pilot.press("y")
        await shown(pilot, f"You said: {REASSURED}")
        await pilot.press("y")
        await pilot.press("f")
        assert REASSURED in await shown(pilot, "The candidate's page")
        await pilot.press("space")
        await stage(pilot, "reviewing")
        await pilot.press("t")
        await stage(pilot, "answering")
        assert REASSURED not in await shown(pilot, "listening"), "it was said of the answer before"
    found = by_friend()
    marks = [event for event in found if isinstance(event, ev.MomentMarked)]
    assert [(event.kind, event.take) for event in marks] == [("unclear", "q01-t1"), ("filler", "q01-t1")]
    assert sum(isinstance(event, ev.Reassured) for event in found) == 1


async def test_keys_of_the_candidate_do_nothing_on_the_friends_page(opening: Opening, devices: Devices) -> None:
    async with opening("interview", wish=SPOKEN) as pilot:
        await shown(pilot, "listening")
        await pilot.press("f")
        await shown(pilot, "The friend's page")
        await pilot.press("w", "ctrl+s", "e", "9")
        pilot.app.post_message(events.Paste("nothing"))
        await pilot.pause()
        assert state(pilot).stage == "answering"
        assert "page" in frame(pilot)
    assert by_friend() == []


async def test_the_views_of_two_friends_stand_side_by_side(opening: Opening, size: tuple[int, int]) -> None:
    folder = sessions.spoken()
    for author in ("李小龍 from the course", "Benedikta"):
        sessions.rated(folder, {scale.key: 4 for scale in SCALES}, author=author)
    async with opening("scorecard", size=size, session=folder) as pilot:
        await settle(pilot)
        await pilot.press("v")
        await shown(pilot, "Three views")
        await settle(pilot)
        lines = frame(pilot).splitlines()
        at = next(number for number, line in enumerate(lines) if "Flow and pace" in line)
        assert all(name in lines[at - 1] for name in ("you", "李小龍", "Bened", "program"))
        for line in lines[at : at + 4]:
            assert len(re.findall(r" (–|\d(?:\.\d)?)(?= )", line.split("│")[1])) == 4, line
