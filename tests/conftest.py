"""Shared by all tests: nothing touches the person's own folders, and a virtual microphone for those that ask."""

from __future__ import annotations

import gc
import os
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from tests import virtual_microphone

# Several processes share the tests: numpy's threads of one would spin while they wait for those of the other.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

# The tests take place where it is eleven in the morning, so that no midnight falls into them: many count in days from today. The
# processes that pytest begins inherit the place.
if "PYTEST_XDIST_WORKER" not in os.environ:
    hours = 11 - datetime.now(UTC).hour
    os.environ["TZ"] = f"<{hours:+03}>{-hours}"
time.tzset()

IN_REAL_TIME = (
    *(f"tests/end_to_end/test_{name}.py" for name in ("friend_page", "killed", "offline", "replay", "spoken", "tough_panel")),
    "tests/reliability/test_sound.py",
    *(f"tests/speech/test_{name}.py" for name in ("check", "kill", "sound")),
    *(f"tests/tui/test_{name}" for name in ("device_check.py", "replay.py::test_with_a_loudspeaker", "saying.py")),
)  # fmt: skip
"""What speaks into a sound server, or listens to one."""

LONG = ("terminal", "voice", "browser")
"""Marks of tests that start programs, browsers or models."""

settings.register_profile(
    "unhurried", deadline=None, derandomize="CI" in os.environ, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("unhurried")  # how busy a machine is decides over no law


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Three processes share the tests (`addopts` in pyproject.toml), file by file, in the order of `pytest_collection_modifyitems`. Those
    that take place in real time, most of it waiting, stay together in one of them, one after the other, while the others reckon."""
    from xdist.scheduler import LoadScopeScheduling

    class RealTimeApart(LoadScopeScheduling):  # type: ignore[misc]
        def _split_scope(self, nodeid: str) -> str:
            return "real time" if nodeid.startswith(IN_REAL_TIME) else nodeid.partition("::")[0]

    config.option.loadscopereorder = False
    return RealTimeApart(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest is begun first, so that nobody waits for it at the end: what is in real time, then the files with tests that start
    programs."""
    long = {item.path for item in items if any(map(item.get_closest_marker, LONG))}
    items.sort(key=lambda item: (not item.nodeid.startswith(IN_REAL_TIME), item.path not in long))


def pytest_collection_finish() -> None:
    """What is imported and collected by now stays to the end: no collection of garbage need go through it each time."""
    gc.collect()
    gc.freeze()


def pytest_runtest_setup(item: pytest.Item) -> None:
    """What takes place in real time goes before what only reckons: of the processes that share the tests, one that has come to the
    latter stands back from there on."""
    if "PYTEST_XDIST_WORKER" in os.environ and not item.nodeid.startswith(IN_REAL_TIME) and os.nice(0) == 0:
        os.nice(5)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home for settings, sessions and logs."""
    folder = tmp_path / "home"
    monkeypatch.setenv("MOCK_INTERVIEW_HOME", str(folder))
    return folder


@pytest.fixture
def sound_server(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Iterator[virtual_microphone.SoundServer]:
    """A private sound server, which this process and its children use from here on."""
    assert request.node.nodeid.startswith(IN_REAL_TIME), "its place is in IN_REAL_TIME"
    if reason := virtual_microphone.missing():
        pytest.skip(reason)
    with tempfile.TemporaryDirectory(prefix="mi-", dir="/tmp") as folder:
        server = virtual_microphone.SoundServer(Path(folder))
        for name, value in server.variables.items():
            monkeypatch.setenv(name, value)
        try:
            yield server
        finally:
            server.close()
