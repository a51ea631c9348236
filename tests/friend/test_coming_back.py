"""A page that comes back is the same guest, a wish that comes again the same wish, and a moment stays where it was."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from simulator.friend import feed, wire
from simulator.friend import host as hosts
from simulator.friend.door import Door
from simulator.friend.host import Host
from simulator.friend.view import View, moment, view
from simulator.friend.wishes import grant
from simulator.interview import events as ev
from simulator.interview.conductor import Conductor
from simulator.interview.machine import fold
from simulator.interview.state import State
from simulator.sessions.store import SessionWriter, delete
from tests.fakes import FakeSound
from tests.friend.hosting import AT, Table, connected, happens, hosting, let_in, pulse
from tests.making import plan, started

PAGE = "0123456789abcdef"


def test_a_page_at_the_door_is_known_by_its_secret_and_nobody_else_is() -> None:
    entrance = Door(0.0, code=lambda: "ABC234", token=lambda: "token")
    assert entrance.knock("ABC234", "Sam", 1.0, PAGE) == "knocks"
    assert entrance.knock("ABC234", "Sam", 2.0, PAGE) == "again"
    for other in ("", "another"):
        assert entrance.knock("ABC234", "Sam", 2.0, other) == "wrong"
    entrance.admit()
    assert entrance.knock("ABC234", "Sam", 3.0, PAGE) == "in"
    assert entrance.knock("ABC234", "Sam", 3.0, "another") == "wrong"


def test_who_was_sent_away_is_not_known_any_more() -> None:
    codes = iter(("ABC234", "XYZ789"))
    entrance = Door(0.0, code=lambda: next(codes), token=lambda: "token")
    entrance.knock("ABC234", "Sam", 1.0, PAGE)
    entrance.refuse(2.0)
    assert entrance.knock("ABC234", "Sam", 3.0, PAGE) == "wrong"


def test_another_page_takes_the_place_of_one_that_is_gone_once_it_is_let_in_and_not_before() -> None:
    codes, tokens = iter(("ABC234", "XYZ789")), iter(("first", "second"))
    entrance = Door(0.0, code=lambda: next(codes), token=lambda: next(tokens))
    entrance.knock("ABC234", "Sam", 1.0, PAGE)
    entrance.admit()
    entrance.renew(2.0)
    assert entrance.knock("ABC234", "Eve", 2.0, "another") == "wrong", "that code is used"
    assert entrance.knock("XYZ789", "Sam", 2.0, "another") == "knocks"
    assert entrance.knock("XYZ789", "Sam", 2.0, "another") == "again", "at the door is not in"
    assert entrance.knock("", "Sam", 2.0, PAGE) == "in"
    assert entrance.comes_back("first")
    assert entrance.admit() == "second"
    assert not entrance.comes_back("first")
    assert entrance.comes_back("second")
    assert entrance.knock("", "Sam", 3.0, PAGE) == "wrong"
    assert entrance.knock("XYZ789", "Sam", 3.0, "another") == "in"


async def test_a_page_that_lost_its_connection_at_the_door_is_still_at_the_door(tmp_path: Path) -> None:
    async with hosting(tmp_path) as table, connected(table.host) as asleep, connected(table.host) as sam:
        knock = {"type": "knock", "code": table.host.door.code, "name": "Sam", "page": PAGE}
        await asleep.say(**knock)
        await asleep.gets("at_door")
        await sam.say(**knock)
        await sam.gets("at_door")
        await happens(lambda: bool(asleep.closed))
        assert table.host.door.at_door == "Sam"
        table.host.admit()
        await sam.gets("admitted")
        assert table.host.here


async def test_a_page_that_did_not_hear_that_it_was_let_in_comes_in(tmp_path: Path) -> None:
    async with hosting(tmp_path) as table:
        knock = {"type": "knock", "code": table.host.door.code, "name": "Sam", "page": PAGE}
        async with connected(table.host) as asleep:
            await asleep.say(**knock)
            await asleep.gets("at_door")
            table.host.admit()
            asleep.connection.transport.abort()
        async with connected(table.host) as sam:
            await sam.say(**knock)
            await sam.gets("admitted")
        async with connected(table.host) as eve:
            await eve.say(**{**knock, "page": "another"})
            assert (await eve.gets("refused"))["why"] == hosts.WRONG


class SlowSound(FakeSound):
    """A microphone that takes its time to close."""

    def __init__(self) -> None:
        super().__init__()
        self.closing = asyncio.Event()
        self.closes = asyncio.Event()

    async def stop_recording(self) -> float:
        self.closing.set()
        await self.closes.wait()
        return await super().stop_recording()


async def test_a_wish_that_comes_again_while_it_is_granted_has_one_answer(tmp_path: Path) -> None:
    """As it does when the connection is lost while an answer's sound is brought to its end."""
    sound = SlowSound()
    writer = SessionWriter.create(tmp_path, at=AT, title="test")
    conductor = Conductor(writer, background=(), sound=sound, reader=pulse)
    host = await Host.open(pulse)
    host.feed.attach(conductor)
    conductor.begin(plan(1), ev.Options(friend=True, voice=False, nerves=False), {})
    await happens(lambda: conductor.state.stage == "answering")
    first = asyncio.create_task(host.feed.do(wire.Over(id="a")))
    await sound.closing.wait()
    again = asyncio.create_task(host.feed.do(wire.Over(id="a")))
    other = await host.feed.do(wire.Over(id="b"))
    sound.closes.set()
    assert await first == await again == wire.Done(id="a")
    assert other.why, "another wish is another one"
    assert conductor.state.stage == "reviewing"
    await host.close()
    await conductor.close()


