"""The pipe between the program and its child processes, with this file as the child."""

from __future__ import annotations

import asyncio
import os
import select
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from simulator import process
from simulator.errors import AudioError, UserError
from simulator.process import Child, ChildGone, Parent

MODULE = "tests.test_process"


@pytest.fixture
async def child() -> AsyncIterator[Child]:
    started = Child(MODULE)
    await started.start()
    yield started
    await started.stop()


async def test_answers_come_back_to_who_asked(child: Child) -> None:
    answers = await asyncio.gather(*(child.ask("echo", value=number) for number in range(20)))
    assert [answer["value"] for answer in answers] == list(range(20))


async def test_refusals_keep_their_kind_and_their_mend(child: Child) -> None:
    with pytest.raises(AudioError) as caught:
        await child.ask("refuse")
    assert (caught.value.message, caught.value.mend) == ("That is no sound.", "Record it again.")
    with pytest.raises(UserError, match="division by zero"):
        await child.ask("fail")


async def test_what_the_child_prints_goes_to_the_log(
    child: Child, home: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert (await child.ask("print", value="chatter"))["value"] == "chatter"
    log = home / "log.txt"
    assert log.read_text() == "chatter on 1\nchatter on 2\n"
    assert log.stat().st_mode & 0o777 == 0o600
    assert capfd.readouterr() == ("", "")


async def test_a_full_log_is_begun_anew(home: Path) -> None:
    home.mkdir()
    (home / "log.txt").write_bytes(b"x" * (2 << 20))
    child = Child(MODULE)
    await child.start()
    await child.stop()
    assert (home / "log.txt").stat().st_size == 0


async def test_events_come_unasked() -> None:
    heard: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
    child = Child(MODULE, on_event=heard.put_nowait)
    await child.start()
    child.tell("event", value="hello")
    assert (await heard.get())["value"] == "hello"
    await child.stop()


async def test_a_child_that_dies_is_told_to_everyone_who_waits() -> None:
    gone = asyncio.Event()
    child = Child(MODULE, on_gone=gone.set)
    await child.start()
    waiting = asyncio.create_task(child.ask("nothing"))
    await child.ask("echo", value=1)
    assert child.pid is not None
    os.kill(child.pid, signal.SIGKILL)
    with pytest.raises(ChildGone):
        await waiting
    await gone.wait()
    with pytest.raises(ChildGone):
        await child.ask("echo", value=1)
    await child.start()
    assert (await child.ask("echo", value=2))["value"] == 2
    await child.stop()


async def test_a_child_that_hangs_is_killed_and_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "BEAT_SECONDS", 0.3)
    gone = asyncio.Event()
    child = Child(MODULE, on_gone=gone.set)
    await child.start()
    await child.ask("echo", value=1)
    waiting = asyncio.create_task(child.ask("echo", value=2))
    assert child.pid is not None
    os.kill(child.pid, signal.SIGSTOP)
    await gone.wait()
    await asyncio.wait({waiting})
    await child.start()
    assert (await child.ask("echo", value=3))["value"] == 3
    await child.stop()


@pytest.mark.parametrize("said", ["half", "endless"])
async def test_a_child_that_ends_within_a_line_has_ended(said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("simulator.process._LINE_LIMIT", 1000)
    gone = asyncio.Event()
    child = Child(MODULE, on_gone=gone.set)
    await child.start()
    with pytest.raises(ChildGone):
        await child.ask("say", value='{"id":1,"ok":{"half' if said == "half" else " " * 4000)
    await gone.wait()
    assert not child.running
    await child.stop()


async def test_stopping_is_no_death_and_is_quick_even_with_a_deaf_child() -> None:
    gone = asyncio.Event()
    child = Child(MODULE, on_gone=gone.set)
    await child.start()
    await child.ask("deafen")
    loop = asyncio.get_running_loop()
    began = loop.time()
    await child.stop(patience=0.2)
    assert loop.time() - began < 5.0
    assert not child.running
    assert not gone.is_set()


@pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="waits for processes as Linux does")
def test_no_child_outlives_its_parent() -> None:
    code = f"""
import asyncio
from simulator.process import Child
async def main():
    child = Child("{MODULE}")
    await child.start()
    await child.ask("echo", value=1)
    print(child.pid, flush=True)
    await asyncio.Event().wait()
asyncio.run(main())
"""
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        watched = os.pidfd_open(int(parent.stdout.readline()))
        parent.kill()
        assert select.select([watched], [], [], 2.0)[0]
        os.close(watched)


def main() -> None:
    parent = Parent()
    for request in parent.requests():
        try:
            match request["op"]:
                case "echo":
                    parent.answer(request, value=request["value"])
                case "refuse":
                    raise AudioError("That is no sound.", "Record it again.")
                case "fail":
                    parent.answer(request, value=1 / 0)
                case "print":
                    os.write(1, f"{request['value']} on 1\n".encode())
                    os.write(2, f"{request['value']} on 2\n".encode())
                    parent.answer(request, value=request["value"])
                case "event":
                    parent.event("said", value=request["value"])
                case "say":
                    os.write(parent._out.fileno(), request["value"].encode())
                    os._exit(1)
                case "deafen":
                    parent.answer(request)
                    # Stands still, and so does not notice the end of its input.
                    os.kill(os.getpid(), signal.SIGSTOP)
        except (UserError, ZeroDivisionError) as error:
            parent.refuse(request, error)


if __name__ == "__main__":
    main()
