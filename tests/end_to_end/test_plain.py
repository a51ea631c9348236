"""Each job of the screens, from start to end in lines, as a screen reader hears it."""

from __future__ import annotations

import os
import re
import signal
from pathlib import Path

import pytest
from websockets.frames import CloseCode

from simulator import paths
from simulator.cli import main
from simulator.comeback.model import PARTS
from simulator.comeback.store import DEBRIEFS, IF_THENS, PLANS
from simulator.interview import events as ev
from simulator.interview.scales import SCALES
from simulator.sessions import library
from simulator.sessions.store import SavedSession, open_session
from simulator.settings import load
from tests.end_to_end.test_bad_input import ANSWER
from tests.end_to_end.walks import as_wav
from tests.friend.hosting import connected_to, happens
from tests.listener import Listener, fault
from tests.virtual_microphone import SoundServer

pytestmark = [pytest.mark.terminal, pytest.mark.timeout(300)]

QUIET = ("--typed", "--no-voice")


def rehearsed(reader: Listener) -> None:
    """One question, typed, from the nerves to the scorecard."""
    reader.answer("How nervous", "4")
    reader.answer("Question 1 of 1", "?")
    reader.hear("/skip: passes over this question.")
    reader.write("/time", "/note a good start", ANSWER, "/pause")
    reader.answer("Paused.", "/resume")
    reader.answer("On we go.", "")
    reader.answer("Enter goes on", "4")
    reader.answer("You gave it 4 of 5.", "")
    reader.answer("Before the scores", "60 70")
    reader.answer("And now", "3")
    reader.hear("Saved as ")


def last() -> SavedSession:
    return open_session(library.find("last"))


PRINTED = (
    "Drill", "Progress", "Learn from", "Your plan", "Applications", "Your wins", "Prep sheets", "Question banks", "Check",
)  # fmt: skip
"""Jobs that have nothing to ask after a first typed answer."""


def next_job(reader: Listener, label: str) -> None:
    """At home again, where the jobs are said only to who asks."""
    reader.answer("What next?", "?")
    reader.choose(label)


def through_the_library(reader: Listener) -> None:
    """Named, tagged, deleted, brought back and found."""
    next_job(reader, "The library")
    reader.answer("1 session, the newest first.", "1")
    reader.choose("Give it a name")
    reader.answer("What do you call it?", "First evening")
    reader.choose("Give it tags")
    reader.answer("Its tags", "calm typed")
    reader.hear("First evening")
    reader.choose("Delete it")
    reader.answer("Delete it with all its recordings?", "yes")
    reader.hear("Deleted.")
    assert not list(library.folders())
    reader.choose("Bring back")
    reader.hear("First evening is back.")
    reader.choose("Search for words")
    reader.answer("Which words?", "calm")
    reader.hear("1 session with “calm”.")
    reader.answer("Type a number", "")
    reader.answer("1 session, the newest first.", "")
    assert last().state.tags == {"calm", "typed"}


def against_nerves(reader: Listener) -> None:
    """The ladder, two minutes to settle, a setback."""
    next_job(reader, "The nerves ladder")
    reader.answer("At which step", "")
    next_job(reader, "Settle")
    reader.choose("Say it aloud")
    reader.answer("when you have said it", "")
    reader.hear("seconds for yourself.")
    next_job(reader, "Rehearse a setback")
    reader.choose("My mind goes blank")
    reader.answer("What do you say?", "Let me think.")
    reader.answer("Now say your line aloud", "")
    reader.hear("Rehearsed.")
    reader.answer("Type a number", "")
    assert IF_THENS.load().records["blank-mind"].then == "Let me think."


def before_an_interview(reader: Listener) -> None:
    """A warm-up of one question, which ends without a number."""
    next_job(reader, "The day of the interview")
    reader.choose("One warm-up question")
    reader.hear("Aloud: once a microphone is plugged in; none was found")
    reader.choose("Typed")
    reader.answer("Type your answer", ANSWER, "")
    reader.answer("Enter goes on", "")
    before = len(reader.heard)
    reader.hear("That was your warm-up.")
    assert not any("0 to 100" in line or "Fluency" in line for line in reader.heard[before:])
    assert last().finished