async def answering(table: Table) -> None:
    table.begin()
    await table.until(lambda state: state.stage == "answering")


async def test_notes_and_marks_are_where_they_were_begun_and_never_beyond_the_take(tmp_path: Path) -> None:
    async with hosting(tmp_path) as table:
        await answering(table)
        take = table.state.take
        assert take is not None
        for at in (0.0, 80_000.0):
            assert await grant(table.conductor, wire.Note(id="a", text="n", take=take.name, at=at))
            assert await grant(table.conductor, wire.MarkMoment(id="a", kind="strong", take=take.name, at=at))
        assert await grant(table.conductor, wire.MarkMoment(id="a", kind="strong"))
        assert not await grant(table.conductor, wire.MarkMoment(id="a", kind="strong", take="q09-t1", at=0.0))
        assert not await grant(table.conductor, wire.MarkMoment(id="a", kind="strong", take=take.name))
        assert not await grant(table.conductor, wire.Note(id="a", text="n", take="q09-t1", at=0.0))
        now = take.seconds(table.conductor.now)
        moments = [each for each in table.journal if isinstance(each, ev.Noted | ev.MomentMarked)]
        assert [each.at for each in moments[:2]] == [0.0, 0.0]
        assert len(moments) == 5
        assert all(each.take == "q01-t1" and each.at is not None and each.at <= now for each in moments)


@pytest.mark.parametrize(
    "wish", [wire.Next(id="a"), wire.Repeat(id="a"), wire.Over(id="a")], ids=lambda wish: type(wish).__name__
)
async def test_a_tap_that_was_on_its_way_as_the_candidate_paused_moves_nothing(tmp_path: Path, wish: wire.Wish) -> None:
    async with hosting(tmp_path) as table:
        await answering(table)
        assert table.conductor.pause()
        assert not await grant(table.conductor, wish)
        await table.conductor.settled()
        assert table.state.paused
        assert table.conductor.resume()
        assert table.state.stage == "answering"
        assert await grant(table.conductor, wish)


async def test_a_move_is_not_made_in_another_moment_than_it_was_meant_for(tmp_path: Path) -> None:
    """Both lead on at once, or both pause: neither is a question passed over, nor the pause at its end again."""
    async with hosting(tmp_path) as table:
        await answering(table)
        typing = moment(table.state)
        assert table.conductor.pause()
        assert not await grant(table.conductor, wire.Pause(id="a", moment=typing))
        assert table.state.paused
        assert await grant(table.conductor, wire.Pause(id="b", moment=moment(table.state)))
        assert await grant(table.conductor, wire.Over(id="c", moment=typing))
        answered = moment(table.state)
        assert table.conductor.go_on()
        for move in (wire.Next(id="d", moment=answered), wire.FollowUp(id="e", text="And?", moment=answered)):
            assert not await grant(table.conductor, move)
        await table.until(lambda state: state.stage == "answering")
        assert moment(table.state) != typing
        assert not [each for each in table.journal if isinstance(each, ev.QuestionSkipped)]
        assert await grant(table.conductor, wire.Next(id="f"))


ASKED = (
    started(2, friend=True, answers="typed"),
    ev.QuestionAsked(t=1, question=0, take=1, text="Why?", aloud=False),
    ev.QuestionSpoken(t=1),
)
ANSWERING = (*ASKED, ev.AnswerStarted(t=2))
ANSWERED = (*ANSWERING, ev.DraftTyped(t=9, text="because"), ev.AnswerEnded(t=10, why="key", seconds=8))
FOLLOWED = (
    *ANSWERED,
    ev.QuestionAsked(t=11, question=0, take=1, text="And?", follow_up=1, aloud=False),
    ev.QuestionSpoken(t=11),
    ev.AnswerStarted(t=12),
)


