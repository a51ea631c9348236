"""The interview on screen: a quiet page that offers only what is possible, and keeps everything."""

from __future__ import annotations

from typing import Any

import pytest
from textual import events
from textual.widgets import TextArea

from simulator import paths
from simulator.interview import events as ev
from simulator.interview.rehearsal import Wish
from simulator.interview.state import State, Take
from simulator.sessions.store import SessionWriter, open_session
from simulator.settings import Settings
from simulator.tui.screens.home import Home
from simulator.tui.screens.interview import Interview
from simulator.tui.screens.scorecard import ScorecardScreen
from simulator.tui.widgets.stages import ReviewStage
from tests.making import question
from tests.tui import rehearsing, sessions
from tests.tui.conftest import Opening, a_long_walk, frame, settle
from tests.tui.rehearsing import (
    ANSWER,
    Devices,
    answer,
    interview,
    saved,
    shown,
    simple,
    stage,
    state,
    until,
    write,
)

devices = rehearsing.devices

TYPED = Wish(typed=True, voice=False, nerves=False, follow_ups=0, only=simple(2))
SPOKEN = Wish(nerves=False, follow_ups=0, only=simple(2))


@a_long_walk
async def test_a_typed_rehearsal_from_start_to_scorecard(
    opening: Opening, devices: Devices, size: tuple[int, int]
) -> None:
    wish = Wish(typed=True, voice=False, follow_ups=0, only=simple(2))
    async with opening("interview", size=size, wish=wish) as pilot:
        assert "calm" in await shown(pilot, "How nervous are you now?")
        await pilot.press("1", "0")
        assert "[10]" in frame(pilot)
        await pilot.press("7", "enter")
        assert "7 is a lot to carry" in await shown(pilot, "Breathe slowly")
        await pilot.press("escape")
        first = await shown(pilot, "typing")
        assert "Question 1 of 2" in first
        assert "competency 1" in first
        assert "Tell me about time number 1" in first
        assert "1:30" in first
        assert "ctrl+s done" in first
        await answer(pilot, ANSWER)
        review = await shown(pilot, "Worked")
        assert "Next" in review
        assert "That took" in review
        await pilot.press("4")
        await shown(pilot, "[4]")
        await pilot.press("enter")
        await stage(pilot, "answering", 2)
        assert pilot.app.focused is not None
        await answer(pilot, "I helped.")
        await pilot.press("enter")
        before = await shown(pilot, "Before the numbers")
        assert "Fluency" not in before, "nobody can say how a typed answer sounded"
        assert "Preparedness" in before
        await pilot.press("7", "x", "4", "0", "enter")
        await shown(pilot, "And now")
        await pilot.press("3", "enter")
        card = await shown(pilot, "Preparedness")
        assert isinstance(pilot.app.screen, ScorecardScreen)
        assert "(you said 74)" in card
        assert "7 before, 3 after" in card
        await until(pilot, lambda: saved().state.scores_shown)
    session = saved()
    assert session.finished
    assert session.damage == ""
    take = session.state.takes[0]
    assert take.draft is not None
    assert take.draft.text == ANSWER
    assert take.ratings == {"candidate": 4}
    assert session.state.nerves == {"before": 7, "after": 3}
    kinds = [type(event) for event in session.events]
    assert kinds.index(ev.SessionRated) < kinds.index(ev.SessionEnded) < kinds.index(ev.ScoresShown)


async def test_characters_taken_back_are_counted(opening: Opening, devices: Devices) -> None:
    async with opening("interview", wish=TYPED) as pilot:
        await stage(pilot, "answering")
        await write(pilot, "I rang tham")
        await pilot.press("backspace", "backspace", "e", "m", "ctrl+w", "ctrl+z")
        await pilot.press("ctrl+s")
        await stage(pilot, "reviewing")
    draft = saved().state.takes[0].draft
    assert draft is not None
    assert draft.text == "I rang them"
    assert draft.corrections == 2 + len("them")
    assert draft.first_key is not None


async def test_while_one_types_letters_are_letters_and_tab_makes_them_keys(opening: Opening, devices: Devices) -> None:
    async with opening("interview", wish=TYPED) as pilot:
        await stage(pilot, "answering")
        await write(pilot, "wrst nf?")
        assert state(pilot).stage == "answering"
        assert interview(pilot).query_one(TextArea).text == "wrst nf?"
        assert "s skip" not in frame(pilot)
        await pilot.press("tab")
        assert "s skip" in await shown(pilot, "space done")
        await pilot.press("s")
        await stage(pilot, "answering", 2)
        assert state(pilot).skipped == {0}
        assert interview(pilot).query_one(TextArea).text == ""
        assert pilot.app.focused is interview(pilot).query_one(TextArea)


