"""Lines of standard input, each to whoever asks for it."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Iterator

import pytest

from simulator.cli.plain.lines import Lines, seconds_of, whole


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """Where what is typed is written to."""
    read, write = os.pipe()
    with os.fdopen(read, encoding="utf-8") as stdin:
        monkeypatch.setattr("sys.stdin", stdin)
        yield write


async def test_a_line_that_nobody_waits_for_any_more_goes_to_whoever_asks_next(typed: int) -> None:
    lines = Lines()
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(lines.next(), 0.01)
    os.write(typed, b"late\nnext\n")
    assert [await lines.next(), await lines.next()] == ["late", "next"]
    os.write(typed, b"unended")
    os.close(typed)
    assert [await lines.next(), await lines.next(), await lines.next()] == ["unended", None, None]


async def test_no_line_is_read_before_it_is_wanted(typed: int) -> None:
    lines = Lines()
    os.write(typed, b"one\n")
    assert await lines.next() == "one"
    os.write(typed, b"for an editor\n")
    os.close(typed)
    assert os.read(sys.stdin.fileno(), 100) == b"for an editor\n"


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("75", 75),
        ("1:15", 75),
        ("0:00.5", 0.5),
        ("-3", None),
        ("x", None),
        ("", None),
        ("1:x", None),
        ("nan", None),
        ("1e9", None),
    ],
)
def test_a_time_as_people_type_it(text: str, seconds: float | None) -> None:
    assert seconds_of(text) == seconds


def test_a_number_is_one_of_those_that_are_asked_for() -> None:
    assert [whole(text, 1, 12) for text in ("1", " 12 ", "0", "13", "²", "9" * 5000, "x", "")] == [1, 12, *[None] * 6]
