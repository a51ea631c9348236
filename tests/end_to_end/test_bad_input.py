"""Bad input through the real command line: one clear sentence each, no traceback, and nothing is lost."""

from __future__ import annotations

import json
import os
import shutil
import struct
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from simulator.interview import events as ev
from simulator.paths import HOME_VARIABLE
from simulator.sessions import library
from simulator.sessions.store import JOURNAL, SessionWriter, open_session
from simulator.text import plain
from tests.listening import SPEECH
from tests.making import plan, question
from tests.questions.test_faults import BANKS, expected
from tests.terminal import Terminal
from tests.tui import sessions

pytestmark = [pytest.mark.terminal, pytest.mark.timeout(300)]

PATIENCE = 120.0
HOURS_PROMISED = 10
PROMISED = HOURS_PROMISED * 3600 * 16_000 * 2
MEAN = "I \x1b]0;owned\x07rang \x1b[31m[red]the[/] [/b] supplier \x9b2J and \u202ecounted 40 boxes [@click=app.quit]"
"""Terminal escape codes, a change of direction and markup."""
ANSWER = "Last winter I counted 40 shelves with two others. As a result we were done an hour early."
PYTHON = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}


def environment() -> dict[str, str]:
    """As people have it: what is printed is buffered."""
    return {**PYTHON, HOME_VARIABLE: os.environ[HOME_VARIABLE]}


def run(*arguments: str | Path, says: bytes = b"", status: int = 0, prefix: Sequence[str] = ()) -> tuple[str, str]:
    """What the program printed on stdout and stderr; never a traceback, never a control character."""
    done = subprocess.run(
        [*prefix, sys.executable, "-m", "simulator", *map(str, arguments)],
        input=says,
        capture_output=True,
        env=environment(),
        timeout=PATIENCE,
        check=False,
    )
    out, err = done.stdout.decode(), done.stderr.decode()
    assert done.returncode == status, out + err
    for text in (out, err):
        assert "Traceback" not in text
        assert all(character.isprintable() or character == "\n" for character in text), text
    return out, err


def one_sentence(*arguments: str | Path, says: bytes = b"") -> str:
    """The only thing that is said by a command that cannot be done."""
    out, err = run(*arguments, says=says, status=1)
    assert out == ""
    assert err.count("\n") == 1, err
    return err


