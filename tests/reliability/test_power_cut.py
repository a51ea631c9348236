"""The power goes at any moment of a session: what was synced is there, the session opens, and it goes on."""

from __future__ import annotations

import asyncio
import itertools
import os
import random
import shutil
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from simulator import paths
from simulator.errors import SessionError
from simulator.interview import conductor as conducting
from simulator.sessions import library
from simulator.sessions.bundle import export_bundle, import_bundle
from simulator.sessions.store import JOURNAL, SavedSession, open_session
from simulator.speech import capture
from tests.fakes import BYTES_A_SECOND
from tests.reliability.disks import mounted
from tests.reliability.endings import to_the_end
from tests.reliability.kills import recorded
from tests.reliability.power import Disk, Moment, at_random, worst
from tests.reliability.walking import BEAT, Kind, Walk

pytestmark = [pytest.mark.timeout(300), pytest.mark.usefixtures("quickly")]

DISK_BYTES = 16 << 20

GONE_ON = 6
"""So many of the disks are gone on with, to the end of the session."""


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    folder = tmp_path / "disk"
    folder.mkdir()
    with pytest.MonkeyPatch.context() as patch:
        watched = Disk(folder, patch)
        yield watched
    watched.close()


def opened(disk: Path) -> SavedSession | None:
    """The session on a disk; None, and one sentence for it, where there is none yet."""
    folder = next(library.folders(disk / "sessions"), None)
    if folder is None:
        return None
    try:
        return open_session(folder)
    except SessionError as error:
        if "holds no whole event" in error.message or "cannot be read: No such file" in error.message:
            return None
        raise


def sound_of(saved: SavedSession | None) -> dict[str, int]:
    """The bytes of sound that there are of each take."""
    folder = saved.folder / "takes" if saved is not None else None
    if saved is None or folder is None or not folder.is_dir():
        return {}
    return {
        take: recorded(saved.folder, take)
        for take in {path.stem for path in folder.iterdir() if path.suffix in (".pcm", ".flac")}
        if not take.startswith(".")
    }


def synced(moment: Moment, ending: str) -> dict[str, bytes]:
    """What was synced of the files that are called so now, by what they are called before that."""
    return {
        Path(path).name.removesuffix(ending): moment.synced_data[inode]
        for path, inode in moment.names.items()
        if path.endswith(ending) and inode in moment.synced_data
    }


def unsynced(moment: Moment, ending: str) -> int:
    """The bytes of them that are not."""
    there = sum(len(moment.data[inode]) for path, inode in moment.names.items() if path.endswith(ending))
    return there - sum(map(len, synced(moment, ending).values()))


