"""Small disks that fill up, and folders that cannot be written, for real: mounts, which need root."""

from __future__ import annotations

import contextlib
import errno
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

BALLAST = "ballast"


@contextlib.contextmanager
def mounted(where: Path, *options: str) -> Iterator[Path]:
    """What `mount` makes of those options at `where`, for as long as the block runs. Skips the test where that is not allowed."""
    where.mkdir(exist_ok=True)
    done = subprocess.run(["mount", *options, str(where)], capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"nothing can be mounted here: {done.stderr.strip()}")
    try:
        yield where
    finally:
        subprocess.run(["umount", "--lazy", str(where)], check=True)


@contextlib.contextmanager
def small_disk(where: Path, kilobytes: int = 600) -> Iterator[Path]:
    with mounted(where, "-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs") as disk:
        yield disk


@contextlib.contextmanager
def read_only(folder: Path) -> Iterator[Path]:
    """The folder, which even root cannot write meanwhile."""
    with mounted(folder, "--bind", "-o", "ro", str(folder)) as view:
        yield view


def fill(disk: Path) -> None:
    """Not a byte more has room, but for what fits behind the end of a file in its last block."""
    with (disk / BALLAST).open("ab", buffering=0) as ballast:
        for size in (1 << 16, 1 << 12, 1):
            with contextlib.suppress(OSError):
                while True:
                    ballast.write(bytes(size))
    with pytest.raises(OSError, match="No space") as full, (disk / "more").open("wb", buffering=0) as more:
        more.write(b"1")
    assert full.value.errno == errno.ENOSPC
    (disk / "more").unlink()


def make_room(disk: Path) -> None:
    (disk / BALLAST).unlink()