def through_the_settings(reader: Listener) -> None:
    next_job(reader, "Settings")
    reader.choose("Thinking time")
    reader.choose("before every answer")
    reader.hear("Thinking time: before every answer.")
    reader.answer("The settings", "")
    assert load().thinking == "always"


def test_home_offers_every_job_and_a_session_goes_through_them(home: Path) -> None:
    assert main(["settings", "follow_ups", "0"]) == 0
    with Listener("--plain", home=home) as reader:
        reader.choose("Rehearse an interview")
        reader.answer("How many questions?", "1")
        reader.choose("Typed")
        rehearsed(reader)
        saved = last()
        assert saved.finished
        assert saved.state.nerves == {"before": 4, "after": 3}
        assert saved.state.last_takes()[0].ratings == {"candidate": 4}
        assert [event.text for event in saved.events if isinstance(event, ev.Noted)] == ["a good start"]
        through_the_library(reader)
        for printed in PRINTED:
            next_job(reader, printed)
        against_nerves(reader)
        before_an_interview(reader)
        through_the_settings(reader)
        next_job(reader, "A friend on their phone")
        reader.choose("Typed")
        reader.answer("Waiting for your friend", "leave")
        next_job(reader, "Replay the last session")
        reader.answer("Type a word of the replay", "leave")
        reader.answer("What next?", "99")
        reader.answer("That is none of them.", "")
        reader.hear("Goodbye.")
        assert reader.wait_for_exit() == 0


def test_a_replay_is_gone_through_put_right_and_tried_again(home: Path) -> None:
    with Listener("--plain", "replay", "sample", home=home) as reader:
        reader.hear("Answer 1 of ")
        reader.answer("Type a word of the replay", "?")
        reader.hear("moment, a number, or back: goes to the next moment")
        reader.write("moments", "moment 1", "where", "sentence", "sentence back", "+5", "-2", "at 0:01", "faster")
        reader.hear("1. ")
        reader.hear("Moment 1 of ")
        reader.hear("in the moment")
        reader.hear("Speed 1.25.")
        reader.write("slower", "")
        reader.hear("Playing from 0:01.")
        reader.write("")
        reader.hear("Paused at 0:")
        reader.write("again")
        reader.hear("Again from 0:")
        reader.write("", "loop", "+5", "loop", "loop", "question 2", "question back", "scores")
        reader.hear("is repeated, until you type loop again.")
        reader.hear("Answer 2 of ")
        reader.hear("Answer 1 of ")
        reader.hear("Fluency: ")
        reader.write("note good ending")
        reader.hear("Noted.")
        reader.write("at 0:03", "filler")
        reader.hear("counts as ")
        reader.write("read")
        said = reader.hear("0:00")
        wrong = re.sub(r"^\S+\s+", "", said).split()[:2]
        reader.write(f"correct {' '.join(wrong)}")
        reader.answer("And what did you say instead", "Something else")
        reader.hear("The words are as you wrote them")
        copy = last()
        assert [event.text for event in copy.events if isinstance(event, ev.Noted)][-1] == "good ending"
        assert any(isinstance(event, ev.FillerMarked) for event in copy.events)
        assert "Something else" in (copy.state.takes[0].corrected or "")
        reader.write("try typed")
        reader.hear("Once more.")
        reader.answer("Type your answer", ANSWER, "")
        reader.answer("Enter goes on", "")
        reader.hear("Take 2: ")
        reader.hear("Instead of ")
        reader.write("try typed")
        reader.answer("Type your answer", "leave")
        reader.hear("Left. ")
        reader.hear("It was typed, so there is nothing to hear")
        since = len(reader.heard)
        reader.write("faster", "?")
        reader.hear("It was typed, so there is nothing to hear")
        reader.hear("leave: ends the replay")
        assert not any("plays faster" in line for line in reader.heard[since:])
        reader.write("leave")
        assert reader.wait_for_exit() == 0
    takes = [take for take in last().state.takes if take.question == 0 and not take.follow_up]
    assert [(take.ended, take.draft is None) for take in takes[1:]] == [("key", False), ("left", True)]


