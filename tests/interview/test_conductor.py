"""The conductor with stand-ins for the devices (the real ones are driven end to end elsewhere): order, troubles, endings."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from simulator.errors import AudioError
from simulator.interview import events as ev
from simulator.interview.conductor import Conductor
from simulator.interview.state import State
from simulator.sessions.store import SessionWriter, open_session
from tests.fakes import BYTES_A_SECOND, FakeEars, FakeSound, render
from tests.making import plan, question, started

AT = "2026-11-24T19:40:12+01:00"


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        self.now += 0.01
        return self.now


class Stage:
    """A conductor with its fakes, and a way to wait for the state to be as it should."""

    def __init__(self, root: Path, **options: object) -> None:
        self.sound = FakeSound()
        self.ears = FakeEars()
        self.events: list[ev.Event] = []
        self._changed = asyncio.Event()
        self.writer = SessionWriter.create(root, at=AT, title="test")
        self.conductor = self.conduct(self.writer)
        self.options = started(2, **options).options

    def conduct(self, writer: SessionWriter) -> Conductor:
        return Conductor(
            writer,
            background=[question(number) for number in range(1, 5)],
            sound=self.sound,
            ears=self.ears,
            render=render,
            reader=self._read,
            clock=Clock(),
        )

    def _read(self, event: ev.Event, state: State) -> None:
        self.events.append(event)
        self._changed.set()

    async def until(self, condition: Callable[[State], bool]) -> None:
        async with asyncio.timeout(10):
            while not condition(self.conductor.state):
                self._changed.clear()
                await self._changed.wait()

    def begin(self) -> None:
        self.conductor.begin(plan(2), self.options, {"candidate": "Ada"})

    async def answer(self) -> None:
        await self.until(lambda state: state.stage == "answering")
        await self.conductor.end_answer()


async def test_a_whole_session_is_asked_heard_scored_and_saved(tmp_path: Path) -> None:
    stage = Stage(tmp_path)
    stage.begin()
    await stage.answer()
    await stage.until(lambda state: bool(state.takes) and state.takes[0].heard)
    await stage.answer()  # the follow-up: the answer was short
    await stage.until(lambda state: len(state.takes) > 1 and state.takes[1].heard)
    await stage.answer()  # one more: it is short still
    await stage.until(lambda state: len(state.takes) > 2 and state.takes[2].heard)
    stage.conductor.go_on()
    stage.conductor.skip()
    await stage.until(lambda state: state.stage == "forecast")
    assert stage.conductor.rate_session(60, 50)
    assert stage.conductor.state.stage == "ended"
    assert stage.conductor.show_scores()
    await stage.conductor.settled()
    await stage.conductor.close()
    saved = open_session(stage.writer.folder)
    assert list(saved.events) == stage.events
    assert saved.finished
    first = saved.state.takes[0]
    audio = saved.audio(first)
    assert audio is not None
    assert audio.suffix == ".flac"
    heard, card = saved.heard(first), saved.card(first)
    assert heard is not None
    assert heard.seconds == 3.0
    assert card is not None
    assert card.fluency.score is None, "three seconds are too short for fluency"
    assert card.preparedness.score is not None, "with the follow-ups there are words enough"
    assert card.follow_ups == 2
    assert stage.ears.followed == ["q01-t1.pcm", "q01-t1-f1.pcm", "q01-t1-f2.pcm"]
    assert (
        stage.sound.said
        == [question(1).text, "Can you say more?", "What came of it?", question(2).text][: len(stage.sound.said)]
    )


async def test_going_on_while_the_last_answer_is_still_transcribed(tmp_path: Path) -> None:
    stage = Stage(tmp_path)
    stage.ears.gate.clear()
    stage.begin()
    await stage.answer()
    assert stage.conductor.go_on()
    await stage.until(lambda state: state.stage == "answering" and state.question == 1)
    stage.ears.gate.set()
    await stage.until(lambda state: state.takes[0].heard)
    assert stage.conductor.state.stage == "answering", "no follow-up may cut into the next answer"
    await stage.conductor.leave()


async def test_without_a_microphone_the_answers_are_typed_and_it_says_so_once(tmp_path: Path) -> None:
    stage = Stage(tmp_path)
    stage.sound.microphone, stage.sound.microphone_trouble = "", "No microphone was found; plug one in."
    stage.begin()
    await stage.until(lambda state: state.stage == "answering")
    stage.conductor.draft("I rang", 0)
    stage.conductor.draft("I rang the supplier", 3)
    await stage.conductor.end_answer()
    stage.conductor.go_on()
    await stage.until(lambda state: state.stage == "answering" and state.question == 1)
    troubles = [event for event in stage.events if isinstance(event, ev.Trouble)]
    assert [trouble.sentence for trouble in troubles] == ["No microphone was found; plug one in."]
    draft = stage.conductor.state.takes[0].draft
    assert draft is not None
    assert (draft.text, draft.corrections) == ("I rang the supplier", 3)
    await stage.conductor.leave()


async def test_a_microphone_that_breaks_during_an_answer_pauses_and_the_end_keeps_what_there_is(tmp_path: Path) -> None:
    stage = Stage(tmp_path)
    stage.begin()
    await stage.until(lambda state: state.stage == "answering")
    assert stage.sound.recording is not None
    stage.sound.recording.write_bytes(bytes(5 * BYTES_A_SECOND))
    stage.sound.broken, stage.sound.microphone = True, ""
    assert stage.sound.on_trouble is not None
    stage.sound.on_trouble("The microphone stopped.")
    assert stage.conductor.state.paused
    await stage.conductor.end_answer()
    await stage.until(lambda state: state.takes[0].heard)
    assert stage.conductor.state.takes[0].clock == 5.0
    await stage.conductor.leave()


async def test_going_on_without_the_microphone_that_broke_is_not_silently_deaf(tmp_path: Path) -> None:
    stage = Stage(tmp_path)
    stage.begin()
    await stage.until(lambda state: state.stage == "answering")
    assert stage.sound.recording is not None
    stage.sound.recording.write_bytes(bytes(5 * BYTES_A_SECOND))
    stage.sound.broken = True
    stage.sound.microphone = ""
    assert stage.sound.on_trouble is not None
    stage.sound.on_trouble("The microphone stopped.")
    for _ in range(2):
        assert stage.conductor.resume()
        await stage.until(lambda state: state.paused)
        assert stage.conductor.state.trouble
    assert stage.conductor.ask_again()
    await stage.until(lambda state: state.stage == "answering" and len(state.takes) == 2)
    assert stage.conductor.state.takes[1].audio == "", "the next take is typed"
    await stage.conductor.leave()


@pytest.mark.parametrize("press", ["ask_again", "think", "skip"])
async def test_an_abandoned_answer_is_kept_but_not_transcribed(tmp_path: Path, press: str) -> None:
    stage = Stage(tmp_path)
    stage.begin()
    await stage.until(lambda state: state.stage == "answering")
    await stage.ears.following.wait()
    assert getattr(stage.conductor, press)()
    await stage.until(lambda state: state.takes[0].ended is not None)
    await stage.until(lambda state: state.stage in ("asking", "thinking", "answering"))
    await stage.conductor.leave()
    saved = open_session(stage.writer.folder)
    assert not saved.state.takes[0].counts
    assert saved.audio(saved.state.takes[0]) is not None
    assert saved.heard(saved.state.takes[0]) is None


async def _gone(path: Path) -> None:
    """As the ears answer for a recording that was sealed meanwhile."""
    raise AudioError(f"{path} cannot be read.", "")


async def test_an_answer_that_is_given_up_before_the_one_before_it_was_heard_troubles_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is put away before the recogniser had time to follow it."""
    stage = Stage(tmp_path, follow_ups=0)
    wrong: list[dict[str, object]] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: wrong.append(context))
    stage.begin()
    await stage.until(lambda state: state.stage == "answering")
    stage.ears.gate.clear()
    await stage.answer()
    stage.conductor.go_on()
    await stage.until(lambda state: state.stage == "answering")
    assert stage.conductor.ask_again()
    await stage.until(lambda state: state.stage == "answering" and len(state.takes) == 3)
    monkeypatch.setattr(stage.ears, "follow", _gone)
    stage.ears.gate.set()
    await stage.answer()
    await stage.until(lambda state: state.takes[2].heard)
    await stage.conductor.close()
    assert not wrong


