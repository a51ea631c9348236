"""A home in which every text that a person, a friend, a recogniser or a file can bring is hostile to a terminal: escapes, overrides,
markup with a colour, a link and an action."""

from __future__ import annotations

import shutil
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec

from simulator import paths
from simulator.comeback import drafts
from simulator.comeback.model import (
    Application,
    Appointment,
    Asked,
    Audited,
    Contact,
    Debrief,
    Feedback,
    IfThen,
    Person,
    PlanItem,
    PracticePlan,
    Reached,
    Skill,
    Win,
)  # fmt: skip
from simulator.comeback.store import KINDS, as_yaml
from simulator.preparation.files import as_yaml as sheet_as_yaml
from simulator.preparation.model import Concern, Interview, Paper, Sheet, Story, Transfer
from simulator.sessions.store import HEADER, JOURNAL, TAKES
from simulator.settings import Settings
from tests.tui import sessions

COLOUR = (1, 2, 3)
"""Of the markup: nothing else has it."""

MARKUP = "[#010203]red[/] [/b] [@click=app.evil]click[/] [link=https://evil.invalid]link[/link] {{x}}"
HIDDEN = "\u202egnp.exe\u2066\u200b\ufeff"
ESCAPES = "\x1b]0;owned\x07\x1b[31m\x9b41m\x1bP$q\x1b\\\x08\x7f\r"

WRITTEN = f"Mean {MARKUP} {HIDDEN}".replace("\ufeff", "")
"""What a YAML file can hold: escapes are refused there."""

ANY = f"{WRITTEN} {ESCAPES}"
"""What JSON, a command line and the name of a file can hold."""

NAME = ANY.replace("/", "|")
"""As the name of a file."""

_KEPT = {
    "type", "by", "at", "created", "part", "kind", "why", "answers", "ends", "listening", "thinking", "when", "way", "audio", "take",
    "rehearses", "reason", "source", "date", "hour", "arrive", "unit",
}  # fmt: skip
"""Keys under which not every text can stand."""


def poisoned(value: Any, key: str = "") -> Any:
    """The same JSON with something hostile behind every text in it."""
    match value:
        case dict():
            return {name: poisoned(each, name) for name, each in value.items()}
        case list():
            return [poisoned(each, key) for each in value]
        case str() if key not in _KEPT and value:
            return f"{value} {ANY}"
    return value


def stretched(value: Any, key: str = "") -> Any:
    """The same JSON with the farthest numbers that are taken: what begins does so long before, and what ends long after."""
    match value:
        case dict():
            return {name: stretched(each, name) for name, each in value.items()}
        case list():
            return [stretched(each, key) for each in value]
        case float():
            return -1e9 if key in ("start", "score", "nuclei") else 1e9
    return value


def fill() -> Path:
    """Fills the home; the folder of its whole session."""
    paths.settings_file().parent.mkdir(parents=True, exist_ok=True)
    choices = Settings(
        name=ANY, voice_id=ANY, microphone=ANY, loudspeaker=ANY, model_folder=ANY, bank="mean", sheet="mean"
    )
    paths.settings_file().write_bytes(msgspec.json.encode(choices))
    _bank()
    _write(paths.sheets(), _sheet())
    _comeback()
    for name in ("thanks-mean", "feedback-mean", "reply-mean", "outreach-mean", "outreach-lead"):
        path = drafts.path("thanks", "x").with_name(f"{name}.txt")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"To: {ANY}\nSubject: {ANY}\n\n{ANY}\n", newline="")
    paths.drills_file().write_bytes(msgspec.json.encode({ANY: "2026-11-20T18:30:00Z"}))
    return _sessions()


def _write(folder: Path, content: str) -> None:
    """A good file, and one that is named and filled so that its faults are told in hostile words."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "mean.yaml").write_text(content)
    (folder / f"{NAME}.yaml").write_text(f'{WRITTEN}: "{MARKUP}"\nid: "{WRITTEN}"\nkind: {ESCAPES}\n', newline="")


def _bank() -> None:
    text = msgspec.json.encode(WRITTEN).decode()
    _write(
        paths.own_banks(),
        f"""
id: mean
title: {text}
language: en
for_whom: {text}
questions:
  - id: first
    text: {text}
    competency: {text}
    kind: behavioural
    example: {text}
    listen_for: [{{id: a, point: {text}, cues: [{text}]}}]
    follow_ups: [{{when: short, text: {text}}}]
  - id: last
    text: "What would you ask us? {WRITTEN}"
    competency: questions to ask
    kind: closing
    listen_for: []
    replies: [{{asks: [{text}], text: {text}}}]
