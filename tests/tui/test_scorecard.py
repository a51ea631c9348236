"""The scorecard: every number can be opened, played and tried again; it waits for nothing and shows nothing too early."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from textual.pilot import Pilot

from simulator.interview import events as ev
from simulator.interview.rehearsal import Again, Wish
from simulator.scoring.card import VERSION, Scorecard
from simulator.sessions import corrections
from simulator.sessions.answers import landing
from simulator.sessions.store import SessionWriter, open_session
from simulator.settings import Settings
from simulator.tui.app import MockInterviewApp
from simulator.tui.screens.dimension import DimensionPanel
from simulator.tui.screens.home import Home
from simulator.tui.screens.interview import Interview
from simulator.tui.screens.scorecard import ScorecardScreen
from simulator.tui.screens.takes import Takes
from simulator.tui.widgets.choices import Choices
from tests.tui import rehearsing, sessions
from tests.tui.conftest import Opening, a_long_walk, frame, settle
from tests.tui.rehearsing import Devices, answer, on, saved, shown, simple, stage, until

devices = rehearsing.devices

Opened = list[tuple[str, dict[str, object]]]


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> Opened:
    """What the scorecard asked to open, instead of opening it."""
    asked: Opened = []
    whole = MockInterviewApp.open

    def note(app: MockInterviewApp, name: str, **arguments: object) -> object:
        asked.append((name, arguments))
        return whole(app, name, **arguments) if name == "scorecard" else None

    monkeypatch.setattr(MockInterviewApp, "open", note)
    return asked


async def test_a_saved_session_first_as_a_whole_then_answer_by_answer(opening: Opening, size: tuple[int, int]) -> None:
    folder = sessions.spoken(answers=2)
    async with opening("scorecard", size=size, session=folder) as pilot:
        whole = await shown(pilot, "the whole session")
        for part in (
            "Fluency",
            "(you said 60)",
            "Preparedness",
            "(you said 65)",
            "Worked",
            "Next",
            "> 1. Tell me about time number 1 when you",
            "Close and follow-up       The close was not observed: ask yourself",
        ):
            assert part in whole
        await pilot.press("down", "enter")
        one = await shown(pilot, "question 2 of 2")
        for part in ("Tell me about time number 2", "pace", "flow", "fillers", "words/min", "█", "120 to 180"):
            assert part in one
        assert "Your friend: looked up [here]" in one, "what people noted is not pushed off a small screen"
        await pilot.press("right")
        await shown(pilot, "the whole session")
        await pilot.press("right")
        await shown(pilot, "question 1 of 2")
        await pilot.press("left")
        await shown(pilot, "the whole session")
        await pilot.press("escape")
        assert on(pilot, Home)


@a_long_walk
async def test_every_dimension_opens_and_plays_from_its_words(
    opening: Opening, opened: Opened, size: tuple[int, int]
) -> None:
    folder = sessions.spoken(answers=1, of=1)
    async with opening("scorecard", size=size, session=folder) as pilot:
        await shown(pilot, "> pace")
        card = open_session(folder).card(open_session(folder).state.takes[0])
        assert card is not None
        choices = pilot.app.screen.query_one(Choices)
        names = [*card.fluency.dimensions, *card.preparedness.dimensions]
        assert [row.key for row in choices.rows][: len(names)] == names
        for name in names:
            await pilot.press("enter")
            await until(pilot, lambda: on(pilot, DimensionPanel))
            panel = pilot.app.screen
            assert isinstance(panel, DimensionPanel)
            assert panel.dimension == {**card.fluency.dimensions, **card.preparedness.dimensions}[name]
            assert f"common: {panel.dimension.band[:20]}" in frame(pilot)
            await pilot.press("escape", "down")
        choices.select("fillers")
        await pilot.press("enter")
        await until(pilot, lambda: on(pilot, DimensionPanel))
        assert "“um”" in frame(pilot)
        await pilot.press("down", "p")
        await settle(pilot)
        fillers = card.fluency.dimensions["fillers"].evidence
        assert opened[-1] == ("replay", {"session": folder, "take": "q01-t1", "at": fillers[1].start})
        await pilot.press("p")
        assert opened[-1] == ("replay", {"session": folder, "take": "q01-t1", "at": fillers[0].start})


async def test_moments_are_listed_with_their_points_and_heard_from_there(
    opening: Opening, opened: Opened, size: tuple[int, int]
) -> None:
    folder = sessions.spoken(answers=1, of=1)
    async with opening("scorecard", size=size, session=folder) as pilot:
        await shown(pilot, "> pace")
        card = open_session(folder).card(open_session(folder).state.takes[0])
        assert card is not None
        choices = pilot.app.screen.query_one(Choices)
        keys = [row.key for row in choices.rows if (row.key or "").startswith("moment")]
        assert len(keys) == len(card.moments) > 1
        choices.select(keys[1] or "")
        await settle(pilot)
        first, second = card.moments[:2]
        assert f"{second.kind}" in frame(pilot)
        assert f"{second.points:+.1f} points" in frame(pilot)
        assert abs(first.points) >= abs(second.points)
        await pilot.press("enter")
        assert opened[-1] == ("replay", {"session": folder, "take": "q01-t1", "at": landing(second.start)})


async def test_trying_again_is_another_take_of_that_question(opening: Opening, opened: Opened) -> None:
    folder = sessions.spoken(answers=2)
    async with opening("scorecard", session=folder) as pilot:
        await shown(pilot, "the whole session")
        await pilot.press("t")
        assert opened[-1] == ("interview", {"session": folder, "again": Again(0)})
        await pilot.press("down", "T")
        assert opened[-1] == ("interview", {"session": folder, "again": Again(1, typed=True)})


async def test_a_typed_answer_says_what_typing_cannot_show(opening: Opening, size: tuple[int, int]) -> None:
    folder = sessions.typed()
    async with opening("scorecard", size=size, session=folder) as pilot:
        card = await shown(pilot, "structure")
        assert "first key after 1.5 s" in card
        assert "2 characters taken back" in card
        assert "fluency cannot be known from typing" in " ".join(card.split())
        assert "pace" not in card
        assert "p play" not in card
        assert "Keep in mind: short" in card


async def test_a_session_that_is_not_at_its_end_keeps_its_scores(opening: Opening, opened: Opened) -> None:
    folder = sessions.spoken(answers=1, of=3)
    async with opening("scorecard", session=folder) as pilot:
        page = await shown(pilot, "has not come to its end")
        assert "Fluency" not in page
        assert "t try again" not in page
        await pilot.press("right", "t", "p", "enter")
        assert "Fluency" not in frame(pilot)
        await pilot.press("c")
        assert opened[-1] == ("interview", {"session": folder})
    assert not open_session(folder).state.scores_shown


async def test_scores_that_are_seen_for_the_first_time_are_noted_in_the_journal(opening: Opening) -> None:
    folder = sessions.spoken(answers=1, of=1)
    _without_last(folder)
    assert not open_session(folder).state.scores_shown
    async with opening("scorecard", session=folder) as pilot:
        await until(pilot, lambda: open_session(folder).state.scores_shown)
    async with opening("scorecard", session=folder) as pilot:
        await shown(pilot, "Fluency")
    events = open_session(folder).events
    assert sum(isinstance(event, ev.ScoresShown) for event in events) == 1


async def test_what_was_not_transcribed_is_when_the_scorecard_opens(
    opening: Opening, devices: Devices, size: tuple[int, int]
) -> None:
    folder = sessions.spoken(answers=2)
    _without_last(folder)
    for name in ("q01-t1", "q02-t1"):
        (folder / "takes" / f"{name}.card.json").unlink()
        (folder / "takes" / f"{name}.heard.json").unlink()
    journal = folder / "journal.jsonl"
    lines = [line for line in journal.read_bytes().splitlines(keepends=True) if b'"answer_heard"' not in line]
    journal.write_bytes(b"".join(lines))
    devices.ears.gate.clear()
    async with opening("scorecard", size=size, session=folder) as pilot:
        waiting = await shown(pilot, "Transcribing 1 of 2")
        assert "not transcribed yet" in waiting
        assert devices.asked == [{"spoken": True, "voice": True, "sound": False}], "no microphone is opened for that"
        await pilot.press("enter")
        await shown(pilot, "Not transcribed yet.")
        await pilot.press("escape")
        devices.ears.gate.set()
        await _gone(pilot, "Transcribing")
        assert "preparedness" in await _gone(pilot, "not transcribed yet")
        await until(pilot, lambda: devices.ears.closed)
    session = open_session(folder)
    assert all(take.heard for take in session.state.takes)
    assert session.state.scores_shown
    with SessionWriter.reopen(session):
        pass  # nobody holds it any more


async def test_the_scorecard_opens_while_the_last_answer_is_still_transcribed(
    opening: Opening, devices: Devices
) -> None:
    wish = Wish(nerves=False, follow_ups=0, only=simple(2))
    async with opening("interview", wish=wish) as pilot:
        await shown(pilot, "listening")
        await pilot.press("space")
        await shown(pilot, "Worked")
        await pilot.press("enter")
        await stage(pilot, "answering", 2)
        devices.ears.gate.clear()
        await pilot.press("space")
        await stage(pilot, "reviewing")
        await pilot.press("enter")
        await shown(pilot, "Before the numbers")
        await pilot.press("enter", "enter")
        waiting = await shown(pilot, "Transcribing 2 of 2")
        assert on(pilot, ScorecardScreen)
        assert "not transcribed yet" in waiting
        assert "preparedness" in waiting
        await until(pilot, lambda: devices.sound.closed)
        assert not devices.ears.closed
        devices.ears.gate.set()
        await _gone(pilot, "not transcribed yet")
        await until(pilot, lambda: devices.ears.closed)
    assert saved().state.scores_shown


async def test_leaving_while_it_is_transcribed_loses_nothing(opening: Opening, devices: Devices) -> None:
    async with opening("interview", wish=Wish(nerves=False, follow_ups=0, only=simple(1))) as pilot:
        await shown(pilot, "listening")
        devices.ears.gate.clear()
        await pilot.press("space")
        await stage(pilot, "reviewing")
        await pilot.press("enter")
        await shown(pilot, "Before the numbers")
        await pilot.press("enter", "enter")
        await shown(pilot, "Transcribing 1 of 1")
        await pilot.press("escape")
        await until(pilot, lambda: on(pilot, Home))
        await until(pilot, lambda: devices.ears.closed)
    session = saved()
    assert session.finished
    assert session.audio(session.state.takes[0]) is not None
    assert not session.state.scores_shown


async def test_when_everything_was_skipped_there_is_nothing_to_score(opening: Opening, devices: Devices) -> None:
    async with opening("interview", wish=Wish(nerves=False, follow_ups=0, only=simple(1))) as pilot:
        await shown(pilot, "listening")
        await pilot.press("s")
        assert "Nothing was answered" in await shown(pilot, "Nothing was answered")
        await pilot.press("escape")
        assert on(pilot, Home)


async def test_trying_again_goes_through_to_both_takes_side_by_side(opening: Opening, devices: Devices) -> None:
    wish = Wish(typed=True, voice=False, nerves=False, follow_ups=0, only=simple(1))
    async with opening("interview", wish=wish, settings=Settings(follow_ups=0)) as pilot:
        await answer(pilot, rehearsing.ANSWER)
        await pilot.press("enter")
        await shown(pilot, "Before the numbers")
        await pilot.press("enter")
        await until(pilot, lambda: on(pilot, ScorecardScreen))
        await shown(pilot, "structure")
        await settle(pilot)
        await pilot.press("t")
        await until(pilot, lambda: on(pilot, Interview))
        await answer(pilot, f"{rehearsing.ANSWER} Nobody waited any more.")
        await pilot.press("enter")
        await until(pilot, lambda: on(pilot, Takes))
        page = await shown(pilot, "What differs")
        assert "Take 1" in page
        assert "> Take 2" in page
        assert page.count("the best so far") == 1
        assert "{+Nobody waited any more.+}" in " ".join(page.split())
        await pilot.press("escape")
        await until(pilot, lambda: on(pilot, ScorecardScreen))
        await shown(pilot, "take 2")
    state = rehearsing.saved().state
    assert [take.name for take in state.takes] == ["q01-t1", "q01-t2"]
    assert (state.stage, state.trying_again) == ("ended", "")


async def _gone(pilot: Pilot[None], text: str) -> str:
    await until(pilot, lambda: text not in frame(pilot))
    return frame(pilot)


def _without_last(folder: Path) -> None:
    """Takes the last line, which says that the scores were shown, out of the journal."""
    journal = folder / "journal.jsonl"
    journal.write_bytes(b"".join(journal.read_bytes().splitlines(keepends=True)[:-1]))


async def test_an_older_scorer_is_named_and_both_versions_are_shown_after_scoring_again(opening: Opening) -> None:
    folder = sessions.spoken()
    path = folder / "takes" / "q01-t1.card.json"
    card = msgspec.json.decode(path.read_bytes(), type=Scorecard)
    fluency = msgspec.structs.replace(card.fluency, score=12.0)
    path.write_bytes(msgspec.json.encode(msgspec.structs.replace(card, version=VERSION - 1, fluency=fluency)))
    async with opening("scorecard", session=folder) as pilot:
        await rehearsing.shown(pilot, "An older version of the scorer made these scores.")
        await pilot.press("r")
        await rehearsing.until(pilot, lambda: "An older version" not in frame(pilot))
        await pilot.press("enter")
        await rehearsing.shown(pilot, f"Version {VERSION - 1} of the scorer gave fluency 12, preparedness ")


async def test_the_scores_without_corrections_stay_in_sight(opening: Opening) -> None:
    folder = sessions.spoken()
    corrections.correct(folder, "q01-t1", sessions.SAID.replace("um", "").replace("|", ""), [])
    async with opening("scorecard", session=folder, take="q01-t1") as pilot:
        await rehearsing.shown(pilot, "You corrected the transcript. Without that: fluency ")
