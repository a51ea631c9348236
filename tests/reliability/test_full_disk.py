"""The disk is full: what was said before is kept, one sentence says so, and when there is room again the interview goes on."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest
from msgspec import structs

from simulator.errors import UnsavedError
from simulator.friend import wire
from simulator.friend.feed import FULL, Feed
from simulator.interview import events as ev
from simulator.interview import keeping
from simulator.interview.conductor import Conductor
from simulator.interview.rehearsal import Wish
from simulator.interview.state import State, Take
from simulator.sessions.index import Index
from simulator.sessions.store import JOURNAL, SessionWriter, open_session
from simulator.settings import Settings
from simulator.speech.audiofile import seal
from simulator.tui.app import MockInterviewApp
from simulator.tui.widgets.answer_box import AnswerBox
from tests.end_to_end.test_bad_input import one_sentence
from tests.fakes import BYTES_A_SECOND, FakeEars, FakeSound, render
from tests.making import plan, started
from tests.reliability.disks import fill, make_room, small_disk
from tests.reliability.endings import to_the_end
from tests.reliability.walking import AT, BEAT, SAID, Microphone
from tests.tui.conftest import frame, settle

pytestmark = pytest.mark.timeout(120)

MORE = " and so on"

TYPED = ev.Options(answers="typed", voice=False, nerves=False, follow_ups=0)
SPOKEN = ev.Options(nerves=False, follow_ups=0)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    with small_disk(tmp_path / "disk") as small:
        yield small


class Room:
    """An interview on that disk, and what it says."""

    def __init__(self, disk: Path, sound: FakeSound | None = None) -> None:
        self.told: list[str] = []
        self.ears = FakeEars(SAID)
        self.writer = SessionWriter.create(disk, at=AT, title="full")
        self._moved = asyncio.Event()
        self.conductor = Conductor(
            self.writer, background=(), sound=sound, ears=self.ears, render=render, reader=self._read
        )

    def _read(self, event: ev.Event, state: State) -> None:
        if isinstance(event, ev.Trouble):
            self.told.append(event.sentence)
        self._moved.set()

    async def until(self, condition: Callable[[], bool]) -> None:
        async with asyncio.timeout(20):
            while not condition():
                self._moved.clear()
                await self._moved.wait()

    @property
    def take(self) -> Take:
        return self.conductor.state.takes[0]

    def type_until_full(self, disk: Path) -> str:
        """Types on while the disk fills up, until it is said; all that was typed."""
        self.type(SAID)
        fill(disk)
        text = SAID
        while not self.told:
            text += MORE
            self.type(text)
        return text

    def type(self, text: str) -> None:
        """So much more is typed, and the moment is over in which a draft waits for the next."""
        self.conductor.draft(text, 0)
        self.conductor._write_draft()


@asynccontextmanager
async def interview(disk: Path, options: ev.Options, sound: FakeSound | None = None) -> AsyncIterator[Room]:
    room = Room(disk, sound)
    room.conductor.begin(plan(1), options, {})
    await room.until(lambda: room.conductor.state.stage == "answering")
    try:
        yield room
    finally:
        await room.conductor.close()


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "RETRY_SECONDS", 0.02)


def test_an_event_that_has_no_room_leaves_nothing_of_itself(disk: Path) -> None:
    """Each length of line meets the end of a block at another of its bytes."""
    for length in range(40, 400, 40):
        with SessionWriter.create(disk, at=AT, title=str(length)) as writer:
            writer.take_in(started())
            fill(disk)
            kept = 1
            with suppress(UnsavedError):
                while True:
                    writer.take_in(ev.Noted(t=1, by="candidate", text="x" * length))
                    kept += 1
            assert (writer.folder / JOURNAL).read_bytes().count(b"\n") == kept
            assert (writer.folder / JOURNAL).read_bytes().endswith(b"}\n")
            make_room(disk)
            writer.take_in(ev.Noted(t=2, by="candidate", text="and then"))
        saved = open_session(writer.folder)
        assert not saved.damage
        assert len(saved.events) == kept + 1


async def test_what_is_typed_on_a_full_disk_waits_and_is_kept_when_there_is_room(disk: Path) -> None:
    async with interview(disk, TYPED) as room:
        text = room.type_until_full(disk)
        on_disk = open_session(room.writer.folder).state.take
        assert on_disk is not None
        assert on_disk.draft is not None
        assert text.startswith(on_disk.draft.text)
        assert not await room.conductor.end_answer()
        held_up = room.conductor.held_up
        assert len(room.told) == 1
        assert "No space left on device" in room.told[0]
        make_room(disk)
        await room.until(lambda: room.take.heard)
        assert (held_up, room.conductor.held_up) == (True, False)
    saved = open_session(room.writer.folder)
    draft = saved.state.takes[0].draft
    assert draft is not None
    assert draft.text == text
    assert saved.card(saved.state.takes[0]) is not None


async def test_a_pause_holds_at_once_and_is_written_when_there_is_room(disk: Path) -> None:
    async with interview(disk, TYPED) as room:
        room.type_until_full(disk)
        assert room.conductor.pause()
        paused = room.conductor.now
        held = room.conductor.state
        assert held.paused
        assert held.take is not None
        assert held.take.running_since is None, "its clock stands"
        assert held.trouble.startswith(keeping.PAUSED)
        assert not room.conductor.pause(), "once is enough"
        assert not room.conductor.resume(), "it goes on when there is room"
        make_room(disk)
        await room.until(lambda: room.writer.state.paused)
        assert not room.conductor.state.trouble
        assert room.conductor.resume()
        await room.conductor.end_answer()
        await room.until(lambda: room.take.heard)
    saved = open_session(room.writer.folder)
    assert [event.t <= paused for event in saved.events if isinstance(event, ev.Paused)] == [True]


async def test_what_a_friend_does_again_while_the_disk_is_full_is_done_once(disk: Path) -> None:
    """A page that hears that a note could not be taken gives its words back, and they are sent again."""
    room, feed = Room(disk), Feed()
    room.conductor.begin(plan(3), structs.replace(TYPED, thinking="always"), {})
    await room.until(lambda: room.conductor.state.stage == "thinking")
    feed.attach(room.conductor)
    fill(disk)
    while not room.told:
        room.conductor.note(SAID)
    assert (await feed.do(wire.Note(id="note", text="Good ending."))).why == ""
    assert [(await feed.do(wire.Next(id=id))).why for id in ("first", "second")] == [FULL, FULL]
    make_room(disk)
    await room.until(lambda: not room.conductor.held_up)
    assert room.conductor.state.question == 1, "one question is skipped, not two"
    await room.conductor.close()
    saved = open_session(room.writer.folder)
    assert [each.text for each in saved.events if isinstance(each, ev.Noted) and each.by == "friend"] == [
        "Good ending."
    ]


async def test_what_still_waits_when_the_program_ends_is_all_that_is_lost(disk: Path) -> None:
    async with interview(disk, TYPED) as room:
        text = room.type_until_full(disk)
        await room.conductor.leave()
        assert room.conductor.held_up
    make_room(disk)
    saved = open_session(room.writer.folder)
    assert not saved.damage
    after = await to_the_end(saved)
    draft = after.state.takes[0].draft
    assert draft is not None
    lost = len(text.split()) - len(draft.text.split())
    print(f"lost: {lost} words, those since the last draft that had room")
    assert draft.text.startswith(SAID)
    assert lost <= len(MORE.split())


async def test_a_card_that_has_no_room_is_saved_when_there_is_some(disk: Path) -> None:
    async with interview(disk, SPOKEN, FakeSound()) as room:
        room.ears.gate.clear()
        await room.conductor.end_answer()
        fill(disk)
        room.ears.gate.set()
        await room.until(lambda: bool(room.told))
        assert not room.conductor.state.takes[0].heard
        make_room(disk)
        await room.until(lambda: room.take.heard)
    saved = open_session(room.writer.folder)
    take = saved.state.takes[0]
    assert saved.heard(take) is not None
    assert saved.card(take) is not None
    audio = saved.audio(take)
    assert audio is not None
    assert audio.suffix == ".flac"
    assert not list(audio.parent.glob(".*")), "nothing half written is left"


def test_a_recording_that_has_no_room_to_be_sealed_stays_as_it_is(disk: Path) -> None:
    recording = disk / "q01-t1.pcm"
    data = bytes(range(256)) * 1000
    recording.write_bytes(data)
    fill(disk)
    with pytest.raises(OSError, match="No space left on device"):
        seal(recording)
    assert sorted(path.name for path in disk.iterdir()) == ["ballast", "q01-t1.pcm"]
    assert recording.read_bytes() == data
    make_room(disk)
    assert seal(recording).suffix == ".flac"


async def test_a_disk_that_fills_up_while_one_speaks_pauses_and_goes_on(disk: Path) -> None:
    loop, grew = asyncio.get_running_loop(), asyncio.Event()
    sound = Microphone(lambda _: loop.call_soon_threadsafe(grew.set), beat=10 * BEAT)
    async with interview(disk, SPOKEN, sound) as room:
        recording = room.writer.recording(room.conductor.state.takes[0])
        fill(disk)
        await room.until(lambda: bool(room.told))
        make_room(disk)
        await room.until(lambda: room.conductor.state.paused)
        kept = recording.stat().st_size
        assert any(
            "Recording stopped at" in sentence or "Nothing more can be saved" in sentence for sentence in room.told
        )
        assert room.conductor.resume()
        async with asyncio.timeout(20):
            while recording.stat().st_size < kept + BYTES_A_SECOND:
                grew.clear()
                await grew.wait()
        await room.conductor.end_answer()
        await room.until(lambda: room.take.heard)
    await sound.close()
    take = open_session(room.writer.folder).state.takes[0]
    assert take.ended == "key"
    assert take.clock >= (kept + BYTES_A_SECOND) / BYTES_A_SECOND


def test_on_a_full_disk_the_index_lives_in_memory(disk: Path) -> None:
    for number in range(3):
        with SessionWriter.create(disk, at=AT, title=str(number)) as writer:
            writer.take_in(started())
    with Index(disk) as index:
        index.sync()
        fill(disk)
        for number in range(3):
            (disk / f"{AT[:10]}-194012-{number}").rename(disk / f"{AT[:10]}-194013-{number}")
        index.sync()
        assert index.count() == 3
    with Index(disk) as index:
        index.sync()
        assert index.count() == 3


def test_an_interview_that_cannot_begin_says_so_in_one_sentence(disk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOCK_INTERVIEW_HOME", str(disk))
    fill(disk)
    assert "No space left on device" in one_sentence("practise", "--plain", "--typed")


async def test_the_screen_says_that_it_holds_and_at_the_end_what_is_lost(
    disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MOCK_INTERVIEW_HOME", str(disk / "home"))
    monkeypatch.setenv("MOCK_INTERVIEW_SOUND", "none")
    wish = Wish(questions=1, typed=True, voice=False, nerves=False, seed=1)
    app = MockInterviewApp(Settings(), "interview", wish=wish)
    async with app.run_test(size=(100, 30)) as pilot:
        await settle(pilot)
        fill(disk)
        app.screen.query_one(AnswerBox).text = f"{SAID} " * 80
        async with asyncio.timeout(20):
            while "Nothing more can be saved" not in frame(pilot):
                await pilot.pause()
        await pilot.press("escape", "escape")
        await settle(pilot)
        page = frame(pilot)
        assert "Nothing is recorded, and nothing runs away." in page
        assert keeping.PAUSED in page
        await pilot.press("ctrl+q")
    assert "What could not be saved is lost" in app.lost