def test_a_debrief_leads_to_a_plan_and_is_left_and_taken_up_again(home: Path) -> None:
    with Listener("--plain", "debrief", home=home) as reader:
        reader.choose("Well enough")
        reader.answer("Which employer was it?", "Harbour Foods")
        reader.answer("Which job is it?", "Packer")
        reader.choose("Yesterday")
        reader.choose("First")
        reader.answer("How did it end?", "leave")
        reader.hear("It waits where you left it")
        assert reader.wait_for_exit() == 0
    with Listener("debrief", "--plain", home=home) as reader:
        reader.hear("About Packer, Harbour Foods")
        reader.choose("They turned me down")
        reader.choose("Yes, look at it together")
        reader.answer("Did they give a reason?", "You knew too little about us.", "")
        reader.answer("What is their reason about?", "1 3")
        reader.answer("What did they ask?", "Why do you want to work here?")
        reader.answer("What is that question about?", "")
        reader.answer("How did your answer go?", "2")
        reader.answer("And what else?", "back")
        reader.answer("How did your answer go?", "")
        reader.answer("And what else?", "")
        reader.answer("How nervous were you", "8")
        reader.answer("What was in your hands", "")
        for part in PARTS:
            reader.answer(f"{part.capitalize()} (", "2 I had nothing ready" if part == PARTS[0] else "6")
        reader.choose("Nothing, or nothing more")
        reader.answer("And what do you think yourself?", "0")
        reader.hear("Your plan.")
        reader.choose("Ask what fell short")
        reader.choose("Do it now")
        reader.hear("Harbour Foods")
        reader.choose("I sent it today")
        reader.choose("Add something of your own")
        reader.answer("What do you want to do?", "Walk by the harbour")
        reader.choose("Walk by the harbour")
        reader.choose("It is done")
        reader.answer("Your plan.", "")
        assert reader.wait_for_exit() == 0
    (debrief,) = DEBRIEFS.load().records.values()
    assert (debrief.outcome, debrief.nerves, debrief.left_at) == ("rejected", 8, "")
    assert [(each.part, each.step, each.note) for each in debrief.audit] == [(PARTS[0], 2, "I had nothing ready")]
    assert debrief.asked_for_feedback
    (plan,) = PLANS.load().records.values()
    assert {item.kind for item in plan.items if item.done} == {"ask", "own"}


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
async def test_a_program_that_is_ended_by_a_signal_says_goodbye_to_the_friends_page(home: Path, number: int) -> None:
    with Listener("friend", "--plain", *QUIET, home=home) as reader:
        url = re.search(r"http://\S+/", reader.hear("opens this address"))
        code = re.search(r"this code: (\w+ \w+)\.", reader.hear("They type this code"))
        assert url is not None
        assert code is not None
        async with connected_to(url[0]) as sam:
            await sam.say(type="knock", code=code[1], name="Sam")
            reader.answer("Sam is at the door. Type yes", "yes")
            await sam.gets("admitted")
            os.kill(reader.pid, number)
            await happens(lambda: bool(sam.closed))
            assert sam.code == CloseCode.GOING_AWAY
        assert reader.wait_for_exit() == -number


