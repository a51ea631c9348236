"""A person who does everything that can be done in an interview, at random and quickly, with the real conductor on a real
session. What was taken in is said at once, so that it can be held against what a fault leaves on the disk.

Said are lines: `before N`, events that the journal held already; `event STAGE JSON`, an event that `take_in` has returned for, and the stage after
it; `sound TAKE BYTES`, what the recording of a take holds; `over`.
"""

from __future__ import annotations

import asyncio
import itertools
import random
import threading
import time
from collections.abc import Callable
from contextlib import AsyncExitStack, suppress
from pathlib import Path
from typing import Any, Literal, cast

import msgspec
from websockets.exceptions import ConnectionClosed

from simulator.friend.host import Host
from simulator.interview import conductor as conducting
from simulator.interview import events as ev
from simulator.interview.conductor import Conductor
from simulator.interview.state import State, possible
from simulator.meaning import mind
from simulator.sessions import library
from simulator.sessions.store import SessionWriter, open_session
from simulator.speech.backend import BLOCK_SECONDS, CAPTURE_RATE, Backend, Captured, Device
from simulator.speech.capture import Capture
from tests.fakes import FakeEars, FakeSound, render
from tests.friend.hosting import Guest, connected, happens, let_in, pulse
from tests.making import plan, question

AT = "2026-11-24T19:40:12+01:00"

Kind = Literal["typed", "spoken", "drill", "retry", "friend", "continued"]

QUICK = 200
"""So much faster than time the interview's clock runs."""

BEAT = 0.001
"""Seconds between two things that a person does, and between two blocks of sound."""

FRIENDS_BEAT = 0.05
"""The friend takes more time: the host sends away who taps faster than people do."""

SAID = "Last winter a colleague fell ill, so I counted 40 shelves with two others and we were done an hour early."
WORDS = SAID.split()

Say = Callable[[str], object]


class Desk:
    """A microphone, for the real capture, that gives its blocks faster than time does: each filled with its own number."""

    name = "quick"

    def __init__(self, beat: float) -> None:
        self._beat = beat
        self._over = threading.Event()

    def devices(self, kind: str) -> list[Device]:
        return [Device("Desk", default=True, identity=0)] if kind == "capture" else []

    def capture(self, device: Device, captured: Captured) -> Desk:
        threading.Thread(target=self._speak, args=(captured,), daemon=True).start()
        return self

    def _speak(self, captured: Captured) -> None:
        samples, number = round(BLOCK_SECONDS * CAPTURE_RATE), 0
        while not self._over.wait(self._beat):
            number = number % 30_000 + 1
            captured(number.to_bytes(2, "little") * samples)

    def close(self) -> None:
        self._over.set()


class Microphone(FakeSound):
    """The real capture of that desk, in this process; the loudspeaker stays a stand-in that needs no time."""

    def __init__(self, say: Say, beat: float = BEAT) -> None:
        super().__init__()
        self._say = say
        self._desk = Desk(beat)
        self._capture = Capture(cast(Backend, self._desk), "", self._changed)
        self._loop = asyncio.get_running_loop()
        self._capture.open(5.0)
        self._taking: Path | None = None
        self._in_order = asyncio.Lock()
        self._watching = threading.Event()
        threading.Thread(target=self._watch, daemon=True).start()

    async def record(self, path: Path) -> None:
        async with self._in_order:
            self.cut_off = False
            self._capture.record(path)
            self._taking = path

    async def stop_recording(self) -> float:
        async with self._in_order:
            seconds = await asyncio.to_thread(self._capture.stop_recording)
            self._tell()
            self._taking = None
            return seconds

    def _changed(self, sentence: str) -> None:
        if self.on_trouble is not None:
            self.cut_off = self._capture.cut_off
            self._loop.call_soon_threadsafe(self.on_trouble, sentence)

    def _watch(self) -> None:
        """As the sound process does, only more often; and says what the file holds."""
        while not self._watching.wait(4 * BEAT):
            self._tell()
            self._capture.watch()

    def _tell(self) -> None:
        path = self._taking
        if path is not None:
            with suppress(FileNotFoundError):  # sealed meanwhile
                self._say(f"sound {path.stem} {path.stat().st_size}")

    async def close(self) -> None:
        self._watching.set()
        self._desk.close()


