"""What a friend sends back, made by hand as the page in the browser would save it; and taking it in."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec
import pytest

from simulator import paths
from simulator.errors import PostError, UserError
from simulator.interview import events as ev
from simulator.questions.model import Question
from simulator.sessions import merging, post
from simulator.sessions.store import open_session
from tests.making import question

COPY = "0123456789abcdef" * 2
WHEN = "2026-11-25T10:00:00.000Z"


def content(folder: Path, by: str = "Ann", copy: str = COPY, **parts: object) -> dict[str, object]:
    """`parts` are `notes`, `marks`, `ticks` and `rating`, as they stand in the file."""
    origin, _ = post.addressed(open_session(folder))
    return {"session": msgspec.to_builtins(origin), "copy": copy, "by": by, **parts}


def sealed(folder: Path, said: object, **changes: object) -> bytes:
    """The file, for the journal as it is now; `changes` are other values of its outer fields."""
    _, key = post.addressed(open_session(folder))
    inner = msgspec.json.encode(said)
    outer = {"format": post.FORMAT, "program": "x", "content": msgspec.Raw(inner), "seal": post.seal(key, inner)}
    return msgspec.json.encode(outer | changes)


def sent(folder: Path, to: Path, by: str = "Ann", copy: str = COPY, **parts: object) -> Path:
    to.write_bytes(sealed(folder, content(folder, by, copy, **parts)))
    return to


def note(text: str = "clear start", take: str = "q01-t1", at: float | None = 4.0) -> dict[str, object]:
    return {"text": text, "take": take, "at": at}


def mark(kind: str = "strong", take: str = "q01-t1", at: float = 2.5) -> dict[str, object]:
    return {"kind": kind, "take": take, "at": at}


def tick(point: str = "result", take: str = "q01-t1") -> dict[str, object]:
    return {"take": take, "point": point}


def rating(when: str = WHEN, remark: str = "warm", **scales: int) -> dict[str, object]:
    return {"when": when, "scales": scales or {"flow": 4, "warmth": 5}, "remark": remark}


# Taking it in


def background() -> Sequence[Question]:
    return [question(number) for number in range(1, 6)]


def merge(file: Path, by: str = "") -> merging.Merged:
    return merging.merge(file, background, by)


def by_post(folder: Path) -> list[Any]:
    """The events of a session that came by post, and the friend's ticks."""
    return [
        each
        for each in open_session(folder).events
        if getattr(each, "id", "") or (isinstance(each, ev.PointTicked) and each.by == "friend")
    ]


def everything() -> dict[Path, bytes]:
    """All that lies where sessions lie."""
    found = paths.sessions().rglob("*")
    return {path: path.read_bytes() for path in found if path.is_file() and path.name != ".lock"}


def refused(file: Path, says: str, kind: type[UserError] = PostError) -> None:
    before = everything()
    with pytest.raises(kind, match=says) as caught:
        merge(file)
    assert "\n" not in str(caught.value)
    assert "othing was" in str(caught.value)
    assert everything() == before