async def test_a_friend_comes_in_and_interviews(home: Path) -> None:
    with Listener("friend", "--plain", "--name", "Ada", *QUIET, "--questions", "1", "--seed", "3", home=home) as reader:
        url = re.search(r"http://\S+/", reader.hear("opens this address"))
        code = re.search(r"this code: (\w+ \w+)\.", reader.hear("They type this code"))
        assert url is not None
        assert code is not None
        reader.hear("Waiting for your friend. Type")
        async with connected_to(url[0]) as sam:
            await sam.say(type="knock", code=code[1].lower(), name="Sam")
            reader.answer("Sam is at the door. Type yes", "yes")
            await sam.gets("admitted")
            reader.answer("Sam is here", "")
            reader.answer("How nervous", "")
            reader.answer("Type your answer", ANSWER)
            await sam.say(type="take_your_time", id="a")
            await sam.say(type="mark", id="b", kind="strong")
            await sam.say(type="note", id="c", text="clear start")
            reader.hear("Sam says: take your time.")
            reader.write("/share")
            reader.hear("Sam sees the words of your answers.")
            await sam.say(type="over", id="d")
            reader.hear("Sam ends it here.")
            reader.hear("Sam marked at 0:")
            reader.hear("clear start")
            await sam.say(type="follow_up", id="e", text="And then?")
            reader.hear("Sam asks: And then?")
            reader.answer("Type your answer", "It went well, and I stayed.", "")
            reader.answer("Enter goes on", "")
            reader.answer("Before the scores", "50 60")
            reader.answer(f"{SCALES[0].name}, 1 of", "4")
            reader.answer(f"{SCALES[1].name}, 2 of", "end")
            reader.hear("Now Sam says what they think on their page.")
            await sam.say(type="rate", id="f", scales={"warmth": 5}, remark="Well done")
            reader.hear("Sam has said what they think.")
            reader.answer("And now", "2")
            reader.hear("Saved as ")
            assert reader.wait_for_exit() == 0
    state = last().state
    assert state.estimates["candidate"].scales == {SCALES[0].key: 4}
    assert state.estimates["friend"].remark == "Well done"


def test_a_friend_at_the_same_table_shares_the_keyboard(home: Path) -> None:
    with Listener("practise", "--plain", "--friend", *QUIET, "--questions", "1", "--seed", "3", home=home) as reader:
        reader.answer("How nervous", "")
        reader.answer("Type your answer", ANSWER, "/sheet", "/strong", "/heard 99", "/ask", "/heard 1", "")
        reader.hear("What to listen for is put as advice to the candidate.")
        reader.hear("Listen for 1: ")
        reader.hear("That is none of the points.")
        reader.hear("Type /ask and a number")
        reader.answer("For your friend: type /sheet", "/ask And then?")
        reader.answer("asks: And then?", "Nothing more.", "")
        reader.answer("Enter goes on", "")
        reader.answer("Before the scores", "")
        reader.answer("And more closely", "end")
        reader.answer("Now hand over", "9")
        reader.answer("That is none of them. Type a number", "5")
        reader.answer(f"{SCALES[1].name}, 2 of", "end")
        reader.answer("And now", "")
        reader.hear("Saved as ")
        assert reader.wait_for_exit() == 0
    state = last().state
    assert state.estimates["friend"].scales == {SCALES[0].key: 5}
    assert len(state.takes[0].ticked) == 1


def test_two_people_take_turns_and_no_question_comes_twice(home: Path) -> None:
    with Listener("peer", "Ada", "Ben", "--plain", *QUIET, "--questions", "1", "--seed", "3", home=home) as reader:
        for candidate, friend in (("Ada", "Ben"), ("Ben", "Ada")):
            reader.hear(f"{candidate} answers, {friend} interviews.")
            reader.answer(f"{friend}: /sheet says what to listen for", "")
            reader.answer("How nervous", "")
            reader.answer("Type your answer", ANSWER, "/strong", "")
            reader.answer("Enter goes on", "4")
            reader.answer("You gave it 4 of 5.", "")
            reader.answer("Before the scores", "")
            reader.answer("And more closely", "end")
            reader.answer("Now hand over", "5")
            reader.answer(f"{SCALES[1].name}, 2 of", "end")
            reader.answer("And now", "")
            reader.hear("Saved as ")
        reader.hear("Both rounds are done.")
        assert reader.wait_for_exit() == 0
    saved = [open_session(folder).state for folder in library.folders()]
    assert [state.session.people["candidate"] for state in saved if state.session is not None] == ["Ben", "Ada"]
    assert len({state.plan[0].question.ref for state in saved}) == 2
    assert all(state.estimates["friend"].scales == {SCALES[0].key: 5} for state in saved)