async def test_asking_again_and_thinking_first_begin_a_new_take(opening: Opening, devices: Devices) -> None:
    async with opening("interview", wish=TYPED) as pilot:
        await stage(pilot, "answering")
        await write(pilot, "No")
        await pilot.press("tab", "r")
        await until(pilot, lambda: len(state(pilot).takes) == 2 and state(pilot).stage == "answering")
        assert "take 2" in await shown(pilot, "typing")
        await pilot.press("tab", "w")
        thinking = await shown(pilot, "space start")
        assert "  think " in thinking
        assert "0:20" in thinking
        await pilot.press("space")
        await stage(pilot, "answering")
    assert [take.ended for take in saved().state.takes] == ["asked again", "think first", "left"]


@a_long_walk
async def test_esc_pauses_and_a_small_menu_goes_on_asks_again_or_skips(
    opening: Opening, devices: Devices, size: tuple[int, int]
) -> None:
    async with opening("interview", size=size, wish=TYPED) as pilot:
        await stage(pilot, "answering")
        await write(pilot, "Once")
        await pilot.press("escape")
        menu = await shown(pilot, "> Go on")
        for offer in ("Ask it again", "Skip this question", "Leave", "space resume"):
            assert offer in menu
        assert state(pilot).paused
        await pilot.press("enter")
        await until(pilot, lambda: not state(pilot).paused)
        await write(pilot, " more")
        assert interview(pilot).query_one(TextArea).text == "Once more"
        await pilot.press("escape")
        await shown(pilot, "> Go on")
        await pilot.press("down", "down", "enter")
        await until(pilot, lambda: len(state(pilot).takes) == 2)
        await stage(pilot, "answering", 1)
        await pilot.press("escape")
        await shown(pilot, "> Go on")
        await pilot.press("down", "down", "down", "enter")
        await stage(pilot, "answering", 2)
        await pilot.press("escape")
        await shown(pilot, "> Go on")
        await pilot.press("down", "enter")
        await stage(pilot, "reviewing", 2)
    assert [take.ended for take in saved().state.takes] == ["asked again", "skipped", "key"]


async def test_leaving_and_continuing_later(opening: Opening, devices: Devices) -> None:
    async with opening("interview", wish=TYPED) as pilot:
        await stage(pilot, "answering")
        await write(pilot, "Half an")
        await pilot.press("escape")
        await shown(pilot, "> Go on")
        await pilot.press("up", "end", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, Home))
        assert "> Continue" in frame(pilot)
        assert devices.sound.closed is False, "nothing was opened for a typed session"
        left = saved()
        assert left.state.left
        assert left.state.takes[0].draft is not None
        assert left.state.takes[0].draft.text == "Half an"
        await pilot.press("enter")
        again = await shown(pilot, "You left in the middle")
        assert "t take again" in again
        await pilot.press("t")
        await stage(pilot, "answering", 1)
        assert state(pilot).take is not None
        await answer(pilot, ANSWER)
        await pilot.press("enter")
        await stage(pilot, "answering", 2)
    assert [type(event) for event in saved().events].count(ev.SessionContinued) == 1


async def test_quitting_in_the_middle_keeps_every_word(opening: Opening, devices: Devices) -> None:
    async with opening("interview", wish=TYPED) as pilot:
        await stage(pilot, "answering")
        await write(pilot, "All of this")
        await pilot.press("ctrl+q")
    session = saved()
    assert session.state.left
    assert session.state.takes[0].draft is not None
    assert session.state.takes[0].draft.text == "All of this"


async def test_a_spoken_rehearsal_says_in_one_word_where_it_stands(
    opening: Opening, devices: Devices, size: tuple[int, int]
) -> None:
    devices.sound.speaking.clear()
    async with opening("interview", size=size, wish=SPOKEN) as pilot:
        asking = await shown(pilot, "asking")
        assert "space start" in asking
        assert devices.sound.said == [simple(1)[0].text]
        devices.sound.speaking.set()
        listening = await shown(pilot, "listening")
        assert "|||" in listening, "the level of the microphone"
        assert "space done" in listening
        assert "go on" not in listening
        devices.ears.gate.clear()
        await pilot.press("space")
        back = await shown(pilot, "Listening back")
        assert "s so far" in back
        assert "enter go on" in back
        devices.ears.gate.set()
        assert "Listening back" not in await shown(pilot, "Worked")
        await pilot.press("t")
        assert "take 2" in await shown(pilot, "listening")
        await pilot.press("space")
        await stage(pilot, "reviewing")
        await pilot.press("enter")
        await stage(pilot, "answering", 2)
        assert devices.sound.level == -30.0
    assert devices.sound.closed
    assert devices.ears.closed
    assert saved().state.takes[-1].ended == "left"


