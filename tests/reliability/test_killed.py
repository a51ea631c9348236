"""kill -9 at random moments of every stage of every kind of session: nothing that was acknowledged is lost, and it goes on."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest

from simulator.interview import events as ev
from simulator.sessions.store import SessionWriter
from tests.making import plan
from tests.reliability.endings import to_the_end
from tests.reliability.kills import Warm, copies, left_by, recorded, stages
from tests.reliability.walking import AT, WORDS, Kind

pytestmark = [
    pytest.mark.timeout(120),
    pytest.mark.usefixtures("quickly"),
    pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="waits for processes as Linux does"),
]

KILLS: dict[Kind, int] = {"typed": 45, "spoken": 45, "drill": 30, "retry": 25, "friend": 30, "continued": 25}

HIT = {"asking", "answering", "reviewing"}
"""Stages in which some were killed: where chance passed over one of them (a busy machine is through with asking in a moment), more are,
at once."""


@pytest.fixture(scope="module")
def warm() -> Iterator[Warm]:
    with Warm() as process:
        yield process


@pytest.fixture(scope="module")
def templates(tmp_path_factory: pytest.TempPathFactory) -> dict[Kind, Path]:
    """A session at its end, and one that was cut off while an answer was recorded."""
    root = tmp_path_factory.mktemp("templates")
    options = ev.Options(nerves=False, voice=False, follow_ups=0)
    begin = (
        ev.SessionStarted(t=0, by="candidate", version=ev.VERSION, at=AT, plan=plan(2), options=options),
        ev.QuestionAsked(t=1, question=0, take=1, text="?", aloud=False),
        ev.QuestionSpoken(t=1),
    )
    cut_off = (ev.AnswerStarted(t=2, audio="takes/q01-t1.pcm"),)
    typed = (
        ev.AnswerStarted(t=2),
        ev.DraftTyped(t=9, by="candidate", text=" ".join(WORDS)),
        ev.AnswerEnded(t=10, why="key", seconds=8),
        ev.AnswerHeard(t=11, take="q01-t1"),
        ev.WentOn(t=12),
        ev.QuestionSkipped(t=13),
        ev.SessionRated(t=14, by="candidate", fluency=None, preparedness=None),
        ev.SessionEnded(t=15),
    )
    folders: dict[Kind, Path] = {}
    for kind, rest in (("retry", typed), ("continued", cut_off)):
        with SessionWriter.create(root, at=AT, title=kind) as writer:
            for event in (*begin, *rest):
                writer.take_in(event)
        folders[kind] = writer.folder  # type: ignore[index]
    (folders["continued"] / "takes" / "q01-t1.pcm").write_bytes(bytes(32_000))
    return folders


@pytest.mark.parametrize("kind", KILLS)
async def test_kill_at_two_hundred_random_moments(
    kind: Kind, warm: Warm, templates: dict[Kind, Path], memory: Path
) -> None:
    killed: Counter[str] = Counter()
    kept = sound = 0
    for number, stage in enumerate(islice(stages(kind), 2 * KILLS[kind])):
        if number >= KILLS[kind] and killed.keys() >= HIT:
            break
        root = memory / str(number)
        root.mkdir()
        if kind in templates:
            copies(templates[kind], root)
        said = warm.kill_in(stage, root, kind, number, at_once=number >= KILLS[kind])
        saved = left_by(root, said)
        killed[said.stages[-1] if said.stages else "before the first event"] += 1
        if saved is None:
            continue
        kept += len(said.events)
        sound += sum(said.sounds.values())
        after = await to_the_end(saved)
        assert after.finished
        assert not after.damage
        assert after.events[: len(saved.events)] == saved.events
        assert all(recorded(saved.folder, take) >= count for take, count in said.sounds.items())
        for take in after.state.takes:
            assert take.heard or not take.counts
    print(
        f"{kind}: {killed.total()} kills, in {dict(killed)}; {kept} events and {sound / 32_000:.1f} s of sound, none lost"
    )
    assert killed.keys() >= HIT