""",
    )


def _sheet() -> str:
    story = Story(
        id="story", title=WRITTEN, competencies=(WRITTEN,), situation=WRITTEN, task=WRITTEN, action=WRITTEN, result=WRITTEN,
        points=(WRITTEN,),
    )  # fmt: skip
    return sheet_as_yaml(
        Sheet(
            id="mean", employer=WRITTEN, role=WRITTEN,
            interview=Interview(date=_in_three_days(), hour="10:00", place=WRITTEN, format=WRITTEN, way=WRITTEN, dress=WRITTEN),
            company=(WRITTEN,), posting=WRITTEN, tasks=(WRITTEN,), skills=(WRITTEN,), strengths=(WRITTEN,), weaknesses=(WRITTEN,),
            selling_points=(WRITTEN,), why_role=WRITTEN, why_leaving=WRITTEN, concerns=(Concern(concern=WRITTEN, answer=WRITTEN),),
            transfers=(Transfer(requirement=WRITTEN, experience=WRITTEN),), interviewers=(WRITTEN,),
            documents=(Paper(name=WRITTEN),), questions=(WRITTEN,), stories=(story,),
        )
    )  # fmt: skip


def _in_three_days() -> str:
    return (datetime.now().astimezone() + timedelta(days=3)).date().isoformat()


def _comeback() -> None:
    person = Person(name=WRITTEN, what=WRITTEN, mail=WRITTEN)
    made: tuple[msgspec.Struct, ...] = (
        Application(
            id="mean", employer=WRITTEN, role=WRITTEN, area=WRITTEN, sheet="mean", posting=WRITTEN, skills=(WRITTEN,), contact=person,
            recruiter=person, stages=(Reached(stage="interview", date="2026-11-01"),), next_action=WRITTEN, due="2026-11-02",
            interviews=(Appointment(date="2026-11-02", hour="10:00", place=WRITTEN),), note=WRITTEN,
        ),
        Debrief(
            id="mean", application="mean", date="2026-11-02", stage=WRITTEN, outcome="rejected", reason_given=WRITTEN,
            interviewers=(WRITTEN,), talked_about=(WRITTEN,), questions=(Asked(text=WRITTEN, competency=WRITTEN, went=1),), nerves=8,
            audit=(Audited(part="homework", step=1, note=WRITTEN),), fun=WRITTEN,
            feedback=(Feedback(date="2026-11-03", text=WRITTEN, advice=WRITTEN, good=WRITTEN),),
        ),
        PracticePlan(
            id="mean", made="2026-11-03", items=(PlanItem(key="a", kind="question", day="2026-11-04", what=WRITTEN, reason=WRITTEN, ref="mean/first"),),
        ),
        Skill(id="mean", name=WRITTEN, why=WRITTEN, how=WRITTEN, by="2026-12-01"),
        Contact(
            id="lead", kind="lead", name=WRITTEN, mail=WRITTEN, met=WRITTEN, date="2026-11-01", next_action=WRITTEN, due="2026-11-02",
            note=WRITTEN,
        ),
        IfThen(id="mean", when=WRITTEN, then=WRITTEN),
        Win(id="mean", date="2026-11-01", text=WRITTEN, by=WRITTEN),
    )  # fmt: skip
    shapes = {kept.shape: kept for kept in KINDS.values()}
    for each in made:
        _write(shapes[type(each)].folder, as_yaml(each))


def _sessions() -> Path:
    """A session that is whole, the same under a hostile name, one whose journal breaks off, and one with numbers beyond all measure."""
    folder = sessions.spoken(people={"candidate": "", "friend": "Ben"})
    sessions.rated(folder, {"structure": 4}, remark="Good.")
    sessions.marked(folder, "strong", 4.0, author="Ben")
    for path in (folder / JOURNAL, folder / HEADER, *(folder / TAKES).glob("*.json")):
        lines = [msgspec.json.encode(poisoned(msgspec.json.decode(line))) for line in path.read_bytes().splitlines()]
        path.write_bytes(b"\n".join(lines) + b"\n")
    hostile = folder.with_name(f"2026-11-25 {NAME}")
    shutil.copytree(folder, hostile)
    broken = folder.with_name("2026-11-26-broken")
    shutil.copytree(folder, broken)
    with (broken / JOURNAL).open("ab") as journal:
        journal.write(msgspec.json.encode({"type": ANY, ANY: ANY}) + b"\n")
    extreme = folder.with_name("2026-11-28-extreme")
    shutil.copytree(folder, extreme)
    for path in (extreme / TAKES).glob("*.json"):
        path.write_bytes(msgspec.json.encode(stretched(msgspec.json.decode(path.read_bytes()))))
    unreadable = folder.with_name("2026-11-27-unreadable")
    shutil.copytree(folder, unreadable)
    (unreadable / HEADER).write_bytes(
        msgspec.json.encode({"format": 9, "id": ANY, "created": "2026-11-27T10:00:00Z", "program": ANY})
    )
    return folder
