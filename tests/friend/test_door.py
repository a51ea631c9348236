"""Codes, tries and tokens, with a clock that the test holds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.friend import door
from simulator.friend.door import MOST_WRONG, SHUT_SECONDS, VALID_SECONDS, Door


def made(*codes: str) -> Door:
    given_out = iter(codes or ("ABC234",))
    return Door(0.0, code=lambda: next(given_out), token=lambda: "token")


@pytest.mark.parametrize("given_code", ["ABC234", "abc234", " abc 234 ", "ABC-234"])
def test_a_code_opens_however_it_is_written(given_code: str) -> None:
    entrance = made()
    assert entrance.knock(given_code, "Sam", 1.0) == "knocks"
    assert entrance.at_door == "Sam"
    assert not entrance.comes_back("token")
    assert entrance.admit() == "token"
    assert entrance.comes_back("token")


@pytest.mark.parametrize(
    "given_code", ["", "ABC23", "ABC2345", "XYZ234", "ÄBC234", "\u202eABC23", "ABC23\N{DIGIT FOUR}" * 20]
)
def test_another_code_does_not(given_code: str) -> None:
    entrance = made()
    assert entrance.knock(given_code, "Eve", 1.0) == "wrong"
    assert not entrance.at_door
    assert not entrance.comes_back("")


def test_it_opens_for_one_guest_once() -> None:
    entrance = made()
    assert entrance.knock("ABC234", "Sam", 1.0) == "knocks"
    assert entrance.knock("ABC234", "Eve", 1.0) == "wrong", "somebody is at the door with it"
    entrance.admit()
    assert entrance.knock("ABC234", "Eve", 2.0) == "wrong", "it is used"
    assert entrance.left(2.0) == 0


def test_it_expires() -> None:
    entrance = made("ABC234", "XYZ789")
    assert entrance.left(VALID_SECONDS - 1) == 1
    assert entrance.knock("ABC234", "Sam", VALID_SECONDS) == "wrong"
    entrance.renew(VALID_SECONDS)
    assert entrance.knock("XYZ789", "Sam", 2 * VALID_SECONDS - 1) == "knocks"


def test_who_does_not_wait_may_come_again_and_who_is_refused_may_not() -> None:
    entrance = made("ABC234", "XYZ789")
    entrance.knock("ABC234", "Sam", 1.0)
    entrance.went_away()
    assert entrance.knock("ABC234", "Sam", 2.0) == "knocks"
    entrance.refuse(3.0)
    assert entrance.knock("ABC234", "Sam", 4.0) == "wrong"
    assert entrance.knock("XYZ789", "Sam", 5.0) == "knocks"


def test_five_wrong_codes_shut_the_door_for_a_while_but_not_for_who_is_in() -> None:
    entrance = made()
    for _ in range(MOST_WRONG):
        assert entrance.knock("WRONG2", "Eve", 1.0) == "wrong"
    assert entrance.knock("ABC234", "Sam", 1.0 + SHUT_SECONDS / 2) == "shut"
    assert entrance.knock("ABC234", "Sam", 1.0 + SHUT_SECONDS) == "knocks"
    entrance.admit()
    for _ in range(MOST_WRONG):
        entrance.knock("WRONG2", "Eve", 100.0)
    assert entrance.knock("WRONG2", "Eve", 100.0) == "shut"
    assert entrance.comes_back("token")


def test_a_right_code_begins_the_count_anew() -> None:
    entrance = made()
    for _ in range(MOST_WRONG - 1):
        entrance.knock("WRONG2", "Eve", 1.0)
    assert entrance.knock("ABC234", "Sam", 1.0) == "knocks"
    entrance.went_away()
    assert entrance.knock("WRONG2", "Sam", 1.0) == "wrong"
    assert entrance.knock("ABC234", "Sam", 1.0) == "knocks"


@given(st.text(max_size=200))
def test_no_token_but_the_own_one_comes_back(token: str) -> None:
    entrance = made()
    assert not entrance.comes_back(token)
    entrance.knock("ABC234", "Sam", 1.0)
    entrance.admit()
    assert entrance.comes_back(token) == (token == "token")


def test_codes_are_long_enough_and_read_out_well() -> None:
    codes = {door.new_code() for _ in range(1000)}
    assert len(codes) == 1000
    assert set("".join(codes)) == set(door.ALPHABET)
    assert not set("01IO") & set(door.ALPHABET)
    assert len(door.ALPHABET) ** door.CODE_LETTERS >= 10**9
    assert len({door.new_token() for _ in range(1000)}) == 1000
    assert door.shown("ABC234") == "ABC 234"
