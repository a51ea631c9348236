"""What an interviewer does who presses: a follow-up every time, a poker face, a second voice, interruptions. In the machine, and conducted."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from simulator.comeback.ladder import STEPS
from simulator.exports.gather import gather
from simulator.exports.pages import session_page
from simulator.interview import events as ev
from simulator.interview import followups, machine, pressure, state
from simulator.interview.conductor import Conductor
from simulator.questions.model import Plan, Planned
from simulator.sessions.answers import replayable_take
from simulator.sessions.store import SessionWriter, open_session
from simulator.speech.voice import Voice, another
from tests.fakes import FakeEars, FakePlayback, FakeSound, render, render_second
from tests.making import question, started

AUDIO = "takes/q01-t1.pcm"


def play(*events: ev.Event) -> tuple[state.State, tuple[state.Effect, ...]]:
    now: state.State = state.State()
    effects: tuple[state.Effect, ...] = ()
    for event in events:
        now, effects = machine.step(now, event)
    return now, effects


def answered(number: int = 0, follow_up: int = 0, second: bool = False) -> tuple[ev.Event, ...]:
    return (
        ev.QuestionAsked(t=1, question=number, take=1, text="?", follow_up=follow_up, second=second),
        ev.QuestionSpoken(t=3),
        ev.AnswerStarted(t=3, audio=AUDIO),
        ev.AnswerEnded(t=40, by="candidate", why="key", seconds=37),
    )


def heard(follow_up: int = 0, *lacks: str) -> ev.AnswerHeard:
    return ev.AnswerHeard(t=42, take=ev.take_name(0, 1, follow_up), lacks=lacks)


# The machine


def test_every_answer_has_a_follow_up_where_the_interviewer_presses() -> None:
    pressing = started(pressing=True, follow_ups=1)
    _, effects = play(pressing, *answered(), heard())
    assert effects == (state.Ask(question=0, take=1, text=followups.pressing(0), follow_up=1),)
    _, effects = play(pressing, *answered(), heard(0, "short"))
    assert effects == (state.Ask(question=0, take=1, text="Can you say more?", follow_up=1),), "a gap comes first"
    _, effects = play(pressing, *answered(), heard(), *answered(follow_up=1), heard(1, "short"))
    assert effects == ()
    _, effects = play(started(), *answered(), heard())
    assert effects == ()


def test_a_poker_face_goes_on_without_a_word_once_the_answer_is_heard() -> None:
    stone = started(poker_face=True, follow_ups=0)
    now, effects = play(stone, *answered(), heard())
    assert effects == (state.GoOn(),)
    now, effects = machine.step(now, ev.WentOn(t=43))
    assert (now.question, now.stage) == (1, "asking")
    _, effects = play(stone, *answered(), ev.Paused(t=41), heard())
    assert effects == (), "not while somebody pauses"


def test_two_of_a_panel_take_turns_and_follow_up_on_each_other() -> None:
    panel = started(panel=True, pressing=True, follow_ups=1)
    _, effects = play(panel)
    assert effects == (state.Ask(question=0, take=1, text=question(1).text),)
    _, effects = play(panel, *answered(), heard())
    assert effects == (state.Ask(question=0, take=1, text=followups.pressing(0), follow_up=1, second=True),)
    now, effects = play(panel, *answered(), ev.WentOn(t=50))
    assert effects == (state.Ask(question=1, take=1, text=question(2).text, second=True),)
    now, effects = machine.step(now, ev.QuestionAsked(t=51, question=1, take=1, text="?", second=True))
    assert effects == (state.Hush(), state.Say(text="?", aloud=True, second=True))
    assert now.take is not None
    assert now.take.second
    assert machine.asked_again(now).second


def test_they_break_in_once_and_the_clock_stands_still_while_it_is_said() -> None:
    quiet = started(interruptions=True, ends="time")
    rude = replace(quiet, plan=replace(quiet.plan, seed=seed_that_breaks_in()))
    now, effects = play(rude, *answered()[:3])
    patience = pressure.patience(rude.plan.seed, 0, 90)
    assert patience is not None
    assert effects == (
        state.Timer(what="answer", seconds=90.0),
        state.Timer(what="patience", seconds=patience),
    )
    broken = ev.BrokenInto(t=23, take="q01-t1", text="Wait.", at=20, aloud=True)
    now, effects = machine.step(now, broken)
    assert effects == (state.StopRecording(take="q01-t1"), state.BreakIn(text="Wait."))
    assert now.take is not None
    assert (now.take.broken_into, now.take.seconds(26)) == ("Wait.", 20)
    with pytest.raises(state.NotNow):
        machine.step(now, broken)
    now, effects = machine.step(now, ev.FloorReturned(t=26))
    assert effects == (
        state.Record(take="q01-t1", again=True),
        state.Timer(what="answer", seconds=70.0),
    )
    assert now.take is not None
    assert now.take.seconds(27) == 21


def test_what_is_only_shown_stops_nothing() -> None:
    now, _ = play(started(interruptions=True), *answered()[:3])
    now, effects = machine.step(now, ev.BrokenInto(t=23, take="q01-t1", text="Wait.", at=20))
    assert effects == ()
    assert now.take is not None
    assert now.take.seconds(24) == 21
    with pytest.raises(state.NotNow):
        machine.step(now, ev.FloorReturned(t=25))


def test_follow_ups_are_not_broken_into() -> None:
    _, effects = play(started(interruptions=True), *answered(), heard(0, "short"), *answered(follow_up=1)[:3])
    assert effects == ()


def test_a_try_again_is_only_the_answer() -> None:
    options = STEPS[-1].applied(started().options)
    end = play(
        replace(started(1), options=replace(options, nerves=False)),
        *answered(),
        ev.WentOn(t=50),
        ev.SessionEnded(t=51),
        ev.TriedAgain(t=60, by="candidate", question=0, answers="spoken"),
    )[0]
    assert (end.options.poker_face, end.options.interruptions, end.options.follow_ups) == (False, False, 0)


def test_when_they_break_in_is_the_seeds_and_never_early_or_late() -> None:
    moments = [pressure.patience(seed, number, 90) for seed in range(50) for number in range(5)]
    known = [moment for moment in moments if moment is not None]
    assert 0.6 < len(known) / len(moments) < 0.8
    assert all(36 <= moment <= 63 for moment in known)
    assert moments == [pressure.patience(seed, number, 90) for seed in range(50) for number in range(5)]
    assert all(pressure.line(seed, 1) != pressure.line(seed, 2) for seed in range(10))


def test_another_voice_speaks_another_english() -> None:
    known = [Voice("gb", "Britain", "en-gb"), Voice("de", "German", "de"), Voice("us", "America", "en-us")]
    assert another(known, "") == "us"
    assert another(known, "us") == "gb"
    assert another(known[:2], "") == ""
    assert another([Voice("gmw/en-us", "America", "en-us")], "") == "gmw/en-us+f3"


# Conducted


def seed_that_breaks_in() -> int:
    return next(seed for seed in range(50) if pressure.patience(seed, 0, 1) is not None)


class Sound(FakeSound):
    """Tells when something is played or recorded."""

    def __init__(self, seen: asyncio.Event) -> None:
        super().__init__()
        self._seen = seen

    async def record(self, path: Path) -> None:
        await super().record(path)
        self._seen.set()

    async def play(self, path: Path) -> FakePlayback:
        playback = await super().play(path)
        self._seen.set()
        return playback


class Hearing:
    """A session with short questions, its fakes, and a way to wait for an event."""

    def __init__(self, root: Path, options: ev.Options) -> None:
        self.seen = asyncio.Event()
        self.sound = Sound(self.seen)
        self.events: list[ev.Event] = []
        self.writer = SessionWriter.create(root, at="2026-11-24T19:40:12+01:00", title="test")
        self.conductor = Conductor(
            self.writer,
            background=[question(number) for number in range(1, 5)],
            sound=self.sound,
            ears=FakeEars(),
            render=render,
            render_second=render_second,
            reader=self._read,
        )
        items = tuple(
            Planned(part="body", question=question(number, answer_seconds=1, follow_ups=())) for number in (1, 2)
        )
        plan = Plan(items=items, seed=seed_that_breaks_in(), banks=("test",))
        self.conductor.begin(plan, options, {})

    def _read(self, event: ev.Event, after: state.State) -> None:
        self.events.append(event)
        self.seen.set()

    async def happens(self, condition: Callable[[], bool]) -> None:
        async with asyncio.timeout(20):
            while not condition():
                self.seen.clear()
                await self.seen.wait()

    async def until(self, kind: type[ev.Event], count: int = 1) -> None:
        await self.happens(lambda: sum(isinstance(event, kind) for event in self.events) >= count)


async def test_nothing_is_recorded_while_they_break_in(tmp_path: Path) -> None:
    table = Hearing(tmp_path, ev.Options(nerves=False, interruptions=True, follow_ups=0))
    await table.until(ev.AnswerStarted)
    table.sound.speaking.clear()
    await table.until(ev.BrokenInto)
    line = pressure.line(seed_that_breaks_in(), 0)
    await table.happens(lambda: line in table.sound.said)
    assert table.sound.recording is None
    table.sound.speaking.set()
    await table.until(ev.FloorReturned)
    await table.happens(lambda: table.sound.recording is not None)
    await table.conductor.end_answer()
    await table.until(ev.AnswerHeard)
    await table.conductor.leave()
    saved = open_session(table.writer.folder)
    assert saved.state.takes[0].clock == 6.0, "two pieces of three seconds each"
    shown = replayable_take(saved, "q01-t1", ())
    assert shown is not None
    assert (line, "!") in [(mark.text, mark.sign) for mark in shown.marks]
    assert line in session_page(gather(table.writer.folder)).decode()


async def test_one_who_is_done_while_they_break_in_is_done(tmp_path: Path) -> None:
    table = Hearing(tmp_path, ev.Options(nerves=False, interruptions=True, follow_ups=0))
    await table.until(ev.AnswerStarted)
    table.sound.speaking.clear()
    await table.until(ev.BrokenInto)
    assert await table.conductor.end_answer()
    await table.until(ev.AnswerHeard)
    table.sound.speaking.set()
    await table.conductor.settled()
    assert not any(isinstance(event, ev.FloorReturned) for event in table.events)
    assert table.sound.recording is None
    await table.conductor.leave()


async def test_a_tough_panel_asks_in_two_voices_and_says_nothing_in_between(tmp_path: Path) -> None:
    options = replace(STEPS[-1].applied(ev.Options()), nerves=False, interruptions=False, ends="key")
    table = Hearing(tmp_path, options)
    for number in range(1, 5):
        await table.until(ev.AnswerStarted, number)
        await table.conductor.end_answer()
        await table.until(ev.AnswerHeard, number)
    await table.happens(lambda: table.conductor.state.stage == "forecast")
    asked = [event for event in table.events if isinstance(event, ev.QuestionAsked)]
    assert [(each.question, each.follow_up, each.second) for each in asked] == [
        (0, 0, False),
        (0, 1, True),
        (1, 0, True),
        (1, 1, False),
    ]
    assert [text.startswith("(second)") for text in table.sound.said] == [False, True, True, False]
    gone = [event for event in table.events if isinstance(event, ev.WentOn)]
    assert [event.by for event in gone] == ["program", "program"]
    assert machine.fold(table.events) == table.conductor.state
    await table.conductor.leave()