async def test_space_begins_where_that_is_wished(opening: Opening, devices: Devices) -> None:
    async with opening("interview", wish=SPOKEN, settings=Settings(listening="space")) as pilot:
        assert "space start" in await shown(pilot, "your turn")
        await pilot.press("space")
        await shown(pilot, "listening")
        await pilot.press("w")
        await shown(pilot, "space start")
        assert state(pilot).stage == "thinking"


async def test_words_are_shown_while_one_speaks_only_if_that_is_wished(opening: Opening, devices: Devices) -> None:
    for wished in (True, False):
        async with opening("interview", wish=SPOKEN, settings=Settings(live_transcript=wished)) as pilot:
            await shown(pilot, "listening")
            hear = devices.ears.on_words
            assert hear is not None
            hear(f"{'and so on ' * 30}to the [b]last[/b] \x1b[31mword")
            if wished:
                page = await shown(pilot, "to the [b]last[/b] ␛[31mword")
                assert page.count("and so on") < 30
            else:
                await settle(pilot)
                assert "last" not in frame(pilot)


async def test_without_a_microphone_one_types_and_is_told_so_calmly(opening: Opening, devices: Devices) -> None:
    devices.sound.microphone, devices.sound.microphone_trouble = "", "No microphone was found; plug one in."
    async with opening("interview", wish=SPOKEN) as pilot:
        page = await shown(pilot, "typing")
        assert "No microphone was found; plug one in." in page
        await answer(pilot, ANSWER)
        assert saved().state.takes[0].audio == ""


async def test_a_microphone_that_breaks_pauses_and_says_what_to_do(opening: Opening, devices: Devices) -> None:
    async with opening("interview", wish=SPOKEN) as pilot:
        await shown(pilot, "listening")
        assert devices.sound.on_trouble is not None
        devices.sound.microphone = ""
        devices.sound.on_trouble("The microphone stopped. Plug it in and press Space to go on.")
        assert "The microphone stopped." in await shown(pilot, "> Go on")
        await pilot.press("space")
        assert "There is still no microphone" in await shown(pilot, "There is still")
        assert "> Go on" in frame(pilot)
        devices.sound.microphone = "test microphone"
        await pilot.press("space")
        await shown(pilot, "listening")
        assert devices.sound.recording is not None


async def test_what_is_missing_is_said_as_it_opens_and_a_fault_brings_one_back(
    opening: Opening, devices: Devices
) -> None:
    devices.troubles = ("There is no voice on this machine.",)
    async with opening("interview", wish=SPOKEN) as pilot:
        assert "There is no voice on this machine." in await shown(pilot, "listening")
    async with opening("interview", wish=Wish(banks=("nobody-has-this",))) as pilot:
        await shown(pilot, "nobody-has-this")
        await pilot.press("escape")
        assert isinstance(pilot.app.screen, Home)


async def test_getting_ready_can_be_stopped_and_leaves_nothing_behind(opening: Opening, devices: Devices) -> None:
    devices.ready.clear()
    async with opening(settings=Settings()) as pilot:
        pilot.app.push_screen(Interview(SPOKEN))
        await shown(pilot, "Getting ready")
        await pilot.press("escape")
        await shown(pilot, "Stopping")
        devices.ready.set()
        await until(pilot, lambda: isinstance(pilot.app.screen, Home))
        assert devices.sound.closed
        assert [entry.name for entry in paths.sessions().iterdir() if not entry.name.startswith(".index.db")] == []


async def test_a_session_that_is_over_is_not_continued_but_shown(opening: Opening, devices: Devices) -> None:
    async with opening("interview", session=sessions.spoken(answers=1, of=1)) as pilot:
        assert "pace" in await shown(pilot, "Fluency")
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, Home))


