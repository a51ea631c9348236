"""Replay: every word and moment is on screen, every key moves to the right second, with or without sound."""

from __future__ import annotations

import asyncio
import statistics
import threading
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from textual import events
from textual.pilot import Pilot
from textual.widgets import Input

from simulator import paths
from simulator.interview import events as ev
from simulator.interview.state import Take
from simulator.questions.model import Question
from simulator.scoring.annotated import Token
from simulator.scoring.card import Scorecard
from simulator.sessions import corrections
from simulator.sessions.answers import LEAD_SECONDS, replayable
from simulator.sessions.player import Player
from simulator.sessions.store import SavedSession, SessionWriter, locked, open_session
from simulator.settings import Settings
from simulator.tui.app import MockInterviewApp
from simulator.tui.dialogs import WriteLong
from simulator.tui.screens.replay import Replay
from simulator.tui.widgets.answer_box import AnswerBox
from simulator.tui.widgets.bars import clock_text
from simulator.tui.widgets.timeline import Timeline
from simulator.tui.widgets.transcript import Transcript
from tests.test_imports import modules_after
from tests.tui import rehearsing, sessions
from tests.tui.conftest import Opening, frame, settle
from tests.tui.rehearsing import until
from tests.tui.test_lists import settle_dialog
from tests.virtual_microphone import SoundServer


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """A clock that stands still unless a test moves it."""
    clock = Clock()
    monkeypatch.setattr("simulator.tui.playing.Player", lambda: Player(clock))
    return clock


def shown(pilot: Pilot[None]) -> Replay:
    screen = pilot.app.screen
    assert isinstance(screen, Replay)
    return screen


async def test_words_pauses_fillers_moments_and_notes_are_on_screen(
    opening: Opening, clock: Clock, size: tuple[int, int]
) -> None:
    folder = sessions.spoken()
    async with opening("replay", size=size, session=folder) as pilot:
        text = " ".join(frame(pilot).split())
        assert "question 1 of 2, take 1" in text
        assert "Tell me about time number 1" in text
        assert "~um the delivery" in text
        assert "So I [2.0 s] rang" in text
        assert "[b]Nobody[/b]" in text
        assert "x 0:09 long pause" in text
        assert "n 0:04 note by your friend" in text
        assert "silent" in text, "there is no loudspeaker"
        assert "0:00" in text
        assert "0:31" in text


async def test_moments_that_friends_marked_are_named_by_who_marked_them_and_cost_nothing(
    opening: Opening, clock: Clock, size: tuple[int, int]
) -> None:
    folder = sessions.spoken(people={"friend": "Sam [b]"})
    sessions.marked(folder, "strong", 3.0)
    sessions.marked(folder, "unclear", 14.0, author="Ada")
    sessions.marked(folder, "filler", 20.0, author="Ada")
    async with opening("replay", size=size, session=folder) as pilot:
        text = " ".join(frame(pilot).split())
        assert "+ 0:03 strong, marked by Sam [b]" in text
        assert "? 0:14 unclear, marked by Ada" in text
        assert "~ 0:20 a filler, marked by Ada" in text
        assert "n 0:04 note by Sam [b]" in text
        screen = shown(pilot)
        assert screen.answer is not None
        marks = [mark for mark in screen.answer.marks if "marked by" in mark.name]
        assert [(mark.points, mark.sign) for mark in marks] == [(0.0, "+"), (0.0, "?"), (0.0, "~")]
        bar = next(line for line in frame(pilot).splitlines() if "0:31" in line)
        assert bar.index("+") < bar.index("?")
        await pilot.press("full_stop")
        assert screen.player.position == pytest.approx(2.0)
        assert "^ 0:03 strong, marked by Sam [b]" in frame(pilot)


