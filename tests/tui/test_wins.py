"""What went well, one key from home: heard, added to, taken out, written as a page."""

from __future__ import annotations

from pathlib import Path

from simulator import when
from simulator.comeback.store import WINS
from simulator.sessions import wins
from simulator.tui.screens.replay import Replay
from tests.tui import sessions
from tests.tui.conftest import Opening, frame, settle
from tests.tui.rehearsing import on, shown, until


async def test_one_key_from_home_and_a_moment_is_heard(opening: Opening, size: tuple[int, int]) -> None:
    folder = sessions.spoken()
    sessions.marked(folder, "strong", 9.0, author="Ben")
    sessions.rated(folder, {"warmth": 5}, remark="You were [b]warm[/b].")
    async with opening(size=size) as pilot:
        assert "w your wins" in frame(pilot)
        await pilot.press("w")
        page = await shown(pilot, "Moments that friends marked as strong")
        assert "What friends said" in page
        assert "[b]warm[/b]" in page
        await pilot.press("down", "enter")
        await until(pilot, lambda: on(pilot, Replay))
        replay = pilot.app.screen
        assert isinstance(replay, Replay)
        await until(pilot, lambda: replay.answer is not None)
        assert replay.player.position == 8.0


async def test_with_nothing_it_says_how_it_comes_and_takes_a_first_one(opening: Opening) -> None:
    async with opening("wins") as pilot:
        await shown(pilot, "Nothing is collected here yet")
        await pilot.press("a")
        await shown(pilot, "What went well")
        await pilot.press(*"Laughed", "enter")
        await shown(pilot, "Who said it?")
        await pilot.press(*"Ada", "enter")
        assert "> Laughed" in await shown(pilot, "What you kept")
        (kept,) = WINS.load().records.values()
        assert (kept.text, kept.by, kept.date) == ("Laughed", "Ada", when.now().date().isoformat())
        await pilot.press("d")
        await shown(pilot, "Take this out?")
        await pilot.press("y")
        await shown(pilot, "Nothing is collected here yet")
        assert not WINS.load().records


async def test_it_is_written_as_a_page(opening: Opening, tmp_path: Path) -> None:
    wins.keep("They laughed", when.now().date())
    async with opening("wins") as pilot:
        await shown(pilot, "> They laughed")
        await pilot.press("x")
        await shown(pilot, "Where to?")
        await pilot.press("ctrl+u", *str(tmp_path / "page.html"), "enter")
        await shown(pilot, "The export lies in")
    assert "They laughed" in (tmp_path / "page.html").read_text(encoding="utf-8")


async def test_replay_keeps_the_sentence_at_hand(opening: Opening) -> None:
    folder = sessions.spoken()
    async with opening("replay", session=folder, at=12.0) as pilot:
        replay = pilot.app.screen
        assert isinstance(replay, Replay)
        await until(pilot, lambda: replay.answer is not None)
        await pilot.press("a")
        await shown(pilot, "What went well")
        await pilot.press("enter")
        await shown(pilot, "Kept among your wins.")
    (kept,) = WINS.load().records.values()
    assert kept.text.startswith("“rang the supplier myself")


async def test_the_scorecard_keeps_one_too(opening: Opening) -> None:
    folder = sessions.spoken()
    async with opening("scorecard", session=folder) as pilot:
        await settle(pilot)
        await pilot.press("a")
        await shown(pilot, "What went well")
        await pilot.press(*"Calm", "enter")
        await settle(pilot)
    assert [each.text for each in WINS.load().records.values()] == ["Calm"]
