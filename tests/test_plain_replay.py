"""A replay in lines, where what is typed cannot be done."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import ClassVar

import pytest

from simulator import paths
from simulator.cli.plain.replaying import Replay
from simulator.errors import SessionError
from simulator.sessions import corrections, library
from simulator.sessions.player import GONE
from simulator.sessions.store import SessionWriter, open_session
from simulator.settings import Settings
from tests.tui import sessions


class Loudspeaker:
    """Stands in for `speech.sound.Sound`: whether it is open."""

    opened: ClassVar[list[Loudspeaker]] = []
    loudspeaker = "test"

    def __init__(self) -> None:
        self.closed = False

    @classmethod
    async def open(cls, **_: object) -> Loudspeaker:
        cls.opened.append(cls())
        return cls.opened[-1]

    async def close(self) -> None:
        self.closed = True


async def test_a_take_that_cannot_be_tried_again_leaves_the_replay_its_sound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("simulator.cli.plain.replaying.Sound", Loudspeaker)
    monkeypatch.setattr(Loudspeaker, "opened", [])
    folder: Path = library.own_copy(paths.sample_session(), "2026-11-25T12:00:00+01:00", "a copy")
    held = Replay(folder, Settings())
    assert await held.open()
    with SessionWriter.reopen(open_session(folder)), pytest.raises(SessionError, match="is open in another"):
        await held.try_again("typed")
    assert [each.closed for each in Loudspeaker.opened] == [True, False]
    await held.close()
    assert [each.closed for each in Loudspeaker.opened] == [True, True]


async def test_an_answer_whose_recording_is_gone_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    said: asyncio.Queue[str] = asyncio.Queue()
    monkeypatch.setattr("simulator.cli.plain.replaying.Sound", Loudspeaker)
    monkeypatch.setattr("simulator.cli.plain.replaying.say", said.put_nowait)
    folder: Path = library.own_copy(paths.sample_session(), "2026-11-25T12:00:00+01:00", "a copy")
    (folder / "takes" / "q02-t1.flac").unlink()
    held = Replay(folder, Settings())
    assert await held.open()
    await held.go(1)
    async with asyncio.timeout(10):
        while (sentence := await said.get()) != GONE:
            pass
    assert sentence == GONE
    await held.close()


async def test_what_was_noticed_of_a_typed_answer_is_read_with_it(capsys: pytest.CaptureFixture[str]) -> None:
    folder = sessions.typed()
    corrections.note(folder, "q01-t1", None, "slower")
    held = Replay(folder, Settings())
    assert await held.open()
    await held.read("")
    await held.close()
    assert capsys.readouterr().out.endswith("myself.\nYou: slower\n")
