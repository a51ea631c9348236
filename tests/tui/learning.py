"""Many saved sessions of a learner, written fast: their scores are given, their words, moments and sound those of the sample."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec

from simulator import paths
from simulator.files import private_folder
from simulator.interview import events as ev
from simulator.questions.model import Plan, Planned, Question
from simulator.scoring.card import FLUENCY, PREPAREDNESS, VERSION
from simulator.scoring.norms import NORMS
from simulator.sessions.store import FORMAT, HEADER, JOURNAL, TAKES, Header
from tests.making import question

SAMPLE = Path(__file__).parents[2] / "sessions" / "sample" / TAKES
FIRST = datetime.fromisoformat("2026-11-03T19:00:00+01:00")

VARY = 6.0
"""Points by which a dimension of single answers varies."""


def learner(
    sessions: int,
    gains: Mapping[str, float] | None = None,
    *,
    questions: Sequence[Question] = (),
    first: datetime = FIRST,
    days: float = 2.0,
    seed: int = 1,
    calmer: bool = True,
    forecast: int = 50,
    sound: bool = False,
    base: float = 50.0,
    friend: Callable[[int], dict[str, int]] | None = None,
    nerves: Sequence[int] = (),
    step: int = 0,
) -> list[Path]:
    """So many sessions, `days` apart, whose answers score `base` at first. `gains`: by how many points a dimension gets better from the first to the last. `calmer`: nerves fall
    in a session and over the sessions. `friend`: what a friend says of which session, on which scales. `nerves`: those before each session, instead of drawn ones; `step`: of the
    ladder, at which all of them are held."""
    draw = random.Random(seed)
    asked = list(questions) or [question(number) for number in range(1, 4)]
    folders = []
    for number in range(sessions):
        part = number / max(sessions - 1, 1)
        at = (first + timedelta(days=days * number)).isoformat()
        folder = private_folder(paths.sessions() / f"{at[:19].replace('T', '-').replace(':', '')}-test")
        takes = private_folder(folder / TAKES)
        (folder / HEADER).write_bytes(
            msgspec.json.encode(Header(format=FORMAT, id=folder.name, created=at, program="test"))
        )
        before = min(max(round(7 - 3 * part * calmer + draw.gauss(0, 0.7)), 0), 10)
        before = nerves[number] if nerves else before
        after = min(max(round(before - 2 * calmer + draw.gauss(0, 0.7)), 0), 10)
        events = _events(asked, at, (before, after), forecast + round(draw.gauss(0, 4)), step)
        if friend is not None:
            events.append(
                ev.SessionRated(
                    t=events[-1].t, by="friend", fluency=None, preparedness=None, scales=friend(number), author="Ben",
                    id="rated",
                )
            )  # fmt: skip
        (folder / JOURNAL).write_bytes(b"".join(msgspec.json.encode(each) + b"\n" for each in events))
        for place, each in enumerate(asked):
            name = ev.take_name(place, 1)
            _write(takes / f"{name}.card.json", _card(draw, each, dict(gains or {}), part, base + 4 * place, place))
            shutil.copy(SAMPLE / "q02-t1.heard.json", takes / f"{name}.heard.json")
            if sound:
                shutil.copy(SAMPLE / "q02-t1.flac", takes / f"{name}.flac")
        folders.append(folder)
    return folders


def _card(
    draw: random.Random, asked: Question, gains: dict[str, float], part: float, base: float, place: int
) -> dict[str, Any]:
    card: dict[str, Any] = msgspec.json.decode((SAMPLE / f"q0{place % 3 + 1}-t1.card.json").read_bytes())
    card |= {"version": VERSION, "question": asked.ref}
    for total, names, norms in (
        ("fluency", FLUENCY, NORMS.fluency),
        ("preparedness", PREPAREDNESS, NORMS.preparedness),
    ):
        scores = {name: min(max(base + gains.get(name, 0.0) * part + draw.gauss(0, VARY), 0), 100) for name in names}
        for name, score in scores.items():
            card[total]["dimensions"][name] |= {"score": round(score, 1), "value": round(20 - score / 6, 2)}
        weights = {name: norms[name].weight for name in names}
        card[total]["score"] = round(sum(weights[name] * scores[name] for name in names) / sum(weights.values()), 1)
    return card


def _write(path: Path, card: dict[str, Any]) -> None:
    path.write_bytes(msgspec.json.encode(card))


def _events(asked: Sequence[Question], at: str, nerves: tuple[int, int], forecast: int, step: int) -> list[ev.Event]:
    plan = Plan(items=tuple(Planned(part="body", question=each) for each in asked), seed=1, banks=("test",))
    events: list[ev.Event] = [
        ev.SessionStarted(t=0.0, by="candidate", version=ev.VERSION, at=at, plan=plan, options=ev.Options(step=step)),
        ev.NervesRated(t=1.0, by="candidate", when="before", value=nerves[0]),
    ]
    for number, each in enumerate(asked):
        take, t = ev.take_name(number, 1), 60.0 * number + 2
        events += [
            ev.QuestionAsked(t=t, question=number, take=1, text=each.text),
            ev.QuestionSpoken(t=t + 4),
            ev.AnswerStarted(t=t + 5, audio=f"takes/{take}.pcm"),
            ev.AnswerEnded(t=t + 40, by="candidate", why="key", seconds=33.0),
            ev.AnswerHeard(t=t + 42, take=take),
            ev.WentOn(t=t + 44, by="candidate"),
        ]
    t = events[-1].t
    return [
        *events,
        ev.SessionRated(t=t + 1, by="candidate", fluency=forecast, preparedness=forecast),
        ev.NervesRated(t=t + 2, by="candidate", when="after", value=nerves[1]),
        ev.SessionEnded(t=t + 3),
        ev.ScoresShown(t=t + 4),
    ]
