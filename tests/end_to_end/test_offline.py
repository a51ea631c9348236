"""Nothing leaks: the whole main job where there is no network, and nothing that it makes can be read by others."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests import offline, virtual_microphone

pytestmark = [
    pytest.mark.terminal,
    pytest.mark.timeout(240),
    pytest.mark.skipif(bool(offline.missing()), reason=offline.missing() or "it can be made"),
]
ROOT = Path(__file__).parents[2]


def done(job: str, home: Path, umask: str, *, loopback: bool) -> str:
    """What it said at its end: in a namespace without a network, with an umask under which what is not made private stays open."""
    elsewhere = home.with_name("elsewhere")
    elsewhere.mkdir()
    variables = {**os.environ, "TMPDIR": str(elsewhere), "HOME": str(elsewhere)}
    command = [sys.executable, "-m", "tests.end_to_end.main_job", str(home), umask, job]
    ended = subprocess.run(
        [*offline.prefix(loopback=loopback), *command],
        cwd=ROOT,
        env=variables,
        capture_output=True,
        text=True,
        check=False,
        timeout=200,
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.stdout


@pytest.mark.microphone
@pytest.mark.skipif(bool(virtual_microphone.missing()), reason=virtual_microphone.missing() or "it is here")
def test_the_main_job_needs_no_network_tries_none_and_leaves_nothing_open(home: Path) -> None:
    said = done("alone", home, "000", loopback=False)
    assert said.startswith("3 sessions, ")
    assert said.partition("where a friend was offered a page:\n")[2].startswith("  none\n")


def test_a_friend_needs_no_more_than_the_loopback(home: Path) -> None:
    said = done("friend", home, "022", loopback=True)
    assert "127.0.0.1:" in said
    assert "Sam" not in said