async def test_the_current_word_is_lit_and_the_clock_runs(opening: Opening, clock: Clock) -> None:
    folder = sessions.spoken()
    async with opening("replay", session=folder) as pilot:
        screen = shown(pilot)
        await pilot.press("space")
        assert "space stop" in frame(pilot).splitlines()[-1]
        clock.now += 1.2
        screen._tick()
        lit = screen.query_one(Transcript).lit
        assert lit is not None
        assert lit.text == "was"
        await pilot.press("space")
        clock.now += 10
        assert screen.player.position == pytest.approx(1.2)
        await settle(pilot)
        assert "space play" in frame(pilot).splitlines()[-1]


async def test_every_key_moves_to_the_right_second(opening: Opening, clock: Clock) -> None:
    folder = sessions.spoken()
    async with opening("replay", session=folder) as pilot:
        screen = shown(pilot)
        answer = screen.answer
        assert answer is not None

        async def after(*keys: str) -> float:
            await pilot.press(*keys)
            return screen.player.position

        assert await after("right") == pytest.approx(5)
        assert await after("right", "left", "left") == 0
        first, second, *_ = answer.sentences
        assert first == pytest.approx(0.5)
        assert await after("shift+right", "shift+right") == pytest.approx(second)
        assert await after("shift+left") == pytest.approx(first)
        assert await after("shift+left") == 0
        landings = [mark.start - LEAD_SECONDS for mark in answer.marks]
        assert await after("full_stop") == pytest.approx(landings[0])
        assert await after("right_square_bracket") == pytest.approx(landings[1])
        await settle(pilot)
        line = f"0:09 long pause, {answer.marks[1].points:+.1f} points: 2.0 s after"
        assert answer.marks[1].points < 0
        assert line in frame(pilot)
        assert "> x 0:09 long pause" in frame(pilot)
        assert await after("comma") == pytest.approx(landings[0])
        assert await after("left_square_bracket") == 0
        assert screen.player.speed == 1
        await after("plus", "plus")
        assert screen.player.speed == 1.5
        assert "1.5x" in frame(pilot)
        await after("minus")
        assert screen.player.speed == 1.25


async def test_seconds_and_words_are_reached_by_key_and_a_passage_is_looped(opening: Opening, clock: Clock) -> None:
    folder = sessions.spoken()
    async with opening("replay", session=folder) as pilot:
        screen = shown(pilot)
        await pilot.press("ctrl+right", "ctrl+right", "ctrl+left")
        assert screen.player.position == pytest.approx(1)
        await pilot.press("w")
        assert screen.player.position == pytest.approx(1.5)
        await pilot.press("b", "b")
        assert screen.player.position == pytest.approx(0.5)
        await pilot.press("l", "right", "l")
        assert screen.player.loop == (0.5, 5.5)
        await settle(pilot)
        line = next(line for line in frame(pilot).splitlines() if "0:31" in line)
        assert line.index("(") < line.index(")")
        await pilot.press("space")
        clock.now += 6
        screen._tick()
        assert screen.player.position == pytest.approx(0.5)
        await pilot.press("l")
        assert screen.player.loop is None


async def test_a_word_is_gone_to_by_name_and_once_more_to_where_it_is_said_next(opening: Opening, clock: Clock) -> None:
    folder = sessions.spoken()
    async with opening("replay", session=folder) as pilot:
        screen = shown(pilot)
        answer = screen.answer
        assert answer is not None
        said = [token.start for token in answer.tokens if token.text.strip("~,") == "um"]
        assert len(said) == 2

        async def go_to(words: str) -> float:
            await pilot.press("slash")
            await settle_dialog(pilot, "write")
            pilot.app.screen.query_one(Input).value = words
            await pilot.press("enter")
            await until(pilot, lambda: pilot.app.screen is screen)
            await settle(pilot)
            return screen.player.position

        assert await go_to("UM,") == said[0]
        assert await go_to("um") == said[1]
        assert await go_to("um") == said[0]
        at = await go_to("rang the suppl")
        lit = screen.query_one(Transcript).lit
        assert lit is not None
        assert lit.text == "rang"
        assert await go_to("[zeppelin]") == at
        assert "“[zeppelin]” is not said in this answer." in frame(pilot)


