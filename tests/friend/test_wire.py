"""The protocol: what comes is checked before it is looked at, and what goes holds nothing that is not the friend's."""

from __future__ import annotations

import json
import random
import re

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from simulator.friend import wire
from simulator.interview import events as ev
from simulator.preparation.model import Sheet
from simulator.questions.model import Plan, Planned
from simulator.text import BLANKS
from tests.making import question

SAMPLES: tuple[dict[str, object], ...] = (
    {"type": "knock", "code": "ABC234", "name": "Sam", "page": "a secret of its own"},
    {"type": "come_back", "token": "t" * 43, "session": "2026-11-27-190000-general", "seen": 12},
    {"type": "next", "id": "a"},
    {"type": "repeat", "id": "a-1", "moment": "q01-t1 Question 1 of 2, answered"},
    {"type": "over", "id": "a"},
    {"type": "pause", "id": "a"},
    {"type": "take_your_time", "id": "a"},
    {"type": "ask", "id": "a", "number": 1},
    {"type": "follow_up", "id": "a", "text": "And then?"},
    {"type": "tick", "id": "a", "take": "q01-t1", "point": "result", "on": True},
    {"type": "note", "id": "a", "text": "clear", "take": "q01-t1", "at": 12.5},
    {"type": "mark", "id": "a", "kind": "strong", "take": "q01-t1", "at": 12.5},
    {"type": "rate", "id": "a", "scales": {"flow": 4}, "remark": "thank you"},
)


@pytest.mark.parametrize("message", SAMPLES, ids=lambda each: str(each["type"]))
def test_each_message_is_understood_and_no_field_too_many(message: dict[str, object]) -> None:
    assert msgspec.to_builtins(wire.decode(json.dumps(message)))["type"] == message["type"]
    with pytest.raises(wire.Fault):
        wire.decode(json.dumps({**message, "path": "/etc/passwd"}))
    for missing in set(message) - {"type", "page", "session", "seen", "take", "at", "remark", "moment"}:
        with pytest.raises(wire.Fault):
            wire.decode(json.dumps({key: value for key, value in message.items() if key != missing}))


@pytest.mark.parametrize(
    "message",
    [
        {"type": "key", "id": "a", "key": "ctrl+q"},
        {"type": "ask", "id": "a", "number": -1},
        {"type": "note", "id": "a", "text": "x" * 10_001},
        {"type": "note", "id": "a", "text": "x", "at": -1},
        {"type": "note", "id": "a", "text": "x", "at": 1e9},
        {"type": "mark", "id": "a", "kind": "other"},
        {"type": "rate", "id": "a", "scales": {"flow": 6}},
        {"type": "rate", "id": "a", "scales": {"flow": True}},
        {"type": "next", "id": ""},
        {"type": "next", "id": "a b"},
        {"type": "next", "id": "a" * 41},
    ],
)
def test_what_is_out_of_range_is_refused(message: dict[str, object]) -> None:
    with pytest.raises(wire.Fault):
        wire.decode(json.dumps(message))


def test_ten_thousand_letters_in_a_note_are_a_message_however_they_are_escaped() -> None:
    for letter in ("x", "\a", "\N{SNOWMAN}"):
        note = {"type": "note", "id": "a", "text": letter * 10_000}
        assert wire.decode(json.dumps(note)) == wire.Note(id="a", text=letter * 10_000)
    with pytest.raises(wire.Fault, match="too long"):
        wire.decode("x" * (wire.MOST_BYTES + 1))


@given(st.text() | st.binary())
def test_anything_is_a_message_or_a_fault(data: str | bytes) -> None:
    try:
        wire.decode(data)
    except wire.Fault:
        return


def test_ten_thousand_mangled_messages_crash_nothing() -> None:
    draw = random.Random(6)
    faults = 0
    for number in range(10_000):
        data = bytearray(json.dumps(SAMPLES[number % len(SAMPLES)]).encode())
        for _ in range(draw.randrange(1, 6)):
            data = data or bytearray(b" ")
            at = draw.randrange(len(data))
            match draw.randrange(4):
                case 0:
                    data[at] = draw.randrange(256)
                case 1:
                    del data[at]
                case 2:
                    data[at:at] = draw.choice((b'"', b"{", b"[" * 500, b"\\u0000", b"null", b"1e999", b"\xff", b"-"))
                case _:
                    data[at:] = data[:at]
        try:
            wire.decode(bytes(data))
        except wire.Fault:
            faults += 1
    assert faults > 5_000


@given(st.text(max_size=300))
@example("\u200d")
@example("\u2800 \u3164")
@example("Zoë\u200d\x1b[31m")
def test_a_name_is_one_short_line_in_which_something_can_be_seen(given_name: str) -> None:
    name = wire.name(given_name)
    assert name.strip(BLANKS)
    assert len(name) <= wire.NAME_SHOWN
    assert re.sub("[\u200c\u200d]", "", name).isprintable(), "the joiners are ordinary letters of some scripts"


def test_what_is_the_candidates_alone_is_not_seen() -> None:
    sheet = Sheet(id="a", employer="Harbour Foods", role="buyer")
    plan = Plan(items=(Planned(part="body", question=question()),), seed=1)
    own: tuple[ev.Event, ...] = (
        ev.SessionStarted(t=0, version=1, at="x", plan=plan, options=ev.Options(), sheet=sheet),
        ev.NervesRated(t=1, by="candidate", when="before", value=9),
        ev.DraftTyped(t=2, by="candidate", text="I was let go"),
        ev.AnswerHeard(t=3, take="q01-t1", lacks=("no_result",)),
        ev.Noted(t=4, by="candidate", text="my hands shook"),
        ev.AnswerRated(t=5, by="candidate", take="q01-t1", value=2),
        ev.SessionRated(t=6, by="candidate", fluency=40, preparedness=40),
        ev.TranscriptCorrected(t=7, by="candidate", take="q01-t1", text="I was let go"),
        ev.ScoresShown(t=8),
        ev.Trouble(t=9, what="voice", sentence="/home/ada is full"),
    )
    assert [wire.seen(event) for event in own] == [None] * len(own)
    started = wire.seen(ev.AnswerStarted(t=1, audio="takes/q01-t1.pcm"))
    assert started == {"type": "answer_started", "t": 1, "by": "program"}


def test_what_the_friend_did_is_seen_whole() -> None:
    note = ev.Noted(t=4, by="friend", text="clear", take="q01-t1", at=2.5)
    assert wire.seen(note) == msgspec.to_builtins(note)
