"""Three views of a session: who said what, and what is said of where they differ."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from msgspec import structs

from simulator.cli.sessions import session_lines
from simulator.interview import events as ev
from simulator.interview.scales import SCALES
from simulator.interview.state import State
from simulator.scoring.card import Scorecard
from simulator.sessions.scores import card_of
from simulator.sessions.store import SessionWriter, open_session
from simulator.sessions.views import Views, in_lines, table, views
from simulator.text import cells
from tests.making import started
from tests.tui import sessions


def rating(by: ev.Author, scales: Mapping[str, int], remark: str = "", author: str = "") -> ev.SessionRated:
    return ev.SessionRated(
        t=2, by=by, fluency=None, preparedness=None, scales=dict(scales), remark=remark, author=author
    )


def session(**said: ev.SessionRated) -> State:
    """One with Ben at its end, with these ratings."""
    begun = structs.replace(started(1, friend=True), people={"friend": "Ben"})
    return State(session=begun, stage="ended", estimates=dict(said))


def both(own: Mapping[str, int], friend: Mapping[str, int]) -> State:
    return session(candidate=rating("candidate", own), friend=rating("friend", friend))


def found(state: State, cards: Mapping[str, Scorecard] | None = None) -> Views:
    beside = views(state, cards or {})
    assert beside is not None
    return beside


def spoken() -> tuple[Path, dict[str, Scorecard]]:
    """A session with sound, and its cards."""
    folder = sessions.spoken()
    saved = open_session(folder)
    cards = {take.name: card for take in saved.state.takes if (card := saved.card(take)) is not None}
    return folder, cards


def test_what_was_rated_stands_beside_what_was_not() -> None:
    rows = {row.key: row for row in found(both({"structure": 2}, {"structure": 4, "warmth": 5})).scales}
    assert list(rows) == ["structure", "warmth"]
    assert (rows["structure"].you, rows["structure"].friends, rows["structure"].program) == (2, {"Ben": 4}, None)
    assert (rows["warmth"].you, rows["warmth"].friends) == (None, {"Ben": 5})


def test_where_nobody_rated_there_is_nothing_to_lay_side_by_side() -> None:
    assert views(session(), {}) is None
    assert views(session(candidate=ev.SessionRated(t=1, by="candidate", fluency=50, preparedness=60)), {}) is None


def test_the_program_is_the_mean_of_what_it_sees_over_the_takes_that_count() -> None:
    folder, cards = spoken()
    state = structs.replace(open_session(folder).state, estimates=both({"flow": 3}, {"warmth": 4}).estimates)
    rows = {row.key: row.program for row in found(state, cards).scales}
    flows = [card.fluency.dimensions[name].score or 0.0 for name in ("pace", "flow") for card in cards.values()]
    assert rows["flow"] == pytest.approx(1 + sum(flows) / len(flows) / 25, abs=0.006)
    assert rows["warmth"] is None


def test_of_a_typed_session_the_program_has_no_view_of_how_it_sounded() -> None:
    saved = open_session(sessions.typed())
    (take,) = saved.state.takes
    card = card_of(saved, take, [])
    assert card is not None
    state = structs.replace(saved.state, estimates=both({}, {scale.key: 3 for scale in SCALES}).estimates)
    rows = {row.key: row.program for row in found(state, {take.name: card}).scales}
    assert rows["flow"] is None
    assert rows["clean"] is None
    assert rows["homework"] is None, "there is no prep sheet"


def test_praise_comes_first_and_is_what_the_friend_said() -> None:
    gaps = found(both({"structure": 2, "warmth": 5}, {"structure": 4, "warmth": 3})).gaps
    assert gaps == (
        "Ben rates your structure 4; you gave it 2: you are harder on yourself than your listener.",
        "You gave your warmth 5; Ben rates it 3: ask what was heard there.",
    )


def test_the_widest_gap_is_named_and_never_more_than_two() -> None:
    own = {scale.key: 2 for scale in SCALES}
    gaps = found(both({**own, "posture": 5}, {**own, "structure": 3, "specifics": 5, "posture": 2, "warmth": 1})).gaps
    assert len(gaps) == 2
    assert gaps[0].startswith("Ben rates how specific you are 5; you gave it 2")
    assert gaps[1].startswith("You gave your posture 5; Ben rates it 2")


def test_on_a_scale_whose_middle_is_best_nearer_to_it_is_better() -> None:
    (gap,) = found(both({"push": 5}, {"push": 3})).gaps
    assert "harder on yourself" in gap
    (gap,) = found(both({"push": 3}, {"push": 5})).gaps
    assert gap == "You gave how shy or pushy you are 3; Ben rates it 5: ask what was heard there."


def test_a_gap_of_less_than_a_step_is_not_named() -> None:
    folder, cards = spoken()
    state = open_session(folder).state
    seen = {
        row.key: row.program
        for row in found(structs.replace(state, estimates=both({"warmth": 3}, {}).estimates), cards).scales
    }
    value = seen["structure"]
    assert value is not None
    near = min(max(round(value), 1), 5)
    far = 1 if value > 3 else 5
    assert abs(near - value) < 1 <= abs(far - value)
    same = structs.replace(state, estimates=both({"structure": near}, {"structure": near}).estimates)
    assert found(same, cards).gaps == ()
    other = structs.replace(state, estimates=both({"structure": far}, {"structure": far}).estimates)
    (gap,) = found(other, cards).gaps
    assert gap == f"Your friend rates your structure {far}, the program {value:.1f}: a place to listen to together."


def test_several_friends_stand_side_by_side_also_of_the_same_name() -> None:
    state = session(
        friend=rating("friend", {"warmth": 5}, "Well done."),
        **{
            "friend:Ada": rating("friend", {"warmth": 4}, author="Ada"),
            "friend:Ben": rating("friend", {"warmth": 2}, author="Ben"),
        },
    )
    beside = found(state)
    assert beside.friends == ("Ben", "Ada", "Ben (2)")
    assert beside.scales[0].friends == {"Ben": 5, "Ada": 4, "Ben (2)": 2}
    assert beside.remarks == {"Ben": "Well done."}
    head, row = table(beside, 60)
    assert head.split() == ["you", "Ben", "Ada", "Ben", "(2)", "program"]
    assert row.split() == ["Warmth", "–", "5", "4", "2", "–"]


def test_a_friend_who_is_called_as_the_program_would_number_another_hides_nobody() -> None:
    said = {
        f"friend:{name}": rating("friend", {"warmth": step}, name, author=name)
        for name, step in (("Ben", 4), ("Ben (2)", 1))
    }
    beside = found(session(friend=rating("friend", {"warmth": 5}, "at the table"), **said))
    assert sorted(beside.scales[0].friends.values()) == [1, 4, 5]
    assert len(set(beside.friends)) == len(beside.remarks) == 3


def test_a_friend_without_a_name_is_your_friend_and_a_long_name_is_cut() -> None:
    begun = started(1, friend=True)
    state = State(
        session=begun,
        stage="ended",
        estimates={"friend": rating("friend", {"warmth": 1}), "candidate": rating("candidate", {"warmth": 2})},
    )
    beside = found(state)
    assert beside.gaps == ("You gave your warmth 2; your friend rates it 1: ask what was heard there.",)
    assert "your fri…" in table(beside, 60)[0]
    evil = structs.replace(begun, people={"friend": "\x1b[31m\u202eBen\n" + "x" * 10_000})
    assert all(
        "\x1b" not in line and len(line) < 100 for line in table(found(structs.replace(state, session=evil)), 60)
    )


@pytest.mark.parametrize("friends", [1, 2, 3, 7])
def test_a_table_is_as_wide_as_there_is_room_for(friends: int) -> None:
    steps = {scale.key: 3 for scale in SCALES}
    said = {f"friend:李小龍 {number}": rating("friend", steps, author=f"李小龍 {number}") for number in range(friends)}
    beside = found(session(candidate=rating("candidate", steps), **said))
    lines = table(beside, 63)
    if friends <= 2:
        assert {cells(line) for line in lines} == {cells(lines[0])}
        assert cells(lines[0]) <= 63
    else:
        assert lines == list(in_lines(beside)), "for so many people there is no table in 63 columns"


def test_show_lays_them_side_by_side_with_what_was_marked(home: Path) -> None:
    folder, cards = spoken()
    with SessionWriter.reopen(open_session(folder)) as writer:
        t = writer.state.t
        writer.take_in(structs.replace(rating("friend", {"structure": 5}, "Go [b]on[/b]", "Ada"), t=t, id="1"))
        writer.take_in(ev.MomentMarked(t=t, by="friend", kind="unclear", take="q01-t1", at=7.2, author="Ada", id="2"))
        writer.take_in(ev.Noted(t=t, by="friend", text="loud \x1b[31m", take="q01-t1", at=9.0, author="Ada", id="3"))
    saved = open_session(folder)
    lines = list(session_lines(saved, [(take, cards.get(take.name)) for take in saved.state.takes]))
    at = lines.index("Three views, 1 to 5:")
    assert any(line.startswith("  Structure: Ada 5") for line in lines[at:])
    assert "  Ada: Go [b]on[/b]" in lines
    assert "  0:07 Ada: unclear" in lines
    assert "  0:09 Ada: loud ␛[31m" in lines
    assert "  0:04 Your friend: looked up [here]" in lines
