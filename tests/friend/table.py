"""The candidate's side of a friend's session, for tests of the page: a real host and a real interview, typed, in a loop of their own,
so that a browser can be driven from here meanwhile."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from typing import Any, TypeVar

from simulator.friend.host import LOOPBACK, Host
from simulator.interview import events as ev
from simulator.interview.conductor import Conductor
from simulator.interview.state import State
from simulator.questions.model import Plan, Planned, Question
from simulator.sessions.store import SessionWriter
from tests.making import question

AT = "2026-11-27T19:40:12+01:00"
PATIENCE = 30.0
SAID = "I rang the supplier myself and asked them why the delivery was late for the third time."

T = TypeVar("T")


class Table:
    """`now` is the second by the candidate's clock, which stands still between one call of `pass_time` and the next."""

    def __init__(self, root: Path, questions: tuple[Question, ...], name: str, address: str) -> None:
        self.events: list[ev.Event] = []
        self._root = root
        self._questions = questions
        self._name = name
        self._now = 0.0
        self._moved = threading.Condition()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)
        self._thread.start()
        self.host = self.run(Host.open(self._notify, address=address))
        self.conductor = self.run(self._conduct())

    async def _conduct(self) -> Conductor:
        writer = SessionWriter.create(self._root, at=AT, title="test")
        conductor = Conductor(writer, background=self._questions, reader=self._read, clock=lambda: self._now)
        self.host.feed.attach(conductor)
        return conductor

    def close(self) -> None:
        self.run(self.host.close())
        self.run(self.conductor.close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    # From the test's thread

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """What a coroutine returns in the loop of the host."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(PATIENCE)

    def do(self, act: Callable[[], T]) -> T:
        """What a function returns in the loop of the host."""

        async def acted() -> T:
            return act()

        return self.run(acted())

    def until(self, holds: Callable[[], object]) -> None:
        """Waits for something that an event, or somebody who comes or goes, makes true."""
        with self._moved:
            assert self._moved.wait_for(holds, PATIENCE), [type(event).__name__ for event in self.events]

    def begin(self) -> None:
        plan = Plan(items=tuple(Planned(part="body", question=each) for each in self._questions), seed=1)
        options = ev.Options(friend=True, answers="typed", voice=False, nerves=False)
        people = {"candidate": self._name, "friend": self.host.guest}
        self.do(lambda: self.conductor.begin(plan, options, people))
        self.until(lambda: self.state.stage == "answering")

    def pass_time(self, seconds: float) -> None:
        """Lets time pass, and tells the page."""
        self._now += seconds
        self.do(self.host.feed.wake)

    def answer(self) -> None:
        """Types an answer and ends it; until it has been looked at."""
        self.do(lambda: self.conductor.draft(SAID, 0))
        self.run(self.conductor.end_answer())
        self.until(lambda: self.state.take is not None and self.state.take.heard)

    def cut(self) -> None:
        """The connection of the guest's page is gone, without a goodbye."""
        self.until(lambda: self.host.here)
        here = self.host._here
        assert here is not None
        self.do(here.transport.abort)

    @property
    def state(self) -> State:
        return self.conductor.state

    @property
    def folder(self) -> Path:
        return self.conductor.writer.folder

    def by_friend(self, kind: type[T]) -> list[T]:
        """The friend's events of one kind."""
        return [event for event in self.events if isinstance(event, kind) and getattr(event, "by", "") == "friend"]

    # From the loop's thread

    def _read(self, event: ev.Event, state: State) -> None:
        self.events.append(event)
        self.host.feed.take_in(event, state)
        self._notify()

    def _notify(self) -> None:
        with self._moved:
            self._moved.notify_all()


@contextlib.contextmanager
def table(root: Path, *questions: Question, name: str = "Ada", address: str = LOOPBACK) -> Iterator[Table]:
    """Two questions unless others are given."""
    one = Table(root, questions or (question(1), question(2)), name, address)
    try:
        yield one
    finally:
        one.close()
