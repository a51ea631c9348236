"""The player: the clock starts with the sound, follows it, and runs alone where there is none."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from simulator.errors import DeviceError
from simulator.sessions.player import GONE, STOPPED, Player

AUDIO = Path("answer.flac")


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


class Heard:
    position = 0.0
    told = 0.0

    def __init__(self) -> None:
        self.end: asyncio.Future[bool] = asyncio.get_running_loop().create_future()

    async def finished(self) -> bool:
        return await asyncio.shield(self.end)


class Loudspeaker:
    """Notes what it is asked to play; begins when `ready` is set."""

    def __init__(self, loudspeaker: str = "headphones", refuse: bool = False) -> None:
        self.loudspeaker = loudspeaker
        self.refuse = refuse
        self.asked: list[tuple[float, float]] = []
        self.stopped = 0
        self.ready = asyncio.Event()
        self.heard = Heard()

    async def cut_off(self) -> None:
        self.heard.end.set_result(False)
        self.heard = Heard()
        await turn()

    async def play(self, path: Path, *, start: float = 0.0, speed: float = 1.0) -> Heard:
        self.asked.append((start, speed))
        await self.ready.wait()
        if self.refuse:
            raise DeviceError("The loudspeaker went away.")
        self.heard.position = start
        return self.heard

    def stop_playing(self) -> None:
        self.stopped += 1


@pytest.fixture
def clock() -> Clock:
    return Clock()


async def turn() -> None:
    for _ in range(3):
        await asyncio.sleep(0)


async def playing(clock: Clock) -> tuple[Player, Loudspeaker]:
    """A minute of sound, which is heard by now."""
    player, sound = Player(clock), Loudspeaker()
    sound.ready.set()
    player.attach(sound)
    player.load(AUDIO, 60.0)
    player.play()
    await turn()
    return player, sound


async def test_without_a_loudspeaker_it_runs_on_the_clock(clock: Clock) -> None:
    player = Player(clock)
    player.load(AUDIO, 60.0)
    player.play()
    clock.now += 10
    assert player.position == pytest.approx(10)
    player.faster(1)
    clock.now += 10
    assert player.position == pytest.approx(22.5)
    player.pause()
    clock.now += 10
    assert player.position == pytest.approx(22.5)


async def test_the_clock_waits_for_the_sound_and_then_follows_the_ear(clock: Clock) -> None:
    player, sound = Player(clock), Loudspeaker()
    player.attach(sound)
    player.load(AUDIO, 60.0)
    player.play()
    await turn()
    clock.now += 3
    assert player.position == 0.0, "nothing is heard yet"
    sound.ready.set()
    await turn()
    clock.now += 5
    sound.heard.position, sound.heard.told = 4.5, clock.now
    player.tick()
    assert player.position == pytest.approx(4.5)
    clock.now += 0.5
    player.tick()
    assert player.position == pytest.approx(5.0), "what was told half a second ago goes on by itself"


async def test_a_passage_is_played_again_and_again_until_the_loop_is_ended(clock: Clock) -> None:
    player = Player(clock)
    player.load(None, 60.0)
    player.seek(10.0)
    player.mark_loop()
    player.play()
    clock.now += 5
    player.tick()
    assert player.position == pytest.approx(15.0), "its end is not marked yet"
    player.mark_loop()
    assert player.loop == (10.0, 15.0)
    assert player.position == pytest.approx(10.0)
    for _ in range(3):
        clock.now += 5.1
        player.tick()
        assert player.position == pytest.approx(10.0)
    player.mark_loop()
    clock.now += 6
    player.tick()
    assert player.position == pytest.approx(16.0)
    player.mark_loop()
    player.mark_loop()
    assert player.loop is None, "a passage of no length is none"


async def test_another_answer_has_no_loop(clock: Clock) -> None:
    player = Player(clock)
    player.load(None, 60.0)
    player.mark_loop()
    player.load(None, 9.0)
    assert player.loop is None


async def test_seeking_and_speed_begin_again_from_there_and_stopping_is_silence(clock: Clock) -> None:
    player, sound = await playing(clock)
    player.seek(30.0)
    await turn()
    player.faster(-1)
    await turn()
    assert sound.asked == [(0.0, 1.0), (30.0, 1.0), (30.0, 0.75)]
    before = sound.stopped
    player.pause()
    assert sound.stopped == before + 1
    assert not player.playing


async def test_at_the_end_it_stands_still_and_play_begins_anew(clock: Clock) -> None:
    player = Player(clock)
    player.load(None, 10.0)
    player.play()
    clock.now += 11
    player.tick()
    assert (player.playing, player.position) == (False, 10.0)
    player.play()
    assert player.position == 0.0


async def test_a_loudspeaker_that_fails_is_told_and_replay_goes_on_silently(clock: Clock) -> None:
    player, sound = Player(clock), Loudspeaker(refuse=True)
    sound.ready.set()
    player.attach(sound)
    player.load(AUDIO, 60.0)
    player.play()
    await turn()
    clock.now += 2
    player.tick()
    assert player.trouble == STOPPED
    assert player.position == pytest.approx(2)


async def test_a_recording_that_is_longer_than_its_answer_is_silent_at_the_end_of_it(clock: Clock) -> None:
    player, sound = Player(clock), Loudspeaker()
    sound.ready.set()
    player.attach(sound)
    player.load(AUDIO, 10.0)
    player.play()
    await turn()
    stopped = sound.stopped
    sound.heard.position, sound.heard.told = 10.0, clock.now
    player.tick()
    assert (player.playing, player.position) == (False, 10.0)
    assert sound.stopped == stopped + 1


async def test_sound_that_is_cut_off_begins_again_from_there(clock: Clock) -> None:
    player, sound = await playing(clock)
    clock.now += 2
    await sound.cut_off()
    assert sound.asked == [(0.0, 1.0), (2.0, 1.0)]
    assert (player.playing, player.trouble) == (True, "")
    player.pause()
    sound.heard.end.set_result(False)
    await turn()
    assert len(sound.asked) == 2, "what the person stops is not begun again"


async def test_sound_that_hangs_is_told_and_no_more_once_it_goes_on(clock: Clock) -> None:
    player, sound = await playing(clock)
    sound.heard.position, sound.heard.told = 5.0, clock.now
    for _ in range(30):
        player.tick()
        assert not player.trouble, "a machine may be busy for so long"
        clock.now += 0.1
    clock.now += 0.1
    player.tick()
    assert player.trouble == STOPPED
    assert player.playing
    sound.heard.position, sound.heard.told = 5.1, clock.now
    player.tick()
    assert not player.trouble
    assert player.position == pytest.approx(5.1), "the ear is right"


async def test_a_program_that_was_stopped_itself_does_not_take_its_sound_for_stopped(clock: Clock) -> None:
    """As with Ctrl+Z: afterwards it looks at its clock before it has read what the sound told."""
    player, sound = await playing(clock)
    sound.heard.position, sound.heard.told = 5.0, clock.now
    player.tick()
    clock.now += 20
    player.tick()
    assert not player.trouble


async def test_an_answer_that_is_longer_than_its_sound_is_not_said_to_have_stopped(clock: Clock) -> None:
    player, sound = await playing(clock)
    sound.heard.position, sound.heard.told = 20.0, clock.now
    player.tick()
    sound.heard.end.set_result(True)
    await turn()
    for _ in range(20):
        clock.now += 0.5
        player.tick()
    assert not player.trouble
    assert player.position == pytest.approx(30.0)


async def test_sound_that_is_gone_is_told_and_no_more_once_it_is_back(clock: Clock) -> None:
    player, sound = await playing(clock)
    sound.loudspeaker = ""
    await sound.cut_off()
    clock.now += 3
    player.tick()
    assert player.position == pytest.approx(3)
    assert player.trouble == STOPPED
    sound.loudspeaker, sound.refuse = "headphones", True
    player.seek(10)
    await turn()
    assert player.trouble == STOPPED
    sound.refuse = False
    player.seek(20)
    await turn()
    assert player.trouble == ""


async def test_what_is_wrong_with_one_recording_is_not_said_of_the_next(clock: Clock) -> None:
    player, sound = Player(clock), Loudspeaker(refuse=True)
    sound.ready.set()
    player.attach(sound)
    player.load(AUDIO, 60.0)
    player.play()
    await turn()
    player.load(AUDIO, 30.0)
    assert player.trouble == ""


async def test_a_recording_that_is_gone_is_told_of_its_answer_alone(clock: Clock) -> None:
    player, sound = Player(clock), Loudspeaker()
    player.load(None, 60.0)
    assert player.trouble == ""
    player.attach(sound)
    assert player.trouble == GONE
    for audio, length in ((AUDIO, 60.0), (None, 0.0)):
        player.load(audio, length)
        assert player.trouble == ""
    player.load(None, 30.0)
    assert player.trouble == GONE


async def test_what_has_no_length_does_not_play(clock: Clock) -> None:
    player = Player(clock)
    player.load(None, 0.0)
    player.play()
    assert not player.playing
