"""The widgets that screens share."""

from __future__ import annotations

import time
from collections import Counter
from datetime import datetime

import pytest
from textual.app import App, ComposeResult

from simulator import when
from simulator.sessions.answers import Mark
from simulator.tui.widgets.bars import clock_text, score_bar
from simulator.tui.widgets.live import ClockBar, LevelMeter
from simulator.tui.widgets.timeline import Shown, Timeline, part_line, wave
from tests.tui.rehearsing import until


def test_the_waveform_shows_the_loudest_of_each_column_and_the_parts_stand_where_they_begin() -> None:
    levels = bytes([0] * 50 + [80] + [0] * 49)
    assert wave(levels, 10.0, 10) == "     █    "
    assert wave(b"", 10.0, 10) == ""
    shown = Shown(0.0, 10.0, parts=((0.0, "situation"), (5.0, "action")))
    assert part_line(shown, 40) == "situation ········ action ············· "


@pytest.mark.parametrize(
    ("level", "wanted"), [(-90.0, "............"), (-35.0, "||||||......"), (0.0, "||||||||||||"), (None, "")]
)
def test_the_meter_shows_the_level(level: float | None, wanted: str) -> None:
    assert LevelMeter(lambda: level).text(12) == wanted


def test_the_clock_fills_up_to_the_recommended_time_and_then_says_a_word() -> None:
    bar = ClockBar(lambda: (45.0, 90.0))
    assert bar.text(40).startswith(" 0:45  ━")
    assert abs(bar.text(40).count("━") - bar.text(40).count("─")) <= 1
    assert "time to land" not in bar.text(40)
    late = ClockBar(lambda: (95.0, 90.0)).text(40)
    assert "time to land" in late
    assert "─" not in late
    assert all(len(ClockBar(lambda at=at: (at, 90.0)).text(40)) == 40 for at in (0.0, 45.0, 95.0, 700.0))  # type: ignore[misc]
    assert ClockBar(lambda: None).text(40) == ""


async def test_what_moves_is_drawn_only_when_a_character_changes() -> None:
    seconds = 0.0

    class Program(App[None]):
        def compose(self) -> ComposeResult:
            yield ClockBar(lambda: (seconds, 90.0))

    async with Program().run_test(size=(60, 3)) as pilot:
        bar = pilot.app.query_one(ClockBar)
        await pilot.pause()
        drawn: list[object] = []
        bar.refresh = lambda *regions, **changes: drawn.append(regions) or bar  # type: ignore[func-returns-value, method-assign]
        bar.look()
        seconds = 0.4
        bar.look()
        assert not drawn
        seconds = 1.0
        bar.look()
        assert len(drawn) == 1


async def test_what_is_not_on_the_screen_is_not_looked_at() -> None:
    looks: Counter[str] = Counter()

    def clock(name: str) -> ClockBar:
        def look() -> None:
            looks[name] += 1

        return ClockBar(look, id=name)

    class Program(App[None]):
        def compose(self) -> ComposeResult:
            yield clock("hidden")
            yield clock("shown")

    async with Program().run_test(size=(60, 3)) as pilot:
        hidden = pilot.app.query_one("#hidden")
        await until(pilot, lambda: looks["hidden"] > 1)
        hidden.display = False
        await until(pilot, lambda: hidden.size.height == 0)
        before, shown = looks["hidden"], looks["shown"]
        await until(pilot, lambda: looks["shown"] > shown + 3)
        assert looks["hidden"] <= before + 1, "one look may have been under way"
        hidden.display = True
        await until(pilot, lambda: looks["hidden"] > before + 3)


def test_the_timeline_places_its_signs_and_its_caption_stays_in_width() -> None:
    late = Mark(58.0, 59.0, "x", "long pause", "2.0 s after “so I”")
    early = Mark(3.0, 4.0, "*", "best", "I rang them myself")
    for width in (76, 40, 20):
        for at in (None, early, late):
            shown = Shown(30.0, 60.0, (early, late), at)
            wave, bar, parts, caption = Timeline(lambda shown=shown: shown).text(width).split("\n")  # type: ignore[misc]
            assert wave.strip() == parts.strip() == ""
            assert len(bar) == width
            assert len(caption) <= width
            assert bar.index("*") < bar.index("x")
            if at is not None and width >= 40:
                assert at.name in caption
                assert "^" not in caption or caption.index("^") == bar.index(at.sign)
                assert "^" in caption or width < 76


@pytest.mark.parametrize(
    ("hour", "wanted"),
    [
        ("14:00", "in 2 h 10 min"),
        ("12:50", "in 1 h"),
        ("11:51", "in 1 min"),
        ("11:50", "now"),
        ("11:49", ""),
        ("", ""),
        ("noon", ""),
    ],
)
def test_how_long_until_an_hour_of_today(hour: str, wanted: str) -> None:
    assert when.ahead(hour, datetime(2026, 11, 24, 11, 50, 40).astimezone()) == wanted


def test_an_hour_behind_a_change_of_the_clocks_is_as_far_away_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as there:
        there.setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3")
        time.tzset()
        assert when.ahead("09:00", datetime(2026, 3, 29, 1, 0).astimezone()) == "in 7 h"
    time.tzset()


def test_small_words() -> None:
    assert clock_text(75.9) == "1:15"
    assert score_bar(50, 10) == "█████·····"
    assert score_bar(None, 4) == "····"
    assert score_bar(140, 4) == "████"


@pytest.mark.parametrize(
    ("created", "wanted"),
    [
        ("2026-11-24T08:00:00+01:00", "today 08:00"),
        ("2026-11-23T23:59:00+01:00", "yesterday 23:59"),
        ("2026-11-20T19:40:00+01:00", "Friday 19:40"),
        ("2026-11-03T19:40:00+01:00", "3 November, 19:40"),
        ("2025-11-24T19:40:00+01:00", "24 November 2025, 19:40"),
        ("no time", "no time"),
        ("", ""),
    ],
)
def test_times_as_people_say_them(created: str, wanted: str) -> None:
    assert when.ago(created, datetime.fromisoformat("2026-11-24T20:00:00+01:00")) == wanted


@pytest.mark.parametrize(
    ("created", "wanted"),
    [
        ("2026-11-24T08:00:00+01:00", "today"),
        ("2026-11-23T23:59:00+01:00", "yesterday"),
        ("2026-11-20T19:40:00+01:00", "Friday"),
        ("2026-11-03T19:40:00+01:00", "3 November"),
        ("2025-09-24T19:40:00+01:00", "24 Sep 2025"),
        ("no time", "no time"),
    ],
)
def test_days_where_room_is_scarce(created: str, wanted: str) -> None:
    assert when.day_ago(created, datetime.fromisoformat("2026-11-24T20:00:00+01:00")) == wanted
