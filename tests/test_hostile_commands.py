"""Whatever stands in a text, no command prints what a terminal would obey."""

from __future__ import annotations

import io
import json
import shutil
import sys
import unicodedata
from pathlib import Path

import msgspec
import pytest

from simulator import paths
from simulator.cli import main
from simulator.sessions.bundle import export_bundle
from simulator.sessions.post import addressed, seal
from simulator.sessions.store import open_session
from tests import hostile_home
from tests.hostile_home import ANY, NAME

DATA = ("banks export", "applications export")
"""Tables and lists are printed as they are read back: signs that steer a text's direction stay in them, escapes do not."""


@pytest.fixture
def folder(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MOCK_INTERVIEW_SOUND", "none")
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))
    return hostile_home.fill()


def refused(text: str, *, directions: bool) -> set[str]:
    """The characters that a terminal would obey, or with `directions` that nobody sees."""
    kinds = ("Cc", "Cs", "Cf", "Co") if directions else ("Cc", "Cs")
    return {each for each in text if unicodedata.category(each) in kinds and each not in "\n\t\u200c\u200d"}


COMMANDS = (
    "banks", "banks show mean", "banks export mean", "banks export mean --csv", "banks lint FILES", "banks import LIST", "banks show NONE",
    "banks add MEAN", "prep", "prep show mean", "prep use mean", "prep use NONE", "prep lint FILES", "applications", "applications show mean",
    "applications show NONE", "applications due", "applications export", "applications export --of contacts", "applications import TABLE",
    "applications stage mean offer --next MEAN", "applications lint FILES", "contacts", "contacts new NEW --next NEW", "skills",
    "skills new NEW --how NEW", "skills progress mean 5", "letter thanks mean", "letter feedback mean", "letter reply mean", "letter outreach lead",
    "letter thanks mean --again", "letter thanks NONE", "calendar --to HERE", "debrief --plan", "drill --list", "drill --reset NONE",
    "drill --reset all", "today --plain", "setback --list", "ladder", "wins", "wins --add NEW --by NEW", "wins --to HERE", "sessions",
    "sessions show SESSION", "sessions show SESSION --json", "sessions show NONE", "sessions show 2026-11-26", "sessions show 2026-11-27",
    "sessions show 2026-11-25", "sessions show 2026-11-28", "replay 2026-11-28 --plain", "sessions search mean", "sessions search red", "sessions name SESSION MEAN", "sessions tag SESSION MEAN",
    "sessions rescore", "sessions reindex", "replay SESSION --plain", "replay 2026-11-25 --plain", "progress", "progress --json",
    "progress --of MEAN", "export SESSION --to HERE", "export SESSION --as markdown --to HERE", "export SESSION --as csv --to HERE",
    "export SESSION --as json --to HERE", "export SESSION --as subtitles --to HERE", "export --progress --to HERE", "export NONE",
    "share SESSION --to HERE", "import BUNDLE FILES", "merge NOTES FILES", "score TEXT", "score TEXT --json", "score NONE", "score NONE --json",
    "score --jsonl LINES", "recordings NONE", "models", "practise --plain --typed --bank NONE",
    "sessions delete 2026-11-25 --yes",
)  # fmt: skip


def given(folder: Path, tmp_path: Path) -> dict[str, list[str]]:
    """What stands for the words in capitals."""
    text, lines, table, listed = (tmp_path / f"{NAME}.{ending}" for ending in ("txt", "jsonl", "csv", "md"))
    text.write_text(f"I counted the boxes myself, um, and in the end {ANY} we sold more. " * 4, newline="")
    said = {"question": ANY, "answer": f"I counted the boxes {ANY}"}
    lines.write_text(
        "\n".join(
            [
                json.dumps(said),
                json.dumps({ANY: 1, "question": "", "answer": ANY}),
                json.dumps({"question": ANY, "audio": NAME}),
                ANY,
            ]
        )
    )
    table.write_text(f'id,{ANY.replace(",", " ")}\nmean,"{ANY}"\n', newline="")
    listed.write_text(f"# {ANY}\n\n- Why {ANY}\n".replace("\r", ""), newline="")
    origin, key = addressed(open_session(folder))
    content = json.dumps(
        {"session": msgspec.to_builtins(origin), "copy": "0" * 32, "by": ANY, "notes": [{"take": "q01-t1", "text": ANY, "at": 1.0}]}
    )  # fmt: skip
    notes = tmp_path / "notes.json"
    notes.write_text(f'{{"format":1,"content":{content},"seal":"{seal(key, content.encode())}"}}')
    bundle = tmp_path / "bundle.zip"
    export_bundle(folder.with_name("2026-11-26-broken"), bundle)
    here = tmp_path / "here"
    here.mkdir()
    return {
        "FILES": [str(text), str(paths.own_banks() / f"{NAME}.yaml")], "LIST": [str(listed)], "TABLE": [str(table)], "NONE": [NAME], "MEAN": [ANY],
        "NEW": [f"New {hostile_home.WRITTEN}"], "HERE": [str(here)], "SESSION": [folder.name], "TEXT": [str(text)], "LINES": [str(lines)],
        "BUNDLE": [str(bundle)], "NOTES": [str(notes)],
    }  # fmt: skip


def test_no_command_prints_what_a_terminal_would_obey(
    folder: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    words = given(folder, tmp_path)
    bad: dict[str, object] = {}
    silent = []
    for command in COMMANDS:
        status = main([each for word in command.split() for each in words.get(word, [word])])
        sys.stdout.flush()
        out, err = capfd.readouterr()
        if found := refused(out.replace("\r\n", "\n") + err, directions=not command.startswith(DATA)):
            bad[command] = sorted(map(ascii, found))
        if not out + err and not command.startswith(("sessions name", "sessions tag")):
            silent.append((command, status))
    assert bad == {}
    assert silent == []
    shutil.rmtree(tmp_path / "here")