async def test_what_was_left_at_a_dialog_plays_on(opening: Opening, clock: Clock) -> None:
    async with opening("replay", session=sessions.spoken()) as pilot:
        screen = shown(pilot)
        await pilot.press("right", "space", "question_mark")
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is screen)
        await settle(pilot)
        clock.now += 2
        assert screen.player.playing
        assert screen.player.position == pytest.approx(7)


async def test_the_timeline_shows_how_loud_it_was_and_where_parts_fillers_pauses_and_the_limit_are(
    opening: Opening, clock: Clock
) -> None:
    folder = sessions.spoken(repeat=3)
    async with opening("replay", session=folder, size=(100, 30)) as pilot:
        lines = frame(pilot).splitlines()
        answer = shown(pilot).answer
        assert answer is not None
        at = next(number for number, line in enumerate(lines) if line.rstrip().endswith(clock_text(answer.seconds)))
        assert "▃" in lines[at - 1] or "▄" in lines[at - 1]
        assert lines[at].count("~") >= 3
        assert "|" in lines[at]
        assert " " in lines[at].strip().partition("  ")[2].rpartition("  ")[0], "a pause is a gap"
        assert lines[at + 1].split()[:2] == ["S·", "T"]
        assert "result ····" in lines[at + 1]
        assert "[Situation]" in frame(pilot)
        assert list(folder.glob("takes/*.levels")) == [], "this recording was never sealed"


async def test_page_keys_go_through_the_answers(opening: Opening, clock: Clock) -> None:
    folder = sessions.spoken()
    async with opening("replay", session=folder) as pilot:
        await pilot.press("pagedown")
        await settle(pilot)
        assert "question 2 of 2" in frame(pilot)
        await pilot.press("pagedown", "pageup")
        await settle(pilot)
        assert "question 1 of 2" in frame(pilot)