class Walk:
    """One sitting: `root` is the folder of the sessions, in which `retry` and `continued` find the one to go on with."""

    def __init__(self, root: Path, kind: Kind, seed: int, say: Say) -> None:
        self._kind = kind
        self._chance = random.Random(seed)
        self._say = say
        self._moved = asyncio.Event()
        self._devices = AsyncExitStack()
        self._host: Host | None = None
        self._sound: Microphone | None = None
        old = kind in ("retry", "continued")
        self._saved = open_session(next(library.folders(root))) if old else None
        self._writer = (
            SessionWriter.reopen(self._saved)
            if self._saved is not None
            else SessionWriter.create(root, at=AT, title=kind)
        )
        say(f"before {len(self._saved.events) if self._saved is not None else 0}")

    async def go(self) -> None:
        """To the end of the session."""
        spoken = self._kind in ("spoken", "continued") or (self._kind != "friend" and self._chance.random() < 0.3)
        if spoken and self._kind != "typed":
            self._sound = Microphone(self._say)
            self._devices.push_async_callback(self._sound.close)
        self.conductor = Conductor(
            self._writer,
            background=[question(number) for number in range(1, 5)],
            sound=self._sound,
            ears=FakeEars(" ".join(WORDS)),
            render=render,
            reader=self._read,
            clock=lambda: time.monotonic() * QUICK,
        )
        async with self._devices:
            await self._begin()
            while self.conductor.state.stage != "ended":
                await self._move()
                await asyncio.sleep(self._chance.choice((0.0, BEAT, 3 * BEAT)))
            self.conductor.show_scores()
            await self.conductor.settled()
            await self.conductor.close()
        self._say("over")

    async def _begin(self) -> None:
        if self._saved is not None:
            self.conductor.go_on_from(self._saved)
            if self._kind == "retry":
                self.conductor.try_again(0, typed=self._sound is None)
            return
        if self._kind == "friend":
            self._host = await Host.open(pulse)
            self._devices.push_async_callback(self._host.close)
            guest = await self._devices.enter_async_context(connected(self._host))
            await let_in(self._host, guest)
            self._host.feed.attach(self.conductor)
            friend = asyncio.create_task(self._befriend(guest))
            self._devices.callback(friend.cancel)
        options = ev.Options(
            answers="typed" if self._sound is None else "spoken",
            voice=self._sound is not None,
            friend=self._host is not None,
            nerves=self._kind != "drill",
            listening=self._chance.choice(("auto", "space")),
            thinking=self._chance.choice(("asked", "always")),
        )
        self.conductor.begin(plan(2), options, {"candidate": "Ada", "friend": "Sam"})

    def _read(self, event: ev.Event, state: State) -> None:
        stage = "paused" if state.paused else state.stage
        self._say(f"event {stage} {msgspec.json.encode(event).decode()}")
        if self._host is not None:
            self._host.feed.take_in(event, state)
        self._moved.set()
        pulse()

    async def _news(self) -> None:
        """Waits for something to happen, if it does soon."""
        self._moved.clear()
        with suppress(TimeoutError):
            async with asyncio.timeout(20 * BEAT):
                await self._moved.wait()

    # The candidate

    async def _move(self) -> None:
        state, conductor, chance = self.conductor.state, self.conductor, self._chance
        if state.paused:
            conductor.resume()
        elif chance.random() < 0.06:
            conductor.note(" ".join(chance.sample(WORDS, 5)))
        elif chance.random() < 0.04:
            conductor.pause()
        else:
            match state.stage:
                case "nerves_before" | "nerves_after":
                    conductor.settled_by("breathing", 60.0)
                    conductor.rate_nerves(chance.choice((None, 4)))
                case "thinking" | "ready":
                    conductor.start_answer()
                case "answering":
                    await self._answer()
                case "reviewing":
                    await self._review()
                case "forecast" if "candidate" not in state.estimates:
                    conductor.rate_session(60, None)
                case _:
                    await self._news()

    async def _answer(self) -> None:
        state, conductor, chance = self.conductor.state, self.conductor, self._chance
        take, luck = state.take, chance.random()
        if luck < 0.03:
            conductor.think()
        elif luck < 0.06:
            conductor.ask_again()
        elif luck < 0.08:
            conductor.skip()
        elif take is not None and not take.audio and luck < 0.75:
            so_far = take.draft.text.split() if take.draft is not None else []
            conductor.draft(" ".join([*so_far, chance.choice(WORDS)]), chance.randrange(3))
            await asyncio.sleep(conducting.DRAFT_SECONDS)
        elif luck < 0.6:
            await self._news()
        else:
            await conductor.end_answer()

    async def _review(self) -> None:
        state, conductor, luck = self.conductor.state, self.conductor, self._chance.random()
        take = state.take
        if luck < 0.2 and take is not None:
            conductor.rate_answer(take.name, 1 + int(luck * 25))
        elif luck < 0.25:
            conductor.take_again()
        elif luck < 0.6 and take is not None and take.ended != "skipped" and not take.heard:
            await self._news()
        else:
            conductor.go_on()

    # The friend

    async def _befriend(self, guest: Guest) -> None:
        """Wishes over the socket until nobody is there."""
        with suppress(ConnectionClosed):
            for number in itertools.count():
                await guest.say(id=str(number), **self._wish())
                await happens(lambda id=str(number): any(each["id"] == id for each in guest.got("done")))  # type: ignore[misc]
                await asyncio.sleep(FRIENDS_BEAT)

    def _wish(self) -> dict[str, Any]:
        state, chance = self.conductor.state, self._chance
        name = state.take.name if state.take is not None else ""
        if state.stage == "forecast":
            return {"type": "rate", "scales": {"flow": 4}, "remark": "Calmer than last week."}
        if state.stage == "reviewing" and "go_on" in possible(state) and chance.random() < 0.3:
            return {"type": "next"}
        if name and chance.random() < 0.5:
            return {"type": "tick", "take": name, "point": "result", "on": chance.random() < 0.7}
        if chance.random() < 0.5:
            return {"type": "mark", "kind": "strong"}
        return {"type": "note", "text": " ".join(chance.sample(WORDS, 4))}


def hurry() -> None:
    """Nothing that a person would wait for is waited for, and what an answer means is judged by its words alone."""
    conducting.DRAFT_SECONDS = 2 * BEAT
    mind._trouble = "left out, because it takes time"
