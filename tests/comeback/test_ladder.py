"""The nerves ladder on simulated people: it never pushes, every step can be reached again, and it ends."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from random import Random
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.comeback.ladder import CALM, FEW, HIGH, REST, STEPS, TOP, Held, Ladder, come_down, ladder, said, step
from simulator.interview.events import Options

Person = Callable[[Random, Ladder, int], int]
"""How nervous somebody is in their session of this number at the step of the ladder where they are."""

sessions = st.lists(st.builds(Held, st.integers(0, TOP), st.none() | st.integers(0, 10)), max_size=60)


def live(person: Person, takes: Callable[[Random, Ladder], int], seed: int, count: int = 200) -> list[Ladder]:
    """Somebody who practises so often; `takes` chooses the step of the next session."""
    chance, states, at = Random(seed), [Ladder()], dict.fromkeys(range(1, TOP + 1), 0)
    for _ in range(count):
        chosen = takes(chance, states[-1])
        nerves = person(chance, Ladder(step=chosen), at[chosen])
        at[chosen] += 1
        states.append(step(states[-1], Held(chosen, min(max(nerves, 0), 10))))
    return states


def calmer(chance: Random, state: Ladder, number: int) -> int:
    return round(7 + state.step / 3 - number + chance.gauss(0, 0.7))


def never_calmer(chance: Random, state: Ladder, number: int) -> int:
    return round(8 + chance.gauss(0, 1.0))


def takes_offers(chance: Random, state: Ladder) -> int:
    return state.offered or state.step


def refuses(chance: Random, state: Ladder) -> int:
    return state.step


def jumps(chance: Random, state: Ladder) -> int:
    return chance.randint(1, TOP)


@pytest.mark.parametrize("seed", range(20))
def test_one_who_gets_calmer_climbs_step_by_step_and_it_ends(seed: int) -> None:
    states = live(calmer, takes_offers, seed)
    steps = [state.step for state in states]
    assert all(0 <= after - before <= 1 for before, after in pairwise(steps))
    climbed = next(number for number, state in enumerate(states) if state.climbed)
    assert states[climbed].step == TOP
    assert climbed >= FEW * TOP
    assert not any(state.offered for state in states[climbed:])
    assert "ends here" in said(states[-1])


@pytest.mark.parametrize("seed", range(20))
def test_one_who_does_not_get_calmer_is_not_pushed(seed: int) -> None:
    states = live(never_calmer, takes_offers, seed)
    assert not any(state.offered for state in states if max(state.here[-FEW:], default=HIGH) >= HIGH)
    assert all(state.step == 1 for state in states)


@pytest.mark.parametrize("seed", range(20))
def test_one_who_refuses_stays_and_is_asked_seldom(seed: int) -> None:
    states = live(calmer, refuses, seed)
    assert {state.step for state in states} == {1}
    asked = [number for number, state in enumerate(states) if state.offered]
    assert asked
    assert all(later - earlier >= REST for earlier, later in pairwise(asked))


@pytest.mark.parametrize("seed", range(20))
def test_one_who_jumps_about_may(seed: int) -> None:
    states = live(calmer, jumps, seed)
    assert {state.step for state in states[1:]} == set(range(1, TOP + 1))
    assert states[-1].climbed


@given(sessions, st.integers(1, TOP), st.integers(0, 10))
def test_any_step_can_be_chosen_from_anywhere(held: list[Held], chosen: int, nerves: int) -> None:
    before = ladder(held)
    after = step(before, Held(chosen, nerves))
    assert after.step == chosen
    assert after.here == (*before.ratings[chosen - 1], nerves)
    assert before.climbed <= after.climbed


@given(sessions)
def test_nothing_is_offered_while_ratings_stay_high_or_are_few(held: list[Held]) -> None:
    state = ladder(held)
    if state.offered:
        assert state.offered == state.step + 1 <= TOP
        assert len(state.here) >= FEW
        assert max(state.here[-FEW:]) < HIGH
        assert not state.climbed
    assert said(state)


def offered_by(person: Person, seed: int, count: int) -> int | None:
    """After how many sessions at the first step a next one is offered; None where it is not."""
    states = live(person, refuses, seed, count)
    return next((number for number, state in enumerate(states) if state.offered), None)


def test_ratings_that_only_vary_are_seldom_taken_for_a_fall() -> None:
    def varies(chance: Random, state: Ladder, number: int) -> int:
        return round(chance.gauss(6, 1.5))

    found = [offered_by(varies, seed, 12) for seed in range(1000)]
    assert sum(each is not None for each in found) / len(found) < 0.05


def test_a_real_fall_is_seen() -> None:
    def falls(chance: Random, state: Ladder, number: int) -> int:
        return round(8 - number / 2 + chance.gauss(0, 1))

    found = [offered_by(falls, seed, 20) for seed in range(300)]
    assert all(each is not None for each in found)
    assert median(each for each in found if each is not None) <= 10


@pytest.mark.parametrize(
    ("ratings", "found"),
    [
        ((), "few"),
        ((2, 2), "few"),
        ((3, 2, 3), "calm"),
        ((4, 4, 4), "varies"),
        ((9, 9, 9, 6, 5, 5), "fallen"),
        ((9, 9, 9, 7, 7, 6), "high"),
        ((7, 6, 7, 5, 5, 5), "varies"),
        ((9, 5, 9, 5, 4, 4), "varies"),
        ((8, 8, 8, 3, 2, 3), "calm"),
        ((2, 2, 2, 8), "high"),
    ],
)
def test_what_ratings_say(ratings: tuple[int, ...], found: str) -> None:
    assert come_down(ratings) == found


def test_sessions_at_no_step_and_unrated_ones_lead_nowhere() -> None:
    calm = [Held(1, CALM)] * FEW
    assert ladder([Held(0, 1)] * 9) == Ladder()
    assert not ladder([Held(1, None)] * 9).offered
    assert ladder(calm).offered == 2
    assert ladder([*calm, Held(0, 9)]) == ladder(calm)


def test_an_offer_that_is_taken_leads_to_the_next_step_at_once() -> None:
    state = ladder([*[Held(1, 2)] * FEW, *[Held(2, 2)] * FEW])
    assert (state.step, state.offered, state.rest) == (2, 3, 0)


def test_each_step_asks_for_what_its_name_says() -> None:
    """And leaves alone what it says nothing of."""
    usual = Options(listening="space", friend=False, nerves=False)
    one, two, three, four, five, six, seven = (each.applied(usual) for each in STEPS)
    assert [each.step for each in (one, two, three, four, five, six, seven)] == list(range(1, TOP + 1))
    assert all(each.nerves and each.listening == "space" for each in (one, two, three, four, five, six, seven))
    assert (one.answers, one.clock, two.answers, two.clock) == ("typed", False, "typed", True)
    assert (three.answers, three.voice, four.voice) == ("spoken", False, True)
    assert (four.pressing, five.pressing, five.poker_face) == (False, True, False)
    assert (six.poker_face, six.ends, six.thinking, six.panel) == (True, "time", "never", False)
    assert seven.panel
    assert seven.interruptions
    assert seven.pressing
    assert seven.poker_face