def seen(*events: ev.Event, now: float = 20.0) -> View:
    state: State = fold(events)
    return view("test", state, now)


def test_the_seconds_are_those_of_a_follow_up_while_its_points_are_those_of_the_answer() -> None:
    shown = seen(*FOLLOWED)
    assert shown.take == "q01-t1"
    assert shown.clock is not None
    assert (shown.clock.take, shown.clock.seconds) == ("q01-t1-f1", 8.0)


@pytest.mark.parametrize(
    ("events", "able", "unable"),
    [
        (ASKED, {"note", "tick", "repeat", "next"}, {"mark", "over", "ask", "rate"}),
        (ANSWERING, {"mark", "over", "take_your_time", "pause"}, {"ask", "follow_up"}),
        ((*ANSWERING, ev.Paused(t=3)), {"note", "tick", "mark", "pause"}, {"next", "over", "take_your_time"}),
        (ANSWERED, {"ask", "follow_up", "next", "mark"}, {"over"}),
        ((*ANSWERED, ev.SessionLeft(t=11)), set(), {"note", "pause", "next"}),
    ],
    ids=["asked", "answering", "paused", "answered", "left"],
)
def test_what_can_be_wished_for_is_what_would_be_granted(
    events: tuple[ev.Event, ...], able: set[str], unable: set[str]
) -> None:
    shown = seen(*events)
    assert able <= set(shown.can)
    assert not unable & set(shown.can)
    assert shown.ended == isinstance(events[-1], ev.SessionLeft)


def test_nobody_rates_while_it_is_paused() -> None:
    over = (*ANSWERED, ev.WentOn(t=11), ev.QuestionSkipped(t=12))
    assert "rate" in seen(*over).can
    assert "rate" not in seen(*over, ev.Paused(t=13)).can


async def test_a_note_on_an_answer_that_comes_after_the_interview_was_left_is_kept_with_it_once(tmp_path: Path) -> None:
    async with hosting(tmp_path) as table, connected(table.host) as sam:
        await let_in(table.host, sam)
        await answering(table)
        leaving = asyncio.create_task(table.conductor.leave())
        await happens(lambda: bool(sam.view.get("ended")))
        for _ in range(2):
            assert await sam.wish("note", "a", text="looked at the floor", take="q01-t1", at=80_000.0) == ""
        await leaving
        assert await sam.wish("note", "b", text="of no such answer", take="q09-t1", at=1.0) == feed.OVER
        late = table.journal[-1]
        assert isinstance(late, ev.Noted)
        assert (late.by, late.text, late.take) == ("friend", "looked at the floor", "q01-t1")
        assert late.at == round(table.state.takes[0].clock, 2)
        assert isinstance(table.journal[-2], ev.SessionLeft)
        await happens(lambda: len(sam.got("happened")) == len(table.journal))
        with SessionWriter.reopen(table.conductor.writer.saved()):
            assert await sam.wish("note", "c", text="open elsewhere", take="q01-t1", at=1.0) == feed.OVER
        delete(table.conductor.writer.folder)
        assert await sam.wish("note", "d", text="deleted", take="q01-t1", at=1.0) == feed.OVER
        assert not table.conductor.writer.folder.exists()


async def test_what_is_wished_after_the_interview_was_left_is_not_said_to_be_done(tmp_path: Path) -> None:
    """Nor is it written into whatever file has the number of the journal's by then."""
    async with hosting(tmp_path / "one") as table, connected(table.host) as sam:
        await let_in(table.host, sam)
        await answering(table)
        await table.conductor.leave()
        with (tmp_path / "another.txt").open("w+b", buffering=0) as another:
            for kind, fields in (
                ("note", {"text": "too late"}),
                ("tick", {"take": "q01-t1", "point": "result", "on": True}),
                ("pause", {}),
                ("follow_up", {"text": "And?"}),
            ):
                assert await sam.wish(kind, kind.replace("_", "-"), **fields) == feed.OVER
            assert not table.conductor.note("too late", "friend")
            assert not table.conductor.held_up
            another.seek(0)
            assert not another.read()
        assert not [each for each in table.journal if isinstance(each, ev.Noted)]
        assert len(sam.got("happened")) == len(table.journal)