async def test_a_session_that_is_open_elsewhere_is_refused_in_one_sentence(opening: Opening, devices: Devices) -> None:
    left = open_session(sessions.spoken(answers=1, of=2))
    with SessionWriter.reopen(left):
        async with opening("interview", session=left.folder) as pilot:
            assert "nothing was changed" in await shown(pilot, "is open in another mock-interview")
            assert devices.asked == []


async def test_a_note_goes_to_the_moment_when_it_was_begun(opening: Opening, devices: Devices) -> None:
    async with opening("interview", wish=SPOKEN) as pilot:
        await shown(pilot, "listening")
        await pilot.press("n")
        box = await shown(pilot, "A note at 0:00")
        assert "Tell me about time number 1" in box, "the question stays in sight"
        await write(pilot, "say less")
        await pilot.press("enter")
        await until(pilot, lambda: any(isinstance(event, ev.Noted) for event in saved().events))
        await pilot.press("n")
        await shown(pilot, "A note at")
        await pilot.press("escape")
        await shown(pilot, "listening")
        assert not state(pilot).paused
    (note,) = [event for event in saved().events if isinstance(event, ev.Noted)]
    assert (note.by, note.text, note.take) == ("candidate", "say less", "q01-t1")
    assert note.at is not None


@pytest.mark.parametrize("text", ["[b]Why[/b] [/nothing] us?", "Why \x1b[2J\x1b[31mus?", "Why [@click=app.quit]us[/]?"])
async def test_markup_and_escape_codes_in_a_question_are_harmless(
    opening: Opening, devices: Devices, text: str, size: tuple[int, int]
) -> None:
    wish = Wish(
        typed=True, voice=False, nerves=False, follow_ups=0, only=simple(1, text=text, competency="[i]none[/i]")
    )
    async with opening("interview", size=size, wish=wish) as pilot:
        page = await shown(pilot, "typing")
        assert text.replace("\x1b", "␛") in page
        assert "[i]none[/i]" in page
        await answer(pilot, "[red]I[/red] did")
        await pilot.press("enter")
        await shown(pilot, "Before the numbers")
        await pilot.press("enter")
        card = await shown(pilot, "not scored")
        assert text.replace("\x1b", "␛") in card
        assert "\x1b" not in card


async def test_what_is_pasted_into_an_answer_has_no_control_characters(opening: Opening, devices: Devices) -> None:
    async with opening("interview", wish=TYPED) as pilot:
        await stage(pilot, "answering")
        pilot.app.post_message(events.Paste("one\r\ntwo \x1b[31mred"))
        await until(pilot, lambda: interview(pilot).query_one(TextArea).text == "one\ntwo ␛[31mred")
        await pilot.press("ctrl+s")
        await stage(pilot, "reviewing")
    draft = saved().state.takes[0].draft
    assert draft is not None
    assert draft.text == "one\ntwo ␛[31mred"


async def test_an_answer_that_is_too_long_is_told_so_quietly(opening: Opening, devices: Devices) -> None:
    wish = Wish(typed=True, voice=False, nerves=False, follow_ups=0, only=simple(1, answer_seconds=0))
    async with opening("interview", wish=wish) as pilot:
        assert "typing" in await shown(pilot, "time to land")


async def test_a_warm_up_is_over_without_a_number(opening: Opening, devices: Devices) -> None:
    wish = Wish(typed=True, voice=False, nerves=False, follow_ups=0, only=simple(1), warm_up=True)
    async with opening("interview", wish=wish) as pilot:
        await answer(pilot, ANSWER)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, Home))
    assert saved().finished
    assert not saved().state.estimates
    assert not saved().state.scores_shown


async def test_a_rating_is_asked_for_when_no_follow_up_comes_any_more(opening: Opening, devices: Devices) -> None:
    """A digit meant for it would stand in the box of the follow-up."""
    wish = Wish(typed=True, voice=False, nerves=False, follow_ups=1, only=(question(1),))
    seen: list[tuple[bool, bool]] = []
    async with opening("interview", wish=wish) as pilot:
        show = ReviewStage.show

        def watched(stage: ReviewStage, state: State, take: Take, *rest: Any) -> None:
            show(stage, state, take, *rest)
            seen.append((take.heard, stage.query_one("#felt").display))

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(ReviewStage, "show", watched)
            await stage(pilot, "answering")
            await write(pilot, "No.")
            await pilot.press("ctrl+s")
            await shown(pilot, "a follow-up")
            await answer(pilot, ANSWER)
            await shown(pilot, "How was it for you?")
    assert (False, False) in seen
    assert seen[-1] == (True, True)