def test_a_practice_in_turns_goes_on_after_a_kill_and_after_a_break_between_the_rounds(home: Path) -> None:
    command = ("peer", "Ada", "Ben C.", "--plain", *QUIET, "--questions", "1", "--seed", "3")
    with Listener(*command, home=home) as reader:
        reader.answer("/sheet says what to listen for", "")
        reader.hear("How nervous")
        os.kill(reader.pid, signal.SIGKILL)
    with Listener(*command, home=home) as reader:
        reader.answer("Ada's round was left before its end, and goes on where it was.", "")
        in_turn(reader, "Round 1 of 2: Ada")
        reader.answer("Round 2 of 2: Ben C. answers, Ada interviews.")
        reader.interrupt()
        reader.hear("`mock-interview --plain peer Ada 'Ben C.'` goes on with both, today.")
        assert reader.wait_for_exit() == 130
    with Listener(*command, home=home) as reader:
        reader.answer("Your practice of today is not at its end yet.", "")
        in_turn(reader, "Round 2 of 2: Ben C.")
        reader.hear("Both rounds are done.")
        assert reader.wait_for_exit() == 0
        assert not any("goes on with both" in line for line in reader.heard)
    saved = [open_session(folder).state for folder in library.folders()]
    assert [state.session.people["candidate"] for state in saved if state.session is not None] == ["Ben C.", "Ada"]
    assert len({state.plan[0].question.ref for state in saved}) == 2


def in_turn(reader: Listener, begins: str) -> None:
    """A round of one typed question, to its end."""
    reader.answer(begins)
    reader.write("")
    reader.answer("How nervous", "")
    reader.answer("Type your answer", ANSWER, "")
    reader.answer("Enter goes on", "")
    reader.answer("Before the scores", "")
    reader.answer("And more closely", "end")
    reader.answer("Now hand over", "end")
    reader.answer("And now", "")
    reader.hear("Saved as ")


def test_what_was_mistyped_in_a_hurry_moves_nothing_and_says_what_can_be_typed(home: Path) -> None:
    assert main(["settings", "follow_ups", "0"]) == 0
    with Listener("practise", "--plain", *QUIET, "--untimed", "--questions", "1", home=home) as reader:
        reader.answer("How nervous", "4")
        reader.answer("Type your answer", "")
        reader.answer("Nothing is typed yet. Type your answer", "/time")
        reader.hear("There is no limit of time here")
        reader.write(ANSWER, "/words")
        reader.hear(ANSWER)
        reader.write("/pause")
        reader.answer("Press Enter or type /resume to go on", "and then")
        reader.answer("Still paused.", "")
        reader.answer("Type your answer", "?")
        reader.hear("The question: ")
        reader.write("")
        reader.answer("Enter goes on", "7")
        reader.answer("That is no rating. Type a number from 1 to 5", "4")
        reader.answer("You gave it 4 of 5.", "")
        reader.answer("Before the scores", "")
        reader.answer("And now", "")
        reader.hear("Fluency: not scored, since it is heard, not typed")
        reader.hear("Saved as ")
        assert reader.wait_for_exit() == 0
    with Listener("--plain", "replay", "last", home=home) as reader:
        reader.answer("Type a word of the replay", "hello")
        reader.answer("“hello” is no word here; ? lists the words.", "leave")
        assert reader.wait_for_exit() == 0


@pytest.mark.parametrize(("typed", "left"), [("", 1), ("yes", 0)])
def test_a_command_asks_before_it_deletes_in_a_line_that_ends(home: Path, typed: str, left: int) -> None:
    folder = library.own_copy(paths.sample_session(), "2026-11-24T19:40:12+01:00", "mine")
    with Listener("sessions", "delete", folder.name, home=home) as reader:
        reader.answer("Type yes, or just press Enter for no.", typed)
        assert reader.wait_for_exit() == 0
    assert len(list(library.folders())) == left


