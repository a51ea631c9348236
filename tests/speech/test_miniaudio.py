"""What miniaudio's loudspeaker is reckoned to have queued, from when it asks for sound."""

from __future__ import annotations

import random
from typing import Any

import pytest

backend_miniaudio = pytest.importorskip("simulator.speech.backend_miniaudio", reason="miniaudio has no wheel here")

RATE, FRAMES = 16_000, 3_200
PERIOD = FRAMES / RATE


class Loudspeaker:
    """Asks for sound at the seconds that it is told, and keeps when the first of each block is said to be heard."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 0.0
        self.heard: list[float] = []
        monkeypatch.setattr(backend_miniaudio.time, "monotonic", lambda: self.now)
        self._asking: Any = backend_miniaudio._giving(self._wanted, RATE)
        next(self._asking)

    def ask(self, at: float) -> float:
        self.now = at
        self._asking.send(FRAMES)
        return self.heard[-1]

    def _wanted(self, frames: int, delay: float) -> bytes:
        self.heard.append(self.now + delay)
        return bytes(2 * frames)


@pytest.fixture
def loudspeaker(monkeypatch: pytest.MonkeyPatch) -> Loudspeaker:
    return Loudspeaker(monkeypatch)


def test_what_a_steady_device_asks_for_is_heard_a_period_later(loudspeaker: Loudspeaker) -> None:
    assert loudspeaker.ask(5.0) == 5.0
    for number in range(20):
        assert loudspeaker.ask(5.04 + number * PERIOD) == pytest.approx(5.04 + (number + 1) * PERIOD)


def test_what_is_heard_goes_on_steadily_though_the_asking_does_not(loudspeaker: Loudspeaker) -> None:
    """As PulseAudio was seen to ask: every 200 ms, and now and then 50 ms early or late."""
    draw = random.Random(5)
    loudspeaker.ask(5.0)
    loudspeaker.ask(5.0)
    for number in range(1, 500):
        late = draw.choices((0.0, -0.05, 0.05), (30, 1, 1))[0]
        heard = loudspeaker.ask(5.0 + number * PERIOD + late)
        assert heard == pytest.approx(5.0 + (number + 1) * PERIOD, abs=0.015)


def test_a_slower_clock_of_the_device_is_followed(loudspeaker: Loudspeaker) -> None:
    """By a thousandth, asking on a grid of 50 ms: the reckoning stays within a step of the grid for an hour."""
    loudspeaker.ask(0.0)
    for number in range(18_000):
        true = number * PERIOD * 1.001
        heard = loudspeaker.ask(0.05 * int(true / 0.05 + 1))
        assert true + PERIOD - 0.001 <= heard <= true + PERIOD + 0.055


def test_a_device_that_stood_still_is_followed_at_once(loudspeaker: Loudspeaker) -> None:
    for number in range(10):
        loudspeaker.ask(number * PERIOD)
    assert loudspeaker.ask(12.0) == pytest.approx(12.0 + PERIOD)
