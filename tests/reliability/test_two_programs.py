"""Two programs at once in one home, each with sessions of its own: both keep all they have, and share the index."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from collections.abc import Sequence
from pathlib import Path

from simulator import paths, settings
from simulator.comeback.model import Skill
from simulator.comeback.store import CONTACTS, DEBRIEFS, SKILLS
from simulator.questions.load import load_bank
from simulator.questions.own import ASKED
from simulator.sessions import library, record
from simulator.sessions.index import Index
from simulator.sessions.store import open_session

SESSIONS = 12

ADDING = textwrap.dedent("""
    import sys
    from datetime import UTC, datetime
    from simulator import settings
    from simulator.comeback.keeping import Keeping
    from simulator.comeback.model import Contact, Debrief
    from simulator.comeback.store import CONTACTS, SKILLS
    from simulator.progress.drills import Drill
    from simulator.sessions import record
    from simulator.questions.lists import Listed
    from simulator.questions.own import ASKED, add
    from msgspec.structs import replace

    name, count = sys.argv[1], int(sys.argv[2])
    print("ready", flush=True)
    sys.stdin.readline()
    for _ in range(count):
        CONTACTS.add(Contact(id=CONTACTS.new_id("Joan"), name="Joan", note=name))
    for number in range(count):
        add(ASKED, [Listed(text=f"What did {name} do on day {number}?", competency="planning")], lambda text: "behavioural")
        debrief = Debrief(id="new", date="2026-11-28", rest_until="2026-12-01")
        Keeping(debrief).save(debrief, "outcome")
        for again in range(4):
            settings.remember({f"{name} {number} {again}": 1.0})
        now = datetime(2026, 11, 28, tzinfo=UTC)
        due = Drill(ref=f"{name}/{number}", due=now, last=now, answers=1, merit=50.0, stability=1.0, difficulty=5.0)
        record.reset([due], now)
        SKILLS.change("lift", lambda skill: replace(skill, cost=skill.cost + 1))
""")

PROGRAM = textwrap.dedent("""
    import sys
    from pathlib import Path
    from simulator.sessions.index import Index
    from simulator.sessions.store import SessionWriter
    from tests.making import started

    root, count = Path(sys.argv[1]), int(sys.argv[2])
    print("ready", flush=True)
    sys.stdin.readline()
    with Index(root) as index:
        for number in range(count):
            with SessionWriter.create(root, at="2026-11-24T19:40:12+01:00", title="both") as writer:
                writer.take_in(started())
            index.sync()
            assert writer.folder.name in {each.folder for each in index.page(2 * count)}
        print(index._database.execute("PRAGMA database_list").fetchone()[2], flush=True)
""")


def begin_together(programs: Sequence[subprocess.Popen[str]]) -> None:
    """As soon as all of them are loaded."""
    for program in programs:
        assert program.stdout is not None
        assert program.stdout.readline() == "ready\n"
    for program in programs:
        assert program.stdin is not None
        program.stdin.write("\n")
        program.stdin.flush()


def test_two_programs_add_to_one_file_or_folder_at_once() -> None:
    SKILLS.save(Skill(id="lift", name="Forklift licence", cost=0))
    programs = [
        subprocess.Popen(
            [sys.executable, "-c", ADDING, name, str(SESSIONS)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for name in ("Ada", "Ben")
    ]
    begin_together(programs)
    for program in programs:
        _, wrong = program.communicate(timeout=60)
        assert program.returncode == 0, wrong
    assert SKILLS.find("lift").cost == 2 * SESSIONS
    assert len(CONTACTS.load().records) == 2 * SESSIONS
    assert len(DEBRIEFS.load().records) == 2 * SESSIONS
    assert len(settings.load().window_seconds) == 2 * 4 * SESSIONS
    assert len(record.resets()) == 2 * SESSIONS
    assert len(load_bank(paths.own_banks() / f"{ASKED}.yaml").questions) == 2 * SESSIONS


def test_two_programs_write_sessions_and_the_index_at_once(tmp_path: Path) -> None:
    command = [sys.executable, "-c", PROGRAM, str(tmp_path), str(SESSIONS)]
    programs = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    begin_together(programs)
    for program in programs:
        said, wrong = program.communicate(timeout=60)
        assert program.returncode == 0, wrong
        assert said.strip() == str(tmp_path / ".index.db"), "the index fell back into memory"
    assert all(not open_session(folder).damage for folder in library.folders(tmp_path))
    with Index(tmp_path) as index:
        assert index.sync().read == 0
        assert index.count() == 2 * SESSIONS == len(list(library.folders(tmp_path)))