@pytest.mark.parametrize("options", [{"answers": "typed"}, {"voice": False}, {}], ids=["typed", "silent", "spoken"])
async def test_thinking_first_is_not_cut_short_by_the_microphone_that_was_about_to_open(
    tmp_path: Path, options: dict[str, object]
) -> None:
    stage = Stage(tmp_path, **options)
    stage.begin()
    await stage.until(lambda state: state.stage == "answering")
    assert stage.conductor.think()
    await stage.until(lambda state: state.stage == "thinking")
    await stage.conductor.settled()
    assert stage.conductor.state.stage == "thinking"
    assert stage.sound.recording is None
    assert stage.conductor.start_answer()
    await stage.until(lambda state: state.stage == "answering")
    await stage.conductor.leave()


async def test_leaving_at_any_stage_and_going_on_later(tmp_path: Path) -> None:
    stage = Stage(tmp_path)
    stage.begin()
    await stage.until(lambda state: state.stage == "answering")
    await stage.conductor.leave()
    saved = open_session(stage.writer.folder)
    assert saved.state.left
    assert saved.state.takes[0].ended == "left"
    stage.conductor = stage.conduct(SessionWriter.reopen(saved))
    stage.conductor.go_on_from(saved)
    await stage.until(lambda state: state.takes[0].heard)
    assert stage.conductor.state.stage == "reviewing"
    assert stage.conductor.now > saved.state.t
    await stage.conductor.leave()


async def test_a_session_that_was_killed_goes_on_with_what_was_on_disk(tmp_path: Path) -> None:
    stage = Stage(tmp_path)
    stage.begin()
    await stage.until(lambda state: state.stage == "answering")
    (stage.writer.folder / "takes" / "q01-t1.pcm").write_bytes(bytes(2 * BYTES_A_SECOND))
    stage.writer.close()  # as the system does for a killed program
    killed = stage.conductor
    saved = open_session(stage.writer.folder)
    stage.conductor = stage.conduct(SessionWriter.reopen(saved))
    stage.conductor.go_on_from(saved)
    await stage.until(lambda state: state.takes[0].heard)
    take = stage.conductor.state.takes[0]
    assert (take.ended, take.clock) == ("cut off", 2.0)
    await stage.conductor.leave()
    killed._performer._voices.cleanup()


async def test_time_ends_an_answer_by_itself(tmp_path: Path) -> None:
    stage = Stage(tmp_path, ends="time")
    short = plan(1)
    item = short.items[0]
    import msgspec

    quick = msgspec.structs.replace(item, question=msgspec.structs.replace(item.question, answer_seconds=0))
    stage.conductor.begin(msgspec.structs.replace(short, items=(quick,)), stage.options, {})
    await stage.until(lambda state: bool(state.takes) and state.takes[0].ended == "time")
    await stage.conductor.leave()