def rehearse(*arguments: str, answer: str = ANSWER, note: str = "") -> str:
    """A typed rehearsal line by line over pipes, each prompt answered as it comes; all that was said."""
    replies = {
        "How nervous": "4\n",
        "Type your answer": (f"/note {note}\n" if note else "") + f"{answer}\n\n",
        "Enter goes on": "4\n\n",
        "Before the scores": "60 70\n",
        "And now": "3\n",
    }
    said = []
    command = [sys.executable, "-m", "simulator", "practise", "--plain", "--typed", "--no-voice", *arguments]
    with subprocess.Popen(
        command, env=environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as program:
        assert program.stdin is not None
        assert program.stdout is not None
        assert program.stderr is not None
        for line in program.stdout:
            said.append(line.decode())
            for prompt, reply in replies.items():
                if said[-1].startswith(prompt):
                    program.stdin.write(reply.encode())
                    program.stdin.flush()
        program.stdin.close()
        assert program.wait(PATIENCE) == 0
        assert program.stderr.read() == b""
    return "".join(said)


def promising(path: Path) -> Path:
    """A WAV header that promises hours, and nothing behind it."""
    wave = struct.pack("<IHHIIHH", 16, 1, 1, 16_000, 32_000, 2, 16)
    path.write_bytes(
        b"RIFF" + struct.pack("<I", PROMISED + 36) + b"WAVEfmt " + wave + b"data" + struct.pack("<I", PROMISED)
    )
    return path


# Files to score


def test_each_file_that_cannot_be_scored_gives_one_line_in_its_place(tmp_path: Path) -> None:
    good = [tmp_path / "first.txt", SPEECH / "harv_spk1_1.flac", tmp_path / "last.txt"]
    for path in (good[0], good[2]):
        path.write_text(ANSWER)
    (tmp_path / "empty.wav").touch()
    (tmp_path / "text.wav").write_text(ANSWER)
    promising(tmp_path / "promises.wav")
    (tmp_path / "folder.wav").mkdir()
    (tmp_path / "binary.txt").write_bytes(bytes(range(256)) * 20)
    (tmp_path / "empty.txt").touch()
    with (tmp_path / "huge.txt").open("wb") as huge:
        huge.truncate(4 * PROMISED)
    bad = ["empty.wav", "text.wav", "promises.wav", "folder.wav", "missing.wav", "binary.txt", "empty.txt", "huge.txt"]
    names = [str(tmp_path / name) for name in bad]
    names.append(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.wav"))
    files = [str(good[0]), *names[:4], str(good[1]), *names[4:], str(good[2])]

    peak = tmp_path / "peak"
    measure = (
        "import pathlib, resource, subprocess, sys\n"
        "status = subprocess.call(sys.argv[2:])\n"
        "most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss\n"
        "pathlib.Path(sys.argv[1]).write_text(str(most))\n"
        "sys.exit(status)"
    )
    out, err = run("score", "--json", *files, status=1, prefix=(sys.executable, "-c", measure, str(peak)))
    lines: list[dict[str, Any]] = [json.loads(line) for line in out.splitlines()]
    assert [line["file"] for line in lines] == [name.replace("\udcff", "?") for name in files]
    for line in lines:
        if line["file"] in map(str, good):
            assert line["transcript"]["text"]
        else:
            assert set(line) == {"file", "error"}
            assert "\n" not in line["error"]
    assert err == ""
    most = int(peak.read_text()) * (1 if sys.platform == "darwin" else 1024)
    print(f"memory at most {most / 1e6:.0f} MB, where a header promises {PROMISED / 1e6:.0f} MB")
    assert most < PROMISED


def test_without_json_what_went_wrong_is_on_stderr(tmp_path: Path) -> None:
    good = tmp_path / "good.txt"
    good.write_text(MEAN)
    out, err = run("score", tmp_path / "missing.wav", good, promising(tmp_path / "promises.wav"), status=1)
    assert "missing.wav cannot be read: No such file" in err
    assert "promises.wav holds no sound" in err
    assert err.count("\n") == 2
    assert "Preparedness" in out


SAID = "The child, um, almost hurt the small dog."


@pytest.mark.voice
def test_a_recording_is_scored_with_the_words_that_a_person_wrote(tmp_path: Path) -> None:
    transcript, sound = tmp_path / "said.txt", SPEECH / "harv_spk1_1.flac"
    transcript.write_text(SAID)
    card = json.loads(run("score", "--json", "--allow-short", "--transcript", transcript, sound)[0])
    assert card["transcript"]["text"] == SAID
    assert card["transcript"]["confirmed"]
    assert "transcript not confirmed" not in card["labels"]
    assert [filler["text"] for filler in card["fillers"]] == ["um"]
    assert card["fluency"]["score"] is not None


def test_a_transcript_that_cannot_be_used_is_said_in_one_sentence(tmp_path: Path) -> None:
    good, sound = tmp_path / "good.txt", SPEECH / "harv_spk1_1.flac"
    good.write_text(SAID)
    (tmp_path / "empty.txt").touch()
    (tmp_path / "latin.txt").write_bytes(b"caf\xe9")
    for name, told in (("missing.txt", "No such file"), ("empty.txt", "is empty"), ("latin.txt", "not UTF-8")):
        assert told in one_sentence("score", "--transcript", tmp_path / name, sound)
    assert "cannot be read" in one_sentence("score", "--transcript", "", sound)
    for files in ((good,), (sound, sound), (sound, good)):
        assert "exactly one recording" in one_sentence("score", "--transcript", good, *files)


# Banks


@pytest.mark.parametrize("name", ["every-fault.yaml", "mean.yaml"])
def test_lint_tells_every_fault_of_a_bank(name: str) -> None:
    out, err = run("banks", "lint", BANKS / "brackets.yaml", BANKS / name, status=1)
    told = out.splitlines()
    announced = expected(BANKS / name)
    assert len(told) == len(announced) > 8
    for line, (number, _) in zip(told, announced, strict=True):
        assert line.startswith(f"{BANKS / name}:{number}: ")
    assert err == ""


def test_faulty_banks_stop_nobody(home: Path) -> None:
    shutil.copytree(BANKS, home / "banks")
    out, err = run("banks", status=1)
    assert "general" in out
    assert "[bold red]Mean[/]" in out
    assert f"{home / 'banks' / 'every-fault.yaml'}:2:" in err
    assert "Question 1 of 1" in rehearse("--questions", "1", "--seed", "1")
    assert "mean" in one_sentence("practise", "--plain", "--typed", "--bank", "mean")


# Sessions


def test_a_whole_rehearsal_from_a_pipe() -> None:
    said = rehearse("--questions", "3", "--seed", "2")
    saved = open_session(library.find("last"))
    assert saved.finished
    assert saved.state.scores_shown
    assert [take.draft.text for take in saved.state.last_takes() if take.draft] == [ANSWER] * 3
    assert saved.state.nerves == {"before": 4, "after": 3}
    assert set(saved.state.estimates) == {"candidate"}
    assert f"Saved as {saved.id}." in said
    assert said.count("Preparedness: ") == len([take for take in saved.state.takes if take.counts])
    assert "You said: fluency 60, preparedness 70" in run("sessions", "show", "last")[0]


def test_odd_lines_are_no_trouble() -> None:
    lines = b"\xff\n\xc2\xb2\n" + b"9" * 5000 + b"\n11\n7\n\x00\xfe said\n\n"
    out, err = run("practise", "--plain", "--typed", "--no-voice", "--questions", "1", says=lines)
    assert out.count("A number from 0 to 10") == 4
    assert "Left. Everything you said is saved" in out
    assert err == ""
    saved = open_session(library.find("last"))
    assert saved.state.nerves == {"before": 7}
    assert saved.state.takes[0].draft is not None
    assert saved.state.takes[0].draft.text == "\x00\N{REPLACEMENT CHARACTER} said"


def test_a_session_with_a_cut_journal_is_told_of_shown_and_continued() -> None:
    rehearse("--questions", "2", "--seed", "2")
    folder = library.find("last")
    whole = (folder / JOURNAL).read_bytes()
    cut = whole.index(b'"session_rated"') + 40
    os.truncate(folder / JOURNAL, cut)
    torn = whole[whole.rindex(b"\n", 0, cut) + 1 : cut]
    line = whole[:cut].count(b"\n") + 1

    out, err = run("sessions", "list")
    assert f"{folder.name}  2 of 2 answered" in out
    assert "to be continued" in out
    assert f"{JOURNAL}, line {line}: the line was cut off" in err
    out, _ = run("sessions", "show", "last")
    assert f"line {line}: the line was cut off" in out
    assert out.count("Preparedness: ") >= 2
    out, err = run("replay", "last", "--plain")
    assert out.count(ANSWER) >= 2
    assert f"line {line}: the line was cut off" in err
    assert (folder / JOURNAL).read_bytes() == whole[:cut], "reading changes nothing"

    said = rehearse("--continue", "last")
    assert "Where you left it:" in said
    assert "Before the scores" in said
    saved = open_session(folder)
    assert saved.finished
    assert not saved.damage
    assert (folder / JOURNAL).read_bytes().startswith(whole[: cut - len(torn)])
    assert (folder / "journal.damaged").read_bytes() == torn


def test_a_session_whose_first_line_is_cut_is_said_in_one_sentence() -> None:
    rehearse("--questions", "1", "--seed", "2")
    folder = library.find("last")
    os.truncate(folder / JOURNAL, 100)
    assert "holds no whole event" in run("sessions", "list")[1]
    for command in (("sessions", "show", "last"), ("replay", "--plain"), ("practise", "--plain", "--continue", "last")):
        assert "holds no whole event" in one_sentence(*command)
    assert "Question 1 of 1" in rehearse("--questions", "1")


# Escape codes and brackets


def test_escape_codes_and_brackets_are_kept_and_shown_harmless() -> None:
    rehearse("--questions", "1", "--seed", "1", answer=MEAN, note=MEAN)
    saved = open_session(library.find("last"))
    take = saved.state.last_takes()[0]
    assert take.draft is not None
    assert take.draft.text == MEAN
    assert next(event.text for event in saved.events if isinstance(event, ev.Noted)) == MEAN
    for command in (("sessions", "list"), ("sessions", "show", "last"), ("replay", "last", "--plain")):
        run(*command)
    assert "[31m[red]the[/] [/b] supplier" in run("replay", "last", "--plain")[0]


def test_brackets_and_escape_codes_on_the_screen(home: Path) -> None:
    shutil.copytree(BANKS, home / "banks")
    pasted = "I \u202erang \x9b41m [red]the[/] [/b] supplier [@click=app.quit]"
    command = ("practise", "--typed", "--no-voice", "--bank", "brackets", "--questions", "1")
    with Terminal(*command, home=home) as terminal:
        terminal.wait_for("How nervous", timeout=60)
        terminal.press("enter")
        terminal.wait_for("Tell me [red]about[/red] yourself [/].")
        terminal.wait_for("typing")
        terminal.write(f"\x1b[200~{pasted}\x1b[201~")
        terminal.wait_for("[red]the[/] [/b] supplier [@click=app.quit]")
        terminal.press("ctrl+s")
        terminal.wait_for("[/] What [else]?")
        terminal.wait_for("typing")
        terminal.write(ANSWER)
        terminal.press("ctrl+s")
        terminal.wait_for("How was it for you")
        terminal.press("n")
        terminal.wait_for("A note")
        terminal.write("[b]loud[/] [/x]")
        terminal.wait_for("[b]loud[/] [/x]")
        terminal.press("enter")
        terminal.wait_for(lambda screen: "A note" not in screen)
        terminal.press("enter")
        terminal.wait_for("Before the numbers")
        terminal.press("5", "0", "enter")
        terminal.wait_for("And now")
        terminal.press("enter")
        terminal.wait_for("you said 50", timeout=60)
        terminal.press("enter")
        terminal.wait_for("Tell me [red]about[/red] yourself [/].")
        terminal.press("right")
        terminal.wait_for("[/] What [else]?")
        terminal.wait_for("[b]loud[/] [/x]")
        terminal.press("ctrl+q")
        assert terminal.wait_for_exit() == 0
        for code in ("\u202e", "\x9b"):
            assert code.encode() not in terminal.raw
    saved = open_session(library.find("last"))
    draft = saved.state.takes[0].draft
    assert draft is not None
    assert draft.text == plain(pasted), "a box takes in nothing that it could not show"


def test_a_session_from_elsewhere_cannot_reach_the_terminal(home: Path) -> None:
    """Its journal holds what no bank of ours could."""
    mean = question(1, text=f"{MEAN}?", competency=MEAN)
    items = tuple(item.__class__(part="body", question=mean) for item in plan(1).items)
    with SessionWriter.create(home / "sessions", at="2026-11-24T19:40:12+01:00", title="general") as writer:
        for event in (
            ev.SessionStarted(
                t=0,
                by="candidate",
                version=ev.VERSION,
                at="2026-11-24T19:40:12+01:00",
                plan=plan(1).__class__(items=items, seed=1, banks=(MEAN,)),
                options=ev.Options(nerves=False, answers="typed"),
                people={"candidate": MEAN},
            ),
            ev.QuestionAsked(t=1, question=0, take=1, text=mean.text, aloud=False),
            ev.QuestionSpoken(t=1),
            ev.AnswerStarted(t=1),
            ev.DraftTyped(t=4, by="candidate", text=MEAN, first_key=1.5),
            ev.Noted(t=4, by="candidate", text=MEAN, take="q01-t1", at=2.0),
            ev.AnswerEnded(t=9, by="candidate", why="key", seconds=8),
            ev.SessionLeft(t=10),
        ):
            writer.take_in(event)
    assert "[red]the[/] [/b] supplier" in run("sessions", "list")[0]
    run("sessions", "show", "last")
    run("replay", "last", "--plain")
    with Terminal("replay", "last", home=home) as terminal:
        terminal.wait_for("[red]the[/] [/b] supplier", timeout=60)
        terminal.press("enter")
        terminal.wait_for("[/b] supplier")
        terminal.press("ctrl+q")
        assert terminal.wait_for_exit() == 0
        for code in (b"\x1b]0;", b"\x1b[31m", b"\xc2\x9b", "\u202e".encode()):
            assert code not in terminal.raw


# Settings, home, pipes, the command line itself


def test_broken_settings_are_named_and_left_as_they_are(home: Path) -> None:
    home.mkdir()
    settings = home / "settings.json"
    for broken in ('{"voice": ', '{"voice": "loud"}', '{"\\u001b[2Jvoice": true}', "[]", ""):
        settings.write_text(broken)
        assert str(settings) in one_sentence("practise", "--plain", "--typed")
        assert settings.read_text() == broken
    assert "general" in run("banks")[0]


def test_a_home_that_cannot_be_written(tmp_path: Path) -> None:
    text, sound = tmp_path / "good.txt", SPEECH / "harv_spk1_1.flac"
    text.write_text(ANSWER)
    for home in (text, text / "below", Path("/proc/none") if sys.platform == "linux" else text):
        place = ("--home", home)
        assert str(home) in one_sentence(*place, "practise", "--plain", "--typed")
        assert "No sessions yet" in run(*place, "sessions", "list")[0]
        out, err = run(*place, "score", "--json", text, sound, status=1)
        lines = [json.loads(line) for line in out.splitlines()]
        unreadable = text in (home, *home.parents)  # its settings too, which say what is left out of a score
        assert [set(line) == {"file", "error"} for line in lines] == [unreadable, True]
        assert all(str(home) in line["error"] for line in lines if "error" in line)
        assert err == ""
    out, err = run("--home", text, "doctor", status=1)
    assert "cannot be written" in out
    assert text.read_text() == ANSWER


@pytest.mark.parametrize(
    "command",
    [
        "--help",
        "--version",
        "banks",
        "banks show general",
        "sessions list",
        "replay sample --plain",
        "practise --plain --typed",
    ],
)
def test_output_that_nobody_reads_is_no_error(command: str) -> None:
    read, write = os.pipe()
    os.close(read)
    try:
        done = subprocess.run(
            [sys.executable, "-m", "simulator", *command.split()],
            env=environment(),
            input=f"4\n{ANSWER}\n\n".encode(),
            stdout=write,
            stderr=subprocess.PIPE,
            timeout=PATIENCE,
            check=False,
        )
    finally:
        os.close(write)
    assert (done.returncode, done.stderr) == (0, b"")
    if command.startswith("practise"):
        assert open_session(library.find("last")).state.left


def test_names_that_no_file_can_have_and_texts_that_are_none() -> None:
    for command in ("replay", "export", "import", "share"):
        assert "ong" in one_sentence(command, "long" * 100)
    folder = sessions.typed()
    for words in ("name", "tag"):
        no_text = [sys.executable, "-m", "simulator", "sessions", words, folder.name, b"\xff"]
        done = subprocess.run(no_text, env=environment(), capture_output=True, text=True, check=False)
        assert (done.returncode, done.stdout) == (1, "")
        assert done.stderr.startswith("A text that was given is no UTF-8.")
        assert len(done.stderr.splitlines()) == 1
    assert library.title(open_session(folder)) == library.subject(open_session(folder))


def test_exit_codes() -> None:
    assert run("--help")[0].startswith("usage: mock-interview")
    assert "--questions" in run("practise", "--help")[0]
    assert run("--version")[0].startswith("mock-interview ")
    for wrong in (("--no-such",), ("practise", "--questions", "0"), ("practise", "--questions", "many"), ("score",)):
        out, err = run(*wrong, status=2)
        assert out == ""
        assert "usage: mock-interview" in err
    assert "needs a terminal" in one_sentence()
    assert "no session called" in one_sentence("replay", "no-such")
    assert "There is no bank called" in one_sentence("banks", "show", "no-such")
