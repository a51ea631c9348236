"""No test sleeps: each waits for what it waits for, until a deadline, and a machine that is busy makes none of them wrong."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
A_PERSON = ROOT / "tests" / "reliability" / "walking.py"
"""Somebody who answers at random, and takes time for it as people do; what is tested is what happens to them meanwhile."""

A_STRANGER = ROOT / "tests" / "benchmarks" / "attacks.py"
"""Somebody who sends a letter at a time, to hold a connection open for long."""

SLEEPS = {"sleep", "usleep", "pause", "sleep_for"}
"""`pause` of Textual's pilot waits so long as it is told; without a number, until nothing is left to do."""


def fixed_waits(source: str) -> Iterator[int]:
    """The lines in which time is let pass: a sleep of any length but none, a wait for nothing but its own end, a program that sleeps."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Call() if _sleeps(node) or _looks_at_nothing(node) or _runs_sleep(node):
                yield node.lineno
            case ast.Expr(value=ast.Call() as call) if _waits_whatever_comes(call):
                yield node.lineno


def _name(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def _given(call: ast.Call) -> list[ast.expr]:
    return [*call.args, *(keyword.value for keyword in call.keywords)]


def _is_number(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, int | float) and node.value > 0


def _sleeps(call: ast.Call) -> bool:
    """`sleep(0)` lets others have their turn, and `clock.pause(at)` stops a clock of the program."""
    if _name(call) == "pause":
        return (
            isinstance(call.func, ast.Attribute)
            and getattr(call.func.value, "id", "") == "pilot"
            and bool(_given(call))
        )
    return _name(call) in SLEEPS and not any(isinstance(each, ast.Constant) and each.value == 0 for each in call.args)


def _looks_at_nothing(call: ast.Call) -> bool:
    """`select([], [], [], 1)`, and an event that nobody else can set."""
    if _name(call) == "select":
        return len(call.args) > 3 and all(isinstance(each, ast.List) and not each.elts for each in call.args[:3])
    fresh = call.func.value if isinstance(call.func, ast.Attribute) else None
    made = isinstance(fresh, ast.Call) and _name(fresh) in ("Event", "Condition")
    return _name(call) == "wait" and made and bool(_given(call))


def _runs_sleep(call: ast.Call) -> bool:
    """A command or a line for a shell, by its words."""
    words = [each.value for each in ast.walk(call) if isinstance(each, ast.Constant) and isinstance(each.value, str)]
    return _name(call) in ("run", "Popen", "check_call", "check_output", "call", "system") and any(
        word.split()[:1] == ["sleep"] or "; sleep " in word or "&& sleep " in word for word in words
    )


def _waits_whatever_comes(call: ast.Call) -> bool:
    """`event.wait(1)` that nobody asks whether it happened."""
    return _name(call) == "wait" and len(call.args) == 1 and _is_number(call.args[0])


@pytest.mark.parametrize(
    "line",
    [
        "time.sleep(0.1)",
        "await asyncio.sleep(delay)",
        "sleep(1)",
        "await pilot.pause(0.5)",
        "await pilot.pause(delay=1)",
        "select.select([], [], [], 0.1)",
        "threading.Event().wait(2)",
        "happened.wait(0.2)",
        'subprocess.run(["sleep", "1"])',
        'subprocess.run(["sh", "-c", "true; sleep 1"])',
    ],
)
def test_a_fixed_wait_is_found(line: str) -> None:
    assert set(fixed_waits(f"async def test():\n    {line}")) == {2}


@pytest.mark.parametrize(
    "line",
    [
        "await asyncio.sleep(0)",
        "await pilot.pause()",
        "assert happened.wait(60)",
        "await happened.wait()",
        "select.select([file], [], [], 0.1)",
        "process.wait(timeout=10)",
        "clock.pause(110.0)",
        "sleeper.wakes()",
    ],
)
def test_waiting_for_something_is_none(line: str) -> None:
    assert not list(fixed_waits(f"async def test():\n    {line}"))


def test_no_test_sleeps() -> None:
    files = sorted(ROOT.glob("tests/**/*.py"))
    found = [
        f"{file.relative_to(ROOT)}:{line}"
        for file in files
        for line in fixed_waits(file.read_text(encoding="utf-8"))
        if file not in (Path(__file__), A_PERSON, A_STRANGER)
    ]
    assert len(files) > 100
    assert not found