def test_how_far_something_is_draws_over_no_line(home: Path) -> None:
    folder = library.own_copy(paths.sample_session(), "2026-11-24T19:40:12+01:00", "mine")
    with Listener("--plain", "sessions", "reindex", home=home) as reader:
        reader.hear("The index holds 1 session.")
        assert reader.wait_for_exit() == 0
    with Listener(
        "--plain", "export", folder.name, "--as", "markdown", "--to", str(home / "it.md"), home=home
    ) as reader:
        reader.hear("it.md")
        assert reader.wait_for_exit() == 0


@pytest.mark.microphone
def test_an_answer_that_is_spoken_is_heard_again(sound_server: SoundServer, home: Path, tmp_path: Path) -> None:
    assert main(["settings", "follow_ups", "0"]) == 0
    spoken = {**sound_server.variables, "MOCK_INTERVIEW_SOUND": ""}
    arguments = ("practise", "--plain", "--no-voice", "--questions", "1", "--seed", "3")
    with Listener(*arguments, home=home, environment=spoken) as reader:
        reader.answer("How nervous", "")
        reader.hear("Listening. Press Enter")
        sound_server.say(as_wav("harv_spk1_1", tmp_path)).wait()
        reader.write("")
        reader.answer("Enter goes on", "")
        reader.answer("Before the scores", "")
        reader.answer("And now", "")
        reader.hear("Saved as ")
        assert reader.wait_for_exit() == 0
    with sound_server.hear() as heard, Listener("--plain", "replay", home=home, environment=spoken) as reader:
        reader.answer("Type a word of the replay", "faster", "faster", "faster", "play")
        reader.hear("The end of this answer.")
        reader.write("read", "leave")
        reader.hear("0:0")
        assert reader.wait_for_exit() == 0
    assert abs(heard.samples()).max() > 0.01


@pytest.mark.parametrize("how", ["end of input", "ctrl+c"])
def test_leaving_in_the_middle_loses_nothing_and_is_said_kindly(home: Path, how: str) -> None:
    with Listener("practise", "--plain", *QUIET, "--questions", "1", home=home) as reader:
        reader.answer("How nervous", "4")
        reader.answer("Type your answer", "Half of what I wanted to say")
        reader.write("/note here")
        reader.write("?")
        reader.hear("A typed answer ends with an empty line")
        reader.interrupt() if how == "ctrl+c" else reader.end_of_input()
        reader.hear("Left. Everything you said is saved;")
        assert reader.wait_for_exit() == (130 if how == "ctrl+c" else 0)
    saved = last()
    assert saved.state.left
    draft = saved.state.takes[0].draft
    assert draft is not None
    assert draft.text == "Half of what I wanted to say"
    if how == "end of input":
        return
    with Listener("--plain", "practise", "--continue", "last", home=home) as reader:
        reader.answer("Where you left it:", "")
        reader.answer("Before the scores", "")
        reader.answer("And now", "")
        reader.hear("Saved as ")
        assert reader.wait_for_exit() == 0


def test_an_input_that_ends_while_one_settles_leaves_the_rehearsal(home: Path) -> None:
    with Listener("practise", "--plain", *QUIET, "--questions", "1", home=home) as reader:
        reader.answer("How nervous", "/settle")
        reader.hear("Two minutes for yourself.")
        reader.end_of_input()
        reader.hear("Left. Everything you said is saved;")
        assert reader.wait_for_exit() == 0
    assert last().state.left


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("\x1b[1mbold", "control"),
        ("10 %\r20 %", "control"),
        ("ab\x08c", "control"),
        ("┌── box", "drawing"),
        ("####----", "drawing"),
        ("⠋ waiting", "drawing"),
        ("name     score", "columns"),
        ("> selected", "sign"),
        ("[x] ticked", "sign"),
        ("word " * 60, "characters"),
        ("A sentence. " * 40, ""),
        ("0:52 long pause, -2.3 points: 1.8 s", ""),
    ],
)
def test_the_listener_tells_what_cannot_be_heard(line: str, why: str) -> None:
    assert (why in fault(line)) if why else not fault(line)
