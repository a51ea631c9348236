"""What is imported when: starting stays quick, and the pure rooms stay pure."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = {
    "textual", "numpy", "miniaudio", "sounddevice", "soundfile", "pyttsx3", "speech_recognition", "faster_whisper",
    "onnxruntime", "av", "yaml", "asyncio", "sqlite3",
}  # fmt: skip
IMPURE = (HEAVY - {"yaml"}) | {"socket", "subprocess", "simulator.tui", "simulator.sessions", "simulator.cli"}

PURE = (
    "simulator.questions.model",
    "simulator.questions.load",
    "simulator.questions.choose",
    "simulator.comeback.flow",
    "simulator.comeback.jobs",
    "simulator.comeback.plan",
    "simulator.scoring.scorecard",
    "simulator.scoring.session",
    "simulator.interview.events",
    "simulator.interview.state",
    "simulator.interview.machine",
    "simulator.interview.followups",
    "simulator.comeback.day",
    "simulator.comeback.ladder",
    "simulator.comeback.settling",
    "simulator.comeback.setbacks",
    "simulator.comeback.wins",
    "simulator.speech.alignment",
    "simulator.speech.transcript",
)


def modules_after(program: str) -> set[str]:
    code = f"import sys\n{program}\nprint('\\n'.join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.splitlines())


def test_version_imports_nothing_heavy() -> None:
    modules = modules_after(
        "from simulator.cli import main\ntry:\n    main(['--version'])\nexcept SystemExit as end:\n    assert end.code == 0"
    )
    assert not modules & HEAVY
    assert "simulator.cli" in modules


def test_home_brings_only_what_it_shows() -> None:
    later = {"numpy", "filelock", "multiprocessing", "simulator.tui.dialogs", "textual.widgets._text_area"}
    modules = modules_after(
        "from simulator.tui.app import screen_class\nscreen_class('home')\nimport simulator.sessions.record"
    )
    assert "simulator.sessions.index" in modules
    assert not modules & later


@pytest.mark.parametrize("room", PURE)
def test_a_pure_room_brings_no_screen_sound_socket_or_database(room: str) -> None:
    baseline = modules_after("import msgspec, random, tomllib, importlib.resources")
    assert not (modules_after(f"import {room}") - baseline) & IMPURE


def test_the_public_api_is_loaded_on_first_use() -> None:
    import simulator

    assert "simulator.scoring" not in modules_after("import simulator")
    for name in simulator.__all__:
        assert getattr(simulator, name) is not None
    with pytest.raises(AttributeError):
        _ = simulator.no_such_thing


UNIX_ALONE = ("fcntl", "termios", "pwd", "grp", "resource")


def test_every_module_is_there_without_what_only_unix_has() -> None:
    code = f"""
import sys, warnings
warnings.simplefilter("ignore")
sys.modules.update(dict.fromkeys({UNIX_ALONE}))  # None: no such module
from importlib import import_module
from pkgutil import walk_packages
import simulator
for each in walk_packages(simulator.__path__, "simulator."):
    if not each.name.endswith("__main__"):
        import_module(each.name)
print("all")
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "all", done.stderr