@pytest.mark.parametrize("kind", ["typed", "spoken"])
async def test_a_power_cut_at_any_write_leaves_what_was_synced(
    kind: Kind, disk: Disk, memory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conducting, "DRAFT_SECONDS", 2 * BEAT)
    # A block of 0.03 s comes every 0.001 s, and so the second between two syncs has to be one of sound.
    monkeypatch.setattr(capture, "_SYNC_SECONDS", BEAT / 0.03)
    acknowledged: list[str] = []

    def say(line: str) -> None:
        word, _, rest = line.partition(" ")
        if word == "event":
            acknowledged.append(rest.partition(" ")[2])
            disk.acknowledged = len(acknowledged)

    await Walk(disk.folder / "sessions", kind, 7, say).go()
    chance = random.Random(3)
    chosen = set(chance.sample(range(len(disk.moments)), GONE_ON))
    at_risk, unheard = 0, 0
    for number, moment in enumerate(disk.moments):
        sure = opened(worst(moment, memory / "worst"))
        certain = len(sure.events) if sure is not None else 0
        lines_synced = b"".join(synced(moment, JOURNAL).values()).count(b"\n")
        assert certain == lines_synced, f"what was synced is not found after {moment.after}"
        at_risk = max(at_risk, moment.acknowledged - certain)
        unheard = max(unheard, unsynced(moment, ".pcm"))
        certain_sound = {take: len(data) for take, data in synced(moment, ".pcm").items()}
        assert all(sound_of(sure)[take] >= count for take, count in certain_sound.items())
        found = opened(at_random(moment, memory / "random", chance))
        if found is None:
            assert not certain
        else:
            lines = (found.folder / JOURNAL).read_bytes()[: found.whole_bytes].decode().splitlines()
            assert len(lines) >= certain
            assert lines == acknowledged[: len(lines)]
            sound = sound_of(found)
            assert all(sound.get(take, 0) >= count for take, count in certain_sound.items())
            if number in chosen:
                after = await to_the_end(found)
                assert after.finished
                assert after.events[: len(found.events)] == found.events
                begun = [take.name for take in found.state.takes if take.audio and take.name in sound]
                assert all(recorded(after.folder, take) >= sound[take] // 2 * 2 for take in begun)
        for name in ("worst", "random"):
            shutil.rmtree(memory / name)
    print(f"{kind}: {len(disk.moments)} disks, at most {at_risk} of {len(acknowledged)} events on them not synced yet")
    if kind == "spoken":
        print(f"at most {unheard / BYTES_A_SECOND:.2f} s of sound not synced yet")
    assert disk.moments[-1].acknowledged == len(acknowledged) == certain, "a session that was left is there as a whole"


def test_what_was_taken_in_or_brought_back_is_there_after_a_power_cut(disk: Disk, memory: Path, tmp_path: Path) -> None:
    """It was said to be there, and the file that it came in, or what was deleted, may be gone by then."""
    export_bundle(paths.sample_session(), tmp_path / "kept.zip")
    folder = import_bundle(tmp_path / "kept.zip", disk.folder / "sessions").folder
    for number in range(2):
        left = worst(disk.moments[-1], memory / f"after-{number}") / "sessions" / folder.name
        assert contents(left) == contents(folder)
        assert library.bring_back(library.set_aside(folder)) == folder


def contents(session: Path) -> dict[str, bytes]:
    files = (path for path in session.rglob("*") if path.is_file() and path.name != ".lock")
    return {str(path.relative_to(session)): path.read_bytes() for path in files}


def test_a_power_cut_on_a_real_file_system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """ext4 on a disk that is a file. After some of the syncs the file is copied: that is the disk after a power cut."""
    if shutil.which("mkfs.ext4") is None:
        pytest.skip("no file system can be made here: mkfs.ext4 is not installed")
    image = tmp_path / "image"
    with image.open("wb") as file:
        file.truncate(DISK_BYTES)
    subprocess.run(["mkfs.ext4", "-q", "-F", str(image)], check=True)
    monkeypatch.setattr(conducting, "DRAFT_SECONDS", 2 * BEAT)
    real, one_at_a_time = os.fsync, threading.Lock()
    copies: list[tuple[Path, int]] = []
    count = itertools.count(1)

    def fsync(handle: int) -> None:
        written = sizes()
        with one_at_a_time:
            real(handle)
            if next(count) % 3 == 0 and Path(f"/proc/self/fd/{handle}").readlink().name == JOURNAL:
                copies.append((tmp_path / f"copy-{len(copies)}", written))
                shutil.copyfile(image, copies[-1][0])

    with mounted(tmp_path / "disk", "-o", "loop,commit=300", str(image)) as disk:

        def sizes() -> int:
            return sum(path.stat().st_size for path in (disk / "sessions").glob(f"*/{JOURNAL}"))

        monkeypatch.setattr(os, "fsync", fsync)
        asyncio.run(Walk(disk / "sessions", "typed", 8, lambda _: None).go())
        monkeypatch.setattr(os, "fsync", real)
        whole = next((disk / "sessions").glob(f"*/{JOURNAL}")).read_bytes()
    assert len(copies) > 3
    for copy, written in copies:
        with mounted(tmp_path / "after", "-o", "loop", str(copy)) as after:
            saved = opened(after)
            assert saved is not None
            there = (saved.folder / JOURNAL).read_bytes()
            assert written <= saved.whole_bytes
            assert whole.startswith(there[: saved.whole_bytes])
            assert asyncio.run(to_the_end(saved)).finished
    print(f"ext4: {len(copies)} copies of the disk, every line that was synced is on each")