async def test_only_the_answer_that_is_shown_is_read_before_it_is_on_screen(
    opening: Opening, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = sessions.spoken(answers=3, of=3)
    read: list[str] = []
    read_when_shown: list[list[str]] = []
    card, show = SavedSession.card, Transcript.show

    def reading(saved: SavedSession, take: Take) -> Scorecard | None:
        read.append(take.name)
        return card(saved, take)

    def showing(self: Transcript, tokens: Sequence[Token]) -> None:
        read_when_shown.append(list(read))
        show(self, tokens)

    monkeypatch.setattr(SavedSession, "card", reading)
    monkeypatch.setattr(Transcript, "show", showing)
    async with opening("replay", session=folder, take="q02-t1") as pilot:
        assert read_when_shown[0] == ["q02-t1"]
        assert read == ["q02-t1", "q03-t1", "q01-t1"], "then the others, those that come next first"
        await pilot.press("pageup")
        assert "question 1 of 3" in frame(pilot)


async def test_an_answer_that_is_gone_to_before_it_has_been_read_is_read_next_and_plays_on(
    opening: Opening, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = sessions.spoken(answers=4, of=4)
    card, read, gate = SavedSession.card, [], threading.Event()

    def reading(saved: SavedSession, take: Take) -> Scorecard | None:
        read.append(take.name)
        if take.name != "q01-t1":
            gate.wait()
        return card(saved, take)

    monkeypatch.setattr(SavedSession, "card", reading)
    async with MockInterviewApp(Settings(), "replay", session=folder).run_test() as pilot:
        try:
            await until(pilot, lambda: len(read) == 2)
            await pilot.press("space", "pagedown", "pagedown", "pagedown")
            assert "Tell me about time number 4" in " ".join(frame(pilot).split())
            assert shown(pilot).answer is None
            assert not shown(pilot).player.playing
        finally:
            gate.set()
        await settle(pilot)
        assert "question 4 of 4" in frame(pilot)
        assert shown(pilot).player.playing
        assert read == ["q01-t1", "q02-t1", "q04-t1", "q03-t1"]


async def test_no_key_waits_for_the_loudspeaker_of_a_replay_that_was_left(
    opening: Opening, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = asyncio.Event()

    async def slowly(_: Replay) -> None:
        await closed.wait()

    async with opening("replay", session=sessions.spoken()) as pilot:
        monkeypatch.setattr(Replay, "put_away", slowly)
        await pilot.press("escape", "question_mark")
        assert getattr(pilot.app.screen, "NAME", "") == "help"
        closed.set()


def test_replay_opens_without_the_scorer_and_the_banks() -> None:
    modules = modules_after("from simulator.tui.app import screen_class; screen_class('replay')")
    assert not modules & {"numpy", "yaml", "soundfile", "simulator.scoring.scorecard", "simulator.questions.load"}


def test_an_answer_is_told_to_the_log_by_its_name(home: Path) -> None:
    folder = sessions.spoken()
    assert repr(replayable(open_session(folder), [])[0]) == "Replayable(q01-t1)"


async def test_it_opens_at_a_take_and_a_second(opening: Opening, clock: Clock) -> None:
    folder = sessions.spoken()
    async with opening("replay", session=folder, take="q02-t1", at=12.0) as pilot:
        assert shown(pilot).player.position == pytest.approx(12)
        assert "question 2 of 2" in frame(pilot)


async def test_clicks_go_to_words_and_places(opening: Opening, clock: Clock) -> None:
    folder = sessions.spoken()
    async with opening("replay", session=folder) as pilot:
        screen = shown(pilot)
        part, first, second, *_ = screen.query_one(Transcript).tokens
        await pilot.click(Transcript, offset=(len(part.text) + len(first.text) + 3, 0))
        await settle(pilot)
        assert second.text == "was"
        assert screen.player.position == pytest.approx(second.start)
        width = screen.query_one(Timeline).size.width
        await pilot.click(Timeline, offset=(7 + (width - 13) // 2, 0))
        await settle(pilot)
        assert screen.answer is not None
        assert screen.player.position == pytest.approx(screen.answer.seconds / 2, abs=0.5)


async def test_a_typed_answer_shows_its_text_and_offers_no_playing(opening: Opening, size: tuple[int, int]) -> None:
    folder = sessions.typed()
    async with opening("replay", size=size, session=folder) as pilot:
        assert "I rang the [red]supplier[/red] ␛[31m myself." in frame(pilot)
        assert "typed" in frame(pilot)
        assert "play" not in frame(pilot).splitlines()[-1]
        await pilot.press("space", "right", "full_stop")
        assert shown(pilot).player.position == 0


async def test_a_session_that_is_none_is_told_in_a_panel(opening: Opening, tmp_path: Path) -> None:
    async with opening("replay", session=tmp_path) as pilot:
        assert getattr(pilot.app.screen, "NAME", "") == "notice"
        assert "is not a session" in " ".join(frame(pilot).split())
        await pilot.press("enter")
        await pilot.press("escape")
        assert getattr(pilot.app.screen, "NAME", "") == "home"


async def test_a_session_without_answers_says_so(opening: Opening) -> None:
    folder = sessions.spoken(answers=0, of=1)
    async with opening("replay", session=folder) as pilot:
        assert "nothing to replay" in frame(pilot)


def test_an_answer_that_was_not_transcribed_still_has_its_sound(home: Path) -> None:
    folder = sessions.spoken()
    for derived in (folder / "takes").glob("q01*.json"):
        derived.unlink()
    answer = replayable(open_session(folder), [])[0]
    assert answer.card is None
    assert "not been transcribed" in answer.text
    assert answer.audio is not None
    assert answer.seconds == pytest.approx(31, abs=0.5)


async def test_an_hour_of_words_is_shown_at_once(opening: Opening, clock: Clock) -> None:
    folder = sessions.spoken(answers=1, of=1, repeat=60)
    async with opening("replay", session=folder) as pilot:
        screen = shown(pilot)
        transcript = screen.query_one(Transcript)
        assert len(transcript.tokens) > 3000
        began = time.perf_counter()
        transcript.show(transcript.tokens)
        await pilot.pause()
        assert time.perf_counter() - began < 2.0
        await pilot.press("space")
        clock.now += 1700
        screen._tick()
        await settle(pilot)
        assert transcript.scroll_y > 0
        assert transcript.lit is not None
        assert transcript.lit.text in frame(pilot)


@pytest.mark.microphone
async def test_with_a_loudspeaker_it_is_heard_and_the_clock_stays_with_the_ear(
    opening: Opening, sample: Path, sound_server: SoundServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("MOCK_INTERVIEW_SOUND")
    async with opening("replay", session=sample) as pilot:
        screen = shown(pilot)
        assert "silent" not in frame(pilot)
        with sound_server.hear() as heard:
            await pilot.press("space")
            apart = []
            while screen.player.position < 3:
                await pilot.pause()
                if (playback := screen.player._playback) is not None:
                    heard_now = playback.position + time.monotonic() - playback.told
                    apart.append(abs(heard_now - screen.player.position))
            assert statistics.median(apart) < 0.05
            await pilot.press("right")
            while screen.player.position < 9:
                await pilot.pause()
            await pilot.press("space")
        loud = np.abs(heard.samples()) > 0.01
        assert loud.sum() > 16_000, "at least a second of sound"
        assert screen.player.position == pytest.approx(9, abs=0.5)


# Putting right


async def test_words_are_corrected_and_the_score_follows(opening: Opening, clock: Clock) -> None:
    folder = sessions.spoken()
    async with opening("replay", session=folder) as pilot:
        await rehearsing.until(pilot, lambda: "~um the delivery" in " ".join(frame(pilot).split()))
        await pilot.press("e")
        box = await box_of(pilot)
        assert box.text.startswith("I was working in the warehouse and um the delivery")
        box.load_text(box.text.replace("warehouse and um", "workshop and"))
        await pilot.press("ctrl+s")
        page = await rehearsing.shown(pilot, "The words are as you wrote them: fluency ")
        assert "in the workshop and the delivery" in " ".join(page.split())
        await pilot.press("e")
        (await box_of(pilot)).load_text("")
        await pilot.press("ctrl+s")
        page = await rehearsing.shown(pilot, "own words count again: fluency ")
        assert "~um the delivery" in " ".join(page.split())
    assert kinds(folder)[-2:] == ["TranscriptCorrected"] * 2


async def box_of(pilot: Pilot[None]) -> AnswerBox:
    await rehearsing.until(pilot, lambda: isinstance(pilot.app.screen, WriteLong) and pilot.app.focused is not None)
    return pilot.app.screen.query_one(AnswerBox)


def kinds(folder: Path) -> list[str]:
    return [type(event).__name__ for event in open_session(folder).events]


async def test_the_word_that_is_lit_becomes_a_filler_or_none(opening: Opening, clock: Clock) -> None:
    folder = sessions.spoken()
    async with opening("replay", session=folder) as pilot:
        um = next(token for token in shown(pilot).query_one(Transcript).tokens if token.text == "um")
        shown(pilot).player.seek(um.start)
        await pilot.press("f")
        page = await rehearsing.shown(pilot, "“um” counts as no filler: fluency ")
        assert ", was " in page
        assert "~um the delivery" not in " ".join(page.split())
        assert shown(pilot).player.position == um.start
        await pilot.press("w", "f")
        page = await rehearsing.shown(pilot, "“the” counts as a filler: fluency ")
        assert "um ~the delivery" in " ".join(page.split())


async def test_a_note_is_written_at_its_second(opening: Opening, clock: Clock) -> None:
    folder = sessions.spoken()
    async with opening("replay", session=folder) as pilot:
        shown(pilot).player.seek(12.0)
        await pilot.press("n")
        await rehearsing.shown(pilot, "Your note at 0:12:")
        await rehearsing.write(pilot, "say who")
        await pilot.press("enter")
        page = await rehearsing.shown(pilot, "n 0:12 note by you")
        assert "Noted." in page
    event = open_session(folder).events[-1]
    assert isinstance(event, ev.Noted)
    assert (event.take, event.at, event.text) == ("q01-t1", 12.0, "say who")


async def test_notes_without_a_place_on_a_timeline_are_on_screen(opening: Opening) -> None:
    async with opening("replay", session=sessions.typed()) as pilot:
        await rehearsing.shown(pilot, "myself.")
        await pilot.press("n")
        await rehearsing.shown(pilot, "Your note:")
        await rehearsing.write(pilot, "Slower")
        await pilot.press("enter")
        await rehearsing.shown(pilot, "You: Slower")
    folder = sessions.spoken()
    with SessionWriter.reopen(open_session(folder)) as writer:
        writer.take_in(ev.Noted(t=writer.state.t, by="friend", text="well [b]told[/b]", take="q01-t1", author="Ada"))
    async with opening("replay", session=folder) as pilot:
        await rehearsing.shown(pilot, "Ada: well [b]told[/b]")


async def test_a_note_typed_ahead_of_its_box_is_no_key_of_the_replay(opening: Opening, clock: Clock) -> None:
    folder = sessions.spoken()
    async with opening("replay", session=folder) as pilot:
        for key in ("n", *"tell", "space", *"them", "enter"):
            pilot.app.post_message(events.Key(key, {"space": " ", "enter": "\r"}.get(key, key)))
        await rehearsing.shown(pilot, "Noted.")
    added = open_session(folder).events[-1]
    assert isinstance(added, ev.Noted)
    assert added.text == "tell them"


async def test_a_note_that_is_written_while_a_filler_is_marked_waits_for_it(
    opening: Opening, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = sessions.spoken()
    begun, go_on = threading.Event(), threading.Event()
    mark = corrections.mark_filler

    def slow(folder: Path, name: str, at: float, filler: bool, background: Sequence[Question]) -> None:
        with locked(folder):
            begun.set()
            assert go_on.wait(60)
        mark(folder, name, at, filler, background)

    monkeypatch.setattr(corrections, "mark_filler", slow)
    async with opening("replay", session=folder) as pilot:
        await pilot.press("f")
        await rehearsing.until(pilot, begun.is_set)
        await pilot.press("n")
        await rehearsing.shown(pilot, "Your note at")
        await rehearsing.write(pilot, "say who")
        await pilot.press("enter")
        await rehearsing.until(pilot, lambda: isinstance(pilot.app.screen, Replay))
        await pilot.pause()
        go_on.set()
        await rehearsing.shown(pilot, "Noted.")
    assert kinds(folder)[-2:] == ["FillerMarked", "Noted"]


async def test_what_is_put_right_in_the_sample_is_put_right_in_a_copy(
    opening: Opening, clock: Clock, sample: Path
) -> None:
    before = (sample / "journal.jsonl").read_bytes()
    async with opening("replay", session=sample) as pilot:
        await pilot.press("f")
        await rehearsing.shown(pilot, "counts as ")
        assert shown(pilot).session.parent == paths.sessions()
        await pilot.press("w", "f")
        await rehearsing.until(pilot, lambda: len(rehearsing.saved().state.takes[0].marks) == 2)
    assert (sample / "journal.jsonl").read_bytes() == before
    assert rehearsing.saved().state.name == "the sample, corrected"


async def test_an_unfinished_session_says_why_it_is_not_put_right_while_it_may_go_on(
    opening: Opening, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    async with opening("replay", session=sessions.spoken(answers=1)) as pilot:
        await pilot.press("e", "f", "n", "t")
        assert isinstance(pilot.app.screen, Replay)
        assert "This session has not ended" in frame(pilot)
        await pilot.press("enter")
        await rehearsing.shown(pilot, "Its scores come then")
        monkeypatch.setattr(pilot.app, "open", lambda name, **_: opened.append(name))
        await pilot.press("c")
        await rehearsing.until(pilot, lambda: opened == ["interview"])
