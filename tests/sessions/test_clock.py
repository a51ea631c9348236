"""The playback clock."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.sessions.clock import SPEEDS, PlaybackClock


def test_it_runs_pauses_seeks_and_starts_over_at_the_end() -> None:
    clock = PlaybackClock(length=60.0).play(100.0)
    assert clock.position(110.0) == pytest.approx(10.0)
    still = clock.pause(110.0)
    assert still.position(500.0) == pytest.approx(10.0)
    moved = still.seek(50.0, 500.0).play(500.0)
    assert moved.at_end(511.0)
    assert moved.play(511.0).position(511.0) == 0.0


@given(
    actions=st.lists(
        st.one_of(
            st.just(("play",)),
            st.just(("pause",)),
            st.tuples(st.just("seek"), st.floats(-100, 200)),
            st.tuples(st.just("at_speed"), st.sampled_from(SPEEDS)),
        )
    ),
    waits=st.lists(st.floats(0, 30), min_size=1),
)
def test_it_never_leaves_the_take_and_changing_speed_never_jumps(
    actions: list[tuple[object, ...]], waits: list[float]
) -> None:
    clock, now = PlaybackClock(length=60.0), 0.0
    for number, (name, *arguments) in enumerate(actions):
        now += waits[number % len(waits)]
        before = clock.position(now)
        clock = getattr(clock, str(name))(*arguments, now)
        assert 0.0 <= clock.position(now) <= 60.0
        if name in ("pause", "at_speed"):
            assert clock.position(now) == pytest.approx(before)
